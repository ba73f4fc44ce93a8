"""A table of a flowing paper in Word: heads on every page, no row cut that fits a page, merged cells kept together."""

from reports.document import BLANK, Table
from reports.renderers.docx_parts import BORDERS, NAMES, box, run
from reports.renderers.docx_place import LINE, Place, paragraph
from reports.renderers.shown import ShownCell, show_rows

_ABOVE, _BELOW = 20, 40  # twips between a cell's lines and its words
_SIDE = 1.9  # millimetres that a cell leaves free at each side
_HIGH = 0.5  # of a page: a higher row may be cut by a page's end
_TOGETHER = 0.4  # of a page: rows under one merged cell that take less stand on one page

ShownRow = tuple[ShownCell | None, ...]


def table(place: Place, block: Table) -> str:
    """The table as XML. One without rows says "-"."""
    widths = [round(place.twips * column.share / 100) for column in block.columns]
    heads = "".join(
        box(size, paragraph(run(column.heading, bold=True), side="center", keep=True), shade=True, middle="center")
        for column, size in zip(block.columns, widths, strict=True)
    )
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
    rows = show_rows(block, place.document)
    return (
        f'<w:tbl {NAMES}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="{_ABOVE}" w:type="dxa"/><w:bottom w:w="{_BELOW}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
        f"{_rows(place, rows, widths) if rows else _empty(widths)}</w:tbl>"
    )


def _empty(widths: list[int]) -> str:
    span = f'<w:gridSpan w:val="{len(widths)}"/>'
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{box(sum(widths), paragraph(run(BLANK), side='center'), span)}</w:tr>"


def _rows(place: Place, rows: tuple[ShownRow, ...], widths: list[int]) -> str:
    heights = [max((_height(place, cell) for cell in row if cell and cell.rows == 1), default=LINE) for row in rows]
    kept = _kept(rows, heights, place.height)
    made, above = [], [False] * len(widths)
    for number, row in enumerate(rows):
        boxes = []
        for column, (cell, size) in enumerate(zip(row, widths, strict=True)):
            above[column] = above[column] or cell is not None
            boxes.append(_cell(place, cell, size, keep=kept[number], above=above[column]))
        whole = "<w:cantSplit/>" if _highest(place, row, heights[number]) <= _HIGH * place.height else ""
        made.append(f"<w:tr><w:trPr>{whole}</w:trPr>{''.join(boxes)}</w:tr>")
    return "".join(made)


def _highest(place: Place, row: ShownRow, height: float) -> float:
    """How high the row is at most: a merged cell's words may stretch it."""
    return max([height, *(_height(place, cell) / cell.rows for cell in row if cell and cell.rows > 1)])


def _kept(rows: tuple[ShownRow, ...], heights: list[float], page: float) -> list[bool]:
    """For each row whether it stays with the next one: a merged cell's words stand only at its top."""
    kept = [False] * len(rows)
    for number, row in enumerate(rows):
        for cell in row:
            below = cell.rows if cell else 1
            if below > 1 and sum(heights[number : number + below]) <= _TOGETHER * page:
                kept[number : number + below - 1] = [True] * (below - 1)
    return kept


def _height(place: Place, cell: ShownCell) -> float:
    width = place.width * cell.column.share / 100 - 2 * _SIDE
    return sum(20 if any(piece.qr for piece in line) else place.lines_of(line, width) * LINE for line in cell.lines) + 1


def _cell(place: Place, cell: ShownCell | None, size: int, *, keep: bool, above: bool) -> str:
    if cell is None:
        return box(size, paragraph("", keep=keep), "<w:vMerge/>" if above else "")
    side = "center" if cell.column.centred else ""
    room = place.width * cell.column.share / 100 - 2 * _SIDE
    lines = "".join(paragraph(place.runs(line, room=room), side=side, keep=keep) for line in cell.lines)
    return box(size, lines or paragraph("", keep=keep), '<w:vMerge w:val="restart"/>' if cell.rows > 1 else "")
