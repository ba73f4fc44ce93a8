"""Document to PDF: the official look as PDF/A-2b, and a plain tagged copy as PDF/UA-1 for screen readers."""

import base64
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from reports.document import Column, Document, Table
from reports.registry import form
from reports.renderers import signs
from reports.renderers.bands import OVERLAY_LINES, TIGHT, Part, Rows, estimated_lines, leading, parts, visible
from reports.renderers.engine import ENGINE, FONTS, Engine, PdfError
from reports.renderers.keeping import ROW_LINES, KeptPart, kept
from reports.renderers.shown import Piece, ShownCell, ShownLine, show_lines, show_rows

__all__ = ["PdfError", "page", "render"]

MEDIA_TYPE = "application/pdf"
_WORD_JOINER = "\u2060"
_HYPHEN = re.compile(r"-(?=\S)")
LINE_HEIGHT = 1.42  # of the official look, in letters' heights
_CSS = Path(__file__).parent / "css"


def render(document: Document, *, accessible: bool = False, engine: Engine = ENGINE) -> bytes:
    """The PDF of a document: the same document gives the same bytes.

    `accessible`: tagged PDF/UA-1 with plain headings instead of the official look. Raises PdfError (Thai).
    """
    html, css = page(document, accessible=accessible)
    if accessible:
        return engine.render(html, css, {"pdf_variant": "pdf/ua-1", "pdf_tags": True, "custom_metadata": True})
    return engine.render(html, css, {"pdf_variant": "pdf/a-2b"})


def page(document: Document, *, accessible: bool = False) -> tuple[str, list[str]]:
    """What goes to the engine: one HTML page without styles, and the style sheets."""
    draw = _plain if accessible else _table
    sections = [[draw(table, document) for table in section.tables] for section in document.sections]
    for section, tables in zip(document.sections, sections, strict=True):
        if tables and tables[0] and not accessible:
            tables[0][0]["bookmark"] = document.line(section.bookmark)
            if document.fresh_pages or section is document.sections[0]:
                tables[0][0]["fresh"] = False  # it stands at the top of a page anyway
    context = {
        "document": document,
        "front": _unbroken(show_lines(document.front, document)),
        "title": _unbroken(show_lines(document.title, document)),
        "subtitle": _unbroken(show_lines(document.subtitle, document)),
        "columns": document.tables()[0].columns,
        "sections": sections,
        "plain_title": " ".join(document.line(line) for line in document.title),
    }
    name = "accessible" if accessible else "official"
    html = render_to_string(f"reports/pdf/{name}.html", context)
    return html, [*filter(None, [signs.style(html)]), *_style(document, name)]


def _table(table: Table, document: Document) -> list[dict[str, Any]]:
    return [_part(part, table) for part in parts(_rows(table, document))]


def _rows(table: Table, document: Document) -> Rows:
    return tuple(
        tuple(cell and replace(cell, lines=_unbroken(cell.lines)) for cell in row) for row in show_rows(table, document)
    )


def _plain(table: Table, document: Document) -> list[dict[str, Any]]:
    """The table for the tagged copy: for each part its block texts, then a table of what flows."""
    return [
        {"pieces": [_piece(piece, table) for piece in part.inner or (part,)], "beside": part.beside}
        for part in parts(_rows(table, document), settle=False)
    ]


def _piece(part: Part, table: Table) -> dict[str, Any]:
    blocks = [cell for cell in part.over if cell]
    head = next((cell for cell in blocks if cell.column.key == "indicator"), blocks[0] if blocks else None)
    flowing = [place for place, block in enumerate(part.over) if block is None]
    return {
        "head": head,
        "facts": [cell for cell in blocks if cell is not head],
        "columns": [table.columns[place] for place in flowing],
        "bands": [_plain_row([band.stacks[place] for place in flowing]) for band in part.bands],
    }


def _plain_row(stacks: list[tuple[ShownCell, ...]]) -> dict[str, Any]:
    """A row of the tagged copy: it stays on one page unless it is too high to be moved to the next one."""
    height = max(sum(estimated_lines(cell, TIGHT) for cell in stack) for stack in stacks)
    return {"stacks": stacks, "breakable": height > ROW_LINES}


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
    drawn = _drawn(ready, table.columns[: len(part.over)])
    if not ready.runs:
        return drawn | {"fresh": ready.bodies[0].rows[0].breakable, "height": ready.height}
    first = leading(ready.over)
    return drawn | {
        "over": ready.over[:first],
        "inside": [cell for cell in ready.over[first:] if cell],
        "columns": table.columns[:first],
        "runs": [_drawn(run, table.columns[first:]) | {"strut": True} for run in ready.runs],
        "fresh": ready.runs[0].bodies[0].rows[0].breakable,
        "height": ready.height,
    }


def _drawn(ready: KeptPart, columns: Sequence[Column]) -> dict[str, Any]:
    return {"over": ready.over, "bodies": ready.bodies, "least": ready.least, "columns": columns}


def _unbroken(lines: tuple[ShownLine, ...]) -> tuple[ShownLine, ...]:
    """The lines with no break after a hyphen: text extractors drop a hyphen at a line's end."""
    return tuple(
        tuple(Piece(_HYPHEN.sub("-" + _WORD_JOINER, piece.text), piece.href) for piece in line) for line in lines
    )


def _style(document: Document, name: str) -> list[str]:
    """The style sheets: the common one, the form's own page.css where it has one, and what the document decides."""
    sheets = [(_CSS / f"{name}.css").read_text(encoding="utf-8")]
    own = form(document.code).folder / "page.css"
    if own.exists():
        sheets.append(own.read_text(encoding="utf-8"))
    return [*sheets, _decided(document) if name == "official" else _decided_plain(document)]


def _decided(document: Document) -> str:
    columns = document.tables()[0].columns
    before, _, after = document.page_number.partition("{}")
    style = "thai" if document.numerals == "thai" else "decimal"
    # the repeated heading: number, titles and column heads, above which the page keeps 7 mm
    lines = sum(1 + visible(document.line(line)) // 125 for line in (*document.title, *document.subtitle))
    top = 8 + _mm(17) + _mm(lines * 15.5 + 2 * bool(document.subtitle)) + _mm(25)
    rules = [
        f"@page {{ size: A4 {'landscape' if document.landscape else 'portrait'}; margin-top: {top:.2f}mm }}",
        "@page :first { margin-top: 12mm }",
        f'.number::before {{ content: "{before}" counter(page, {style}) "{_unhyphened(after)}" }}',
        *(f"col.{column.key} {{ width: {column.share}% }}" for column in columns),
        *_wide_rules(columns),
        *_run_rules(document, columns),
        *(f".least{n} {{ orphans: {n}; widows: {n} }}" for n in range(2, OVERLAY_LINES + 1)),
        *(f".high{n} {{ height: {n * LINE_HEIGHT:.2f}em }}" for n in range(2, OVERLAY_LINES + 1)),
        *(f"td.{column.key} {{ text-align: center }}" for column in columns if column.centred),
    ]
    if document.draft:
        mark = _inline((FONTS / "draft.svg").read_bytes())
        rules.append(f"@page {{ background: {mark} center / 150mm auto no-repeat }}")
    return "\n".join(rules)


def _unhyphened(text: str) -> str:
    """`text` whose last hyphen an extractor cannot take for that of a broken word."""
    return text + _WORD_JOINER if text.endswith("-") else text


def _mm(points: float) -> float:
    return points * 25.4 / 72


def _decided_plain(document: Document) -> str:
    style = "thai" if document.numerals == "thai" else "decimal"
    rules = [
        f"@page {{ size: A4 {'landscape' if document.landscape else 'portrait'};"
        f" @top-center {{ content: counter(page, {style}) }} }}",
        *(f"col.plain-{c.key} {{ width: {c.share}% }}" for c in document.tables()[0].columns),
    ]
    return "\n".join(rules)


def _wide_rules(columns: Sequence[Column]) -> list[str]:
    """Widths and lines of a wide part: its holder is all but the text beside it."""
    left = sum(column.share for column in columns[:-1])
    return [
        f"col.holder {{ width: {left}% }}",
        *(f".holder col.{column.key} {{ width: {100 * column.share / left:.4f}% }}" for column in columns),
        f"td.holder {{ background: {_lines_between([column.share for column in columns[:-1]])} }}",
    ]


def _run_rules(document: Document, columns: Sequence[Column]) -> list[str]:
    """Widths of the runs of a part: small tables of the columns behind the block's own, and texts laid over them."""
    rows = document.tables()[0].rows
    first = leading([cell if cell and cell.block else None for cell in rows[0]]) if rows else 0
    rest = sum(column.share for column in columns[first:]) or 1
    rules = [
        f"col.runs {{ width: {rest}% }}",
        ".runs col.strut { width: 0 }",
        f"td.runs {{ background: {_lines_between([column.share for column in columns[first:]])} }}",
    ]
    before = 0
    for column in columns[first:]:
        share, start = 100 * column.share / rest, 100 * before / rest
        rules += [
            f".runs col.{column.key} {{ width: {share:.4f}% }}",
            f".over.beside.{column.key} {{ left: {start:.4f}%; right: {100 - start - share:.4f}% }}",
        ]
        before += column.share
    return rules


def _lines_between(shares: Sequence[int]) -> str:
    """The vertical lines between columns of these widths, as the background of a cell that holds them."""
    edges = [100 * sum(shares[: n + 1]) / sum(shares) for n in range(len(shares) - 1)]
    lines = "".join(f'<rect x="{edge:.4f}%" width=".6pt" height="100%"/>' for edge in edges)
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%">{lines}</svg>'
    return f"{_inline(drawing.encode())} 0 0 / 100% 100% no-repeat"


def _inline(drawing: bytes) -> str:
    return f'url("data:image/svg+xml;base64,{base64.b64encode(drawing).decode()}")'
