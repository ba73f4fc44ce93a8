"""Buttons and menus show exactly what is allowed, both ways: nothing dead, nothing hidden."""

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve, reverse
from lxml import html

from ita_portal.tests.permissions.addresses import mapped, routes
from ita_portal.tests.permissions.cells import ROWS, Cell
from ita_portal.tests.permissions.corpus import sample
from ita_portal.tests.permissions.test_http import STRUCTURE, allowed
from ita_portal.tests.permissions.visiting import clients, lay, undone
from ita_portal.tests.permissions.world import build, pairs

SIGNED_IN = ("staff", "head", "rev", "viewer", "admin")
TABLE = {row.action: row for row in reversed(ROWS) if row.on in ("submission", "round", "plan")}
# What each page has a form for, or leads to; any other act on it would be a surprise.
OFFERS = {name: set(entry["offers"]) for name, entry in mapped().items() if "offers" in entry}
EVERYWHERE = {"account.self", "public"}
# Where a report waits for its verdict, what can be done hangs on the marks, too.
JUDGED = ("measures:review-table", "measures:review-result")
# Adding, removing and assigning measures waits while a round is open; a further round is the owner's to plan.
OF_A_PLAN = ("measures:plan-detail", "measures:round-new")
ROUTE = {route.name: route for route in routes() if route.method == "GET"}


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
    """Say whether one of the form's buttons can be pressed; one that only ticks boxes does nothing yet."""
    inside = form.xpath(".//button[not(@type='button')] | .//input[@type='submit']")
    beside = form.xpath("//button[@form=$form]", form=form.get("id", ""))
    return any(
        button.get("disabled") is None and button.get("aria-disabled") != "true" and button.get("name") != "tick"
        for button in [*inside, *beside]
    )


def asked_for(address: str, method: str) -> str:
    """Return the action that an address asks for, or "" for a place outside."""
    try:
        match = resolve(address.partition("?")[0].partition("#")[0])
    except Resolver404:
        return ""
    return mapped()[match.view_name].get(method, "")


def offered(page: str, url: str) -> set[str]:
    """Return the actions of the page's forms that can be sent, and of the pages with one form that it leads to."""
    tree = html.fromstring(page)
    forms = tree.xpath("//form[translate(@method, 'POST', 'post')='post']")
    acts = {asked_for(form.get("action") or url, "POST") for form in forms if usable(form)}
    links = [address for address in tree.xpath("//main//a/@href | //*[@role='region']//a/@href") if address[0] == "/"]
    acts |= {asked_for(address, "POST") for address in links if asked_for(address, "GET") == asked_for(address, "POST")}
    return acts - EVERYWHERE - {""}


def may_do(name, persona, cell, mark) -> set[str]:
    """Return what the page of the cell must offer to the persona, neither less nor more."""
    found = {action for action in OFFERS[name] if cell in TABLE[action].allowed[persona]}
    if name in OF_A_PLAN and TABLE["round.open"].allowed[persona]:
        found.add("round.open")
    if name in STRUCTURE and cell.round == "O":
        found.discard("measure.edit")
    if name in JUDGED and cell.state == "S":
        last = mark == "ok" or (mark == "" and name == "measures:review-table")
        found -= set() if last else {"approve"}
        found -= set() if mark == "needs_work" else {"return"}
        # The table marks several as good: once all are, there is nothing left to tick.
        found -= {"review.mark"} if mark == "ok" and name == "measures:review-table" else set()
    return found


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


def shown_on(visited, name, persona, cell, mark=""):
    """Return what the page offers, or None where it does not open."""
    world, people = visited
    url = ROUTE[name].url(world, cell)
    with undone():
        world.places[cell].submission.results.update(mark=mark)
        response = people[persona].get(url)
    return offered(response.content.decode(), url) if response.status_code == 200 else None


def mismatch(visited, name, persona, cell, mark=""):
    shown, wanted = shown_on(visited, name, persona, cell, mark), may_do(name, persona, cell, mark)
    where = f"{name} {persona} {cell} {mark}"
    return "" if shown in (None, wanted) else f"{where}: shows {sorted(shown)}, may {sorted(wanted)}"


def marks_of(name, cell):
    return ("", "ok", "needs_work") if name in JUDGED and cell.state == "S" else ("",)


def telling_cells(name):
    """Return a few cells for the fast part: the first where the page opens and allows each act, a draft, the end."""
    firsts = [
        next(
            cell for cell in pairs() for persona in SIGNED_IN
            if cell in TABLE[act].allowed[persona] and allowed(ROUTE[name], persona, cell)
        )
        for act in sorted(OFFERS[name])
    ]  # fmt: skip
    return list(dict.fromkeys([*firsts, Cell("O", "D"), Cell("X", "A")]))


@pytest.mark.parametrize("name", OFFERS)
def test_page_offers_exactly_what_is_allowed(visited, name):
    asked = [
        (name, persona, cell, mark)
        for persona in SIGNED_IN for cell in telling_cells(name) for mark in marks_of(name, cell)
    ]  # fmt: skip
    found = {one: shown for one in asked if (shown := shown_on(visited, *one)) is not None}

    assert {one: shown for one, shown in found.items() if shown != may_do(*one)} == {}
    # The other way: each act stands on the page of somebody, so the comparison had something to compare.
    assert set().union(*found.values()) == OFFERS[name]


@pytest.mark.slow
def test_pages_offer_exactly_what_is_allowed_in_every_cell(visited):
    asked = [
        (name, persona, cell, mark)
        for name in OFFERS for persona in SIGNED_IN for cell in pairs() for mark in marks_of(name, cell)
    ]  # fmt: skip
    found = [mismatch(visited, *one) for one in sample(asked, 5)]

    assert [problem for problem in found if problem] == []


def test_button_that_is_not_allowed_is_told(visited, monkeypatch):
    """The control: the page believes a policy that the table does not know."""
    from measures import rules

    granted = rules.GRANTED["recall"] | {"staff": frozenset({("O", "S")})}
    monkeypatch.setitem(rules.GRANTED, "recall", granted)

    assert mismatch(visited, "measures:submission-detail", "staff", Cell("O", "S")) != ""


@pytest.mark.parametrize("persona", SIGNED_IN)
def test_no_link_of_a_page_leads_to_a_refusal(visited, persona):
    """Follow every link of home, plans, rounds and reports that the person may open: none answers 403, 404 or 500."""
    world, people = visited
    pages = [reverse("home"), *(reverse("measures:submission-detail", args=[p.submission.pk]) for p in places(world))]
    pages += [ROUTE[name].url(world, cell) for name, cell in LINKING]
    dead = {}
    seen: set[str] = set()
    for cell in world.places:
        lay(world, cell)
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


LINKING = [
    (f"measures:{name}", cell)
    for name, cell in [
        ("plan-list", Cell("P", "")), ("plan-detail", Cell("P", "")), ("plan-detail", Cell("O", "S")),
        ("round-detail", Cell("P", "")), ("round-detail", Cell("C", "R")), ("narratives", Cell("C", "S")),
        ("review-list", Cell("O", "S")), ("review-table", Cell("O", "S")), ("review-table", Cell("C", "R")),
        ("review-result", Cell("O", "S")),
    ]
]  # fmt: skip


def places(world):
    return [
        world.places[cell] for cell in (Cell("O", "D"), Cell("O", "E"), Cell("O", "S"), Cell("O", "R"), Cell("X", "A"))
    ]


@pytest.mark.parametrize("persona", [*SIGNED_IN, "staff_foreign", "rev_foreign"])
def test_menu_leads_to_pages_that_open_and_leaves_none_out(visited, persona):
    """A main page that opens for the person stands in the menu, one that does not is not there."""
    people = visited[1]
    menu = linked(people[persona].get(reverse("home")).content.decode())
    mains = (
        "agencies:agency-list", "agencies:people-list", "agencies:province-list", "reports:papers",
        "measures:plan-list", "measures:review-list", "assessments:edition-list", "assessments:register-list",
    )  # fmt: skip
    opens = {name for name in mains if people[persona].get(reverse(name)).status_code == 200}

    assert {name for name in mains if name in menu} == opens
