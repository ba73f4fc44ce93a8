"""The agency and its province hear on their first page when a link of an approved report dies."""

import datetime as dt

import pytest
from django.utils import timezone

from agencies.choices import Role
from evidence.models import WebPage
from measures import authoring, workflow
from measures.choices import Action
from measures.models import Result, Submission
from measures.selectors.dead_links import dead_links

TITLE = "ลิงก์หลักฐานที่อนุมัติแล้วเปิดไม่ได้"
PAGE = "https://www.office.go.th/plan"


@pytest.fixture
def approved(submission, fill, staff, head, reviewer):
    """The report approved, each measure with a link of its own."""
    fill(submission)
    for number, result in enumerate(Result.objects.with_context().filter(submission=submission)):
        authoring.set_links(result, (f"{PAGE}/{number}",))
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(submission, Action.ENDORSE, by=head)
    return workflow.act(submission, Action.APPROVE, by=reviewer)


def die(*numbers: int, reach: str = "gone") -> None:
    at = timezone.now()
    for number in numbers:
        seen = {"reach": reach, "urgent": False, "checked_at": at, "alive_at": at - dt.timedelta(days=9)}
        WebPage.objects.filter(url=f"{PAGE}/{number}").update(**seen)


def home(client, user) -> str:
    client.force_login(user)
    return client.get("/").content.decode()


def test_staff_head_and_province_see_the_measure_and_when_the_page_was_there(client, approved, staff, head, reviewer):
    die(1, 2, reach="broken")

    for user in (staff, head, reviewer):
        page = home(client, user)
        assert page.count(TITLE) == 1
        assert [f"{PAGE}/{number}" in page for number in range(3)] == [False, True, True]
        assert page.count("เปิดได้ล่าสุดเมื่อ") == 2


@pytest.mark.parametrize("reach", ["alive", "moved", "login", "unclear", ""])
def test_nothing_is_said_of_a_link_that_did_not_die(client, approved, staff, reach):
    die(0, reach=reach)
    assert TITLE not in home(client, staff)


def test_nothing_is_said_of_a_report_that_is_still_worked_on(client, approved, staff, reviewer):
    die(0)
    workflow.act(approved, Action.REOPEN, by=reviewer, note="ลิงก์เปิดไม่ได้")
    assert TITLE not in home(client, staff)
    assert TITLE not in home(client, reviewer)


def test_others_hear_nothing(client, approved, make_agency, make_user, other_province, admin):
    die(0)
    strangers = [make_user(Role.STAFF, make_agency()), make_user(Role.REVIEWER, other_province), admin]
    assert [TITLE in home(client, user) for user in strangers] == [False, False, False]


def test_links_of_years_past_are_left_alone(approved, agency, staff):
    die(0)
    # Of fiscal year 2570: it ends on 30 September 2570, and objections go on for one year more.
    days = [dt.datetime(year, 9, 30, 12, tzinfo=dt.UTC) for year in (2027, 2028, 2029)]
    assert [dead_links(agency, user=staff, now=day).total for day in days] == [1, 1, 0]


def test_provinces_list_leaves_out_what_an_agency_plans_for_itself(
    agency, make_plan, make_round, fill, staff, head, reviewer, province
):
    own = Submission.objects.with_context().get(round=make_round(make_plan(agency=agency)), agency=agency)
    fill(own)
    authoring.set_links(Result.objects.with_context().filter(submission=own).first(), (f"{PAGE}/0",))
    workflow.act(own, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(own, Action.APPROVE, by=head)
    die(0)

    now = timezone.now()
    assert (dead_links(agency, user=head, now=now).total, dead_links(province, user=reviewer, now=now).total) == (1, 0)


@pytest.mark.parametrize("count", [1, 8, 12])
def test_dead_links_take_the_same_queries_for_any_number(
    agency, make_round, fill, staff, head, reviewer, django_assert_num_queries, count
):
    report = Submission.objects.with_context().get(round=make_round(shape={1: count}), agency=agency)
    fill(report)
    for number, result in enumerate(Result.objects.with_context().filter(submission=report)):
        authoring.set_links(result, (f"{PAGE}/{number}",))
    workflow.act(report, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(report, Action.ENDORSE, by=head)
    workflow.act(report, Action.APPROVE, by=reviewer)
    die(*range(count))
    assert staff.roles

    with django_assert_num_queries(1 if count <= 8 else 2):
        found = dead_links(agency, user=staff, now=timezone.now())
        assert next((one.measure, one.chip.words) for one in found.links) == ("1.1", "ไม่พบหน้า")

    assert (len(found.links), found.total, found.hidden) == (min(count, 8), count, max(0, count - 8))
