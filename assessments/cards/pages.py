"""What the page of a card shows: printed beside computed, findings with their repairs, years, history."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from agencies.models import Agency, Province
from assessments.cards.shapes import Changes, two
from assessments.cards.tree import Node, tree_of
from assessments.consistency import Finding, findings, name_of
from assessments.edition_data import EditionData
from assessments.editions import read_instruments
from assessments.intake.figures import LEVEL
from assessments.levels import LevelHint, LevelRule, level_hint, parse_rules
from assessments.models import Edition, ScoreCard
from assessments.pictures import card_bars
from assessments.repairs import SHARES as SHARE_NAMES
from assessments.repairs import Repair
from assessments.scoring import OVERALL, Card, Scheme, computed, rounded, scheme_of
from assessments.selectors import card_of
from assessments.yearly import marks_of
from thai.digits import to_thai_digits

SHOWN_CHANGES = 20


@dataclass(frozen=True)
class CardRow:
    """One line of the table: printed and computed with two places or ""; is_wrong: its sum does not hold."""

    node: Node
    printed: str
    computed: str
    shares: tuple[str, ...]
    is_wrong: bool


@dataclass(frozen=True)
class Fix:
    """A repair as a button: of which figure in words, and the figure before and after, cut around the digit."""

    repair: Repair
    of: str
    before: tuple[str, str, str]
    after: tuple[str, str, str]
    thai: str


@dataclass(frozen=True)
class Shown:
    """A finding with the repairs that are buttons."""

    finding: Finding
    fixes: tuple[Fix, ...]


@dataclass(frozen=True)
class CardPage:
    """All that a card's page shows: row is None where nothing was entered, edition where the year has none.

    bars: the indicators as SVG, "" where none is known; marks: the scores at which its lines stand.
    """

    owner: Province | Agency
    year: int
    row: ScoreCard | None
    card: Card
    edition: EditionData | None
    rows: tuple[CardRow, ...]
    findings: tuple[Shown, ...]
    unproven: tuple[Finding, ...]
    computed_overall: str
    hint: LevelHint | None
    bars: str = ""
    marks: tuple[int, ...] = ()

    @property
    def version(self) -> int:
        """The version of the stored card, 0 where there is none."""
        return self.row.version if self.row else 0

    @property
    def overall(self) -> str:
        """The printed overall score, "" where none is."""
        value = self.card.figures.get(OVERALL)
        return "" if value is None else two(value)


def years_of(owner: Province | Agency) -> list[tuple[int, bool]]:
    """(fiscal year, whether the owner has a card) of every year with an edition or a card, oldest first."""
    cards = set(ScoreCard.objects.owned_by(owner).values_list("fiscal_year", flat=True))
    known = cards | set(Edition.objects.values_list("fiscal_year", flat=True))
    return [(year, year in cards) for year in sorted(known)]


def latest_year(owner: Province | Agency) -> int | None:
    """The last fiscal year that the owner has a card of; without any, the last one with an edition but the newest."""
    years = years_of(owner)
    with_card = [year for year, has_card in years if has_card]
    if with_card:
        return with_card[-1]
    return years[-2][0] if len(years) > 1 else years[-1][0] if years else None


def card_page(owner: Province | Agency, year: int) -> CardPage:
    """What stands of the owner's card of that year."""
    row = ScoreCard.objects.of(owner, year).prefetch_related("scores", "figures").first()
    return replace(preview(owner, year, card_of(row)), row=row) if row else preview(owner, year, Card())


def preview(owner: Province | Agency, year: int, card: Card) -> CardPage:
    """The same of a card that is not stored yet."""
    edition = Edition.objects.filter(fiscal_year=year).first()
    data = read_instruments(edition) if edition else None
    rules = parse_rules(edition.level_rules) if edition else ()
    scheme = (scheme_of(data) if data else Scheme({}, {})).with_codes([*card.figures, *card.percents])
    page = _page(owner, year, None, card, data, scheme, rules)
    if data is None:
        return page
    marks = marks_of(edition)
    # Made of escaped words and numbers alone by assessments.charts.
    return replace(page, marks=marks, bars=mark_safe(card_bars(data, card, marks)))  # nosec B308 B703


def _page(
    owner: Province | Agency,
    year: int,
    row: ScoreCard | None,
    card: Card,
    data: EditionData | None,
    scheme: Scheme,
    rules: tuple[LevelRule, ...],
) -> CardPage:
    exact = computed(scheme, card)
    found = findings(scheme, card, rules)
    wrong = {one.of for one in found if one.kind == "mismatch"}
    codes = {*card.figures, *card.percents}
    rows = tuple(_row(node, card, exact, wrong) for node in tree_of(data, codes) if node.code in codes | exact.keys())
    shown = tuple(Shown(one, tuple(map(_fix, one.repairs))) for one in found if one.kind in ("mismatch", "level"))
    overall = exact.get(OVERALL)
    return CardPage(
        owner, year, row, card, data, rows if codes else (), shown,
        tuple(one for one in found if one.kind == "cannot_prove"),
        "" if overall is None else two(rounded(overall)), level_hint(rules, scheme, card) if codes else None,
    )  # fmt: skip


def _row(node: Node, card: Card, exact: dict[str, Decimal], wrong: set[str]) -> CardRow:
    printed, value = card.figures.get(node.code), exact.get(node.code)
    shares = tuple(two(share) for share in card.percents.get(node.code, ()))
    return CardRow(
        node, "" if printed is None else two(printed), "" if value is None else two(rounded(value)), shares,
        node.code in wrong,
    )  # fmt: skip


def _fix(repair: Repair) -> Fix:
    before, after = repair.before, repair.after
    place = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    cut = [(text[:place], text[place : place + 1], text[place + 1 :]) for text in (before, after)]
    code, _space, share = repair.of.partition(" ")
    thai = f"{to_thai_digits(before)} → {to_thai_digits(after)}"
    return Fix(repair, f"{name_of(code)} {share}".strip(), cut[0], cut[1], thai)


def repaired(page: CardPage, of: str, after: str) -> Card | None:
    """The card with one of its proposed repairs made; None where that repair is not among them (any more)."""
    for shown in page.findings:
        for fix in shown.fixes:
            if (fix.repair.of, fix.repair.after) == (of, after):
                return _changed(page.card, of, Decimal(after))
    return None


def _changed(card: Card, of: str, value: Decimal) -> Card:
    code, _space, share = of.partition(" ")
    if not share:
        return Card({**card.figures, code: value}, card.percents, card.level)
    shares: list[Any] = list(card.percents[code])
    shares[SHARE_NAMES.index(share)] = value
    return Card(card.figures, {**card.percents, code: tuple(shares)}, card.level)


@dataclass(frozen=True)
class Change:
    """One entry of a card's history. lines: (code, before, after) in words; by: "" for the command line."""

    at: dt.datetime
    by: str
    source: str
    lines: tuple[tuple[str, str, str], ...]


def changes_of(row: ScoreCard | None) -> list[Change]:
    """The last changes of a card, newest first: one query."""
    found = row.changes.select_related("by")[:SHOWN_CHANGES] if row else ()
    return [
        Change(one.at, one.by.display_name if one.by else "", one.source, changed_lines(one.changes)) for one in found
    ]


def changed_lines(changes: Changes) -> tuple[tuple[str, str, str], ...]:
    """(code, before, after) of each change, shares in one line, "–" for what was not there."""
    words = {OVERALL: _("รวม"), LEVEL: _("ระดับ")}
    return tuple(
        (words.get(code, code.replace("%", " %")), _said(before), _said(after))
        for code, (before, after) in changes.items()
    )


def _said(value: Any) -> str:
    return " · ".join(value) if isinstance(value, list) else str(value or "–")
