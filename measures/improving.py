"""Write what comes of a card's weak points: measures that answer them, and the plan's own bands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from assessments.bands import parse_bands
from measures import history
from measures.choices import Action
from measures.errors import StaleVersion, WorkflowError
from measures.grouping import number_of
from measures.models import Measure, Plan, WeakPoint
from measures.planning import MeasureTyped, next_label, save_measure
from measures.rules import may


@dataclass(frozen=True)
class Point:
    """A weak point as it stands when the plan is made: its code and score (0–100)."""

    code: str
    score: Decimal


@dataclass(frozen=True)
class Drafted:
    """A measure drafted from a proposal: what is typed, the points that it answers, and where it came from."""

    typed: MeasureTyped
    points: tuple[Point, ...] = ()
    source: str = ""


@transaction.atomic
def add_drafted(plan: Plan, drafts: Sequence[Drafted], *, by: User | None) -> list[Measure]:
    """Add all drafted measures to the plan, each with its weak points of the card of the year before; or none.

    A measure without a label gets the next of its group. The same again (a second click) is what stands there.
    Raises WorkflowError as planning.save_measure does, with the measure that it speaks of in front.
    """
    made = []
    for draft in drafts:
        typed = draft.typed if draft.typed.label else replace(draft.typed, label=next_label(plan, draft.typed))
        try:
            measure = save_measure(plan, typed, by=by)
        except WorkflowError as refusal:
            name = f"{number_of(typed)}.{typed.label}"
            raise WorkflowError(f"{name}: {refusal}", conflict=refusal.conflict) from refusal
        answer_points(plan, measure, draft, by=by)
        made.append(measure)
    return made


@transaction.atomic
def answer_points(plan: Plan, measure: Measure, draft: Drafted, *, by: User | None) -> None:
    """Note which weak points of the card of the year before a measure answers; what is noted already stays."""
    year = plan.fiscal_year - 1
    known = set(measure.weak_points.filter(fiscal_year=year).values_list("code", flat=True))
    fresh = [point for point in draft.points if point.code not in known]
    WeakPoint.objects.bulk_create(
        WeakPoint(measure=measure, fiscal_year=year, code=point.code, score=point.score) for point in fresh
    )
    if fresh:
        answers = {point.code: str(point.score) for point in fresh}
        _record("measure.answer", plan, by=by, measure=str(measure), answers=answers, source=draft.source)


@transaction.atomic
def save_bands(plan: Plan, data: dict[str, Any], *, by: User | None, version: int) -> Plan:
    """Give the plan its own weakness bands (assessments.bands.parse_bands), or the edition's again with {}.

    Raises WorkflowError when not allowed or when the bands are wrong, StaleVersion (both as JSON) when somebody
    else changed them since that version.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if by is not None and not (verdict := may(by, Action.MEASURE_EDIT, plan)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    if data:
        try:
            parse_bands(data)
        except ValueError as wrong:
            raise WorkflowError(str(wrong)) from wrong
    if plan.bands == data:
        return plan
    if plan.version != version:
        stale = _("มีผู้อื่นแก้เกณฑ์ของแผนนี้ไปก่อนแล้ว โปรดเทียบกับเกณฑ์ปัจจุบันก่อนบันทึกอีกครั้ง")
        raise StaleVersion(stale, current=plan.bands, typed=data)
    before, plan.bands, plan.version = plan.bands, data, plan.version + 1
    plan.save(update_fields=["bands", "version"])
    _record("plan.bands", plan, by=by, bands=[before, data])
    return plan


def _record(action: str, plan: Plan, *, by: User | None, **changes: Any) -> None:
    history.record(action, by=by, agency=plan.agency, province=plan.province, plan=plan, changes=changes)
