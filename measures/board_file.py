"""The board of a round as a workbook: one row an agency, figures as figures. No word of a report."""

import datetime as dt
import io
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from measures.choices import State
from measures.selectors.board import Board, Line
from thai.dates import short_datetime

TITLE, NOT_BEGUN, NONE = "ภาพรวมหน่วยงาน", "ยังไม่เริ่ม", "-"
BEFORE = (("หน่วยงาน", 40), ("ประเภท", 24), ("สถานะ", 18), ("เกินกำหนด", 12), ("ร้อยละที่ครบ", 12), ("มาตรการที่ครบ", 12),
          ("มาตรการทั้งหมด", 12))  # fmt: skip
AFTER = (("ส่งกลับ", 10), ("ต้องแก้", 10), ("คำเตือน", 10), ("ขยายเวลาถึง", 20), ("ส่งเมื่อ", 20), ("ความเคลื่อนไหวล่าสุด", 20))
SHADES = {0: "FFFFFF", 1: "E8F6F4", 2: "CDE9E4", 3: "A3D6CE", 4: "63B3AA"}
HEAD_ROW = 4
STATES = {
    State.DRAFT: "กำลังกรอก", State.ENDORSEMENT: "รอหัวหน้ารับรอง", State.SUBMITTED: "รอตรวจ",
    State.RETURNED: "ส่งกลับให้แก้ไข", State.APPROVED: "อนุมัติแล้ว",
}  # fmt: skip


def board_workbook(board: Board, *, now: dt.datetime) -> bytes:
    """Return the .xlsx of the rows and columns that the board shows, in its order. Thai, as all files are."""
    book = Workbook()
    page: Any = book.active
    page.title = TITLE
    plan = board.round.plan
    heading = f"{plan.printed_owner} · {board.round.printed_name} ปีงบประมาณ พ.ศ. {plan.fiscal_year}"
    _text(page, 1, 1, f"{TITLE} {heading}")
    sums = f"ส่งแล้ว {board.sent} จาก {board.total} หน่วยงาน · แสดง {len(board.lines)} หน่วยงาน · ณ {short_datetime(now)}"
    _text(page, 2, 1, sums)
    page["A1"].font = Font(bold=True, size=14)
    _heads(page, board)
    for number, line in enumerate(board.lines, start=HEAD_ROW + 1):
        _row(page, number, line)
    page.freeze_panes = f"B{HEAD_ROW + 1}"
    page.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(page.max_column)}{max(page.max_row, HEAD_ROW)}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _heads(page: Worksheet, board: Board) -> None:
    middle = [(f"{column.head.number}. {column.head.name}".strip(". "), 10) for column in board.columns]
    for number, (words, wide) in enumerate([*BEFORE, *middle, *AFTER], start=1):
        _text(page, HEAD_ROW, number, words)
        cell = page.cell(HEAD_ROW, number)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color="ECEBF9")
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        page.column_dimensions[get_column_letter(number)].width = wide
    page.row_dimensions[HEAD_ROW].height = 78


def _row(page: Worksheet, row: int, line: Line) -> None:
    report, count = line.submission, line.count
    kind = report.agency.kind.name if report.agency.kind else NONE
    state = STATES[State(report.state)] if line.stage else NOT_BEGUN
    before: list[str | int] = [
        report.agency.name,
        kind,
        state,
        "เกินกำหนด" if line.late else NONE,
        line.percent,
        count.done,
        count.total,
    ]
    after: list[str | int] = [
        count.back,
        count.errors,
        count.warnings,
        _time(line.until),
        _time(report.submitted_at),
        _time(line.last),
    ]
    for number, value in enumerate(before, start=1):
        _put(page, row, number, value)
    for number, cell in enumerate(line.cells, start=1 + len(before)):
        _put(page, row, number, f"{cell.count.done}/{cell.count.total}" if cell else NONE)
        if cell:
            page.cell(row, number).fill = PatternFill("solid", start_color=SHADES[cell.level])
            page.cell(row, number).alignment = Alignment(horizontal="center")
    for number, value in enumerate(after, start=1 + len(before) + len(line.cells)):
        _put(page, row, number, value)


def _time(moment: dt.datetime | None) -> str:
    return short_datetime(moment) if moment else NONE


def _put(page: Worksheet, row: int, column: int, value: str | int) -> None:
    if isinstance(value, int):
        page.cell(row, column).value = value
    else:
        _text(page, row, column, value)


def _text(page: Worksheet, row: int, column: int, text: str) -> None:
    """Write text as text: a name "=1+1" stays those four signs."""
    cell: Any = page.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in tuple("=+-@") and len(text) > 1
