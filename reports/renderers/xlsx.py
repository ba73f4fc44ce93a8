"""Document to Excel: one sheet that prints landscape with its title and heads on every page."""

import io
import math

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import Document, Line
from reports.renderers.bands import width
from reports.renderers.office import FONT, LINE_POINTS, POINTS, clean, settled
from reports.renderers.sheets import Room, Sheet, sheets
from reports.renderers.shown import ShownCell

# Excel obeys page breaks of ours only at a fixed scale, not where it fits the width by itself.
_SCALE = 88  # percent: 16 points print as 14, the smaller of the two official sizes
_WIDTHS = {True: 156, False: 105}  # of all columns together on A4 landscape or portrait, in Excel's characters
_HEIGHTS = {True: 580, False: 860}  # points between the margins, at that scale, with some to spare
_HIGHEST = 400.0  # Excel cuts a row at 409 points: higher ones are laid over several sheet rows
_CHARACTERS = 1.3  # that fit in one percent of the width, words wrapped; room is left for a font a little wider
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
    _widths_from(book, Font(name="Arial", size=10, family=2))
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
    room = _room(sheet, document, top, here)
    here += 1
    for number, page in enumerate(sheets(document, room)):
        if number:
            sheet.row_breaks.append(Break(id=here - 1))
        for part in page:
            here = _rows(sheet, part, here)
    sheet.print_area = f"A1:{get_column_letter(len(document.tables()[0].columns))}{max(here - 1, 1)}"
    book.properties.title = " ".join(document.line(line) for line in document.title)
    book.properties.creator = document.author
    target = io.BytesIO()
    book.save(target)
    return settled(target.getvalue())


def _widths_from(book: Workbook, font: Font) -> None:
    """Make it the workbook's own font: column widths count its digits, and Arial's are known on every system."""
    book._fonts = IndexedList([font])
    book._named_styles["Normal"].font = font


def _room(sheet: Worksheet, document: Document, top: int, heads: int) -> Room:
    """What a page holds below the rows that it repeats (`top` to `heads`), page 1 below all of them."""
    heights = [float(sheet.row_dimensions[row].height or 0) for row in range(1, heads + 1)]
    page = _HEIGHTS[document.landscape]
    return Room(page - sum(heights), page - sum(heights[top - 1 :]), LINE_POINTS, 5, _CHARACTERS)


def _page(sheet: Worksheet, document: Document) -> None:
    sheet.page_setup.orientation = "landscape" if document.landscape else "portrait"
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
    for place, column in enumerate(document.tables()[0].columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS[document.landscape] * column.share / 100


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


def _rows(sheet: Worksheet, part: Sheet, here: int) -> int:
    """Write the rows of one page from sheet row `here` on; the next free row."""
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
    return starts[-1]


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
