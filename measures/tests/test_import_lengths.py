"""Nothing that a paper can hold is too long for the database: it is refused with its place, or it fits."""

import pytest
from django.db import DataError, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import Agency, AgencyGroup
from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from assessments.models import IndicatorScore
from evidence.models import Link
from measures import importing
from measures.errors import WorkflowError
from measures.importing import Request
from measures.importing.catalogue import catalogue_for
from measures.importing.lengths import length_doubts
from measures.importing.request import settle
from measures.importing.service import make_agency
from measures.intake.child import read_file
from measures.intake.shapes import FoundMeasure, FoundNarrative, FoundResult, Place, Reading, SubStep
from measures.models import Intake, Measure, Narrative, Plan, Result, RoundMeasure
from measures.tests.papers import ALL, HEAD, ONE, TITLE_A, TITLE_B, excel, word
from measures.workflow import MAX_TEXT

STORED = (
    Agency, AgencyGroup, Plan, Measure, RoundMeasure, Result, Narrative, Intake, Link, IndicatorScore,
)  # fmt: skip
LONG = "ก" * (MAX_TEXT + 1)


@pytest.fixture(autouse=True)
def base(province):
    load_edition(read_json(fixture("editions", "2566.json")))


def overlong() -> list[str]:
    """Every stored text that is longer than its column says, whichever database lets it pass."""
    return [
        f"{model.__name__}.{field.name}"
        for model in STORED
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and field.max_length
        for text in model._default_manager.values_list(field.name, flat=True)
        if len(text) > field.max_length
    ]


def errors(reading):
    return [(one.code, one.where, one.message) for one in reading.doubts if one.severity == "error"]


AT = Place("แบบ", 0, 7, 3)
TOO_LONG = {
    "label": FoundMeasure(1, "1." * 10 + "1", "ทำ", place=AT),
    "text": FoundMeasure(1, "1", LONG, place=AT),
    "responsible": FoundMeasure(1, "1", "ทำ", responsible=LONG, place=AT),
    "substeps": FoundMeasure(1, "1", "ทำ", (SubStep("1.1", LONG),), place=AT),
    "result": FoundMeasure(1, "1", "ทำ", result=FoundResult("done", LONG), place=AT),
    "reason": FoundMeasure(1, "1", "ทำ", result=FoundResult("not_applicable", "", (), LONG), place=AT),
}


@pytest.mark.parametrize("what", TOO_LONG)
def test_too_long_is_an_error_with_its_place_and_nothing_is_stored(province, agency, what):
    wanted = Request(province, 2566, agency, with_results=True, round_kind="12")
    reading = Reading(measures=(TOO_LONG[what],))
    said = length_doubts(wanted, reading)
    intake = importing.preview(b"", wanted, filename="a.docx", by=None, reading=reading)

    assert [(one.severity, one.where) for one in said] == [("error", AT)]
    assert said[0].message.startswith("เลขข้อ “" if what == "label" else "ข้อความยาว 20,0")
    with pytest.raises(WorkflowError):
        importing.commit(intake, by=None)
    assert Plan.objects.count() == 0


def test_as_long_as_allowed_is_stored(province):
    reading = Reading(measures=(FoundMeasure(1, "1." * 9 + "11", LONG[:-1], responsible=LONG[:-1]),))
    intake = importing.preview(b"", Request(province, 2566), filename="ก" * 300, by=None, reading=reading)
    importing.commit(intake, by=None)

    assert [(len(one.label), len(one.text)) for one in Measure.objects.all()] == [(20, MAX_TEXT)]
    assert (len(Intake.objects.get().filename), overlong()) == (255, [])


def test_narrative_that_is_too_long_is_refused_where_it_is_wanted(province):
    reading = Reading(measures=(FoundMeasure(1, "1", "ทำ"),), narratives=(FoundNarrative((), LONG, AT),))

    assert length_doubts(Request(province, 2566), reading) == []
    assert [one.where for one in length_doubts(Request(province, 2566, with_results=True), reading)] == [AT]


def test_control_a_label_past_the_guard_is_longer_than_its_column(province, monkeypatch):
    monkeypatch.setattr("measures.importing.service.length_doubts", lambda request, reading: [])
    reading = Reading(measures=(TOO_LONG["label"],))
    intake = importing.preview(b"", Request(province, 2566), filename="a", by=None, reading=reading)
    try:
        with transaction.atomic():
            importing.commit(intake, by=None)
            found = overlong()
    except DataError as refused:  # PostgreSQL says it itself, in English and without a place
        found = ["Measure.label"] if "character varying(20)" in str(refused) else [str(refused)]

    assert found == ["Measure.label"]


DIGITS = st.text("0123456789๐๑๙.() -", min_size=1, max_size=60)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60)
LONGER = st.sampled_from(["ก" * 161, "ข" * 201, "a." * 150, "1." * 40 + "1 ทำ", "_x0000_", "_xD800_", "๑." * 15])
TEXT = st.lists(st.one_of(DIGITS, WORDS, LONGER, st.just("\n")), max_size=5).map("".join)
LINKS = st.one_of(TEXT, st.integers(1, 2100).map(lambda n: "https://example.go.th/" + "a" * n))
TABLE = st.lists(st.tuples(TEXT, TEXT, LINKS), min_size=1, max_size=4)


NAME = st.one_of(TEXT, st.just("สำนักงานทดสอบ"))


@given(build=st.sampled_from([word, excel]), table=TABLE, name=NAME, indicator=TEXT, titles=st.booleans())
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@pytest.mark.slow
def test_whatever_stands_in_a_paper_is_refused_or_fits(province, build, table, name, indicator, titles):
    heading = [*TITLE_A[:2], f"หน่วยงาน : {name}"] if titles else TITLE_B
    rows = [
        ["IIT", ONE + indicator if n == 0 else "", f"{n + 1}. {method}", responsible or ALL, result]
        for n, (method, responsible, result) in enumerate(table)
    ]
    with transaction.atomic():
        data = build([HEAD, *rows], titles=heading)
        reading = read_file(data, catalogue_for(2566))
        request, said = settle(Request(province, 2566, with_results=True, round_kind="12"), reading, create=True)
        reading = reading.with_doubts(*said)
        if not reading.refused:
            if request.new_agency:
                request = Request(province, 2566, make_agency(request), with_results=True, round_kind="12")
            intake = importing.preview(data, request, filename=name, by=None, reading=reading)
            try:
                importing.commit(intake, by=None)
            except WorkflowError as refused:
                assert "ยังมีข้อผิดพลาดที่ต้องแก้ในไฟล์ก่อน" in str(refused)  # noqa: PT017 - a refusal is one of the two ends
        found = overlong()
        transaction.set_rollback(True)

    assert found == []
