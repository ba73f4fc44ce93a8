"""What the nation's pages count of the reports of a half-year: where each stands, how far, what is to be mended.

The rules are those of the board: what is done, begun, late, and what the checks find without reading a word.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, Max, OuterRef, Q, Value, When
from django.db.models import Count as Number

from agencies.models import Province
from measures.checks import dead_link, failing_link
from measures.choices import RoundKind, RoundState, State
from measures.models import Extension, Result, Round, Submission
from measures.querysets import DONE, TOUCHED
from measures.selectors.board_counts import (
    COUNTED,
    ERROR,
    SHUT,
    Found,
    Scope,
    captions,
    dead_of,
    waived_of,
    within,
)  # fmt: skip
from measures.selectors.rounds import UNSENT

KINDS = (RoundKind.SIX.value, RoundKind.TWELVE.value)


@dataclass(frozen=True)
class Period:
    """A half-year: the fiscal year (B.E.) and the kind of its rounds, "6" or "12"."""

    fiscal_year: int
    kind: str

    def scope(self, province: Province | None = None) -> dict[str, Any]:
        """Return the conditions on its reports, whoever planned them; of one province, or of all."""
        scope = {"round__plan__fiscal_year": self.fiscal_year, "round__kind": self.kind}
        return scope | ({"agency__province": province} if province else {})


@dataclass(frozen=True)
class Work:
    """Figures of reports that can be added up. errors: what stops a sending; dead: links that nobody can open."""

    done: int = 0
    total: int = 0
    errors: int = 0
    dead: int = 0

    def __add__(self, other: "Work") -> "Work":
        return Work(
            self.done + other.done, self.total + other.total, self.errors + other.errors, self.dead + other.dead
        )

    @property
    def percent(self) -> int | None:
        """Return the whole percentage that is complete; None of nothing."""
        return self.done * 100 // self.total if self.total else None


def periods() -> list[Period]:
    """Return the half-years of which a round was opened, the one opened last first: 1 query."""
    opened = Round.objects.filter(kind__in=KINDS).exclude(opened_at=None).order_by()
    found = opened.values_list("plan__fiscal_year", "kind").annotate(last=Max("opened_at")).order_by("-last", "kind")
    return [Period(year, kind) for year, kind, _last in found]


def reports_of(period: Period, *, now: dt.datetime, province: Province | None = None) -> Any:
    """Return one report an agency in use (a queryset of Submission), with `stage` and `late` as on the board.

    Of an agency that reports on its province's plan and on one of its own, the former. stage: the state, "" for a
    draft that nobody has begun.
    """
    provincial = Submission.objects.filter(agency=OuterRef("agency"), round__plan__agency=None, **period.scope())
    begun = Result.objects.filter(TOUCHED, submission=OuterRef("pk"))
    granted = Extension.objects.filter(submission=OuterRef("pk"), until__gte=now)
    over = ~Q(round__state=RoundState.OPEN) | Q(round__due_at__lt=now)
    found = Submission.objects.filter(
        Q(round__plan__agency=None) | ~Exists(provincial), agency__is_active=True, **period.scope(province)
    )
    return found.annotate(
        stage=Case(When(Q(state=State.DRAFT) & ~Exists(begun), then=Value("")), default=F("state")),
        late=Case(When(over & Q(state__in=UNSENT) & ~Exists(granted), then=Value(True)), default=Value(False)),
    )


def standing(reports: Any) -> dict[int, tuple[Counter[str], int]]:
    """Return province's key → (how many reports of each stage, how many are late): 1 query."""
    rows = reports.order_by().values("agency__province", "stage", "late").annotate(reports=Number("pk"))
    found: dict[int, tuple[Counter[str], int]] = {}
    for row in rows:
        stages, late = found.get(row["agency__province"], (Counter(), 0))
        stages[row["stage"]] += row["reports"]
        found[row["agency__province"]] = stages, late + (row["reports"] if row["late"] else 0)
    return found


def work_of(reports: Mapping[int, int], scope: Scope, *, now: dt.datetime) -> dict[int, Work]:
    """Return the work of the reports, added up by what each key stands for: 8 queries at most.

    reports: report's key → that of its province, or its own; scope: where these reports are found.
    """
    waived = waived_of(scope, now)
    works: dict[int, Work] = {}
    for report, more in (*_progress(scope), *_findings(scope, waived)):
        if (place := reports.get(report)) is not None:
            works[place] = works.get(place, Work()) + more
    return works


def _progress(scope: Scope) -> Iterator[tuple[int, Work]]:
    """Yield how much each report is asked for, and how much of it is done: two counts that stay within an index."""
    results = Result.objects.filter(within(scope)).order_by().values_list("submission")
    for report, total in results.annotate(count=Number("*")):
        yield report, Work(total=total)
    for report, done in results.filter(DONE).annotate(count=Number("*")):
        yield report, Work(done=done)


def _findings(scope: Scope, waived: Mapping[int, set[str]]) -> Iterator[tuple[int, Work]]:
    """Yield what stops a sending, and what cannot be opened, as the board counts it; what is waived is left out."""
    found = [*_mistakes(scope), *captions(scope), *dead_of(scope)]
    for one in found:
        if one.code not in waived.get(one.submission, ()):
            dead = one.count if one.code in (dead_link.CODE, failing_link.CODE) else 0
            yield one.submission, Work(errors=one.count if one.severity == ERROR else 0, dead=dead)


def _mistakes(scope: Scope) -> Iterator[Found]:
    for code, condition in COUNTED.values():
        wrong = Result.objects.filter(within(scope), condition).exclude(SHUT).order_by()
        for report, count in wrong.values_list("submission").annotate(count=Number("*")):
            yield Found(report, 0, code, ERROR, count)
