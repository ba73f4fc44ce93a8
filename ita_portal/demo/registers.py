"""The OIT registers of the demo's agencies: last known year full, the running year half way."""

import datetime as dt
import hashlib
import random
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from agencies.models import Agency
from assessments.choices import Presence
from assessments.editions import copy_items
from assessments.items import Item
from assessments.models import CardFigure, Disclosure, DisclosureChange, DisclosureLink, Edition
from assessments.register.reading import items_of
from evidence import urls
from evidence.models import Link, WebPage
from evidence.models.page import digest_of, host_of
from ita_portal.demo.data import demo_data
from ita_portal.demo.people import Cast
from thai.dates import BANGKOK, MONTHS, fiscal_year_bounds

# The last year whose items are known, the year before it, whose items have other numbers, and those that borrow them.
FULL_YEAR, EARLIER_YEAR = 2566, 2565
LATER_YEARS = (2567, 2568)
# Items of the full year that the first agency left open, so that copying from the year before can be tried.
LEFT_OPEN = frozenset({"o12", "o19", "o22", "o24", "o28", "o42"})


@dataclass(frozen=True)
class Stated:
    """One item of a register before it is stored."""

    row: Disclosure
    links: tuple[str, ...]


def fill_registers(cast: Cast, running: int, *, today: dt.date) -> None:
    """Fill the registers of the last known year and of the running one, whose list starts from that year's."""
    edition = Edition.objects.get(fiscal_year=running)
    if not items_of(running):
        copy_items(Edition.objects.get(fiscal_year=FULL_YEAR), edition)
    first = cast.agencies[0]
    stated = list(_year(cast, [first], EARLIER_YEAR, fiscal_year_bounds(EARLIER_YEAR)[1]))
    for one in _year(cast, cast.agencies, FULL_YEAR, fiscal_year_bounds(FULL_YEAR)[1]):
        if one.row.agency != first or one.row.item not in LEFT_OPEN:
            stated.append(one)
    for year in LATER_YEARS:
        stated += _year(cast, cast.agencies, year, fiscal_year_bounds(year)[1])
    stated += _half_way(cast, running, today)
    _store(stated)


def _year(cast: Cast, agencies: Iterable[Agency], fiscal_year: int, day: dt.date) -> Iterable[Stated]:
    """Whole registers. What the commission gave no points for was not there."""
    items, scored = items_of(fiscal_year), _scored(fiscal_year)
    for agency in agencies:
        for item in items:
            yield _stated(cast, agency, fiscal_year, item, day, scored.get((agency.pk, item.code)))


def _scored(fiscal_year: int) -> dict[tuple[int, str], bool]:
    """Agency and item → whether the item got its points."""
    rows = CardFigure.objects.filter(card__fiscal_year=fiscal_year, card__agency__isnull=False, code__startswith="o")
    return {(agency, code): bool(score) for agency, code, score in rows.values_list("card__agency", "code", "score")}


def _half_way(cast: Cast, running: int, today: dt.date) -> Iterable[Stated]:
    """Every agency has begun; the first has copied some items and not looked at all of them."""
    for place, agency in enumerate(cast.agencies):
        chance = random.Random(f"register {agency.pk} {running}")  # noqa: S311
        share = 0.55 if place == 0 else chance.uniform(0.3, 1.0)
        for item in items_of(running):
            is_copied = place == 0 and item.part == "9.3"
            if is_copied or chance.random() < share:
                one = _stated(cast, agency, running, item, today)
                if is_copied:
                    one.row.copied_from = f"{LATER_YEARS[-1]}:{item.code}"
                yield one


def _stated(
    cast: Cast, agency: Agency, fiscal_year: int, item: Item, day: dt.date, is_there: bool | None = None
) -> Stated:
    data, host = demo_data("register"), cast.hosts[agency.pk]
    chance = random.Random(f"{host} {item.code} {fiscal_year}")  # noqa: S311
    rolled = chance.random() >= 0.07
    presence = Presence.YES if (rolled if is_there is None else is_there) else Presence.NO
    words = chance.choice(data["yes"] if presence == Presence.YES else data["no"])
    at = dt.datetime.combine(day - dt.timedelta(days=chance.randint(1, 9)), dt.time(10, 15), tzinfo=BANGKOK)
    row = Disclosure(
        agency=agency, fiscal_year=fiscal_year, item=item.code, presence=presence,
        explanation=words.format(day=chance.randint(1, 28), month=chance.choice(MONTHS[:5]), year=fiscal_year),
        unit=chance.choice(data["units"]), version=1, updated_at=at, updated_by=cast.staff[agency.pk],
    )  # fmt: skip
    return Stated(row, _links(host, item, fiscal_year, chance) if presence == Presence.YES else ())


def _links(host: str, item: Item, fiscal_year: int, chance: random.Random) -> tuple[str, ...]:
    """One page an item; here and there what really happens: a home page, a page of another site, two pages."""
    base = f"https://www.{host}"
    page = f"{base}/oit/{fiscal_year}/{item.code}"
    roll = chance.random()
    if roll < 0.03:
        return (f"{base}/",)
    if item.name == "Social Network" or roll < 0.05:
        return (f"https://pages.{host.replace('-', '.')}/{fiscal_year}/{item.code}",)
    return (page, f"{base}/files/{item.code}-{fiscal_year}.pdf") if roll > 0.8 else (page,)


def _store(stated: list[Stated]) -> None:
    """Write all registers in a handful of queries, as if each item had been typed once."""
    rows = Disclosure.objects.bulk_create([one.row for one in stated], batch_size=400)
    now = timezone.now()
    DisclosureChange.objects.bulk_create(
        [
            DisclosureChange(disclosure=row, by=row.updated_by, at=row.updated_at or now, changes=_first(row))
            for row in rows
        ],
        batch_size=400,
    )
    links = _make_links({(one.row.agency_id, url) for one in stated for url in one.links})
    DisclosureLink.objects.bulk_create(
        [
            DisclosureLink(disclosure=one.row, link=links[one.row.agency_id, url], order=order)
            for one in stated
            for order, url in enumerate(one.links)
        ],
        batch_size=400,
    )


def _first(row: Disclosure) -> dict[str, list[str]]:
    pairs = {"presence": row.presence, "explanation": row.explanation, "unit": row.unit}
    return {name: ["", value] for name, value in pairs.items() if value}


def _make_links(typed: set[tuple[int, str]]) -> dict[tuple[int, str], Link]:
    addresses = {url: urls.canonical(url) for _agency, url in typed}
    WebPage.objects.bulk_create(
        [WebPage(url=one, digest=digest_of(one), host=host_of(one)) for one in sorted(set(addresses.values()))],
        ignore_conflicts=True, batch_size=400,
    )  # fmt: skip
    digests = {digest_of(url) for url in addresses.values()}
    pages = {page.digest: page for page in WebPage.objects.all() if page.digest in digests}
    made = [
        Link(agency_id=agency, typed=url, url=addresses[url], page=pages[digest_of(addresses[url])],
             digest=hashlib.sha256(url.encode()).hexdigest())
        for agency, url in sorted(typed)
    ]  # fmt: skip
    Link.objects.bulk_create(made, ignore_conflicts=True, batch_size=400)
    return {(link.agency_id, link.typed): link for link in Link.objects.all() if (link.agency_id, link.typed) in typed}
