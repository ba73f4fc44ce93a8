"""One act for many reports: each by itself, a result each, nothing twice."""

import datetime as dt
import runpy

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from ita_portal.tests.permissions.visiting import thai_day
from measures import authoring, bulk, history, workflow
from measures.choices import Action, Mark, State
from measures.models import Event, Extension, Result, Round, Submission

# Of marking what is left of one report, however many measures.
QUERIES = 14


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def reports(make_agency, make_user, make_round, fill):
    """Return three reports of one round: two sent, one a draft."""
    agencies = [make_agency(name) for name in ("ก", "ข", "ค")]
    round_ = make_round()
    for agency in agencies[:2]:
        report = Submission.objects.with_context().get(round=round_, agency=agency)
        fill(report)
        workflow.act(report, Action.SUBMIT, by=make_user(Role.STAFF, agency), acknowledged=True)
        workflow.act(report, Action.ENDORSE, by=make_user(Role.HEAD, agency))
    return list(Submission.objects.filter(round=round_).order_by("agency__name"))


def form(reports, **typed):
    seen = {f"seen-{one.pk}": one.content_hash for one in reports}
    return {"report": [one.pk for one in reports]} | seen | typed


def told(answer):
    return {one.submission.agency.name: (one.done, one.words)
            for one in [*answer.context["done"], *answer.context["refused"]]}  # fmt: skip


def states(reports):
    return [Submission.objects.get(pk=one.pk).state for one in reports]


NOT_SENT = "รอบนี้เปิดรับอยู่ และรายงานยังอยู่ระหว่างกรอก จึงทำรายการนี้ไม่ได้"


def test_chosen_reports_are_approved_one_by_one_and_each_is_told(desk, reports):
    asked = desk.get(url("bulk-approve"), {"report": [one.pk for one in reports]})
    answer = desk.post(url("bulk-approve"), form(reports, acknowledged="yes"))

    assert [(one.submission.agency.name, one.waiting) for one in asked.context["able"]] == [("ก", 3), ("ข", 3)]
    assert [one.verdict.reason for one in asked.context["unable"]] == [NOT_SENT]
    assert told(answer) == {"ก": (True, "อนุมัติแล้ว"), "ข": (True, "อนุมัติแล้ว"), "ค": (False, NOT_SENT)}
    assert states(reports) == ["A", "A", "D"]
    assert Event.objects.filter(action=Action.APPROVE).count() == 2


def test_what_nobody_judged_has_to_be_acknowledged(desk, reports, reviewer):
    for result in reports[0].results.all():
        authoring.mark(result, Mark.OK, by=reviewer)

    answer = desk.post(url("bulk-approve"), form(reports[:2]))

    assert told(answer) == {"ก": (True, "อนุมัติแล้ว"), "ข": (False, "ยังมี 3 มาตรการที่ยังไม่ตรวจ")}
    assert states(reports) == ["A", "S", "D"]


def test_second_click_approves_nothing_twice_and_says_done(desk, reports):
    sending = form(reports[:2], acknowledged="yes")

    first, second = desk.post(url("bulk-approve"), sending), desk.post(url("bulk-approve"), sending)

    assert told(first) == told(second) == {"ก": (True, "อนุมัติแล้ว"), "ข": (True, "อนุมัติแล้ว")}
    assert Event.objects.filter(action=Action.APPROVE).count() == 2


def test_what_was_sent_anew_after_the_page_is_not_approved_unread(desk, reports):
    sending = form(reports[:2], acknowledged="yes")
    Submission.objects.filter(pk=reports[0].pk).update(content_hash="f" * 64)

    answer = desk.post(url("bulk-approve"), sending)
    unseen = desk.post(url("bulk-mark"), {"report": [reports[0].pk]})

    anew = "หน่วยงานส่งผลใหม่หลังจากที่คุณเปิดหน้านี้ โปรดเปิดอ่านก่อน"
    assert told(answer) == {"ก": (False, anew), "ข": (True, "อนุมัติแล้ว")}
    assert told(unseen) == {"ก": (False, anew)}
    assert states(reports) == ["S", "A", "D"]


def test_what_is_sent_anew_while_the_others_are_done_is_not_approved_unread(reports, reviewer):
    """The two hundredth report is looked at again when its turn comes, not when the page was sent."""
    seen = {one.pk: one.content_hash for one in reports}
    Submission.objects.filter(pk=reports[0].pk).update(content_hash="f" * 64)

    outcome = [
        *bulk.approve(reports[:2], by=reviewer, acknowledged=True, seen=seen),
        *bulk.mark_good(reports[:1], by=reviewer, seen=seen),
    ]

    assert [one.done for one in outcome] == [False, True, False]
    assert (states(reports), reports[0].results.exclude(mark=Mark.NONE).count()) == (["S", "A", "D"], 0)


def test_marking_many_leaves_the_same_history_as_marking_each(reports, reviewer, django_assert_num_queries):
    one, many = reports[:2]
    for result in list(one.results.all())[1:]:
        authoring.mark(result, Mark.OK, by=reviewer)
    with django_assert_num_queries(QUERIES):
        single = authoring.mark_rest(one, by=reviewer)
    with django_assert_num_queries(QUERIES):
        three = authoring.mark_rest(many, by=reviewer)

    marks = Event.objects.filter(action=Action.REVIEW_MARK).order_by("pk")
    assert (single, three, history.first_broken_link()) == (1, 3, "")
    assert {(one.actor_id, one.round_id, str(one.changes)) for one in marks} == {
        (reviewer.pk, one.round_id, str({"mark": ["", "ok"]}))
    }  # fmt: skip
    assert [row.result.submission_id for row in marks] == [one.pk] * 3 + [many.pk] * 3
    assert set(Result.objects.filter(submission__in=reports[:2]).values_list("mark", flat=True)) == {"ok"}


def test_marking_leaves_what_needs_work_as_it_is(desk, reports, reviewer):
    bad = reports[0].results.first()
    authoring.mark(bad, Mark.NEEDS_WORK, by=reviewer, reason="ขาดหลักฐาน")

    answer = desk.post(url("bulk-mark"), form(reports[:2]))
    again = desk.post(url("bulk-mark"), form(reports[:2]))

    assert told(answer) == {"ก": (True, "ให้ผ่าน 2 มาตรการ"), "ข": (True, "ให้ผ่าน 3 มาตรการ")}
    assert told(again) == {"ก": (True, "ไม่มีมาตรการที่รอตรวจ"), "ข": (True, "ไม่มีมาตรการที่รอตรวจ")}
    assert sorted(reports[0].results.values_list("mark", flat=True)) == ["needs_work", "ok", "ok"]
    assert states(reports) == ["S", "S", "D"]


def test_marking_stops_at_its_limit_and_says_so(desk, reports, monkeypatch):
    monkeypatch.setattr("measures.bulk.MOST_MARKS", 4)

    answer = desk.post(url("bulk-mark"), form(reports[:2]))

    assert told(answer) == {
        "ก": (True, "ให้ผ่าน 3 มาตรการ"), "ข": (False, "ครบ 4 มาตรการในครั้งเดียวแล้ว โปรดเลือกรายงานนี้อีกครั้ง"),
    }  # fmt: skip


def test_time_is_granted_once_to_those_who_have_not_sent(desk, reports):
    sending = form(reports, until_date=thai_day(20), until_time="16.30", reason="น้ำท่วม")

    first, second = desk.post(url("bulk-extend"), sending), desk.post(url("bulk-extend"), sending)

    assert told(first)["ค"] == told(second)["ค"] == (True, "ขยายเวลาแล้ว")
    assert [done for done, _words in told(first).values()].count(False) == 2
    assert [one.reason for one in Extension.objects.all()] == ["น้ำท่วม"]


def test_time_beyond_fourteen_days_is_refused_for_each_with_the_reason(desk, reports):
    far = (timezone.now() + dt.timedelta(days=60)).date()
    answer = desk.post(url("bulk-extend"), form(reports[2:], until_date=f"{far.day}/{far.month}/{far.year + 543}",
                                                until_time="16.30", reason="น้ำท่วม"))  # fmt: skip

    assert told(answer) == {"ค": (False, "ขยายเวลาได้ไม่เกิน 14 วัน และต้องเป็นเวลาในอนาคต")}


def test_missing_reason_asks_again_and_keeps_the_choice(desk, reports):
    answer = desk.post(url("bulk-extend"), form(reports[2:], until_date=thai_day(3), until_time="16.30", reason=" "))

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["reason"])
    assert f'name="report" value="{reports[2].pk}"' in answer.content.decode()
    assert not Extension.objects.exists()


def test_foreign_reports_are_counted_and_not_named(client, reports, make_user, other_province, make_agency):
    client.force_login(make_user(Role.REVIEWER, other_province))

    answer = client.post(url("bulk-approve"), form(reports, acknowledged="yes"))

    page = answer.content.decode()
    assert (told(answer), answer.context["picked"].unknown) == ({}, 3)
    assert [name for name in ("ก", "ข", "ค") if f">{name}<" in page] == []
    assert states(reports) == ["S", "S", "D"]


@pytest.mark.parametrize("name", ["bulk-approve", "bulk-mark", "bulk-extend"])
@pytest.mark.parametrize("role", [Role.STAFF, Role.HEAD, Role.VIEWER, Role.ADMIN])
def test_only_who_judges_acts_on_many(client, make_user, reports, name, role):
    place = reports[0].agency if role in (Role.STAFF, Role.HEAD) else None
    client.force_login(make_user(role, place))

    answers = [client.get(url(name)), client.post(url(name), form(reports, acknowledged="yes"))]

    assert [one.status_code for one in answers] == [403, 403]
    assert states(reports) == ["S", "S", "D"]


def test_nothing_chosen_and_too_many_are_told(desk, submission, monkeypatch):
    none = desk.get(url("bulk-approve"), follow=True)
    many = desk.get(url("bulk-approve"), {"report": range(1, 302)}, follow=True)

    assert [str(one) for one in none.context["messages"]] == ["โปรดเลือกหน่วยงานอย่างน้อยหนึ่งแห่ง"]
    assert [str(one) for one in many.context["messages"]] == ["เลือกได้ครั้งละไม่เกิน 300 หน่วยงาน โปรดกรองให้น้อยลง"]


def test_nothing_chosen_on_a_board_leads_back_to_it(desk, submission):
    board = url("board", submission.round_id)

    asked = [desk.get(url("bulk-approve"), {"board": key}) for key in (submission.round_id, "x", "9" * 30, "")]

    assert [one.url for one in asked] == [board, *[url("review-list")] * 3]


def test_address_with_as_many_reports_as_allowed_reaches_the_portal():
    """The board hands the choice on in the address; gunicorn refuses longer ones without a word of ours."""
    longest = runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))["limit_request_line"]

    assert len(f"GET {url('bulk-approve')}?{'&report=12345678' * bulk.MOST} HTTP/1.1\r\n") < longest


def test_list_of_reports_and_board_offer_the_acts_without_a_script(desk, submission):
    pages = [desk.get(url("review-list"), {"state": "all"}), desk.get(url("board", submission.round_id))]

    for page in pages:
        words = page.content.decode()
        assert f'name="report" value="{submission.pk}"' in words
        assert [url(f"bulk-{act}") in words for act in ("approve", "mark", "extend")] == [True, True, True]


def test_locked_round_offers_no_act_on_its_board(desk, submission):
    Round.objects.update(state="L")

    assert url("bulk-approve") not in desk.get(url("board", submission.round_id)).content.decode()


def test_head_of_an_own_plan_acts_on_the_own_report(client, agency, head, staff, make_plan, make_round, fill):
    report = Submission.objects.with_context().get(round=make_round(make_plan(agency=agency)))
    fill(report)
    report = workflow.act(report, Action.SUBMIT, by=staff, acknowledged=True)
    client.force_login(head)

    answer = client.post(url("bulk-approve"), form([report], acknowledged="yes"))

    assert told(answer) == {"หน่วยงานทดสอบ": (True, "อนุมัติแล้ว")}
    assert states([report]) == [State.APPROVED]
