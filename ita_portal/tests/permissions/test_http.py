"""Cells asked over HTTP: the answer's status, and that nothing (or exactly the expected rows) changed."""

import random

import pytest
from django.db import transaction
from django.urls import reverse

from evidence.models import Attachment, WebPage
from ita_portal.tests.permissions.addresses import Route, routes
from ita_portal.tests.permissions.cells import PERSONAS, ROWS, Cell
from ita_portal.tests.permissions.corpus import SEED, sample
from ita_portal.tests.permissions.visiting import changed, clients, ready, rows, send, undone, writes
from ita_portal.tests.permissions.world import build, pairs
from measures.models import Measure, Narrative, ResultAttachment, ResultLink

# Objects that belong to one agency's round: here a foreign one is not even known (404).
OF_A_ROUND = {"submission", "result"}
ASKED = {row.action: row for row in reversed(ROWS) if row.on in ("submission", "round", "plan")}
ROUTES = [route for route in routes() if route.action in ASKED and set(route.args) & {*OF_A_ROUND, "round", "plan"}]
# While a round is open only the words of a measure may change: adding, removing, moving and assigning wait.
STRUCTURE = {
    f"measures:{name}" for name in ("plan-assign", "plan-suggest", "measure-new", "measure-delete", "measure-move")
}
# A further round of a plan is asked of the plan's owner, whatever the state of the other rounds.
OF_THE_OWNER = "measures:round-new"
NOT_SIGNED_IN = ("anon", "disabled", "halfauth")
FOREIGN = ("staff_foreign", "head_foreign", "rev_foreign")
# Nothing to copy from an earlier round, nothing sent yet: the role is right, and there is nothing there (409).
NOTHING_THERE = {"measures:result-use-last", "measures:submission-receipt"}


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(cells=pairs())
        yield world, clients(world)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    settings.REQUIRE_MFA = True


def allowed(route: Route, persona: str, cell: Cell) -> bool:
    if route.name == OF_THE_OWNER:
        return bool(ASKED[route.action].allowed[persona])
    if route.name in STRUCTURE and route.method == "POST" and cell.round == "O":
        return False
    return any(cell in ASKED[name].allowed[persona] for name in (route.action, route.also) if name)


def expected(route: Route, persona: str, cell: Cell) -> set[str]:
    """Return the answers that docs/permissions.md lets stand for the cell."""
    if persona in NOT_SIGNED_IN:
        return {"log-in"}
    if persona in FOREIGN and route.action == "round.view":
        # Row 1: any round's measures and dates; a plan of another province is not shown beside it.
        return {"ok", "404"} if "plan" in route.args else {"ok"}
    if persona in FOREIGN:
        # A plan's dates are open to the agencies of its province, so these may also read why (403).
        hidden = {*OF_A_ROUND, "agency"} & set(route.args)
        return {"404"} if hidden or persona == "rev_foreign" else {"403"}
    if allowed(route, persona, cell):
        return {"ok", "409"} if route.name in NOTHING_THERE else {"ok"}
    ever = any(ASKED[name].allowed[persona] for name in (route.action, route.also) if name)
    return {"409"} if ever else {"403"}


def given(response) -> str:
    if response.status_code == 302 and response.url.startswith(
        (reverse("account_login"), reverse("mfa_activate_totp"))
    ):
        return "log-in"
    if response.status_code == 401 and response.headers["Content-Type"] == "application/json":
        return "log-in"
    if response.status_code in (200, 302):
        return "ok"
    return str(response.status_code)


def wrong(visited, route: Route, persona: str, cell: Cell) -> str:
    """Send the request of one cell; return what is wrong with its answer or its traces, or ""."""
    world, people = visited
    wanted = expected(route, persona, cell)
    with undone():
        ready(world, route, cell)
        with writes() as tables:
            answer = given(send(people[persona], world, route, cell))
    if answer not in wanted:
        return f"{route} {persona} {cell}: {answer}, not {' or '.join(sorted(wanted))}"
    # What was typed and could not be stored is kept for its writer: the one trace that a 409 leaves.
    kept = {"measures_unsavedtext"} if answer == "409" and route.action == "result.edit" else set()
    may_write = route.method == "POST" and allowed(route, persona, cell)
    if tables - kept and not may_write:
        return f"{route} {persona} {cell}: {answer}, but wrote to {sorted(tables)}"
    return ""


def first_cell(route: Route, persona: str) -> Cell:
    return next((cell for cell in pairs() if allowed(route, persona, cell)), Cell("O", "D"))


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_route_answers_every_persona(visited, route):
    found = [wrong(visited, route, persona, first_cell(route, persona)) for persona in PERSONAS]

    assert [problem for problem in found if problem] == []


@pytest.mark.slow
def test_routes_answer_every_cell(visited):
    cells = [(route, persona, cell) for route in ROUTES for persona in PERSONAS for cell in pairs()]

    found = [wrong(visited, *cell) for cell in sample(cells)]

    assert [problem for problem in found if problem] == []


def own_rows(world, cell: Cell) -> set:
    """Return the rows of the cell's plan, round and report."""
    place = world.places[cell]
    found = {("measures_submission", place.submission.pk), ("measures_round", place.round.pk)}
    found |= {("measures_plan", place.plan.pk)}
    files = ResultAttachment.objects.filter(result__submission=place.submission)
    sets = (
        place.submission.results.all(), place.plan.measures.all(), place.round.measures.all(),
        place.round.narratives.all(), files, Attachment.objects.filter(pk__in=files.values("attachment")),
        Measure.groups.through.objects.filter(measure__plan=place.plan),
        Narrative.covers.through.objects.filter(narrative__round=place.round),
        WebPage.objects.filter(links__agency=world.agency), place.submission.finding_decisions.all(),
        ResultLink.objects.filter(result__submission=place.submission), world.agency.check_waivers.all(),
    )  # fmt: skip
    return found | {(row._meta.db_table, row.pk) for rows_of in sets for row in rows_of}


@pytest.mark.parametrize("route", [r for r in ROUTES if r.writes and r.method == "POST"], ids=str)
def test_allowed_request_changes_exactly_its_rows(visited, route):
    world, people = visited
    persona = next(name for name in PERSONAS if ASKED[route.action].allowed[name])
    cell = first_cell(route, persona)
    with undone():
        ready(world, route, cell)
        before, own = rows(), own_rows(world, cell)
        send(people[persona], world, route, cell)
        found = changed(before, rows())

    others = [key for key, columns in found.items() if columns != {"+"} and key[0] != "measures_eventchain"]
    assert sorted({table for table, _key in found}) == list(route.writes)
    assert set(others) <= own


def test_denied_request_is_noticed_when_the_policy_lets_it_through(visited, monkeypatch):
    """The control: a cell that is flipped in the policy is told by its request."""
    from measures import rules

    route = next(route for route in ROUTES if route.name == "measures:submission-recall")
    assert wrong(visited, route, "head", Cell("O", "E")) == ""

    row = rules.GRANTED[route.action] | {"head": frozenset({("O", "E")})}
    monkeypatch.setitem(rules.GRANTED, route.action, row)

    assert "ok, not 403" in wrong(visited, route, "head", Cell("O", "E"))


@pytest.mark.slow
def test_every_flipped_cell_is_noticed_by_its_request(visited, monkeypatch):
    """The mutation run: take an allowed cell out of the policy, and the request of that cell must notice."""
    from measures import rules

    roles = {"staff": "staff", "head": "head", "rev": "reviewer", "viewer": "viewer", "admin": "admin"}
    cells = [
        (route, persona, cell)
        for route in ROUTES
        if not route.also and route.name not in NOTHING_THERE | {OF_THE_OWNER} and route.action != "round.view"
        for persona in roles for cell in pairs() if allowed(route, persona, cell)
    ]  # fmt: skip
    unnoticed = []
    for route, persona, cell in sample(cells, 10):
        row = rules.GRANTED[route.action]
        flipped = {(cell.round, cell.state or "D"), (cell.round, "-")}
        with monkeypatch.context() as patch:
            # What is public is open to every role, too.
            less = {role: granted - flipped for role, granted in row.items() if role in (roles[persona], "anyone")}
            patch.setitem(rules.GRANTED, route.action, row | less)
            if not wrong(visited, route, persona, cell):
                unnoticed.append(f"{route} {persona} {cell}")

    assert unnoticed == []


def test_sample_of_the_cells_is_the_same_every_time():
    numbers = list(range(1000))

    assert sample(numbers) == sample(numbers)
    assert random.Random(SEED).random() == random.Random(SEED).random()


def test_write_is_noticed_after_very_many_statements(submission):
    """The control of the watch itself: Django's query log would have forgotten."""
    with writes() as late:
        for _number in range(10_000):
            type(submission).objects.exists()
        type(submission).objects.update(content_hash="y")

    assert late == {"measures_submission"}
