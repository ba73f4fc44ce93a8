"""Overview, entry, reading, receipt and history pages: who sees what, and what a page costs."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from measures import authoring, history, workflow
from measures.authoring import Typed
from measures.choices import Action, Mark
from measures.clock import DOUBLE_CLICK
from measures.models import Plan, Result, Round, Submission


def page(client, user, name, *args):
    client.force_login(user, backend="ita_portal.auth.backend.PortalBackend")
    return client.get(reverse(f"measures:{name}", args=args))


def queries(client, user, name, *args):
    page(client, user, name, *args)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(reverse(f"measures:{name}", args=args))
    assert answer.status_code == 200
    return len(captured)


def filled_submission(agency, make_round, staff, count):
    submission = Submission.objects.get(round=make_round(shape={1: count}), agency=agency)
    for result in submission.results.all():
        urls = ("https://www.example.go.th/a", f"https://www.example.go.th/{result.pk}")
        authoring.save_result(result, Typed(answer="done", text="ทำแล้ว", urls=urls), by=staff, version=0)
    return submission


@pytest.mark.parametrize(
    ("name", "args"),
    [("submission-detail", ()), ("submission-entry", (1,)), ("submission-endorse", ())],
)
def test_pages_cost_the_same_for_one_measure_and_for_three(client, agency, make_round, make_plan, staff, name, args):
    one = filled_submission(agency, lambda shape: make_round(make_plan(2569, shape)), staff, 1)
    Submission.objects.filter(pk=one.pk).update(state="D")
    costs = [queries(client, staff, name, one.pk, *args)]
    three = filled_submission(agency, lambda shape: make_round(make_plan(2568, shape)), staff, 3)
    costs.append(queries(client, staff, name, three.pk, *args))

    assert costs[0] == costs[1] <= 17


def test_entry_page_of_a_returned_report_opens_only_what_came_back(client, sent, staff, reviewer):
    first = sent.results.first()
    authoring.mark(first, Mark.NEEDS_WORK, by=reviewer, reason="ขอลิงก์ของประกาศ")
    workflow.act(sent, Action.RETURN, by=reviewer)

    html = page(client, staff, "submission-entry", sent.pk, 1).content.decode()

    assert html.count("data-autosave ") == 1
    assert f'id="f{first.pk}"' in html
    assert "ขอลิงก์ของประกาศ" in html


def test_entry_page_of_a_sent_report_has_no_field(client, sent, staff):
    html = page(client, staff, "submission-entry", sent.pk, 1).content.decode()

    assert "data-autosave " not in html
    assert 'name="answer"' not in html


@pytest.mark.parametrize(
    ("kind", "grouping", "asked"),
    [("6", "indicator", False), ("6", "issue", True), ("12", "indicator", True), ("free", "indicator", False)],
)
def test_outcome_is_asked_where_form_e_prints_it(client, submission, staff, kind, grouping, asked):
    Plan.objects.update(grouping=grouping)
    Round.objects.update(kind=kind)

    entry = page(client, staff, "submission-entry", submission.pk, 1).content.decode()

    assert ('name="outcome"' in entry) == asked


def test_indicator_without_measures_is_not_found(client, submission, staff):
    assert page(client, staff, "submission-entry", submission.pk, 7).status_code == 404


def test_reviewer_sees_a_draft_only_as_figures(client, submission, fill, reviewer):
    fill(submission)
    Result.objects.update(text="ถ้อยคำลับของร่าง")

    overview = page(client, reviewer, "submission-detail", submission.pk)
    entry = page(client, reviewer, "submission-entry", submission.pk, 1)

    assert (overview.status_code, entry.status_code) == (200, 409)
    assert "ถ้อยคำลับ" not in overview.content.decode() + entry.content.decode()
    assert "3/3" in overview.content.decode()


@pytest.mark.parametrize("name", ["submission-detail", "submission-endorse", "submission-receipt"])
def test_foreign_submission_is_not_found(client, submission, make_user, make_agency, name):
    stranger = make_user("staff", make_agency())

    assert page(client, stranger, name, submission.pk).status_code == 404


def test_greyed_send_button_says_why(client, submission, staff):
    html = page(client, staff, "submission-detail", submission.pk).content.decode()

    assert "ส่งได้เมื่อกรอกครบ 3 มาตรการ ยังเหลือ 3" in html
    assert 'aria-disabled="true" aria-describedby="why-send"' in html


def test_sending_leads_to_the_receipt_with_time_counts_and_hash(client, submission, fill, staff):
    fill(submission)
    client.force_login(staff)

    answer = client.post(
        reverse("measures:submission-submit", args=[submission.pk]), {"acknowledged": "yes", "seen": "D"}, follow=True
    )

    submission.refresh_from_db()
    assert answer.redirect_chain == [(reverse("measures:submission-receipt", args=[submission.pk]), 302)]
    assert submission.content_hash in answer.content.decode()
    assert answer.context["receipt"].counts[0] == ("ดำเนินการแล้ว", 3)


def test_second_click_on_send_finds_it_done(client, submission, fill, staff):
    fill(submission)
    client.force_login(staff)
    url = reverse("measures:submission-submit", args=[submission.pk])
    answers = [client.post(url, {"acknowledged": "yes", "seen": "D"}) for _ in range(2)]

    assert [a.status_code for a in answers] == [302, 302]
    assert submission.events.filter(action="submit").count() == 1


def test_sending_without_the_tick_says_what_to_do_and_changes_nothing(client, submission, fill, staff):
    fill(submission)
    client.force_login(staff)

    answer = client.post(reverse("measures:submission-submit", args=[submission.pk]), follow=True)

    assert "มีคำเตือน โปรดอ่านและทำเครื่องหมายรับทราบก่อนส่ง" in answer.content.decode()
    assert Submission.objects.get().state == "D"


def test_sending_after_the_deadline_is_a_conflict(client, submission, fill, staff):
    fill(submission)
    Round.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
    client.force_login(staff)

    answer = client.post(reverse("measures:submission-submit", args=[submission.pk]), {"acknowledged": "yes"})

    assert answer.status_code == 409
    assert "รอบนี้ปิดรับแล้ว" in answer.content.decode()


def test_head_who_sends_is_refused_with_the_reason(client, submission, fill, head):
    fill(submission)
    client.force_login(head)

    answer = client.post(reverse("measures:submission-submit", args=[submission.pk]), {"acknowledged": "yes"})

    assert answer.status_code == 403
    assert "บทบาทของคุณทำรายการนี้ไม่ได้" in answer.content.decode()


@pytest.fixture
def at_head(submission, fill, staff):
    fill(submission)
    return workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)


def test_head_reads_everything_and_endorses(client, at_head, head):
    html = page(client, head, "submission-endorse", at_head.pk).content.decode()
    answer = client.post(reverse("measures:submission-endorse", args=[at_head.pk]), {"seen": "E"})

    assert [text in html for text in ("ดำเนินการตามข้อ 1.1 แล้ว", "ดำเนินการตามข้อ 9.1 แล้ว")] == [True, True]
    assert (answer.status_code, Submission.objects.get().state) == (302, "S")


def test_head_sends_back_only_with_a_reason(client, at_head, head):
    client.force_login(head)
    url = reverse("measures:submission-send-back", args=[at_head.pk])
    empty = client.post(url, {"note": "  "})
    given = client.post(url, {"note": "ขอเพิ่มลิงก์ข้อ 1.2"})

    assert (empty.status_code, "โปรดระบุเหตุผล" in empty.content.decode()) == (400, True)
    assert (given.status_code, Submission.objects.get().state) == (302, "D")


def test_reason_typed_too_late_stays_on_the_page(client, sent, head):
    client.force_login(head)

    answer = client.post(reverse("measures:submission-send-back", args=[sent.pk]), {"note": "ช้าไปแล้ว"})

    assert answer.status_code == 409
    assert "ช้าไปแล้ว" in answer.content.decode()


def test_staff_recalls_what_waits_for_the_head(client, at_head, staff):
    client.force_login(staff)

    answer = client.post(reverse("measures:submission-recall", args=[at_head.pk]), {"seen": "E"})

    assert (answer.status_code, Submission.objects.get().state) == (302, "D")


def test_receipt_of_an_unsent_report_says_that_there_is_none(client, submission, staff):
    answer = page(client, staff, "submission-receipt", submission.pk)

    assert answer.status_code == 409
    assert "ยังไม่ได้ส่ง" in answer.content.decode()


def test_comment_is_added_once_the_report_is_sent(client, sent, staff):
    result = sent.results.first()
    client.force_login(staff)

    answer = client.post(
        reverse("measures:result-comment", args=[result.pk]), {"comment": " แนบลิงก์เพิ่มแล้ว\0 "}, follow=True
    )

    assert list(result.notes.values_list("kind", "text", "author")) == [("comment", "แนบลิงก์เพิ่มแล้ว", staff.pk)]
    assert "แนบลิงก์เพิ่มแล้ว" in answer.content.decode()


def test_comment_on_a_draft_is_a_conflict_that_keeps_the_words(client, submission, head):
    client.force_login(head)

    answer = client.post(reverse("measures:result-comment", args=[submission.results.first().pk]), {"comment": "ดีมาก"})

    assert (answer.status_code, "ดีมาก" in answer.content.decode()) == (409, True)


def test_comment_that_is_too_long_is_refused_and_stays_on_the_page(client, sent, staff):
    client.force_login(staff)
    result = sent.results.first()

    answer = client.post(reverse("measures:result-comment", args=[result.pk]), {"comment": "ก" * 20_001})

    page = answer.content.decode()
    assert (answer.status_code, "ข้อความยาวเกิน 20,000 ตัวอักษร" in page, "ก" * 20_001 in page) == (400, True, True)
    assert not result.notes.exists()


def test_second_click_on_a_comment_adds_nothing(client, sent, staff, head):
    result = sent.results.first()
    for user, text in [
        (staff, "เรียบร้อย"),
        (staff, " เรียบร้อย "),
        (head, "เรียบร้อย"),
        (staff, "อีกเรื่อง"),
        (staff, "เรียบร้อย"),
    ]:
        client.force_login(user)
        client.post(reverse("measures:result-comment", args=[result.pk]), {"comment": text})

    assert list(result.notes.values_list("author__username", "text")) == [
        ("staff", "เรียบร้อย"), ("head", "เรียบร้อย"), ("staff", "อีกเรื่อง"), ("staff", "เรียบร้อย"),
    ]  # fmt: skip
    assert list(result.events.filter(action="comment.add").values_list("note", flat=True)) == [
        "เรียบร้อย", "เรียบร้อย", "อีกเรื่อง", "เรียบร้อย",
    ]  # fmt: skip


def test_same_comment_much_later_is_a_new_one(client, sent, staff):
    result = sent.results.first()
    client.force_login(staff)
    for _ in range(2):
        client.post(reverse("measures:result-comment", args=[result.pk]), {"comment": "ตามเรื่อง"})
        result.notes.update(created_at=timezone.now() - DOUBLE_CLICK)

    assert result.notes.count() == 2


def test_reason_that_is_too_long_is_refused_and_stays_on_the_page(client, submission, fill, staff, head):
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    client.force_login(head)

    answer = client.post(reverse("measures:submission-send-back", args=[submission.pk]), {"note": "ก" * 20_001})

    assert (answer.status_code, "ก" * 20_001 in answer.content.decode()) == (400, True)


def test_history_shows_what_somebody_is_still_typing(client, submission, staff, head):
    result = submission.results.first()
    authoring.save_result(result, Typed(answer="done", text="ฉบับแรก"), by=staff, version=0)

    [line] = page(client, head, "result-history", result.pk).context["lines"]

    assert (line.actor, line.action) == (str(staff), "กำลังแก้ไข")
    assert [(change.field, change.after) for change in line.changes] == [
        ("คำตอบ", "ดำเนินการแล้ว"),
        ("ผลการดำเนินงาน", "ฉบับแรก"),
    ]


def test_history_tells_head_what_changed_and_staff_only_the_review(client, submission, staff, head, reviewer, fill):
    result = submission.results.first()
    authoring.save_result(result, Typed(answer="done", text="ฉบับแรก"), by=staff, version=0)
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(submission, Action.ENDORSE, by=head)
    authoring.mark(result, Mark.NEEDS_WORK, by=reviewer, reason="ขอวันที่")

    whole = page(client, head, "result-history", result.pk).context["lines"]
    own = page(client, staff, "result-history", result.pk).context["lines"]

    assert [line.action for line in whole] == ["กรอกผล", "ส่งผล", "รับรองและส่งจังหวัด", "ให้ผลตรวจ"]
    assert [(c.field, c.before) for c in whole[0].changes] == [("คำตอบ", "ยังไม่ตอบ"), ("ผลการดำเนินงาน", "")]
    assert [(line.action, line.note) for line in own] == [("เหตุผลที่ส่งกลับ", "ขอวันที่")]


@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize("who", ["reviewer", "admin"])
def test_history_of_a_draft_hides_its_words_from_those_who_may_not_read_it(
    client, submission, staff, request, who, ended
):
    result = submission.results.first()
    authoring.save_result(result, Typed(answer="done", text="ถ้อยคำลับ"), by=staff, version=0)
    if ended:
        history.close_sittings(submission, timezone.now())

    answer = page(client, request.getfixturevalue(who), "result-history", result.pk)

    assert [(c.field, c.after) for c in answer.context["lines"][0].changes] == [
        ("คำตอบ", None),
        ("ผลการดำเนินงาน", None),
    ]
    assert "ถ้อยคำลับ" not in answer.content.decode()
