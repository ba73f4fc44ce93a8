"""The provincial office reads a report: one measure at a time, in a table, and moves it on."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from measures import authoring, workflow
from measures.choices import Action, Mark, State
from measures.models import Event, Extension, Result, ReviewNote, Round, Submission
from thai.dates import buddhist_year


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


def judge(desk, result, **typed):
    """Send the form of a measure's page as it stands now."""
    result.refresh_from_db(fields=["version"])
    return desk.post(url("result-mark", result.pk), {"version": result.version, **typed})


def versions(*results):
    return {f"version-{result.pk}": result.version for result in results}


def marks(submission):
    return list(submission.results.order_by("pk").values_list("mark", flat=True))


def test_review_opens_the_first_measure_that_waits(desk, sent, reviewer):
    first, second, _ = sent.results.all()
    authoring.mark(first, Mark.OK, by=reviewer)

    assert desk.get(url("submission-review", sent.pk)).url == url("review-result", sent.pk, second.pk)


def test_review_of_a_judged_report_opens_the_table(desk, sent, reviewer):
    for result in sent.results.all():
        authoring.mark(result, Mark.OK, by=reviewer)

    assert desk.get(url("submission-review", sent.pk)).url == url("review-table", sent.pk)


def test_verdict_is_stored_and_leads_to_the_next_measure(desk, sent):
    first, second, _ = sent.results.all()

    answer = judge(desk, first, mark="needs_work", reason="ลิงก์เปิดไม่ได้")

    assert answer.url == url("review-result", sent.pk, second.pk)
    assert (marks(sent), list(ReviewNote.objects.values_list("text", flat=True))) == (
        ["needs_work", "", ""], ["ลิงก์เปิดไม่ได้"],
    )  # fmt: skip


def test_last_verdict_leads_to_the_table(desk, sent):
    results = list(sent.results.all())

    answers = [judge(desk, result, mark="ok").url for result in results]

    assert answers[-1] == url("review-table", sent.pk)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"mark": "needs_work", "reason": "  "}, "โปรดระบุเหตุผลที่ต้องแก้ไข"),
        ({"reason": "ไม่ได้เลือก"}, "โปรดเลือกผลตรวจ"),
        ({"mark": "splendid"}, "โปรดเลือกผลตรวจจากรายการ"),
    ],
)
def test_unfinished_verdict_is_refused_on_the_page_with_what_was_typed(desk, sent, typed, message):
    answer = desk.post(url("result-mark", sent.results.first().pk), typed)

    page = answer.content.decode()
    assert (answer.status_code, message in page, typed.get("reason", "") in page, marks(sent)) == (
        400, True, True, ["", "", ""],
    )  # fmt: skip


def test_verdict_after_approval_keeps_the_typed_reason_on_a_409_page(desk, sent, reviewer):
    workflow.act(sent, Action.APPROVE, by=reviewer)

    answer = desk.post(url("result-mark", sent.results.first().pk), {"mark": "needs_work", "reason": "สายไปแล้ว"})

    assert (answer.status_code, "สายไปแล้ว" in answer.content.decode()) == (409, True)


def test_two_flagged_measures_go_back_with_their_reasons(desk, sent):
    for result in sent.results.all()[:2]:
        judge(desk, result, mark="needs_work", reason=f"แก้ {result.measure}")

    answer = desk.post(url("submission-return", sent.pk))

    assert (answer.status_code, Submission.objects.get().state) == (302, State.RETURNED)
    assert list(sent.results.order_by("pk").values_list("flagged", flat=True)) == [True, True, False]


def test_return_without_a_flag_stays_on_the_page_and_says_why(desk, sent):
    answer = desk.post(url("submission-return", sent.pk))

    assert (answer.status_code, "อย่างน้อยหนึ่งมาตรการ" in answer.content.decode()) == (400, True)


def test_approval_twice_has_one_effect(desk, sent):
    typed = {"seen": "S", "acknowledged": "yes"}
    answers = [desk.post(url("submission-approve", sent.pk), typed).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Event.objects.filter(action="approve").count() == 1


def test_reopening_keeps_its_reason_in_the_history(desk, sent, reviewer):
    workflow.act(sent, Action.APPROVE, by=reviewer)

    desk.post(url("submission-reopen", sent.pk), {"note": "พบข้อมูลคลาดเคลื่อน"})

    assert Submission.objects.get().state == State.RETURNED
    assert list(Event.objects.filter(action="reopen").values_list("note", flat=True)) == ["พบข้อมูลคลาดเคลื่อน"]


def test_bulk_marks_only_measures_of_this_report(desk, sent, make_agency, make_round, make_plan):
    other = make_agency("หน่วยงานอื่น")
    foreign = Submission.objects.get_or_create(round=sent.round, agency=other)[0]
    stranger = Result.objects.create(submission=foreign, measure=sent.round.measures.first())
    mine = sent.results.first()

    typed = {"result": [mine.pk, stranger.pk, "x", "99999999999999999999"], **versions(mine, stranger)}
    answer = desk.post(url("review-bulk", sent.pk), typed)

    assert (answer.status_code, marks(sent), Result.objects.get(pk=stranger.pk).mark) == (200, ["ok", "", ""], "")


def test_bulk_button_is_grey_once_all_are_good(desk, sent):
    table = reverse("measures:review-table", args=[sent.pk])
    pages = [desk.get(table).content.decode()]
    sent.results.update(mark="ok")
    pages.append(desk.get(table).content.decode())

    assert [('<button class="btn" form="bulk">' in page, "why-bulk" in page) for page in pages] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_bulk_without_a_tick_says_what_to_do(desk, sent):
    answer = desk.post(url("review-bulk", sent.pk))

    assert (answer.status_code, "โปรดเลือกมาตรการอย่างน้อยหนึ่งข้อ" in answer.content.decode()) == (400, True)


def test_extension_is_granted_with_a_thai_date(desk, submission):
    due = timezone.now() - dt.timedelta(minutes=1)
    Round.objects.update(due_at=due)
    day = timezone.localdate() + dt.timedelta(days=3)
    typed = {"until_date": f"{day.day}/{day.month}/{buddhist_year(day)}", "until_time": "16.30", "reason": "น้ำท่วม"}

    answer = desk.post(url("submission-extend", submission.pk), typed)

    granted = Extension.objects.get()
    assert (answer.status_code, timezone.localtime(granted.until).strftime("%Y-%m-%d %H:%M"), granted.reason) == (
        302, f"{day:%Y-%m-%d} 16:30", "น้ำท่วม",
    )  # fmt: skip


@pytest.mark.parametrize("typed_date", ["วันหน้า", "32/13/2570", "1/1/2500"])
def test_extension_with_a_wrong_date_keeps_the_reason_on_the_page(desk, submission, typed_date):
    typed = {"until_date": typed_date, "until_time": "16.30", "reason": "น้ำท่วมสำนักงาน"}

    answer = desk.post(url("submission-extend", submission.pk), typed)

    assert (answer.status_code, "น้ำท่วมสำนักงาน" in answer.content.decode(), Extension.objects.count()) == (400, True, 0)


def test_words_of_a_draft_are_not_shown_to_the_province(desk, submission):
    assert desk.get(url("review-table", submission.pk)).status_code == 409


def test_reviewer_of_another_province_finds_nothing(client, sent, make_user, other_province):
    client.force_login(make_user("reviewer", other_province))

    answers = [
        client.get(url("submission-review", sent.pk)).status_code,
        client.get(url("review-result", sent.pk, sent.results.first().pk)).status_code,
        client.post(url("result-mark", sent.results.first().pk), {"mark": "ok"}).status_code,
        client.post(url("submission-approve", sent.pk)).status_code,
    ]

    assert answers == [404, 404, 404, 404]


def test_staff_may_not_judge_the_own_report(client, sent, staff):
    client.force_login(staff)

    answers = [
        client.post(url("result-mark", sent.results.first().pk), {"mark": "ok"}).status_code,
        client.post(url("submission-approve", sent.pk)).status_code,
    ]

    assert answers == [403, 403]


def test_measure_of_another_report_is_not_found_under_this_one(desk, sent, make_agency):
    foreign = Submission.objects.create(round=sent.round, agency=make_agency())
    stranger = Result.objects.create(submission=foreign, measure=sent.round.measures.first())

    assert desk.get(url("review-result", sent.pk, stranger.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_reports_takes_the_same_queries_for_any_number(
    desk, make_agency, make_round, django_assert_num_queries, count
):
    for _ in range(count):
        make_agency()
    make_round()
    desk.get(url("review-list"))

    with django_assert_num_queries(5):
        page = desk.get(url("review-list"), {"state": "all"})

    assert len(page.context["found"].reports) == count


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_a_measure_takes_the_same_queries_for_any_number(
    desk, agency, staff, head, make_round, fill, django_assert_num_queries, count
):
    round_ = make_round(shape={1: count})
    submission = Submission.objects.with_context().get(round=round_)
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(submission, Action.ENDORSE, by=head)
    address = url("review-result", submission.pk, submission.results.first().pk)
    desk.get(address)

    with django_assert_num_queries(17):
        desk.get(address)


def test_list_finds_reports_by_state_round_and_words(desk, sent, make_agency):
    other = Submission.objects.create(round=sent.round, agency=make_agency("เทศบาลตัวอย่าง"))

    def found(**asked):
        return [s.pk for s in desk.get(url("review-list"), asked).context["found"].reports]

    asked = [
        {}, {"state": "idle"}, {"state": "D"}, {"state": "all", "q": "เทศบาล"},
        {"state": "all", "round": "99999999999999999999"},
    ]  # fmt: skip
    assert [found(**one) for one in asked] == [
        [sent.pk], [other.pk], [], [other.pk], [sent.pk, other.pk],
    ]  # fmt: skip


def test_words_of_an_earlier_report_that_was_never_sent_stay_the_agencys_own(desk, agency, make_plan, make_round, fill):
    plan = make_plan(shape={1: 1})
    never_sent = Submission.objects.get(round=make_round(plan, kind="6"), agency=agency)
    Result.objects.filter(submission=never_sent).update(answer="done", text="ร่างที่ไม่เคยส่ง")
    now_sent = Submission.objects.get(round=make_round(plan, kind="12"), agency=agency)
    fill(now_sent)
    Submission.objects.filter(pk=now_sent.pk).update(state=State.SUBMITTED)
    address = url("review-result", now_sent.pk, now_sent.results.first().pk)

    before = "ร่างที่ไม่เคยส่ง" in desk.get(address).content.decode()
    Submission.objects.filter(pk=never_sent.pk).update(state=State.APPROVED)

    assert (before, "ร่างที่ไม่เคยส่ง" in desk.get(address).content.decode()) == (False, True)
