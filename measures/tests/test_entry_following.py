"""What the pages of a report say follows the work: what waits, what is wrong, what is complete, what changed since."""

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from measures import attaching, authoring, waiving, workflow
from measures.authoring import Typed
from measures.choices import Action, Mark
from measures.models import Result
from measures.selectors.history import last_reading
from measures.selectors.progress import overview, send_verdict
from measures.tests.entering import SCRIPT, typed, url
from measures.tests.test_attaching import photo
from measures.tests.test_waivers import DAY, today

NOT_ANSWERED = "ยังไม่ได้เลือกคำตอบ"


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def result(submission):
    return Result.objects.with_context().filter(submission=submission).first()


def text(client, name, *args, query=""):
    return client.get(reverse(f"measures:{name}", args=args) + query).content.decode()


def seen_by(user, submission):
    return overview(submission, user=user, now=timezone.now())


def test_measures_that_nobody_has_begun_wait_and_are_no_mistake_until_somebody_tries_to_send(desk, submission):
    calm, strict = (text(desk, "submission-detail", submission.pk, query=query) for query in ("", "?send=1"))

    assert [calm.count(NOT_ANSWERED), calm.count("finding-bad"), "ยังไม่กรอก 3 มาตรการ" in calm] == [0, 0, True]
    assert [strict.count(f"</span>{NOT_ANSWERED}</li>"), "ต้องแก้ก่อนส่ง 3 มาตรการ" in strict] == [3, True]
    assert NOT_ANSWERED not in text(desk, "submission-entry", submission.pk, 1)


def test_trying_to_send_an_unfinished_report_leads_to_what_is_missing(desk, submission):
    answer = desk.post(reverse("measures:submission-submit", args=[submission.pk]), {"acknowledged": "yes"})

    assert answer.url == reverse("measures:submission-detail", args=[submission.pk]) + "?send=1"


def test_measure_that_was_begun_and_not_answered_is_a_mistake(desk, submission, result, staff):
    authoring.save_result(result, Typed(text="เริ่มเขียน"), by=staff, version=0)

    seen = seen_by(staff, submission)

    named = [[str(row.result.measure) for row in rows] for rows in (seen.mistakes, seen.todo)]
    assert named == [["1.1"], ["1.2", "9.1"]]
    assert NOT_ANSWERED in text(desk, "submission-entry", submission.pk, 1)


def test_complete_means_that_nothing_blocks_sending(submission, fill, staff, result):
    fill(submission)
    whole = seen_by(staff, submission)
    attaching.attach(result, photo("a.jpg"), by=staff)
    bare = seen_by(staff, submission)

    assert [(seen.done, seen.total, len(seen.unfinished)) for seen in (whole, bare)] == [(3, 3, 0), (2, 3, 1)]
    assert [bool(send_verdict(seen, user=staff, now=timezone.now())) for seen in (whole, bare)] == [True, False]


def test_waived_error_leaves_a_measure_complete(submission, staff, reviewer):
    waiving.waive(submission, "blank", by=reviewer, reason="ยังไม่มีงาน", until=today() + DAY)

    seen = seen_by(staff, submission)

    assert (seen.done, seen.unfinished, seen.todo, seen.stage) == (3, [], [], "")


@pytest.mark.parametrize("header", ["files", "1"])
def test_change_of_a_file_tells_badge_findings_figures_and_rail(desk, submission, result, staff, fill, header):
    fill(submission)
    row = attaching.attach(result, photo("a.jpg"), by=staff)
    captioned = reverse("measures:file-caption", args=[result.pk, row.pk])
    headers = SCRIPT | {"X-Autosave": header}

    told = [desk.post(captioned, {"caption": words}, headers=headers).json() for words in ("", "ประชุมคณะทำงาน")]

    key = str(result.pk)
    assert [one["cards"][key]["badge"] for one in told] == [["ต้องแก้ 1 ข้อ", "bad"], ["ครบแล้ว", "ok"]]
    assert ["คำบรรยาย" in one["cards"][key]["html"] for one in told] == [True, False]
    assert [(one["progress"]["i1"], one["progress"]["unfinished"]) for one in told] == [("1/2", "1"), ("2/2", "0")]
    assert [(one["rail"]["1"]["full"], 'width="100.0"' in one["rail"]["1"]["bar"]) for one in told] == [
        (False, False), (True, True),
    ]  # fmt: skip


def test_own_second_window_is_called_so_and_a_colleagues_is_not(desk, result, staff, make_user, agency):
    authoring.save_result(result, Typed(answer="done", text="ข้างหนึ่ง"), by=staff, version=0)
    own = desk.post(url("result-save", result), typed(result, staff, text="อีกข้างหนึ่ง"), headers=SCRIPT).json()
    colleague = make_user(Role.STAFF, agency)
    authoring.save_result(result, Typed(answer="done", text="ของเพื่อน"), by=colleague, version=1)
    other = desk.post(url("result-save", result), typed(result, staff, text="ของฉัน"), headers=SCRIPT).json()

    assert [answer["message"].split("มาตรการ")[0] for answer in (own, other)] == ["คุณบันทึก", "มีผู้อื่นบันทึก"]


def test_report_that_moved_since_is_not_laid_to_the_own_window(sent, staff, reviewer):
    result = sent.results.first()
    authoring.mark(result, Mark.NEEDS_WORK, by=reviewer, reason="ขาดลิงก์")
    workflow.act(sent, Action.RETURN, by=reviewer)

    with pytest.raises(authoring.StaleVersion, match="มีผู้อื่นบันทึก"):
        authoring.save_result(result, Typed(answer="done", text="จากหน้าเก่า"), by=staff, version=0)


@pytest.fixture
def again_at_head(sent, staff, reviewer):
    """Return a report that was endorsed, came back for 1.1, was corrected there and waits for the head again."""
    result = sent.results.first()
    authoring.mark(result, Mark.NEEDS_WORK, by=reviewer, reason="ขาดลิงก์")
    back = workflow.act(sent, Action.RETURN, by=reviewer)
    version = Result.objects.get(pk=result.pk).version
    authoring.save_result(result, Typed(answer="done", text="แก้แล้ว"), by=staff, version=version)
    return workflow.act(back, Action.SUBMIT, by=staff, acknowledged=True)


def test_second_reading_of_the_head_marks_what_changed_and_offers_only_that(client, again_at_head, head):
    client.force_login(head)
    whole, changed = (text(client, "submission-endorse", again_at_head.pk, query=q) for q in ("", "?show=changed"))

    assert [page.count('<article class="reading"') for page in (whole, changed)] == [3, 1]
    assert [page.count("เปลี่ยนหลังอ่านครั้งก่อน") for page in (whole, changed)] == [1, 1]
    assert ["เฉพาะที่เปลี่ยน 1" in page for page in (whole, changed)] == [True, True]
    assert ("แก้แล้ว" in changed, "ดำเนินการตามข้อ 1.2 แล้ว" in changed) == (True, False)


def test_first_reading_of_the_head_has_nothing_to_compare_with(client, submission, fill, staff, head):
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    client.force_login(head)

    page = text(client, "submission-endorse", submission.pk, query="?show=changed")

    assert (page.count('<article class="reading"'), "เฉพาะที่เปลี่ยน" in page) == (3, False)


def test_reading_counts_from_the_last_sending_back_of_the_head_too(submission, fill, staff, head):
    fill(submission)
    sent = workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    back = workflow.act(sent, Action.SEND_BACK, by=head, note="ขอเพิ่มลิงก์ข้อ 1.2")
    second = list(back.results.all())[1]
    authoring.save_result(second, Typed(answer="done", text="เพิ่มแล้ว"), by=staff, version=second.version)
    sent = workflow.act(back, Action.SUBMIT, by=staff, acknowledged=True)

    assert last_reading(sent).changed == {second.pk}


@pytest.mark.parametrize("count", [1, 3])
def test_second_reading_costs_the_same_for_one_measure_and_for_three(
    client, agency, make_round, fill, staff, head, django_assert_num_queries, count
):
    submission = make_round(shape={1: count}).submissions.get()
    fill(submission)
    sent = workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    back = workflow.act(sent, Action.SEND_BACK, by=head, note="ขอเพิ่ม")
    workflow.act(back, Action.SUBMIT, by=staff, acknowledged=True)
    client.force_login(head)
    address = reverse("measures:submission-endorse", args=[submission.pk])
    client.get(address)

    with django_assert_num_queries(16):
        client.get(address)


def test_reason_that_the_head_left_out_is_asked_for_beside_its_field(client, submission, fill, staff, head):
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    client.force_login(head)

    answer = client.post(reverse("measures:submission-send-back", args=[submission.pk]), {"note": "  "})

    page = answer.content.decode()
    assert (answer.context["problem"], answer.context["note_problem"]) == ("", "โปรดระบุเหตุผล")
    field = 'aria-describedby="note-h note-e" aria-invalid="true" autofocus></textarea><p class="error" id="note-e"'
    assert field in page
