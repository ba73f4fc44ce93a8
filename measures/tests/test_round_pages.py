"""The pages of rounds: planned, opened with a Thai date, closed, locked, published."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from measures import planning, workflow
from measures.choices import Action, RoundState, State
from measures.models import Event, Round, Submission

DAY = {"due_date": "30 กันยายน 2570", "due_time": "16.30"}
MOVES = {
    "round-close": RoundState.OPEN, "round-lock": RoundState.CLOSED, "round-unlock": RoundState.LOCKED,
    "round-publish": RoundState.LOCKED, "round-correct": RoundState.PUBLISHED,
}  # fmt: skip


def url(name, *args):
    return reverse(f"{'reports' if name == 'round-publish' else 'measures'}:{name}", args=args)


def state(round_):
    return Round.objects.get(pk=round_.pk).state


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def planned(agency, make_round):
    return make_round(opened=False)


@pytest.fixture
def round_(agency, make_round):
    return make_round()


def test_round_new_leads_to_its_opening_and_offers_each_half_year_once(desk, make_plan, make_user, province):
    plan = make_plan()

    made = desk.post(url("round-new", plan.pk), {"kind": "12"})
    desk.force_login(make_user("reviewer", province))
    again = desk.post(url("round-new", plan.pk), {"kind": "12"})

    round_ = plan.rounds.get()
    assert (made.status_code, made.url, round_.kind) == (302, url("round-open", round_.pk), "12")
    assert again.status_code == 400
    assert [value for value, _words in again.context["form"].fields["kind"].choices] == ["6", "free"]


def test_free_round_needs_a_name(desk, make_plan):
    plan = make_plan()

    nameless = desk.post(url("round-new", plan.pk), {"kind": "free", "title": " "})
    desk.post(url("round-new", plan.pk), {"kind": "free", "title": "ไตรมาสแรก"})

    assert (nameless.status_code, nameless.context["form"].errors["title"]) == (400, ["โปรดตั้งชื่อรอบ"])
    assert [one.name for one in plan.rounds.all()] == ["ไตรมาสแรก"]


def test_opening_shows_who_will_report_what_and_what_is_missing(desk, agency, staff, make_agency, make_plan, everyone):
    make_agency("หน่วยงานไม่มีคน")
    make_agency("หน่วยงานเลิกแล้ว", is_active=False)
    plan = make_plan()
    plan.measures.get(indicator=9).groups.clear()
    round_ = planning.plan_round(plan, by=None, kind="6")

    opening = desk.get(url("round-open", round_.pk)).context["opening"]

    assert [(one.agency.name, one.measures, one.staff) for one in opening.reporters] == [
        ("หน่วยงานทดสอบ", 2, 1), ("หน่วยงานไม่มีคน", 2, 0),
    ]  # fmt: skip
    assert (opening.measures, [str(m) for m in opening.unassigned]) == (3, ["9.1"])
    assert [one.name for one in opening.without_staff] == ["หน่วยงานไม่มีคน"]


@pytest.mark.parametrize(
    ("day", "clock", "due"),
    [
        ("30 กันยายน 2570", "16.30", dt.datetime(2027, 9, 30, 9, 30, tzinfo=dt.UTC)),
        ("๓๐ ก.ย. ๗๐", "๑๖:๓๐ น.", dt.datetime(2027, 9, 30, 9, 30, tzinfo=dt.UTC)),
        ("30/9/2570", "00.00", dt.datetime(2027, 9, 29, 17, 0, tzinfo=dt.UTC)),
    ],
)
def test_round_opens_with_a_deadline_typed_as_thais_write_it(desk, planned, day, clock, due):
    answer = desk.post(url("round-open", planned.pk), {"due_date": day, "due_time": clock})

    opened = Round.objects.get(pk=planned.pk)
    assert (answer.status_code, answer.url) == (302, url("round-detail", planned.pk))
    assert (opened.state, opened.due_at, opened.submissions.count()) == (RoundState.OPEN, due, 1)


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        (DAY | {"due_date": "31/9/2570"}, "due_date", "ไม่มีวันที่ “31/9/2570” ในปฏิทิน โปรดตรวจวันและเดือนอีกครั้ง"),
        (DAY | {"due_date": ""}, "due_date", None),
        (DAY | {"due_time": "25.00"}, "due_time", "ไม่เข้าใจเวลา โปรดพิมพ์เช่น 16.30"),
        (DAY | {"due_date": "1/1/2560"}, "__all__", "กำหนดส่งต้องเป็นเวลาในอนาคต"),
    ],
)
def test_round_open_refuses_bad_deadlines_and_keeps_what_was_typed(desk, planned, typed, field, says):
    answer = desk.post(url("round-open", planned.pk), typed)

    errors = answer.context["form"].errors
    assert (answer.status_code, list(errors), state(planned)) == (400, [field], RoundState.PLANNED)
    assert says is None or errors[field] == [says]
    assert answer.context["form"]["due_date"].value() == typed["due_date"]


def test_second_click_of_one_page_opens_once_and_says_nothing(desk, planned):
    first = desk.post(url("round-open", planned.pk), DAY | {"seen": "P"})
    second = desk.post(url("round-open", planned.pk), DAY | {"seen": "P"})

    assert [(a.status_code, a.url) for a in (first, second)] == [(302, url("round-detail", planned.pk))] * 2
    assert Event.objects.filter(action=Action.ROUND_OPEN, round=planned).count() == 1


def test_opening_of_an_open_round_is_refused_with_what_was_typed(desk, round_):
    answer = desk.post(url("round-open", round_.pk), DAY)

    assert (answer.status_code, answer.context["note"]) == (409, "30 กันยายน 2570 16.30")
    assert "รอบนี้เปิดรับอยู่ จึงทำรายการนี้ไม่ได้" in answer.content.decode()


def test_deadline_of_an_open_round_stands(desk, round_):
    due = round_.due_at
    desk.post(url("round-open", round_.pk), DAY)

    assert Round.objects.get(pk=round_.pk).due_at == due


def test_round_goes_its_whole_way_by_its_pages(desk, round_):
    steps = [("round-close", {}), ("round-lock", {}), ("round-unlock", {"note": "แก้ชื่อ"}), ("round-lock", {}),
             ("round-publish", {}), ("round-correct", {"note": "ลิงก์ผิด"}),
             ("round-publish", {"note": "แก้ลิงก์"})]  # fmt: skip
    states = []
    for name, typed in steps:
        asked = desk.get(url(name, round_.pk))
        assert (asked.status_code, "data-action" in asked.content.decode()) == (200, True)
        assert desk.post(url(name, round_.pk), typed).url == url("round-detail", round_.pk)
        states.append(state(round_))

    assert states == ["C", "L", "C", "L", "X", "L", "X"]
    assert Event.objects.get(action=Action.ROUND_UNLOCK).note == "แก้ชื่อ"


def test_unlock_without_reason_is_refused(desk, round_, reviewer):
    Round.objects.filter(pk=round_.pk).update(state=RoundState.LOCKED)

    answer = desk.post(url("round-unlock", round_.pk), {"note": "  "})

    assert (answer.status_code, answer.context["problem"], state(round_)) == (400, "โปรดระบุเหตุผล", RoundState.LOCKED)


def test_reason_that_is_too_long_is_refused_and_stays_on_the_page(desk, round_):
    Round.objects.filter(pk=round_.pk).update(state=RoundState.LOCKED)

    answer = desk.post(url("round-unlock", round_.pk), {"note": "ก" * 20_001})

    kept = "ก" * 20_001 in answer.content.decode()
    assert (answer.status_code, kept, state(round_)) == (400, True, RoundState.LOCKED)
    assert answer.context["problem"] == "ข้อความยาวเกิน 20,000 ตัวอักษร โปรดย่อข้อความ"


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_moves_answer_409_in_a_wrong_state_and_keep_the_reason(desk, planned, name, method):
    answer = getattr(desk, method)(url(name, planned.pk), {"note": "เพราะว่า"})

    assert (answer.status_code, state(planned)) == (409, RoundState.PLANNED)
    assert answer.context["message"] == "รอบนี้ยังไม่เปิดรับ จึงทำรายการนี้ไม่ได้"
    assert answer.context["note"] == ("เพราะว่า" if method == "post" else "")


@pytest.mark.parametrize("who", ["staff", "head", "viewer", "admin"])
@pytest.mark.parametrize("name", [*MOVES, "round-open"])
def test_moves_are_refused_to_other_roles(client, request, round_, who, name):
    client.force_login(request.getfixturevalue(who))
    Round.objects.filter(pk=round_.pk).update(state=MOVES.get(name, RoundState.PLANNED))
    before = state(round_)

    answers = [client.get(url(name, round_.pk)), client.post(url(name, round_.pk), DAY | {"note": "เพราะว่า"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "บทบาทของคุณทำรายการนี้ไม่ได้" in answers[1].content.decode()
    assert state(round_) == before


@pytest.mark.parametrize("name", [*MOVES, "round-open", "narratives", "narrative-new"])
def test_foreign_round_has_no_such_page(client, make_user, other_province, round_, name):
    client.force_login(make_user(Role.REVIEWER, other_province))

    assert client.get(url(name, round_.pk)).status_code == 404
    assert client.post(url(name, round_.pk)).status_code in (404, 405)


@pytest.mark.parametrize(
    ("stands", "offered"),
    [
        (RoundState.PLANNED, [
            ("round.close_early", "ทำได้เมื่อเปิดรอบแล้ว"), ("round.lock", "ทำได้เมื่อปิดรับและตรวจรายงานที่ส่งมาครบแล้ว"),
            ("round.publish", "ทำได้เมื่อล็อกรอบแล้ว"),
        ]),
        (RoundState.OPEN, [
            ("round.close_early", ""), ("round.extend", ""),
            ("round.lock", "ทำได้เมื่อปิดรับและตรวจรายงานที่ส่งมาครบแล้ว"),
            ("round.publish", "ทำได้เมื่อล็อกรอบแล้ว"),
        ]),
        (RoundState.CLOSED, [("round.lock", ""), ("round.publish", "ทำได้เมื่อล็อกรอบแล้ว")]),
        (RoundState.LOCKED, [("round.unlock", ""), ("round.publish", "")]),
        (RoundState.PUBLISHED, [("round.correct", "")]),
    ],
)  # fmt: skip
def test_moves_ahead_say_when_they_become_possible_and_those_behind_are_gone(desk, round_, stands, offered):
    Round.objects.filter(pk=round_.pk).update(state=stands)

    moves = desk.get(url("round-detail", round_.pk)).context["moves"]

    assert [(move.action, verdict.reason) for move, verdict, _address in moves] == offered


def test_page_that_cannot_be_opened_does_not_speak_of_saving(desk, round_):
    looked = desk.get(url("round-open", round_.pk))
    saved = desk.post(url("round-open", round_.pk), DAY)

    titles = [re.search("<h1>(.*?)</h1>", answer.content.decode())[1] for answer in (looked, saved)]
    assert [answer.status_code for answer in (looked, saved)] == [409, 409]
    assert titles == ["หน้านี้ใช้ไม่ได้ในสถานะนี้", "ยังไม่ได้บันทึก"]


def test_locking_waits_for_reports_to_be_read_and_the_button_says_so(desk, sent, reviewer):
    workflow.move_round(sent.round, Action.ROUND_CLOSE, by=reviewer)
    says = "ยังมี 1 หน่วยงานรอตรวจ โปรดอนุมัติหรือส่งกลับก่อนล็อกรอบ"

    text = desk.get(url("round-detail", sent.round_id)).content.decode()
    button = re.search(r'<span data-action="round.lock">.*?</p>', text, re.DOTALL)[0]
    answer = desk.post(url("round-lock", sent.round_id))

    assert ('aria-disabled="true"' in button, says in button) == (True, True)
    assert (answer.status_code, answer.context["message"]) == (409, says)


def shown(page):
    return [(one.submission.agency.name, one.submission.state, one.percent) for one in page.reports]


def test_round_page_lists_agencies_and_narrows_by_state(desk, agency, make_agency, make_round, fill):
    for name in ("ข", "ค"):
        make_agency(name)
    round_ = make_round()
    reports = {one.agency.name: one for one in round_.submissions.select_related("agency")}
    fill(reports["ข"])
    Submission.objects.filter(pk=reports["ข"].pk).update(state=State.SUBMITTED)
    Submission.objects.filter(pk=reports["ค"].pk).update(state=State.RETURNED)

    shows = ("", "missing", "idle", "D", "S", "nonsense")
    pages = {show: desk.get(url("round-detail", round_.pk), {"show": show}).context["page"] for show in shows}

    everything = [("ข", "S", 100), ("ค", "R", 0), ("หน่วยงานทดสอบ", "D", 0)]
    assert {show: shown(page) for show, page in pages.items()} == {
        "": everything, "missing": everything[1:], "idle": everything[2:], "D": [], "S": everything[:1],
        "nonsense": everything,
    }  # fmt: skip
    assert (pages["S"].sent, pages["S"].total, pages["S"].unsent) == (1, 3, ("ค", "หน่วยงานทดสอบ"))
    assert pages[""].filters == [
        ("", "ทั้งหมด", 3), ("missing", "ยังไม่ส่ง", 2), ("idle", "ยังไม่เริ่ม", 1), ("D", "กำลังกรอก", 0),
        ("E", "รอหัวหน้ารับรอง", 0),
        ("S", "รอจังหวัดตรวจ", 1), ("R", "ส่งกลับให้แก้ไข", 1), ("A", "อนุมัติแล้ว", 0),
    ]  # fmt: skip


def test_round_page_lists_extensions_with_their_reason(desk, submission, reviewer):
    until = timezone.now() + dt.timedelta(days=20)
    workflow.extend(submission, by=reviewer, until=until, reason="น้ำท่วม")

    page = desk.get(url("round-detail", submission.round_id)).context["page"]

    assert [(one.until, one.reason, one.granted_by) for one in page.extensions] == [(until, "น้ำท่วม", reviewer)]


def test_round_page_shows_staff_only_the_own_report_and_no_acts(client, staff, make_agency, submission):
    client.force_login(staff)
    other = make_agency("หน่วยงานอื่น")
    Submission.objects.create(round=submission.round, agency=other)

    answer = client.get(url("round-detail", submission.round_id))

    assert shown(answer.context["page"]) == [("หน่วยงานทดสอบ", "D", 0)]
    assert (answer.context["moves"], "data-action" in answer.content.decode()) == ([], False)
    assert "หน่วยงานอื่น" not in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_round_pages_ask_the_same_number_of_queries(desk, make_agency, make_round, django_assert_num_queries, count):
    for number in range(count):
        make_agency(f"หน่วยงาน {number}")
    round_ = make_round()
    with django_assert_num_queries(9):
        desk.get(url("round-detail", round_.pk))


@pytest.mark.parametrize("count", [1, 3])
def test_opening_page_asks_the_same_number_of_queries(
    desk, make_agency, make_plan, make_round, django_assert_num_queries, count
):
    for number in range(count):
        make_agency(f"หน่วยงาน {number}")
    round_ = make_round(make_plan(shape={1: count}), opened=False)
    with django_assert_num_queries(9):
        desk.get(url("round-open", round_.pk))


def test_round_closed_before_its_time_says_so_and_leads_to_more_time(desk, round_):
    desk.post(url("round-close", round_.pk))
    ahead = desk.get(url("round-detail", round_.pk)).content.decode()
    board = desk.get(url("board", round_.pk)).content.decode()
    Round.objects.update(due_at=timezone.now() - dt.timedelta(days=1))
    past = desk.get(url("round-detail", round_.pk)).content.decode()

    assert ["ปิดรับก่อนกำหนดแล้ว" in page for page in (ahead, board, past)] == [True, True, False]
    assert [f'href="{url("board", round_.pk)}?state=missing"' in page for page in (ahead, past)] == [True, True]
