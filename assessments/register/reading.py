"""A register as pages and papers show it: items of the year, what stands, remarks, and the simulated figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from agencies.models import Agency
from assessments.choices import Presence
from assessments.edition_data import EditionData
from assessments.editions import read_instruments
from assessments.items import Item, in_order, items_in, parts_of
from assessments.models import Disclosure, Edition, Question, ScoreCard
from assessments.register.askers import Asker
from assessments.register.findings import Remark, Stated, counts, remarks
from assessments.scoring import scheme_of
from assessments.selectors import card_of
from assessments.simulation import Simulated, last_figures, simulate
from evidence.chips import LinkChip


@dataclass(frozen=True)
class Entry:
    """One item with what stands of it. `row` has no key while nothing was ever saved."""

    item: Item
    row: Disclosure
    chips: tuple[LinkChip, ...] = ()
    remarks: tuple[Remark, ...] = ()
    asked_by: tuple[Asker, ...] = ()

    @property
    def has_bad_link(self) -> bool:
        """Say whether a page was found closed or gone: once mended, a person wants it checked again."""
        return any(chip.page is not None and chip.tone in ("bad", "warn") for chip in self.chips)

    @property
    def counts(self) -> bool:
        """Say whether the item would count if the register were filed now."""
        return counts(self.row.presence, self.chips)

    @property
    def is_answered(self) -> bool:
        """Say whether มี or ไม่มี stands."""
        return self.row.presence != Presence.UNKNOWN

    @property
    def is_done(self) -> bool:
        """Say whether it is answered and a person has looked at what was copied."""
        return self.is_answered and not self.row.copied_from

    @property
    def is_copied(self) -> bool:
        """Say whether it was copied from an earlier year and nobody has looked at it since."""
        return bool(self.row.copied_from)

    @property
    def copied_year(self) -> str:
        """Return the fiscal year that it was copied from, or ""."""
        return self.row.copied_from.partition(":")[0]

    @property
    def copied_item(self) -> str:
        """Return the code that it had in that year, or ""."""
        return self.row.copied_from.partition(":")[2]

    @property
    def badge(self) -> tuple[str, str]:
        """Return (words, tone) of its state."""
        if self.is_copied:
            return _("คัดลอกมา ยังไม่ได้ตรวจดู"), "info"
        if not self.is_answered:
            return _("ยังไม่กรอก"), "mute"
        if self.row.presence == Presence.YES and not self.counts:
            return _("ยังไม่ได้คะแนน"), "bad"
        if self.remarks:
            return _("มีข้อสังเกต %(count)s ข้อ") % {"count": len(self.remarks)}, "warn"
        return (_("ครบแล้ว"), "ok") if self.row.presence == Presence.YES else (_("ไม่มี"), "mute")


@dataclass(frozen=True)
class Part:
    """The items of one sub-indicator, with its simulated figure."""

    code: str
    name: str
    entries: tuple[Entry, ...]
    figure: Simulated

    def with_askers(self, askers: Mapping[str, Sequence[Asker]]) -> "Part":
        """Return the part with the measures that ask for each item."""
        entries = (replace(one, asked_by=tuple(askers.get(one.item.code, ()))) for one in self.entries)
        return replace(self, entries=tuple(entries))

    @property
    def total(self) -> int:
        """Return how many items there are."""
        return len(self.entries)

    @property
    def done(self) -> int:
        """Return how many are answered and looked at."""
        return sum(one.is_done for one in self.entries)

    @property
    def yes(self) -> int:
        """Return how many are disclosed."""
        return sum(one.row.presence == Presence.YES for one in self.entries)

    @property
    def remarked(self) -> int:
        """Return how many have remarks."""
        return sum(bool(one.remarks) for one in self.entries)

    @property
    def is_full(self) -> bool:
        """Say whether nothing is left to fill."""
        return self.done == self.total


@dataclass(frozen=True)
class Register:
    """The register of an agency and year; no parts where the edition has no list of items.

    last_year: of the score card that the figures are compared with, None without any.
    """

    agency: Agency
    fiscal_year: int
    parts: tuple[Part, ...] = ()
    figures: Mapping[str, Simulated] = field(default_factory=dict)
    last_year: int | None = None

    @property
    def entries(self) -> list[Entry]:
        """Return all items in order."""
        return [entry for part in self.parts for entry in part.entries]

    @property
    def total(self) -> int:
        """Return how many items the year has."""
        return sum(part.total for part in self.parts)

    @property
    def done(self) -> int:
        """Return how many are answered and looked at."""
        return sum(part.done for part in self.parts)

    @property
    def yes(self) -> int:
        """Return how many are disclosed."""
        return sum(part.yes for part in self.parts)

    @property
    def copied(self) -> int:
        """Return how many were copied and wait for a person's look."""
        return sum(entry.is_copied for entry in self.entries)

    @property
    def remarked(self) -> int:
        """Return how many have remarks."""
        return sum(part.remarked for part in self.parts)

    @property
    def headline(self) -> list[Simulated]:
        """Return the figures of the indicators, then of OIT."""
        return [one for code, one in self.figures.items() if code.isdigit()] + [
            one for code, one in self.figures.items() if code == "OIT"
        ]

    @property
    def is_certain(self) -> bool:
        """Say whether the edition knows enough for all figures."""
        return all(one.now is not None for one in self.figures.values())

    def part(self, code: str) -> Part | None:
        """Return the part of that code, or None."""
        return next((part for part in self.parts if part.code == code), None)

    def entry(self, code: str) -> Entry | None:
        """Return the item of that code, or None."""
        return next((entry for entry in self.entries if entry.item.code == code), None)


def items_of(fiscal_year: int) -> tuple[Item, ...]:
    """Return the OIT items of a year in order: 1 query. Empty where its edition has no list, or there is none."""
    rows = Question.objects.filter(indicator__edition__fiscal_year=fiscal_year, indicator__instrument__code="OIT")
    return in_order(
        Item(
            row.code, row.text, row.indicator.number,
            row.sub_indicator.code if row.sub_indicator else str(row.indicator.number),
            row.sub_indicator.name if row.sub_indicator else row.indicator.name,
        )
        for row in rows.select_related("indicator", "sub_indicator")
    )  # fmt: skip


def years() -> list[tuple[int, bool]]:
    """Return (fiscal year, whether its items are known) of each edition, the newest first: 2 queries."""
    known = Question.objects.filter(indicator__instrument__code="OIT").values_list("indicator__edition", flat=True)
    with_items = set(known.distinct())
    return [(year, pk in with_items) for pk, year in Edition.objects.values_list("pk", "fiscal_year")]


def usual_year(running: int) -> int:
    """Return the year that a register opens with: the newest up to the running one whose items are known."""
    known = [year for year, has_items in years() if has_items]
    return next((year for year in known if year <= running), known[-1] if known else running)


def registers_of(agencies: Sequence[Agency], fiscal_year: int) -> list[Register]:
    """Return the registers of several agencies of one year: 13 queries at most, however many agencies."""
    edition = Edition.objects.filter(fiscal_year=fiscal_year).first()
    data = read_instruments(edition) if edition else None
    if data is None or not items_in(data):
        return [Register(agency, fiscal_year) for agency in agencies]
    rows: dict[int, dict[str, Disclosure]] = {agency.pk: {} for agency in agencies}
    found = Disclosure.objects.filter(agency__in=rows, fiscal_year=fiscal_year)
    for row in found.prefetch_related("disclosure_links__link__page"):
        rows[row.agency_id][row.item] = row
    # The year before usually; further back where nobody wrote that one down. The newest comes last and stays.
    cards = ScoreCard.objects.filter(agency__in=rows, fiscal_year__lt=fiscal_year).order_by("fiscal_year")
    last = {card.agency_id: card for card in cards.prefetch_related("scores", "figures")}
    return [_register(agency, data, rows[agency.pk], last.get(agency.pk)) for agency in agencies]


def register_of(agency: Agency, fiscal_year: int) -> Register:
    """Return the register of one agency and year: 13 queries at most."""
    return registers_of([agency], fiscal_year)[0]


def chips_of(row: Disclosure) -> tuple[LinkChip, ...]:
    """Return the chips of an item's links in order. Fetch `disclosure_links__link__page` before: no query then."""
    return tuple(LinkChip(one.link, one.link.page) for one in row.disclosure_links.all()) if row.pk else ()


def _register(agency: Agency, data: EditionData, rows: Mapping[str, Disclosure], card: ScoreCard | None) -> Register:
    items = items_in(data)
    stands = {one.code: rows.get(one.code) or _blank(agency, data.fiscal_year, one.code) for one in items}
    chips = {code: chips_of(row) for code, row in stands.items()}
    told = remarks([_stated(row, chips[row.item]) for row in stands.values()], agency.domains)
    scheme = scheme_of(data)
    last: dict[str, Decimal] = last_figures(scheme, card_of(card)) if card else {}
    figures = simulate(scheme, {code: counts(row.presence, chips[code]) for code, row in stands.items()}, last)
    parts = [
        Part(first.part, first.part_name, _entries(group, stands, chips, told), figures[first.part])
        for first, group in parts_of(items)
    ]
    return Register(agency, data.fiscal_year, tuple(parts), figures, card.fiscal_year if card else None)


def _entries(
    items: Iterable[Item],
    rows: Mapping[str, Disclosure],
    chips: Mapping[str, tuple[LinkChip, ...]],
    told: Mapping[str, Sequence[Remark]],
) -> tuple[Entry, ...]:
    return tuple(Entry(one, rows[one.code], chips[one.code], tuple(told[one.code])) for one in items)


def _blank(agency: Agency, fiscal_year: int, item: str) -> Disclosure:
    return Disclosure(agency=agency, fiscal_year=fiscal_year, item=item)


def _stated(row: Disclosure, chips: tuple[LinkChip, ...]) -> Stated:
    return Stated(row.item, row.presence, row.explanation, chips)
