"""The pre-filled workbook of an agency's round: filled offline, it comes back through the same intake."""

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from assessments.selectors import indicators_of, issues_of
from measures.choices import Answer
from measures.grouping import by_issue
from measures.models import Plan, Result, RoundMeasure, Submission

SHEET = "แบบรายงาน"
Columns = tuple[tuple[str, int], ...]
_TYPED_LAST: Columns = (
    ("ลิงก์หลักฐาน (บรรทัดละหนึ่งลิงก์)", 46),
    ("เหตุผลที่ไม่เกี่ยวข้อง", 30),
    ("รหัสแถว (โปรดอย่าแก้)", 12),
)
COLUMNS: Columns = (
    ("แบบสำรวจ", 10),
    ("ตัวชี้วัดที่", 24),
    ("วิธีการ/ขั้นตอนการดำเนินการ", 60),
    ("หน่วยงาน/ผู้รับผิดชอบ", 28),
    ("คำตอบ (เลือกจากรายการ)", 18),
    ("ข้อความผลการดำเนินงาน", 40),
    *_TYPED_LAST,
)
# Of a plan by issue: no questionnaire, and what came of it is asked.
ISSUE_COLUMNS: Columns = (
    ("ประเด็นที่", 28),
    *COLUMNS[2:6],
    ("ผลลัพธ์หรือความสำเร็จ", 40),
    *_TYPED_LAST,
)
_THIN = Side(style="thin", color="9AA0B4")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def build_workbook(submission: Submission) -> bytes:
    """An .xlsx of every measure that the agency reports, with what it has answered so far.

    The submission comes with round, plan, province and agency. Yellow cells are to be filled.
    """
    plan = submission.round.plan
    columns = ISSUE_COLUMNS if by_issue(plan) else COLUMNS
    heads = _heads(plan)
    results = submission.results.select_related("measure").prefetch_related("result_links__link")
    book = Workbook()
    page: Any = book.active
    page.title = SHEET
    _titles(page, submission, columns)
    _headings(page, columns)
    for number, result in enumerate(results, start=6):
        for column, text in enumerate(_row(result, heads), start=1):
            _put(page, number, column, text)
    _finish(page, columns, last=5 + len(results))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _titles(page: Any, submission: Submission, columns: Columns) -> None:
    plan = submission.round.plan
    lines = (
        "แบบรายงานการดำเนินงานตามมาตรการปรับปรุงและพัฒนาเพื่อยกระดับผลการประเมินคุณธรรมและความโปร่งใส",
        f"ในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. {plan.fiscal_year} จังหวัด{plan.province.name}",
        f"หน่วยงาน : {submission.agency.name}",
        f"{submission.round.printed_name} · กรอกเฉพาะช่องสีเหลือง แล้วอัปโหลดไฟล์นี้กลับเข้าระบบ ผลที่แก้ในระบบหลังดาวน์โหลดจะไม่ถูกทับ",
    )
    for number, line in enumerate(lines, start=1):
        _put(page, number, 1, line, border=None)
        page.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(columns) - 1)
        page.cell(number, 1).font = Font(bold=number < 4, size=13)


def _headings(page: Any, columns: Columns) -> None:
    for column, (title, width) in enumerate(columns, start=1):
        _put(page, 5, column, title)
        cell = page.cell(5, column)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color="E4E7F5")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(column)].width = width


def _heads(plan: Plan) -> dict[int, tuple[str, str]]:
    """Number → (instrument's code, Thai name) of the plan's groups: papers are Thai, whoever downloads them."""
    if by_issue(plan):
        return {one.number: ("", one.name) for one in issues_of(plan.fiscal_year)}
    return {one.number: (one.instrument.code, one.name) for one in indicators_of(plan.fiscal_year)}


def _row(result: Result, heads: dict[int, tuple[str, str]]) -> Iterator[str]:
    measure = result.measure
    instrument, name = heads.get(measure.group, ("", ""))
    if not measure.issue:
        yield instrument
    yield f"{measure.group}. {name}" if name else str(measure.group)
    yield measure_words(measure)
    yield measure.responsible
    yield Answer(result.answer).label if result.answer else ""
    yield result.text
    if measure.issue:
        yield result.outcome
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


def _finish(page: Any, columns: Columns, *, last: int) -> None:
    # The answer is the first cell to fill, the code the only one after the last.
    first = 1 + next(place for place, (title, _width) in enumerate(columns) if title.startswith("คำตอบ"))
    for row in page.iter_rows(min_row=6, max_row=max(last, 6), min_col=first, max_col=len(columns) - 1):
        for cell in row:
            cell.fill, cell.protection = PatternFill("solid", start_color="FFFBE0"), Protection(locked=False)
    words = ",".join(answer.label for answer in Answer if answer != Answer.BLANK)
    choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    choice.error = "โปรดเลือกคำตอบจากรายการ"
    page.add_data_validation(choice)
    letter = get_column_letter(first)
    choice.add(f"{letter}6:{letter}{max(last, 6)}")
    page.column_dimensions[get_column_letter(len(columns))].hidden = True
    page.freeze_panes = f"{get_column_letter(first - 2)}6"
    page.print_title_rows = "5:5"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
