"""The tables of a flowing paper to Excel: a sheet for tables of the same columns, named after its first heading.

Tables of other columns under each other would share their widths, so that each would look wrong and neither could be
sorted or summed; tables of the same columns are one list to an officer, each part under its own heading.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.utils.units import pixels_to_EMU
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from reports.blocks import Cover, Heading, Paragraph
from reports.document import BLANK, Column, Document, Line, Section, Table
from reports.renderers.bands import width
from reports.renderers.office import LINE_POINTS, clean, settled
from reports.renderers.pictures import qr_png
from reports.renderers.sheets import Room, Sheet, sheets
from reports.renderers.shown import ShownCell, show_rows
from reports.renderers.xlsx_parts import (
    BODY,
    BORDER,
    CENTRED,
    CHARACTERS,
    HEIGHTS,
    MIDDLE,
    TOP,
    WIDTHS,
    heads,
    new_book,
    page,
    rows,
    stamp,
    words,
)

NO_TABLE = "เอกสารนี้ไม่มีตาราง โปรดดาวน์โหลดเป็น PDF หรือ Word"
_ONLY = "รายงาน"
_LONGEST = 31  # characters of a sheet's name in Excel
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_QR = 83  # pixels: 22 millimetres
_QR_POINTS = 68.0  # of a row that holds one
_LETTERS = 0.75  # of a line's width in Excel's characters, in letters of the office font at its least


@dataclass
class _List:
    """What stands on one sheet: tables of the same columns, each with its heading."""

    name: str
    columns: tuple[Column, ...]
    landscape: bool
    tables: list[tuple[Line, Table]] = field(default_factory=list)


@dataclass(frozen=True)
class _Room(Room):
    def high(self, cell: ShownCell) -> float:
        """The height of the cell's words, or of the QR code in it."""
        found = super().high(cell)
        return max(found, _QR_POINTS) if any(piece.qr for line in cell.lines for piece in line) else found


def render(document: Document) -> bytes:
    """The workbook; the same document gives the same bytes."""
    book = new_book()
    found = _lists(document) or [_List(_ONLY, (Column("text", "", 100),), document.landscape)]
    for number, (one, name) in enumerate(zip(found, _names(found), strict=True)):
        sheet = book.active if not number else book.create_sheet()
        assert isinstance(sheet, Worksheet)
        sheet.title = name
        _Writing(sheet, document, one).write(with_stamp=number == len(found) - 1)
    book.properties.title = clean(" ".join(map(document.line, titles(document))) or document.name)
    book.properties.creator = clean(document.author)
    return _saved(book)


def titles(document: Document) -> tuple[Line, ...]:
    """What stands above the tables: the paper's title, else the words of its cover or its first centred lines."""
    if document.title:
        return (*document.front, *document.title)
    for section in document.sections:
        for block in section.blocks[:1]:
            if isinstance(block, Cover):
                return (*block.lines, *block.foot)
        found = tuple(takewhile(lambda block: isinstance(block, Paragraph) and block.centred, section.blocks))
        if found:
            return tuple(block.line for block in found if isinstance(block, Paragraph))
    return ()


def _saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return settled(target.getvalue())


def _lists(document: Document) -> list[_List]:
    """The paper's tables by their columns and the way their page lies, in order."""
    found: dict[tuple[tuple[Column, ...], bool], _List] = {}
    for section in document.sections:
        landscape = document.landscape if section.landscape is None else section.landscape
        for heading, table in _headed(section):
            name = document.line(heading) or document.line(section.bookmark)
            one = found.setdefault((table.columns, landscape), _List(name, table.columns, landscape))
            one.tables.append((heading, table))
    return list(found.values())


def _headed(section: Section) -> Iterator[tuple[Line, Table]]:
    """Each table with the heading above it, () where another table stands between."""
    heading: Line = ()
    for block in section.blocks:
        if isinstance(block, Heading):
            heading = block.line
        elif isinstance(block, Table):
            yield heading, block
            heading = ()


def _names(found: list[_List]) -> list[str]:
    """Names that Excel takes, no two alike."""
    if len(found) == 1:
        return [_ONLY]
    names: list[str] = []
    for number, one in enumerate(found, start=1):
        name = _FORBIDDEN.sub(" ", clean(one.name)).strip(" '")[:_LONGEST].rstrip(" '") or f"{_ONLY} {number}"
        if name.lower() in {other.lower() for other in names}:
            name = f"{name[: _LONGEST - 5].rstrip()} ({number})"
        names.append(name)
    return names


class _Writing:
    """One sheet as it grows: `here` is the next free row, `left` what the printed page still holds, in points."""

    def __init__(self, sheet: Worksheet, document: Document, one: _List) -> None:
        self.sheet, self.document, self.list = sheet, document, one
        self.last = len(one.columns)
        self.here = 1
        self.whole = self.left = float(HEIGHTS[one.landscape])

    def write(self, *, with_stamp: bool) -> None:
        """Write title, heads and tables; the stamp of an issued paper on the last sheet."""
        page(self.sheet, self.document, self.list.columns, landscape=self.list.landscape)
        for line in titles(self.document):
            self._line(self.document.line(line))
        for line in self.document.subtitle:
            self._line(self.document.line(line), centred=False)
        if not self.list.tables:
            self._line(NO_TABLE, centred=False)
        else:
            self._tables()
        if with_stamp:
            self.here = stamp(self.sheet, self.document, self.here, self.last)
        self.sheet.print_area = f"A1:{get_column_letter(self.last)}{self.here - 1}"

    def _tables(self) -> None:
        """The heads once, above all tables; a single table's heading stands above them."""
        alone = len(self.list.tables) == 1
        if alone and self.list.tables[0][0]:
            self._line(self.document.line(self.list.tables[0][0]), centred=False)
        heads(self.sheet, self.list.columns, self.here)
        self.sheet.print_title_rows = f"{self.here}:{self.here}"
        self.here += 1
        self.sheet.freeze_panes = self.sheet.cell(self.here, 1)
        self.left -= 2 * LINE_POINTS
        self.whole -= 2 * LINE_POINTS
        for heading, table in self.list.tables:
            self._table("" if alone else self.document.line(heading), table)

    def _table(self, heading: str, table: Table) -> None:
        above = self._height(heading) if heading else 0.0
        shown = show_rows(table, self.document)
        first = max((self._room(0).high(cell) for cell in shown[0] if cell), default=0.0) if shown else LINE_POINTS
        if self.left < above + first and self.left < self.whole:
            self._break()
        if heading:
            self._line(heading, centred=False, framed=True)
        alone = replace(self.document, sections=(Section((), (table,)),), fresh_pages=False)
        for number, parts in enumerate(sheets(alone, self._room(self.left))):
            if number:
                self._break()
            for part in parts:
                self._rows(part)

    def _room(self, left: float) -> _Room:
        return _Room(left, self.whole, LINE_POINTS, 5, CHARACTERS * self._narrowness())

    def _narrowness(self) -> float:
        return WIDTHS[self.list.landscape] / WIDTHS[True]

    def _rows(self, part: Sheet) -> None:
        if not part.rows:
            words(self.sheet, BLANK, self.here, self.last, font=BODY, alignment=CENTRED).border = BORDER
            self._frame()
            self.here, self.left = self.here + 1, self.left - LINE_POINTS
            return
        starts = rows(self.sheet, part, self.here)
        for start, row in zip(starts, part.rows, strict=False):
            for place, cell in enumerate(row):
                for target in (piece.qr for line in cell.lines for piece in line if piece.qr) if cell else ():
                    self._code(target, start, place)
        self.here = starts[-1]
        self.left -= sum(part.heights)

    def _code(self, target: str, row: int, place: int) -> None:
        """Lay the QR code into a cell, in its middle."""
        drawn = qr_png(target)
        if drawn is None:
            return
        picture = Image(io.BytesIO(drawn))
        room = self.sheet.column_dimensions[get_column_letter(place + 1)].width * 7 + 5
        side = pixels_to_EMU(_QR)
        marker = AnchorMarker(place, pixels_to_EMU(max(2, int(room - _QR) // 2)), row - 1, pixels_to_EMU(4))
        picture.anchor = OneCellAnchor(marker, XDRPositiveSize2D(side, side))
        self.sheet.add_image(picture)

    def _break(self) -> None:
        self.sheet.row_breaks.append(Break(id=self.here - 1))
        self.left = self.whole

    def _line(self, text: str, *, centred: bool = True, framed: bool = False) -> None:
        high = self._height(text)
        words(self.sheet, text, self.here, self.last, alignment=MIDDLE if centred else TOP, height=high)
        if framed:
            self._frame()
        self.here, self.left = self.here + 1, self.left - high

    def _frame(self) -> None:
        for place in range(1, self.last + 1):
            self.sheet.cell(self.here, place).border = BORDER

    def _height(self, text: str) -> float:
        return LINE_POINTS * max(1, -int(-width(text) // (WIDTHS[self.list.landscape] * _LETTERS)))
