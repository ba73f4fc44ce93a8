"""Rounds as their pages show them: who reports, how far they are, what an opening would make."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from agencies.choices import Role
from agencies.models import Agency, User
from agencies.rules import roles_at
from measures.choices import Action, RoundState, State
from measures.models import Extension, Measure, Plan, Round, Submission
from measures.rules import GRANTED
from measures.selectors.deadline import Deadline, round_deadline

UNSENT = (State.DRAFT, State.ENDORSEMENT, State.RETURNED)
# The states in which the provincial office reads a report, as the policy says.
READABLE = tuple(sorted({state for _round, state in GRANTED[Action.RESULT_READ][Role.REVIEWER]}))
# What a list of reports may be narrowed to: a state, or all that have still to send.
MISSING = "missing"
# A draft that nobody has begun: the state stays D, lists tell it apart.
IDLE = "idle"


@dataclass(frozen=True)
class Report:
    """One agency's report in the list of a round."""

    submission: Submission
    done: int
    total: int
    flagged: int
    readable: bool
    extensions: tuple[Extension, ...]

    @property
    def percent(self) -> int:
        """Return the whole percentage that is filled in."""
        return self.done * 100 // self.total if self.total else 0


@dataclass(frozen=True)
class RoundPage:
    """A round's own page. `reports`: those of the chosen filter; `tally`: all, by state; `idle`: drafts not begun."""

    round: Round
    state: str
    deadline: Deadline
    managed: bool
    knows_plan: bool
    measures: int
    reports: tuple[Report, ...]
    tally: dict[str, int]
    idle: int
    unsent: tuple[str, ...]
    extensions: tuple[Extension, ...]

    @property
    def total(self) -> int:
        """Return how many agencies report."""
        return sum(self.tally.values())

    @property
    def sent(self) -> int:
        """Return how many reports are with the province or approved."""
        return self.tally[State.SUBMITTED] + self.tally[State.APPROVED]

    @property
    def returned(self) -> int:
        """Return how many reports came back."""
        return self.tally[State.RETURNED]

    @property
    def filters(self) -> list[tuple[str, str, int]]:
        """Return (value, words, count) of what the list may be narrowed to."""
        missing = sum(self.tally[state] for state in UNSENT)
        begun = self.tally | {State.DRAFT: self.tally[State.DRAFT] - self.idle}
        states = [(state.value, str(state.label), begun[state]) for state in State]
        all_, unsent = ("", _("ทั้งหมด"), self.total), (MISSING, _("ยังไม่ส่ง"), missing)
        return [all_, unsent, (IDLE, _("ยังไม่เริ่ม"), self.idle), *states]


def rounds_known(user: User) -> QuerySet[Round]:
    """Return the rounds of the plans that the person may know of, with plan, province and agency."""
    known = Round.objects.filter(plan__in=Plan.objects.visible_to(user))
    return known.select_related("plan__province", "plan__agency")


def round_page(round_: Round, *, user: User, now: dt.datetime, show: str = "") -> RoundPage:
    """Return a round and those reports that the person may know of: 7 queries at most."""
    granted = Prefetch("extensions", Extension.objects.select_related("granted_by"))
    found = round_.submissions.visible_to(user).select_related("agency").with_progress()  # type: ignore[attr-defined]
    reports = [_report(one, user) for one in found.prefetch_related(granted).order_by("agency__name")]
    tally = {state.value: sum(one.submission.state == state for one in reports) for state in State}
    return RoundPage(
        round_,
        round_.state_at(now),
        round_deadline(round_, now=now),
        Round.objects.managed_by(user).filter(pk=round_.pk).exists(),
        Plan.objects.visible_to(user).filter(pk=round_.plan_id).exists(),
        round_.measures.count() if round_.state != RoundState.PLANNED else round_.plan.measures.count(),
        tuple(one for one in reports if _fits(one, show)),
        tally,
        sum(_is_idle(one) for one in reports),
        tuple(one.submission.agency.name for one in reports if one.submission.state in UNSENT),
        tuple(extension for one in reports for extension in one.extensions),
    )


def _is_idle(report: Report) -> bool:
    stage: str = report.submission.stage  # type: ignore[attr-defined]
    return not stage


def _fits(report: Report, show: str) -> bool:
    """Say whether the report belongs to the filter; an unknown filter leaves nothing out."""
    state = report.submission.state
    if show == MISSING:
        return state in UNSENT
    if show == IDLE:
        return _is_idle(report)
    return show not in State.values or (state == show and not _is_idle(report))


def _report(submission: Submission, user: User) -> Report:
    counted: object = submission
    # An administrator knows of every report and reads the words of none (docs/permissions.md row 3).
    reads = bool(roles_at(user, agency=submission.agency) - {Role.ADMIN})
    return Report(
        submission, counted.complete, counted.total, counted.flagged_count,  # type: ignore[attr-defined]
        reads and submission.state in READABLE, tuple(submission.extensions.all()),
    )  # fmt: skip


@dataclass(frozen=True)
class Reporter:
    """An agency that an opening would ask: how many measures, and how many people can fill them in."""

    agency: Agency
    measures: int
    staff: int


@dataclass(frozen=True)
class Opening:
    """What opening a round would make."""

    measures: int
    reporters: tuple[Reporter, ...]
    unassigned: tuple[Measure, ...]
    # The whole plan, each measure with whether the round would ask for it.
    asked: tuple[tuple[Measure, bool], ...] = ()

    @property
    def without_staff(self) -> list[Agency]:
        """Return the agencies that nobody could fill in for."""
        return [one.agency for one in self.reporters if not one.staff]


def opening(
    round_: Round, *, reports: Callable[[Measure], set[Agency]], asked: frozenset[int] | None = None
) -> Opening:
    """Return who would report what if the round opened now: 5 queries.

    reports: the rule that says which agencies report a measure (the workflow's own). asked: the keys of the measures
    that the round is to ask for; None: all.
    """
    own = round_.plan.agency
    plan = list(round_.plan.measures.prefetch_related("groups__agencies", "agencies"))
    measures = [measure for measure in plan if asked is None or measure.pk in asked]
    assigned = {measure: {own} if own else reports(measure) for measure in measures}
    counted: dict[Agency, int] = {}
    for agencies in assigned.values():
        for agency in agencies:
            counted[agency] = counted.get(agency, 0) + 1
    people = Count("memberships", filter=Q(memberships__role=Role.STAFF, memberships__user__is_active=True))
    named = Agency.objects.filter(pk__in=[agency.pk for agency in counted]).annotate(staff=people).order_by("name")
    return Opening(
        len(measures),
        tuple(Reporter(agency, counted[agency], agency.staff) for agency in named),
        tuple(measure for measure, agencies in assigned.items() if not agencies),
        tuple((measure, measure in assigned) for measure in plan),
    )
