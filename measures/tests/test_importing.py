"""Papers into the database: what a commit makes, what it leaves alone, what an undo takes back."""

import json
from contextlib import nullcontext
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from agencies.choices import ALL_AGENCIES_GROUP, Role
from agencies.models import Agency
from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from assessments.models import IndicatorScore
from measures import history, importing, planning, workflow
from measures.choices import Action
from measures.errors import WorkflowError
from measures.importing import Request
from measures.models import Event, Intake, Measure, Narrative, Plan, Result, Round, Submission
from measures.tests.papers import HEAD, LINK, ONE, TITLE_B, TWO, excel, measure_row, word

TITLE = [
    "แบบรายงานการดำเนินงานตามมาตรการปรับปรุงและพัฒนาเพื่อยกระดับผลการประเมินคุณธรรมและความโปร่งใส",
    "ในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. 2566 จังหวัดทดสอบบุรี",
    "หน่วยงาน : หน่วยงานทดสอบ",
]
ROWS = [
    HEAD,
    measure_row(1, indicator=ONE),
    measure_row(4, "ไม่มีการให้บริการ"),
    measure_row(1, "", indicator=TWO),
]


@pytest.fixture(autouse=True)
def base(province):
    load_edition(read_json(fixture("editions", "2566.json")))


@pytest.fixture
def paper(tmp_path):
    def make(*tables, build=word, titles=TITLE):
        path = tmp_path / ("paper.docx" if build is word else "paper.xlsx")
        path.write_bytes(build(*(tables or (ROWS,)), titles=titles))
        return path

    return make


def run(path, *options, code=0):
    out = StringIO()
    arguments = ["import_plan", str(path), "--province", "ทดสอบบุรี", "--year", "2566", "--json", *options]
    with pytest.raises(SystemExit) if code else nullcontext():
        call_command(*arguments, stdout=out)
    return json.loads(out.getvalue())


RESULTS = ("--with-results", "--round", "12", "--commit")


def codes(answer):
    return [(one["code"], one["severity"]) for one in answer["doubts"]]


def stored_measures():
    return list(Measure.objects.values_list("indicator", "label", "order", "responsible", "groups__name"))


def stored_results():
    return [
        (
            r.measure.indicator,
            r.measure.label,
            r.answer,
            r.reason,
            [x.link.typed for x in r.result_links.all()],
            r.confirmed,
        )
        for r in Result.objects.select_related("measure")
    ]


def rows_of_everything():
    return [model.objects.count() for model in (Plan, Measure, Round, Submission, Result, Event, Intake, Agency)]


def test_preview_writes_nothing(paper):
    before = rows_of_everything()
    answer = run(paper())

    assert [(m["indicator"], m["label"]) for m in answer["measures"]] == [(1, "1"), (1, "4"), (2, "1")]
    assert rows_of_everything() == before


def test_commit_makes_the_plan_in_document_order(paper):
    run(paper(), "--commit")

    group = ALL_AGENCIES_GROUP
    assert stored_measures() == [(1, "1", 0, group, group), (1, "4", 1, group, group), (2, "1", 2, group, group)]
    assert (Round.objects.count(), Result.objects.count()) == (0, 0)


def test_commit_with_results_makes_round_submission_and_unconfirmed_results(paper, agency):
    run(paper(), *RESULTS)

    assert list(Round.objects.values_list("kind", "state", "due_at")) == [("12", "O", None)]
    assert list(Submission.objects.values_list("agency__name", "state")) == [("หน่วยงานทดสอบ", "D")]
    assert stored_results() == [
        (1, "1", "done", "", [LINK], False),
        (1, "4", "not_applicable", "ไม่มีการให้บริการ", [], False),
        (2, "1", "", "", [], False),
    ]
    assert set(Event.objects.values_list("actor", flat=True)) == {None}
    assert history.first_broken_link() == ""


@pytest.mark.parametrize("build", [word, excel])
def test_same_file_twice_changes_nothing(paper, agency, build):
    path = paper(build=build)
    run(path, *RESULTS)
    before, results = rows_of_everything(), stored_results()
    run(path, *RESULTS)

    assert (rows_of_everything(), stored_results()) == (before, results)


def test_second_paper_adds_results_only_and_names_other_wording(paper, agency, make_agency):
    run(paper(), "--commit")
    make_agency("อีกหน่วยงาน")
    other = [HEAD, ["IIT", ONE, "1. เขียนอีกอย่าง", "ทุกคน", LINK], measure_row(9)]
    answer = run(paper(other), *RESULTS, "--agency", "อีกหน่วยงาน")

    assert codes(answer) == [
        ("agency_differs", "warning"),
        ("wording_differs", "warning"),
        ("measure_extra", "warning"),
    ]
    assert [row[:2] for row in stored_measures()] == [(1, "1"), (1, "4"), (2, "1")]
    assert [row[:3] for row in stored_results()] == [(1, "1", "done")]


def test_stored_result_that_differs_is_kept(paper, agency):
    run(paper(), *RESULTS)
    changed = [HEAD, measure_row(1, "https://example.go.th/changed", indicator=ONE)]
    answer = run(paper(changed), *RESULTS)

    assert codes(answer) == [("result_kept", "warning")]
    assert stored_results()[0] == (1, "1", "done", "", [LINK], False)


def test_errors_refuse_and_write_nothing(paper):
    twice = [HEAD, measure_row(1, indicator=ONE), measure_row(1)]
    before = rows_of_everything()
    answer = run(paper(twice), "--commit", code=1)

    assert codes(answer) == [("label_twice", "error")]
    assert rows_of_everything() == before


def test_unknown_agency_is_refused_unless_it_may_be_made(paper):
    assert ("name_unknown", "error") in codes(run(paper(), *RESULTS, code=1))
    assert ("name_new", "warning") in codes(run(paper(), *RESULTS, "--create"))
    assert list(Agency.objects.values_list("name", "groups__name")) == [("หน่วยงานทดสอบ", ALL_AGENCIES_GROUP)]
    assert Result.objects.count() == 3


def test_option_wins_over_the_heading_and_names_both(paper):
    path = paper(titles=[line.replace("2566", "2565").replace("ทดสอบบุรี", "อื่น") for line in TITLE])
    answer = run(path, "--commit")

    assert codes(answer)[2:] == [("year_differs", "warning"), ("province_differs", "warning")]
    assert "2565" in answer["doubts"][2]["message"]
    assert "2566" in answer["doubts"][2]["message"]
    assert list(Plan.objects.values_list("fiscal_year", "province__name")) == [(2566, "ทดสอบบุรี")]


def test_form_b_brings_narratives_and_scores(paper, province):
    cell = "๑. การปฏิบัติหน้าที่ (ข้อคำถาม i๑-i๖) ในปี ๒๕๖๕ ได้คะแนน ๙๔.๗๑"
    rows = [HEAD, ["IIT", cell, "๑. เรื่องแรก\n๒. เรื่องที่สอง", ALL_AGENCIES_GROUP, "ทำครบทุกหน่วยงาน"]]
    run(paper(rows, titles=TITLE_B), "--with-results", "--commit")

    assert list(Round.objects.values_list("kind", flat=True)) == ["6"]
    told = Narrative.objects.order_by("covers__order").values_list("text", "covers__label")
    assert list(told) == [
        ("ทำครบทุกหน่วยงาน", "1"),
        ("ทำครบทุกหน่วยงาน", "2"),
    ]
    scores = IndicatorScore.objects.values_list("card__province__name", "card__fiscal_year", "number", "score")
    assert list(scores) == [("ทดสอบบุรี", 2565, 1, Decimal("94.71"))]


def test_results_for_a_closed_round_are_refused(paper, agency, reviewer):
    run(paper(), *RESULTS)
    workflow.move_round(Round.objects.get(), Action.ROUND_CLOSE, by=reviewer)

    assert codes(run(paper(), *RESULTS, code=1))[-1] == ("round_frozen", "error")


def stored_intake(province, data, *, by, **fields):
    request, reading = importing.examine(data, Request(province, 2566, **fields))
    return importing.preview(data, request, filename="แผน.docx", by=by, reading=reading)


def test_undo_takes_back_what_the_commit_made(province, reviewer):
    intake = importing.commit(stored_intake(province, word(ROWS, titles=TITLE), by=reviewer), by=reviewer)
    assert Measure.objects.count() == 3

    importing.undo(intake, by=reviewer)
    assert (Plan.objects.count(), Measure.objects.count()) == (0, 0)
    assert history.first_broken_link() == ""
    with pytest.raises(WorkflowError):
        importing.undo(Intake.objects.get(), by=reviewer)


def test_undo_is_refused_once_a_round_was_opened(province, reviewer, agency):
    intake = importing.commit(stored_intake(province, word(ROWS, titles=TITLE), by=reviewer), by=reviewer)
    round_ = planning.plan_round(Plan.objects.get(), by=reviewer, kind="6")
    workflow.move_round(round_, Action.ROUND_OPEN, by=reviewer)

    with pytest.raises(WorkflowError, match="เปิดรอบ"):
        importing.undo(intake, by=reviewer)
    assert Plan.objects.count() == 1


def test_commit_of_a_plan_is_the_reviewers_alone(province, staff, reviewer, make_user, other_province):
    stranger = make_user(Role.REVIEWER, other_province)
    for person in (staff, stranger):
        intake = stored_intake(province, word(ROWS, titles=TITLE), by=person)
        with pytest.raises(WorkflowError):
            importing.commit(intake, by=person)
    assert Plan.objects.count() == 0


def test_commit_twice_has_one_effect(province, reviewer):
    intake = stored_intake(province, word(ROWS, titles=TITLE), by=reviewer)
    importing.commit(intake, by=reviewer)
    with pytest.raises(WorkflowError):
        importing.commit(intake, by=reviewer)

    assert Plan.objects.count() == 1
