"""The pre-filled workbook of an agency's round: filled offline, it comes back through the same intake."""

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from assessments.models import Indicator
from assessments.selectors import indicators_of
from measures.choices import Answer
from measures.models import Result, RoundMeasure, Submission

SHEET = "แบบรายงาน"
COLUMNS = (
    ("แบบสำรวจ", 10),
    ("ตัวชี้วัดที่", 24),
    ("วิธีการ/ขั้นตอนการดำเนินการ", 60),
    ("หน่วยงาน/ผู้รับผิดชอบ", 28),
    ("คำตอบ (เลือกจากรายการ)", 18),
    ("ข้อความผลการดำเนินงาน", 40),
    ("ลิงก์หลักฐาน (บรรทัดละหนึ่งลิงก์)", 46),
    ("เหตุผลที่ไม่เกี่ยวข้อง", 30),
    ("รหัสแถว (โปรดอย่าแก้)", 12),
)
_FIRST_TYPED, _LAST_TYPED = 5, 8
_THIN = Side(style="thin", color="9AA0B4")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def build_workbook(submission: Submission) -> bytes:
    """An .xlsx of every measure that the agency reports, with what it has answered so far.

    The submission comes with round, plan, province and agency. Yellow cells are to be filled.
    """
    plan = submission.round.plan
    indicators = {one.number: one for one in indicators_of(plan.fiscal_year)}
    results = submission.results.select_related("measure").prefetch_related("result_links__link")
    book = Workbook()
    page: Any = book.active
    page.title = SHEET
    _titles(page, submission)
    _headings(page)
    for number, result in enumerate(results, start=6):
        for column, text in enumerate(_row(result, indicators), start=1):
            _put(page, number, column, text)
    _finish(page, last=5 + len(results))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _titles(page: Any, submission: Submission) -> None:
    plan = submission.round.plan
    lines = (
        "แบบรายงานการดำเนินงานตามมาตรการปรับปรุงและพัฒนาเพื่อยกระดับผลการประเมินคุณธรรมและความโปร่งใส",
        f"ในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. {plan.fiscal_year} จังหวัด{plan.province.name}",
        f"หน่วยงาน : {submission.agency.name}",
        f"{submission.round.printed_name} · กรอกเฉพาะช่องสีเหลือง แล้วอัปโหลดไฟล์นี้กลับเข้าระบบ ผลที่แก้ในระบบหลังดาวน์โหลดจะไม่ถูกทับ",
    )
    for number, line in enumerate(lines, start=1):
        _put(page, number, 1, line, border=None)
        page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(COLUMNS) - 1)
        page.cell(number, 1).font = Font(bold=number < 4, size=13)


def _headings(page: Any) -> None:
    for column, (title, width) in enumerate(COLUMNS, start=1):
        _put(page, 5, column, title)
        cell = page.cell(5, column)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color="E4E7F5")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(column)].width = width


def _row(result: Result, indicators: dict[int, Indicator]) -> Iterator[str]:
    measure = result.measure
    indicator = indicators.get(measure.indicator)
    yield indicator.instrument.code if indicator else ""
    yield f"{measure.indicator}. {indicator.name}" if indicator else str(measure.indicator)
    yield measure_words(measure)
    yield measure.responsible
    yield Answer(result.answer).label if result.answer else ""
    yield result.text
    yield "\n".join(one.link.typed for one in result.result_links.all())
    yield result.reason
    yield f"r{result.pk}v{result.version}"


def measure_words(measure: RoundMeasure) -> str:
    """The measure as one cell of the form holds it: label, words, each sub-step on its own line."""
    head = f"{measure.label}. {measure.text}" if measure.label.isdecimal() else f"{measure.label} {measure.text}"
    steps = (f"{_step_label(step['label'])} {step['text']}" for step in measure.substeps)
    return "\n".join([head.strip(), *steps])


def _step_label(label: str) -> str:
    return f"{label}." if label.isdecimal() or (len(label) == 1 and label != "-") else label


def _put(page: Any, row: int, column: int, text: str, *, border: Border | None = _BORDER) -> None:
    """Write text as text: "=1+1" stays those four signs."""
    cell = page.cell(row, column)
    if text:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if border is not None:
        cell.border = border


def _finish(page: Any, *, last: int) -> None:
    for row in page.iter_rows(min_row=6, max_row=max(last, 6), min_col=_FIRST_TYPED, max_col=_LAST_TYPED):
        for cell in row:
            cell.fill, cell.protection = PatternFill("solid", start_color="FFFBE0"), Protection(locked=False)
    words = ",".join(answer.label for answer in Answer if answer != Answer.BLANK)
    choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    choice.error = "โปรดเลือกคำตอบจากรายการ"
    page.add_data_validation(choice)
    choice.add(f"E6:E{max(last, 6)}")
    page.column_dimensions[get_column_letter(len(COLUMNS))].hidden = True
    page.freeze_panes = "C6"
    page.print_title_rows = "5:5"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
