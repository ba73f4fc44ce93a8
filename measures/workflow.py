"""The only writer of a state. One door per change; change and history in one transaction."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from agencies.asking import too_long
from agencies.models import Agency, User
from measures import history, proofs, telling
from measures.checks import refusals
from measures.choices import Action, Mark, NoteKind, RoundKind, RoundState, State
from measures.clock import database_now
from measures.errors import WorkflowError
from measures.linking import let_go
from measures.models import Extension, Measure, Result, ReviewNote, Round, RoundMeasure, Submission
from measures.rules import may

TRANSITIONS = {
    (State.DRAFT, Action.SUBMIT): State.ENDORSEMENT,
    (State.RETURNED, Action.SUBMIT): State.ENDORSEMENT,
    (State.ENDORSEMENT, Action.RECALL): State.DRAFT,
    (State.ENDORSEMENT, Action.SEND_BACK): State.DRAFT,
    (State.ENDORSEMENT, Action.ENDORSE): State.SUBMITTED,
    (State.SUBMITTED, Action.RETURN): State.RETURNED,
    (State.SUBMITTED, Action.APPROVE): State.APPROVED,
    (State.APPROVED, Action.REOPEN): State.RETURNED,
}
ROUND_TRANSITIONS = {
    (RoundState.PLANNED, Action.ROUND_OPEN): RoundState.OPEN,
    (RoundState.OPEN, Action.ROUND_CLOSE): RoundState.CLOSED,
    (RoundState.CLOSED, Action.ROUND_LOCK): RoundState.LOCKED,
    (RoundState.LOCKED, Action.ROUND_UNLOCK): RoundState.CLOSED,
    (RoundState.LOCKED, Action.ROUND_PUBLISH): RoundState.PUBLISHED,
    (RoundState.PUBLISHED, Action.ROUND_CORRECT): RoundState.LOCKED,
}
NEED_REASON = frozenset({Action.SEND_BACK, Action.REOPEN, Action.ROUND_UNLOCK, Action.ROUND_CORRECT})
LONGEST_EXTENSION = dt.timedelta(days=14)
MAX_TEXT = 20_000


def lock(round_id: int) -> dt.datetime:
    """Lock the round's row, then read the clock: nothing may slip in after a deadline or a freeze."""
    Round.objects.select_for_update().get(pk=round_id)
    return database_now()


def check_length(*texts: str) -> None:
    """Raise WorkflowError where a text is too long: cutting it off would lose words without a word."""
    if any(len(text) > MAX_TEXT for text in texts):
        raise WorkflowError(str(too_long(MAX_TEXT)))


@transaction.atomic
def act(submission: Submission, action: str, *, by: User, note: str = "", acknowledged: bool = False) -> Submission:
    """Move a submission by one action and return it fresh.

    note: the reason of a send-back or reopening. acknowledged: the sender has read the warnings.
    Raises WorkflowError with the Thai reason when the role, the state, the deadline or the content
    does not allow it; then nothing has changed.
    """
    now = lock(submission.round_id)
    submission = Submission.objects.with_context().select_for_update(of=("self",)).get(pk=submission.pk)
    if not (verdict := may(by, action, submission, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    if action in NEED_REASON and not note.strip():
        raise WorkflowError(_("โปรดระบุเหตุผล"))
    check_length(note)
    before = State(submission.state)
    target = _target(submission, before, action)
    history.close_sittings(submission, now)
    changes = _effects(submission, action, by=by, now=now, acknowledged=acknowledged, target=target)
    submission.state = target
    submission.was_returned = target == State.RETURNED or (submission.was_returned and target == State.ENDORSEMENT)
    submission.save()
    event = history.record(
        action, by=by, agency=submission.agency, submission=submission, round=submission.round,
        changes={"state": [before, target]} | changes, note=note.strip(), at=now,
    )  # fmt: skip
    telling.moved(submission, action, event, by=by, flagged=changes.get("flagged", ()))
    return submission


def _target(submission: Submission, state: State, action: str) -> State:
    """Return the next state; the table's, but for offices without endorsement and returned reports."""
    target = TRANSITIONS[state, Action(action)]
    if action == Action.SUBMIT and not submission.needs_endorsement:
        return State.SUBMITTED
    if target == State.DRAFT and submission.was_returned:
        return State.RETURNED
    return target


def _effects(
    submission: Submission, action: str, *, by: User, now: dt.datetime, acknowledged: bool, target: State
) -> dict[str, Any]:
    """Do what goes along with the move, on the submission in memory and its results; return the changes."""
    changes: dict[str, Any] = {}
    if action == Action.SUBMIT:
        changes = _seal(submission, by=by, now=now, acknowledged=acknowledged)
    elif action == Action.ENDORSE:
        submission.endorsed_by, submission.endorsed_at = by, now
    elif action == Action.APPROVE:
        _approve(submission, by=by, now=now)
    elif action == Action.RETURN:
        changes = {"flagged": _flag(submission)}
    elif action == Action.REOPEN:
        _void(submission)
    if target == State.SUBMITTED:
        # Corrected measures are read again; the others keep their approval mark.
        submission.results.filter(flagged=True).update(flagged=False, mark=Mark.NONE, version=F("version") + 1)
    return changes


def _seal(submission: Submission, *, by: User, now: dt.datetime, acknowledged: bool) -> dict[str, Any]:
    """Refuse an unfinished report; note who sent what, its hash for the receipt, and what its links led to."""
    results = list(
        submission.results.select_related("measure").prefetch_related(
            "result_links__link__page", "result_attachments__attachment", "notes", "unsaved"
        )
    )
    if problem := refusals(submission, results, sender=by, acknowledged=acknowledged, now=now):
        raise WorkflowError(problem)
    submission.submitted_by, submission.submitted_at = by, now
    submission.endorsed_by = submission.endorsed_at = None
    submission.content_hash = content_hash(results)
    proofs.keep(submission, results, now=now)
    return {"counts": history.counts(results), "hash": submission.content_hash}


def content_hash(results: Iterable[Result]) -> str:
    """Return the SHA-256 (hex) of all answers, texts, links and files: the same content, the same hash."""
    rows = [
        [r.measure.group, r.measure.label, r.answer, r.text, r.reason, r.outcome,
         [rl.link.typed for rl in r.result_links.all()], *_files(r)]
        for r in results
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _files(result: Result) -> list[list[list[str]]]:
    """Return one list of (hash, caption) pairs; none without files, so that older receipts keep their hash."""
    rows = [row.attachment for row in result.result_attachments.all()]
    return [[[one.sha256, one.caption] for one in rows]] if rows else []


def _approve(submission: Submission, *, by: User, now: dt.datetime) -> None:
    if waiting := submission.results.filter(mark=Mark.NEEDS_WORK).count():
        raise WorkflowError(
            _("ยังมี %(waiting)s มาตรการที่ทำเครื่องหมายว่าต้องแก้ไข โปรดส่งกลับ หรือเปลี่ยนผลตรวจก่อนอนุมัติ") % {"waiting": waiting}
        )
    submission.results.filter(mark=Mark.NONE).update(mark=Mark.OK, version=F("version") + 1)
    ReviewNote.objects.filter(result__submission=submission, settled_at=None).update(settled_at=now)
    submission.approved_by, submission.approved_at = by, now


def _flag(submission: Submission) -> list[str]:
    """Open the measures that need work; refuse when there is none, or one without its reason."""
    marked = list(submission.results.filter(mark=Mark.NEEDS_WORK).select_related("measure"))
    if not marked:
        raise WorkflowError(_("โปรดทำเครื่องหมาย “ต้องแก้ไข” พร้อมเหตุผลอย่างน้อยหนึ่งมาตรการก่อนส่งกลับ"))
    reasoned = set(
        ReviewNote.objects.filter(result__in=marked, kind=NoteKind.REASON, settled_at=None).values_list(
            "result_id", flat=True
        )
    )
    if bare := [str(r.measure) for r in marked if r.pk not in reasoned]:
        raise WorkflowError(_("โปรดระบุเหตุผลของมาตรการ %(names)s") % {"names": ", ".join(bare)})
    submission.results.filter(mark=Mark.NEEDS_WORK).update(flagged=True, version=F("version") + 1)
    return [str(r.measure) for r in marked]


def _void(submission: Submission) -> None:
    """Take approval and endorsement back; every measure is open again."""
    submission.approved_by = submission.approved_at = submission.endorsed_by = submission.endorsed_at = None
    submission.results.update(flagged=True, mark=Mark.NONE, version=F("version") + 1)


@transaction.atomic
def extend(submission: Submission, *, by: User, until: dt.datetime, reason: str) -> Extension:
    """Give one agency more time, at most 14 days after the deadline or from today if that is later.

    The same extension again (a second click) is the one that is there. Raises WorkflowError when not allowed,
    without a reason, or for too long.
    """
    now = lock(submission.round_id)
    submission = Submission.objects.with_context().get(pk=submission.pk)
    if not (verdict := may(by, Action.EXTEND, submission, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    if not reason.strip():
        raise WorkflowError(_("โปรดระบุเหตุผลที่ขยายเวลา"))
    check_length(reason)
    latest = max(now, submission.round.due_at or now) + LONGEST_EXTENSION
    if not now < until <= latest:
        raise WorkflowError(_("ขยายเวลาได้ไม่เกิน 14 วัน และต้องเป็นเวลาในอนาคต"))
    if same := submission.extensions.filter(until=until, reason=reason.strip(), granted_by=by).first():
        return same
    extension = Extension.objects.create(submission=submission, until=until, reason=reason.strip(), granted_by=by)
    event = history.record(
        Action.EXTEND, by=by, agency=submission.agency, submission=submission, round=submission.round,
        changes={"until": [None, until.isoformat()]}, note=reason.strip(), at=now,
    )  # fmt: skip
    telling.extended(extension, event, by=by)
    return extension


@transaction.atomic
def move_round(
    round_: Round,
    action: str,
    *,
    by: User | None,
    note: str = "",
    due_at: dt.datetime | None = None,
    only: frozenset[Agency] | None = None,
    asked: frozenset[int] | None = None,
) -> Round:
    """Open, close early, lock, unlock or publish a round, or open a published one again; return it fresh.

    by: None for the command line, which asks no permission. due_at: the deadline of an opening
    (None: no deadline). only: the agencies that report for now, whatever the plan's groups say (an
    import adds one at a time). asked: the keys of the measures that a free round asks for (None: all of the plan's).
    Raises WorkflowError with the Thai reason.
    """
    now = lock(round_.pk)
    round_ = Round.objects.select_related("plan__province", "plan__agency").get(pk=round_.pk)
    if by is not None and not (verdict := may(by, action, round_, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    if action in NEED_REASON and not note.strip():
        raise WorkflowError(_("โปรดระบุเหตุผล"))
    check_length(note)
    before = RoundState(round_.state_at(now))
    target = ROUND_TRANSITIONS[before, Action(action)]
    if action == Action.ROUND_OPEN:
        _open(round_, now=now, due_at=due_at, only=only, asked=asked)
    _let_go(round_, action, now)
    round_.state = target
    round_.version += 1
    round_.save()
    due = {"due_at": [None, due_at.isoformat()]} if due_at else {}
    history.record(
        action, by=by, agency=round_.plan.agency, province=round_.plan.province, plan=round_.plan, round=round_,
        changes={"state": [before, target]} | due, note=note.strip(), at=now,
    )  # fmt: skip
    return round_


def _let_go(round_: Round, action: str, now: dt.datetime) -> None:
    """Note a publication; end what a closed or locked round no longer needs: daily checks, reminders."""
    if action == Action.ROUND_PUBLISH:
        round_.published_at = now
    if action == Action.ROUND_CLOSE:
        let_go(round_, now)
    telling.round_moved(round_, action, now=now)


def _open(
    round_: Round,
    *,
    now: dt.datetime,
    due_at: dt.datetime | None,
    only: frozenset[Agency] | None = None,
    asked: frozenset[int] | None = None,
) -> None:
    """Copy the plan's measures into the round and give every reporting agency its submission."""
    if due_at is not None and due_at <= now:
        raise WorkflowError(_("กำหนดส่งต้องเป็นเวลาในอนาคต"))
    measures = list(round_.plan.measures.prefetch_related("groups__agencies", "agencies"))
    if not measures:
        raise WorkflowError(_("แผนนี้ยังไม่มีมาตรการ โปรดเพิ่มหรือนำเข้ามาตรการก่อนเปิดรอบ"))
    measures = measures if asked is None else _asked(round_, measures, asked)
    own = round_.plan.agency
    assigned = {m.pk: {own} if own else reporting_agencies(m) for m in measures}
    if only is not None:
        assigned = {m.pk: set(only) for m in measures}
    elif not any(assigned.values()):
        raise WorkflowError(_("ยังไม่มีหน่วยงานใดต้องรายงาน โปรดเลือกกลุ่มหน่วยงานให้มาตรการก่อนเปิดรอบ"))
    rows = RoundMeasure.objects.bulk_create(
        RoundMeasure(
            round=round_, measure=m, indicator=m.indicator, issue=m.issue, label=m.label, text=m.text,
            substeps=m.substeps, responsible=m.responsible, order=m.order,
        )
        for m in measures
    )  # fmt: skip
    agencies = sorted(set().union(*assigned.values()), key=lambda agency: agency.pk)
    submissions = Submission.objects.bulk_create(Submission(round=round_, agency=agency) for agency in agencies)
    by_agency = {s.agency_id: s for s in submissions}
    Result.objects.bulk_create(
        [
            Result(submission=by_agency[agency.pk], measure=row)
            for row in rows
            for agency in sorted(assigned[row.measure_id or 0], key=lambda a: a.pk)
        ],
        batch_size=2000,
    )
    round_.opened_at, round_.due_at = now, due_at


def _asked(round_: Round, measures: list[Measure], asked: frozenset[int]) -> list[Measure]:
    """Return the measures that a free round asks for; half-year rounds ask for all."""
    if round_.kind != RoundKind.FREE:
        raise WorkflowError(_("รอบ 6 เดือนและ 12 เดือนถามทุกมาตรการของแผน เลือกมาตรการได้เฉพาะรอบอื่น"))
    if missing := asked - {measure.pk for measure in measures}:
        raise WorkflowError(_("มาตรการที่เลือก %(count)s ข้อไม่อยู่ในแผนแล้ว โปรดเลือกใหม่") % {"count": len(missing)})
    if not asked:
        raise WorkflowError(_("โปรดเลือกมาตรการอย่างน้อยหนึ่งข้อ"))
    return [measure for measure in measures if measure.pk in asked]


def reporting_agencies(measure: Any) -> set[Agency]:
    """Return the active agencies that report the plan's measure: of its groups, and named singly.

    The measure comes with `groups__agencies` and `agencies` prefetched.
    """
    of_groups = {agency for group in measure.groups.all() for agency in group.agencies.all()}
    return {agency for agency in of_groups | set(measure.agencies.all()) if agency.is_active}
