"""A table of a flowing paper in Word: heads on every page, no row cut that fits a page.

Word never shows a merged cell again where it goes on on the next page. A low one is held together with its rows. A
table with a higher one is cut into the pages it will take (reports.renderers.sheets), where it begins again.
"""

from collections.abc import Sequence
from dataclasses import replace

from reports.document import BLANK, Column, Section, Table
from reports.renderers.docx_parts import BORDERS, NAMES, between, box, run
from reports.renderers.docx_place import LINE, Place, paragraph
from reports.renderers.sheets import Room, sheets
from reports.renderers.shown import ShownCell, show_rows

_ABOVE, _BELOW = 20, 40  # twips between a cell's lines and its words
_PADDING = 1.3  # millimetres that a row is higher than its lines
_SIDE = 1.9  # millimetres that a cell leaves free at each side
_HIGH = 0.5  # of a page: a higher row may be cut by a page's end
_TOGETHER = 0.4  # of a page: rows under one merged cell that take less stand on one page
_CHARACTER = 227  # a row's width in millimetres over this: letters that fit in one percent of it

ShownRow = tuple[ShownCell | None, ...]


def table(place: Place, block: Table) -> str:
    """The table as Word lays it over its pages. One without rows says "-"."""
    return _xml(place, block.columns, show_rows(block, place.document), together=True)


def is_torn(place: Place, block: Table) -> bool:
    """Whether a merged cell goes over more rows than can be held together."""
    rows = show_rows(block, place.document)
    return any(
        cell is not None and cell.rows > 1 and not _is_low(place, rows[here : here + cell.rows])
        for here, row in enumerate(rows)
        for cell in row
    )


def cut(place: Place, block: Table, used: float) -> tuple[list[str], float]:
    """The table cut by pages, the first of which is used already so far (millimetres); how far the last one is."""
    head = heading(place, block)
    room = Room(place.height - used - head, place.height - head, LINE, _PADDING, place.width / _CHARACTER)
    pages = sheets(replace(place.document, sections=(Section((), (block,)),), fresh_pages=False), room)
    made: list[str] = []
    for page in pages:
        if made or not page:
            made.append(between(fresh=True))
        made += [_xml(place, sheet.columns, sheet.rows, together=False) for sheet in page]
    last = head + sum(sum(sheet.heights) for sheet in pages[-1])
    return made, last + (used if len(pages) == 1 else 0)


def height(place: Place, block: Table) -> float:
    """How high the whole table is, in millimetres, its heads once."""
    rows = show_rows(block, place.document)
    return heading(place, block) + sum(_heights(place, rows)) if rows else heading(place, block) + LINE


def first_row(place: Place, block: Table) -> float:
    """How high the heads and the first row are, in millimetres, what is merged into it whole."""
    rows = show_rows(block, place.document)
    return heading(place, block) + max((_height(place, cell) for cell in rows[0] if cell), default=LINE)


def heading(place: Place, block: Table) -> float:
    """How high the heads are."""
    cells = (ShownCell((place.shown((column.heading,)),), column) for column in block.columns)
    return max(_height(place, cell) for cell in cells)


def _xml(place: Place, columns: Sequence[Column], rows: Sequence[ShownRow], *, together: bool) -> str:
    widths = [round(place.twips * column.share / 100) for column in columns]
    heads = "".join(
        box(size, paragraph(run(column.heading, bold=True), side="center", keep=True), shade=True, middle="center")
        for column, size in zip(columns, widths, strict=True)
    )
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
    return (
        f'<w:tbl {NAMES}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="{_ABOVE}" w:type="dxa"/><w:bottom w:w="{_BELOW}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
        f"{_rows(place, rows, widths, together=together) if rows else _empty(widths)}</w:tbl>"
    )


def _empty(widths: list[int]) -> str:
    span = f'<w:gridSpan w:val="{len(widths)}"/>'
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{box(sum(widths), paragraph(run(BLANK), side='center'), span)}</w:tr>"


def _rows(place: Place, rows: Sequence[ShownRow], widths: list[int], *, together: bool) -> str:
    kept = _kept(place, rows) if together else [False] * len(rows)
    made, above = [], [False] * len(widths)
    for number, (row, high) in enumerate(zip(rows, _heights(place, rows), strict=True)):
        boxes = []
        for column, (cell, size) in enumerate(zip(row, widths, strict=True)):
            above[column] = above[column] or cell is not None
            boxes.append(_cell(place, cell, size, keep=kept[number], above=above[column]))
        whole = "<w:cantSplit/>" if high <= _HIGH * place.height else ""
        made.append(f"<w:tr><w:trPr>{whole}</w:trPr>{''.join(boxes)}</w:tr>")
    return "".join(made)


def _kept(place: Place, rows: Sequence[ShownRow]) -> list[bool]:
    """For each row whether it stays with the next one: a merged cell's words stand only at its top."""
    kept = [False] * len(rows)
    for number, row in enumerate(rows):
        for below in (cell.rows for cell in row if cell and cell.rows > 1):
            if _is_low(place, rows[number : number + below]):
                kept[number : number + below - 1] = [True] * (below - 1)
    return kept


def _is_low(place: Place, rows: Sequence[ShownRow]) -> bool:
    return sum(_heights(place, rows)) <= _TOGETHER * place.height


def _heights(place: Place, rows: Sequence[ShownRow]) -> list[float]:
    """Of each row in millimetres; a merged cell stretches its last one."""
    found = [max((_height(place, cell) for cell in row if cell and cell.rows == 1), default=LINE) for row in rows]
    for here, row in enumerate(rows):
        for cell in filter(None, row):
            last = min(here + cell.rows, len(rows)) - 1
            found[last] += max(0.0, _height(place, cell) - sum(found[here : last + 1]))
    return found


def _height(place: Place, cell: ShownCell) -> float:
    lines = (20.0 if any(piece.qr for piece in line) else place.lines_of(line, _room(place, cell)) * LINE
             for line in cell.lines)  # fmt: skip
    return sum(lines) + _PADDING


def _room(place: Place, cell: ShownCell) -> float:
    return place.width * cell.column.share / 100 - 2 * _SIDE


def _cell(place: Place, cell: ShownCell | None, size: int, *, keep: bool, above: bool) -> str:
    if cell is None:
        return box(size, paragraph("", keep=keep), "<w:vMerge/>" if above else "")
    side, room = "center" if cell.column.centred else "", _room(place, cell)
    lines = "".join(
        paragraph(place.runs(line, room=room), side=side, keep=keep, before=3 if any(one.qr for one in line) else 0)
        for line in cell.lines
    )
    return box(size, lines or paragraph("", keep=keep), '<w:vMerge w:val="restart"/>' if cell.rows > 1 else "")
