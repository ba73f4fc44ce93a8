"""Document to Excel: one sheet that prints landscape with its title and heads on every page."""

import io
import math

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import Document, Line, Table
from reports.renderers.bands import estimated_lines, width
from reports.renderers.office import FONT, LINE_POINTS, POINTS, clean, settled
from reports.renderers.shown import ShownCell, show_rows

_WIDTH = 150  # of all columns together, in Excel's characters: one page of A4 landscape at 16 points
_HIGHEST = 400.0  # Excel cuts a row at 409 points: higher ones are laid over several sheet rows
_CHARACTERS = 1.15  # that fit in one percent of the width
_LINK_CHARACTERS = 1.0  # the same where a line must surely fit
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SIDE = Side(style="thin")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_BODY = Font(name=FONT, size=POINTS)
_BOLD = Font(name=FONT, size=POINTS, bold=True)
_LINK = Font(name=FONT, size=POINTS, underline="single", color="0B3D91")
_HEAD = PatternFill("solid", fgColor="F1F1F4")
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_CENTRED = Alignment(horizontal="center", vertical="top", wrap_text=True)
_TOP = Alignment(vertical="top", wrap_text=True)


def render(document: Document) -> bytes:
    """The workbook; the same document gives the same bytes."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "รายงาน"
    _page(sheet, document)
    here = _lines(sheet, document, document.front, 1)
    top = here
    here = _lines(sheet, document, document.title, here)
    here = _lines(sheet, document, document.subtitle, here, centred=False)
    _heads(sheet, document, here)
    sheet.print_title_rows = f"{top}:{here}"
    sheet.freeze_panes = sheet.cell(here + 1, 1)
    here += 1
    for number, section in enumerate(document.sections):
        if number and document.fresh_pages:
            sheet.row_breaks.append(Break(id=here - 1))
        for table in section.tables:
            here = _table(sheet, table, document, here)
    sheet.print_area = f"A1:{get_column_letter(len(document.tables()[0].columns))}{max(here - 1, 1)}"
    book.properties.title = " ".join(document.line(line) for line in document.title)
    book.properties.creator = document.author
    target = io.BytesIO()
    book.save(target)
    return settled(target.getvalue())


def _page(sheet: Worksheet, document: Document) -> None:
    sheet.page_setup.orientation = "landscape" if document.landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.45
    sheet.page_margins.top, sheet.page_margins.bottom = 0.7, 0.45
    sheet.oddHeader.center.text = document.page_number.replace("{}", "&P")
    sheet.oddHeader.center.font = f"{FONT},Regular"
    sheet.oddHeader.center.size = 14
    # page 1 has no number
    sheet.HeaderFooter.differentFirst = True
    if document.draft:
        for header in (sheet.oddHeader, sheet.firstHeader):
            header.right.text, header.right.size, header.right.font = "ร่าง", 16, f"{FONT},Bold"
    for place, column in enumerate(document.tables()[0].columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH * column.share / 100


def _lines(sheet: Worksheet, document: Document, lines: tuple[Line, ...], here: int, *, centred: bool = True) -> int:
    last = len(document.tables()[0].columns)
    for line in lines:
        cell = _write(sheet, here, 1, document.line(line))
        cell.font = _BOLD
        cell.alignment = _MIDDLE if centred else _TOP
        sheet.merge_cells(start_row=here, end_row=here, start_column=1, end_column=last)
        sheet.row_dimensions[here].height = LINE_POINTS * (1 + len(document.line(line)) // 160)
        here += 1
    return here


def _heads(sheet: Worksheet, document: Document, here: int) -> None:
    for place, column in enumerate(document.tables()[0].columns, start=1):
        cell = _write(sheet, here, place, column.heading)
        cell.font, cell.alignment, cell.border, cell.fill = _BOLD, _MIDDLE, _BORDER, _HEAD
    sheet.row_dimensions[here].height = 2 * LINE_POINTS


def _table(sheet: Worksheet, table: Table, document: Document, here: int) -> int:
    rows = show_rows(table, document)
    heights = _heights(rows)
    starts = [here]
    for height in heights:
        pieces = max(1, math.ceil(height / _HIGHEST))
        for offset in range(pieces):
            sheet.row_dimensions[starts[-1] + offset].height = round(height / pieces, 2)
        starts.append(starts[-1] + pieces)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row, start=1):
            if cell:
                _cell(sheet, cell, place, starts[number], starts[number + cell.rows] - 1)
    return starts[-1]


def _heights(rows: tuple[tuple[ShownCell | None, ...], ...]) -> list[float]:
    """Points of each row: its own cells, and what a cell over several rows still lacks in the last of them."""
    heights = [
        LINE_POINTS * max([1, *(estimated_lines(cell, _CHARACTERS) for cell in row if cell and cell.rows == 1)])
        for row in rows
    ]
    for here, row in enumerate(rows):
        for cell in row:
            if cell and cell.rows > 1:
                lack = LINE_POINTS * estimated_lines(cell, _CHARACTERS) - sum(heights[here : here + cell.rows])
                heights[here + cell.rows - 1] += max(0.0, lack)
    return heights


def _cell(sheet: Worksheet, shown: ShownCell, place: int, first: int, last: int) -> None:
    cell = _write(sheet, first, place, shown.text)
    cell.font = _BODY
    cell.alignment = _CENTRED if shown.column.centred else _TOP
    if href := _short_link(shown):
        cell.hyperlink = clean(href)
        cell.font = _LINK
    for row in range(first, last + 1):
        sheet.cell(row, place).border = _BORDER
    if last > first:
        sheet.merge_cells(start_row=first, end_row=last, start_column=place, end_column=place)


def _short_link(shown: ShownCell) -> str:
    """Where a cell that is one short address leads, else "".

    LibreOffice never wraps a cell with a link but cuts it in print: a long address stays plain, whole words.
    """
    pieces = [piece for line in shown.lines for piece in line]
    alone = pieces[0].href if len(pieces) == 1 else ""
    return alone if width(shown.text) <= shown.column.share * _LINK_CHARACTERS else ""


def _write(sheet: Worksheet, row: int, column: int, text: str) -> SheetCell:
    """A cell that holds words and never a formula (security.md T17)."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)
    cell.value = clean(text)
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True
    return cell
