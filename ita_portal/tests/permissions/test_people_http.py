"""People, agencies, editions and the own account over HTTP: who may, who reads why not, who learns nothing."""

import pytest
from django.db import transaction
from django.urls import reverse

from agencies.models import Membership, User
from ita_portal.tests.permissions.addresses import Route, routes
from ita_portal.tests.permissions.cells import PERSONAS, ROWS, Cell
from ita_portal.tests.permissions.test_http import NOT_SIGNED_IN, given
from ita_portal.tests.permissions.visiting import clients, rows, undone, writes
from ita_portal.tests.permissions.world import build

HERE = Cell("O", "D")
TABLE = {(row.action, row.on): row for row in ROWS}
TARGETS = ("staff of the agency", "head of the agency", "reviewer of the province", "viewer", "admin")
NAMES = dict(zip(TARGETS, ("clerk", "head_target", "rev_target", "viewer_target", "admin_target"), strict=True))


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(cells=(HERE,))
        for target in TARGETS[1:]:
            found = world.target(target, HERE)
            user = User.objects.create(username=NAMES[target], display_name=f"เป้าหมาย {target}", password="!")
            Membership.objects.create(user=user, role=found.role, agency=found.agency, province=found.province)
            world.people[NAMES[target]] = user
        yield world, clients(world)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    settings.REQUIRE_MFA = True


def post(visited, persona, name, args, typed=None):
    people = visited[1]
    with undone(), writes() as tables:
        answer = given(people[persona].post(reverse(name, args=args), typed or {}))
    return answer, tables


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("persona", PERSONAS)
def test_account_is_disabled_by_those_above_alone(visited, persona, target):
    row, other = TABLE["user.disable", target], visited[0].people[NAMES[target]]
    with undone():
        answer, tables = post(visited, persona, "agencies:person-disable", [other.pk])

    if HERE in row.allowed[persona]:
        assert (answer, "agencies_user" in tables) == ("ok", True)
    elif persona in NOT_SIGNED_IN:
        assert (answer, tables) == ("log-in", set())
    else:
        assert answer in ("403", "404")
        assert tables == set()


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("persona", PERSONAS)
def test_role_is_given_by_those_above_alone(visited, persona, target):
    """The invitation form offers places that the giver may fill; another place typed in is refused and made nowhere."""
    world, people = visited
    row, wanted = TABLE["user.invite", target], world.target(target, HERE)
    typed = {
        "username": "newcomer", "display_name": "ผู้มาใหม่", "email": "new@example.org", "role": wanted.role,
        "agency": wanted.agency.pk if wanted.agency else "", "province": wanted.province.pk if wanted.province else "",
    }  # fmt: skip
    with undone():
        people[persona].post(f"{reverse('agencies:person-invite')}?province={world.province.code}", typed)
        made = User.objects.filter(username="newcomer").exists()

    assert made == (HERE in row.allowed[persona])


@pytest.mark.parametrize("persona", PERSONAS)
def test_agency_is_edited_by_its_province_and_the_administrator(visited, persona):
    world = visited[0]
    typed = {"name": world.agency.name, "phone": "0 2000 0000", "needs_endorsement": "on", "is_active": "on"}
    answer, tables = post(visited, persona, "agencies:agency-edit", [world.agency.pk], typed)

    if HERE in TABLE["agency.edit", "agency"].allowed[persona]:
        assert (answer, "agencies_agency" in tables) == ("ok", True)
    elif persona in NOT_SIGNED_IN:
        assert (answer, tables) == ("log-in", set())
    else:
        assert answer in ("403", "404")
        assert tables == set()


EDITIONS = [route for route in routes() if route.action == "edition.edit"]


@pytest.mark.parametrize("route", EDITIONS, ids=str)
def test_editions_are_the_administrators(visited, route: Route):
    world, people = visited
    answers = {}
    for persona in PERSONAS:
        client = people[persona]
        with undone():
            url = route.url(world, HERE)
            answers[persona] = given(client.get(url) if route.method == "GET" else client.post(url, {}))

    row = TABLE["edition.edit", "nothing"]
    allowed = {persona for persona in PERSONAS if HERE in row.allowed[persona]}
    # No edition is loaded here, so the administrator finds none of that year (404), or is told to choose a file (422).
    assert {persona for persona, answer in answers.items() if answer not in ("403", "log-in")} == allowed
    assert {persona for persona, answer in answers.items() if answer == "log-in"} == set(NOT_SIGNED_IN)


SCRIPT = {"HTTP_ACCEPT": "application/json", "HTTP_X_AUTOSAVE": "1"}


@pytest.mark.parametrize("persona", ["anon", "disabled"])
def test_script_without_a_session_is_told_401(visited, persona):
    world, people = visited
    result = world.places[HERE].submission.results.get()
    before = rows()

    answer = people[persona].post(reverse("measures:result-save", args=[result.pk]), {"text": "สาย"}, **SCRIPT)

    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/json")
    assert rows() == before


def test_refusal_of_a_role_gives_its_reason_in_thai(visited):
    world, people = visited
    address = reverse("measures:submission-submit", args=[world.places[HERE].submission.pk])

    answer = people["head"].post(address)

    assert answer.status_code == 403
    assert "บทบาทของคุณทำรายการนี้ไม่ได้" in answer.content.decode()


def test_typed_words_stay_on_the_page_of_a_refusal(visited):
    """A wrong state answers 409 with every word that was typed."""
    world, people = visited
    submission = world.places[HERE].submission
    with undone():
        submission.state = "S"
        submission.save()
        result = submission.results.get()
        typed = {"answer": "done", "text": "ถ้อยคำที่พิมพ์ไว้ยาวๆ", "version": result.version}
        answer = people["staff"].post(reverse("measures:result-save", args=[result.pk]), typed)

    assert answer.status_code == 409
    assert "ถ้อยคำที่พิมพ์ไว้ยาวๆ" in answer.content.decode()
