"""The scores of one body over the years."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agencies.models import Agency, Province
from assessments.bands import parse_bands
from assessments.edition_data import IndicatorData
from assessments.models import Edition, Indicator, ScoreCard
from assessments.scoring import OVERALL, Card, Scheme, basis, rounded
from assessments.selectors import card_of
from thai.wording import alike, bare

MOST_YEARS = 6
# As in assessments.matching: two spellings of one indicator differ less than two indicators do.
NAME_LIKENESS = 0.82
USUAL_MARKS = (85, 95)


@dataclass(frozen=True)
class YearCell:
    """One score of a year (0–100, two places, None unknown) and its change from the year before it in the table."""

    score: Decimal | None = None
    change: Decimal | None = None


@dataclass(frozen=True)
class YearRow:
    """One line of the table: code ("overall", "IIT", "1"), name, instrument ("" of the whole), a cell a year."""

    code: str
    name: str
    instrument: str
    cells: tuple[YearCell, ...]

    @property
    def scores(self) -> tuple[Decimal | None, ...]:
        """Return the scores alone."""
        return tuple(cell.score for cell in self.cells)


@dataclass(frozen=True)
class Yearly:
    """The years of a body, oldest first, with the levels as (name, whether it is our own hint)."""

    years: tuple[int, ...]
    levels: tuple[tuple[str, bool], ...]
    overall: YearRow | None = None
    instruments: tuple[YearRow, ...] = ()
    indicators: tuple[YearRow, ...] = ()
    marks: tuple[int, ...] = USUAL_MARKS

    @property
    def rows(self) -> tuple[YearRow, ...]:
        """Return every line: the whole, then each instrument with its indicators."""
        below = [
            row
            for instrument in self.instruments
            for row in (instrument, *(one for one in self.indicators if one.instrument == instrument.code))
        ]
        return (*((self.overall,) if self.overall else ()), *below)


def marks_of(edition: Edition | None) -> tuple[int, ...]:
    """Return the scores at which the edition's bands change (85 and 95 in every edition so far), as whole numbers."""
    try:
        rows = parse_bands(edition.bands).rows if edition else ()
    except ValueError:
        rows = ()
    return tuple(int(row.at_least) for row in rows if row.at_least > 0) or USUAL_MARKS


def marks_in(fiscal_year: int) -> tuple[int, ...]:
    """Return marks_of the year's edition: 1 query."""
    return marks_of(Edition.objects.filter(fiscal_year=fiscal_year).first())


def yearly(owner: Province | Agency, *, until: int | None = None) -> Yearly:
    """Return the newest cards of a province or agency, at most six years, none after `until`: 5 queries."""
    agency = owner if isinstance(owner, Agency) else None
    province = agency.province_id if agency else owner.pk
    found = ScoreCard.objects.filter(province=province, agency=agency).prefetch_related("scores", "figures")
    if until:
        found = found.filter(fiscal_year__lte=until)
    cards = list(found.order_by("-fiscal_year")[:MOST_YEARS])[::-1]
    years = tuple(card.fiscal_year for card in cards)
    if not years:
        return Yearly((), ())
    known: dict[int, dict[int, Indicator]] = {year: {} for year in years}
    for one in Indicator.objects.filter(edition__fiscal_year__in=years).select_related("instrument", "edition"):
        known[one.edition.fiscal_year][one.number] = one
    figures = [_figures(card_of(card), list(known[card.fiscal_year].values())) for card in cards]
    return _table(cards, known, figures, marks_in(years[-1]))


def _figures(card: Card, indicators: Sequence[Indicator]) -> dict[str, Decimal]:
    """Return code → score of the whole, the instruments and the indicators: printed, else computed."""
    parts: dict[str, tuple[str, ...]] = {}
    weights: dict[str, Decimal] = {}
    for one in indicators:
        weights[one.instrument.code] = one.instrument.weight
        parts[one.instrument.code] = (*parts.get(one.instrument.code, ()), str(one.number))
    scheme = Scheme({OVERALL: tuple(weights), **parts}, weights)
    values = dict(card.figures)
    for code in (OVERALL, *weights):
        if (exact := basis(code, scheme, card)) is not None and code not in values:
            values[code] = rounded(exact)
    return values


def _table(
    cards: Sequence[ScoreCard],
    known: dict[int, dict[int, Indicator]],
    figures: Sequence[dict[str, Decimal]],
    marks: tuple[int, ...],
) -> Yearly:
    years = [card.fiscal_year for card in cards]
    names: dict[int, Indicator] = {}
    for year in years:
        names |= known[year]
    codes = {number for scores in figures for number in scores if number.isdecimal()}
    numbers = sorted({*names, *map(int, codes)})
    instruments = list(dict.fromkeys(names[number].instrument.code for number in numbers if number in names))
    indicators = tuple(
        YearRow(
            str(number), names[number].title if number in names else "",
            names[number].instrument.code if number in names else "",
            _cells(str(number), figures, [known[year].get(number) for year in years]),
        )
        for number in numbers
    )  # fmt: skip
    return Yearly(
        tuple(years), tuple((card.printed_level or card.level_hint, not card.printed_level) for card in cards),
        YearRow(OVERALL, "", "", _cells(OVERALL, figures)),
        tuple(YearRow(code, "", code, _cells(code, figures)) for code in instruments),
        indicators, marks,
    )  # fmt: skip


def _cells(
    code: str, figures: Sequence[dict[str, Decimal]], named: Sequence[Indicator | None] = ()
) -> tuple[YearCell, ...]:
    """Return the cells of a row. A number that names another indicator than the year before shows no change."""
    cells: list[YearCell] = []
    for place, scores in enumerate(figures):
        score, before = scores.get(code), figures[place - 1].get(code) if place else None
        same = not named or same_indicator(named[place - 1] if place else None, named[place])
        change = score - before if score is not None and before is not None and same else None
        cells.append(YearCell(score, change))
    return tuple(cells)


def same_indicator(one: Indicator | IndicatorData | None, other: Indicator | IndicatorData | None) -> bool:
    """Say whether a number of two years names one indicator, by name or alias; unknown ones are taken to be."""
    if one is None or other is None:
        return True
    names = {bare(name) for name in (one.name, *one.aliases)} & {bare(name) for name in (other.name, *other.aliases)}
    return bool(names) or alike(one.name, other.name) >= NAME_LIKENESS
