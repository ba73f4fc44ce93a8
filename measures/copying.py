"""A whole plan into the next year: measures, groups, responsible, follow-up; OIT codes as that year counts them.

What a person has to decide is asked before anything is written; the copy is one act with one event.
"""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from agencies.models import User
from assessments.register.reading import items_of
from assessments.renumbering import KEEP, Question, Renumbering, Rewritten
from measures import history
from measures.choices import Action
from measures.clock import DOUBLE_CLICK, database_now
from measures.errors import WorkflowError
from measures.grouping import place_of
from measures.models import Event, Measure, Plan
from measures.planning import next_number, wording_only
from measures.rules import may
from thai.wording import bare

# The whole plan names codes of a year whose list nobody knows: one question for all of them.
NO_LIST = "no-list"


@dataclass(frozen=True)
class Asked:
    """A question about one measure. key: what a form calls it. field: "text", "follow_up" or "substep 2"."""

    key: str
    measure: Measure
    field: str
    before: str
    question: Question
    after: str


@dataclass(frozen=True)
class Copied:
    """A measure as it will stand in the new year. changes: (code as it was, as it will be)."""

    measure: Measure
    label: str
    text: str
    substeps: tuple[dict[str, Any], ...]
    follow_up: str
    deadline: dt.date | None
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Copying:
    """What a copy would make. target: the plan that is there already, or None. there: measures that it has already.

    no_list: codes are named and one of the two years has no list of items. seen: the state of both plans.
    """

    source: Plan
    year: int
    target: Plan | None
    copied: tuple[Copied, ...]
    there: tuple[Measure, ...]
    asked: tuple[Asked, ...]
    no_list: bool
    seen: str

    @property
    def renumbered(self) -> list[Copied]:
        """Return the measures in which a code changes."""
        return [one for one in self.copied if one.changes]


def copying(source: Plan, answers: Mapping[str, str] | None = None) -> Copying:
    """Return what copying the plan into the next year would make: 10 queries at most, whatever its size.

    answers: question's key → value; what has no answer yet is asked.
    """
    year = source.fiscal_year + 1
    target = _target(source, year)
    measures = list(source.measures.prefetch_related("groups", "agencies"))
    existing = list(target.measures.all()) if target else []
    rules = Renumbering(items_of(source.fiscal_year), items_of(year))
    known = {(place_of(one), bare(one.text)) for one in existing}
    labels: dict[Any, list[str]] = {}
    for one in existing:
        labels.setdefault(place_of(one), []).append(one.label)
    copied, there, asked, no_list = [], [], [], False
    for measure in measures:
        made, questions = _made(measure, year, rules, answers or {})
        if {(place_of(measure), bare(text)) for text in (measure.text, made.text)} & known:
            there.append(measure)
            continue
        used = labels.setdefault(place_of(measure), [])
        label = made.label if made.label not in used else next_number(used)
        used.append(label)
        copied.append(Copied(measure, label, made.text, made.substeps, made.follow_up, made.deadline, made.changes))
        listed = rules.old and rules.new
        asked += questions if listed else []
        no_list = no_list or (bool(questions) and not listed)
    if no_list and (answers or {}).get(NO_LIST) == KEEP:
        no_list = False
    seen = state_of(measures, existing)
    return Copying(source, year, target, tuple(copied), tuple(there), tuple(asked), no_list, seen)


def _target(source: Plan, year: int) -> Plan | None:
    return Plan.objects.filter(province=source.province_id, agency=source.agency_id, fiscal_year=year).first()


def state_of(measures: Sequence[Measure], existing: Sequence[Measure]) -> str:
    """Return what both plans looked like: whoever decided on a page decided about that."""
    rows = [[one.pk, one.version, one.order] for one in (*measures, *existing)]
    return hashlib.sha256(json.dumps([rows, len(existing)]).encode()).hexdigest()[:32]


def _made(
    measure: Measure, year: int, rules: Renumbering, answers: Mapping[str, str]
) -> tuple[Copied, list[Asked]]:  # fmt: skip
    """Return the measure with the codes of the new year, and what has to be asked about it."""
    asked: list[Asked] = []
    changes: list[tuple[str, str]] = []

    def rewritten(field: str, text: str) -> str:
        begins = f"m{measure.pk}-{field.replace(' ', '-')}-"
        mine = {int(key.removeprefix(begins)): value for key, value in answers.items()
                if re.fullmatch(rf"{begins}[0-9]{{1,9}}", key)}  # fmt: skip
        found: Rewritten = rules.rewrite(text, mine)
        for one in found.questions:
            after = text[one.spot.end : one.spot.end + 60]
            asked.append(
                Asked(
                    f"{begins}{one.place}",
                    measure,
                    field,
                    text[max(0, one.spot.start - 60) : one.spot.start],
                    one,
                    after,
                )
            )
        changes.extend(found.changes)
        return found.text

    text = rewritten("text", measure.text)
    substeps = tuple(
        step | {"text": rewritten(f"substep {number}", str(step.get("text", "")))}
        for number, step in enumerate(measure.substeps, start=1)
    )
    follow_up = rewritten("follow_up", measure.follow_up)
    deadline = _later(measure.deadline, year - measure.plan.fiscal_year) if measure.deadline else None
    return Copied(measure, measure.label, text, substeps, follow_up, deadline, tuple(changes)), asked


def _later(day: dt.date, years: int) -> dt.date:
    """Return the same day of a later year; 29 February is the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@transaction.atomic
def copy_plan(source: Plan, *, by: User, answers: Mapping[str, str], seen: str) -> Plan:
    """Write the copy and return the plan of the next year; a plan that is there gets what it lacks.

    seen: Copying.seen of the page on which the person decided. Nothing of a report comes along: no result, no round,
    no weak point. The same once more (a second click) is the plan that was made. Raises WorkflowError: not allowed,
    something undecided, changed in between, nothing to copy, or a round of the new plan is open.
    """
    source = Plan.objects.select_for_update(of=("self",)).select_related("province", "agency").get(pk=source.pk)
    if not (verdict := may(by, Action.PLAN_COPY, source)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    made = copying(source, answers)
    if made.target and _just_copied(made.target, by, seen):
        return made.target
    _check(made, by=by, seen=seen)
    target = made.target or _new_plan(source, made.year)
    last = target.measures.aggregate(last=Max("order"))["last"]
    order = 0 if last is None else last + 1
    for place, one in enumerate(made.copied, start=order):
        _write(target, one, place)
    history.record(
        Action.PLAN_COPY, by=by, agency=source.agency, province=source.province, plan=target,
        changes={
            "source": [None, source.pk], "fiscal_year": [source.fiscal_year, made.year], "measures": len(made.copied),
            "renumbered": [[str(one.measure), *pair] for one in made.copied for pair in one.changes], "seen": seen,
        },
    )  # fmt: skip
    return target


def _check(made: Copying, *, by: User, seen: str) -> None:
    if made.seen != seen:
        raise WorkflowError(_("มีผู้แก้ไขแผนหลังจากที่คุณเปิดหน้านี้ โปรดเปิดหน้านี้อีกครั้งแล้วตรวจก่อนคัดลอก"), conflict=True)
    if made.asked or made.no_list:
        left = len(made.asked) + made.no_list
        raise WorkflowError(_("ยังมี %(left)s ข้อที่ต้องเลือกก่อนคัดลอก") % {"left": left})
    if not made.copied:
        raise WorkflowError(_("ไม่มีมาตรการให้คัดลอก แผนปี %(year)s มีครบแล้ว") % {"year": made.year})
    if made.target is None:
        return
    if made.target.grouping != made.source.grouping:
        raise WorkflowError(_("แผนปี %(year)s จัดกลุ่มมาตรการต่างจากแผนนี้ จึงเพิ่มมาตรการให้ไม่ได้") % {"year": made.year})
    if not (verdict := may(by, Action.MEASURE_EDIT, made.target)):
        raise WorkflowError(verdict.reason, conflict=True)
    if wording_only(made.target):
        raise WorkflowError(_("รอบรายงานของแผนปี %(year)s เปิดอยู่ จึงเพิ่มมาตรการไม่ได้") % {"year": made.year}, conflict=True)


def _new_plan(source: Plan, year: int) -> Plan:
    try:
        with transaction.atomic():
            return Plan.objects.create(
                province=source.province, agency=source.agency, fiscal_year=year, grouping=source.grouping,
                bands=source.bands,
            )  # fmt: skip
    except IntegrityError as taken:
        words = _("มีผู้สร้างแผนปี %(year)s ไปก่อนแล้ว โปรดเปิดหน้านี้อีกครั้ง")
        raise WorkflowError(words % {"year": year}, conflict=True) from taken


def _write(target: Plan, one: Copied, order: int) -> None:
    old = one.measure
    measure = Measure.objects.create(
        plan=target, indicator=old.indicator, issue=old.issue, label=one.label, text=one.text,
        substeps=list(one.substeps), responsible=old.responsible, order=order, deadline=one.deadline,
        follow_up=one.follow_up, version=1,
    )  # fmt: skip
    measure.groups.set(old.groups.all())
    measure.agencies.set([agency for agency in old.agencies.all() if agency.is_active])


def _just_copied(target: Plan, by: User, seen: str) -> bool:
    since = database_now() - DOUBLE_CLICK
    last = Event.objects.filter(plan=target, action=Action.PLAN_COPY, actor=by, at__gte=since).last()
    return bool(last and last.changes.get("seen") == seen)
