"""Who hears what when a report moves: once, in words that name no other agency and repeat nobody's text."""

import datetime as dt

import pytest
from django.utils import timezone

from agencies.choices import Role
from agencies.digests import make_digests
from agencies.models import Notice, OutboxMail
from agencies.notices import tell
from measures import authoring, workflow
from measures.choices import Action, Mark
from measures.errors import WorkflowError
from measures.models import Result, ReviewNote
from measures.selectors.concerned import still_concerned
from measures.telling import about
from thai.dates import BANGKOK

YEAR = "ปีงบประมาณ พ.ศ. 2570"
MORNING = dt.datetime(2026, 11, 20, 8, 0, tzinfo=BANGKOK)


def told():
    rows = Notice.objects.filter(closed_at=None).order_by("pk")
    return [(row.user.username, row.kind, row.subject, row.url) for row in rows]


def send_back(submission, reviewer, *, reason="ถ้อยคำลับของผู้ตรวจ"):
    result = submission.results.select_related("measure").first()
    authoring.mark(
        Result.objects.with_context().get(pk=result.pk), Mark.NEEDS_WORK, by=reviewer, reason=reason,
        version=result.version,
    )  # fmt: skip
    return workflow.act(submission, Action.RETURN, by=reviewer)


def test_sending_tells_the_heads_and_endorsing_the_reviewers(submission, fill, staff, head, reviewer, make_user):
    make_user(Role.HEAD, submission.agency, username="away", is_active=False)
    fill(submission)

    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    waits = told()
    workflow.act(submission, Action.ENDORSE, by=head)

    here = f"/submissions/{submission.pk}/"
    assert waits == [("head", "endorse", "รอบ 6 เดือนของหน่วยงานทดสอบ รอรับรอง", f"{here}endorse/")]
    assert told() == [("reviewer", "sent", "หน่วยงานทดสอบ ส่งรอบ 6 เดือนแล้ว", f"{here}review/")]
    assert OutboxMail.objects.count() == 0


def test_recall_takes_back_what_the_head_was_asked_for(submission, fill, staff, head):
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)

    workflow.act(submission, Action.RECALL, by=staff)

    assert told() == []


def test_send_back_tells_the_staff(submission, fill, staff, head):
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)

    workflow.act(submission, Action.SEND_BACK, by=head, note="ถ้อยคำลับ")

    assert told() == [("staff", "returned", "รอบ 6 เดือนของหน่วยงานทดสอบ ถูกส่งคืน", f"/submissions/{submission.pk}/")]


def test_return_approval_and_reopening_tell_staff_and_head(sent, fill, staff, head, reviewer):
    here, seen = f"/submissions/{sent.pk}/", []
    send_back(sent, reviewer)
    seen.append(told())
    text = Notice.objects.filter(closed_at=None).first().text
    workflow.act(sent, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(sent, Action.ENDORSE, by=head)
    workflow.act(sent, Action.APPROVE, by=reviewer)
    seen.append(told())
    workflow.act(sent, Action.REOPEN, by=reviewer, note="ถ้อยคำลับ")
    seen.append(told())

    def both(kind, subject):
        return [(name, kind, f"รอบ 6 เดือนของหน่วยงานทดสอบ {subject}", here) for name in ("staff", "head")]

    assert seen == [
        both("returned", "ถูกส่งกลับให้แก้ไข"), both("approved", "ได้รับอนุมัติ"), both("returned", "เปิดให้แก้ไขอีกครั้ง"),
    ]  # fmt: skip
    assert text == (f"รายงานรอบ 6 เดือน {YEAR} ถูกส่งกลับให้แก้ไข 1 มาตรการ (1.1) โปรดดูเหตุผลในระบบ แก้ไข แล้วส่งอีกครั้ง")


def test_no_notice_repeats_what_somebody_wrote_about_a_report(sent, staff, head, reviewer):
    send_back(sent, reviewer)
    workflow.act(sent, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(sent, Action.SEND_BACK, by=head, note="ถ้อยคำลับของหัวหน้า")

    assert ReviewNote.objects.get().text == "ถ้อยคำลับของผู้ตรวจ"
    assert [row for row in Notice.objects.all() if "ถ้อยคำลับ" in f"{row.subject}{row.text}"] == []


def test_more_time_is_told_and_ends_the_old_reminder(submission, staff, head, reviewer):
    until = timezone.now() + dt.timedelta(days=20)

    workflow.extend(submission, by=reviewer, until=until, reason="ถ้อยคำลับ")
    workflow.extend(submission, by=reviewer, until=until, reason="ถ้อยคำลับ")

    assert [row[:2] for row in told()] == [("staff", "extended"), ("head", "extended")]


def test_refused_move_tells_nobody(submission, staff, head):
    with pytest.raises(WorkflowError):
        workflow.act(submission, Action.SUBMIT, by=staff)

    assert Notice.objects.count() == 0


def test_head_who_plans_hears_of_what_is_sent_to_them(make_agency, make_user, make_round, make_plan, fill):
    agency = make_agency("เทศบาล")
    staff, head = make_user(Role.STAFF, agency, username="own"), make_user(Role.HEAD, agency, username="mayor")
    submission = make_round(make_plan(agency=agency)).submissions.get()
    fill(submission)

    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)

    assert head.username == "mayor"
    assert told() == [("mayor", "sent", "เทศบาล ส่งรอบ 6 เดือนแล้ว", f"/submissions/{submission.pk}/review/")]


def test_notice_concerns_only_whose_role_is_still_there(submission, staff, head, reviewer, make_agency):
    """The mail may go a day after the telling; a role that went in between takes it along."""
    here = about(submission.round, submission)
    for person, where in (
        (staff, here),
        (head, here),
        (reviewer, here),
        (reviewer, about(submission.round)),
        (staff, ""),
    ):
        tell([person], kind="deadline", subject="s", text="", url="/", key=f"k{where}", now=MORNING, about=where)
    rows = list(Notice.objects.order_by("pk"))
    before = still_concerned(rows)
    staff.memberships.update(agency=make_agency())
    reviewer.memberships.all().delete()
    after = still_concerned(rows)
    make_digests(MORNING, still=still_concerned)

    assert (before, [(row.user, row.about) for row in after]) == (rows, [(head, here), (staff, "")])
    assert sorted(OutboxMail.objects.values_list("to", flat=True)) == ["head@example.org", "staff@example.org"]


def test_locking_ends_whatever_the_round_still_asked_for(sent, staff, head, reviewer):
    send_back(sent, reviewer)
    round_ = workflow.move_round(sent.round, Action.ROUND_CLOSE, by=reviewer)
    before = told()

    workflow.move_round(round_, Action.ROUND_LOCK, by=reviewer)

    assert ([row[1] for row in before], told()) == (["returned", "returned"], [])
