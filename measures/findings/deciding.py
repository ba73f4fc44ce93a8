"""Decide what is suspicious: mend it in every result concerned, or say why it is right. Same door as authoring."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from agencies.models import User
from measures import authoring, history
from measures.choices import Action, Decision, State
from measures.errors import WorkflowError
from measures.models import FindingDecision, Result, Submission
from measures.rules import may
from measures.selectors.history import UNDONE
from measures.suspicions import Suspicion, of_submission
from measures.workflow import check_length, lock


@transaction.atomic
def accept(submission: Submission, key: str, *, by: User, reason: str = "") -> FindingDecision:
    """Put the proposal in the place of the spelling in every result that is open, and note the decision.

    A second click finds it done. Raises WorkflowError when not allowed, when nothing is proposed, when no result
    concerned is open, or when the links have changed so that the suspicion is gone.
    """
    submission, now = _locked(submission, by)
    check_length(reason.strip())
    before = _decision(submission, key)
    suspicion = _told(submission, key)
    if suspicion is None:
        if before and before.decision == Decision.ACCEPTED:
            return before
        raise _gone()
    if before and before.decision == Decision.DISMISSED:
        raise _decided()
    if not suspicion.repairs:
        raise WorkflowError(_("ข้อสังเกตนี้ไม่มีที่อยู่ที่เสนอ โปรดแก้ลิงก์ในมาตรการเอง"))
    better = dict(suspicion.repairs)
    # The round is locked, so a mark or a return cannot come between.
    open_ones = [result for result in suspicion.mendable if is_open(submission, result)]
    changed = [_mend(result, better, by=by, now=now) for result in open_ones]
    if not changed:
        raise WorkflowError(_("มาตรการนี้ไม่ได้ถูกส่งกลับ จึงแก้ไขไม่ได้"), conflict=True)
    if before:
        # Mended once and typed wrong again: the newer decision counts, history keeps both.
        before.delete()
    return _note(submission, suspicion, Decision.ACCEPTED, by=by, reason=reason.strip(), now=now, changed=changed)


@transaction.atomic
def dismiss(submission: Submission, key: str, *, by: User, reason: str) -> FindingDecision:
    """Note that the links are right as they are, and why. A second click finds it done.

    Raises WorkflowError when not allowed, without a reason, or when the links have changed.
    """
    submission, now = _locked(submission, by)
    reason = reason.strip()
    check_length(reason)
    if not reason:
        raise WorkflowError(_("โปรดระบุเหตุผลว่าทำไมลิงก์นี้ถูกต้องแล้ว จังหวัดจะเห็นข้อความนี้"))
    before = _decision(submission, key)
    if before and before.decision == Decision.DISMISSED:
        if before.reason == reason:
            return before
        raise _decided()
    suspicion = _told(submission, key)
    if suspicion is None:
        raise _gone()
    if not any(is_open(submission, result) for result in suspicion.results):
        raise WorkflowError(_("มาตรการนี้ไม่ได้ถูกส่งกลับ จึงแก้ไขไม่ได้"), conflict=True)
    if before:
        before.delete()
    return _note(submission, suspicion, Decision.DISMISSED, by=by, reason=reason, now=now)


@transaction.atomic
def undo(submission: Submission, key: str, *, by: User) -> None:
    """Take a decision back; what an accepted one had changed is put back where nobody has changed it since.

    A second click finds it done. Raises WorkflowError when not allowed, or when a link was changed again.
    """
    submission, now = _locked(submission, by)
    decision = _decision(submission, key)
    if decision is None:
        return
    results = Result.objects.filter(submission=submission).prefetch_related("result_links__link").in_bulk()
    concerned = [results[pk] for pk in decision.about.get("results", []) if pk in results]
    if not any(is_open(submission, result) for result in concerned):
        raise WorkflowError(_("มาตรการนี้ไม่ได้ถูกส่งกลับ จึงแก้ไขไม่ได้"), conflict=True)
    for pk, before, after in decision.about.get("changed", []):
        result = results.get(pk)
        if result is None or not is_open(submission, result) or _typed(result) != after:
            raise WorkflowError(_("ลิงก์ถูกแก้ไขหลังจากนั้นแล้ว จึงย้อนกลับไม่ได้ โปรดแก้ลิงก์ในมาตรการเอง"), conflict=True)
        _write(result, before, by=by, now=now)
    _record(submission, concerned, decision, UNDONE, by=by, note="", now=now)
    decision.delete()


def is_open(submission: Submission, result: Result) -> bool:
    """Say whether a result's links may be changed once FINDING_DECIDE is allowed: in R only what was returned."""
    return submission.state != State.RETURNED or result.flagged


def _locked(submission: Submission, by: User) -> tuple[Submission, dt.datetime]:
    """Lock the round, read the clock, fetch the report fresh and ask the policy."""
    now = lock(submission.round_id)
    submission = Submission.objects.with_context().get(pk=submission.pk)
    if not (verdict := may(by, Action.FINDING_DECIDE, submission, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    return submission, now


def _decision(submission: Submission, key: str) -> FindingDecision | None:
    return submission.finding_decisions.filter(key=key).first()


def _told(submission: Submission, key: str) -> Suspicion | None:
    """Return the suspicion of that key as it stands now, told in Thai: its words are stored."""
    with translation.override("th"):
        return next((one for one in of_submission(submission) if one.key == key), None)


def _gone() -> WorkflowError:
    return WorkflowError(_("ลิงก์เปลี่ยนไปแล้ว ข้อสังเกตนี้จึงไม่มีอีก โปรดเปิดหน้านี้ใหม่"), conflict=True)


def _decided() -> WorkflowError:
    return WorkflowError(_("มีผู้ตัดสินข้อสังเกตนี้ไปก่อนแล้ว โปรดเปิดหน้านี้ใหม่"), conflict=True)


def _mend(result: Result, better: dict[str, tuple[str, ...]], *, by: User, now: dt.datetime) -> list[Any]:
    """Replace the spellings in a result; return its key with the links before and after."""
    before = _typed(result)
    after = list(dict.fromkeys(url for typed in before for url in better.get(typed, (typed,))))
    if len(after) > authoring.MAX_LINKS:
        most = {"max_links": authoring.MAX_LINKS}
        raise WorkflowError(_("ใส่ลิงก์ได้ไม่เกิน %(max_links)s ลิงก์ต่อมาตรการ") % most)
    _write(result, after, by=by, now=now)
    return [result.pk, before, after]


def _typed(result: Result) -> list[str]:
    return [row.link.typed for row in result.result_links.all()]


def _write(result: Result, typed: list[str], *, by: User, now: dt.datetime) -> None:
    fresh = Result.objects.with_context().get(pk=result.pk)
    before = history.snapshot(fresh)
    Result.objects.filter(pk=result.pk).update(version=F("version") + 1, updated_at=now)
    authoring.set_links(fresh, tuple(typed))
    history.open_sitting(fresh, by=by, before=before, now=now)


def _note(
    submission: Submission,
    suspicion: Suspicion,
    decision: Decision,
    *,
    by: User,
    reason: str,
    now: dt.datetime,
    changed: list[Any] | None = None,
) -> FindingDecision:
    about = {
        "message": suspicion.message, "urls": list(suspicion.urls), "measures": list(suspicion.measures),
        "proposal": suspicion.proposal, "results": [result.pk for result in suspicion.results],
        "changed": changed or [],
    }  # fmt: skip
    row = FindingDecision.objects.create(
        submission=submission, kind=suspicion.kind, key=suspicion.key, decision=decision, reason=reason, about=about,
        by=by, at=now,
    )  # fmt: skip
    _record(submission, suspicion.results, row, decision, by=by, note=reason, now=now)
    return row


def _record(
    submission: Submission, results: Any, row: FindingDecision, to: str, *, by: User, note: str, now: dt.datetime
) -> None:
    """Tell it at each result concerned: whoever may not read a result's words does not read these either."""
    for result in results:
        history.record(
            Action.FINDING_DECIDE, by=by, agency=submission.agency, submission=submission, round=submission.round,
            result=result, changes={"finding": [row.about.get("message", ""), to]}, note=note, at=now,
        )  # fmt: skip
