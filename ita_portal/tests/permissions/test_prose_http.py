"""Prose of papers over HTTP (row 37): written by an agency's head or a province's office; strangers learn nothing."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ita_portal.tests.permissions.addresses import Route, routes
from ita_portal.tests.permissions.cells import PERSONAS, ROWS, Cell
from ita_portal.tests.permissions.test_crawl import words_of
from ita_portal.tests.permissions.test_http import FOREIGN, NOT_SIGNED_IN, given
from ita_portal.tests.permissions.visiting import clients, undone, writes
from ita_portal.tests.permissions.world import build
from measures.models import Prose

HERE = Cell("O", "D")
CANARY = "canaryproseword"
WRITES = {row.on: row for row in ROWS if row.action == "prose.edit"}
OURS = [route for route in routes() if "-prose" in route.name]
WROTE = {"measures_prose", "measures_event", "measures_eventchain"}
BODIES = (
    {"text": "ข้อความใหม่", "version": "1", "do": "save"}, {"text": "", "version": "1", "do": "reset"},
)  # fmt: skip


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(cells=(HERE,))
        for owner in ({"agency": world.agency}, {"province": world.province}):
            Prose.objects.create(
                **owner, fiscal_year=2566, paper="score_analysis", part="preface", text=CANARY, version=1,
                updated_by=world.people["staff"], updated_at=timezone.now(),
            )  # fmt: skip
        yield world, clients(world)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    settings.REQUIRE_MFA = True


def ask(visited, route: Route, persona: str, body=BODIES[0]):
    world, people = visited
    url = route.url(world, HERE)
    with undone(), writes() as tables:
        response = people[persona].get(url) if route.method == "GET" else people[persona].post(url, body)
        words = words_of(response)
    return response, tables, words


def expected(route: Route, persona: str) -> str:
    if persona in NOT_SIGNED_IN:
        return "log-in"
    of_province = "province" in route.name
    if persona in FOREIGN:
        # Agencies of the province know its office, so these may also read why.
        return "403" if of_province and persona != "rev_foreign" else "404"
    row = WRITES["province" if of_province else "agency"]
    return "ok" if HERE in row.allowed[persona] else "403"


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body["do"])
@pytest.mark.parametrize("route", OURS, ids=str)
def test_prose_is_for_those_who_write_the_papers(visited, route, body):
    found = {persona: ask(visited, route, persona, body) for persona in PERSONAS}
    wanted = {persona: expected(route, persona) for persona in PERSONAS}
    writers = {persona for persona, answer in wanted.items() if answer == "ok"}

    assert {persona: given(response) for persona, (response, _tables, _words) in found.items()} == wanted
    assert {persona: tables for persona, (_response, tables, _words) in found.items() if tables} == (
        dict.fromkeys(writers, WROTE) if route.method == "POST" else {}
    )


@pytest.mark.parametrize("route", OURS, ids=str)
def test_no_word_of_a_text_reaches_a_stranger(visited, route):
    leaks = [who for who in (*NOT_SIGNED_IN, *FOREIGN) if CANARY in ask(visited, route, who)[2]]

    assert leaks == []


def test_writers_find_their_words(visited):
    """The control: the planted word does stand on the pages of whoever writes it."""
    writers = {"agency": "head", "province": "rev"}
    found = {
        route.name: CANARY in ask(visited, route, writers[route.args[2].split()[0]])[2]
        for route in OURS
        if route.method == "GET"
    }

    assert found == dict.fromkeys(
        ("reports:agency-prose", "reports:agency-prose-part", "reports:province-prose", "reports:province-prose-part"),
        True,
    )


@pytest.mark.parametrize("persona", ["staff", "rev"])
def test_denied_writing_is_noticed_when_the_policy_lets_it_through(visited, monkeypatch, persona):
    """The control: the agency's staff and the province's office are let in, and the request tells."""
    from agencies import rules
    from agencies.choices import Role

    monkeypatch.setitem(rules.AT_AGENCY, "prose.edit", frozenset({Role.STAFF, Role.HEAD, Role.REVIEWER}))
    route = next(route for route in OURS if route.name == "reports:agency-prose-part" and route.method == "POST")
    response, tables, _words = ask(visited, route, persona)

    assert (given(response), "measures_prose" in tables) == ("ok", True)


def test_text_of_one_agency_is_not_written_through_the_address_of_another(visited):
    """A head of two places, or a forged number: the address alone says whose text it is, and it is asked for there."""
    world, people = visited
    args = ["score_analysis", 2566, world.neighbour.pk, "preface"]
    body = BODIES[0] | {"agency": str(world.agency.pk), "owner": str(world.agency.pk)}
    with undone(), writes() as tables:
        response = people["head"].post(reverse("reports:agency-prose-part", args=args), body)

    assert (given(response), tables) == ("404", set())
