"""Plans as their pages show them: the list, the measures by indicator or issue, who reports what."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from agencies.choices import ALL_AGENCIES_GROUP, Role
from agencies.models import Agency, AgencyGroup, Province, User
from agencies.rules import barred
from agencies.verdict import YES, Verdict
from assessments.selectors import indicators_of, issues_of
from measures.choices import Action, RoundState
from measures.grouping import Titled, in_groups
from measures.models import Intake, Measure, Plan, Round
from measures.rules import may
from measures.selectors.weak import Helped, helped

# The indicators of the ITA have been ten in every edition from 2563 on.
USUAL = range(1, 11)


@dataclass(frozen=True)
class RoundStand:
    """A round of a plan with the state that holds now."""

    round: Round
    state: str


@dataclass(frozen=True)
class PlanLine:
    """A plan in the list. `unassigned`: measures that nobody reports; 0 for an agency's own plan."""

    plan: Plan
    measures: int
    unassigned: int
    rounds: tuple[RoundStand, ...]


@dataclass(frozen=True)
class MeasureLine:
    """One measure of a plan with the names of those that report it, and the weak points that it answers."""

    measure: Measure
    reporters: tuple[str, ...]
    first: bool
    last: bool
    points: tuple[Helped, ...] = ()


@dataclass(frozen=True)
class PlanGroup(Titled):
    """The measures of one indicator or issue; `name` is empty where no edition knows it, `instrument` of an issue."""

    number: int
    name: str
    instrument: str
    lines: tuple[MeasureLine, ...]
    by_issue: bool = False


@dataclass(frozen=True)
class PlanPage:
    """A plan's own page."""

    plan: Plan
    groups: tuple[PlanGroup, ...]
    rounds: tuple[RoundStand, ...]
    intakes: tuple[Intake, ...]
    everyone: AgencyGroup | None

    @property
    def lines(self) -> list[MeasureLine]:
        """Return every measure in the order of the groups."""
        return [line for group in self.groups for line in group.lines]

    @property
    def unassigned(self) -> list[Measure]:
        """Return the measures that nobody reports; none in an agency's own plan, where the agency does."""
        if self.plan.agency_id:
            return []
        return [line.measure for line in self.lines if not line.reporters]

    @property
    def is_open(self) -> bool:
        """Say whether a round is open."""
        return any(stand.state == RoundState.OPEN for stand in self.rounds)


def plan_lines(user: User, *, now: dt.datetime) -> list[PlanLine]:
    """Return the plans that the person may know of, newest year first: 2 queries."""
    nobody = Q(measures__groups=None, measures__agencies=None)
    plans = (
        Plan.objects.visible_to(user)
        .select_related("province", "agency")
        .annotate(size=Count("measures", distinct=True), bare=Count("measures", filter=nobody, distinct=True))
        .prefetch_related("rounds")
        .order_by("-fiscal_year", "province__name", "agency__name")
    )
    return [
        PlanLine(plan, plan.size, 0 if plan.agency_id else plan.bare, _stands(plan, now))
        for plan in plans
    ]  # fmt: skip


def _stands(plan: Plan, now: dt.datetime) -> tuple[RoundStand, ...]:
    """Return the plan's rounds (prefetched), newest first."""
    rounds = sorted(plan.rounds.all(), key=lambda one: -one.pk)
    return tuple(RoundStand(one, one.state_at(now)) for one in rounds)


def plan_page(plan: Plan, *, user: User, now: dt.datetime) -> PlanPage:
    """Return a plan with its measures, rounds and papers: 8 queries at most, and those of `helped`."""
    measures = list(plan.measures.prefetch_related("groups", "agencies", "weak_points").order_by("order", "pk"))
    if plan.agency_id:
        shown = any(held.agency_id == plan.agency_id and held.role == Role.HEAD for held in user.held)
    else:
        shown = any(held.province_id == plan.province_id and held.role == Role.REVIEWER for held in user.held)
    papers = Intake.objects.filter(plan=plan, undone_at=None).exclude(committed_at=None)
    return PlanPage(
        plan,
        grouped(plan, measures, helped(plan, measures)),
        tuple(RoundStand(one, one.state_at(now)) for one in plan.rounds.order_by("-pk")),
        tuple(papers.defer("content", "reading", "made")) if shown else (),
        plan.province.groups.filter(name=ALL_AGENCIES_GROUP).first(),
    )


def grouped(
    plan: Plan, measures: Iterable[Measure], points: Mapping[int, tuple[Helped, ...]]
) -> tuple[PlanGroup, ...]:  # fmt: skip
    """Group measures (groups and agencies prefetched) as the plan says; within a group they keep the plan's order.

    points: measure's key → the weak points that it answers.
    """
    return tuple(
        PlanGroup(
            head.number, head.name, head.instrument,
            tuple(_line(one, found[0], found[-1], points.get(one.pk, ())) for one in found),
            head.by_issue,
        )
        for head, found in in_groups(plan, measures, lambda measure: measure)
    )  # fmt: skip


def _line(measure: Measure, first: Measure, last: Measure, points: tuple[Helped, ...]) -> MeasureLine:
    names = [group.name for group in measure.groups.all()] + [agency.name for agency in measure.agencies.all()]
    return MeasureLine(measure, tuple(names), measure is first, measure is last, points)


def lists_plans(user: User) -> Verdict:
    """Say whether the person works with plans: plans somewhere, or reads for the nation."""
    if not (verdict := barred(user)):
        return verdict
    if Role.VIEWER in user.roles or any(may(user, Action.MEASURE_EDIT, owner) for owner in plan_owners(user)):
        return YES
    return Verdict(_("แผนเป็นงานของสำนักงานจังหวัด และของหัวหน้าหน่วยงานที่ทำแผนเอง"))


def plan_owners(user: User) -> list[Province | Agency]:
    """Return for whom the person may ask to plan: the provinces reviewed, the agencies headed."""
    provinces = [held.province for held in user.held if held.role == Role.REVIEWER and held.province]
    agencies = [held.agency for held in user.held if held.role == Role.HEAD and held.agency]
    return [*provinces, *agencies]


def reporting_groups(plan: Plan) -> list[AgencyGroup]:
    """Return the groups that may report the plan's measures, with `size` active agencies counted."""
    active = Count("agencies", filter=Q(agencies__is_active=True))
    return list(plan.province.groups.annotate(size=active).order_by("name"))


def measures_of(plan: Plan, keys: set[int]) -> list[Measure]:
    """Return those of the plan's measures that have these keys; foreign keys have no effect."""
    return [measure for measure in plan.measures.order_by("order", "pk") if measure.pk in keys]


def measure_of(plan: Plan, pk: int) -> Measure | None:
    """Return one measure of the plan, or None."""
    return plan.measures.filter(pk=pk).first()


def is_gone(pk: int) -> bool:
    """Say whether no measure has this key, in whatever plan."""
    return not Measure.objects.filter(pk=pk).exists()


def indicator_choices(plan: Plan, *, keep: int = 0) -> list[tuple[int, str]]:
    """Return (number, words) of the year's indicators, and of those that the plan has already.

    A year without an edition has the ten of every edition so far, without their names.
    """
    names = {indicator.number: indicator.title for indicator in indicators_of(plan.fiscal_year)}
    numbers = {*(names or USUAL), *plan.measures.values_list("indicator", flat=True), keep} - {0}
    return _choices(numbers, names)


def issue_choices(plan: Plan, *, keep: int = 0) -> list[tuple[int, str]]:
    """Return the same of the year's issues; none for a year without an edition and a plan without measures."""
    names = {issue.number: issue.title for issue in issues_of(plan.fiscal_year)}
    return _choices({*names, *plan.measures.values_list("issue", flat=True), keep} - {0}, names)


def _choices(numbers: set[int], names: dict[int, str]) -> list[tuple[int, str]]:
    return [(number, f"{number}. {names[number]}" if number in names else str(number)) for number in sorted(numbers)]
