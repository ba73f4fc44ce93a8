"""What people type for plans and rounds: dates, times, years, labels and steps, whatever it is."""

import datetime as dt

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agencies.models import Province
from measures import planning
from measures.forms.narratives import with_words_of
from measures.forms.planning import MeasureForm, PlanForm, keys, substeps_of, substeps_text, version
from measures.forms.rounds import OpeningForm
from measures.models import Measure
from thai.dates import long_date, short_date
from thai.digits import to_thai_digits

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))
JUNK = st.text(max_size=80)


@given(DAYS, st.times())
def test_every_written_form_of_a_day_and_time_is_the_same_deadline(day, clock):
    written = [long_date(day), long_date(day, "arabic"), short_date(day), day.isoformat(), f" {short_date(day)} "]
    times = [f"{clock:%H.%M}", f"{clock:%H:%M}", to_thai_digits(f"{clock:%H.%M}") + " น."]
    forms = [OpeningForm({"due_date": one, "due_time": at}) for one in written for at in times]

    assert {form.is_valid() and form.due_at().isoformat() for form in forms} == {
        f"{day.isoformat()}T{clock:%H:%M}:00+07:00"
    }


@given(JUNK, JUNK)
@example("31 กุมภาพันธ์ 2570", "24.00")
@example("\0", "16.30\0")
@example("๙" * 80, "¹².30")
def test_any_text_is_a_deadline_or_a_refusal_in_thai(day, clock):
    form = OpeningForm({"due_date": day, "due_time": clock})

    if form.is_valid():
        assert form.due_at().utcoffset() == dt.timedelta(hours=7)
    else:
        assert set(form.errors) <= {"due_date", "due_time"}
        assert all("โปรด" in error or "จำเป็น" in error for errors in form.errors.values() for error in errors)


@given(st.integers(2400, 2700))
def test_year_is_understood_in_both_digits(year):
    province = Province(pk=1, name="ทดสอบ")
    for typed in (str(year), to_thai_digits(str(year))):
        form = PlanForm({"owner": "province-1", "year": typed}, owners=[province])
        assert form.is_valid()
        assert form.cleaned_data["year"] == year


@given(JUNK)
@example("2027")
@example("70")
def test_any_other_year_is_refused(text):
    form = PlanForm({"owner": "province-1", "year": text}, owners=[Province(pk=1, name="ทดสอบ")])

    assert form.is_valid() is False or 2400 <= form.cleaned_data["year"] <= 2700


@given(st.text(max_size=300))
@example("1.1 จัดทำ\n\nก) ประกาศ\n(2) แจ้ง")
def test_steps_come_back_as_they_were_read(text):
    steps = substeps_of(text)

    assert substeps_of(substeps_text(list(steps))) == steps
    assert all(step["text"] for step in steps)


def test_steps_are_read_with_their_numbers():
    assert substeps_of("1.1 จัดทำ\n\n(2) แจ้ง\nก. ติดตาม\n๑.๒ ประกาศ\nไม่มีเลข") == (
        {"label": "1.1", "text": "จัดทำ"}, {"label": "2", "text": "แจ้ง"}, {"label": "ก", "text": "ติดตาม"},
        {"label": "๑.๒", "text": "ประกาศ"}, {"label": "", "text": "ไม่มีเลข"},
    )  # fmt: skip


@given(st.lists(st.text(max_size=30)))
@example(["1", "-1", "٣", "9" * 40, "", "1.0"])
def test_keys_are_only_numbers_that_a_row_may_have(values):
    assert all(0 <= key < 10**18 for key in keys(values))


def test_missing_version_fits_no_row():
    assert [version(QueryDict(text)) for text in ("", "version=x", "version=7")] == [2_000_000_000, 2_000_000_000, 7]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.text(max_size=40), st.text(max_size=200))
@example("1" * 21, "ยาวไป")
@example("\0", "ศูนย์")
@pytest.mark.django_db
def test_any_label_and_text_is_stored_as_cleaned_or_refused(make_plan_once, label, text):
    plan = make_plan_once
    form = MeasureForm(
        {"indicator": "3", "label": label, "text": text}, indicators=[(3, "3.")], province=None, words_only=False
    )
    plan.measures.filter(indicator=3).delete()

    if not form.is_valid():
        assert set(form.errors) <= {"label", "text"}
        return
    saved = planning.save_measure(plan, form.typed(), by=None)

    stored = Measure.objects.get(pk=saved.pk)
    assert (stored.label, stored.text) == (form.typed().label, form.typed().text)


@pytest.fixture
def make_plan_once(make_plan):
    return make_plan(shape={1: 1})


@given(st.text(max_size=50), st.text(min_size=1, max_size=50))
def test_words_taken_over_are_never_lost_nor_doubled(typed, words):
    once = with_words_of(typed, words)

    assert once.startswith(typed)
    assert with_words_of(once, words) == once
