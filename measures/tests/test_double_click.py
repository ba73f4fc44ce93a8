"""A button pressed twice has one effect, one event, and leads to the same page."""

import datetime as dt

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from measures.models import Event, Measure, Narrative, Plan, Result, Round


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def plan(make_plan):
    return make_plan()


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


def counts():
    """Return how many rows each table of measures holds."""
    return {model.__name__: model._default_manager.count() for model in apps.get_app_config("measures").get_models()}


def press_twice(desk, address, typed):
    """Send the same form twice; return both destinations and whether the second changed any table."""
    first = desk.post(address, typed)
    before, words = counts(), list(Measure.objects.values_list("order", "version"))
    second = desk.post(address, typed)
    return first.headers.get("Location"), second.headers.get("Location"), (counts(), words) == (
        before, list(Measure.objects.values_list("order", "version")),
    )  # fmt: skip


def measure_form(label, **more):
    return {"indicator": "1", "label": label, "text": "จัดทำคู่มือ", "version": "0"} | more


def test_new_plan(desk, province):
    typed = {"owner": f"province-{province.pk}", "year": "2569"}

    there, again, same = press_twice(desk, url("plan-new"), typed)

    assert (there, again, same) == (url("plan-detail", Plan.objects.get().pk), there, True)
    assert list(Event.objects.values_list("action", flat=True)) == ["plan.create"]


def test_new_plan_of_another_day_is_refused(desk, province, plan, reviewer):
    answer = desk.post(url("plan-new"), {"owner": f"province-{province.pk}", "year": str(plan.fiscal_year)})

    assert (answer.status_code, "มีแผนของปีงบประมาณ" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("typed", [{"kind": "free", "title": "ไตรมาส 1"}, {"kind": "6"}])
def test_new_round(desk, plan, typed):
    there, again, same = press_twice(desk, url("round-new", plan.pk), typed)

    assert (there, again, same) == (url("round-open", Round.objects.get().pk), there, True)


def test_new_measure(desk, plan):
    there, again, same = press_twice(desk, url("measure-new", plan.pk), measure_form("7"))

    assert (again, same, plan.measures.filter(label="7").count()) == (there, True, 1)


def test_new_measure_with_a_taken_number_and_other_words_is_refused(desk, plan):
    desk.post(url("measure-new", plan.pk), measure_form("7"))

    assert desk.post(url("measure-new", plan.pk), measure_form("7", text="อย่างอื่น")).status_code == 400


def test_changed_measure(desk, plan):
    measure = plan.measures.first()
    typed = measure_form(measure.label, text="ถ้อยคำใหม่", version=measure.version)

    there, again, same = press_twice(desk, url("measure-edit", plan.pk, measure.pk), typed)

    assert (there, again, same) == (f"{url('plan-detail', plan.pk)}#m{measure.pk}", there, True)


def test_moved_measure(desk, plan):
    desk.post(url("measure-new", plan.pk), measure_form("7"))
    first = plan.measures.first()

    there, again, same = press_twice(
        desk, url("measure-move", plan.pk, first.pk), {"to": "down", "seen": str(first.order)}
    )

    assert (again, same) == (there, True)
    assert list(plan.measures.filter(indicator=1).values_list("label", flat=True)) == ["2", "1", "7"]


def test_deleted_measure(desk, plan):
    measure = plan.measures.first()

    there, again, same = press_twice(desk, url("measure-delete", plan.pk, measure.pk), {})

    assert (there, again, same) == (url("plan-detail", plan.pk), there, True)


def test_assigned_groups(desk, plan, everyone, make_agency):
    group = plan.province.groups.create(name="กลุ่มอื่น")
    typed = {"measure": [m.pk for m in plan.measures.all()], "group": [group.pk]}

    there, again, same = press_twice(desk, url("plan-assign", plan.pk), typed)

    assert (again, same) == (there, True)
    assert {tuple(m.groups.all()) for m in plan.measures.all()} == {(group,)}


def test_new_text_of_the_province(desk, submission):
    there, again, same = press_twice(
        desk, url("narrative-new", submission.round_id), {"text": "ทั้งจังหวัดทำแล้ว", "group": "1"}
    )

    assert (again, same, Narrative.objects.count()) == (there, True, 1)


def test_changed_text_of_the_province(desk, submission):
    desk.post(url("narrative-new", submission.round_id), {"text": "เดิม", "group": "1"})
    narrative = Narrative.objects.get()
    address = url("narrative-edit", submission.round_id, narrative.pk)

    there, again, same = press_twice(desk, address, {"text": "ใหม่", "group": "1", "version": narrative.version})

    assert (there, again, same) == (url("narratives", submission.round_id), there, True)


def test_verdict(desk, sent):
    result = sent.results.first()
    typed = {"mark": "needs_work", "reason": "ลิงก์เสีย", "version": result.version}

    there, again, same = press_twice(desk, url("result-mark", result.pk), typed)

    assert (again, same, Result.objects.get(pk=result.pk).notes.count()) == (there, True, 1)


def test_more_time(desk, submission):
    day = timezone.localdate() + dt.timedelta(days=3)
    typed = {"until_date": day.isoformat(), "until_time": "16.30", "reason": "น้ำท่วม"}

    there, again, same = press_twice(desk, url("submission-extend", submission.pk), typed)

    assert (there, again, same) == (url("submission-detail", submission.pk), there, True)
