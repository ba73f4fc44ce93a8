"""Write what people type: results, marks, notes, narratives, plans. Rule, version check, history, one transaction."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from agencies.models import Agency, User
from evidence.models import Link
from evidence.schedule import unwatch
from evidence.urls import MAX_LENGTH, Fault
from measures import history
from measures.choices import Action, Answer, Mark, NoteKind, State
from measures.clock import DOUBLE_CLICK
from measures.errors import StaleVersion, WorkflowError
from measures.filing import copy_files
from measures.linking import watch_links
from measures.models import (
    Narrative,
    Result,
    ResultLink,
    ReviewNote,
    Round,
    RoundMeasure,
    Submission,
    UnsavedText,
)
from measures.rules import may
from measures.workflow import check_length, lock

MAX_LINKS = 30
MAX_UNSAVED = 20
# Characters of all of them together: whoever holds a form's note may send texts without a log-in.
UNSAVED_ROOM = 400_000


@dataclass(frozen=True)
class Typed:
    """What a person typed for one result. `urls`: as typed, in order, without empty ones."""

    answer: str = ""
    text: str = ""
    reason: str = ""
    outcome: str = ""
    urls: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return the same as JSON values."""
        return {
            "answer": self.answer, "text": self.text, "reason": self.reason, "outcome": self.outcome,
            "urls": list(self.urls),
        }  # fmt: skip


def _locked(result: Result) -> tuple[Result, Any]:
    """Lock the round, read the clock, and fetch the result fresh."""
    now = lock(result.submission.round_id)
    return Result.objects.with_context().get(pk=result.pk), now


def save_result(
    result: Result,
    typed: Typed,
    *,
    by: User,
    version: int,
    confirm: bool = False,
    form: str = "",
    settles: Collection[int] = (),
) -> Result:
    """Store what was typed while the result still has that version; return the result fresh.

    confirm: the person says that a copied answer is right. What cannot be stored is kept as the
    person's UnsavedText. form: where it was typed, see keep_unsaved. settles: keys of kept texts that the person
    has seen and decided about; the others stay on offer unless they say the same or come from this form.
    Raises StaleVersion with both texts when somebody saved in between, and WorkflowError when role, state,
    deadline or content do not allow it.
    """
    try:
        saved = _save_result(result, typed, by=by, version=version, confirm=confirm)
    except WorkflowError as refusal:
        if may(by, Action.RESULT_READ, result.submission):
            keep_unsaved(
                result,
                typed,
                by=by,
                version=version,
                why="stale" if isinstance(refusal, StaleVersion) else "closed",
                form=form,
            )
        raise
    for kept in UnsavedText.objects.filter(user=by, result=result):
        if kept.pk in settles or (form and kept.form == form) or kept.payload == typed.as_json():
            kept.delete()
    return saved


@transaction.atomic
def _save_result(result: Result, typed: Typed, *, by: User, version: int, confirm: bool) -> Result:
    result, now = _locked(result)
    require_editable(result, by=by, now=now)
    before = history.snapshot(result)
    after = typed.as_json() | {"confirmed": result.confirmed or confirm}
    if before == after:
        return result
    if result.version != version:
        raise StaleVersion(_who_was_first(result, by), current=before, typed=typed.as_json())
    _check_typed(typed)
    Result.objects.filter(pk=result.pk).update(
        answer=typed.answer, text=typed.text, reason=typed.reason, outcome=typed.outcome,
        confirmed=after["confirmed"], version=F("version") + 1, updated_at=now,
    )  # fmt: skip
    if before["urls"] != after["urls"]:
        set_links(result, typed.urls)
    history.open_sitting(result, by=by, before=before, now=now)
    return Result.objects.with_context().get(pk=result.pk)


def _who_was_first(result: Result, by: User) -> str:
    if history.last_writer(result) == by.pk:
        return _("คุณบันทึกมาตรการนี้จากหน้าต่างอื่นไปก่อนแล้ว โปรดเลือกข้อความที่จะใช้")
    return _("มีผู้อื่นบันทึกมาตรการนี้ไปก่อนแล้ว โปรดเลือกข้อความที่จะใช้")


def require_editable(result: Result, *, by: User, now: Any, action: str = Action.RESULT_EDIT) -> None:
    """Raise WorkflowError unless the person may edit this result (or its files: `action`) now."""
    if not (verdict := may(by, action, result, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    if result.submission.state == State.RETURNED and not result.flagged:
        raise WorkflowError(_("มาตรการนี้ไม่ได้ถูกส่งกลับ จึงแก้ไขไม่ได้"), conflict=True)


def _check_typed(typed: Typed) -> None:
    if typed.answer not in Answer.values:
        raise WorkflowError(_("คำตอบไม่ถูกต้อง โปรดเลือกจากรายการ"))
    check_length(typed.text, typed.reason, typed.outcome)
    if len(typed.urls) > MAX_LINKS:
        raise WorkflowError(_("ใส่ลิงก์ได้ไม่เกิน %(max_links)s ลิงก์ต่อมาตรการ") % {"max_links": MAX_LINKS})
    if any(len(url) > MAX_LENGTH for url in typed.urls):
        raise WorkflowError(str(Fault.LONG.label))


def set_links(result: Result, urls: tuple[str, ...]) -> None:
    """Make the result's links these, as typed and in this order; pages that are new are checked at once."""
    before = set(result.result_links.values_list("link__page", flat=True))
    result.result_links.all().delete()
    links = [Link.objects.typed(result.submission.agency_id, url) for url in urls]
    ResultLink.objects.bulk_create(
        ResultLink(result=result, link=link, order=order) for order, link in enumerate(links)
    )
    watch_links(result.submission.round, links)
    unwatch(before - {link.page_id for link in links})


@transaction.atomic
def keep_unsaved(result: Result, typed: Typed, *, by: User, version: int, why: str, form: str = "") -> None:
    """Keep what could not be stored, for that person alone, beside what is kept already.

    why: "stale" (somebody saved first), "closed" (refused), "session" (signed out) or "replaced" (an earlier
    answer took its place). form: where it was typed; what is typed on there takes the place of its own earlier
    words, never of another form's (two tabs). Raises WorkflowError when MAX_UNSAVED others wait already, or
    when it is too long.
    """
    # Two tabs at one moment wait for each other here.
    Result.objects.select_for_update().get(pk=result.pk)
    rows = list(UnsavedText.objects.filter(user=by, result=result))
    payload = typed.as_json()
    kept = next((row for row in rows if row.payload == payload), None)
    kept = kept or next((row for row in rows if form and row.form == form), None)
    if kept is None and len(rows) >= MAX_UNSAVED:
        full = _(
            "ยังไม่ได้บันทึก และเก็บข้อความนี้ไว้ไม่ได้ เพราะมีข้อความที่ยังไม่ได้เลือกครบ %(count)s ชุดแล้ว "
            "โปรดคัดลอกข้อความนี้ไว้ แล้วเลือกใช้หรือทิ้งข้อความที่เก็บไว้ก่อน"
        )
        raise WorkflowError(full % {"count": MAX_UNSAVED}, conflict=True)
    if sum(_length(row.payload) for row in rows if row is not kept) + _length(payload) > UNSAVED_ROOM:
        long = _("ยังไม่ได้บันทึก และเก็บข้อความนี้ไว้ไม่ได้ เพราะยาวเกินไป โปรดคัดลอกข้อความนี้ไว้ แล้วย่อข้อความหรือแบ่งเป็นไฟล์แนบ")
        raise WorkflowError(long, conflict=True)
    kept = kept or UnsavedText(user=by, result=result)
    kept.payload, kept.why, kept.base_version, kept.form = payload, why, version, form or kept.form
    kept.save()


def _length(payload: dict[str, Any]) -> int:
    return len(json.dumps(payload, ensure_ascii=False))


def drop_unsaved(result: Result, *, by: User, kept: int) -> None:
    """Throw one of the person's own unsaved texts of this result away, by its key."""
    UnsavedText.objects.filter(user=by, result=result, pk=kept).delete()


@transaction.atomic
def use_last(result: Result, source: Result, *, by: User, version: int) -> Result:
    """Copy an earlier round's answer of the same agency, marked "copied, not confirmed".

    Raises as save_result, and WorkflowError when the source is another agency's.
    """
    if source.submission.agency_id != result.submission.agency_id:
        raise WorkflowError(_("คัดลอกได้เฉพาะผลของหน่วยงานตนเอง"))
    result, now = _locked(result)
    require_editable(result, by=by, now=now)
    if result.version != version:
        current = history.snapshot(result)
        raise StaleVersion(_who_was_first(result, by), current=current, typed=history.snapshot(source))
    before, copied = history.snapshot(result), history.snapshot(source)
    Result.objects.filter(pk=result.pk).update(
        answer=copied["answer"], text=copied["text"], reason=copied["reason"], outcome=copied["outcome"],
        confirmed=False, version=F("version") + 1, updated_at=now,
    )  # fmt: skip
    set_links(result, tuple(copied["urls"]))
    copy_files(result, source, by=by, now=now)
    history.open_sitting(result, by=by, before=before, now=now)
    return Result.objects.with_context().get(pk=result.pk)


@transaction.atomic
def mark(result: Result, value: str, *, by: User, reason: str = "", version: int | None = None) -> Result:
    """Say whether a sent result is good; "needs work" needs its reason, which the agency will read.

    version: of the result that was read (None: whatever stands now). Raises StaleVersion when it was judged or
    corrected in between, and WorkflowError when not allowed or without the reason.
    """
    result, now = _locked(result)
    if not (verdict := may(by, Action.REVIEW_MARK, result, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    if value not in Mark.values:
        raise WorkflowError(_("ผลตรวจไม่ถูกต้อง โปรดเลือกจากรายการ"))
    reason = reason.strip()
    check_length(reason)
    if value == Mark.NEEDS_WORK and not reason:
        raise WorkflowError(_("โปรดระบุเหตุผลที่ต้องแก้ไข หน่วยงานจะเห็นข้อความนี้"))
    pending = result.notes.filter(kind=NoteKind.REASON, settled_at=None)
    same = value == result.mark and (
        value != Mark.NEEDS_WORK or list(pending.values_list("text", flat=True)) == [reason]
    )
    if same:
        return result
    if version is not None and version != result.version:
        raise StaleVersion(
            _("ผลหรือผลตรวจของมาตรการนี้เปลี่ยนไปหลังจากที่คุณเปิดหน้านี้ โปรดเปิดข้อมูลล่าสุดแล้วตรวจอีกครั้ง"),
            current={"mark": result.mark}, typed={"mark": value, "reason": reason},
        )  # fmt: skip
    # The page offers the open reason again; it must not stand in the history as the reason of a pass.
    note = "" if value != Mark.NEEDS_WORK and pending.filter(text=reason).exists() else reason
    pending.update(settled_at=now)
    if value == Mark.NEEDS_WORK:
        ReviewNote.objects.create(result=result, kind=NoteKind.REASON, author=by, text=reason)
    Result.objects.filter(pk=result.pk).update(mark=value, version=F("version") + 1)
    history.record(
        Action.REVIEW_MARK, by=by, agency=result.submission.agency, submission=result.submission,
        round=result.submission.round, result=result, changes={"mark": [result.mark, value]}, note=note, at=now,
    )  # fmt: skip
    return Result.objects.with_context().get(pk=result.pk)


@transaction.atomic
def mark_rest(submission: Submission, *, by: User) -> int:
    """Mark what nobody has judged of a sent report as good, and return how many measures: 15 queries however many.

    Each has its event, as if marked alone. Raises WorkflowError when not allowed.
    """
    now = lock(submission.round_id)
    submission = Submission.objects.with_context().get(pk=submission.pk)
    if not (verdict := may(by, Action.REVIEW_MARK, submission, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    waiting = list(submission.results.filter(mark=Mark.NONE))
    if not waiting:
        return 0
    for result in waiting:
        result.submission = submission
    keys = [result.pk for result in waiting]
    ReviewNote.objects.filter(result__in=keys, kind=NoteKind.REASON, settled_at=None).update(settled_at=now)
    Result.objects.filter(pk__in=keys).update(mark=Mark.OK, version=F("version") + 1)
    history.record_marks(waiting, by=by, changes={"mark": [Mark.NONE, Mark.OK]}, at=now)
    return len(waiting)


@transaction.atomic
def comment(result: Result, text: str, *, by: User) -> ReviewNote:
    """Add a remark beside a result; the same words again (a second click) are the one that is there.

    Raises WorkflowError when not allowed, empty or too long.
    """
    result, now = _locked(result)
    if not (verdict := may(by, Action.COMMENT, result, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    if not text.strip():
        raise WorkflowError(_("โปรดพิมพ์ความเห็น"))
    check_length(text.strip())
    last = result.notes.filter(kind=NoteKind.COMMENT, author=by, created_at__gte=now - DOUBLE_CLICK).last()
    if last and last.text == text.strip():
        return last
    note = ReviewNote.objects.create(result=result, kind=NoteKind.COMMENT, author=by, text=text.strip())
    history.record(
        Action.COMMENT, by=by, agency=result.submission.agency, submission=result.submission,
        round=result.submission.round, result=result, note=note.text, at=now,
    )  # fmt: skip
    return note


@transaction.atomic
def save_narrative(
    round_: Round,
    text: str,
    *,
    by: User,
    covers: list[RoundMeasure],
    narrative: Narrative | None = None,
    version: int = 0,
    outcome: str = "",
) -> Narrative | None:
    """Write the province's own text over some measures of a round; an empty text takes it away.

    outcome: what came of it, beside the text in a plan by issue. A measure has at most one narrative: covering it
    anew takes it out of the other. Raises WorkflowError when not allowed or nothing is covered, StaleVersion when
    somebody saved in between.
    """
    now = lock(round_.pk)
    round_ = Round.objects.select_related("plan__province", "plan__agency").get(pk=round_.pk)
    if not (verdict := may(by, Action.NARRATIVE_EDIT, round_, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    if any(row.round_id != round_.pk for row in covers) or not covers:
        raise WorkflowError(_("โปรดเลือกมาตรการที่ข้อความนี้ครอบคลุม"))
    said = {"text": text.strip(), "outcome": outcome.strip()}
    check_length(*said.values())
    if same := _same_narrative(round_, said, covers):
        return same
    narrative = Narrative.objects.get(pk=narrative.pk, round=round_) if narrative else None
    before = _said(narrative)
    if narrative and narrative.version != version:
        stale = _("มีผู้อื่นแก้ไขข้อความนี้ไปก่อนแล้ว โปรดเลือกข้อความที่จะใช้")
        raise StaleVersion(stale, current=before, typed=said)
    saved = _write_narrative(round_, narrative, said, covers)
    if before != (after := _said(saved)):
        changes = _narrative_changes(before, after, covers, new=narrative is None)
        history.record(
            Action.NARRATIVE_EDIT, by=by, agency=round_.plan.agency, province=round_.plan.province, plan=round_.plan,
            round=round_, changes=changes, at=now,
        )  # fmt: skip
    return saved


def _narrative_changes(
    before: dict[str, str], after: dict[str, str], covers: list[RoundMeasure], *, new: bool
) -> dict[str, Any]:
    """Return what the history tells of a narrative; of the outcome only where it changed."""
    changes: dict[str, Any] = {"text": [None if new else before["text"], after["text"]]}
    if before["outcome"] != after["outcome"]:
        changes["outcome"] = [before["outcome"], after["outcome"]]
    return changes | {"covers": [str(row) for row in covers]}


def _said(narrative: Narrative | None) -> dict[str, str]:
    """Return what a narrative says, empty words where there is none."""
    return {"text": narrative.text, "outcome": narrative.outcome} if narrative else {"text": "", "outcome": ""}


def _same_narrative(round_: Round, said: dict[str, str], covers: list[RoundMeasure]) -> Narrative | None:
    """Return the text that stands there to the letter over just these measures: a second click of the form."""
    found = round_.narratives.filter(**said).prefetch_related("covers") if said["text"] else ()
    return next((one for one in found if set(one.covers.all()) == set(covers)), None)


def _write_narrative(
    round_: Round, narrative: Narrative | None, said: dict[str, str], covers: list[RoundMeasure]
) -> Narrative | None:
    if not said["text"]:
        if narrative:
            narrative.delete()
        return None
    narrative = narrative or Narrative(round=round_)
    narrative.text, narrative.outcome = said["text"], said["outcome"]
    narrative.order = min(row.order for row in covers)
    narrative.version += 1
    narrative.save()
    Narrative.covers.through.objects.filter(roundmeasure__in=covers).exclude(narrative=narrative).delete()
    narrative.covers.set(covers)
    Narrative.objects.filter(round=round_, covers=None).delete()
    return narrative


def assign(row: RoundMeasure, agency: Agency) -> Result:
    """Make an agency report a measure of a round: its submission and result, made when missing."""
    submission = Submission.objects.get_or_create(round_id=row.round_id, agency=agency)[0]
    return Result.objects.get_or_create(submission=submission, measure=row)[0]
