"""Tables whose cells cover rows, drawn for the engine: parts with their texts laid over, and the rules they need.

`bands` cuts such a table, `keeping` says what stays together; here is what the templates walk through.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reports.document import Column, Document, Table
from reports.renderers.bands import OVERLAY_LINES, TIGHT, Part, Rows, estimated_lines, leading, parts
from reports.renderers.keeping import ROW_LINES, KeptPart, kept
from reports.renderers.marks import inline
from reports.renderers.shown import Piece, ShownLine, show_rows

LINE_HEIGHT = 1.42  # of the official look, in letters' heights
WORD_JOINER = "\u2060"
_HYPHEN = re.compile(r"-(?=\S)")


def drawn(table: Table, document: Document, *, width: float = 1) -> list[dict[str, Any]]:
    """The table's parts for part.html and its kin. width: of the table, compared with that of form A."""
    return [_part(part, table) for part in parts(rows(table, document, width=width))]


def rows(table: Table, document: Document, *, width: float = 1) -> Rows:
    """The table's rows as they are printed; `width` narrows the columns by which heights are estimated."""

    def narrowed(column: Column) -> Column:
        return column if width == 1 else replace(column, share=max(1, int(column.share * width)))

    return tuple(
        tuple(cell and replace(cell, lines=unbroken(cell.lines), column=narrowed(cell.column)) for cell in row)
        for row in show_rows(table, document)
    )


def unbroken(lines: tuple[ShownLine, ...]) -> tuple[ShownLine, ...]:
    """The lines with no break after a hyphen, whose end of a line text extractors drop, nor after an address's
    "https://", which would stand alone there."""
    return tuple(tuple(replace(piece, text=_joined(piece)) for piece in line) for line in lines)


def _joined(piece: Piece) -> str:
    text = _HYPHEN.sub("-" + WORD_JOINER, piece.text)
    return text.replace("://", f"://{WORD_JOINER}") if piece.href else text


def unhyphened(text: str) -> str:
    """`text` whose last hyphen an extractor cannot take for that of a broken word."""
    return text + WORD_JOINER if text.endswith("-") else text


def overlay_rules() -> list[str]:
    """Rules that hold the heights of the texts laid over."""
    return [
        *(f".least{n} {{ orphans: {n}; widows: {n} }}" for n in range(2, OVERLAY_LINES + 1)),
        *(f".high{n} {{ height: {n * LINE_HEIGHT:.2f}em }}" for n in range(2, OVERLAY_LINES + 1)),
    ]


def wide_rules(columns: Sequence[Column], scope: str = "") -> list[str]:
    """Widths and lines of a wide part: its holder is all but the text beside it. scope: the table's selector."""
    left = sum(column.share for column in columns[:-1]) or 1
    return [
        f"{scope}col.holder {{ width: {left}% }}",
        *(f"{scope}.holder col.{column.key} {{ width: {100 * column.share / left:.4f}% }}" for column in columns),
        f"{scope}td.holder {{ background: {_lines_between([column.share for column in columns[:-1]])} }}",
    ]


def run_rules(table: Table, scope: str = "") -> list[str]:
    """Widths of the runs of a part: small tables of the columns behind the block's own, and texts laid over them."""
    columns = table.columns
    first = leading([cell if cell and cell.block else None for cell in table.rows[0]]) if table.rows else 0
    rest = sum(column.share for column in columns[first:]) or 1
    found = [
        f"{scope}col.runs {{ width: {rest}% }}",
        f"{scope}.runs col.strut {{ width: 0 }}",
        f"{scope}td.runs {{ background: {_lines_between([column.share for column in columns[first:]])} }}",
    ]
    before = 0
    for column in columns[first:]:
        share, start = 100 * column.share / rest, 100 * before / rest
        found += [
            f"{scope}.runs col.{column.key} {{ width: {share:.4f}% }}",
            f"{scope}.over.beside.{column.key} {{ left: {start:.4f}%; right: {100 - start - share:.4f}% }}",
        ]
        before += column.share
    return found


def _part(part: Part, table: Table) -> dict[str, Any]:
    if part.inner:
        inner = [_part(small, table) for small in part.inner]
        left = sum(small["height"] for small in inner)
        height = max(left, *(estimated_lines(cell, TIGHT) for cell in part.beside))
        return {
            "inner": inner,
            "beside": part.beside,
            "least": max(small["least"] for small in inner),
            "breakable": height > ROW_LINES,
            "fresh": height > ROW_LINES,
        }
    ready = kept(part)
    made = _drawn(ready, table.columns[: len(part.over)])
    if not ready.runs:
        return made | {"fresh": ready.bodies[0].rows[0].breakable, "height": ready.height}
    first = leading(ready.over)
    return made | {
        "over": ready.over[:first],
        "inside": [cell for cell in ready.over[first:] if cell],
        "columns": table.columns[:first],
        "runs": [_drawn(run, table.columns[first:]) | {"strut": True} for run in ready.runs],
        "fresh": ready.runs[0].bodies[0].rows[0].breakable,
        "height": ready.height,
    }


def _drawn(ready: KeptPart, columns: Sequence[Column]) -> dict[str, Any]:
    return {"over": ready.over, "bodies": ready.bodies, "least": ready.least, "columns": columns}


def _lines_between(shares: Sequence[int]) -> str:
    """The vertical lines between columns of these widths, as the background of a cell that holds them."""
    edges = [100 * sum(shares[: n + 1]) / sum(shares) for n in range(len(shares) - 1)]
    lines = "".join(f'<rect x="{edge:.4f}%" width=".6pt" height="100%"/>' for edge in edges)
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%">{lines}</svg>'
    return f'url("{inline(drawing.encode())}") 0 0 / 100% 100% no-repeat'
