"""What the child process does with a list: finds its table and takes the rows out. Runs without Django."""

import json
from typing import Any

from evidence.office.doubts import Doubt, Place
from evidence.office.excelfile import read_excel
from evidence.office.grid import Cell, Grid, Row
from evidence.office.limits import RefusedFile, open_container
from ita_portal.people.columns import GUIDE, field_of
from ita_portal.people.doubts import WORDS, doubt
from ita_portal.people.lines import MOST_LINES, Found, Line
from thai.wording import squeeze

# Titles and remarks may stand above the table.
_HEADS_WITHIN = 20
_NEEDED = {"agency", "username"}


def work(words: dict[str, Any], data: bytes) -> bytes:
    """The lines of a list as JSON. Raises RefusedFile, and ParseError for broken XML."""
    return json.dumps(find_lines(data).to_store()).encode()


def find_lines(data: bytes) -> Found:
    """The lines of a list, found in this very process. Raises as `work` does."""
    container = open_container(data)
    if container.kind != "xlsx":
        raise RefusedFile(WORDS["word_file"][1])
    paper = read_excel(container.parts)
    lines: list[Line] = []
    doubts = [doubt("sheet_hidden", value=name) for name in paper.hidden_sheets]
    tables = 0
    for grid in paper.grids:
        if grid.sheet == GUIDE or not grid.rows:
            continue
        head = next((row for row in grid.rows[:_HEADS_WITHIN] if _is_head(row)), None)
        if head is None:
            doubts.append(doubt("sheet_skipped", value=grid.sheet))
            continue
        tables += 1
        columns, found = _columns(head)
        doubts += found
        lines += _lines(grid, head, columns)
    if not tables:
        doubts.append(doubt("no_table"))
    elif not lines:
        doubts.append(doubt("no_lines"))
    if len(lines) > MOST_LINES:
        return Found((), (doubt("too_many"),))
    return Found(tuple(lines), tuple(doubts))


def _is_head(row: Row) -> bool:
    fields = {field_of(cell.text) for cell in row.distinct()}
    return bool(fields & _NEEDED) and len(fields - {""}) > 1


def _columns(head: Row) -> tuple[dict[int, str], list[Doubt]]:
    """Column number → field, and what is odd about the headings."""
    columns: dict[int, str] = {}
    doubts = []
    for number, cell in sorted(head.cells.items()):
        field, place = field_of(cell.text), Place(cell.place.sheet, 0, head.number, number)
        if field and field in columns.values():
            doubts.append(doubt("heading_twice", place, squeeze(cell.text)))
        elif field:
            columns[number] = field
        elif cell.text.strip() and cell.place.column == number:
            doubts.append(doubt("heading_unknown", place, squeeze(cell.text)))
    return columns, doubts


def _lines(grid: Grid, head: Row, columns: dict[int, str]) -> list[Line]:
    at = {field: number for number, field in columns.items()}
    lines = []
    for row in grid.rows:
        if row.number <= head.number or _is_head(row):
            continue
        cells = {field: (_words(row.cells[number]), number) for number, field in columns.items() if number in row.cells}
        filled = {field: cell for field, cell in cells.items() if cell[0]}
        if filled:
            lines.append(Line(grid.sheet, row.number, filled, at))
    return lines


def _words(cell: Cell) -> str:
    """The text of a cell; lines stay apart, because groups and web sites may stand one a line."""
    return "\n".join(line for line in map(squeeze, cell.text.splitlines()) if line)
