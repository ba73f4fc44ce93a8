"""Every persona at every address of objects that are not theirs: no planted word comes out (T1), headers stand (T12).

A planted word stands in each text of each report: results, reasons, links, notes, kept texts, history.
"""

import io
import zipfile

import pytest
from django.db import transaction
from django.utils import timezone

from evidence.models import Link, LinkCheck, WebPage
from ita_portal.middleware import HEADERS
from ita_portal.tests.permissions.addresses import routes
from ita_portal.tests.permissions.cells import PERSONAS, Cell
from ita_portal.tests.permissions.corpus import sample
from ita_portal.tests.permissions.visiting import clients, ready, send, undone, writes
from ita_portal.tests.permissions.world import build, pairs
from measures import history
from measures.models import ResultLink, ReviewNote, UnsavedText
from measures.querysets import ResultQuerySet, SubmissionQuerySet

STRANGERS = ("anon", "staff_foreign", "head_foreign", "rev_foreign", "disabled", "halfauth")
# A log-in form or the log-out itself: no object of anybody stands behind them, and the session would end.
LEFT_OUT = {"account_logout", "account_change_password", "account_set_password"}
ROUTES = [route for route in routes() if route.name not in LEFT_OUT]


def canary(cell: Cell) -> str:
    return f"canary{cell.round.lower()}{cell.state.lower()}word"


def plant(world) -> None:
    now = timezone.now()
    staff, rev = world.people["staff"], world.people["rev"]
    for cell, place in world.places.items():
        word, result = canary(cell), place.submission.results.get()
        result.text = result.reason = result.outcome = word
        result.save()
        link = Link.objects.typed(world.agency.pk, f"https://{word}.example.go.th/")
        ResultLink.objects.create(result=result, link=link)
        file = result.result_attachments.get().attachment
        file.name, file.caption = f"{word}.jpg", word
        file.save()
        WebPage.objects.filter(pk=link.page_id).update(title=word, final_url=link.url, reach="moved", checked_at=now)
        LinkCheck.objects.create(page=link.page, at=now, reach="moved", title=word, final_url=link.url, excerpt=word)
        ReviewNote.objects.create(result=result, kind="comment", author=staff, text=word)
        UnsavedText.objects.create(user=staff, result=result, payload={"text": word}, why="stale")
        history.record(
            "result.edit", by=staff, agency=world.agency, submission=place.submission, round=place.round,
            result=result, changes={"text": ["", word]}, at=timezone.now(),
        )  # fmt: skip
    assert rev.pk != staff.pk


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(cells=pairs())
        plant(world)
        yield world, clients(world)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    settings.REQUIRE_MFA = True


def words_of(response) -> str:
    """Return what a reader of the answer can see: text as it is, the parts of a zip file unpacked, all headers."""
    content = b"".join(response) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return content.decode("utf-8", "replace") + str(response.headers)


def found_words(visited, persona, route, cell, words) -> str:
    world, people = visited
    with undone():
        if route.name == "measures:round-open":
            # A planned round of the world has rows already, which only an opening makes.
            ready(world, route, cell)
        response = send(people[persona], world, route, cell)
        seen = words_of(response)
    leaked = [word for word in words if word in seen]
    broken = response.status_code >= 500
    return f"{route} {persona} {cell}: {response.status_code} {leaked}" if leaked or broken else ""


ALL_WORDS = [canary(cell) for cell in pairs()]
# The province, the viewer and the administrator: words of drafts (and, for the latter, of all) are not theirs.
NOT_SENT = [canary(cell) for cell in pairs() if cell.state not in ("S", "R", "A")]
HIDDEN = dict.fromkeys(STRANGERS, ALL_WORDS) | {"rev": NOT_SENT, "viewer": NOT_SENT, "admin": ALL_WORDS}


def test_no_planted_word_reaches_a_stranger_from_an_open_draft(visited):
    """The fast part: every page once for a few kinds of strangers, at a draft."""
    kinds = ("anon", "head_foreign", "rev", "admin")
    pages = [route for route in ROUTES if route.method == "GET"]
    found = [found_words(visited, kind, page, Cell("O", "D"), HIDDEN[kind]) for page in pages for kind in kinds]

    assert [leak for leak in found if leak] == []


@pytest.mark.parametrize("persona", ["rev", "viewer"])
def test_report_never_sent_is_not_shown_beside_the_next_one(visited, persona):
    """The place before O:S in time is O:E, which the head still has."""
    route = next(route for route in ROUTES if route.name == "measures:review-result")

    assert found_words(visited, persona, route, Cell("O", "S"), [canary(Cell("O", "E")), canary(Cell("O", "D"))]) == ""


@pytest.mark.slow
def test_no_planted_word_reaches_any_stranger_from_an_open_draft(visited):
    cell = Cell("O", "D")
    found = [found_words(visited, persona, route, cell, words) for route in ROUTES for persona, words in HIDDEN.items()]

    assert [leak for leak in found if leak] == []


@pytest.mark.slow
def test_no_planted_word_reaches_a_stranger_in_any_state(visited):
    visits = [(persona, route, cell) for route in ROUTES for persona in HIDDEN for cell in pairs()]
    found = [found_words(visited, persona, route, cell, HIDDEN[persona]) for persona, route, cell in sample(visits)]

    assert [leak for leak in found if leak] == []


def test_planted_words_are_found_when_the_guards_are_off(visited, monkeypatch):
    """The control: strangers see all rows and may read, and the crawl tells."""
    from measures import rules

    for queryset in (SubmissionQuerySet, ResultQuerySet):
        monkeypatch.setattr(queryset, "visible_to", lambda rows, user: rows)
    granted = {role: frozenset({("O", "D")}) for role in ("anyone", "staff")}
    monkeypatch.setitem(rules.GRANTED, "result.read", granted)
    route = next(route for route in ROUTES if route.name == "measures:submission-entry")

    assert found_words(visited, "staff_foreign", route, Cell("O", "D"), ALL_WORDS) != ""


def test_owners_find_their_words(visited):
    """The other control: the planted words do stand on the pages of their owners."""
    route = next(route for route in ROUTES if route.name == "measures:submission-entry")

    assert found_words(visited, "staff", route, Cell("O", "D"), ALL_WORDS) != ""


def slow_but(*quick):
    """Return every persona, marked slow but for those named."""
    return [name if name in quick else pytest.param(name, marks=pytest.mark.slow) for name in PERSONAS]


@pytest.mark.parametrize("persona", slow_but("staff", "rev"))
def test_reading_a_page_writes_nothing(visited, persona):
    world, people = visited
    wrote = {}
    for route in ROUTES:
        if route.method != "GET":
            continue
        with undone(), writes() as tables:
            send(people[persona], world, route, Cell("O", "D"))
        # A second factor being set up keeps its secret in the session; nothing else may move.
        if tables:
            wrote[str(route)] = sorted(tables)

    assert wrote == {}


@pytest.mark.parametrize("persona", slow_but("anon", "rev"))
def test_every_answer_carries_the_security_headers(visited, persona):
    world, people = visited
    bare = {}
    for route in ROUTES:
        with undone():
            response = send(people[persona], world, route, Cell("O", "S"))
        missing = [name for name in HEADERS if name not in response.headers]
        policy = response.headers.get("Content-Security-Policy", "")
        if missing or "frame-ancestors 'none'" not in policy or "unsafe" in policy:
            bare[str(route)] = (missing, policy)

    assert bare == {}
