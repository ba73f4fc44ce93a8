"""The measures that hold for a body in one year as papers tell them: plain data, and what fetches it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q

from agencies.models import Agency, Province
from assessments.selectors import indicators_of, issues_of
from measures.grouping import by_issue, number_of
from measures.models import Measure, Plan
from measures.workflow import reporting_agencies


@dataclass(frozen=True)
class Group:
    """What measures stand under: an indicator or an issue of the year, by number and name ("" where unknown)."""

    number: int
    name: str = ""
    is_issue: bool = False

    @property
    def words(self) -> str:
        """ "ตัวชี้วัดที่ 4" or "ประเด็นที่ 4"."""
        return f"{'ประเด็น' if self.is_issue else 'ตัวชี้วัด'}ที่ {self.number}"


@dataclass(frozen=True)
class Planned:
    """One measure of a plan. steps: (label, text); answers: the codes of the weak points that it answers ("4", "e1",
    "o27"), of the card of the year before the plan's."""

    group: Group
    label: str
    text: str
    steps: tuple[tuple[str, str], ...] = ()
    responsible: str = ""
    follow_up: str = ""
    deadline: dt.date | None = None
    answers: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where it stands in the plan: "ตัวชี้วัดที่ 4 ข้อ 2"."""
        return f"{self.group.words} ข้อ {self.label}" if self.label else self.group.words


@dataclass(frozen=True)
class PlanYear:
    """The measures of a year in the plan's order. owner: whose plan it is, in words; is_own: the paper's own body's,
    else that of its province, of which these measures are assigned to the agency."""

    fiscal_year: int
    owner: str
    is_own: bool
    measures: tuple[Planned, ...]

    def answering(self, code: str) -> tuple[Planned, ...]:
        """The measures that answer a weak point."""
        return tuple(one for one in self.measures if code in one.answers)

    def groups(self) -> Iterable[tuple[Group, tuple[Planned, ...]]]:
        """Each group with its measures, in the order in which the plan begins them."""
        found: dict[Group, list[Planned]] = {}
        for one in self.measures:
            found.setdefault(one.group, []).append(one)
        return ((group, tuple(ones)) for group, ones in found.items())


def plan_of(owner: Agency | Province, fiscal_year: int) -> Plan | None:
    """The plan that holds for the owner in that year: the agency's own, else its province's: 1 query."""
    plans = Plan.objects.select_related("province", "agency").filter(fiscal_year=fiscal_year)
    if isinstance(owner, Province):
        return plans.of_province(owner).first()
    mine = plans.filter(province=owner.province_id).filter(Q(agency=owner) | Q(agency__isnull=True))
    return mine.order_by(F("agency").asc(nulls_last=True)).first()


def plan_year(owner: Agency | Province, fiscal_year: int) -> PlanYear | None:
    """The measures that hold for the owner in that year (B.E.), None without a plan: 8 queries at most.

    Of a province's plan an agency has the measures that are assigned to it.
    """
    plan = plan_of(owner, fiscal_year)
    if plan is None:
        return None
    is_own = isinstance(owner, Province) or plan.agency_id == owner.pk
    rows = plan.measures.prefetch_related("weak_points").order_by("order", "pk")
    if not is_own:
        assigned = rows.prefetch_related("groups__agencies", "agencies")
        rows = [one for one in assigned if owner in reporting_agencies(one)]  # type: ignore[assignment]
    names = _names(plan)
    return PlanYear(fiscal_year, plan.printed_owner, is_own, tuple(_planned(one, plan, names) for one in rows))


def _names(plan: Plan) -> dict[int, str]:
    """Number → Thai name of what the plan is grouped by, whoever reads."""
    if by_issue(plan):
        return {one.number: one.name for one in issues_of(plan.fiscal_year)}
    return {one.number: one.name for one in indicators_of(plan.fiscal_year)}


def _planned(row: Measure, plan: Plan, names: dict[int, str]) -> Planned:
    number = number_of(row)
    return Planned(
        Group(number, names.get(number, ""), by_issue(plan)),
        row.label,
        row.text,
        tuple((str(step.get("label", "")), str(step.get("text", ""))) for step in row.substeps),
        row.responsible,
        row.follow_up,
        row.deadline,
        tuple(one.code for one in row.weak_points.all() if one.fiscal_year == plan.fiscal_year - 1),
    )
