"""Forms A and B of a plan by issue: issues in the indicator column, no scores of indicators beside them."""

import datetime as dt
from dataclasses import asdict
from decimal import Decimal

import pytest

from assessments.authoring import write_card
from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from assessments.scoring import Card
from measures.choices import Grouping
from measures.importing.catalogue import catalogue_for
from measures.intake.child import read_file
from measures.models import Result, RoundMeasure, Submission
from reports.catalogue.agency_measures import form as form_a
from reports.catalogue.annual_results import form as form_e
from reports.catalogue.province_measures import form as form_b
from reports.renderers import docx, xlsx
from reports.selectors import subject_of

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


@pytest.fixture
def report(make_plan, make_round, agency, province):
    for year in ("2569", "2570"):
        load_edition(read_json(fixture("editions", f"{year}.json")))
    write_card(province, 2569, Card({"1": Decimal("70.00")}), by=None, source="", now=NOW)
    plan = make_plan(shape={1: 2, 4: 1}, grouping=Grouping.ISSUE)
    return Submission.objects.with_context().get(round=make_round(plan), agency=agency)


def column(document, place):
    """The lines of the cells that begin in a column."""
    cells = [row[place] for table in document.tables() for row in table.rows if row[place] is not None]
    return [[document.line(line) for line in cell.lines] for cell in cells]


def test_form_a_groups_by_issue_in_the_indicator_column(report):
    document = form_a.build(form_a.fetch(subject_of(report)))

    assert (column(document, 0), column(document, 1)) == (
        [["-"], ["-"]],
        [
            ["ประเด็นที่ 1. กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ"],
            ["ประเด็นที่ 4. กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ"],
        ],
    )
    assert [lines[0] for lines in column(document, 2)] == [
        "1. มาตรการที่ 1.1 ของปี 2570", "2. มาตรการที่ 1.2 ของปี 2570", "1. มาตรการที่ 4.1 ของปี 2570",
    ]  # fmt: skip


def test_form_b_prints_no_score_of_the_indicator_of_that_number(report):
    document = form_b.build(form_b.fetch(subject_of(report.round)))

    assert column(document, 1) == [
        ["ประเด็นที่ ๑. กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ"],
        ["ประเด็นที่ ๔. กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ"],
    ]


def test_gaps_name_issues(report):
    Result.objects.filter(measure__label="2").update(answer="done")

    assert form_a.gaps(subject_of(report)).places == ["ประเด็นที่ 1 ข้อ 1", "ประเด็นที่ 4 ข้อ 1"]
    assert form_b.gaps(subject_of(report.round)).places == ["ประเด็นที่ 1 ข้อ 1, 2", "ประเด็นที่ 4 ข้อ 1"]


@pytest.mark.parametrize("renderer", [docx, xlsx])
def test_form_e_of_the_portal_is_read_back_word_for_word(report, renderer):
    steps = [{"label": "1", "text": "สำรวจ"}, {"label": "2)", "text": "เผยแพร่"}, {"label": "", "text": "แจ้งผล"}]
    RoundMeasure.objects.filter(label="1").update(substeps=steps)
    said = {"answer": "done", "text": "๑. ทำแล้ว\n๒. เผยแพร่ที่ www.example.go.th แล้ว", "outcome": "ดีขึ้น\nเร็วขึ้น"}
    Result.objects.update(**said)
    data = renderer.render(form_e.build(form_e.fetch(subject_of(report))))
    found = read_file(data, catalogue_for(2570))

    assert (found.heading.form, found.heading.year, found.heading.agency) == ("E", 2570, report.agency.name)
    assert [(one.key, one.text, [asdict(step) for step in one.substeps]) for one in found.measures] == [
        ((row.measure.issue, row.measure.label), row.measure.text, row.measure.substeps)
        for row in report.results.select_related("measure").order_by("measure__order")
    ]
    assert [(one.result.answer, one.result.text, one.result.outcome) for one in found.measures] == [
        (said["answer"], said["text"], said["outcome"])
    ] * 3
    assert found.doubts == ()
