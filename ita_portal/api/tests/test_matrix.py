"""Every persona at every resource with a token: what docs/permissions.md lets them read, no word more."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from agencies.models import User
from assessments.models import Disclosure, ScoreCard
from ita_portal.api.tests.worlds import bearers
from ita_portal.tests.permissions.addresses import routes
from ita_portal.tests.permissions.cells import PERSONAS, ROWS
from ita_portal.tests.permissions.test_crawl import ALL_WORDS, HIDDEN, canary, plant, words_of
from ita_portal.tests.permissions.test_http import FOREIGN
from ita_portal.tests.permissions.visiting import clients
from ita_portal.tests.permissions.world import build, pairs
from measures import rules
from measures.models import Submission
from measures.selectors.granted import granted_submissions

pytestmark = pytest.mark.django_db

TABLE = {row.action: row for row in ROWS if row.on == "submission"}
NOT_LET_IN = ("anon", "disabled", "halfauth")
LET_IN = [persona for persona in PERSONAS if persona not in NOT_LET_IN]
API = [route for route in routes() if route.name.startswith("api:") and route.action != "public"]
LISTS = [route for route in API if not route.args and route.name != "api:me"]


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(cells=pairs())
        plant(world)
        _score(world)
        people = bearers(world)
        for persona in LET_IN:
            user = User.objects.get(pk=world.people[persona].pk)
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
        with override_settings(REQUIRE_MFA=True):
            yield world, people
        transaction.set_rollback(True)


def _score(world) -> None:
    """Give each agency and the province a card and an OIT item, with the owner's name in it."""
    for agency in (world.agency, world.neighbour, world.foreign):
        ScoreCard.objects.create(province=agency.province, agency=agency, fiscal_year=2566, printed_level=agency.name)
        Disclosure.objects.create(agency=agency, fiscal_year=2566, item="o1", explanation=agency.name)
    for province in (world.province, world.other_province):
        ScoreCard.objects.create(province=province, fiscal_year=2566, printed_level=province.name)


def rows_of(visited, persona, name, **query):
    """Return all rows of a list, page after page; the status where it is refused."""
    client, found = visited[1][persona], []
    address = reverse(name)
    query = {"limit": 200} | query
    while address:
        answer = client.get(address, query)
        if answer.status_code != 200:
            return answer.status_code
        page = answer.json()
        found += page["results"]
        address, query = (page["next"] or "").removeprefix("http://127.0.0.1:8000"), {}
    return found


def cells_of(visited, persona, name, key):
    """Return the cells of whose submissions the list has rows."""
    found = rows_of(visited, persona, name)
    cell_of = {place.submission.pk: cell for cell, place in visited[0].places.items()}
    return found if isinstance(found, int) else {cell_of[row[key]] for row in found}


@pytest.mark.parametrize(
    ("name", "key", "action"),
    [
        ("api:submissions", "id", "submission.progress"),
        ("api:results", "submission", "result.read"),
        ("api:links", "submission", "result.read"),
        ("api:events", "submission", "audit.read"),
    ],
)
def test_list_holds_exactly_the_cells_of_the_table(visited, name, key, action):
    row = TABLE[action]
    # What is public stands under /public/, frozen: a foreign report is not in these lists, published or not.
    wanted = {
        persona: {cell for cell in pairs() if cell in row.allowed[persona] and persona not in FOREIGN}
        for persona in LET_IN
    }

    found = {persona: cells_of(visited, persona, name, key) for persona in PERSONAS}

    assert found == wanted | dict.fromkeys(NOT_LET_IN, 401)


@pytest.mark.parametrize("action", ["submission.progress", "result.read", "audit.read"])
def test_condition_of_the_database_says_what_the_rules_say(visited, action):
    world, now = visited[0], timezone.now()
    submissions = list(Submission.objects.with_context())
    people = {persona: world.people[persona] for persona in PERSONAS if persona != "anon"}

    by_condition = {
        name: set(granted_submissions(user, action, now=now).values_list("pk", flat=True))
        for name, user in people.items()
    }

    # "anyone" is the public page, and no list of the API.
    grants = rules.GRANTED[action]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(rules.GRANTED, action, {role: cells for role, cells in grants.items() if role != "anyone"})
        by_rule = {
            name: {one.pk for one in submissions if rules.may(user, action, one, now=now)}
            for name, user in people.items()
        }
    assert by_condition == by_rule


def test_condition_refuses_an_act_that_is_no_reading(visited):
    for action in ("result.edit", "approve", "board.read"):
        with pytest.raises(ValueError, match="no reading"):
            granted_submissions(visited[0].people["staff"], action, now=timezone.now())


def owners(found):
    return (
        found if isinstance(found, int) else sorted({row.get("printed_level", row.get("explanation")) for row in found})
    )


OWN, BESIDE, FAR = "หน่วยงานทดสอบ", "หน่วยงานข้างเคียง", "หน่วยงานต่างถิ่น"
HOME, ABROAD = "ทดสอบบุรี", "ต่างถิ่น"


def test_scores_and_register_are_those_of_the_pages(visited):
    """Own agency and its province's card; the office its agencies'; the nation all of them."""
    cards = {persona: owners(rows_of(visited, persona, "api:scores")) for persona in PERSONAS}
    items = {persona: owners(rows_of(visited, persona, "api:disclosures")) for persona in PERSONAS}

    mine, office = sorted([OWN, HOME]), sorted([OWN, BESIDE, HOME])
    foreign, everything = sorted([BESIDE, HOME]), sorted([OWN, BESIDE, FAR, HOME, ABROAD])
    assert cards == {
        "staff": mine, "head": mine, "staff_foreign": foreign, "head_foreign": foreign, "rev": office,
        "rev_foreign": sorted([FAR, ABROAD]), "viewer": everything, "admin": everything,
        **dict.fromkeys(NOT_LET_IN, 401),
    }  # fmt: skip
    assert items == {
        "staff": [OWN], "head": [OWN], "staff_foreign": [BESIDE], "head_foreign": [BESIDE],
        "rev": sorted([OWN, BESIDE]), "rev_foreign": [FAR], "viewer": sorted([OWN, BESIDE, FAR]),
        "admin": sorted([OWN, BESIDE, FAR]), **dict.fromkeys(NOT_LET_IN, 401),
    }  # fmt: skip


def test_plans_agencies_and_papers_are_those_of_the_pages(visited):
    counts = {
        persona: tuple(
            found if isinstance(found := rows_of(visited, persona, name), int) else len(found)
            for name in ("api:plans", "api:rounds", "api:agencies", "api:papers")
        )
        for persona in PERSONAS
    }

    # 21 plans with a round each: a foreign office knows the rounds' dates (row 1), not the plans; the paper is of the
    # agency's report in the last round, which the administrator may not read.
    assert counts == {
        "staff": (21, 21, 1, 1), "head": (21, 21, 1, 1),
        "staff_foreign": (21, 21, 1, 0), "head_foreign": (21, 21, 1, 0),
        "rev": (21, 21, 2, 1), "rev_foreign": (0, 21, 1, 0), "viewer": (21, 21, 3, 1), "admin": (21, 21, 3, 0),
        **dict.fromkeys(NOT_LET_IN, (401, 401, 401, 401)),
    }  # fmt: skip


def test_no_planted_word_reaches_whom_it_is_hidden_from(visited):
    leaks = {}
    for persona, hidden in HIDDEN.items():
        for route in LISTS:
            seen = words_of(visited[1][persona].get(reverse(route.name), {"limit": 200}))
            if found := [word for word in hidden if word in seen]:
                leaks[f"{persona} {route.name}"] = found

    assert leaks == {}


def test_planted_words_reach_their_owners(visited):
    """The control: results, links and history hold the words, and their owner reads every one of them."""
    read = {
        name: [word for word in ALL_WORDS if word in words_of(visited[1]["head"].get(reverse(name), {"limit": 200}))]
        for name in ("api:results", "api:links", "api:events")
    }

    assert read == dict.fromkeys(read, ALL_WORDS)


def test_planted_words_leak_where_the_table_lets_them(visited, monkeypatch):
    """The other control: a table that grants drafts to the office is told by the crawl."""
    granted = rules.GRANTED["result.read"]
    monkeypatch.setitem(rules.GRANTED, "result.read", granted | {"reviewer": granted["staff"]})

    seen = words_of(visited[1]["rev"].get(reverse("api:results"), {"limit": 200}))

    assert [cell for cell in pairs() if cell.state == "D" and canary(cell) in seen] != []


def test_history_hides_the_words_of_results_that_stay_hidden(visited):
    """Row 27: the office reads who did what in a draft, and the words of what was sent."""
    world = visited[0]
    shown = {
        (row["words_hidden"], tuple(change["after"] for change in row["changes"]))
        for cell, place in world.places.items() if (cell.round, cell.state) in (("O", "D"), ("O", "S"))
        for row in rows_of(visited, "rev", "api:events", round=place.round.pk) if row["action"] == "result.edit"
    }  # fmt: skip

    assert shown == {(True, ()), (False, ("canaryosword",))}


def seen(client, route):
    """Return what a list answers: its rows, or the status of its refusal."""
    answer = client.get(reverse(route.name))
    return answer.json() if answer.status_code == 200 else answer.status_code


def test_session_and_token_get_the_same_answers(visited):
    """A person signed in reads what the own token reads; nobody is asked twice who they are."""
    world, tokens = visited
    with transaction.atomic():
        Authenticator.objects.all().delete()
        sessions = clients(world)
        different = [
            f"{persona} {route.name}" for persona in PERSONAS for route in LISTS
            if seen(sessions[persona], route) != seen(tokens[persona], route)
        ]  # fmt: skip
        transaction.set_rollback(True)

    assert different == []
