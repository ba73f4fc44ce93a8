"""The life of a submission, and of a round."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from measures import authoring, history, planning, workflow
from measures.authoring import Typed
from measures.choices import Action, Mark, RoundState, State
from measures.errors import StaleVersion, WorkflowError
from measures.models import EditSitting, Event, EventChain, Result, Round, Submission, UnsavedText
from measures.tests.checking import findings_of


def events(submission):
    return list(Event.objects.filter(submission=submission).order_by("seq").values_list("action", "actor__username"))


def test_whole_life_of_a_submission_is_told_in_its_history(sent, staff, head, reviewer):
    flagged = sent.results.first()
    authoring.mark(flagged, Mark.NEEDS_WORK, by=reviewer, reason="ลิงก์เปิดไม่ได้")
    returned = workflow.act(sent, Action.RETURN, by=reviewer)
    authoring.save_result(
        flagged,
        Typed(answer="done", text="แก้แล้ว"),
        by=staff,
        version=Result.objects.get(pk=flagged.pk).version,
    )
    workflow.act(returned, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(returned, Action.ENDORSE, by=head)
    approved = workflow.act(returned, Action.APPROVE, by=reviewer)

    assert approved.state == State.APPROVED
    assert events(sent) == [
        ("submit", "staff"), ("endorse", "head"), ("review.mark", "reviewer"), ("return", "reviewer"),
        ("result.edit", "staff"), ("submit", "staff"), ("endorse", "head"), ("approve", "reviewer"),
    ]  # fmt: skip
    assert set(approved.results.values_list("mark", "flagged")) == {("ok", False)}
    assert history.first_broken_link() == ""


def test_submit_refuses_an_unfinished_report_and_names_the_measures(submission, staff):
    with pytest.raises(WorkflowError, match=r"ยังไม่ครบ 3 มาตรการ: 1\.1, 1\.2, 9\.1"):
        workflow.act(submission, Action.SUBMIT, by=staff)

    assert (Submission.objects.get().state, Event.objects.filter(submission=submission).count()) == (
        State.DRAFT,
        0,
    )


def test_returned_measure_that_nobody_touched_is_warned_of_when_sent_again(sent, staff, reviewer):
    first, second, _ = sent.results.all()
    for result in (first, second):
        authoring.mark(result, Mark.NEEDS_WORK, by=reviewer, reason="ขอวันที่")
    workflow.act(sent, Action.RETURN, by=reviewer)
    version = Result.objects.get(pk=first.pk).version
    authoring.save_result(
        first, Typed(answer="done", text="แก้แล้ว", urls=("https://a.go.th/1",)), by=staff, version=version
    )

    found = [(one.measure, one.severity) for one in findings_of(sent) if one.code == "untouched"]

    assert found == [("1.2", "warning")]
    with pytest.raises(WorkflowError, match="มีคำเตือน"):
        workflow.act(sent, Action.SUBMIT, by=staff)
    assert workflow.act(sent, Action.SUBMIT, by=staff, acknowledged=True).state == State.ENDORSEMENT


def test_reopened_report_without_reasons_at_its_measures_is_not_warned_of(sent, reviewer):
    workflow.act(sent, Action.APPROVE, by=reviewer)
    workflow.act(sent, Action.REOPEN, by=reviewer, note="แก้ยอด")

    assert [one for one in findings_of(sent) if one.code == "untouched"] == []


def test_submit_asks_for_a_tick_when_there_are_warnings(submission, fill, staff):
    fill(submission)

    with pytest.raises(WorkflowError, match="มีคำเตือน"):
        workflow.act(submission, Action.SUBMIT, by=staff)


def test_office_without_endorsement_sends_straight_to_the_province(submission, fill, staff):
    submission.agency.needs_endorsement = False
    submission.agency.save()
    fill(submission)

    assert workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True).state == State.SUBMITTED


def test_recall_of_a_returned_report_leads_back_to_returned_with_its_flags(sent, staff, reviewer):
    authoring.mark(sent.results.first(), Mark.NEEDS_WORK, by=reviewer, reason="ขอหลักฐานเพิ่ม")
    workflow.act(sent, Action.RETURN, by=reviewer)
    workflow.act(sent, Action.SUBMIT, by=staff, acknowledged=True)

    recalled = workflow.act(sent, Action.RECALL, by=staff)

    assert recalled.state == State.RETURNED
    assert list(recalled.results.order_by("pk").values_list("flagged", flat=True)) == [True, False, False]


def test_return_without_a_flagged_measure_is_refused(sent, reviewer):
    with pytest.raises(WorkflowError, match="อย่างน้อยหนึ่งมาตรการ"):
        workflow.act(sent, Action.RETURN, by=reviewer)


def test_only_flagged_measures_are_open_after_a_return(sent, staff, reviewer):
    first, second, _ = sent.results.all()
    authoring.mark(first, Mark.NEEDS_WORK, by=reviewer, reason="ขอหลักฐานเพิ่ม")
    workflow.act(sent, Action.RETURN, by=reviewer)

    with pytest.raises(WorkflowError, match="ไม่ได้ถูกส่งกลับ"):
        authoring.save_result(second, Typed(answer="done", text="แอบแก้"), by=staff, version=second.version)
    version = Result.objects.get(pk=first.pk).version
    assert authoring.save_result(first, Typed(answer="done", text="แก้แล้ว"), by=staff, version=version).text == "แก้แล้ว"


def test_reopen_needs_a_reason_and_voids_approval_and_endorsement(sent, reviewer):
    workflow.act(sent, Action.APPROVE, by=reviewer)
    with pytest.raises(WorkflowError, match="โปรดระบุเหตุผล"):
        workflow.act(sent, Action.REOPEN, by=reviewer)

    reopened = workflow.act(sent, Action.REOPEN, by=reviewer, note="พบข้อมูลคลาดเคลื่อน")

    assert (reopened.state, reopened.approved_by, reopened.endorsed_by) == (State.RETURNED, None, None)


def test_sender_with_two_roles_cannot_endorse_alone(submission, fill, staff, agency):
    staff.memberships.create(role="head", agency=agency)
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)

    with pytest.raises(WorkflowError, match="รับรองเองไม่ได้"):
        workflow.act(submission, Action.ENDORSE, by=staff)


def test_edit_after_the_deadline_is_refused_and_the_text_is_kept_for_its_writer(submission, staff):
    Round.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
    result = submission.results.first()

    with pytest.raises(WorkflowError, match="ปิดรับแล้ว"):
        authoring.save_result(result, Typed(answer="done", text="ช้าไปนิด"), by=staff, version=0)

    assert list(UnsavedText.objects.values_list("user__username", "payload__text")) == [("staff", "ช้าไปนิด")]


def test_extension_opens_the_draft_again_for_that_agency(submission, staff, reviewer):
    Round.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
    workflow.extend(submission, by=reviewer, until=timezone.now() + dt.timedelta(days=2), reason="น้ำท่วมสำนักงาน")

    saved = authoring.save_result(submission.results.first(), Typed(answer="done", text="ทัน"), by=staff, version=0)

    assert saved.text == "ทัน"


@pytest.mark.parametrize("days", [-1, 30])
def test_extension_is_in_the_future_and_at_most_14_days(submission, reviewer, days):
    with pytest.raises(WorkflowError, match="ไม่เกิน 14 วัน"):
        workflow.extend(submission, by=reviewer, until=timezone.now() + dt.timedelta(days=days), reason="ขอเพิ่ม")


def test_second_saver_keeps_the_own_text_and_sees_the_other(submission, staff, make_user, agency):
    colleague = make_user("staff", agency)
    result = submission.results.first()
    authoring.save_result(result, Typed(answer="done", text="ของคนแรก"), by=staff, version=0)

    with pytest.raises(StaleVersion) as stale:
        authoring.save_result(result, Typed(answer="done", text="ของคนที่สอง"), by=colleague, version=0)

    assert (stale.value.current["text"], stale.value.typed["text"]) == ("ของคนแรก", "ของคนที่สอง")
    assert list(UnsavedText.objects.values_list("user", "payload__text")) == [(colleague.pk, "ของคนที่สอง")]


def test_saving_the_same_twice_has_one_effect(submission, staff):
    result = submission.results.first()
    typed = Typed(answer="done", text="ครั้งเดียว", urls=("https://www.example.go.th/a",))

    versions = [authoring.save_result(result, typed, by=staff, version=0).version for _ in range(2)]

    assert versions == [1, 1]


def test_edits_of_one_sitting_are_one_event(submission, staff, make_user, agency):
    result = submission.results.first()
    for n, text in enumerate(("ก", "กข", "กขค")):
        authoring.save_result(result, Typed(answer="done", text=text), by=staff, version=n)

    history.close_sittings(submission, timezone.now())

    changes = Event.objects.get(action="result.edit").changes
    assert changes == {"answer": ["", "done"], "text": ["", "กขค"]}
    assert EditSitting.objects.count() == 0


def test_lock_waits_for_reports_under_review(sent, reviewer):
    workflow.move_round(sent.round, Action.ROUND_CLOSE, by=reviewer)
    with pytest.raises(WorkflowError, match="รอตรวจ"):
        workflow.move_round(sent.round, Action.ROUND_LOCK, by=reviewer)
    workflow.act(sent, Action.APPROVE, by=reviewer)

    assert workflow.move_round(sent.round, Action.ROUND_LOCK, by=reviewer).state == RoundState.LOCKED
    assert workflow.move_round(sent.round, Action.ROUND_PUBLISH, by=reviewer).state == RoundState.PUBLISHED


def reword(plan, reviewer):
    measure = plan.measures.first()
    typed = planning.MeasureTyped(measure.indicator, measure.label, "ถ้อยคำใหม่", groups=tuple(measure.groups.all()))
    return planning.save_measure(plan, typed, by=reviewer, measure=measure, version=measure.version)


def test_new_words_of_a_measure_reach_the_round_that_is_open(submission, reviewer):
    reword(submission.round.plan, reviewer)

    assert submission.round.measures.first().text == "ถ้อยคำใหม่"


def test_new_words_of_a_measure_do_not_reach_a_closed_round(submission, reviewer):
    plan = submission.round.plan
    workflow.move_round(submission.round, Action.ROUND_CLOSE, by=reviewer)
    planning.plan_round(plan, by=reviewer, kind="12")

    reword(plan, reviewer)

    assert submission.round.measures.first().text == "มาตรการที่ 1.1 ของปี 2570"


@pytest.mark.parametrize("statement", ["UPDATE measures_event SET note = 'x'", "DELETE FROM measures_event"])
def test_history_cannot_be_altered_even_by_sql(submission, statement):
    from django.db import connection

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_altered_history_is_found_once_the_guard_is_off(submission, db):
    from django.db import connection

    from measures import guard

    guard.remove(connection)
    Event.objects.filter(chain__province__isnull=False, seq=2).update(note="x")
    guard.install(connection)

    chain = EventChain.objects.get(province__isnull=False)
    assert history.first_broken_link() == f"chain {chain.pk}, event 2: changed"
