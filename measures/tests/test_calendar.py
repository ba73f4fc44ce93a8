"""The fiscal year's calendar: what the year brings, deadlines, what waits for a person; and the file of it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from measures import workflow
from measures.choices import Action
from measures.ics import Day, calendar_file
from measures.models import Extension, Round, Submission
from measures.selectors.calendar import calendar_of
from thai.dates import BANGKOK, fiscal_year, in_bangkok

NOW = dt.datetime(2027, 3, 10, 9, 0, tzinfo=BANGKOK)
DUE = dt.datetime(2027, 3, 31, 16, 30, tzinfo=BANGKOK)


def url(name):
    return reverse(f"measures:{name}")


@pytest.fixture
def march(submission):
    """Return the report whose round of 2570 ends on 31 March 2027."""
    Round.objects.filter(pk=submission.round_id).update(due_at=DUE)
    return Submission.objects.with_context().get(pk=submission.pk)


def dues(user, *, now=NOW, year=2570):
    return {due.code: due for due in calendar_of(user, year, now=now).dues}


def test_year_has_what_the_rules_say(staff):
    found = dues(staff)

    assert [(code, due.begins.isoformat(), due.ends.isoformat()) for code, due in found.items()] == [
        ("memo", "2026-10-01", "2026-10-31"), ("plan", "2026-10-01", "2026-10-31"),
        ("analysis", "2026-10-01", "2027-01-31"), ("six", "2027-03-01", "2027-03-31"),
        ("oit", "2027-03-01", "2027-04-30"), ("objection", "2027-06-01", "2027-06-30"),
        ("scores", "2027-07-01", "2027-08-31"), ("twelve", "2027-09-01", "2027-09-30"),
    ]  # fmt: skip


def test_months_are_those_of_the_fiscal_year(staff):
    months = calendar_of(staff, 2570, now=NOW).months

    assert (len(months), months[0].first, months[-1].first) == (12, dt.date(2026, 10, 1), dt.date(2027, 9, 1))
    assert [month.first for month in months if month.current] == [dt.date(2027, 3, 1)]


def test_window_of_several_months_stands_in_each_of_them(staff):
    months = calendar_of(staff, 2570, now=NOW).months

    assert {month.first.isoformat(): [due.code for due in month.running] for month in months if month.running} == {
        "2026-11-01": ["analysis"], "2026-12-01": ["analysis"], "2027-01-01": ["analysis"],
        "2027-04-01": ["oit"], "2027-08-01": ["scores"],
    }  # fmt: skip


def test_round_of_the_year_leads_each_role_to_its_own_page(staff, reviewer):
    assert [dues(user)["six"].url for user in (staff, reviewer)] == [reverse("home"), url("board-home")]


def test_own_report_waits_for_whoever_has_to_move_it(march, staff, head, fill):
    code = f"report-{march.pk}"
    draft = dues(staff)[code], dues(head)[code]
    fill(march)
    workflow.act(march, Action.SUBMIT, by=staff, acknowledged=True)
    sent = dues(staff)[code], dues(head)[code]

    assert [(one.mine, one.over, one.at) for one in draft] == [(True, False, DUE), (False, False, DUE)]
    assert [one.mine for one in sent] == [False, True]


def test_granted_time_takes_the_place_of_the_deadline(march, staff, reviewer):
    after = DUE + dt.timedelta(days=1)
    until = DUE + dt.timedelta(days=5)
    late = dues(staff, now=after)[f"report-{march.pk}"]
    Extension.objects.create(submission=march, until=until, reason="น้ำท่วม", granted_by=reviewer)

    granted = dues(staff, now=after)[f"report-{march.pk}"]

    assert [(one.mine, one.over, one.at) for one in (late, granted)] == [(False, True, DUE), (True, False, until)]


def test_reviewer_has_the_round_and_leads_to_its_board(march, reviewer):
    due = dues(reviewer)[f"round-{march.round_id}"]

    assert (due.title, due.mine, due.url) == (
        "ครบกำหนดส่งรอบ 6 เดือน", True, reverse("measures:board", args=[march.round_id]),
    )  # fmt: skip


def test_foreign_province_and_nation_see_no_deadline_of_it(march, make_user, other_province, viewer):
    foreign = make_user(Role.REVIEWER, other_province)

    assert [code for user in (foreign, viewer) for code in dues(user) if code.startswith(("round", "report"))] == []


def test_what_is_mine_is_sorted_by_its_end(march, staff):
    assert [due.code for due in calendar_of(staff, 2570, now=NOW).mine] == ["six", f"report-{march.pk}", "oit"]


def test_year_that_nobody_knows_is_this_one(client, staff):
    client.force_login(staff)
    this = fiscal_year(in_bangkok(timezone.now()).date())

    years = [client.get(url("calendar"), {"year": typed}).context["calendar"].year for typed in ("1999", "x", "")]

    assert years == [this, this, this]


def test_page_speaks_english_from_the_same_data(client, staff):
    client.force_login(staff)
    client.post("/language/setlang/", {"language": "en"})

    page = client.get(url("calendar")).content.decode()

    assert ("Answer OIT item by item" in page, "ตอบแบบ OIT ทีละข้อ" in page) == (True, False)


def test_stranger_has_to_sign_in(client, db):
    assert [client.get(url(name)).status_code for name in ("calendar", "calendar-download")] == [302, 302]


def test_file_holds_the_days_of_the_page(client, march, staff):
    client.force_login(staff)

    answer = client.get(url("calendar-download"), {"year": "2570"})

    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "text/calendar; charset=utf-8", 'attachment; filename="ita-2570.ics"',
    )  # fmt: skip
    assert (lines.count("BEGIN:VEVENT"), lines.count("END:VEVENT")) == (9, 9)
    at = lines.index("SUMMARY:ส่งผลรอบ 6 เดือน")
    assert lines[at - 2 : at] == ["DTSTART;VALUE=DATE:20270331", "DTEND;VALUE=DATE:20270401"]
    assert "DESCRIPTION:หน่วยงานทดสอบ 16.30 น." in lines


def test_no_name_makes_a_line_of_its_own():
    hostile = "ก\r\nEND:VEVENT\nBEGIN:VEVENT, ข; ค\\"
    made = calendar_file("x", [Day("u", dt.date(2027, 1, 1), dt.date(2027, 1, 2), hostile, hostile)], now=NOW)

    lines = made.decode().replace("\r\n ", "").split("\r\n")
    assert (lines.count("BEGIN:VEVENT"), lines.count("END:VEVENT")) == (1, 1)
    assert "SUMMARY:ก  END:VEVENT BEGIN:VEVENT\\, ข\\; ค\\\\" in lines


def test_lines_are_folded_between_letters_at_75_octets():
    made = calendar_file("x", [Day("u", dt.date(2027, 1, 1), dt.date(2027, 1, 1), "ก" * 100)], now=NOW)

    assert max(len(line) for line in made.split(b"\r\n")) <= 75
    assert f"SUMMARY:{'ก' * 100}" in made.decode().replace("\r\n ", "")


def test_own_day_reminds_three_days_before():
    def alarms(reminds):
        day = Day("u", dt.date(2027, 1, 1), dt.date(2027, 1, 1), "ก", reminds=reminds)
        return calendar_file("x", [day], now=NOW).count(b"TRIGGER:-P3D")

    assert (alarms(True), alarms(False)) == (1, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_calendar_takes_the_same_queries_for_any_number_of_agencies(
    client, make_agency, make_round, reviewer, django_assert_num_queries, count
):
    for _ in range(count):
        make_agency()
    make_round()
    client.force_login(reviewer)
    client.get(url("calendar"))

    with django_assert_num_queries(5):
        client.get(url("calendar"))
