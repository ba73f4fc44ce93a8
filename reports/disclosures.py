"""What form F is built from: plain data, and the selectors that fetch it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from agencies.models import Agency, Province
from assessments.choices import Presence
from assessments.items import Item, parts_of
from assessments.models import Disclosure, DisclosureLink
from assessments.register.reading import items_of
from reports.selectors import Gaps, NothingToPrint


@dataclass(frozen=True)
class Disclosed:
    """One item: presence is a value of assessments.choices.Presence ("" is blank); urls as typed."""

    code: str
    name: str
    presence: str = ""
    urls: tuple[str, ...] = ()
    explanation: str = ""


@dataclass(frozen=True)
class DisclosedPart:
    """The items of one sub-indicator."""

    code: str
    name: str
    items: tuple[Disclosed, ...]

    @property
    def yes(self) -> int:
        """How many are disclosed."""
        return sum(one.presence == Presence.YES for one in self.items)


@dataclass(frozen=True)
class AgencyRegister:
    """The register of one agency."""

    agency: str
    parts: tuple[DisclosedPart, ...]


def registers_for(owner: Agency | Province, fiscal_year: int) -> tuple[AgencyRegister, ...]:
    """The register of an agency, or those of a province's agencies that have one, by name: three queries at most.

    An agency that has answered nothing gets its empty form, to fill by hand. Raises NothingToPrint where the year's
    items are not known, or no agency of the province has filled any.
    """
    items = _known_items(fiscal_year)
    rows = _rows(owner, fiscal_year)
    if not rows and isinstance(owner, Agency):
        return (AgencyRegister(owner.name, _parts(items, {})),)
    if not rows:
        told = {"owner": owner.in_words, "year": fiscal_year}
        raise NothingToPrint(_("%(owner)sยังไม่มีทะเบียนการเปิดเผยข้อมูล (OIT) ของปีงบประมาณ พ.ศ. %(year)s") % told)
    by_agency: dict[Agency, dict[str, Disclosure]] = {}
    for row in rows:
        by_agency.setdefault(row.agency, {})[row.item] = row
    return tuple(AgencyRegister(agency.name, _parts(items, found)) for agency, found in by_agency.items())


def registers_of(agencies: Sequence[Agency], fiscal_year: int) -> list[AgencyRegister]:
    """The register of each agency, empty where nothing is answered: three queries, however many there are.

    Raises NothingToPrint where the year's items are not known.
    """
    items = _known_items(fiscal_year)
    found: dict[int, dict[str, Disclosure]] = {agency.pk: {} for agency in agencies}
    rows = Disclosure.objects.filter(fiscal_year=fiscal_year, agency__in=agencies).exclude(presence=Presence.UNKNOWN)
    # joined, not fetched apart: SQLite takes no more than a thousand links in one condition
    links = Prefetch("disclosure_links", DisclosureLink.objects.select_related("link"))
    for row in rows.prefetch_related(links).order_by("pk"):
        found[row.agency_id][row.item] = row
    return [AgencyRegister(agency.name, _parts(items, found[agency.pk])) for agency in agencies]


def register_gaps(owner: Agency | Province, fiscal_year: int) -> Gaps:
    """The items without an answer, or for a province the agencies that have no register: three queries at most.

    Raises NothingToPrint as registers_for does.
    """
    items = _known_items(fiscal_year)
    rows = _rows(owner, fiscal_year)
    if isinstance(owner, Agency):
        answered = {row.item for row in rows}
        return Gaps(blank=tuple((one.indicator, one.code) for one in items if one.code not in answered))
    having = {row.agency_id for row in rows}
    without = Agency.objects.of_province(owner).active().exclude(pk__in=having)
    return Gaps(not_sent=tuple(without.order_by("name").values_list("name", flat=True)))


def _known_items(fiscal_year: int) -> tuple[Item, ...]:
    items = items_of(fiscal_year)
    if not items:
        words = _("เกณฑ์ปีงบประมาณ พ.ศ. %(year)s ยังไม่มีรายการ OIT ให้ผู้ดูแลระบบเพิ่มรายการในเกณฑ์ของปีนี้ก่อน")
        raise NothingToPrint(words % {"year": fiscal_year})
    return items


def _rows(owner: Agency | Province, fiscal_year: int) -> list[Disclosure]:
    """The answered items, by agency's name."""
    found = Disclosure.objects.filter(fiscal_year=fiscal_year).exclude(presence=Presence.UNKNOWN)
    if isinstance(owner, Agency):
        found = found.filter(agency=owner)
    else:
        found = found.filter(agency__province=owner, agency__is_active=True)
    links = Prefetch("disclosure_links", DisclosureLink.objects.select_related("link"))
    fetched = found.select_related("agency").prefetch_related(links)
    return list(fetched.order_by("agency__name", "agency", "pk"))


def _parts(items: Iterable[Item], rows: dict[str, Disclosure]) -> tuple[DisclosedPart, ...]:
    return tuple(
        DisclosedPart(first.part, first.part_name, tuple(_disclosed(one, rows.get(one.code)) for one in group))
        for first, group in parts_of(items)
    )


def _disclosed(item: Item, row: Disclosure | None) -> Disclosed:
    if row is None:
        return Disclosed(item.code, item.title)
    urls = tuple(one.link.typed for one in row.disclosure_links.all())
    return Disclosed(item.code, item.title, row.presence, urls, row.explanation)
