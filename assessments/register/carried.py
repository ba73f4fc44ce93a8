"""What of an earlier year's register may be copied into this year's."""

from collections.abc import Mapping
from dataclasses import dataclass

from agencies.models import Agency
from assessments.carrying import match_items
from assessments.items import Item
from assessments.models import Disclosure
from assessments.register.reading import Entry, Register, chips_of, items_of


@dataclass(frozen=True)
class Offer:
    """An item of the earlier year with what stands of it."""

    item: Item
    row: Disclosure
    urls: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One item of this year: what it was for sure, or what it may have been; `entry` is what stands of it now.

    picked: the code that the page shows as chosen.
    """

    entry: Entry
    sure: Offer | None = None
    offers: tuple[Offer, ...] = ()
    picked: str = ""

    @property
    def is_free(self) -> bool:
        """Say whether nothing stands in it yet."""
        row = self.entry.row
        return not (row.presence or row.explanation or row.unit or self.entry.chips)


@dataclass(frozen=True)
class Carried:
    """The page's rows. year: the earlier register's, None where there is none."""

    year: int | None
    rows: tuple[Row, ...] = ()

    @property
    def sure(self) -> list[Row]:
        """Return what is certain and still free."""
        return [row for row in self.rows if row.sure and row.is_free]

    @property
    def doubtful(self) -> list[Row]:
        """Return where a person has to choose, and it is still free."""
        return [row for row in self.rows if row.offers and row.is_free]

    @property
    def unmatched(self) -> list[Row]:
        """Return what has nothing like it in the earlier year."""
        return [row for row in self.rows if not row.sure and not row.offers and row.is_free]

    @property
    def filled(self) -> list[Row]:
        """Return what is filled already and stays."""
        return [row for row in self.rows if not row.is_free]


def source_year(agency: Agency, fiscal_year: int) -> int | None:
    """Return the newest earlier year of which the agency has a register, or None: 1 query."""
    earlier = Disclosure.objects.filter(agency=agency, fiscal_year__lt=fiscal_year).exclude(presence="")
    return earlier.order_by("-fiscal_year").values_list("fiscal_year", flat=True).first()


def carried(register: Register, picked: Mapping[str, str] | None = None) -> Carried:
    """Return what of the agency's last register fits this one: 5 queries at most.

    picked: new code → old code as a person has chosen; None: what is certain is chosen, what is doubtful is not.
    """
    year = source_year(register.agency, register.fiscal_year)
    if year is None:
        return Carried(None)
    rows = {row.item: row for row in _rows(register.agency, year)}
    offers = {one.code: _offer(one, rows[one.code]) for one in items_of(year) if one.code in rows}
    matches = match_items([one.item for one in offers.values()], [entry.item for entry in register.entries])
    rows_of_page = []
    for entry, match in zip(register.entries, matches, strict=True):
        sure = offers[match.sure.code] if match.sure else None
        usual = sure.item.code if sure else ""
        choice = usual if picked is None else picked.get(entry.item.code, "")
        rows_of_page.append(Row(entry, sure, tuple(offers[one.code] for one in match.offers), choice))
    return Carried(year, tuple(rows_of_page))


def _rows(agency: Agency, year: int) -> list[Disclosure]:
    rows = Disclosure.objects.of(agency, year).exclude(presence="")
    return list(rows.prefetch_related("disclosure_links__link__page"))


def _offer(item: Item, row: Disclosure) -> Offer:
    return Offer(item, row, tuple(chip.link.typed for chip in chips_of(row)))
