"""A plan into the next year: what comes along, what does not, what is asked first."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from agencies.choices import Role
from assessments.models import Edition, Indicator, Instrument, Question
from measures import planning, workflow
from measures.choices import Action
from measures.copying import NO_LIST, copy_plan, copying
from measures.errors import WorkflowError
from measures.models import Event, Measure, Plan, WeakPoint

PEOPLE = "รายงานผลการบริหารทรัพยากรบุคคล"
NAMES = {
    2570: {"o1": "โครงสร้างองค์กร", "o24": PEOPLE, "o30": "ช่องทางแจ้งเรื่องร้องเรียน"},
    2571: {"o1": "โครงสร้างองค์กร", "o22": PEOPLE, "o31": "ช่องทางรับแจ้งเรื่องร้องเรียน"},
}


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


@pytest.fixture
def lists(db):
    """Make the OIT lists of both years."""
    for year, names in NAMES.items():
        edition = Edition.objects.create(fiscal_year=year)
        instrument = Instrument.objects.create(edition=edition, code="OIT", name="OIT", weight=40)
        indicator = Indicator.objects.create(edition=edition, instrument=instrument, number=9, name="การเปิดเผยข้อมูล")
        for code, name in names.items():
            Question.objects.create(indicator=indicator, code=code, text=name)


@pytest.fixture
def plan(make_plan, lists, agency):
    """Return a plan of 2570 whose measure 9.1 names o24."""
    plan = make_plan()
    Measure.objects.filter(plan=plan, indicator=9).update(
        text="เผยแพร่ o24 บนเว็บไซต์", follow_up="ทุกเดือน ตาม o๒๔", deadline=dt.date(2027, 9, 30),
        substeps=[{"label": "1)", "text": "เตรียม o24"}], version=4,
    )  # fmt: skip
    return plan


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


def add(plan, text, label="2", indicator=9):
    return Measure.objects.create(plan=plan, indicator=indicator, label=label, text=text, order=99)


def test_answers_to_questions_that_were_never_asked_change_nothing(desk, plan):
    answers = {f"pick-m{plan.measures.last().pk}-text-{place}": "o31" for place in ("9" * 5000, "7", "x", "")}

    form = urlencode({"seen": copying(plan).seen} | answers)

    answer = desk.post(url("plan-copy", plan.pk), form, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 302
    assert Measure.objects.get(plan__fiscal_year=2571, indicator=9).text == "เผยแพร่ o22 บนเว็บไซต์"


def copied(plan, by, answers=None):
    return copy_plan(plan, by=by, answers=answers or {}, seen=copying(plan).seen)


def test_copy_takes_measures_groups_and_words_along_and_nothing_of_a_report(plan, reviewer, everyone, make_round, fill):
    round_ = make_round(plan)
    fill(round_.submissions.get())
    WeakPoint.objects.create(measure=plan.measures.last(), fiscal_year=2569, code="o24")

    new = copied(plan, reviewer)

    last = new.measures.get(indicator=9)
    assert (new.fiscal_year, new.province_id, new.agency_id, new.grouping) == (
        2571,
        plan.province_id,
        None,
        "indicator",
    )
    assert [(str(one), one.responsible, [g.name for g in one.groups.all()]) for one in new.measures.all()] == [
        (name, everyone.name, [everyone.name]) for name in ("1.1", "1.2", "9.1")
    ]
    assert (last.text, last.follow_up, last.substeps) == (
        "เผยแพร่ o22 บนเว็บไซต์", "ทุกเดือน ตาม o๒๒", [{"label": "1)", "text": "เตรียม o22"}],
    )  # fmt: skip
    assert (last.deadline, last.version, last.weak_points.count(), new.rounds.count()) == (
        dt.date(2028, 9, 30),
        1,
        0,
        0,
    )
    assert plan.measures.get(indicator=9).text == "เผยแพร่ o24 บนเว็บไซต์"


def test_copy_is_one_event_that_names_every_new_code(plan, reviewer):
    before = set(Event.objects.values_list("pk", flat=True))

    new = copied(plan, reviewer)

    events = Event.objects.exclude(pk__in=before)
    assert [(one.action, one.plan_id, one.changes["measures"], one.changes["renumbered"]) for one in events] == [
        ("plan.copy", new.pk, 3, [["9.1", "o24", "o22"], ["9.1", "o24", "o22"], ["9.1", "o๒๔", "o๒๒"]]),
    ]  # fmt: skip


def test_doubtful_code_is_asked_before_anything_is_written(desk, plan):
    add(plan, "รับเรื่องตาม o30")
    sending = {"seen": copying(plan).seen}
    key = copying(plan).asked[0].key

    page = desk.get(url("plan-copy", plan.pk))
    refused = desk.post(url("plan-copy", plan.pk), sending)
    made = Plan.objects.filter(fiscal_year=2571).exists()
    done = desk.post(url("plan-copy", plan.pk), sending | {f"pick-{key}": "o31"})

    assert [one.key for one, *_rest in page.context["questions"]] == [key]
    assert (refused.status_code, refused.context["problem"], made) == (400, "ยังมี 1 ข้อที่ต้องเลือกก่อนคัดลอก", False)
    new = Plan.objects.get(fiscal_year=2571)
    assert (done.status_code, done.url) == (302, url("plan-detail", new.pk))
    assert new.measures.get(label="2", indicator=9).text == "รับเรื่องตาม o31"


def test_page_keeps_what_was_chosen_when_something_else_is_missing(desk, plan):
    add(plan, "รับเรื่องตาม o30 และ o99")
    first, second = (one.key for one in copying(plan).asked)

    answer = desk.post(url("plan-copy", plan.pk), {"seen": copying(plan).seen, f"pick-{first}": "keep"})

    assert [(one.key, chosen, bool(open_)) for one, _why, chosen, open_ in answer.context["questions"]] == [
        (first, "keep", False), (second, "", True),
    ]  # fmt: skip


def test_year_without_a_list_asks_once_for_all_codes(make_plan, agency, reviewer):
    plan = make_plan()
    add(plan, "ตาม o24"), add(plan, "ตาม o30", label="3")

    with pytest.raises(WorkflowError, match="ยังมี 1 ข้อที่ต้องเลือกก่อนคัดลอก"):
        copied(plan, reviewer)
    new = copied(plan, reviewer, {NO_LIST: "keep"})

    assert [one.text for one in new.measures.filter(indicator=9, label__in="23")] == ["ตาม o24", "ตาม o30"]


def test_second_click_is_the_plan_that_was_made(desk, plan):
    sending = {"seen": copying(plan).seen}

    first, second = (desk.post(url("plan-copy", plan.pk), sending) for _ in range(2))

    assert (first.status_code, second.status_code, first.url) == (302, 302, second.url)
    assert Event.objects.filter(action=Action.PLAN_COPY).count() == 1
    assert Measure.objects.filter(plan__fiscal_year=2571).count() == 3


def test_plan_that_is_there_only_gets_what_it_lacks(plan, reviewer, make_plan, desk):
    there = make_plan(2571, {1: 1})
    Measure.objects.filter(plan=there).update(text="มาตรการที่ 1.1 ของปี 2570")
    add(there, "มาตรการอื่น", label="1")

    page = desk.get(url("plan-copy", plan.pk)).context["copying"]
    new = copied(plan, reviewer)

    assert (page.target, [str(one) for one in page.there], len(page.copied)) == (there, ["1.1"], 2)
    assert new == there
    assert [(str(one), one.text) for one in new.measures.order_by("pk")] == [
        ("1.1", "มาตรการที่ 1.1 ของปี 2570"), ("9.1", "มาตรการอื่น"), ("1.2", "มาตรการที่ 1.2 ของปี 2570"),
        ("9.2", "เผยแพร่ o22 บนเว็บไซต์"),
    ]  # fmt: skip
    with pytest.raises(WorkflowError, match="ไม่มีมาตรการให้คัดลอก แผนปี 2571 มีครบแล้ว"):
        copied(plan, reviewer)


def test_open_round_of_the_new_year_refuses(plan, reviewer, make_plan, make_round):
    make_round(make_plan(2571, {1: 1}))

    with pytest.raises(WorkflowError, match="รอบรายงานของแผนปี 2571 เปิดอยู่ จึงเพิ่มมาตรการไม่ได้"):
        copied(plan, reviewer)


def test_change_after_the_page_refuses_the_copy(desk, plan):
    sending = {"seen": copying(plan).seen}
    planning.save_measure(plan, planning.MeasureTyped(indicator=2, label="1", text="ใหม่"), by=None)

    assert desk.post(url("plan-copy", plan.pk), sending).status_code == 409
    assert not Plan.objects.filter(fiscal_year=2571).exists()


def test_plan_of_a_published_year_is_copied_too(plan, reviewer, make_round):
    round_ = make_round(plan)
    for action in (Action.ROUND_CLOSE, Action.ROUND_LOCK, Action.ROUND_PUBLISH):
        round_ = workflow.move_round(round_, action, by=None)

    assert copied(plan, reviewer).measures.count() == 3


@pytest.mark.parametrize(("role", "status"), [(Role.STAFF, 403), (Role.HEAD, 403), (Role.VIEWER, 403)])
def test_only_who_plans_copies(client, plan, make_user, agency, role, status):
    client.force_login(make_user(role, None if role == Role.VIEWER else agency))

    assert client.get(url("plan-copy", plan.pk)).status_code == status
    assert client.post(url("plan-copy", plan.pk), {"seen": copying(plan).seen}).status_code == status
    assert not Plan.objects.filter(fiscal_year=2571).exists()


def test_head_copies_the_own_plan_and_the_province_does_not(client, agency, head, reviewer, make_plan):
    plan = make_plan(agency=agency)
    sending = {"seen": copying(plan).seen}

    client.force_login(reviewer)
    by_province = client.post(url("plan-copy", plan.pk), sending)
    client.force_login(head)
    client.post(url("plan-copy", plan.pk), sending)

    assert by_province.status_code == 403
    assert [one.agency for one in Plan.objects.filter(fiscal_year=2571)] == [agency]


@pytest.mark.parametrize("count", [1, 3])
def test_preview_takes_the_same_queries_for_any_number(desk, make_plan, lists, django_assert_num_queries, count):
    plan = make_plan(shape={9: count})
    Measure.objects.update(text="ตาม o24 และ o30")
    desk.get(url("plan-copy", plan.pk))

    with django_assert_num_queries(11):
        page = desk.get(url("plan-copy", plan.pk))

    assert len(page.context["questions"]) == count


def test_leap_day_becomes_the_28th(plan, reviewer):
    Measure.objects.filter(plan=plan, indicator=9).update(deadline=dt.date(2028, 2, 29))

    assert copied(plan, reviewer).measures.get(indicator=9).deadline == dt.date(2029, 2, 28)
