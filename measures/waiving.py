"""Waive a check for an agency: a reviewer's word, with its reason and its last day."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import Agency, User
from measures import history
from measures.checks import NAMES
from measures.choices import Action
from measures.errors import WorkflowError
from measures.models import CheckWaiver, Submission
from measures.rules import may
from measures.workflow import check_length, lock
from thai.dates import in_bangkok

LONGEST = dt.timedelta(days=366)


@transaction.atomic
def waive(submission: Submission, code: str, *, by: User, reason: str, until: dt.date) -> CheckWaiver:
    """Let a check not count for the report's agency up to and including a day in Bangkok, and return the waiver.

    It counts in every report of the agency to the same owner's plans (the province's, or the agency's own). The same
    again (a second click) is the one that is there. Raises WorkflowError when not allowed, for an unknown check,
    without a reason, for a day past or more than a year ahead, or while another waiver of the check is in force.
    """
    submission, now = _locked(submission, by)
    if code not in NAMES:
        raise WorkflowError(_("ไม่รู้จักการตรวจนี้ โปรดเลือกจากรายการ"))
    reason, today = reason.strip(), in_bangkok(now).date()
    if not reason:
        raise WorkflowError(_("โปรดระบุเหตุผลที่ยกเว้น หน่วยงานจะเห็นข้อความนี้"))
    check_length(reason)
    if not today <= until <= today + LONGEST:
        raise WorkflowError(_("วันสุดท้ายต้องเป็นวันนี้หรือหลังจากนี้ และไม่เกินหนึ่งปี"))
    if before := CheckWaiver.objects.in_force(submission, on=today).filter(code=code).first():
        if (before.reason, before.until, before.by_id) == (reason, until, by.pk):
            return before
        raise WorkflowError(_("การตรวจนี้ยกเว้นอยู่แล้ว โปรดสิ้นสุดการยกเว้นเดิมก่อน"), conflict=True)
    waiver = CheckWaiver.objects.create(
        agency=submission.agency, own_plan=submission.round.plan.agency_id is not None, code=code, reason=reason,
        until=until, by=by, at=now,
    )  # fmt: skip
    _record(submission, [None, code], [None, until.isoformat()], by=by, note=reason, now=now)
    return waiver


@transaction.atomic
def end(submission: Submission, waiver_pk: int, *, by: User) -> CheckWaiver:
    """Let a check count again from now on. A second click finds it done.

    Raises WorkflowError when not allowed, CheckWaiver.DoesNotExist for a waiver of other reports.
    """
    submission, now = _locked(submission, by)
    waiver = CheckWaiver.objects.of_reports_like(submission).get(pk=waiver_pk)
    if waiver.ended_at is None and waiver.until >= in_bangkok(now).date():
        waiver.ended_at, waiver.ended_by = now, by
        waiver.save(update_fields=["ended_at", "ended_by"])
        _record(submission, [waiver.code, None], [waiver.until.isoformat(), None], by=by, note="", now=now)
    return waiver


def _locked(submission: Submission, by: User) -> tuple[Submission, dt.datetime]:
    """Lock the round, then the agency (its rounds share its waivers), and ask the policy."""
    now = lock(submission.round_id)
    submission = Submission.objects.with_context().get(pk=submission.pk)
    if not (verdict := may(by, Action.CHECK_WAIVE, submission, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    Agency.objects.select_for_update().get(pk=submission.agency_id)
    return submission, now


def _record(
    submission: Submission,
    check: list[str | None],
    until: list[str | None],
    *,
    by: User,
    note: str,
    now: dt.datetime,
) -> None:
    history.record(
        Action.CHECK_WAIVE, by=by, agency=submission.agency, submission=submission, round=submission.round,
        changes={"check": check, "waived_until": until}, note=note, at=now,
    )  # fmt: skip
