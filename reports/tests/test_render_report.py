"""The command writes papers without a browser; a known failure ends with 1 and a Thai reason."""

import pytest
from django.core.management import CommandError, call_command

from measures.models import Narrative
from reports.tests.extracting import bare, pdfium_pages


def render(tmp_path, code, ending, *options):
    target = tmp_path / f"paper.{ending}"
    call_command("render_report", code, "--format", ending, "--output", str(target), *options)
    return target.read_bytes()


def test_form_a_of_an_agency_is_written(sent, tmp_path, capsys):
    page = bare("".join(pdfium_pages(
        render(tmp_path, "agency_measures", "pdf", "--year", "2570", "--round", "6", "--agency", sent.agency.name)
    )))  # fmt: skip

    for words in ("หน่วยงาน : หน่วยงานทดสอบ", "ดำเนินการตามข้อ 9.1 แล้ว", "ประจำปีงบประมาณ พ.ศ. 2570 จังหวัดทดสอบบุรี"):
        assert bare(words) in page
    assert capsys.readouterr().out.startswith("เขียน ")


def test_form_b_of_a_province_is_written_in_the_asked_numerals(sent, tmp_path):
    narrative = Narrative.objects.create(round=sent.round, text="จังหวัดดำเนินการแล้ว 2 แห่ง")
    narrative.covers.set(sent.round.measures.all())
    page = render(
        tmp_path, "province_measures", "html", "--year", "2570", "--province", "จังหวัดทดสอบบุรี", "--numerals", "arabic"
    ).decode()  # fmt: skip

    assert ("ประจำปีงบประมาณ พ.ศ. 2570 (รอบ 6 เดือน)" in page, "๒๕๗๐" in page) == (True, False)
    assert 'rowspan="3">จังหวัดดำเนินการแล้ว 2 แห่ง</td>' in page


def test_level_is_printed_on_form_b_and_refused_on_form_a(sent, tmp_path):
    page = render(
        tmp_path, "province_measures", "html", "--year", "2570", "--province", "ทดสอบบุรี", "--level", "4"
    ).decode()  # fmt: skip

    assert "ระดับคะแนน ๔" in page
    with pytest.raises(CommandError, match="ไม่มีบรรทัดระดับคะแนน"):
        render(tmp_path, "agency_measures", "html", "--year", "2570", "--agency", sent.agency.name, "--level", "4")


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_office_files_are_written(sent, tmp_path, ending):
    content = render(tmp_path, "agency_measures", ending, "--year", "2570", "--agency", sent.agency.name)

    assert content.startswith(b"PK")


@pytest.mark.parametrize(
    ("code", "options", "words"),
    [
        ("agency_measures", ["--year", "2570", "--agency", "ไม่มี"], "ไม่พบหน่วยงานชื่อ “ไม่มี”"),
        ("agency_measures", ["--year", "2570"], "โปรดระบุ --agency"),
        ("agency_measures", ["--year", "2560", "--agency", "หน่วยงานทดสอบ"], "ไม่มีรายงานของปีงบประมาณ พ.ศ. 2560"),
        ("agency_measures", ["--year", "2570", "--round", "12", "--agency", "หน่วยงานทดสอบ"], "2570 รอบ 12 เดือน"),
        ("province_measures", ["--year", "2570", "--province", "ไม่มี"], "ไม่พบจังหวัดชื่อ “ไม่มี”"),
        ("province_measures", ["--year", "2570"], "โปรดระบุ --province"),
        ("province_measures", ["--year", "2560", "--province", "ทดสอบบุรี"], "ไม่มีรอบรายงานของปีงบประมาณ พ.ศ. 2560"),
        (
            "no_such_form",
            ["--year", "2570"],
            "รหัสที่ใช้ได้: agency_measures, annual_results, evidence_appendix, oit_register",
        ),
    ],
)
def test_known_failure_is_told_in_thai(sent, tmp_path, code, options, words):
    with pytest.raises(CommandError) as problem:
        render(tmp_path, code, "html", *options)

    assert words in str(problem.value)
    assert problem.value.returncode == 1
    assert list(tmp_path.glob("paper.*")) == []


def test_unwritable_file_is_told_in_thai(sent, tmp_path):
    with pytest.raises(CommandError, match=r"เขียนไฟล์ .* ไม่ได้"):
        render(tmp_path / "none", "agency_measures", "html", "--year", "2570", "--agency", sent.agency.name)
