"""Form E into the database: the plan it makes, its results, twice the same, the workbook out and in."""

import io
import json
from contextlib import nullcontext
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from measures import importing, planning, workflow
from measures.choices import Action, Grouping
from measures.importing import Request
from measures.models import Intake, Measure, Plan, Result, Round, Submission
from measures.tests.issue_papers import HEAD_E, OFFICE, TITLE_E, row
from measures.tests.papers import HEAD, LINK, ONE, TITLE_A, excel, measure_row, word
from measures.workbook import build_workbook

TITLES = [*TITLE_E[:2], "ของหน่วยงานทดสอบ อำเภอสมมติ จังหวัดทดสอบบุรี"]
FIRST = "ประเด็นที่ ๑. กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ"
ROWS = [
    HEAD_E,
    row(f"{FIRST}\n๑. จัดทำผังงาน", "๑. สำรวจ\n๒. ลดขั้นตอน", "จัดทำแล้ว", "ประชาชนทราบ"),
    row("๒. จัดทำคู่มือ", "เผยแพร่คู่มือ", "อยู่ระหว่างจัดทำ", ""),
    row("ประเด็นที่ ๗ กลไกและมาตรการในการแก้ไขและป้องกันการทุจริตภายในหน่วยงาน\n๑. ประกาศนโยบาย", "", "", ""),
]
STORED = [
    (1, "1", "done", "จัดทำแล้ว", "ประชาชนทราบ", False),
    (1, "2", "in_progress", "อยู่ระหว่างจัดทำ", "", False),
    (7, "1", "", "", "", False),
]


@pytest.fixture(autouse=True)
def base(province, agency):
    for year in ("2566", "2568"):
        load_edition(read_json(fixture("editions", f"{year}.json")))


@pytest.fixture
def paper(tmp_path):
    def make(*tables, build=word, titles=TITLES):
        path = tmp_path / ("paper.docx" if build is word else "paper.xlsx")
        path.write_bytes(build(*(tables or (ROWS,)), titles=titles))
        return path

    return make


def run(path, *options, code=0):
    out = StringIO()
    arguments = ["import_plan", str(path), "--province", "ทดสอบบุรี", "--year", "2568", "--json", *options]
    with pytest.raises(SystemExit) if code else nullcontext():
        call_command(*arguments, stdout=out)
    return json.loads(out.getvalue())


def codes(answer):
    return [one["code"] for one in answer["doubts"]]


def plans():
    return list(Plan.objects.values_list("agency__name", "grouping", "fiscal_year"))


def stored():
    results = Result.objects.order_by("measure__order").select_related("measure")
    return [(r.measure.issue, r.measure.label, r.answer, r.text, r.outcome, r.confirmed) for r in results]


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


RESULTS = ("--with-results", "--commit")


@pytest.mark.parametrize("build", [word, excel])
def test_command_makes_the_agencys_own_plan_by_issue_with_its_results(paper, agency, build):
    answer = run(paper(build=build), *RESULTS)

    assert plans() == [("หน่วยงานทดสอบ", "issue", 2568)]
    assert list(Measure.objects.values_list("issue", "indicator", "label", "text", "responsible", "substeps")) == [
        (1, 0, "1", "จัดทำผังงาน", OFFICE, [{"label": "1", "text": "สำรวจ"}, {"label": "2", "text": "ลดขั้นตอน"}]),
        (1, 0, "2", "จัดทำคู่มือ", OFFICE, [{"label": "", "text": "เผยแพร่คู่มือ"}]),
        (7, 0, "1", "ประกาศนโยบาย", OFFICE, []),
    ]
    assert list(Round.objects.values_list("kind", "state")) == [("12", "O")]
    assert list(Submission.objects.values_list("agency", "state")) == [(agency.pk, "D")]
    assert stored() == STORED
    assert codes(answer) == ["not_done_yet", "answer_blank"]


def test_same_paper_twice_changes_nothing(paper):
    path = paper()
    run(path, *RESULTS)
    before = [list(model.objects.values()) for model in (Plan, Measure, Round, Submission, Result, Intake)]
    run(path, *RESULTS)

    assert [list(model.objects.values()) for model in (Plan, Measure, Round, Submission, Result, Intake)] == before


def test_result_written_in_the_portal_stays_and_the_difference_is_told(paper, staff):
    run(paper(), *RESULTS)
    Result.objects.filter(measure__label="1", measure__issue=1).update(outcome="เขียนเอง", version=2)
    answer = run(paper(), *RESULTS)

    assert [(one["code"], one["message"]) for one in answer["doubts"] if one["code"].startswith("result")] == [
        ("result_kept_issue",
         "ข้อ 1 ของประเด็นที่ 1 มีผลที่บันทึกไว้แล้วและต่างจากไฟล์ คงผลเดิมไว้ ให้แก้ในระบบหากต้องการเปลี่ยน"),
    ]  # fmt: skip
    assert stored()[0] == (1, "1", "done", "จัดทำแล้ว", "เขียนเอง", False)


def test_command_makes_the_agency_that_the_title_names(paper):
    path = paper(titles=TITLE_E)
    refused = run(path, *RESULTS, code=1)
    run(path, *RESULTS, "--create")

    assert "name_unknown" in codes(refused)
    assert plans() == [("องค์การบริหารส่วนตำบลตัวอย่าง", "issue", 2568)]


def test_provinces_plan_by_issue_takes_its_agencys_results(paper, make_plan, agency):
    make_plan(2568, {1: 2, 7: 1}, grouping=Grouping.ISSUE)
    answer = run(paper(), *RESULTS)

    assert plans() == [(None, "issue", 2568)]
    assert [one[:2] for one in stored()] == [(1, "1"), (1, "2"), (7, "1")]
    assert codes(answer).count("wording_differs_issue") == 3


def test_plan_of_the_other_grouping_refuses_the_paper(paper, make_plan, agency, province):
    plan = planning.create_plan(by=None, province=province, agency=agency, fiscal_year=2568)
    planning.save_measure(plan, planning.MeasureTyped(1, "1", "ตามตัวชี้วัด"), by=None)
    answer = run(paper(), *RESULTS, code=1)

    assert [(one["code"], one["severity"], one["message"]) for one in answer["doubts"]][-1] == (
        "grouping_differs", "error",
        "แผนที่มีอยู่จัดกลุ่มมาตรการตามตัวชี้วัด แต่ไฟล์นี้จัดกลุ่มตามประเด็น จึงนำเข้าในแผนนี้ไม่ได้ "
        "ให้เลือกไฟล์ที่จัดกลุ่มแบบเดียวกับแผน",
    )  # fmt: skip
    assert (Round.objects.count(), plan.measures.count()) == (0, 1)


def test_form_a_into_a_plan_by_issue_is_refused_too(paper, make_plan):
    make_plan(2566, {1: 1}, grouping=Grouping.ISSUE)
    data = word([HEAD, measure_row(1, indicator=ONE)], titles=TITLE_A)
    _request, reading = importing.examine(data, Request(Plan.objects.get().province, 2566))

    assert [one.code for one in reading.doubts if one.severity == "error"] == ["grouping_differs"]


def test_province_chosen_in_the_browser_wins_over_the_title(client, reviewer, province):
    client.force_login(reviewer)
    file = SimpleUploadedFile("แผน.docx", word(ROWS, titles=TITLES))
    kept = client.post(url("import-new"), {"owner": f"province-{province.pk}", "year": "2568", "paper": file})
    page = client.get(kept["Location"]).content.decode()
    client.post(kept["Location"] + "commit/")

    assert plans() == [(None, "issue", 2568)]
    assert ("<b>2</b> ประเด็น" in page, "ประเด็นที่ 1: 2 ข้อ" in page, "ตัวชี้วัด" in page) == (True, True, False)


def test_head_imports_previews_opens_and_brings_the_results(client, head, staff, agency):
    client.force_login(head)
    data = word(ROWS, titles=TITLES)
    kept = client.post(
        url("import-new"), {"owner": f"agency-{agency.pk}", "year": "2568", "paper": SimpleUploadedFile("ก.docx", data)}
    )
    client.post(kept["Location"] + "commit/")
    round_ = planning.plan_round(Plan.objects.get(), by=head, kind="12")
    workflow.move_round(round_, Action.ROUND_OPEN, by=head)
    report = Submission.objects.get()
    client.force_login(staff)
    brought = client.post(url("workbook-import", report.pk), {"paper": SimpleUploadedFile("ก.docx", data)})
    page = client.get(brought["Location"]).content.decode()
    client.post(brought["Location"] + "commit/")

    assert "ประชาชนทราบ" in page
    assert stored()[:2] == STORED[:2]


def test_marked_copy_of_form_e_comes_back(client, head, agency):
    client.force_login(head)
    file = SimpleUploadedFile("ก.docx", word([*ROWS, row("ไม่มีเลข")], titles=TITLES))
    kept = client.post(url("import-new"), {"owner": f"agency-{agency.pk}", "year": "2568", "paper": file})
    copy = client.get(kept["Location"] + "marked/")

    again = SimpleUploadedFile("ก.docx", copy.content)
    client.post(url("import-new"), {"owner": f"agency-{agency.pk}", "year": "2568", "paper": again})
    first, second = (one.reading for one in Intake.objects.order_by("pk"))
    assert (copy.status_code, second["measures"]) == (200, first["measures"])
    assert second["doubts"] == first["doubts"]


def test_workbook_of_a_plan_by_issue_goes_out_and_comes_back(paper, agency):
    run(paper(), *RESULTS)
    report = Submission.objects.with_context().get()
    untouched = build_workbook(report)
    book = load_workbook(io.BytesIO(untouched))
    head = [cell.value for cell in book.active[5]]
    # The result that was blank is filled: answer, text, outcome, link.
    for column, text in ((4, "ดำเนินการแล้ว"), (5, "ประกาศแล้ว"), (6, "ไม่มีผู้รับของขวัญ"), (7, LINK)):
        book.active.cell(8, column, text)
    book.active.cell(6, 6, "")
    stream = io.BytesIO()
    book.save(stream)
    wanted = Request(agency.province, 2568, agency, own_plan=True, with_results=True, round=report.round)
    for data in (untouched, stream.getvalue()):
        request, reading = importing.examine(data, wanted)
        assert not reading.refused
        importing.commit(importing.preview(data, request, filename="x.xlsx", by=None, reading=reading), by=None)

    assert head == [
        "ประเด็นที่", "วิธีการ/ขั้นตอนการดำเนินการ", "หน่วยงาน/ผู้รับผิดชอบ", "คำตอบ (เลือกจากรายการ)",
        "ข้อความผลการดำเนินงาน", "ผลลัพธ์หรือความสำเร็จ", "ลิงก์หลักฐาน (บรรทัดละหนึ่งลิงก์)", "เหตุผลที่ไม่เกี่ยวข้อง",
        "รหัสแถว (โปรดอย่าแก้)",
    ]  # fmt: skip
    assert stored() == [
        (1, "1", "done", "จัดทำแล้ว", "", False),
        (1, "2", "in_progress", "อยู่ระหว่างจัดทำ", "", False),
        (7, "1", "done", "ประกาศแล้ว", "ไม่มีผู้รับของขวัญ", False),
    ]
    assert list(Result.objects.get(measure__issue=7).result_links.values_list("link__typed", flat=True)) == [LINK]


def test_undo_takes_the_plan_by_issue_back(paper):
    run(paper(), *RESULTS)
    importing.undo(Intake.objects.get(), by=None)

    assert (Plan.objects.count(), Round.objects.count(), Result.objects.count()) == (0, 0, 0)
