"""Issuing over HTTP (row 37): heads issue their agency's papers, the office its province's; strangers learn nothing."""

import pytest
from django.db import transaction
from django.urls import reverse

from assessments.register.writing import TypedItem
from assessments.tests.registers import SITE, edition, put
from ita_portal.tests.permissions.addresses import Route, routes
from ita_portal.tests.permissions.cells import PERSONAS, ROWS, Cell
from ita_portal.tests.permissions.test_crawl import words_of
from ita_portal.tests.permissions.test_http import FOREIGN, NOT_SIGNED_IN, given
from ita_portal.tests.permissions.visiting import clients, undone, writes
from ita_portal.tests.permissions.world import build
from reports.datasets import to_data
from reports.document import Document

HERE = Cell("X", "A")
CANARY = "canaryissuedword"
TABLE = {row.on: row for row in ROWS if row.action == "paper.issue"}
ISSUING = [route for route in routes() if route.action == "paper.issue"]
# Whose papers an address is about: an agency's, or the province's.
OF_PROVINCE = {"reports:issue", "reports:issue-year-province"}
ISSUED = [route for route in routes() if route.name in ("reports:issued", "reports:issued-file")]
PUBLIC = [route for route in routes() if route.name.startswith("public:")]
# Of files the small world keeps the rows alone; what they answer: reports/tests/test_public_pages.py.
NO_BYTES = {"public:file", "public:file-small", "public:paper"}
WRITES = {"measures_event", "measures_eventchain", "reports_issuedfile", "reports_issuedreport"}


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(cells=(HERE,))
        edition(2566)
        put(world.agency, world.people["staff"], 2566, "o1", TypedItem("yes", "ครบ", "", (f"{SITE}/a",)))
        paper = Document("agency_measures", "แบบ", ((CANARY,),), ())
        world.issued.dataset, world.issued.changes = to_data(paper), [CANARY]
        world.issued.save()
        yield world, clients(world)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    settings.REQUIRE_MFA = True


def ask(visited, route: Route, persona: str):
    world, people = visited
    url = route.url(world, HERE)
    with undone(), writes() as tables:
        body = {"gaps_seen": "on"}
        response = people[persona].get(url) if route.method == "GET" else people[persona].post(url, body)
    return response, tables


def expected(route: Route, persona: str, *, allowed: bool) -> str:
    if persona in NOT_SIGNED_IN:
        return "log-in"
    # Agencies of the province know of its papers; offices of another do not.
    if persona in FOREIGN and (route.name not in OF_PROVINCE or persona == "rev_foreign"):
        return "404"
    return "ok" if allowed else "403"


@pytest.mark.parametrize("route", ISSUING, ids=str)
def test_papers_are_issued_by_their_owner_alone(visited, route):
    row = TABLE["province" if route.name in OF_PROVINCE else "agency"]
    allowed = {persona for persona in PERSONAS if HERE in row.allowed[persona]}
    found = {persona: ask(visited, route, persona) for persona in PERSONAS}

    assert {persona: given(response) for persona, (response, _tables) in found.items()} == {
        persona: expected(route, persona, allowed=persona in allowed) for persona in PERSONAS
    }
    wrote = {persona: tables for persona, (_response, tables) in found.items() if tables}
    assert wrote == (dict.fromkeys(allowed, WRITES) if route.method == "POST" else {})


def test_issuing_by_another_is_noticed_when_the_policy_lets_it_through(visited, monkeypatch):
    """The control: the officer is let in, and the request tells."""
    from agencies import rules
    from agencies.choices import Role

    monkeypatch.setitem(rules.AT_AGENCY, "paper.issue", frozenset({Role.STAFF, Role.HEAD}))
    route = next(one for one in ISSUING if one.name == "reports:issue-agency" and one.method == "POST")

    response, tables = ask(visited, route, "staff")
    assert (given(response), tables) == ("ok", WRITES)


@pytest.mark.parametrize("route", ISSUED, ids=str)
def test_issued_paper_is_for_those_who_may_have_the_paper(visited, route):
    allowed = {"staff", "head", "rev", "viewer"}
    answers = {persona: given(ask(visited, route, persona)[0]) for persona in PERSONAS}
    # Its row stands there without bytes: whoever may is told that they are lost.
    good = "409" if route.name.endswith("file") else "ok"

    assert answers == {
        persona: "log-in" if persona in NOT_SIGNED_IN else good if persona in allowed else "404" for persona in PERSONAS
    }


@pytest.mark.parametrize("route", [*ISSUED, *PUBLIC], ids=str)
def test_no_word_of_an_issued_paper_reaches_a_stranger(visited, route):
    strangers = (*NOT_SIGNED_IN, *FOREIGN, "admin")

    assert [persona for persona in strangers if CANARY in words_of(ask(visited, route, persona)[0])] == []


@pytest.mark.parametrize("route", PUBLIC, ids=str)
def test_public_pages_answer_everybody_alike(visited, route):
    answers = {persona: ask(visited, route, persona) for persona in PERSONAS}
    statuses = {(response.status_code, frozenset(tables)) for response, tables in answers.values()}

    assert statuses == {(404 if route.name in NO_BYTES else 200 if route.method == "GET" else 400, frozenset())}


@pytest.mark.parametrize("persona", ["staff", "head", "rev", "viewer", "admin"])
def test_button_to_issue_stands_where_it_may_be_pressed(visited, persona):
    world, people = visited
    place = world.places[HERE]
    papers = {
        "agency": reverse("reports:agency-paper", args=["agency_measures", place.round.pk, world.agency.pk]),
        "province": reverse("reports:paper", args=["province_measures", place.round.pk]),
    }
    with undone():
        pages = {on: people[persona].get(address) for on, address in papers.items()}
    shown = {on for on, page in pages.items() if f'href="{papers[on]}issue/"' in page.content.decode()}

    assert shown == {on for on in papers if HERE in TABLE[on].allowed[persona]}
