"""Forms take the fields that they show and no other (T5); no token, no act; `next` stays here (T11)."""

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ita_portal.tests.permissions.addresses import routes
from ita_portal.tests.permissions.cells import PERSONAS, Cell
from ita_portal.tests.permissions.test_http import ASKED, ROUTES, first_cell
from ita_portal.tests.permissions.visiting import body, changed, clients, ready, rows, send, undone, writes
from ita_portal.tests.permissions.world import build, pairs

POSTS = [route for route in routes() if route.method == "POST"]
WRITING = [route for route in ROUTES if route.method == "POST" and route.writes]
PEOPLE = {
    "agencies:agency-edit": {
        "name": "หน่วยงานทดสอบ",
        "phone": "0 2000 0000",
        "needs_endorsement": "on",
        "is_active": "on",
    },
    "agencies:group-edit": {"name": "ทุกส่วนราชการ"},
    "agencies:account": {"display_name": "ผู้ทดสอบใหม่"},
}


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(cells=pairs())
        yield world, clients(world)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    settings.REQUIRE_MFA = True


def every_column() -> dict[str, str]:
    """Return a value for each column of each model: keys of other rows, the last choice, a word."""
    found: dict[str, str] = {}
    for label in ("agencies", "evidence", "measures", "assessments", "auth"):
        for model in apps.get_app_config(label).get_models():
            for column in model._meta.concrete_fields:
                value = str(column.choices[-1][0]) if column.choices else "1"
                found |= {column.name: value, column.attname: value, f"{column.name}_id": value}
    return found | {"is_superuser": "on", "is_staff": "on", "role": "admin", "state": "A", "mark": "ok"}


def columns_changed(visited, persona, url, typed, prepare=None):
    people = visited[1]
    with undone():
        known = rows()
        if prepare:
            prepare()
        before = rows()
        people[persona].post(url, typed)
        fresh = rows()
        found = changed(before, fresh)
    # A new row's values count as well: what stands in it beside keys (also inside `about`), times and hashes.
    apart = (
        "id",
        "at",
        "_at",
        "hash",
        "started_at",
        "before",
        "seq",
        "file",
        "thumbnail",
        "about",
        "data",
        "256",
        "key",
    )
    new = sorted(
        (table, name, repr(steady(value)))
        for (table, key), names in found.items() if names == {"+"}
        for name, value in fresh[table, key].items() if not name.endswith(apart)
    )  # fmt: skip
    # What was prepared has another key each time: PostgreSQL takes no number back.
    old = sorted(
        (table, key if (table, key) in known else 0, name)
        for (table, key), names in found.items() if names != {"+"} for name in names
    )  # fmt: skip
    return old, new


def steady(value):
    """Leave out of an event's changes which publication it tells of, and its hash: both differ from time to time."""
    if not isinstance(value, dict):
        return value
    return {name: inner for name, inner in value.items() if name not in ("publication", "sha256")}


@pytest.mark.parametrize("route", WRITING, ids=str)
def test_unlisted_columns_stay_as_they_are(visited, route):
    world = visited[0]
    persona = next(name for name in PERSONAS if ASKED[route.action].allowed[name])
    cell = first_cell(route, persona)
    typed, url = body(world, route, cell), route.url(world, cell)

    def prepare():
        ready(world, route, cell)
        if "files" in typed:
            typed["files"].seek(0)

    plain = columns_changed(visited, persona, url, typed, prepare)
    stuffed = columns_changed(visited, persona, url, {**without_own(route), **typed}, prepare)

    assert plain[0] or plain[1]
    assert stuffed == plain


def without_own(route):
    """Leave the fields out that the route's own form has, also where this test sends none of them."""
    measure = {"responsible", "substeps", "follow_up", "deadline"}
    own = {
        "measures:measure-new": measure, "measures:measure-edit": measure, "measures:round-new": {"title"},
        "measures:result-save": {"reason", "outcome", "url"}, "measures:result-confirm": {"reason", "outcome", "url"},
        "measures:submission-send-back": {"note"}, "reports:round-publish": {"note"},
        "measures:result-comment": {"comment"},
        "measures:narrative-new": {"outcome"}, "measures:narrative-edit": {"outcome"},
    }.get(route.name, set())  # fmt: skip
    return {name: value for name, value in every_column().items() if name not in own}


@pytest.mark.parametrize("name", PEOPLE)
def test_unlisted_columns_of_people_stay_as_they_are(visited, name):
    world, typed = visited[0], PEOPLE[name]
    route = next(route for route in POSTS if route.name == name)
    persona, url = "rev" if name != "agencies:account" else "staff", route.url(world, Cell("O", "D"))
    own = {
        "name", "kind", "parent_ministry", "phone", "memo_prefix", "domains", "groups", "needs_endorsement",
        "is_active", "agencies", "display_name", "email",
    }  # fmt: skip
    stuffing = {field: value for field, value in every_column().items() if field not in own}

    plain = columns_changed(visited, persona, url, typed)

    assert plain[0] or plain[1]
    assert columns_changed(visited, persona, url, {**stuffing, **typed}) == plain


def test_stuffed_column_is_found_where_a_form_takes_all(visited):
    """The control: a view that writes whatever it is sent."""
    submission = visited[0].places[Cell("O", "D")].submission
    before = rows()
    with undone():
        type(submission).objects.filter(pk=submission.pk).update(state=every_column()["state"])
        found = changed(before, rows())

    assert found == {("measures_submission", submission.pk): {"state"}}


# Open to everybody, without a session and without an effect: a forged request gains nothing.
TOKENLESS = {"public:verify", "public:verify-find"}


@pytest.mark.parametrize("route", POSTS, ids=str)
def test_post_without_its_token_is_refused(visited, route):
    world, people = visited
    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(people["staff"].cookies)
    with undone(), writes() as tables:
        response = send(strict, world, route, Cell("O", "D"))

    assert (response.status_code, tables) == (400 if route.name in TOKENLESS else 403, set())


EVIL = ["https://evil.example/", "//evil.example/", "/\\evil.example/", "https:evil.example", "javascript:alert(1)"]


@pytest.mark.parametrize("address", EVIL)
def test_next_leads_nowhere_else(visited, make_user, address):
    make_user(username="stranger")
    client = Client()

    entered = client.post(
        f"{reverse('account_login')}?next={address}",
        {"login": "stranger", "password": "a-long-test-password-2570", "next": address},
    )
    language = client.post(reverse("set_language"), {"language": "en", "next": address})

    assert (entered.status_code, entered.headers["Location"]) == (302, reverse("home"))
    assert "evil" not in language.headers.get("Location", "")
    assert "javascript" not in language.headers.get("Location", "")


def test_next_leads_to_an_own_page(make_user):
    """The control: an honest address is followed."""
    make_user(username="stranger")

    entered = Client().post(
        f"{reverse('account_login')}?next=/papers/",
        {"login": "stranger", "password": "a-long-test-password-2570", "next": "/papers/"},
    )

    assert entered.headers["Location"] == "/papers/"
