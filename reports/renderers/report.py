"""A flowing paper for the PDF engine: one HTML page without styles, and the style sheets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from reports.blocks import Chart, Fields
from reports.document import Document, Line, Table
from reports.registry import form
from reports.renderers import flow, photo_pages
from reports.renderers.bands import TIGHT, Rows, estimated_lines
from reports.renderers.chart_words import Drawing, taken_apart
from reports.renderers.engine import FONTS
from reports.renderers.marks import inline
from reports.renderers.parted import drawn, overlay_rules, rows, run_rules, unbroken, unhyphened, wide_rules
from reports.renderers.shown import ShownCell, ShownLine
from reports.renderers.stamped import STAMP_CSS, shown_stamp

_CSS = Path(__file__).parent / "css"
_SHEETS = ("official", "report")
# Of the width of form A's table, from which heights are estimated.
_WIDE, _TALL = 262 / 273, 160 / 273
# Lines of a row that surely fits on the next page when it does not fit on this one.
_ROW_LINES = {True: 18, False: 28}


def report_page(document: Document, *, accessible: bool = False) -> tuple[str, list[str]]:
    """What goes to the engine. `accessible`: every table plainly in its reading order, for the tagged copy."""
    writer = _PrintWriter(document, accessible=accessible)
    context = {
        "document": document,
        "sections": writer.sections(),
        "plain_title": _plain_title(document),
        "stamp": _stamp(document, writer),
    }
    html = render_to_string("reports/report/pdf.html", context)
    sheets = [(_CSS / f"{name}.css").read_text(encoding="utf-8") for name in _SHEETS]
    own = form(document.code).folder / "page.css"
    if own.exists():
        sheets.append(own.read_text(encoding="utf-8"))
    if document.stamp:
        sheets.append(STAMP_CSS.read_text(encoding="utf-8"))
    return html, [*sheets, _decided(document, writer)]


def _stamp(document: Document, writer: "_PrintWriter") -> flow.Drawn | None:
    """The stamp for its template. `loose`: below a table of parts, which the engine cannot break to keep both together:
    it would move whole pages instead."""
    found = shown_stamp(document)
    last = document.sections[-1].blocks[-1:]
    return found and found | {"loose": last and any(table is last[0] for table in writer.sizes.parted)}


@dataclass(frozen=True)
class _Row:
    cells: Sequence[ShownCell | None]
    breakable: bool
    leads: bool  # its first cell is all bold: the name of the rows below it, the first of which stays with it


@dataclass
class _Sizes:
    """What the style sheet must say of this one paper."""

    shares: set[int] = field(default_factory=set)
    drawings: list[Drawing] = field(default_factory=list)
    fields: set[int] = field(default_factory=set)  # percent of a line
    crests: set[tuple[float, float]] = field(default_factory=set)
    parted: list[Table] = field(default_factory=list)


class _PrintWriter(flow.Writer):
    top = 1

    def __init__(self, document: Document, *, accessible: bool) -> None:
        super().__init__(document)
        self.accessible = accessible
        self.sizes = _Sizes()

    def line(self, line: Line) -> ShownLine:
        return unbroken((super().line(line),))[0]

    def table(self, table: Table, wide: bool) -> flow.Drawn:
        self.sizes.shares.update(column.share for column in table.columns)
        width = _WIDE if wide else _TALL
        spans = any(cell and cell.rows > 1 for row in table.rows for cell in row)
        if spans and not self.accessible:
            self.sizes.parted.append(table)
            parts = drawn(table, self.document, width=width)
            for part in parts:
                part["fresh"] = False  # a tall row begins where it stands: it flows below prose
            number = len(self.sizes.parted)
            return {"template": "reports/report/parted.html", "table": table, "parts": parts, "number": number}
        cells: Rows = rows(table, self.document, width=width)
        if spans:
            cells = flow.without_spans(cells)
        return {
            "template": "reports/report/printed_table.html",
            "columns": table.columns,
            "rows": [_Row(row, _height(row) > _ROW_LINES[wide], _is_bold(row[0])) for row in cells],
        }

    def chart(self, chart: Chart, wide: bool) -> flow.Drawn:
        drawing = taken_apart(chart.svg, min(chart.width, flow.WIDE_AREA[0] if wide else flow.AREA[0]))
        self.sizes.drawings.append(drawing)
        return {
            "alt": chart.alt,
            "source": inline(drawing.svg.encode()),
            "number": len(self.sizes.drawings),
            "labels": [label.words for label in drawing.labels],
        }

    def _fields(self, fields: Fields) -> flow.Drawn:
        self.sizes.fields.update(place.share for row in fields.rows for place in row)
        return super()._fields(fields)

    def _crest(self, photo: Any, box: tuple[float, float]) -> flow.Drawn:
        found = super()._crest(photo, box)
        self.sizes.crests.add((found["crest_width"], found["crest_height"]))
        return found | {"crest_class": _crest_class(found["crest_width"], found["crest_height"])}


def _height(row: Sequence[ShownCell | None]) -> int:
    return max((estimated_lines(cell, TIGHT) for cell in row if cell), default=1)


def _is_bold(cell: ShownCell | None) -> bool:
    pieces = [piece for line in cell.lines for piece in line if piece.text] if cell else []
    return bool(pieces) and all(piece.bold for piece in pieces)


def _crest_class(width: float, height: float) -> str:
    return f"crest{width * 10:.0f}x{height * 10:.0f}"


def _plain_title(document: Document) -> str:
    return " ".join(document.line(line) for line in document.title) or document.name


def _decided(document: Document, writer: _PrintWriter) -> str:
    """The rules that this paper alone needs: numerals of the page number, widths, sizes of pictures, draft mark."""
    sizes = writer.sizes
    found = [
        *_page_rules(document),
        *(f"col.w{share} {{ width: {share}% }}" for share in sorted(sizes.shares)),
        *_drawing_rules(sizes.drawings),
        *(f".paper-field.share{share} {{ width: {share}% }}" for share in sorted(sizes.fields)),
        *(f".{_crest_class(w, h)} {{ width: {w:.1f}mm; height: {h:.1f}mm }}" for w, h in sorted(sizes.crests)),
        *photo_pages.rules(writer.shots),
    ]
    if sizes.parted:
        found += overlay_rules()
    for number, table in enumerate(sizes.parted, start=1):
        scope = f".parted{number} "
        found += [
            *(f"{scope}col.{column.key} {{ width: {column.share}% }}" for column in table.columns),
            *(f"{scope}td.{column.key} {{ text-align: center }}" for column in table.columns if column.centred),
            *wide_rules(table.columns, scope),
            *run_rules(table, scope),
        ]
    return "\n".join(found)


def _drawing_rules(drawings: Sequence[Drawing]) -> Iterator[str]:
    for number, one in enumerate(drawings, start=1):
        yield f".drawing{number} {{ width: {one.width:.1f}mm; height: {one.height:.1f}mm }}"
        for place, label in enumerate(one.labels, start=1):
            yield f".label{number}-{place} {{ {label.style} }}"


def _page_rules(document: Document) -> list[str]:
    before, _, after = document.page_number.partition("{}")
    style = "thai" if document.numerals == "thai" else "decimal"
    found = [
        f'@page {{ @top-center {{ content: "{before}" counter(page, {style}) "{unhyphened(after)}" }} }}',
        "@page :first { @top-center { content: none } }",
    ]
    if document.draft:
        mark = inline((FONTS / "draft.svg").read_bytes())
        found.append(f'@page {{ background: url("{mark}") center / 150mm auto no-repeat }}')
    return found
