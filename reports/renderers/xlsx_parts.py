"""Pieces of a workbook that all papers in Excel are made of: fonts, the printed page, rows, cells that hold words."""

import math
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import Column, Document
from reports.renderers.bands import width
from reports.renderers.office import FONT, LINE_POINTS, POINTS, clean
from reports.renderers.sheets import Sheet
from reports.renderers.shown import ShownCell, plain
from reports.renderers.stamped import shown_stamp

# Excel obeys page breaks of ours only at a fixed scale, not where it fits the width by itself.
_SCALE = 88  # percent: 16 points print as 14, the smaller of the two official sizes
WIDTHS = {True: 156, False: 105}  # of all columns together on A4 landscape or portrait, in Excel's characters
HEIGHTS = {True: 580, False: 860}  # points between the margins, at that scale, with some to spare
_HIGHEST = 400.0  # Excel cuts a row at 409 points: higher ones are laid over several sheet rows
CHARACTERS = 1.3  # that fit in one percent of the width, words wrapped; room is left for a font a little wider
_LINK_CHARACTERS = 1.0  # the same where a line must surely fit
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SIDE = Side(style="thin")
BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
BODY = Font(name=FONT, size=POINTS)
BOLD = Font(name=FONT, size=POINTS, bold=True)
_LINK = Font(name=FONT, size=POINTS, underline="single", color="0B3D91")
HEAD = PatternFill("solid", fgColor="F1F1F4")
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
CENTRED = Alignment(horizontal="center", vertical="top", wrap_text=True)
TOP = Alignment(vertical="top", wrap_text=True)


def new_book() -> Workbook:
    """A workbook whose own font is Arial: column widths count its digits, and Arial's are known on every system."""
    book = Workbook()
    font = Font(name="Arial", size=10, family=2)
    book._fonts = IndexedList([font])
    book._named_styles["Normal"].font = font
    return book


def page(sheet: Worksheet, document: Document, columns: Sequence[Column], *, landscape: bool) -> None:
    """Set up the printed page and the columns' widths."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.scale = _SCALE
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.45
    sheet.page_margins.top, sheet.page_margins.bottom = 0.65, 0.35
    sheet.page_margins.header, sheet.page_margins.footer = 0.3, 0.2
    sheet.oddHeader.center.text = document.page_number.replace("{}", "&P")
    sheet.oddHeader.center.font = f"{FONT},Regular"
    sheet.oddHeader.center.size = 14
    # page 1 has no number
    sheet.HeaderFooter.differentFirst = True
    if document.draft:
        for header in (sheet.oddHeader, sheet.firstHeader):
            header.right.text, header.right.size, header.right.font = "ร่าง", 16, f"{FONT},Bold"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[landscape] * column.share / 100


def words(sheet: Worksheet, text: str, here: int, last: int, *, font: Font = BOLD, alignment: Alignment = MIDDLE,
          height: float = LINE_POINTS) -> SheetCell:  # fmt: skip
    """Write a line over the columns 1 to `last` of row `here`, `height` points high; its first cell."""
    cell = write(sheet, here, 1, text)
    cell.font, cell.alignment = font, alignment
    sheet.merge_cells(start_row=here, end_row=here, start_column=1, end_column=last)
    sheet.row_dimensions[here].height = height
    return cell


def heads(sheet: Worksheet, columns: Sequence[Column], here: int) -> None:
    """Write the column heads in row `here`."""
    for place, column in enumerate(columns, start=1):
        cell = write(sheet, here, place, column.heading)
        cell.font, cell.alignment, cell.border, cell.fill = BOLD, MIDDLE, BORDER, HEAD
    sheet.row_dimensions[here].height = 2 * LINE_POINTS


def rows(sheet: Worksheet, part: Sheet, here: int) -> list[int]:
    """Write the rows of one page from sheet row `here` on; where each begins, and the next free row."""
    starts = [here]
    for height in part.heights:
        pieces = max(1, math.ceil(height / _HIGHEST))
        for offset in range(pieces):
            sheet.row_dimensions[starts[-1] + offset].height = round(height / pieces, 2)
        starts.append(starts[-1] + pieces)
    for number, row in enumerate(part.rows):
        for place, cell in enumerate(row, start=1):
            if cell:
                _cell(sheet, cell, place, starts[number], starts[number + cell.rows] - 1)
    return starts


def stamp(sheet: Worksheet, document: Document, here: int, last: int) -> int:
    """Write what an issued paper carries at its end, below an empty row; the next free row."""
    found = shown_stamp(document, joined=False)
    if found is None:
        return here
    for here_, line in enumerate(found["lines"], start=here + 1):
        words(sheet, plain(line), here_, last, font=BODY, alignment=TOP)
    return here + 1 + len(found["lines"])


def write(sheet: Worksheet, row: int, column: int, text: str) -> SheetCell:
    """A cell that holds words and never a formula (security.md T17)."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, SheetCell)
    cell.value = clean(text)
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True
    return cell


def _cell(sheet: Worksheet, shown: ShownCell, place: int, first: int, last: int) -> None:
    cell = write(sheet, first, place, shown.text)
    cell.font = BODY
    cell.alignment = CENTRED if shown.column.centred else TOP
    if href := _short_link(shown):
        cell.hyperlink = clean(href)
        cell.font = _LINK
    elif _is_bold(shown):
        cell.font = BOLD
    for row in range(first, last + 1):
        sheet.cell(row, place).border = BORDER
    if last > first:
        sheet.merge_cells(start_row=first, end_row=last, start_column=place, end_column=place)


def _is_bold(shown: ShownCell) -> bool:
    pieces = [piece for line in shown.lines for piece in line if piece.text.strip()]
    return bool(pieces) and all(piece.bold for piece in pieces)


def _short_link(shown: ShownCell) -> str:
    """Where a cell that is one short address leads, else "".

    LibreOffice never wraps a cell with a link but cuts it in print: a long address stays plain, whole words.
    """
    pieces = [piece for line in shown.lines for piece in line]
    alone = pieces[0].href if len(pieces) == 1 else ""
    return alone if width(shown.text) <= shown.column.share * _LINK_CHARACTERS else ""
