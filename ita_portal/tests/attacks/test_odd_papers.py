"""Odd keys and words at the addresses of papers, jobs, memos, crests and of the public check are answered (T26)."""

from urllib.parse import quote

import pytest
from django.db import transaction
from django.urls import reverse

from ita_portal.tests.attacks.test_odd_input import STRANGE
from ita_portal.tests.permissions.addresses import routes
from ita_portal.tests.permissions.cells import Cell
from ita_portal.tests.permissions.corpus import sample
from ita_portal.tests.permissions.visiting import clients, undone
from ita_portal.tests.permissions.world import build
from reports import wanted
from reports.registry import forms
from reports.wanted import Wanted

HERE = Cell("L", "A")
KEYS = (
    "0", "9223372036854775807", "9223372036854775808", "99999999999999999999", "0" * 20 + "9" * 20,
    "0" * 20 + "9" * 5000, "\0", "a\0b", "-1", "๑", "agency-\0", "province-9223372036854775807",
)  # fmt: skip
PLACES = ("round_pk", "agency_pk", "fiscal_year", "province_code")
WORDS = (
    "text", "do", "version", "date", "office", "subject", "body", "head_name", "formats", "gaps_seen", "codes", "shape",
    "endings", "page", "part", "level", "photos", "numerals", "q", "sha256", "lang", "code", "round", "submission",
    "of-code", "of-year", "of-province", "of-agency", "crest",
)  # fmt: skip
PAPERS = [route for route in routes() if route.name.startswith(("reports:", "public:"))]


@pytest.fixture(scope="module")
def visited(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(cells=(HERE,))
        yield world, clients(world)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def second_factor_is_required(settings):
    settings.REQUIRE_MFA = True


def broken(visited, persona: str, method: str, url: str, said: dict) -> str:
    client = visited[1][persona]
    with undone():
        answer = client.get(url, said) if method == "GET" else client.post(url, said)
    return f"{method} {url[:90]} {str(said)[:80]}: {answer.status_code}" if answer.status_code >= 500 else ""


def job_orders() -> list[dict[str, str]]:
    """What may be sent to the address that orders a paper, each key in turn odd, the others of the right kind."""
    usual = {"round_pk": "1", "agency_pk": "1", "fiscal_year": "2568", "province_code": "19"}
    return [
        {"code": code, "ending": "pdf"} | {name: usual[name] for name in kept} | {odd: key}
        for code in forms() for odd in PLACES for key in KEYS
        for kept in (("fiscal_year",), ("round_pk",), ("fiscal_year", "agency_pk"), ("round_pk", "agency_pk"))
    ]  # fmt: skip


@pytest.mark.django_db
def test_orders_with_odd_keys_are_answered(visited):
    url = reverse("reports:job-new")
    found = [broken(visited, "rev", method, url, said) for said in sample(job_orders()) for method in ("GET", "POST")]

    assert [one for one in found if one] == []


@pytest.mark.django_db
def test_addresses_with_odd_keys_are_answered(visited):
    world, _people = visited
    found = []
    for route, persona, key in sample([
        (route, persona, key) for route in PAPERS for persona in ("rev", "head") for key in KEYS if len(key) < 60
    ], 16):  # fmt: skip
        real = route.url(world, HERE)
        for place in filter(None, real.split("/")[:-1]):
            url = real.replace(f"/{place}/", f"/{quote(key)}/", 1)
            found.append(broken(visited, persona, route.method, url, {}))

    assert [one for one in found if one] == []


def reads_words(route) -> bool:
    """Say whether a page has a form or looks for something; others would be laid out anew for each word."""
    return route.method == "POST" or route.name.rpartition(":")[2] in ("papers", "job-list", "verify", "verify-find")


@pytest.mark.django_db
def test_odd_words_in_forms_of_papers_are_answered(visited):
    world, _people = visited
    cases = [(route, name, text) for route in PAPERS if reads_words(route) for name in WORDS for text in STRANGE]
    found = [
        broken(visited, persona, route.method, route.url(world, HERE), {name: text})
        for number, (route, name, text) in enumerate(sample(cases, 100))
        for persona in (("rev", "head", "anon")[number % 3],)
    ]

    assert [one for one in found if one] == []


def test_keys_that_no_column_holds_are_keys_of_no_row():
    said = dict.fromkeys(PLACES, "0" * 20 + "9" * 5000)

    found = Wanted.of("agency_measures", said, {})
    assert (found.round_pk, found.agency_pk, found.fiscal_year) == (0, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("persona", ["rev", "viewer", "head"])
def test_address_of_an_agency_that_cannot_be_is_not_its_provinces(visited, persona):
    """A form that both have: the agency's address never shows, or issues, the province's paper."""
    world, people = visited
    own = reverse("reports:agency-paper", args=["annual_results", world.places[HERE].round.pk, 99999999999999999999])
    statuses = [people[persona].get(own).status_code, people[persona].post(f"{own}issue/").status_code]

    assert statuses == [404, 404]


def test_without_the_length_a_long_key_stops_python(monkeypatch):
    """The control: what the guard keeps away is no number that Python reads."""
    monkeypatch.setattr(wanted, "_LONGEST", 10_000)
    with pytest.raises(ValueError, match="4300 digits"):
        Wanted.of("agency_measures", {"round_pk": "9" * 5000}, {})
