"""The portal in three states: full of the demo's data, empty, and refusing what people send."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import encrypt
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from agencies.choices import ALL_AGENCIES_GROUP, Role
from agencies.models import Agency, AgencyGroup, Membership, Province, User
from assessments.base_data import load_base
from ita_portal.demo.seeding import seed
from ita_portal.tests.browser.doors import careful, gone, invited, kept_aside, signed_in
from ita_portal.tests.browser.gathering import FILES, NO_PAGE, Shot, answers_to_forms, chosen, crawl, shot
from ita_portal.tests.permissions.addresses import Route, routes
from ita_portal.tests.permissions.cells import Cell
from ita_portal.tests.permissions.corpus import FULL
from ita_portal.tests.permissions.visiting import clients
from ita_portal.tests.permissions.world import World, build
from measures import planning

TODAY = dt.date(2026, 11, 21)
DEMO = ("demo-staff", "demo-head", "demo-province", "demo-viewer", "demo-admin")
# Who is asked in turn for a page that no link of the demo leads to, and at which reports.
ASKED = ("staff", "head", "rev", "viewer", "admin", "anon")
CELLS = (Cell("O", "D"), Cell("O", "E"), Cell("O", "S"), Cell("C", "A"), Cell("L", "A"), Cell("X", "A"), Cell("P", ""))
ENTRANCES = ("/", "/accounts/login/", "/verify/", "/accounts/password/reset/", "/public/", "/api/", "/help/")
# Without TEST_CORPUS=full: one form of so many, and one empty page of so many.
FORMS, EMPTY = (1, 1) if FULL else (10, 6)
REFUSALS = ("400", "403", "403_csrf", "404", "405", "409", "429", "500")


@contextmanager
def for_a_while() -> Iterator[None]:
    """Hold everything the block writes in one transaction, and take it back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


def all_shots(unopened: set[str]) -> list[Shot]:
    """Return the pages of every state; without TEST_CORPUS=full one page of each address, and a share of the refused.

    `unopened` receives the names of the addresses that opened to nobody.
    """
    found: list[Shot] = []
    with for_a_while():
        found += _demo()
    with for_a_while():
        found += _addresses({one.name for one in found if one.status == 200}, unopened)
    with for_a_while():
        found += _nothing_yet()
    return [*found, *_refusals()]


def _demo() -> Iterator[Shot]:
    """Yield the demo's pages by all its people, and the answers to their forms."""
    seed(agencies=12 if FULL else 5, measures=8 if FULL else 4, today=TODAY)
    pages, forms = Counter[str](), Counter[str]()
    people = [(name, User.objects.get(username=name)) for name in DEMO]
    for persona, user in (*people, ("anybody", None)):
        client = signed_in(user)
        if FULL:
            pages, forms = Counter(), Counter()
        start = ENTRANCES if user is None else ("/",)
        for page in crawl(client, "full", persona, pages, start=start, each=2 if FULL else 1):
            yield page
            yield from answers_to_forms(client, page, forms, share=FORMS)
    apart = [(signed_in(None), invited()), (signed_in(people[-1][1]), gone())]
    for client, path in chain(careful("careful"), apart):
        if opened := shot("full", "careful", path, client.get(path)):
            yield opened
            yield from answers_to_forms(client, opened, forms, share=FORMS)


def _addresses(seen: set[str], unopened: set[str]) -> Iterator[Shot]:
    """Yield the page of every mapped address that no link led to, by the first person who gets one."""
    world = build(cells=CELLS)
    kept_aside(world, CELLS[0])
    people, forms = clients(world), Counter[str]()
    # The personas' second factor is a name only; the page that asks for its code wants a real one.
    Authenticator.objects.update(data={"secret": encrypt(generate_totp_secret())})
    for route in routes():
        if route.method == "GET" and route.name not in seen | NO_PAGE and not FILES.search(route.name):
            page, opened = _page_of(world, route, people)
            if not opened:
                unopened.add(route.name)
            if page:
                yield page
                yield from answers_to_forms(people[page.persona], page, forms, share=FORMS)


def _page_of(world: World, route: Route, people: dict[str, Client]) -> tuple[Shot | None, bool]:
    """Return the page as the first of ASKED gets it, and whether the address opened: to a file, or to another page."""
    for persona in ASKED:
        for cell in CELLS:
            path = route.url(world, cell)
            answer = people[persona].get(path)
            if answer.status_code == 200:
                return shot("full", persona, path, answer), True
            if answer.status_code == 302 and not answer.headers["Location"].startswith("/accounts/"):
                return None, True
    return None, False


def _nothing_yet() -> Iterator[Shot]:
    """Yield the pages of people who have no plan, no round, no score, no colleague, no place yet."""
    load_base()
    known = Counter[str]()
    for persona, user in _first_day():
        if FULL:
            known = Counter()
        pages = crawl(signed_in(user), "empty", persona, known)
        yield from (page for page in pages if chosen(page.name, EMPTY))


def _first_day() -> Iterator[tuple[str, User]]:
    province, bare = Province.objects.get(code="91"), Province.objects.get(code="92")
    group = AgencyGroup.objects.create(province=province, name=ALL_AGENCIES_GROUP)
    agency = Agency.objects.create(province=province, name="หน่วยงานใหม่")
    agency.groups.add(group)
    for persona, fields in (
        ("reviewer of nothing", {"role": Role.REVIEWER, "province": bare}),
        ("staff", {"role": Role.STAFF, "agency": agency}),
        ("head", {"role": Role.HEAD, "agency": agency}),
        ("viewer", {"role": Role.VIEWER}),
        ("admin", {"role": Role.ADMIN}),
        ("nobody", {}),
        ("reviewer", {"role": Role.REVIEWER, "province": province}),
    ):
        user = User.objects.create(username=persona, display_name=persona, password="!")
        if fields:
            Membership.objects.create(user=user, **fields)
        if persona == "reviewer":
            # A plan without a measure, and a round that nobody opened.
            planning.plan_round(planning.create_plan(by=user, fiscal_year=2570, province=province), by=user, kind="6")
        yield persona, user


def _refusals() -> Iterator[Shot]:
    """Yield the pages that say no."""
    for code in REFUSALS:
        request = RequestFactory().get("/nothing/")
        answer = HttpResponse(render_to_string(f"{code}.html", request=request), status=int(code[:3]))
        if page := shot("refused", "anybody", f"/{code}/", answer):
            yield page
