"""Document to Excel; here a form: one sheet that prints landscape with its title and heads on every page."""

import io

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from reports.document import Document, Line
from reports.renderers import xlsx_report
from reports.renderers.office import LINE_POINTS, clean, settled
from reports.renderers.sheets import Room, sheets
from reports.renderers.xlsx_parts import CHARACTERS, HEIGHTS, MIDDLE, TOP, heads, new_book, page, rows, stamp, words


def render(document: Document) -> bytes:
    """The workbook; the same document gives the same bytes."""
    return xlsx_report.render(document) if document.layout == "report" else _form(document)


def _form(document: Document) -> bytes:
    book = new_book()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "รายงาน"
    columns = document.tables()[0].columns
    page(sheet, document, columns, landscape=document.landscape)
    here = _lines(sheet, document, document.front, 1)
    top = here
    here = _lines(sheet, document, document.title, here)
    here = _lines(sheet, document, document.subtitle, here, centred=False)
    heads(sheet, columns, here)
    sheet.print_title_rows = f"{top}:{here}"
    sheet.freeze_panes = sheet.cell(here + 1, 1)
    room = _room(sheet, document, top, here)
    here += 1
    for number, parts in enumerate(sheets(document, room)):
        if number:
            sheet.row_breaks.append(Break(id=here - 1))
        for part in parts:
            here = rows(sheet, part, here)[-1]
    here = stamp(sheet, document, here, len(columns))
    sheet.print_area = f"A1:{get_column_letter(len(columns))}{max(here - 1, 1)}"
    book.properties.title = clean(" ".join(document.line(line) for line in document.title))
    book.properties.creator = clean(document.author)
    target = io.BytesIO()
    book.save(target)
    return settled(target.getvalue())


def _room(sheet: Worksheet, document: Document, top: int, last: int) -> Room:
    """What a page holds below the rows that it repeats (`top` to `last`), page 1 below all of them."""
    heights = [float(sheet.row_dimensions[row].height or 0) for row in range(1, last + 1)]
    high = HEIGHTS[document.landscape]
    return Room(high - sum(heights), high - sum(heights[top - 1 :]), LINE_POINTS, 5, CHARACTERS)


def _lines(sheet: Worksheet, document: Document, lines: tuple[Line, ...], here: int, *, centred: bool = True) -> int:
    last = len(document.tables()[0].columns)
    for row, line in enumerate(lines, start=here):
        text = document.line(line)
        height = LINE_POINTS * (1 + len(text) // 160)
        words(sheet, text, row, last, alignment=MIDDLE if centred else TOP, height=height)
    return here + len(lines)
