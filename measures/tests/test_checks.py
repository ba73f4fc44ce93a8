"""Each check before sending, from cases as offices really have them."""

import datetime as dt

import pytest
from django.utils import timezone

from evidence.models import Attachment, LinkCheck, WebPage
from measures import authoring, findings, workflow
from measures.checks import CHECKS, NAMES, find_all, read
from measures.choices import Action
from measures.errors import WorkflowError
from measures.models import Result, ResultAttachment, Submission
from measures.tests.checking import findings_of, told

DAY = dt.timedelta(days=1)
FORM = "https://docs.google.com/forms/d/e/{}/viewanalytics"
RIGHT = FORM.format("1FAIpQLSd7Xw2bQmKfZr9TyHcVnPaLsE4uGjI0oDkRxBqWzYtMhNvC8A")
LOST = RIGHT.replace("KfZr", "KfZ")
PAGE = "https://www.office.go.th/plan/42"


@pytest.fixture
def cite(submission):
    """Return a way to give the measures 1.1, 1.2 and 9.1 their links."""

    def cite(*links: tuple[str, ...]) -> Submission:
        results = Result.objects.with_context().filter(submission=submission).order_by("measure__order")
        for result, urls in zip(results, links, strict=False):
            authoring.set_links(result, urls)
        return submission

    return cite


def checked(url: str, reach: str, *before: tuple[str, dt.timedelta], alive: dt.timedelta | None = None) -> WebPage:
    """Tell of the page's checks: (reach, how long ago) each, the last just now; `alive`: how long ago it was there."""
    now = timezone.now()
    page = WebPage.objects.at(url)
    for one, ago in (*before, (reach, dt.timedelta(0))):
        LinkCheck.objects.create(page=page, at=now - ago, reach=one)
    page.reach, page.checked_at, page.alive_at = reach, now, now - alive if alive else None
    page.save()
    return page


def change(submission: Submission, **columns) -> None:
    """Change the first result."""
    Result.objects.filter(pk=submission.results.first().pk).update(**columns)


def test_every_check_has_a_code_a_severity_and_a_name_of_its_own():
    assert len({check.CODE for check in CHECKS}) == len({str(name) for name in NAMES.values()}) == len(CHECKS) == 18
    assert {check.SEVERITY for check in CHECKS} == {"error", "warning"}
    assert [check.CODE for check in CHECKS if check.SEVERITY == "error"] == [
        "blank", "not_applicable_without_reason", "unconfirmed", "file_without_caption", "dead_link",
    ]  # fmt: skip


def test_blank_answer_is_an_error_at_its_measure(submission):
    assert told(submission, "blank") == [(name, "ยังไม่ได้เลือกคำตอบ") for name in ("1.1", "1.2", "9.1")]


def test_not_applicable_needs_more_than_spaces_as_its_reason(submission):
    change(submission, answer="not_applicable", reason="  ")
    assert [measure for measure, _message in told(submission, "not_applicable_without_reason")] == ["1.1"]
    change(submission, reason="ไม่มีการจัดซื้อจัดจ้าง")
    assert told(submission, "not_applicable_without_reason") == []


def test_copied_answer_is_an_error_until_a_person_confirms_it(submission):
    change(submission, answer="done", confirmed=False)
    assert [measure for measure, _message in told(submission, "unconfirmed")] == ["1.1"]


def test_done_needs_a_link_or_a_file(submission, agency, staff, cite):
    change(submission, answer="done")
    assert [measure for measure, _message in told(submission, "done_without_evidence")] == ["1.1"]

    photo = Attachment.objects.create(
        agency=agency, kind="photo", name="a.jpg", size=1, sha256="0" * 64, uploaded_by=staff
    )
    ResultAttachment.objects.create(result=submission.results.first(), attachment=photo)
    assert told(submission, "done_without_evidence") == []
    assert [measure for measure, _message in told(submission, "file_without_caption")] == ["1.1"]

    Attachment.objects.update(caption="ประชุมชี้แจง 12 พ.ย. 2569")
    assert told(submission, "file_without_caption") == []


def test_text_that_repeats_the_measure_is_warned_of_however_it_is_spaced(submission):
    words = submission.results.first().measure.text
    change(submission, answer="done", text=f" {words.replace(' ', '  ')}\n")
    assert [measure for measure, _message in told(submission, "same_as_measure")] == ["1.1"]
    change(submission, text=f"{words} แล้วเสร็จ")
    assert told(submission, "same_as_measure") == []


def test_look_alikes_are_told_at_each_measure_with_its_own_link(cite):
    submission = cite((RIGHT,), (LOST,))
    found = told(submission, "look_alike")

    assert [measure for measure, _message in found] == ["1.1", "1.2"]
    assert "น่าจะเป็นหน้าเดียวกัน" in found[0][1]
    assert found[0][1].endswith("zYtMhNvC8A/viewanalytics")


def test_host_twin_is_told_at_all_its_measures(cite):
    submission = cite(
        ("https://www.office.gov.th/a",), ("https://www.office.go.th/b",), ("https://www.office.gov.th/c",)
    )
    found = told(submission, "host_twin")

    assert [measure for measure, _message in found] == ["1.1", "9.1"]
    assert found[1][1].endswith(": https://www.office.gov.th/c")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://docs.google.com/forms/d/e/1FAIpQLSc-", "truncated"),
        ("หนังสือที่ ศน 0001/123", "not_a_url"),
        ("https://www.office.go.th/", "home_page"),
        ("https://www.office.go.th/contact-us", "home_page"),
        ("https://www.office.go.th/wp-login.php", "login_wall"),
        ("https://bit.ly/3xYzAbC", "weak_link"),
        ("https://docs.google.com/document/d/1aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789aBcDeFg/edit", "weak_link"),
    ],
)
def test_link_that_proves_little_is_one_warning_of_its_kind(cite, url, code):
    submission = cite((url,))
    linked = [one for one in findings_of(submission) if one.code != "blank"]

    assert [(one.code, one.severity, one.measure) for one in linked] == [(code, "warning", "1.1")]


def test_link_outside_the_registered_domains_is_warned_of_but_not_a_well_known_service(cite, agency):
    agency.domains = ["office.go.th"]
    agency.save()
    submission = cite(("https://www.elsewhere.or.th/x", "https://www.youtube.com/watch?v=abcdefghijk"), (PAGE,))

    assert [message[-30:] for _measure, message in told(submission, "off_domain")] == [" https://www.elsewhere.or.th/x"]


def test_numbered_siblings_are_nothing_to_tell_of(cite):
    submission = cite((f"{PAGE}1804",), (f"{PAGE}1805",))
    assert {one.code for one in findings_of(submission)} == {"blank"}


def test_page_that_fails_for_less_than_a_day_is_only_a_warning(cite):
    submission = cite((PAGE,))
    checked(PAGE, "broken", ("broken", dt.timedelta(hours=2)), alive=dt.timedelta(hours=5))

    assert [measure for measure, _message in told(submission, "failing_link")] == ["1.1"]
    assert told(submission, "dead_link") == []


def test_page_that_was_found_gone_a_day_apart_is_an_error(cite):
    submission = cite((PAGE,), (f"{PAGE}#2",))
    checked(PAGE, "gone", ("gone", DAY + dt.timedelta(minutes=1)), alive=3 * DAY)

    found = told(submission, "dead_link")
    assert found == [
        ("1.1", f"ตรวจแล้วไม่พบหน้านี้ โปรดตรวจที่อยู่หรือใส่ลิงก์ใหม่: {PAGE}"),
        ("1.2", f"ตรวจแล้วไม่พบหน้านี้ โปรดตรวจที่อยู่หรือใส่ลิงก์ใหม่: {PAGE}#2"),
    ]
    assert told(submission, "failing_link") == []


def test_what_failed_before_the_page_was_there_again_does_not_count(cite):
    submission = cite((PAGE,))
    checked(PAGE, "gone", ("gone", 3 * DAY), ("alive", 2 * DAY), alive=2 * DAY)

    assert (told(submission, "dead_link"), len(told(submission, "failing_link"))) == ([], 1)


@pytest.mark.parametrize("reach", ["alive", "moved", "unclear", ""])
def test_page_that_is_there_or_cannot_be_told_is_no_finding(cite, reach):
    submission = cite((PAGE,))
    checked(PAGE, reach, (reach, 2 * DAY))

    assert {one.code for one in findings_of(submission)} == {"blank"}


def test_page_behind_a_log_in_is_a_warning(cite):
    submission = cite((PAGE,))
    checked(PAGE, "login")
    assert [measure for measure, _message in told(submission, "login_wall")] == ["1.1"]


@pytest.mark.parametrize(
    ("url", "title", "is_old"),
    [
        ("https://www.office.go.th/wp-content/uploads/2025/09/report.pdf", "", True),
        ("https://www.office.go.th/wp-content/uploads/2026/10/report.pdf", "", False),
        ("https://www.office.go.th/ita/2567/o10", "", True),
        # The calendar year before still reaches into the fiscal year; last year's result is what this year's rests on.
        ("https://www.office.go.th/ita/2569/o10", "", False),
        (PAGE, "รายงานผล ประจำปีงบประมาณ พ.ศ. 2566", True),
        (PAGE, "", False),
    ],
)
def test_evidence_from_before_the_fiscal_year_is_warned_of(cite, url, title, is_old):
    submission = cite((url,))  # of fiscal year 2570: from 1 October 2569
    WebPage.objects.update(title=title)

    assert [measure for measure, _message in told(submission, "old_evidence")] == (["1.1"] if is_old else [])


def test_dismissed_finding_is_no_check_any_more(cite, staff):
    submission = cite((PAGE,))
    checked(PAGE, "gone", ("gone", 2 * DAY))
    dead = next(one for one in findings.of_submission(submission) if one.kind == "dead")
    findings.dismiss(submission, dead.key, by=staff, reason="เว็บไซต์ปิดปรับปรุงถึงสิ้นเดือน")

    assert [one.code for one in findings_of(submission) if one.code != "blank"] == []


def test_dead_link_blocks_sending_and_a_warning_asks_for_a_tick(cite, fill, staff):
    submission = cite((PAGE,), (PAGE,), (PAGE,))
    fill(submission)
    checked(PAGE, "gone", ("gone", 2 * DAY))
    with pytest.raises(WorkflowError, match=r"ยังไม่ครบ 3 มาตรการ: 1\.1, 1\.2, 9\.1"):
        workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)

    WebPage.objects.update(reach="login")
    with pytest.raises(WorkflowError, match="มีคำเตือน"):
        workflow.act(submission, Action.SUBMIT, by=staff)
    WebPage.objects.update(reach="unclear")
    assert workflow.act(submission, Action.SUBMIT, by=staff).state == "E"


def test_link_that_died_at_a_measure_that_did_not_come_back_only_warns(cite, fill, staff, head, reviewer):
    """Nobody could mend it: an error there would be a trap."""
    submission = cite((PAGE,), ("https://www.office.go.th/other/7",))
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    sent = workflow.act(submission, Action.ENDORSE, by=head)
    authoring.mark(sent.results.last(), "needs_work", by=reviewer, reason="ขาดหลักฐาน")
    back = workflow.act(sent, Action.RETURN, by=reviewer)
    checked(PAGE, "gone", ("gone", 2 * DAY))

    assert [(one.measure, one.severity) for one in findings_of(back) if one.code == "dead_link"] == [("1.1", "warning")]
    assert workflow.act(back, Action.SUBMIT, by=staff, acknowledged=True).state == "E"


@pytest.mark.parametrize("count", [1, 3])
def test_checks_take_the_same_queries_for_any_number(agency, make_round, django_assert_num_queries, count):
    round_ = make_round(shape={1: count})
    submission = Submission.objects.with_context().get(round=round_, agency=agency)
    for number, result in enumerate(Result.objects.with_context().filter(submission=submission)):
        url = f"{PAGE}/{number}/a"
        authoring.set_links(result, (url, LOST if number % 2 else RIGHT))
        checked(url, "gone", ("gone", 2 * DAY))
    submission = Submission.objects.with_context().get(pk=submission.pk)
    results = list(submission.results.select_related("measure").prefetch_related(
        "result_links__link__page", "result_attachments__attachment", "notes"
    ))  # fmt: skip

    with django_assert_num_queries(4):
        found = find_all(read(submission, results, now=timezone.now()))

    assert len([one for one in found if one.code == "dead_link"]) == count
