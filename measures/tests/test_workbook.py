"""The pre-filled workbook goes out, is filled, and comes back through the same intake."""

import io

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from measures import authoring, importing
from measures.authoring import Typed
from measures.importing import Request
from measures.models import Result, RoundMeasure, Submission
from measures.workbook import build_workbook

LINK = "https://example.go.th/plan-1"


@pytest.fixture(autouse=True)
def base(db):
    load_edition(read_json(fixture("editions", "2570.json")))


def filled(submission, answers):
    """The workbook with columns of its rows (1-based) filled: {(row, column): text}."""
    book = load_workbook(io.BytesIO(build_workbook(submission)))
    for (row, column), text in answers.items():
        book.active.cell(5 + row, column, text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def came_back(submission, data, *, by):
    request = Request(
        submission.agency.province, 2570, submission.agency, with_results=True, round_kind=submission.round.kind
    )
    request, reading = importing.examine(data, request)
    importing.commit(importing.preview(data, request, filename="x.xlsx", by=by, reading=reading), by=by)
    return reading


def stored():
    return [
        (r.answer, r.text, r.reason, [one.link.typed for one in r.result_links.all()], r.confirmed)
        for r in Result.objects.order_by("measure__order")
    ]


def test_workbook_filled_offline_comes_back(submission, staff):
    answers = {
        (1, 5): "ดำเนินการแล้ว", (1, 6): "จัดแล้ว", (1, 7): f"{LINK}\nhttps://example.go.th/b",
        (2, 5): "ไม่เกี่ยวข้อง", (2, 8): "ไม่ได้ให้บริการ",
    }  # fmt: skip
    reading = came_back(submission, filled(submission, answers), by=staff)

    assert stored() == [
        ("done", "จัดแล้ว", "", [LINK, "https://example.go.th/b"], False),
        ("not_applicable", "", "ไม่ได้ให้บริการ", [], False),
        ("", "", "", [], True),
    ]
    assert [one.code for one in reading.doubts] == ["answer_blank"]


def test_workbook_that_nobody_touched_changes_nothing(submission, staff):
    result = submission.results.first()
    typed = Typed("done", "ข้อความ\nสองบรรทัด", urls=(LINK, "https://example.go.th/cut-"))
    authoring.save_result(result, typed, by=staff, version=0)
    before = stored()
    came_back(submission, build_workbook(submission), by=staff)

    assert stored() == before


ODD = [
    # label, words, sub-steps: whatever a plan holds, a row of the workbook stays the result that it was.
    ("1", "ทำแผน", [{"label": "1", "text": "ร่าง"}, {"label": "2", "text": "ประกาศ"}]),
    ("ข", "ไม่มีเลขข้อ 2. แต่มีตัวเลข", []),
    ("2.1.1", "", [{"label": "-", "text": "=1+1"}]),
]


def test_workbook_comes_back_whatever_the_plan_says(submission, staff):
    for result, (label, text, substeps) in zip(submission.results.all(), ODD, strict=True):
        RoundMeasure.objects.filter(pk=result.measure_id).update(indicator=1, label=label, text=text, substeps=substeps)
    answers = {
        (1, 5): "กำลังดำเนินการ", (1, 6): "ไม่มีอะไรค้าง\nบรรทัดสอง", (1, 7): LINK,
        (2, 5): "ยังไม่ดำเนินการ", (2, 6): "รองบประมาณ",
        (3, 5): "ไม่เกี่ยวข้อง", (3, 8): "- ไม่มีภารกิจ",
    }  # fmt: skip
    reading = came_back(submission, filled(submission, answers), by=staff)

    assert [one.code for one in reading.doubts] == []
    assert stored() == [
        ("in_progress", "ไม่มีอะไรค้าง\nบรรทัดสอง", "", [LINK], False),
        ("not_started", "รองบประมาณ", "", [], False),
        ("not_applicable", "", "- ไม่มีภารกิจ", [], False),
    ]


def test_workbook_of_another_agency_overwrites_nothing(submission, staff, make_agency, make_user):
    other = make_agency("อีกแห่ง")
    theirs = Submission.objects.with_context().get_or_create(round=submission.round, agency=other)[0]
    for result in submission.results.all():
        authoring.assign(result.measure, other)
    data = filled(theirs, {(1, 5): "ดำเนินการแล้ว", (1, 6): "ของอีกแห่ง"})
    authoring.save_result(submission.results.first(), Typed("done", "ของเรา"), by=staff, version=0)
    Result.objects.filter(submission=submission).update(version=0)
    reading = came_back(submission, data, by=staff)

    assert stored_of(submission)[0] == "ของเรา"
    assert [one.code for one in reading.doubts if one.severity == "warning"][-2:] == ["agency_differs", "result_kept"]


def stored_of(submission):
    return list(submission.results.order_by("measure__order").values_list("text", flat=True))


def test_answer_changed_offline_replaces_the_one_it_was_filled_with(submission, staff):
    authoring.save_result(submission.results.first(), Typed("done", "เดิม"), by=staff, version=0)
    came_back(submission, filled(submission, {(1, 6): "แก้นอกระบบ"}), by=staff)

    assert stored()[0] == ("done", "แก้นอกระบบ", "", [], False)


def test_answer_saved_after_the_download_is_kept_and_named(submission, staff):
    data = filled(submission, {(1, 5): "ดำเนินการแล้ว", (1, 6): "แก้นอกระบบ"})
    authoring.save_result(submission.results.first(), Typed("done", "แก้ในระบบ"), by=staff, version=0)
    reading = came_back(submission, data, by=staff)

    assert stored()[0][1] == "แก้ในระบบ"
    assert "result_newer" in [one.code for one in reading.doubts]


def test_workbook_holds_typed_text_as_text(submission, staff):
    payload = '=HYPERLINK("http://evil.example","x")'
    authoring.save_result(submission.results.first(), Typed("done", payload), by=staff, version=0)
    cell = load_workbook(io.BytesIO(build_workbook(submission))).active["F6"]

    assert (cell.data_type, cell.value) == ("s", payload)


def test_export_workbook_writes_the_file(submission, tmp_path):
    path = tmp_path / "round.xlsx"
    options = ["--agency", submission.agency.name, "--year", "2570", "--output", str(path)]
    call_command("export_workbook", "--round", "6", *options)

    assert load_workbook(path).active["C6"].value == "1. มาตรการที่ 1.1 ของปี 2570"
    with pytest.raises(CommandError, match="โปรดเปิดรอบก่อน"):
        call_command("export_workbook", "--round", "12", *options)
