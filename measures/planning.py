"""Write plans and plan rounds: create, edit, reorder, assign, delete measures."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, prefetch_related_objects
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencyGroup, Province, User
from measures import history
from measures.choices import Action, Grouping, RoundKind, RoundState
from measures.clock import DOUBLE_CLICK, database_now
from measures.errors import StaleVersion, WorkflowError
from measures.grouping import beside, by_issue, place_of
from measures.models import Event, Measure, Plan, Round, RoundMeasure
from measures.rules import may, situation
from thai.digits import to_arabic_digits

LONGEST_LABEL = 20


@dataclass(frozen=True)
class MeasureTyped:
    """What a person typed for one measure of a plan. substeps: ({"label", "text"}, …).

    In a plan by issue `issue` is the issue's number and `indicator` 0 or the indicator that it serves as well.
    """

    indicator: int
    label: str
    text: str
    responsible: str = ""
    substeps: tuple[dict[str, str], ...] = ()
    follow_up: str = ""
    deadline: dt.date | None = None
    groups: tuple[AgencyGroup, ...] = field(default=())
    issue: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the same as JSON values, for history and for two people's texts side by side."""
        return ({"issue": self.issue} if self.issue else {}) | {
            "indicator": self.indicator, "label": self.label.strip(), "text": self.text.strip(),
            "responsible": self.responsible.strip(), "substeps": list(self.substeps), "follow_up": self.follow_up,
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "groups": sorted(group.name for group in self.groups),
        }  # fmt: skip


def typed_of(measure: Measure) -> MeasureTyped:
    """Return what stands in a measure, in the shape in which it is typed."""
    return MeasureTyped(
        measure.indicator, measure.label, measure.text, measure.responsible, tuple(measure.substeps),
        measure.follow_up, measure.deadline, tuple(measure.groups.all()), measure.issue,
    )  # fmt: skip


def _require(by: User | None, action: str, target: Any) -> None:
    """Raise WorkflowError unless allowed; the command line (None) asks nobody."""
    if by is not None and not (verdict := may(by, action, target)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)


def _record(action: str, plan: Plan, *, by: User | None, **changes: Any) -> None:
    round_ = changes.pop("round_", None)
    history.record(action, by=by, agency=plan.agency, province=plan.province, plan=plan, round=round_, changes=changes)


def _just_made(action: str, *, by: User | None, **place: Any) -> bool:
    """Say whether the person made just that a moment ago: the second click of one form."""
    since = database_now() - DOUBLE_CLICK
    return by is not None and Event.objects.filter(action=action, actor=by, at__gte=since, **place).exists()


@transaction.atomic
def create_plan(
    *, by: User | None, province: Province, fiscal_year: int, agency: Agency | None = None,
    grouping: str = Grouping.INDICATOR,
) -> Plan:  # fmt: skip
    """Make the plan of a province, or of an agency that plans for itself, for a fiscal year (B.E.).

    The same plan again (a second click) is the one that is there. Raises WorkflowError when not allowed or when
    it is there already.
    """
    _require(by, Action.MEASURE_EDIT, agency or province)
    try:
        with transaction.atomic():
            plan = Plan.objects.create(province=province, agency=agency, fiscal_year=fiscal_year, grouping=grouping)
    except IntegrityError as taken:
        there = Plan.objects.get(province=province, agency=agency, fiscal_year=fiscal_year)
        if there.grouping == grouping and _just_made("plan.create", by=by, plan=there):
            return there
        raise WorkflowError(_("มีแผนของปีงบประมาณ %(fiscal_year)s อยู่แล้ว") % {"fiscal_year": fiscal_year}) from taken
    grouped = {"grouping": [None, grouping]} if grouping != Grouping.INDICATOR else {}
    _record("plan.create", plan, by=by, fiscal_year=[None, fiscal_year], **grouped)
    return plan


@transaction.atomic
def regroup(plan: Plan, grouping: str, *, by: User | None) -> Plan:
    """Let a plan without measures group them by indicator or by issue; the same again changes nothing.

    Raises WorkflowError when not allowed, or when it has measures.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    _require(by, Action.MEASURE_EDIT, plan)
    if grouping not in Grouping.values:
        raise WorkflowError(_("โปรดเลือกวิธีจัดกลุ่มมาตรการจากรายการ"))
    if plan.grouping == grouping:
        return plan
    if plan.measures.exists() or RoundMeasure.objects.filter(round__plan=plan).exists():
        raise WorkflowError(_("แผนมีมาตรการแล้ว จึงเปลี่ยนวิธีจัดกลุ่มไม่ได้ ลบมาตรการทั้งหมดก่อน หรือสร้างแผนใหม่"), conflict=True)
    before, plan.grouping = plan.grouping, grouping
    plan.save(update_fields=["grouping"])
    _record("plan.regroup", plan, by=by, grouping=[before, grouping])
    return plan


def wording_only(plan: Plan) -> bool:
    """Say whether a round is open: then only words of measures may change, not what is asked of whom."""
    return situation(plan, database_now()).round_state == RoundState.OPEN


@transaction.atomic
def save_measure(
    plan: Plan, typed: MeasureTyped, *, by: User | None, measure: Measure | None = None, version: int = 0
) -> Measure:
    """Add a measure to the plan's end, or change one that still has that version.

    While a round is open only text, responsible text, sub-steps and follow-up may change. Raises
    WorkflowError (not allowed, label taken, nothing typed, measure deleted) or StaleVersion, which carries
    both measures whole (`MeasureTyped.as_json`).
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    _require(by, Action.MEASURE_EDIT, plan)
    if measure is not None:
        measure = _fresh(measure, plan)
        if typed_of(measure).as_json() == typed.as_json():
            return measure
        if measure.version != version:
            raise StaleVersion(
                _("มีผู้อื่นแก้ไขมาตรการนี้ไปก่อนแล้ว โปรดเลือกข้อความที่จะใช้"),
                current=typed_of(measure).as_json(), typed=typed.as_json(),
            )  # fmt: skip
    _check_typed(plan, typed)
    if wording_only(plan):
        _refuse_more_than_words(measure, typed)
    taken = plan.measures.filter(label=typed.label.strip(), **beside(typed)).first()
    if taken and measure is None and typed_of(taken).as_json() == typed.as_json():
        # A second click: it stands there to the letter.
        return taken
    if taken and taken != measure:
        if typed.issue:
            there = _("ประเด็นที่ %(issue)s มีข้อ %(label)s อยู่แล้ว โปรดใช้เลขข้ออื่น")
        else:
            there = _("ตัวชี้วัดที่ %(indicator)s มีข้อ %(label)s อยู่แล้ว โปรดใช้เลขข้ออื่น")
        raise WorkflowError(there % {"indicator": typed.indicator, "issue": typed.issue, "label": typed.label})
    return _write_measure(plan, measure, typed, by=by)


def next_label(plan: Plan, typed: MeasureTyped) -> str:
    """Return the label for a measure typed without one: that of the same words in its group, else the next free."""
    there = list(plan.measures.filter(**beside(typed)).values_list("label", "text"))
    same = next((label for label, text in there if text == typed.text.strip()), "")
    return same or next_number(label for label, _text in there)


def next_number(labels: Iterable[str]) -> str:
    """Return one more than the greatest number that the labels begin with."""
    numbers = [re.match(r"[0-9]{1,6}", to_arabic_digits(label)) for label in labels]
    return str(1 + max((int(number[0]) for number in numbers if number), default=0))


def _fresh(measure: Measure, plan: Plan) -> Measure:
    """Return the measure as it stands under the plan's lock; somebody may have deleted it meanwhile."""
    found = plan.measures.filter(pk=measure.pk).first()
    if found is None:
        raise WorkflowError(_("มีผู้อื่นลบมาตรการนี้ไปก่อนแล้ว"), conflict=True)
    return found


def _check_typed(plan: Plan, typed: MeasureTyped) -> None:
    if not typed.text.strip() or not typed.label.strip():
        raise WorkflowError(_("โปรดระบุข้อและข้อความของมาตรการ"))
    if by_issue(plan) and not typed.issue:
        raise WorkflowError(_("แผนนี้จัดกลุ่มตามประเด็น โปรดเลือกประเด็นของมาตรการ"))
    if not by_issue(plan) and (typed.issue or not typed.indicator):
        raise WorkflowError(_("แผนนี้จัดกลุ่มตามตัวชี้วัด โปรดเลือกตัวชี้วัดของมาตรการ"))
    if len(typed.label.strip()) > LONGEST_LABEL:
        raise WorkflowError(_("เลขข้อยาวเกิน %(longest_label)s ตัวอักษร โปรดย่อ") % {"longest_label": LONGEST_LABEL})
    if any(group.province_id != plan.province_id for group in typed.groups):
        raise WorkflowError(_("มาตรการและกลุ่มต้องเป็นของจังหวัดเดียวกัน"))


def _refuse_more_than_words(measure: Measure | None, typed: MeasureTyped) -> None:
    same = measure is not None and (
        (measure.issue, measure.indicator, measure.label, measure.deadline)
        == (typed.issue, typed.indicator, typed.label.strip(), typed.deadline)
        and set(measure.groups.all()) == set(typed.groups)
    )
    if not same:
        raise WorkflowError(_("รอบรายงานเปิดอยู่ แก้ไขได้เฉพาะถ้อยคำของมาตรการ"), conflict=True)


def _write_measure(plan: Plan, measure: Measure | None, typed: MeasureTyped, *, by: User | None) -> Measure:
    before = typed_of(measure).as_json() if measure else {}
    if measure is None:
        last = plan.measures.aggregate(last=Max("order"))["last"]
        measure = Measure(plan=plan, order=0 if last is None else last + 1)
    measure.issue, measure.indicator, measure.label = typed.issue, typed.indicator, typed.label.strip()
    measure.text, measure.responsible = typed.text.strip(), typed.responsible.strip()
    measure.substeps, measure.follow_up, measure.deadline = list(typed.substeps), typed.follow_up, typed.deadline
    measure.version += 1
    measure.save()
    measure.groups.set(typed.groups)
    _reword_open_rounds(measure)
    changes = history.changes_between(before, typed.as_json())
    _record("measure.edit", plan, by=by, measure=str(measure), **changes)
    return measure


def _reword_open_rounds(measure: Measure) -> None:
    """Let a round that is still open read the new words; closed, locked and published ones keep theirs."""
    rounds = list(Round.objects.select_for_update().filter(plan=measure.plan_id, state=RoundState.OPEN))
    now = database_now()
    open_now = [one for one in rounds if one.state_at(now) == RoundState.OPEN]
    RoundMeasure.objects.filter(measure=measure, round__in=open_now).update(
        text=measure.text, responsible=measure.responsible, substeps=measure.substeps
    )


@transaction.atomic
def delete_measure(measure: Measure, *, by: User) -> None:
    """Take a measure out of the plan. Raises WorkflowError while a round is open or when not allowed."""
    plan = Plan.objects.select_for_update().get(pk=measure.plan_id)
    _require(by, Action.MEASURE_EDIT, plan)
    if wording_only(plan):
        raise WorkflowError(_("รอบรายงานเปิดอยู่ จึงลบมาตรการไม่ได้"), conflict=True)
    measure = _fresh(measure, plan)
    _record("measure.delete", plan, by=by, measure=str(measure), text=[measure.text, None])
    measure.delete()


@transaction.atomic
def move_measure(measure: Measure, *, by: User, up: bool, seen: int | None = None) -> None:
    """Swap a measure with its neighbour of the same indicator or issue. Does nothing at the end of the list.

    seen: the place that the page showed; a second click of that page finds the measure moved. The version stays:
    who is writing the words of a measure is not disturbed by its place.
    """
    plan = Plan.objects.select_for_update().get(pk=measure.plan_id)
    _require(by, Action.MEASURE_EDIT, plan)
    if wording_only(plan):
        raise WorkflowError(_("รอบรายงานเปิดอยู่ จึงจัดลำดับมาตรการไม่ได้"), conflict=True)
    measure = _fresh(measure, plan)
    if seen is not None and seen != measure.order:
        return
    rows = list(plan.measures.all())
    siblings = [place for place, row in enumerate(rows) if place_of(row) == place_of(measure)]
    here = next(nth for nth, place in enumerate(siblings) if rows[place] == measure)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(siblings):
        return
    one, other = siblings[here], siblings[there]
    neighbour = rows[other]
    rows[one], rows[other] = neighbour, rows[one]
    # Places are counted anew: two measures with one order value would change nothing by a swap.
    moved = [row for place, row in enumerate(rows) if row.order != place]
    for place, row in enumerate(rows):
        row.order = place
    Measure.objects.bulk_update(moved, ["order"])
    _record("measure.move", plan, by=by, measure=str(measure), over=str(neighbour))


@transaction.atomic
def assign_groups(measures: list[Measure], groups: list[AgencyGroup], *, by: User | None) -> None:
    """Say which agency groups report these measures of one plan (replaces what stood before)."""
    if not measures:
        raise WorkflowError(_("โปรดเลือกมาตรการอย่างน้อยหนึ่งข้อ"))
    plan = Plan.objects.select_for_update().get(pk=measures[0].plan_id)
    _require(by, Action.MEASURE_EDIT, plan)
    if any(m.plan_id != plan.pk for m in measures) or any(g.province_id != plan.province_id for g in groups):
        raise WorkflowError(_("มาตรการและกลุ่มต้องเป็นของจังหวัดเดียวกัน"))
    if by is not None and wording_only(plan):
        raise WorkflowError(_("รอบรายงานเปิดอยู่ จึงเปลี่ยนกลุ่มที่ต้องรายงานไม่ได้"), conflict=True)
    prefetch_related_objects(measures, "groups")
    if all(set(measure.groups.all()) == set(groups) for measure in measures):
        return
    for measure in measures:
        measure.groups.set(groups)
    names = [group.name for group in groups]
    _record("measure.assign", plan, by=by, measures=[str(m) for m in measures], groups=names)


@transaction.atomic
def plan_round(plan: Plan, *, by: User | None, kind: str, title: str = "") -> Round:
    """Make a planned round of the plan; the same again (a second click) is the one that is there.

    Raises WorkflowError when not allowed or there already.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    # Asked of the owner, not of the plan: a new round may be planned whatever the last one's state.
    _require(by, Action.ROUND_OPEN, plan.agency or plan.province)
    if kind not in RoundKind.values or (kind == RoundKind.FREE and not title.strip()):
        raise WorkflowError(_("โปรดเลือกรอบ และตั้งชื่อเมื่อเป็นรอบอื่น"))
    title = title.strip() if kind == RoundKind.FREE else ""
    there = plan.rounds.filter(kind=kind, title=title).last()
    if there and _just_made("round.plan", by=by, round=there):
        return there
    try:
        with transaction.atomic():
            round_ = Round.objects.create(plan=plan, kind=kind, title=title)
    except IntegrityError as taken:
        raise WorkflowError(_("มี%(kind)sของแผนนี้อยู่แล้ว") % {"kind": _(str(RoundKind(kind).label))}) from taken
    _record("round.plan", plan, by=by, round_=round_, kind=[None, kind])
    return round_
