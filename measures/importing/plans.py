"""The plan that a paper makes, or how it differs from the one that is there."""

from agencies.choices import ALL_AGENCIES_GROUP
from agencies.models import AgencyGroup, Province, User
from measures import planning
from measures.importing.request import Request
from measures.intake.doubts import doubt
from measures.intake.shapes import Doubt, FoundMeasure, Reading
from measures.models import Measure, Plan
from thai.wording import bare

_PUBLIC_SERVICE = "ให้บริการประชาชน"


def plan_of(request: Request) -> Plan | None:
    """The province's plan of that year, if there is one."""
    return Plan.objects.of_province(request.province).filter(fiscal_year=request.fiscal_year).first()


def plan_doubts(plan: Plan | None, reading: Reading) -> list[Doubt]:
    """Where the paper's measures differ from the plan that is there; its words stay."""
    if plan is None:
        return []
    known = {(one.indicator, one.label): one for one in plan.measures.all()}
    doubts = []
    for found in reading.measures:
        if found.stamp:
            continue  # the portal's own workbook: its rows are known by their codes
        words = {"indicator": found.indicator, "label": found.label or "-"}
        there = known.get((found.indicator, found.label))
        if there is None:
            doubts.append(doubt("measure_extra", found.place, found.text[:120], **words))
        elif bare(_words(there.text, there.substeps)) != bare(_words(found.text, _steps(found))):
            doubts.append(doubt("wording_differs", found.place, found.text[:120], **words))
    return doubts


def make_plan(request: Request, reading: Reading, *, by: User | None) -> Plan:
    """Make the province's plan with the paper's measures, in document order. One event."""
    plan = planning.create_plan(by=by, province=request.province, fiscal_year=request.fiscal_year)
    measures = Measure.objects.bulk_create(
        Measure(
            plan=plan, indicator=found.indicator, label=found.label, text=found.text, substeps=_steps(found),
            responsible=found.responsible, order=order, version=1,
        )
        for order, found in enumerate(reading.measures)
    )  # fmt: skip
    groups = _Groups(request.province)
    through = Measure.groups.through
    through.objects.bulk_create(
        through(measure_id=measure.pk, agencygroup_id=group.pk)
        for measure in measures
        for group in groups.of(measure.responsible)
    )
    return plan


def _steps(found: FoundMeasure) -> list[dict[str, str]]:
    return [{"label": step.label, "text": step.text} for step in found.substeps]


def _words(text: str, substeps: list[dict[str, str]]) -> str:
    return " ".join([text, *(f"{step['label']} {step['text']}" for step in substeps)])


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
