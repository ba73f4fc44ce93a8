"""Memo and crest over HTTP (row 37): written by the agency's head or the province's office; strangers learn nothing."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from ita_portal.tests.permissions.addresses import Route, routes
from ita_portal.tests.permissions.cells import PERSONAS, ROWS, Cell
from ita_portal.tests.permissions.test_crawl import words_of
from ita_portal.tests.permissions.test_http import FOREIGN, NOT_SIGNED_IN, given
from ita_portal.tests.permissions.visiting import clients, undone, writes
from ita_portal.tests.permissions.world import build
from measures.models import Crest, Memo
from measures.writing_memo import WORDS

HERE = Cell("O", "D")
CANARY = "canarymemoword"
WRITES = {row.on: row for row in ROWS if row.action == "prose.edit"}
NAMES = ("reports:agency-memo", "reports:province-memo", "reports:crest", "reports:crest-remove")
OURS = [route for route in routes() if route.name in NAMES]
PICTURE = next(route for route in routes() if route.name == "reports:crest-picture")
HISTORY = {"measures_event", "measures_eventchain"}
TABLES = {
    "reports:agency-memo": {"measures_memo"}, "reports:province-memo": {"measures_memo"},
    "reports:crest": {"measures_crest"}, "reports:crest-remove": {"measures_crest"},
}  # fmt: skip


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(cells=(HERE,))
        by, now, round_ = world.people["staff"], timezone.now(), world.places[HERE].round
        for owner in ({"agency": world.agency}, {"province": world.province}):
            Memo.objects.create(**owner, round=round_, subject=CANARY, version=1, updated_by=by, updated_at=now)
        Crest.objects.create(
            agency=world.agency, file="crests/seen.png", sha256="c" * 64, width=4, height=4, uploaded_by=by,
            uploaded_at=now,
        )  # fmt: skip
        yield world, clients(world)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    settings.REQUIRE_MFA = True
    if not default_storage.exists("crests/seen.png"):
        default_storage.save("crests/seen.png", ContentFile(CANARY.encode()))


def body(route: Route) -> dict[str, Any]:
    if "memo" in route.name:
        return dict.fromkeys(WORDS, "") | {"subject": "เรื่องใหม่", "version": "1"}
    content = io.BytesIO()
    Image.new("RGB", (4, 4)).save(content, "PNG")
    return {"crest": SimpleUploadedFile("c.png", content.getvalue())}


def ask(visited, route: Route, persona: str):
    world, people = visited
    url = route.url(world, HERE)
    with undone(), writes() as tables:
        response = people[persona].get(url) if route.method == "GET" else people[persona].post(url, body(route))
    return response, tables


def expected(route: Route, persona: str) -> str:
    if persona in NOT_SIGNED_IN:
        return "log-in"
    of_province = route.name == "reports:province-memo"
    if persona in FOREIGN:
        # Agencies of the province know its rounds, so these may also read why.
        return "403" if of_province and persona != "rev_foreign" else "404"
    row = WRITES["province" if of_province else "agency"]
    return "ok" if HERE in row.allowed[persona] else "403"


@pytest.mark.parametrize("route", OURS, ids=str)
def test_memo_and_crest_are_for_those_who_write_the_papers(visited, route):
    found = {persona: ask(visited, route, persona) for persona in PERSONAS}
    wanted = {persona: expected(route, persona) for persona in PERSONAS}

    assert {persona: given(response) for persona, (response, _tables) in found.items()} == wanted
    assert {persona for persona, (_response, tables) in found.items() if tables} == (
        {persona for persona, answer in wanted.items() if answer == "ok"} if route.method == "POST" else set()
    )
    if route.method == "POST":
        writer = next(persona for persona, answer in wanted.items() if answer == "ok")
        assert found[writer][1] == TABLES[route.name] | HISTORY


def test_crest_is_seen_by_whoever_may_know_of_its_office(visited):
    answers = {persona: given(ask(visited, PICTURE, persona)[0]) for persona in PERSONAS}

    assert answers == {
        persona: "log-in" if persona in NOT_SIGNED_IN else "404" if persona in FOREIGN else "ok" for persona in PERSONAS
    }


@pytest.mark.parametrize("route", [*OURS, PICTURE], ids=str)
def test_no_word_of_a_memo_reaches_a_stranger(visited, route):
    leaks = [who for who in (*NOT_SIGNED_IN, *FOREIGN) if CANARY in words_of(ask(visited, route, who)[0])]

    assert leaks == []


def test_writers_find_their_words(visited):
    """The control: the planted word does stand on the page of whoever writes it."""
    pages = {route.name: route for route in OURS if route.method == "GET" and "memo" in route.name}
    writers = {"reports:agency-memo": "head", "reports:province-memo": "rev"}

    assert [CANARY in words_of(ask(visited, pages[name], who)[0]) for name, who in writers.items()] == [True, True]


def test_denied_writing_is_noticed_when_the_policy_lets_it_through(visited, monkeypatch):
    """The control: staff are let in, and the request tells."""
    from agencies import rules
    from agencies.choices import Role

    monkeypatch.setitem(rules.AT_AGENCY, "prose.edit", frozenset({Role.STAFF, Role.HEAD}))
    route = next(route for route in OURS if route.name == "reports:agency-memo" and route.method == "POST")
    response, tables = ask(visited, route, "staff")

    assert (given(response), "measures_memo" in tables) == ("ok", True)
