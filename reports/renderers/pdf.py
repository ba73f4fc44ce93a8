"""Document to PDF: the official look as PDF/A-2b, and a plain tagged copy as PDF/UA-1 for screen readers."""

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from reports.document import Document, Table
from reports.registry import form
from reports.renderers import signs
from reports.renderers.bands import TIGHT, Part, estimated_lines, parts, visible
from reports.renderers.engine import ENGINE, FONTS, Engine, PdfError
from reports.renderers.keeping import ROW_LINES
from reports.renderers.marks import inline
from reports.renderers.parted import drawn, overlay_rules, rows, run_rules, unbroken, unhyphened, wide_rules
from reports.renderers.report import report_page
from reports.renderers.shown import ShownCell, show_lines
from reports.renderers.stamped import STAMP_CSS, shown_stamp

__all__ = ["PdfError", "page", "render"]

MEDIA_TYPE = "application/pdf"
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
    if document.layout == "report":
        html, css = report_page(document, accessible=accessible)
    else:
        html, css = _form_page(document, accessible=accessible)
    return html, [*filter(None, [signs.style(html)]), *css]


def _form_page(document: Document, *, accessible: bool) -> tuple[str, list[str]]:
    draw = _plain if accessible else drawn
    sections = [[draw(table, document) for table in section.tables] for section in document.sections]
    for section, tables in zip(document.sections, sections, strict=True):
        if tables and tables[0] and not accessible:
            tables[0][0]["bookmark"] = document.line(section.bookmark)
            if document.fresh_pages or section is document.sections[0]:
                tables[0][0]["fresh"] = False  # it stands at the top of a page anyway
    context = {
        "document": document,
        "front": unbroken(show_lines(document.front, document)),
        "title": unbroken(show_lines(document.title, document)),
        "subtitle": unbroken(show_lines(document.subtitle, document)),
        "columns": document.tables()[0].columns,
        "sections": sections,
        "plain_title": " ".join(document.line(line) for line in document.title),
        "stamp": shown_stamp(document),
    }
    name = "accessible" if accessible else "official"
    return render_to_string(f"reports/pdf/{name}.html", context), _style(document, name)


def _plain(table: Table, document: Document) -> list[dict[str, Any]]:
    """The table for the tagged copy: for each part its block texts, then a table of what flows."""
    return [
        {"pieces": [_piece(piece, table) for piece in part.inner or (part,)], "beside": part.beside}
        for part in parts(rows(table, document), settle=False)
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


def _style(document: Document, name: str) -> list[str]:
    """The style sheets: the common one, the form's own page.css where it has one, and what the document decides."""
    sheets = [(_CSS / f"{name}.css").read_text(encoding="utf-8")]
    own = form(document.code).folder / "page.css"
    if own.exists():
        sheets.append(own.read_text(encoding="utf-8"))
    if document.stamp:
        sheets.append(STAMP_CSS.read_text(encoding="utf-8"))
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
        f'.number::before {{ content: "{before}" counter(page, {style}) "{unhyphened(after)}" }}',
        *(f"col.{column.key} {{ width: {column.share}% }}" for column in columns),
        *wide_rules(columns),
        *run_rules(document.tables()[0]),
        *overlay_rules(),
        *(f"td.{column.key} {{ text-align: center }}" for column in columns if column.centred),
    ]
    if document.draft:
        mark = inline((FONTS / "draft.svg").read_bytes())
        rules.append(f'@page {{ background: url("{mark}") center / 150mm auto no-repeat }}')
    return "\n".join(rules)


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
