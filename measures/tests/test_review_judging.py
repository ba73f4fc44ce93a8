"""What a verdict is given on: the result that was read, its real addresses, and what was corrected since."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from measures import authoring, workflow
from measures.authoring import Typed
from measures.choices import Action, State
from measures.identity import Piece
from measures.models import Event, Extension, Result, ReviewNote, Round, Submission
from thai.dates import buddhist_year, in_bangkok


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


def marks(submission):
    return list(submission.results.order_by("pk").values_list("mark", flat=True))


def judge(desk, result, **typed):
    result.refresh_from_db(fields=["version"])
    return desk.post(url("result-mark", result.pk), {"version": result.version, **typed})


def correct(submission, result, staff, head, **typed):
    """Let the agency write anew and send again."""
    result = Result.objects.with_context().get(pk=result.pk)
    authoring.save_result(result, Typed(answer="done", **typed), by=staff, version=result.version)
    submission = Submission.objects.with_context().get(pk=submission.pk)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    return workflow.act(submission, Action.ENDORSE, by=head)


def test_verdict_on_what_a_colleague_judged_meanwhile_is_refused_with_the_typed_reason(desk, sent, reviewer):
    result = sent.results.first()
    opened = result.version
    authoring.mark(result, "ok", by=reviewer)

    answer = desk.post(url("result-mark", result.pk), {"mark": "needs_work", "reason": "ลิงก์เปิดไม่ได้", "version": opened})

    page = answer.content.decode()
    assert (answer.status_code, "ลิงก์เปิดไม่ได้" in page, "เปลี่ยนไปหลังจากที่คุณเปิดหน้านี้" in page) == (409, True, True)
    assert (marks(sent)[0], ReviewNote.objects.count()) == ("ok", 0)


def test_same_verdict_twice_from_one_page_has_one_effect(desk, sent):
    result = sent.results.first()
    typed = {"mark": "needs_work", "reason": "ขาดหลักฐาน", "version": result.version}

    answers = [desk.post(url("result-mark", result.pk), typed).status_code for _ in range(2)]

    assert (answers, ReviewNote.objects.count(), Event.objects.filter(action="review.mark").count()) == (
        [302, 302],
        1,
        1,
    )


def test_history_of_a_pass_does_not_repeat_the_reason_that_the_page_still_shows(desk, sent):
    result = sent.results.first()
    judge(desk, result, mark="needs_work", reason="ขาดหลักฐาน")

    judge(desk, Result.objects.get(pk=result.pk), mark="ok", reason="ขาดหลักฐาน")

    events = Event.objects.filter(result=result, action=Action.REVIEW_MARK).order_by("pk")
    assert list(events.values_list("note", flat=True)) == ["ขาดหลักฐาน", ""]
    assert marks(sent) == ["ok", "", ""]


def test_verdict_without_a_version_is_stale(desk, sent):
    answer = desk.post(url("result-mark", sent.results.first().pk), {"mark": "ok"})

    assert (answer.status_code, marks(sent)) == (409, ["", "", ""])


def test_bulk_says_of_each_measure_what_became_of_it(desk, sent, reviewer):
    first, second, third = sent.results.all()
    typed = {"result": [first.pk, second.pk]} | {f"version-{r.pk}": r.version for r in (first, second, third)}
    authoring.mark(second, "needs_work", by=reviewer, reason="ขาดหลักฐาน")

    answer = desk.post(url("review-bulk", sent.pk), typed)

    assert (answer.status_code, marks(sent)) == (200, ["ok", "needs_work", ""])
    assert answer.context["outcome"] == [
        ("1.1", "ผ่าน"),
        ("1.2", "ผลหรือผลตรวจของมาตรการนี้เปลี่ยนไปหลังจากที่คุณเปิดหน้านี้ โปรดเปิดข้อมูลล่าสุดแล้วตรวจอีกครั้ง"),
    ]


def test_bulk_on_a_report_that_moved_on_changes_nothing(desk, sent, reviewer):
    result = sent.results.first()
    workflow.act(sent, Action.APPROVE, by=reviewer)
    events = Event.objects.count()

    answer = desk.post(url("review-bulk", sent.pk), {"result": [result.pk], f"version-{result.pk}": result.version})

    assert (answer.status_code, Event.objects.count()) == (409, events)


def test_ticks_are_set_for_what_waits_only(desk, sent):
    judge(desk, sent.results.first(), mark="needs_work", reason="ขาดหลักฐาน")

    plain, ticked = (
        desk.get(url("review-table", sent.pk), asked).content.decode().count(" checked")
        for asked in ({}, {"tick": "waiting"})
    )

    assert (plain, ticked) == (0, 2)


def test_approval_of_unread_measures_needs_the_tick(desk, sent):
    refused = desk.post(url("submission-approve", sent.pk), {"seen": "S"})
    state = Submission.objects.get().state
    approved = desk.post(url("submission-approve", sent.pk), {"seen": "S", "acknowledged": "yes"})

    assert (refused.status_code, "ยังมี 3 มาตรการรอตรวจ" in refused.content.decode(), state) == (400, True, "S")
    assert (approved.status_code, Submission.objects.get().state, marks(sent)) == (302, "A", ["ok"] * 3)


def test_approval_of_a_judged_report_needs_no_tick(desk, sent):
    for result in sent.results.all():
        judge(desk, result, mark="ok")

    desk.post(url("submission-approve", sent.pk), {"seen": "S"})

    assert Submission.objects.get().state == State.APPROVED


def test_return_twice_has_one_effect(desk, sent):
    judge(desk, sent.results.first(), mark="needs_work", reason="ขาดหลักฐาน")

    answers = [desk.post(url("submission-return", sent.pk), {"seen": "S"}).status_code for _ in range(2)]

    assert (answers, Event.objects.filter(action="return").count()) == ([302, 302], 1)


def test_return_after_a_colleague_approved_is_refused(desk, sent, reviewer, make_user, province):
    workflow.act(sent, Action.APPROVE, by=make_user("reviewer", province))

    assert desk.post(url("submission-return", sent.pk), {"seen": "S"}).status_code == 409


def test_reopening_without_its_reason_is_refused_on_the_page(desk, sent, reviewer):
    workflow.act(sent, Action.APPROVE, by=reviewer)

    answer = desk.post(url("submission-reopen", sent.pk), {"seen": "A", "note": "  "})

    assert (answer.status_code, "โปรดระบุเหตุผล" in answer.content.decode(), Submission.objects.get().state) == (
        400, True, "A",
    )  # fmt: skip


def test_extension_sent_twice_is_one(desk, submission):
    Round.objects.update(due_at=timezone.now() - dt.timedelta(minutes=1))
    day = in_bangkok(timezone.now()).date() + dt.timedelta(days=3)
    typed = {"until_date": f"{day.day}/{day.month}/{buddhist_year(day)}", "until_time": "16.30", "reason": "น้ำท่วม"}

    answers = [desk.post(url("submission-extend", submission.pk), typed).status_code for _ in range(2)]

    assert (answers, Extension.objects.count()) == ([302, 302], 1)


def test_extension_of_a_sent_report_is_refused_with_the_typed_reason(desk, sent):
    answer = desk.post(url("submission-extend", sent.pk), {"reason": "น้ำท่วมสำนักงาน"})

    assert (answer.status_code, "น้ำท่วมสำนักงาน" in answer.content.decode()) == (409, True)


def test_evidence_leads_to_web_addresses_only(desk, submission, staff, head, fill):
    fill(submission)
    first, second, _ = submission.results.all()
    script, shared = "javascript:alert(1)", "https://www.example.go.th/ก?b=2&a=1"
    for result, urls in ((first, (shared, script)), (second, (shared,))):
        typed = Typed(answer="done", text="ทำแล้ว", urls=urls)
        authoring.save_result(result, typed, by=staff, version=0)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(submission, Action.ENDORSE, by=head)

    answer = desk.get(url("review-result", submission.pk, first.pk))

    address = "https://www.example.go.th/%E0%B8%81?a=1&b=2"
    evidence = answer.context["side"].evidence
    assert [(one.typed, one.href, one.uses) for one in evidence] == [(shared, address, 2), (script, "", 0)]
    page = answer.content.decode()
    link = '<a href="https://www.example.go.th/%E0%B8%81?a=1&amp;b=2" rel="noopener noreferrer" target="_blank">'
    assert (link in page, 'href="javascript' in page) == (True, False)


def test_words_of_an_agency_run_nothing_in_the_diff(desk, sent, staff, head, reviewer):
    result = sent.results.first()
    authoring.mark(result, "needs_work", by=reviewer, reason="<b>แก้</b>")
    workflow.act(sent, Action.RETURN, by=reviewer)
    correct(sent, result, staff, head, text="<script>alert(1)</script>")

    page = desk.get(url("review-result", sent.pk, result.pk)).content.decode()

    assert ("<script>alert" in page, "<b>แก้" in page, "<ins>&lt;script&gt;alert(1)&lt;/script&gt;</ins>" in page) == (
        False, False, True,
    )  # fmt: skip


def test_correction_after_a_return_is_shown_beside_the_reason(desk, sent, staff, head, reviewer):
    first, second, _ = sent.results.all()
    for result in (first, second):
        authoring.mark(result, "needs_work", by=reviewer, reason=f"แก้ {result.measure}")
    workflow.act(sent, Action.RETURN, by=reviewer)
    before, link = first.text, "https://www.example.go.th/report"
    result = Result.objects.with_context().get(pk=second.pk)
    authoring.save_result(result, Typed(answer="in_progress", text=result.text), by=staff, version=result.version)
    correct(sent, first, staff, head, text=f"{before} เมื่อวันที่ 2 มิถุนายน 2570", urls=(link,))

    sides = [desk.get(url("review-result", sent.pk, r.pk)).context["side"].correction for r in (first, second)]

    assert (sides[0].pieces, sides[0].new_links, sides[0].answered_anew, sides[0].is_empty) == (
        (Piece("same", before), Piece("ins", " เมื่อวันที่ 2 มิถุนายน 2570")), (link,), False, False,
    )  # fmt: skip
    assert (sides[1].answer, sides[1].is_reworded, sides[1].answered_anew) == ("done", False, True)


def test_viewer_of_the_nation_reads_and_has_no_button(client, sent, viewer):
    client.force_login(viewer)

    answers = [
        client.get(url("review-table", sent.pk)),
        client.get(url("review-result", sent.pk, sent.results.first().pk)),
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.content.decode().count("data-action") for answer in answers] == [0, 0]


def test_list_of_reports_is_the_provinces(client, sent, staff):
    client.force_login(staff)

    answer = client.get(url("review-list"))

    assert (answer.status_code, "เฉพาะสำนักงานจังหวัด" in answer.content.decode()) == (403, True)


def test_comment_of_the_review_leads_back_to_it(desk, sent):
    result = sent.results.first()

    answer = desk.post(url("result-comment", result.pk), {"comment": "ดีมาก", "next": "review"})

    assert answer.url == f"{url('review-result', sent.pk, result.pk)}#m{result.pk}"


def test_approved_report_leads_to_its_papers(client, sent, reviewer):
    client.force_login(reviewer)
    workflow.act(sent, Action.APPROVE, by=reviewer)

    page = client.get(reverse("measures:review-table", args=[sent.pk])).content.decode()

    address = f"?code=agency_measures&amp;round={sent.round_id}&amp;submission={sent.pk}"
    assert f'href="{reverse("reports:papers")}{address}"' in page
