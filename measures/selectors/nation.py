"""The central viewer's pages: the provinces of the nation side by side, and the agencies of one of them.

Work comes from the reports of one half-year (nation_counts), scores from the newest cards until its year.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Count as Number
from django.utils.translation import gettext as _

from agencies.models import Agency, Province
from assessments.levels import parse_rules
from assessments.models import Edition
from assessments.nation import CardTally, card_tallies, level_tallies, levels_of, years_with_cards
from assessments.yearly import marks_of
from measures.choices import RoundKind, State
from measures.selectors.board import STAGES
from measures.selectors.nation_counts import Period, Work, periods, reports_of, standing, work_of
from thai.wording import bare, thai_sort_key

T = TypeVar("T")

# Counting every result of the nation takes long, and nobody needs it by the second: a count holds so many seconds.
COUNT_HOLDS = 60
FIGURES = ("agencies", "unasked", "percent", "late", "average", "change", "share", "errors", "dead")


@dataclass(frozen=True)
class Scores:
    """Whose scores stand beside the work: of which year, of which year before, at which mark, with which levels."""

    year: int = 0
    before: int = 0
    mark: int = 0
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """What is known of a province, or of several together. `stages`: as the board's, "" not begun."""

    agencies: int = 0
    stages: Counter[str] = field(default_factory=Counter)
    late: int = 0
    work: Work = field(default_factory=Work)
    cards: CardTally = field(default_factory=CardTally)
    cards_before: CardTally = field(default_factory=CardTally)
    levels: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.agencies + other.agencies, self.stages + other.stages, self.late + other.late, self.work + other.work,
            self.cards + other.cards, self.cards_before + other.cards_before, self.levels + other.levels,
        )  # fmt: skip

    @property
    def asked(self) -> int:
        """Return how many agencies have a report."""
        return self.stages.total()

    @property
    def unasked(self) -> int:
        """Return how many agencies in use have none."""
        return self.agencies - self.asked

    @property
    def sent(self) -> int:
        """Return how many reports are with the reader or approved."""
        return self.stages[State.SUBMITTED] + self.stages[State.APPROVED]

    @property
    def percent(self) -> int | None:
        """Return the whole percentage of the measures that is complete."""
        return self.work.percent

    @property
    def errors(self) -> int | None:
        """Return how much stops a sending; None where nothing is asked."""
        return self.work.errors if self.asked else None

    @property
    def dead(self) -> int | None:
        """Return how many links nobody can open; None where nothing is asked."""
        return self.work.dead if self.asked else None

    @property
    def average(self) -> Decimal | None:
        """Return the mean score of the agencies."""
        return self.cards.average

    @property
    def change(self) -> Decimal | None:
        """Return how much the mean rose since the year before."""
        now, before = self.average, self.cards_before.average
        return now - before if now is not None and before is not None else None

    @property
    def share(self) -> Decimal | None:
        """Return the per cent of agencies with a card that are at the pass mark."""
        return self.cards.share

    @property
    def short(self) -> int:
        """Return how many agencies with a card are not at the pass mark."""
        return self.cards.cards - self.cards.passed


@dataclass(frozen=True)
class ProvinceRow:
    """A province with its figures."""

    province: Province
    figures: Figures

    @property
    def key(self) -> Any:
        """Return what equal rows are put in order by."""
        return thai_sort_key(self.province.local_name)


@dataclass(frozen=True)
class Wanted:
    """What a reader asked for. state: of the agencies of one province.

    sort: "name", a figure's name, a stage ("stage-A", "stage-" not begun) or a level's place ("level-0"); of agencies
    "state" and "level", too; "-" in front for falling.
    """

    q: str = ""
    late: bool = False
    state: str = ""
    sort: str = ""

    @property
    def key(self) -> str:
        """Return what is sorted by, without its direction."""
        return self.sort.removeprefix("-")

    @property
    def falling(self) -> bool:
        """Say whether the greatest comes first."""
        return self.sort.startswith("-")


EVERYTHING = Wanted()


@dataclass(frozen=True)
class Nation:
    """The page. `rows`: those that fit what is wanted, `sums` theirs together; `whole`: the nation's.

    counted_at: when the measures were counted.
    """

    period: Period | None
    periods: tuple[Period, ...]
    scores: Scores
    rows: tuple[ProvinceRow, ...]
    sums: Figures
    whole: Figures
    counted_at: dt.datetime

    @property
    def round_name(self) -> str:
        """Return what rounds of the half-year are called, in the reader's language."""
        return _(RoundKind(self.period.kind).label) if self.period else ""


def nation(year: int, kind: str, *, now: dt.datetime, wanted: Wanted = EVERYTHING) -> Nation:
    """Return every province's work and scores: 20 queries at most, 12 while the last count of the measures holds.

    year, kind: the half-year asked for, 0 and "" for the one opened last.
    """
    known = tuple(periods())
    period = chosen(known, year, kind)
    scores = scores_until(period.fiscal_year if period else 0)
    counted_at, works = _counted(period, now) if period else (now, {})
    stages = standing(reports_of(period, now=now)) if period else {}
    figures = _figures(scores, stages, works)
    rows = [ProvinceRow(one, figures(one.pk)) for one in Province.objects.all()]
    shown = tuple(_sorted([row for row in rows if _fits(row, wanted)], wanted, scores.levels))
    return Nation(period, known, scores, shown, _sum(shown), _sum(rows), counted_at)


def nation_glance(*, now: dt.datetime) -> Nation:
    """Return the sums alone, of the half-year opened last, without its measures: 9 queries at most."""
    known = tuple(periods())
    period = chosen(known, 0, "")
    scores = scores_until(period.fiscal_year if period else 0)
    stages = standing(reports_of(period, now=now)) if period else {}
    figures = _figures(scores, stages, {})
    whole = sum((figures(pk) for pk in Province.objects.values_list("pk", flat=True)), Figures())
    return Nation(period, known, scores, (), whole, whole, now)


def chosen(known: Sequence[Period], year: int, kind: str) -> Period | None:
    """Return the half-year that is asked for, even if no round of it was opened; else the one opened last of that
    year or kind, else of all."""
    if year and kind:
        return Period(year, kind)
    fitting = [one for one in known if year in (0, one.fiscal_year) and kind in ("", one.kind)]
    return fitting[0] if fitting else Period(year, kind or "6") if year else next(iter(known), None)


def scores_until(year: int) -> Scores:
    """Return which scores stand beside the work of a fiscal year: the newest until then (0: of all); 3 queries.

    levels: those of the year's rules, best first, then what else is printed.
    """
    years = [one for one in years_with_cards() if not year or one <= year]
    if not years:
        return Scores()
    edition = Edition.objects.filter(fiscal_year=years[0]).first()
    ruled = [rule.name for rule in parse_rules(edition.level_rules)] if edition else []
    printed = [name for name in levels_of(years[0]) if name not in ruled]
    return Scores(years[0], years[1] if len(years) > 1 else 0, marks_of(edition)[0], (*ruled, *printed))


def _counted(period: Period, now: dt.datetime) -> tuple[dt.datetime, dict[int, Work]]:
    """Return when the nation's measures were counted, and province's key → its work."""
    key = f"nation-work-{period.fiscal_year}-{period.kind}"
    if (kept := cache.get(key)) is None:
        reports = dict(reports_of(period, now=now).order_by().values_list("pk", "agency__province"))
        kept = now, work_of(reports, period.scope(), now=now)
        cache.set(key, kept, COUNT_HOLDS)
    return kept


def _figures(
    scores: Scores, stages: dict[int, tuple[Counter[str], int]], works: dict[int, Work]
) -> Callable[[int], Figures]:
    """Return what gives a province's figures by its key: 4 queries."""
    sizes = dict(Agency.objects.active().order_by().values_list("province").annotate(size=Number("pk")))
    cards = card_tallies(scores.year, scores.mark) if scores.year else {}
    before = card_tallies(scores.before, scores.mark) if scores.before else {}
    levels = level_tallies(scores.year) if scores.year else {}

    def of(pk: int) -> Figures:
        counted, late = stages.get(pk, (Counter(), 0))
        return Figures(
            sizes.get(pk, 0), counted, late, works.get(pk, Work()), cards.get(pk, CardTally()),
            before.get(pk, CardTally()), Counter(levels.get(pk, {})),
        )  # fmt: skip

    return of


def _sum(rows: Sequence[ProvinceRow]) -> Figures:
    return sum((row.figures for row in rows), Figures())


def _fits(row: ProvinceRow, wanted: Wanted) -> bool:
    named = bare(wanted.q) in bare(f"{row.province.name} {row.province.name_en}")
    return named and (not wanted.late or row.figures.late > 0)


def _sorted(rows: list[ProvinceRow], wanted: Wanted, levels: Sequence[str]) -> list[ProvinceRow]:
    """Put the rows in order; unless told otherwise who is late comes first, and who has no agencies last."""
    by_name = sorted(rows, key=lambda row: row.key)
    if wanted.key == "name":
        return by_name[::-1] if wanted.falling else by_name
    figure = _figure_of(wanted.key, levels)
    if figure is None:
        return sorted(by_name, key=lambda row: (not row.figures.agencies, -row.figures.late))
    return in_order(by_name, lambda row: figure(row.figures), falling=wanted.falling)


def _figure_of(key: str, levels: Sequence[str]) -> Callable[[Figures], Any] | None:
    kind, _between, name = key.partition("-")
    if key in FIGURES:
        return lambda figures: getattr(figures, key)
    if kind == "stage" and name in STAGES:
        return lambda figures: figures.stages[name] if figures.asked else None
    if kind == "level" and name in map(str, range(len(levels))):
        return lambda figures: figures.levels[levels[int(name)]] if figures.cards.cards else None
    return None


def in_order(rows: Sequence[T], figure: Callable[[T], Any], *, falling: bool) -> list[T]:
    """Return rows by a figure; those that have none come last, whatever the direction."""
    having = [row for row in rows if figure(row) is not None]
    return sorted(having, key=figure, reverse=falling) + [row for row in rows if figure(row) is None]
