"""The services that write plans: places, whole histories, and two people at once."""

import datetime as dt

import pytest

from measures import history, planning
from measures.errors import StaleVersion, WorkflowError
from measures.models import Event, Measure, Plan
from measures.planning import MeasureTyped


def labels(plan: Plan) -> list[str]:
    """Return the measures as a reader sees them."""
    return [str(measure) for measure in plan.measures.all()]


def test_move_swaps_measures_of_one_indicator_even_where_their_order_values_are_equal(make_plan, reviewer):
    plan = make_plan(shape={1: 3, 9: 1})
    Measure.objects.filter(plan=plan).update(order=0)

    planning.move_measure(plan.measures.get(indicator=1, label="3"), by=reviewer, up=True)

    assert labels(plan) == ["1.1", "1.3", "1.2", "9.1"]


def test_move_steps_over_measures_of_another_indicator(make_plan, reviewer):
    plan = make_plan(shape={1: 1, 9: 1})
    planning.save_measure(plan, MeasureTyped(1, "2", "มาตรการท้ายแผน"), by=reviewer)

    planning.move_measure(plan.measures.get(indicator=1, label="2"), by=reviewer, up=True)

    assert labels(plan) == ["1.2", "9.1", "1.1"]


@pytest.mark.parametrize(("label", "up"), [("1", True), ("3", False)])
def test_move_at_the_end_of_an_indicator_changes_nothing_and_is_no_event(make_plan, reviewer, label, up):
    plan = make_plan(shape={1: 3, 9: 1})

    planning.move_measure(plan.measures.get(indicator=1, label=label), by=reviewer, up=up)

    assert labels(plan) == ["1.1", "1.2", "1.3", "9.1"]
    assert not Event.objects.filter(action="measure.move").exists()


def test_move_does_not_make_the_words_that_somebody_types_stale(make_plan, reviewer):
    plan = make_plan()
    measure = plan.measures.get(indicator=1, label="1")
    planning.move_measure(measure, by=reviewer, up=False)

    saved = planning.save_measure(
        plan, MeasureTyped(1, "1", "ถ้อยคำใหม่"), by=reviewer, measure=measure, version=measure.version
    )

    assert saved.text == "ถ้อยคำใหม่"


def test_measure_edit_remembers_every_field_that_changed(make_plan, reviewer, everyone):
    plan = make_plan(shape={1: 1})
    measure = plan.measures.get()
    typed = MeasureTyped(
        2, "3", "ใหม่", responsible="สำนักงาน", substeps=({"label": "1.1", "text": "ขั้นแรก"},), follow_up="ทุกเดือน",
        deadline=dt.date(2027, 3, 31),
    )  # fmt: skip

    planning.save_measure(plan, typed, by=reviewer, measure=measure, version=measure.version)

    assert Event.objects.filter(action="measure.edit").latest("pk").changes == {
        "measure": "2.3",
        "indicator": [1, 2],
        "label": ["1", "3"],
        "text": [measure.text, "ใหม่"],
        "responsible": [everyone.name, "สำนักงาน"],
        "substeps": [[], [{"label": "1.1", "text": "ขั้นแรก"}]],
        "follow_up": ["", "ทุกเดือน"],
        "deadline": [None, "2027-03-31"],
        "groups": [[everyone.name], []],
    }


def test_stale_measure_carries_both_measures_whole(make_plan, reviewer, everyone):
    plan = make_plan(shape={1: 1})
    measure = plan.measures.get()
    first = MeasureTyped(1, "1", "ของคนแรก", follow_up="ทุกเดือน", groups=(everyone,))
    second = MeasureTyped(1, "1", "ของคนที่สอง", deadline=dt.date(2027, 3, 31))
    planning.save_measure(plan, first, by=reviewer, measure=measure, version=measure.version)

    with pytest.raises(StaleVersion) as stale:
        planning.save_measure(plan, second, by=reviewer, measure=measure, version=measure.version)

    assert (stale.value.current, stale.value.typed) == (first.as_json(), second.as_json())


def test_measure_that_somebody_deleted_is_refused_by_its_name(make_plan, reviewer):
    plan = make_plan()
    gone = plan.measures.get(indicator=9)
    planning.delete_measure(plan.measures.get(indicator=9), by=reviewer)

    for act in (
        lambda: planning.delete_measure(gone, by=reviewer),
        lambda: planning.move_measure(gone, by=reviewer, up=True),
        lambda: planning.save_measure(plan, MeasureTyped(9, "1", "ใหม่"), by=reviewer, measure=gone),
    ):
        with pytest.raises(WorkflowError, match="มีผู้อื่นลบมาตรการนี้ไปก่อนแล้ว"):
            act()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (MeasureTyped(1, " ", "ข้อความ"), "โปรดระบุข้อและข้อความของมาตรการ"),
        (MeasureTyped(1, "9", " "), "โปรดระบุข้อและข้อความของมาตรการ"),
        (MeasureTyped(1, "๑" * 21, "ข้อความ"), "เลขข้อยาวเกิน 20 ตัวอักษร โปรดย่อ"),
    ],
)
def test_measure_without_number_or_words_or_with_a_long_number_is_refused(make_plan, reviewer, typed, reason):
    with pytest.raises(WorkflowError) as refusal:
        planning.save_measure(make_plan(), typed, by=reviewer)

    assert str(refusal.value) == reason


def test_plan_and_round_that_are_there_already_are_refused(make_plan, make_user, province, reviewer):
    plan = make_plan(2570)
    planning.plan_round(plan, by=make_user("reviewer", province), kind="6")

    with pytest.raises(WorkflowError, match="มีแผนของปีงบประมาณ 2570 อยู่แล้ว"):
        planning.create_plan(by=reviewer, province=province, fiscal_year=2570)
    with pytest.raises(WorkflowError, match="มีรอบ 6 เดือนของแผนนี้อยู่แล้ว"):
        planning.plan_round(plan, by=reviewer, kind="6")


def test_plan_keeps_the_bands_of_the_edition_until_it_has_its_own(make_plan):
    assert make_plan().bands == {}


def test_history_of_a_plan_holds_after_all_of_it(make_plan, reviewer):
    plan = make_plan()
    planning.move_measure(plan.measures.get(indicator=1, label="2"), by=reviewer, up=True)
    planning.delete_measure(plan.measures.get(indicator=9), by=reviewer)

    assert history.first_broken_link() == ""
