"""A later deadline for a whole round: only later, only while open, told to those who have still to send."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from agencies.models import Notice
from measures import planning, postponing, workflow
from measures.choices import Action, RoundState
from measures.errors import WorkflowError
from measures.models import Event, Round, Submission
from thai.dates import in_bangkok

LATER = dt.timedelta(days=7)


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


@pytest.fixture
def round_(submission):
    return Round.objects.select_related("plan__province", "plan__agency").get(pk=submission.round_id)


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


def typed(moment, reason="น้ำท่วม"):
    day = in_bangkok(moment)
    return {"due_date": f"{day.day}/{day.month}/{day.year + 543}", "due_time": f"{day:%H.%M}", "reason": reason}


def test_deadline_moves_once_with_its_reason(desk, round_, reviewer):
    due = (round_.due_at + LATER).replace(second=0, microsecond=0)

    first, second = (desk.post(url("round-extend", round_.pk), typed(due)) for _ in range(2))

    events = Event.objects.filter(action=Action.ROUND_EXTEND)
    assert [(one.status_code, one.url) for one in (first, second)] == [(302, url("round-detail", round_.pk))] * 2
    assert Round.objects.get(pk=round_.pk).due_at == due
    assert [(one.actor_id, one.note) for one in events] == [(reviewer.pk, "น้ำท่วม")]
    assert [dt.datetime.fromisoformat(one.changes["due_at"][1]) for one in events] == [due]


def test_those_who_have_not_sent_are_told_and_others_are_not(
    sent, make_agency, make_user, reviewer, staff, head
):  # fmt: skip
    quiet = make_agency("หน่วยงานเงียบ")
    officer = make_user(Role.STAFF, quiet)
    report = Submission.objects.create(round=sent.round, agency=quiet)
    Notice.objects.all().delete()
    due = sent.round.due_at + LATER

    postponing.postpone(sent.round, by=reviewer, due_at=due, reason="น้ำท่วม")

    assert [(one.user_id, one.kind, one.url) for one in Notice.objects.all()] == [
        (officer.pk, "extended", url("submission-detail", report.pk)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "reason", "says"),
    [
        (-1, "น้ำท่วม", "กำหนดใหม่ต้องช้ากว่ากำหนดเดิม หากต้องการปิดเร็วขึ้น โปรดใช้ปิดรับก่อนกำหนด"),
        (400, "น้ำท่วม", "กำหนดใหม่ช้ากว่ากำหนดเดิมเกินหกเดือน โปรดตรวจปีอีกครั้ง"),
        (7, "  ", "โปรดระบุเหตุผลที่เลื่อนกำหนดส่ง"),
    ],
)
def test_earlier_much_later_and_unexplained_are_refused(round_, reviewer, days, reason, says):
    before = round_.due_at

    with pytest.raises(WorkflowError, match=says):
        postponing.postpone(round_, by=reviewer, due_at=before + dt.timedelta(days=days), reason=reason)

    assert Round.objects.get(pk=round_.pk).due_at == before
    assert not Event.objects.filter(action=Action.ROUND_EXTEND).exists()


def test_page_says_what_is_wrong_and_keeps_what_was_typed(desk, round_):
    answer = desk.post(url("round-extend", round_.pk), typed(round_.due_at - LATER))

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, ["due_date"])
    assert answer.context["form"]["reason"].value() == "น้ำท่วม"


@pytest.mark.parametrize("state", [RoundState.PLANNED, RoundState.CLOSED, RoundState.LOCKED, RoundState.PUBLISHED])
def test_only_an_open_round_is_postponed(desk, round_, state):
    Round.objects.filter(pk=round_.pk).update(state=state)

    assert desk.post(url("round-extend", round_.pk), typed(round_.due_at + LATER)).status_code == 409


def test_round_whose_deadline_has_passed_is_closed(desk, round_):
    Round.objects.filter(pk=round_.pk).update(due_at=timezone.now() - LATER)

    assert desk.post(url("round-extend", round_.pk), typed(timezone.now() + LATER)).status_code == 409


def test_round_without_a_deadline_has_none_to_move(round_, reviewer):
    Round.objects.filter(pk=round_.pk).update(due_at=None)

    with pytest.raises(WorkflowError, match="รอบนี้ไม่มีกำหนดส่ง จึงไม่ต้องเลื่อน"):
        postponing.postpone(round_, by=reviewer, due_at=timezone.now() + LATER, reason="น้ำท่วม")


def test_free_round_asks_for_a_part_of_the_plan(desk, agency, make_plan):
    plan = make_plan()
    round_ = planning.plan_round(plan, by=None, kind="free", title="รายงานพิเศษ")
    one = plan.measures.get(indicator=9)
    ticks = {"choose": "1", "measure": [one.pk]}

    look = desk.post(url("round-open", round_.pk), ticks | {"do": "look", "due_time": "16.30"})
    none = desk.post(url("round-open", round_.pk), {"choose": "1", "due_date": "30/9/2570", "due_time": "16.30"})
    opened = desk.post(url("round-open", round_.pk), ticks | {"due_date": "30/9/2570", "due_time": "16.30"})

    assert (look.status_code, look.context["opening"].measures) == (200, 1)
    assert [ticked for _measure, ticked in look.context["opening"].asked] == [False, False, True]
    assert (none.status_code, none.context["form"].errors["__all__"]) == (400, ["โปรดเลือกมาตรการอย่างน้อยหนึ่งข้อ"])
    assert (opened.status_code, [str(row) for row in round_.measures.all()]) == (302, ["9.1"])
    assert round_.submissions.get().results.count() == 1


def test_half_year_round_asks_for_all(agency, make_plan):
    plan = make_plan()
    round_ = planning.plan_round(plan, by=None, kind="6")

    with pytest.raises(WorkflowError, match="เลือกมาตรการได้เฉพาะรอบอื่น"):
        workflow.move_round(round_, Action.ROUND_OPEN, by=None, asked=frozenset({plan.measures.first().pk}))


def test_measure_of_another_plan_is_not_asked(agency, make_plan):
    round_ = planning.plan_round(make_plan(), by=None, kind="free", title="รายงานพิเศษ")
    foreign = make_plan(2571).measures.first()

    with pytest.raises(WorkflowError, match="มาตรการที่เลือก 1 ข้อไม่อยู่ในแผนแล้ว โปรดเลือกใหม่"):
        workflow.move_round(round_, Action.ROUND_OPEN, by=None, asked=frozenset({foreign.pk}))
