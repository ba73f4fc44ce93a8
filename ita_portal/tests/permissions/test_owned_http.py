"""An agency that plans for itself: over HTTP its head has the province's acts, and the province reads."""

import pytest
from django.db import transaction
from django.urls import reverse

from ita_portal.tests.permissions.addresses import Route, routes
from ita_portal.tests.permissions.cells import OWNED_ROWS, Cell
from ita_portal.tests.permissions.test_http import OF_A_ROUND, OF_THE_OWNER, STRUCTURE, given
from ita_portal.tests.permissions.visiting import changed, clients, ready, rows, send, undone, writes
from ita_portal.tests.permissions.world import build, pairs

HEADS = {row.action: row for row in OWNED_ROWS if row.allowed["head"] and not row.allowed["rev"]}
OBJECTS = {*OF_A_ROUND, "round", "plan"}
ROUTES = [route for route in routes() if route.action in HEADS and set(route.args) & OBJECTS and not route.also]
# An agency's own measures have no groups to be assigned to, and so leave none behind.
ASSIGNING = "measures:plan-assign"
WRITING = [route for route in ROUTES if route.writes and route.method == "POST" and route.name != ASSIGNING]
GROUPS = {"measures_measure_groups"}
OTHERS = {"staff_foreign": "404", "head_foreign": "404", "rev_foreign": "404", "anon": "log-in", "halfauth": "log-in"}


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(owned=True, cells=pairs())
        yield world, clients(world)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    settings.REQUIRE_MFA = True


def first_cell(route: Route) -> Cell:
    return next(cell for cell in pairs() if cell in HEADS[route.action].allowed["head"])


def asked(visited, route, persona, cell):
    """Return the answer and the tables written to."""
    world, people = visited
    with undone():
        ready(world, route, cell)
        with writes() as tables:
            answer = given(send(people[persona], world, route, cell))
    return answer, tables


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_head_acts_and_the_others_do_not(visited, route):
    cell = first_cell(route)
    staff = "ok" if cell in HEADS[route.action].allowed["staff"] else "403"
    wanted = {"head": "ok", "rev": "403", "viewer": "403", "admin": "403", "staff": staff} | OTHERS
    found = {persona: asked(visited, route, persona, cell) for persona in wanted}

    assert {persona: answer for persona, (answer, _tables) in found.items()} == wanted
    assert [persona for persona, (answer, tables) in found.items() if tables and answer != "ok"] == []


@pytest.mark.parametrize("route", WRITING, ids=str)
def test_heads_request_changes_exactly_its_tables(visited, route):
    world, people = visited
    cell = first_cell(route)
    with undone():
        ready(world, route, cell)
        before = rows()
        send(people["head"], world, route, cell)
        found = changed(before, rows())

    # The measures of the world have a group; a form without groups leaves or takes it as the service does.
    assert {table for table, _key in found} - GROUPS == set(route.writes) - GROUPS


@pytest.mark.parametrize("name", sorted(STRUCTURE | {OF_THE_OWNER}))
def test_open_round_of_an_agency_lets_its_head_change_words_alone(visited, name):
    route = next(route for route in ROUTES if route.name == name and route.method == "POST")

    answer, tables = asked(visited, route, "head", Cell("O", "D"))

    assert (answer, bool(tables)) == (("ok", True) if name == OF_THE_OWNER else ("409", False))


def test_page_of_the_plan_shows_the_head_what_it_may_do_and_the_province_nothing(visited):
    world, people = visited
    page = reverse("measures:plan-detail", args=[world.places[Cell("P", "")].plan.pk])
    act = reverse("measures:measure-new", args=[world.places[Cell("P", "")].plan.pk])

    assert act in people["head"].get(page).content.decode()
    assert act not in people["rev"].get(page).content.decode()


@pytest.mark.parametrize(("owner", "planner"), [("province", "rev"), ("agency", "head")])
def test_plan_is_begun_by_its_owner_alone(visited, owner, planner):
    """Who plans elsewhere is told that the owner is none of theirs; who plans nowhere is refused."""
    world, people = visited
    typed = {"owner": f"{owner}-{getattr(world, owner).pk}", "year": "2570"}
    elsewhere = dict.fromkeys(("rev", "head", "rev_foreign", "head_foreign"), "400")
    wanted = dict.fromkeys(("staff", "viewer", "admin", "staff_foreign"), "403") | elsewhere | {planner: "ok"}
    found, wrote = {}, []
    for persona in wanted:
        with undone(), writes() as tables:
            found[persona] = given(people[persona].post(reverse("measures:plan-new"), typed))
        wrote += [persona] if tables else []

    assert found == wanted
    assert wrote == [planner]
