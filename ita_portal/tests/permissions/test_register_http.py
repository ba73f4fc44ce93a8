"""The OIT register over HTTP: own staff write (row 34); agency, province and nation read; strangers learn nothing."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assessments.models import Disclosure, DisclosureChange
from assessments.register.askers import Asker
from assessments.register.writing import TypedItem, save_item
from assessments.tests.registers import SITE, edition, reach
from ita_portal.tests.permissions.addresses import Route, routes
from ita_portal.tests.permissions.cells import PERSONAS, ROWS, Cell
from ita_portal.tests.permissions.test_crawl import words_of
from ita_portal.tests.permissions.test_http import FOREIGN, NOT_SIGNED_IN, given
from ita_portal.tests.permissions.visiting import clients, undone, writes
from ita_portal.tests.permissions.world import build

HERE = Cell("O", "D")
CANARY = "canaryregisterword"
WRITES = next(row for row in ROWS if row.action == "disclosure.edit")
OF_REGISTER = [route for route in routes() if "register" in route.name and route.name != "assessments:register-list"]
READING = [route for route in OF_REGISTER if route.action == "signed-in"]
WRITING = [route for route in OF_REGISTER if route.action == "disclosure.edit"]
PAPERS = [route for route in routes() if route.name.startswith("reports:year-agency")]
OF_PROVINCE = [route for route in routes() if route.name.startswith("reports:year-province")]


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(cells=(HERE,))
        edition(2565), edition(2566)
        link = f"{SITE}/{CANARY}"
        typed = TypedItem("yes", CANARY, CANARY, (link,))
        for year in (2565, 2566):
            blank = Disclosure(agency=world.agency, fiscal_year=year, item="o1")
            save_item(blank, typed, by=world.people["staff"], version=0, now=timezone.now())
        reach(link, "gone")
        yield world, clients(world)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    settings.REQUIRE_MFA = True


def ask(visited, route: Route, persona: str, body=None):
    world, people = visited
    url = route.url(world, HERE)
    with undone(), writes() as tables:
        response = people[persona].get(url) if route.method == "GET" else people[persona].post(url, body or {})
    return response, tables


def expected(persona: str, *, allowed: bool) -> str:
    if persona in NOT_SIGNED_IN:
        return "log-in"
    return "404" if persona in FOREIGN else "ok" if allowed else "403"


@pytest.mark.parametrize("route", [*READING, *PAPERS], ids=str)
def test_register_is_read_by_own_agency_province_and_nation(visited, route):
    answers = {persona: given(ask(visited, route, persona)[0]) for persona in PERSONAS}

    assert answers == {persona: expected(persona, allowed=True) for persona in PERSONAS}


@pytest.mark.parametrize("route", OF_PROVINCE, ids=str)
def test_paper_of_a_whole_province_is_for_its_office_and_the_nation(visited, route):
    answers = {persona: given(ask(visited, route, persona)[0]) for persona in PERSONAS}
    # Agencies of the province know it; offices of another do not.
    known = {"staff_foreign": "403", "head_foreign": "403"}

    assert answers == {
        persona: known.get(persona) or expected(persona, allowed=persona in ("rev", "viewer", "admin"))
        for persona in PERSONAS
    }


BODIES = {
    "assessments:register-save": {"presence": "no", "explanation": "ใหม่", "unit": "", "version": "1"},
    "assessments:register-carry": {"from-o2": "o1"},
}
TABLES = {
    "assessments:register-save": {
        "assessments_disclosure", "assessments_disclosurechange", "assessments_disclosurelink",
    },
    "assessments:register-carry": {
        "assessments_disclosure", "assessments_disclosurechange", "assessments_disclosurelink", "evidence_webpage",
    },
    "assessments:register-recheck": {"evidence_webpage", "assessments_disclosurechange"},
}  # fmt: skip


@pytest.mark.parametrize("route", WRITING, ids=str)
def test_register_is_written_by_own_staff_alone(visited, route):
    found = {persona: ask(visited, route, persona, BODIES.get(route.name)) for persona in PERSONAS}
    allowed = {persona for persona in PERSONAS if HERE in WRITES.allowed[persona]}

    assert {persona: given(response) for persona, (response, _tables) in found.items()} == {
        persona: expected(persona, allowed=persona in allowed) for persona in PERSONAS
    }
    wrote = {persona for persona, (_response, tables) in found.items() if tables}
    assert wrote == (allowed if route.method == "POST" else set())
    assert found["staff"][1] <= (TABLES[route.name] if route.method == "POST" else set())


def test_denied_writing_is_noticed_when_the_policy_lets_it_through(visited, monkeypatch):
    """The control: the head is let in, and the request tells."""
    from agencies import rules
    from agencies.choices import Role

    monkeypatch.setitem(rules.AT_AGENCY, "disclosure.edit", frozenset({Role.STAFF, Role.HEAD}))
    route = next(route for route in WRITING if route.name == "assessments:register-save")

    response, tables = ask(visited, route, "head", BODIES[route.name])
    assert (given(response), "assessments_disclosure" in tables) == ("ok", True)


@pytest.mark.parametrize("route", [*OF_REGISTER, *PAPERS, *OF_PROVINCE], ids=str)
def test_no_word_of_a_register_reaches_a_stranger(visited, route):
    strangers = (*NOT_SIGNED_IN, *FOREIGN)
    leaks = [persona for persona in strangers if CANARY in words_of(ask(visited, route, persona)[0])]

    assert leaks == []


def test_owners_find_their_words(visited):
    """The other control: the planted word stands on the pages of those who may read."""
    pages = [route for route in READING if route.name.endswith(("part", "history", "chips", "copy"))]

    assert [CANARY in words_of(ask(visited, route, "rev")[0]) for route in pages] == [True] * 4


def test_lists_show_only_what_a_person_looks_after(visited):
    world, people = visited
    url = reverse("assessments:register-list")
    shown = {
        persona: [
            one.agency.name for one in people[persona].get(url, {"year": "2566"}).context.get("registers", ())
        ]
        for persona in ("rev", "rev_foreign", "viewer", "admin")
    }  # fmt: skip
    own, both = [world.neighbour.name, world.agency.name], [world.foreign.name, world.neighbour.name, world.agency.name]

    assert {name: sorted(found) for name, found in shown.items()} == {
        "rev": sorted(own), "rev_foreign": [world.foreign.name], "viewer": sorted(both), "admin": sorted(both),
    }  # fmt: skip
    for persona in ("staff", "head"):
        assert people[persona].get(url, {"year": "2566"}).context["register"].agency == world.agency


@pytest.mark.parametrize("persona", ["staff", "head", "rev", "viewer", "admin"])
def test_forms_and_links_of_the_register_are_for_those_who_may(visited, persona):
    """What writes stands on the page of staff and on nobody else's; no link of the register is refused."""
    from lxml import html

    world, people = visited
    may = HERE in WRITES.allowed[persona]
    for name, args in (("register-overview", []), ("register-part", ["9.1"])):
        page = people[persona].get(reverse(f"assessments:{name}", args=[world.agency.pk, 2566, *args])).content.decode()
        tree = html.fromstring(page)
        acts = tree.xpath("//main//form[@method='post']/@action") + tree.xpath(
            "//main//a[contains(@href, 'carry')]/@href"
        )
        assert bool(acts) == may
        for address in {link.partition("#")[0] for link in tree.xpath("//main//a/@href") if link.startswith("/")}:
            assert people[persona].get(address).status_code == 200, address


def test_year_without_items_offers_what_an_administrator_can_do(visited):
    world, people = visited
    with undone():
        edition(2569)
        pages = {
            persona: people[persona].get(reverse("assessments:register-overview", args=[world.agency.pk, 2569]))
            for persona in ("staff", "admin")
        }
        words = {persona: page.content.decode() for persona, page in pages.items()}

    act = reverse("assessments:edition-items", args=[2569])
    assert {persona: (f'action="{act}"' in text) for persona, text in words.items()} == {"staff": False, "admin": True}
    assert all("ยังไม่มีรายการ OIT" in text for text in words.values())


def test_measure_of_another_agency_is_not_named_at_an_item(visited):
    from assessments.items import Item
    from measures.selectors.disclosures import measures_asking

    world, _people = visited
    place = world.places[HERE]
    with undone():
        place.round.measures.update(text="เผยแพร่ o1 บนเว็บไซต์")
        year = place.plan.fiscal_year
        items = (Item("o1", "โครงสร้าง", 9, "9.1"),)
        found = {
            persona: measures_asking(world.agency, year, items, world.people[persona])
            for persona in ("staff", "rev", "staff_foreign", "rev_foreign")
        }
    entry = reverse("measures:submission-entry", args=[place.submission.pk, 1])
    result = place.submission.results.get()

    assert found == {
        "staff": {"o1": [Asker("1.1", "เผยแพร่ o1 บนเว็บไซต์", f"{entry}#m{result.pk}")]},
        # A draft's words are the agency's own: the office is led to its progress.
        "rev": {"o1": [Asker("1.1", "เผยแพร่ o1 บนเว็บไซต์",
                             reverse("measures:submission-detail", args=[place.submission.pk]))]},
        "staff_foreign": {}, "rev_foreign": {},
    }  # fmt: skip


def test_history_of_the_register_names_who_wrote(visited):
    world, people = visited
    page = people["rev"].get(reverse("assessments:register-history", args=[world.agency.pk, 2566, "o1"]))

    assert [str(one.by) for one in page.context["changes"]] == [str(world.people["staff"])]
    assert DisclosureChange.objects.count() == 2
