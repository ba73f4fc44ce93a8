"""The cards of a province's agencies side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from agencies.models import Agency, Province
from assessments.models import Indicator, IndicatorScore, ScoreCard
from assessments.owners import owner_key
from assessments.scoring import rounded
from assessments.selectors import indicators_of
from assessments.yearly import marks_in
from thai.wording import bare, thai_sort_key

WEAKEST = 3
BELOW, BARE = "below", "none"


@dataclass(frozen=True)
class Wanted:
    """What a reader asked for. sort: name, overall, level, province, share, average, cards, agencies or an indicator's
    number, with "-" in front for falling; only: "below" (the pass mark), "none" (no card) or ""."""

    q: str = ""
    kind: int = 0
    level: str = ""
    only: str = ""
    sort: str = ""
    province: int = 0

    @property
    def key(self) -> str:
        """Return what is sorted by, without its direction."""
        return self.sort.removeprefix("-")

    @property
    def falling(self) -> bool:
        """Say whether the greatest comes first."""
        return self.sort.startswith("-")


@dataclass(frozen=True)
class Line:
    """An agency with its card of the year; scores: indicator number → 0–100."""

    agency: Agency
    card: ScoreCard | None
    overall: Decimal | None = None
    level: str = ""
    hinted: bool = False
    scores: dict[int, Decimal] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return what stands for the agency in an address."""
        return owner_key(self.agency)


@dataclass(frozen=True)
class Mean:
    """An indicator's mean over cards, with the number of those below the pass mark and of all."""

    indicator: Indicator
    score: Decimal
    below: int
    cards: int


@dataclass(frozen=True)
class Board:
    """Agencies side by side. total, carded and passed count all of them, lines are those asked for."""

    year: int
    indicators: tuple[Indicator, ...]
    marks: tuple[int, ...]
    lines: tuple[Line, ...]
    weakest: tuple[Mean, ...]
    levels: tuple[str, ...]
    total: int
    carded: int
    passed: int
    own: Line | None = None


def years_of_province(province: Province) -> list[int]:
    """Return the fiscal years with cards in the province, newest first: 1 query."""
    found = ScoreCard.objects.filter(province=province).order_by("-fiscal_year")
    return list(found.values_list("fiscal_year", flat=True).distinct())


def province_board(province: Province, year: int, wanted: Wanted) -> Board:
    """Return the cards of a province's agencies in a year: 5 queries."""
    agencies = list(Agency.objects.of_province(province).active().select_related("kind"))
    cards = cards_of(ScoreCard.objects.filter(province=province, fiscal_year=year))
    scores = scores_of(card.pk for card in cards.values())
    marks = marks_in(year)
    lines = [line_of(agency, cards.get(agency.pk), scores) for agency in agencies]
    indicators = indicators_of(year)
    own = cards.get(None)
    return Board(
        year, indicators, marks, tuple(_sorted(_asked(lines, wanted, marks[0]), wanted)),
        _weakest(lines, indicators, marks[0]), tuple(sorted({line.level for line in lines if line.level})),
        len(lines), sum(line.card is not None for line in lines), sum(_passes(line, marks[0]) for line in lines),
        line_of(None, own, scores) if own else None,
    )  # fmt: skip


def cards_of(cards: Any) -> dict[int | None, Any]:
    """Return agency's key → card with `overall`; None is the province's own: 1 query."""
    return {card.agency_id: card for card in cards.with_overall()}


def scores_of(cards: Iterable[int]) -> dict[int, dict[int, Decimal]]:
    """Return card's key → indicator number → score: 1 query."""
    found: dict[int, dict[int, Decimal]] = {}
    for card, number, score in IndicatorScore.objects.filter(card__in=list(cards)).values_list(
        "card_id", "number", "score"
    ):
        found.setdefault(card, {})[number] = score
    return found


def line_of(agency: Any, card: Any, scores: dict[int, dict[int, Decimal]]) -> Line:
    """Return an agency's line; scores as in scores_of."""
    if card is None:
        return Line(agency, None)
    level = card.printed_level or card.level_hint
    return Line(agency, card, card.overall, level, not card.printed_level, scores.get(card.pk, {}))


def _passes(line: Line, mark: int) -> bool:
    return line.overall is not None and line.overall >= mark


def _asked(lines: Iterable[Line], wanted: Wanted, mark: int) -> list[Line]:
    words = bare(wanted.q)
    return [
        line
        for line in lines
        if (not words or words in bare(line.agency.name))
        and (not wanted.kind or line.agency.kind_id == wanted.kind)
        and (not wanted.level or line.level == wanted.level)
        and (wanted.only != BARE or line.card is None)
        and (wanted.only != BELOW or (line.overall is not None and line.overall < mark))
    ]


def _sorted(lines: list[Line], wanted: Wanted) -> list[Line]:
    """Order by name, or by a figure with those that have none last, whatever the direction."""
    lines = sorted(lines, key=lambda line: thai_sort_key(line.agency.name))
    if wanted.key.isdecimal() or wanted.key == "overall":
        having = [line for line in lines if _figure(line, wanted.key) is not None]
        bare_ones = [line for line in lines if _figure(line, wanted.key) is None]
        return sorted(having, key=lambda line: _figure(line, wanted.key) or 0, reverse=wanted.falling) + bare_ones
    return lines[::-1] if wanted.key == "name" and wanted.falling else lines


def _figure(line: Line, key: str) -> Decimal | None:
    return line.scores.get(int(key)) if key.isdecimal() else line.overall


def _weakest(lines: Sequence[Line], indicators: Iterable[Indicator], mark: int) -> tuple[Mean, ...]:
    means = []
    for indicator in indicators:
        scores = [line.scores[indicator.number] for line in lines if indicator.number in line.scores]
        if scores:
            mean = rounded(sum(scores, Decimal(0)) / len(scores))
            means.append(Mean(indicator, mean, sum(score < mark for score in scores), len(scores)))
    return tuple(sorted(means, key=lambda one: (one.score, one.indicator.number))[:WEAKEST])


@dataclass(frozen=True)
class HeatCell:
    """One cell of the heat map: step 0–4 of its colour, whether it is below the pass mark."""

    number: int
    score: Decimal | None
    step: int
    low: bool


def heat(scores: dict[int, Decimal], indicators: Iterable[Indicator], marks: Sequence[int]) -> tuple[HeatCell, ...]:
    """Return a cell an indicator; steps change at ten below the pass mark, at it, half-way and at the highest mark."""
    bounds = heat_bounds(marks)
    cells = []
    for one in indicators:
        score = scores.get(one.number)
        step = 0 if score is None else sum(score >= bound for bound in bounds)
        cells.append(HeatCell(one.number, score, step, score is not None and score < marks[0]))
    return tuple(cells)


def heat_bounds(marks: Sequence[int]) -> tuple[Decimal, ...]:
    """Return the four scores at which the colour of the heat map changes."""
    low, high = Decimal(marks[0]), Decimal(marks[-1])
    return (max(low - 10, Decimal(0)), low, (low + high) / 2, high)
