"""The first page says what waits for whom."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from agencies.models import Membership
from agencies.steps import put_tour_away
from measures import authoring, workflow
from measures.authoring import Typed
from measures.choices import Action, Mark
from measures.models import Extension, Result, Round, Submission


@pytest.fixture
def home(client):
    """Return a visitor: home(person) is the first page's HTML."""

    def visit(user):
        client.force_login(user)
        answer = client.get(reverse("home"))
        assert answer.status_code == 200
        return answer.content.decode()

    return visit


def entry(submission, result):
    page = reverse("measures:submission-entry", args=[submission.pk, result.measure.indicator])
    return f"{page}#m{result.pk}"


def test_stranger_is_sent_to_log_in(client, db):
    assert client.get("/").headers["Location"] == f"{reverse('account_login')}?next=/"


def test_staff_continues_where_the_first_gap_is(home, submission, staff):
    first, second, _ = submission.results.all()
    authoring.save_result(first, Typed(answer="done", text="แล้ว"), by=staff, version=0)

    html = home(staff)

    assert "เหลืออีก 2 มาตรการ" in html
    assert f'href="{entry(submission, second)}">ทำต่อที่มาตรการ 1.2' in html


def test_staff_with_everything_filled_is_led_to_send(home, submission, fill, staff):
    fill(submission)

    html = home(staff)

    assert "กรอกครบแล้ว พร้อมส่ง" in html
    assert f'href="{reverse("measures:submission-detail", args=[submission.pk])}">ตรวจทานและส่ง' in html


def test_returned_measures_stand_with_their_reasons(home, sent, staff, reviewer):
    first, second, _ = sent.results.all()
    authoring.mark(first, Mark.NEEDS_WORK, by=reviewer, reason="ขอลิงก์ของประกาศ")
    authoring.mark(second, Mark.OK, by=reviewer)
    workflow.act(sent, Action.RETURN, by=reviewer)

    html = home(staff)

    assert "เหลือแก้ไขอีก 1 มาตรการ" in html
    assert html.count('class="back-item"') == 1
    assert "ขอลิงก์ของประกาศ" in html
    assert f'href="{entry(sent, first)}">ทำต่อที่มาตรการ 1.1' in html


def test_corrected_report_is_led_to_send_again(home, sent, staff, reviewer):
    first = sent.results.first()
    authoring.mark(first, Mark.NEEDS_WORK, by=reviewer, reason="ขอลิงก์ของประกาศ")
    workflow.act(sent, Action.RETURN, by=reviewer)
    version = Result.objects.get(pk=first.pk).version
    authoring.save_result(first, Typed(answer="done", text="แก้แล้ว"), by=staff, version=version)

    html = home(staff)

    assert "แก้ไขแล้ว พร้อมส่งอีกครั้ง" in html
    assert "ตรวจทานและส่ง" in html


def test_reason_of_the_head_stands_on_the_officers_home_and_overview(client, home, submission, fill, staff, head):
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(submission, Action.SEND_BACK, by=head, note="ขอเพิ่มลิงก์ข้อ 1.2")

    html = home(staff)
    overview = client.get(reverse("measures:submission-detail", args=[submission.pk])).content.decode()

    assert ["ขอเพิ่มลิงก์ข้อ 1.2" in page for page in (html, overview)] == [True, True]


def test_head_is_led_to_endorse(home, submission, fill, staff, head):
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)

    assert "รอคุณอ่านและรับรอง" in home(head)
    assert "ส่งแล้ว รอหัวหน้ารับรอง" in home(staff)


def test_agency_without_a_round_is_told_so(home, staff):
    assert "ยังไม่มีรอบรายงานที่เปิดรับ" in home(staff)


def test_person_without_a_role_is_told_whom_to_ask(home, make_user):
    assert "บัญชีนี้ยังไม่มีบทบาท" in home(make_user())


def test_closed_round_offers_no_work(home, submission, staff):
    Round.objects.update(due_at=timezone.now() - dt.timedelta(minutes=1))

    html = home(staff)

    assert "ปิดรับแล้ว" in html
    assert "ทำต่อที่มาตรการ" not in html


def test_late_report_says_whom_to_ask_until_it_may_be_filled_again(client, submission, staff, reviewer):
    client.force_login(staff)
    pages = ["/", reverse("measures:submission-detail", args=[submission.pk])]

    def advised():
        return ["โปรดติดต่อผู้ตรวจเพื่อขอขยายเวลา" in client.get(page).content.decode() for page in pages]

    open_ = advised()
    Round.objects.update(due_at=timezone.now() - dt.timedelta(minutes=1))
    late = advised()
    until = timezone.now() + dt.timedelta(days=1)
    Extension.objects.create(submission=submission, until=until, reason="น้ำท่วม", granted_by=reviewer)

    assert (open_, late, advised()) == ([False, False], [True, True], [False, False])


def test_reviewer_sees_who_waits_and_who_has_not_sent(home, make_agency, sent, make_user, reviewer):
    late = make_agency("หน่วยงานที่ยังไม่ส่ง")
    other = Submission.objects.create(round=sent.round, agency=late)
    Result.objects.create(submission=other, measure=sent.round.measures.first(), text="ถ้อยคำลับ")

    html = home(reviewer)

    assert "รอคุณตรวจ 1 หน่วยงาน" in html
    assert ("หน่วยงานที่ยังไม่ส่ง" in html, "ถ้อยคำลับ" in html) == (True, False)


def test_figures_of_the_desk_leave_nothing_out_and_count_nothing_twice(
    client, sent, make_agency, make_plan, make_round, agency, reviewer
):
    for state in ("D", "E", "R", "R", "A"):
        Submission.objects.create(round=sent.round, agency=make_agency(), state=state)
    own = make_round(make_plan(2571, agency=agency))
    own.submissions.update(state="S")
    client.force_login(reviewer)

    home = client.get("/").context["home"]

    totals = (home.waiting_total, home.missing_total, home.returned_total, home.approved_total)
    assert totals == (1, 2, 2, 1)
    assert [len(home.waiting), len(home.missing), len(home.returned)] == [1, 2, 2]
    assert sum(totals) == sent.round.submissions.count()


def test_figures_of_the_desk_name_the_rounds_that_they_count(client, sent, make_plan, make_round, reviewer):
    make_round(sent.round.plan, kind="12")
    make_round(make_plan(2571), opened=False)
    client.force_login(reviewer)

    home = client.get("/").context["home"]

    assert [str(round_) for round_ in home.counted] == ["รอบ 12 เดือน 2570", "รอบ 6 เดือน 2570"]


def test_other_rounds_begin_with_the_open_ones_by_deadline(client, agency, staff, make_plan, make_round):
    plans = {year: make_plan(year) for year in (2568, 2570, 2571)}
    for kind, year, days in (("6", 2568, 3), ("12", 2568, 9), ("6", 2570, 8), ("12", 2570, 5), ("6", 2571, 20)):
        round_ = make_round(plans[year], kind=kind, days=days)
        if year == 2568:
            round_.submissions.update(state="A")
    client.force_login(staff)

    home = client.get("/").context["home"]

    assert str(home.seen.submission.round) == "รอบ 12 เดือน 2570"
    assert [str(other.round) for other in home.others] == [
        "รอบ 6 เดือน 2570", "รอบ 6 เดือน 2571", "รอบ 12 เดือน 2568", "รอบ 6 เดือน 2568",
    ]  # fmt: skip


def test_draft_that_nobody_has_begun_is_told_apart(client, submission, staff, reviewer):
    def told():
        client.force_login(reviewer)
        return [report.stage for report in client.get("/").context["home"].missing]

    before = told()
    authoring.save_result(submission.results.first(), Typed(text="เริ่มเขียน"), by=staff, version=0)

    assert (before, told(), Submission.objects.get().state) == ([""], ["D"], "D")


def test_reviewer_of_another_province_sees_nothing_of_it(home, sent, make_user, other_province):
    html = home(make_user("reviewer", other_province))

    assert sent.agency.name not in html
    assert "ยังไม่มีรอบรายงาน" in html


@pytest.mark.parametrize("who", ["viewer", "admin"])
def test_national_roles_see_the_rounds_of_every_province(home, sent, request, who):
    html = home(request.getfixturevalue(who))

    assert "รอจังหวัดตรวจ 1 หน่วยงาน" in html
    assert ("ผู้ใช้" in html) == (who == "admin")


@pytest.mark.parametrize("count", [1, 3])
def test_agency_home_costs_the_same_whatever_the_measures(
    client, agency, staff, make_round, django_assert_num_queries, count
):
    make_round(shape={1: count})
    client.force_login(staff)
    client.get("/")

    with django_assert_num_queries(16):  # one of them for the first steps
        client.get("/")
    put_tour_away(staff, away=True)
    with django_assert_num_queries(15):
        client.get("/")


@pytest.mark.parametrize("count", [1, 3])
def test_office_home_costs_the_same_whatever_the_agencies(
    client, reviewer, make_agency, make_round, django_assert_num_queries, count
):
    for _ in range(count):
        make_agency()
    make_round()
    client.force_login(reviewer)
    client.get("/")

    with django_assert_num_queries(10):  # one of them for the first steps
        client.get("/")
    put_tour_away(reviewer, away=True)
    with django_assert_num_queries(9):
        client.get("/")


def test_head_of_two_agencies_sees_what_waits_at_the_other(home, make_agency, make_user, make_round, fill):
    first, second = make_agency("ก หน่วยแรก"), make_agency("ข หน่วยที่สอง")
    head = make_user(Role.HEAD, first)
    Membership.objects.create(user=head, agency=second, role=Role.HEAD)
    writer = make_user(Role.STAFF, second)
    waiting = Submission.objects.with_context().get(round=make_round(), agency=second)

    assert "รอคุณที่หน่วยงานอื่น" not in home(head)
    fill(waiting)
    workflow.act(waiting, Action.SUBMIT, by=writer, acknowledged=True)

    html = home(head)
    assert "รอคุณที่หน่วยงานอื่น" in html
    assert f'href="{reverse("measures:submission-detail", args=[waiting.pk])}">ข หน่วยที่สอง' in html


def test_head_is_led_to_the_report_that_waits_not_to_an_old_unsent_one(
    home, agency, head, staff, make_plan, make_round, fill
):
    old = make_round(make_plan(2569))
    workflow.move_round(old, Action.ROUND_CLOSE, by=None, note="สิ้นปี")
    report = Submission.objects.with_context().get(round=make_round(make_plan(2570)), agency=agency)
    fill(report)
    workflow.act(report, Action.SUBMIT, by=staff, acknowledged=True)

    html = home(head)

    assert "รอคุณอ่านและรับรอง" in html
    assert f'href="{reverse("measures:submission-endorse", args=[report.pk])}"' in html


@pytest.fixture
def own_report(agency, make_plan, make_round, fill, staff):
    """Return the filled and sent report of an agency that plans for itself: with its head."""
    report = Submission.objects.with_context().get(round=make_round(make_plan(agency=agency)), agency=agency)
    fill(report)
    return workflow.act(report, Action.SUBMIT, by=staff, acknowledged=True)


def test_head_who_plans_for_the_own_agency_is_led_to_review(home, own_report, staff, head):
    html, officers = home(head), home(staff)
    lists = f'href="{reverse("measures:review-list")}"'
    assert (lists in html, lists in officers) == (True, False)

    assert ("รอคุณตรวจ" in html, "ตรวจรายงาน" in html, "หัวหน้าตรวจ" in html) == (True, True, True)
    assert ("ส่งแล้ว รอหัวหน้าตรวจ" in officers, "รอคุณตรวจ" in officers) == (True, False)


def test_report_to_review_comes_before_one_that_waits_for_others(home, own_report, make_plan, make_round, head):
    make_round(make_plan(2571))

    assert "รอคุณตรวจ" in home(head)


def test_head_sees_a_report_to_review_at_the_other_agency(home, own_report, make_agency, make_user, agency):
    elsewhere = make_user(Role.HEAD, make_agency("ก หน่วยแรก"))
    Membership.objects.create(user=elsewhere, agency=agency, role=Role.HEAD)

    html = home(elsewhere)

    assert "รอคุณที่หน่วยงานอื่น" in html
    assert f'href="{reverse("measures:submission-detail", args=[own_report.pk])}">{agency.name}' in html


@pytest.mark.parametrize(("hour", "words"), [(9, "1 <span>วัน</span>"), (17, "1 <span>วัน</span>"), (33, "วันสุดท้าย")])
def test_days_left_are_counted_by_the_calendar_not_by_hours(home, submission, staff, hour, words):
    day = dt.datetime.combine(timezone.localdate() + dt.timedelta(days=30), dt.time(), timezone.get_current_timezone())
    Round.objects.update(due_at=day + dt.timedelta(days=1, hours=16))

    with time_machine.travel(day + dt.timedelta(hours=hour), tick=False):
        assert words in home(staff)
