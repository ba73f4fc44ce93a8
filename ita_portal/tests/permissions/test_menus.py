"""Buttons and menus show exactly what is allowed, both ways: nothing dead, nothing hidden."""

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve, reverse
from lxml import html

from ita_portal.tests.permissions.addresses import mapped
from ita_portal.tests.permissions.cells import ROWS, Cell
from ita_portal.tests.permissions.visiting import clients, undone
from ita_portal.tests.permissions.world import build, pairs

SIGNED_IN = ("staff", "head", "rev", "viewer", "admin")
TABLE = {row.action: row for row in reversed(ROWS) if row.on in ("submission", "round", "plan")}
# What each page has a form for; any other act on it would be a surprise.
OFFERS = {name: set(entry["offers"]) for name, entry in mapped().items() if "offers" in entry}
EVERYWHERE = {"account.self", "public"}


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(cells=pairs())
        yield world, clients(world)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    settings.REQUIRE_MFA = True


def usable(form) -> bool:
    """Say whether one of the form's buttons can be pressed."""
    buttons = form.xpath(".//button[not(@type='button')] | .//input[@type='submit']")
    return any(button.get("disabled") is None and button.get("aria-disabled") != "true" for button in buttons)


def asked_for(address: str, method: str) -> str:
    """Return the action that an address asks for, or "" for a place outside."""
    try:
        match = resolve(address.partition("?")[0].partition("#")[0])
    except Resolver404:
        return ""
    return mapped()[match.view_name].get(method, "")


def offered(page: str) -> set[str]:
    """Return the actions of the page's forms that can be sent."""
    forms = html.fromstring(page).xpath("//form[translate(@method, 'POST', 'post')='post']")
    return {asked_for(form.get("action", ""), "POST") for form in forms if usable(form)} - EVERYWHERE


def linked(page: str) -> set[str]:
    """Return the names of the portal's own pages that the page leads to."""
    names = set()
    for address in html.fromstring(page).xpath("//a/@href"):
        if address.startswith("/"):
            try:
                names.add(resolve(address.partition("?")[0].partition("#")[0]).view_name)
            except Resolver404:
                continue
    return names


def mismatch(visited, name, persona, cell):
    world, people = visited
    args = {"measures:submission-entry": ["1"]}.get(name, [])
    place = world.places[cell]
    key = place.round.pk if "round" in mapped()[name].get("args", []) else place.submission.pk
    with undone():
        response = people[persona].get(reverse(name, args=[key, *args]))
    if response.status_code != 200:
        return ""
    allowed = {action for action in OFFERS[name] if cell in TABLE[action].allowed[persona]}
    shown = offered(response.content.decode())
    return "" if shown == allowed else f"{name} {persona} {cell}: shows {sorted(shown)}, may {sorted(allowed)}"


@pytest.mark.parametrize("name", OFFERS)
@pytest.mark.parametrize("persona", SIGNED_IN)
def test_page_offers_exactly_what_is_allowed(visited, name, persona):
    found = [mismatch(visited, name, persona, cell) for cell in pairs()]

    assert [problem for problem in found if problem] == []


def test_button_that_is_not_allowed_is_told(visited, monkeypatch):
    """The control: the page believes a policy that the table does not know."""
    from measures import rules

    granted = rules.GRANTED["recall"] | {"staff": frozenset({("O", "S")})}
    monkeypatch.setitem(rules.GRANTED, "recall", granted)

    assert mismatch(visited, "measures:submission-detail", "staff", Cell("O", "S")) != ""


@pytest.mark.parametrize("persona", SIGNED_IN)
def test_no_link_of_home_or_a_report_leads_to_a_refusal(visited, persona):
    """Follow every link of the person's home and of each report that it may open: none answers 403, 404 or 500."""
    world, people = visited
    pages = [reverse("home"), *(reverse("measures:submission-detail", args=[p.submission.pk]) for p in places(world))]
    dead = {}
    seen: set[str] = set()
    with undone():
        for page in pages:
            answer = people[persona].get(page)
            if answer.status_code != 200:
                continue
            for address in html.fromstring(answer.content.decode()).xpath("//a/@href"):
                plain = address.partition("#")[0]
                if not plain.startswith("/") or plain in seen or plain.startswith(("/static/", "/accounts/logout")):
                    continue
                seen.add(plain)
                status = people[persona].get(plain).status_code
                if status not in (200, 302):
                    dead[f"{page} → {plain}"] = status

    assert dead == {}


def places(world):
    return [
        world.places[cell] for cell in (Cell("O", "D"), Cell("O", "E"), Cell("O", "S"), Cell("O", "R"), Cell("X", "A"))
    ]


@pytest.mark.parametrize("persona", [*SIGNED_IN, "staff_foreign", "rev_foreign"])
def test_menu_leads_to_pages_that_open_and_leaves_none_out(visited, persona):
    """A main page that opens for the person stands in the menu, one that does not is not there."""
    people = visited[1]
    menu = linked(people[persona].get(reverse("home")).content.decode())
    mains = ("agencies:agency-list", "agencies:people-list", "agencies:province-list", "reports:papers")
    opens = {name for name in mains if people[persona].get(reverse(name)).status_code == 200}

    assert {name for name in mains if name in menu} == opens
