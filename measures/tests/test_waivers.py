"""A reviewer waives a check for an agency: until a day, with a reason, in that owner's plans only."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from measures import authoring, history, waiving, workflow
from measures.authoring import Typed
from measures.choices import Action
from measures.errors import WorkflowError
from measures.models import CheckWaiver, Event, Result, Submission
from measures.selectors.progress import overview
from measures.tests.checking import findings_of
from thai.dates import BANGKOK, in_bangkok

DAY = dt.timedelta(days=1)
REASON = "หน่วยงานมีเว็บไซต์หน้าเดียว"


def today() -> dt.date:
    return in_bangkok(timezone.now()).date()


def thai(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year + 543}"


def waived(submission, **extra):
    return {one.code for one in findings_of(submission, **extra) if one.waiver}


@pytest.fixture
def blank(submission, reviewer):
    """A waiver of blank answers until tomorrow."""
    return waiving.waive(submission, "blank", by=reviewer, reason=REASON, until=today() + DAY)


def test_waived_error_does_not_block_and_is_told_with_its_reason(submission, staff, blank):
    sent = workflow.act(submission, Action.SUBMIT, by=staff)

    assert sent.state == "E"
    assert [(one.code, one.waiver.reason) for one in findings_of(submission)] == [("blank", REASON)] * 3


def test_waived_finding_is_neither_error_nor_warning_of_the_page(submission, staff, blank):
    seen = overview(submission, user=staff, now=timezone.now())

    assert (seen.unfinished, seen.warnings, seen.found_kinds) == ([], [], [])
    assert [(kind.name, len(kind.findings)) for kind in seen.waived_kinds] == [("มาตรการที่ยังไม่ตอบ", 3)]


def test_waiver_counts_through_its_last_day_in_bangkok(submission, blank):
    last = dt.datetime.combine(blank.until, dt.time(23, 59), tzinfo=BANGKOK)

    assert waived(submission, now=last) == {"blank"}
    assert waived(submission, now=last + dt.timedelta(minutes=2)) == set()


def test_waiver_ended_early_counts_no_more_and_history_keeps_both(submission, reviewer, blank):
    waiving.end(submission, blank.pk, by=reviewer)
    waiving.end(submission, blank.pk, by=reviewer)

    assert waived(submission) == set()
    events = Event.objects.filter(action=Action.CHECK_WAIVE).order_by("pk")
    until = blank.until.isoformat()
    assert [(one.changes, one.note) for one in events] == [
        ({"check": [None, "blank"], "waived_until": [None, until]}, REASON),
        ({"check": ["blank", None], "waived_until": [until, None]}, ""),
    ]
    assert history.first_broken_link() == ""


def test_second_click_waives_once_and_another_waiver_is_refused(submission, reviewer, blank):
    assert waiving.waive(submission, "blank", by=reviewer, reason=f" {REASON}", until=blank.until) == blank
    with pytest.raises(WorkflowError, match="ยกเว้นอยู่แล้ว"):
        waiving.waive(submission, "blank", by=reviewer, reason="อื่น", until=blank.until)
    assert CheckWaiver.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "reason", "ahead", "why"),
    [
        ("nonsense", REASON, 1, "ไม่รู้จักการตรวจนี้"),
        ("blank", "  ", 1, "โปรดระบุเหตุผล"),
        ("blank", REASON, -1, "วันสุดท้าย"),
        ("blank", REASON, 367, "วันสุดท้าย"),
    ],
)
def test_waiver_is_refused_with_its_reason(submission, reviewer, code, reason, ahead, why):
    with pytest.raises(WorkflowError, match=why):
        waiving.waive(submission, code, by=reviewer, reason=reason, until=today() + ahead * DAY)
    assert not CheckWaiver.objects.exists()


def test_waiver_of_the_agencys_own_plan_does_not_reach_the_provinces(submission, agency, make_plan, make_round, head):
    """Else the head of an agency that plans for itself could waive what the province asks."""
    own = Submission.objects.with_context().get(round=make_round(make_plan(2571, agency=agency)), agency=agency)
    waiving.waive(own, "blank", by=head, reason=REASON, until=today())

    assert (waived(own), waived(submission)) == ({"blank"}, set())
    with pytest.raises(WorkflowError):
        waiving.waive(submission, "blank", by=head, reason=REASON, until=today())


def test_waiver_reaches_the_agencys_other_rounds_of_the_province_and_no_other_agency(
    submission, agency, make_agency, make_plan, make_round, reviewer
):
    other = make_agency()
    next_round = make_round(make_plan(2571))
    waiving.waive(submission, "blank", by=reviewer, reason=REASON, until=today())

    reports = {one.agency: one for one in Submission.objects.filter(round=next_round)}
    assert (waived(reports[agency]), waived(reports[other])) == ({"blank"}, set())


def test_reason_of_a_reopened_report_stands_after_a_waiver(sent, client, staff, reviewer):
    workflow.act(sent, Action.APPROVE, by=reviewer)
    workflow.act(sent, Action.REOPEN, by=reviewer, note="พบยอดผิด")
    waiving.waive(sent, "blank", by=reviewer, reason=REASON, until=today())
    client.force_login(staff)

    assert "พบยอดผิด" in client.get(reverse("measures:submission-detail", args=[sent.pk])).content.decode()


class TestPage:
    @pytest.fixture
    def desk(self, client, reviewer):
        client.force_login(reviewer)
        return client

    @pytest.fixture
    def address(self, submission):
        return reverse("measures:check-waivers", args=[submission.pk])

    def test_page_waives_and_shows_who_until_when_and_why(self, desk, address):
        typed = {"code": "home_page", "until": thai(today() + 30 * DAY), "reason": REASON}
        assert desk.post(address, typed).status_code == 302

        page = desk.get(address).content.decode()
        assert page.count(REASON) == 1
        assert "สิ้นสุดการยกเว้น" in page

    def test_page_keeps_what_was_typed_wrong(self, desk, address):
        answer = desk.post(address, {"code": "home_page", "until": "32/1/2570", "reason": REASON})
        assert (answer.status_code, answer.content.decode().count(REASON)) == (400, 1)

    def test_page_ends_a_waiver(self, desk, address, submission, blank):
        desk.post(reverse("measures:waiver-end", args=[submission.pk, blank.pk]))
        blank.refresh_from_db()
        assert blank.ended_at is not None
        assert "สิ้นสุดก่อนกำหนด" in desk.get(address).content.decode()

    def test_waiver_of_another_agency_is_not_found(self, desk, submission, make_agency, reviewer):
        other = CheckWaiver.objects.create(
            agency=make_agency(), code="blank", reason=REASON, until=today(), by=reviewer, at=timezone.now()
        )
        assert desk.post(reverse("measures:waiver-end", args=[submission.pk, other.pk])).status_code == 404
        other.refresh_from_db()
        assert other.ended_at is None

    def test_staff_see_the_waived_check_with_its_reason_where_it_would_stand(self, client, submission, staff, reviewer):
        result = Result.objects.with_context().filter(submission=submission).first()
        typed = Typed(answer="done", text="เผยแพร่แล้ว", urls=("https://www.office.go.th/",))
        authoring.save_result(result, typed, by=staff, version=0)
        waiving.waive(submission, "home_page", by=reviewer, reason=REASON, until=today())
        client.force_login(staff)
        for name, args in (("submission-detail", []), ("submission-entry", [1])):
            page = client.get(reverse(f"measures:{name}", args=[submission.pk, *args])).content.decode()
            assert REASON in page
            assert "ยกเว้นถึง" in page

    def test_history_tells_of_it_in_words(self, desk, submission, make_user, agency, blank):
        address = reverse("measures:result-history", args=[submission.results.first().pk])
        page = desk.get(address).content.decode()
        assert "มาตรการที่ยังไม่ตอบ" in page
        assert make_user(Role.STAFF, agency).display_name not in page
