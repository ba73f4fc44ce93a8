"""Cards side by side as an Excel file, in Thai: figures are numbers, words are words whatever sign they begin with."""

import io
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from assessments.standing import Board, Line

LOW = PatternFill("solid", fgColor="F8D7DA")
_HEAD = PatternFill("solid", fgColor="ECEBF9")


def board_workbook(board: Board, province: str) -> bytes:
    """Return the .xlsx of the lines of a board; province: its Thai name."""
    book = Workbook()
    page: Any = book.active
    page.title = f"{board.year}"
    title = f"คะแนนการประเมินของหน่วยงาน จังหวัด{province} ปีงบประมาณ พ.ศ. {board.year}"
    _put(page, 1, 1, title).font = Font(bold=True)
    heads = ["หน่วยงาน", "ประเภท", "คะแนนรวม", "ระดับ", "ที่มาของระดับ"]
    heads += [f"{one.number}. {one.name}" for one in board.indicators]
    for column, head in enumerate(heads, start=1):
        cell = _put(page, 3, column, head)
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(column)].width = 40 if column == 1 else 16
    for row, line in enumerate(board.lines, start=4):
        _line(page, row, line, board)
    page.freeze_panes = "B4"
    page.auto_filter.ref = f"A3:{get_column_letter(len(heads))}{3 + max(len(board.lines), 1)}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _line(page: Any, row: int, line: Line, board: Board) -> None:
    source = "" if not line.level else "คำนวณ" if line.hinted else "ตามเอกสาร"
    words = [line.agency.name, line.agency.kind.name if line.agency.kind else "", line.overall, line.level, source]
    values = [*words, *(line.scores.get(one.number) for one in board.indicators)]
    for column, value in enumerate(values, start=1):
        cell = _put(page, row, column, value)
        if isinstance(value, Decimal) and value < board.marks[0]:
            cell.fill = LOW


def _put(page: Any, row: int, column: int, value: Decimal | str | None) -> Any:
    cell = page.cell(row=row, column=column)
    if isinstance(value, Decimal):
        cell.value, cell.number_format = float(value), "0.00"
    elif value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        # A name that begins with = stays a name.
        cell.data_type = "s"
    return cell
