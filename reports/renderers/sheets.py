"""Where a printed page of Word or Excel ends, decided here, so that block texts can begin again on the next.

Neither program shows a merged cell again where it goes on on the next page. So the pages are made here: rows are
counted out by estimated heights, a page's end is a fixed break, and what covers rows on both sides of it begins
again behind it: block texts and low narratives whole, of a high narrative what the page before had no room for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reports.document import Column, Document
from reports.renderers.bands import estimated_lines
from reports.renderers.shown import Piece, ShownCell, ShownLine, show_rows

ShownRow = tuple[ShownCell | None, ...]


@dataclass(frozen=True)
class Room:
    """How much a page holds, in points: `first` and `other` pages below their column heads, `line` of text, `row`
    on top of a row's lines; `characters` that fit in one percent of the width."""

    first: float
    other: float
    line: float
    row: float
    characters: float

    def high(self, cell: ShownCell) -> float:
        """The height of the cell's words."""
        return self.line * estimated_lines(cell, self.characters) + self.row


@dataclass(frozen=True)
class Sheet:
    """Rows of one page under one heading, each with its height in points."""

    columns: tuple[Column, ...]
    rows: tuple[ShownRow, ...]
    heights: tuple[float, ...]


def sheets(document: Document, room: Room) -> tuple[tuple[Sheet, ...], ...]:
    """The document's rows page by page; every page has at least one sheet, and a first page is always there."""
    pages: list[list[Sheet]] = [[]]
    left = room.first
    for number, section in enumerate(document.sections):
        if number and document.fresh_pages:
            pages.append([])
            left = room.other
        for table in section.tables:
            rows = show_rows(table, document)
            if not rows:
                pages[-1].append(Sheet(table.columns, (), ()))
            for sheet, fresh in _cut(rows, table.columns, room, left, at_top=not pages[-1]):
                if fresh:
                    pages.append([])
                    left = room.other
                pages[-1].append(sheet)
                left -= sum(sheet.heights)
    return tuple(_joined(page) for page in pages)


def _joined(page: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """The page's sheets, those of equal columns as one: a heading stands once on a page."""
    found: list[Sheet] = []
    for sheet in page:
        if found and found[-1].columns == sheet.columns:
            last = found[-1]
            found[-1] = Sheet(last.columns, last.rows + sheet.rows, last.heights + sheet.heights)
        else:
            found.append(sheet)
    return tuple(found)


def _cut(
    rows: Sequence[ShownRow], columns: tuple[Column, ...], room: Room, left: float, *, at_top: bool
) -> Iterator[tuple[Sheet, bool]]:
    """The rows as sheets and whether each begins a page; `left`: what the page still holds, `at_top`: all of it."""
    table, fresh = _Table(rows, room), False
    while table.start < len(rows):
        taken = table.fitting(left)
        if taken is None and not (at_top or fresh):
            left, fresh = room.other, True
            continue
        taken = taken or table.take(table.start + 1)  # higher than a page: it flows
        yield Sheet(columns, taken.rows, taken.heights), fresh
        table.start, table.over = taken.stop, taken.over
        left, fresh = room.other, True


@dataclass(frozen=True)
class _Taken:
    """Rows up to `stop` as a page shows them, and for each column the cell that goes on behind and where it ends."""

    stop: int
    rows: tuple[ShownRow, ...]
    heights: tuple[float, ...]
    over: dict[int, tuple[ShownCell, int]]


class _Table:
    """A table of which pages are taken one after the other: `start` is the next row, `over` goes on into it."""

    def __init__(self, rows: Sequence[ShownRow], room: Room) -> None:
        self.rows, self.room = rows, room
        self.start = 0
        self.over: dict[int, tuple[ShownCell, int]] = {}
        self.own = [
            max([room.line + room.row, *(room.high(cell) for cell in row if cell and cell.rows == 1)]) for row in rows
        ]

    def fitting(self, left: float) -> _Taken | None:
        """As many rows as the page holds; None where it does not hold the next one."""
        found = None
        for stop in range(self.start + 1, len(self.rows) + 1):
            taken = self.take(stop)
            if sum(taken.heights) > left:
                break
            found = taken
        return found

    def take(self, stop: int) -> _Taken:
        """The rows up to `stop`, what goes on from before begun again in the first."""
        rows = [list(row) for row in self.rows[self.start : stop]]
        for column, (going, end) in self.over.items():
            rows[0][column] = replace(going, rows=end - self.start)
        heights = self.own[self.start : stop]
        over: dict[int, tuple[ShownCell, int]] = {}
        for here, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is None or cell.rows == 1:
                    continue
                end = self.start + here + cell.rows
                shown = cell
                if end > stop:
                    shown, rest = self._parted(cell, sum(heights[here:]))
                    over[column] = (rest, end)
                row[column] = shown = replace(shown, rows=min(end, stop) - self.start - here)
                # its words make its rows as high as they need, each by the same: no row stands out, and one program's
                # rounding cannot cut the last line off
                lack = self.room.high(shown) - sum(heights[here : here + shown.rows])
                for row_below in range(here, here + shown.rows):
                    heights[row_below] += max(0.0, lack) / shown.rows
        return _Taken(stop, tuple(map(tuple, rows)), tuple(heights), over)

    def _parted(self, cell: ShownCell, height: float) -> tuple[ShownCell, ShownCell]:
        """What stands here and what on the next page: the same again, or the rest of a text too high for that."""
        room = self.room
        if cell.block or room.high(cell) <= room.other / 2:
            return cell, cell
        head, tail = _split(cell, int((height - room.row) / room.line), room)
        # all of it said: from now on it is shown again like a block text
        return replace(cell, lines=head), replace(cell, lines=tail) if tail else replace(cell, block=True)


def _split(cell: ShownCell, lines: int, room: Room) -> tuple[tuple[ShownLine, ...], tuple[ShownLine, ...]]:
    """The words that fit in so many printed lines, and the others; a typed line is cut at a space, if at all."""
    for place, line in enumerate(cell.lines):
        used = estimated_lines(replace(cell, lines=(line,)), room.characters)
        if used > lines:
            head, tail = _split_line(cell, line, lines, room)
            return (*cell.lines[:place], *head), (*tail, *cell.lines[place + 1 :])
        lines -= used
    return cell.lines, ()


def _split_line(
    cell: ShownCell, line: ShownLine, lines: int, room: Room
) -> tuple[tuple[ShownLine, ...], tuple[ShownLine, ...]]:
    text = "".join(piece.text for piece in line)
    if lines > 0 and not any(piece.href for piece in line):
        for place in range(len(text) - 1, 0, -1):
            head: ShownLine = (Piece(text[:place].rstrip()),)
            if text[place] == " " and estimated_lines(replace(cell, lines=(head,)), room.characters) <= lines:
                return (head,), ((Piece(text[place:].lstrip()),),)
    return (), (line,)
