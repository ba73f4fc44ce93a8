"""The plan that a paper makes."""

from agencies.choices import ALL_AGENCIES_GROUP
from agencies.models import AgencyGroup, Province, User
from measures import planning
from measures.choices import Grouping
from measures.importing.differences import steps_of
from measures.importing.request import Request
from measures.intake.shapes import Reading
from measures.models import Measure, Plan
from thai.wording import bare

_PUBLIC_SERVICE = "ให้บริการประชาชน"


def plan_of(request: Request) -> Plan | None:
    """The owner's plan of that year, if there is one."""
    if request.round is not None:
        return request.round.plan
    if request.own_plan:
        return Plan.objects.filter(agency=request.agency, fiscal_year=request.fiscal_year).first()
    return Plan.objects.of_province(request.province).filter(fiscal_year=request.fiscal_year).first()


def make_plan(request: Request, reading: Reading, *, by: User | None) -> Plan:
    """Make the plan with the paper's measures, grouped as the paper groups them, in document order. One event.

    A province's measures are reported by the groups that the paper names; an agency's own by the agency.
    """
    agency = request.agency if request.own_plan else None
    grouping = Grouping.ISSUE if reading.by_issue else Grouping.INDICATOR
    plan = planning.create_plan(
        by=by, province=request.province, agency=agency, fiscal_year=request.fiscal_year, grouping=grouping
    )
    measures = Measure.objects.bulk_create(
        Measure(
            plan=plan, indicator=found.indicator, issue=found.issue, label=found.label, text=found.text,
            substeps=steps_of(found), responsible=found.responsible, order=order, version=1,
        )
        for order, found in enumerate(reading.measures)
    )  # fmt: skip
    if agency is not None:
        return plan
    groups = _Groups(request.province)
    through = Measure.groups.through
    through.objects.bulk_create(
        through(measure_id=measure.pk, agencygroup_id=group.pk)
        for measure in measures
        for group in groups.of(measure.responsible)
    )
    return plan


class _Groups:
    """Which groups of agencies a responsible text means: the groups that it names, else all agencies."""

    def __init__(self, province: Province) -> None:
        self.all = AgencyGroup.objects.get_or_create(province=province, name=ALL_AGENCIES_GROUP)[0]
        self.others = [group for group in province.groups.order_by("pk") if group.pk != self.all.pk]

    def of(self, responsible: str) -> list[AgencyGroup]:
        text = bare(responsible)
        if not text or bare(ALL_AGENCIES_GROUP) in text:
            return [self.all]
        named = [group for group in self.others if bare(group.name) in text]
        if not named and _PUBLIC_SERVICE in text:
            named = [group for group in self.others if _PUBLIC_SERVICE in bare(group.name)]
        return named or [self.all]
