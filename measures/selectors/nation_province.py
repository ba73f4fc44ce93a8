"""The agencies of one province as the central viewer sees them: their report of a half-year, and their scores."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agencies.models import Agency, Province, User
from assessments.models import ScoreCard
from assessments.nation import CardTally
from assessments.owners import owner_key
from assessments.standing import cards_of
from measures.choices import State
from measures.models import Round
from measures.selectors.board import IDLE, MISSING, STAGES, opens
from measures.selectors.nation import EVERYTHING, FIGURES, Figures, Scores, Wanted, chosen, in_order, scores_until
from measures.selectors.nation_counts import Period, Work, periods, reports_of, work_of
from measures.selectors.rounds import UNSENT
from thai.wording import bare, thai_sort_key

# What the agencies may be narrowed to besides a state: without a report, below the pass mark, without a score.
UNASKED, BELOW, BARE = "none", "below", "bare"


@dataclass(frozen=True)
class AgencyRow:
    """An agency with its report (None: nothing asked), its stage, its level (hinted: our own) and where it opens."""

    agency: Agency
    report: Any
    figures: Figures
    level: str = ""
    hinted: bool = False
    url: str = ""

    @property
    def stage(self) -> str | None:
        """Return where its report stands, "" not begun, None without one."""
        return self.report.stage if self.report else None

    @property
    def owner_key(self) -> str:
        """Return what stands for the agency in addresses of scores."""
        return owner_key(self.agency)


@dataclass(frozen=True)
class ProvincePage:
    """The page. `rows`: those that fit; `sums` theirs together, `whole` the province's; round: that of its own plan."""

    province: Province
    period: Period | None
    periods: tuple[Period, ...]
    scores: Scores
    rows: tuple[AgencyRow, ...]
    sums: Figures
    whole: Figures
    round: Round | None


def province_agencies(
    province: Province, year: int, kind: str, *, user: User, now: dt.datetime, wanted: Wanted = EVERYTHING
) -> ProvincePage:
    """Return a province's agencies in use: 18 queries at most. year, kind: as of selectors.nation."""
    known = tuple(periods())
    period = chosen(known, year, kind)
    scores = scores_until(period.fiscal_year if period else 0)
    reports = _reports(period, province, now)
    scope = period.scope(province) if period else {}
    works = work_of({one.pk: one.pk for one in reports.values()}, scope, now=now) if reports else {}
    cards, before = (_cards(province, one) for one in (scores.year, scores.before))
    agencies = Agency.objects.of_province(province).active().select_related("kind")
    rows = [
        _row(one, reports.get(one.pk), works, cards.get(one.pk), before.get(one.pk), scores.mark, user)
        for one in agencies
    ]
    shown = tuple(_sorted([row for row in rows if _fits(row, wanted)], wanted, scores.levels))
    own = next((one.round for one in reports.values() if one.round.plan.agency_id is None), None)
    return ProvincePage(province, period, known, scores, shown, _sum(shown), _sum(rows), own)


def _reports(period: Period | None, province: Province, now: dt.datetime) -> dict[int, Any]:
    if period is None:
        return {}
    found = reports_of(period, now=now, province=province).select_related("agency", "round__plan__province")
    return {report.agency_id: report for report in found.order_by()}


def _cards(province: Province, year: int) -> dict[int | None, Any]:
    return cards_of(ScoreCard.objects.of_agencies(year).filter(province=province)) if year else {}


def _row(
    agency: Agency, report: Any, works: Mapping[int, Work], card: Any, before: Any, mark: int, user: User
) -> AgencyRow:
    level = (card.printed_level or card.level_hint) if card else ""
    figures = Figures(
        1, Counter([report.stage] if report else []), int(report.late) if report else 0,
        works.get(report.pk, Work()) if report else Work(), _tally(card, mark), _tally(before, mark),
        Counter([level] if level else []),
    )  # fmt: skip
    return AgencyRow(
        agency, report, figures, level, bool(card and not card.printed_level), opens(report, user)[1] if report else ""
    )


def _tally(card: Any, mark: int) -> CardTally:
    """Return one card as something to be added up."""
    if card is None:
        return CardTally()
    score: Decimal | None = card.overall
    return CardTally(1, int(score is not None and score >= mark), int(score is not None), score or Decimal(0))


def _sum(rows: Sequence[AgencyRow]) -> Figures:
    return sum((row.figures for row in rows), Figures())


def _fits(row: AgencyRow, wanted: Wanted) -> bool:
    """Say whether the row belongs to the filters; an unknown state leaves nothing out."""
    cards = row.figures.cards
    special = {
        IDLE: row.stage == "", UNASKED: row.report is None, MISSING: bool(row.report) and row.report.state in UNSENT,
        BELOW: cards.scored > cards.passed, BARE: not cards.scored,
    }  # fmt: skip
    stands = special[wanted.state] if wanted.state in special else _stands(row, wanted.state)
    return stands and bare(wanted.q) in bare(row.agency.name) and (not wanted.late or row.figures.late > 0)


def _stands(row: AgencyRow, state: str) -> bool:
    return state not in State.values or row.stage == state


def _sorted(rows: Sequence[AgencyRow], wanted: Wanted, levels: Sequence[str]) -> list[AgencyRow]:
    by_name = sorted(rows, key=lambda row: thai_sort_key(row.agency.name))
    if wanted.key == "state":
        order = {stage: place for place, stage in enumerate(reversed(STAGES))}
        return in_order(by_name, lambda row: None if row.stage is None else order[row.stage], falling=wanted.falling)
    if wanted.key == "level":
        steps = {name: -place for place, name in enumerate(levels)}
        return in_order(by_name, lambda row: steps.get(row.level), falling=wanted.falling)
    if wanted.key in FIGURES:
        return in_order(by_name, lambda row: getattr(row.figures, wanted.key), falling=wanted.falling)
    return by_name[::-1] if wanted.key == "name" and wanted.falling else by_name
