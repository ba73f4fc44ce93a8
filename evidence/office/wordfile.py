"""Grids of a .docx: merged cells resolved, tracked deletions left out, automatic numbers written out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from evidence.office.doubts import Place
from evidence.office.grid import Cell, Grid, Hyperlink, Paper, Row, seen, without_notes
from evidence.office.numbering import Numbering
from thai.wording import squeeze

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Deleted or moved-away text is not part of the paper; an alternative drawing repeats its choice.
_UNSEEN = frozenset({f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}pPr", f"{W}instrText", _FALLBACK})
_PICTURES = frozenset({
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic", "{urn:schemas-microsoft-com:vml}imagedata",
})  # fmt: skip
_SIGNS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": " ", f"{W}ptab": " ", f"{W}noBreakHyphen": "-"}
_HYPERLINK_CODE = re.compile(r'HYPERLINK\s+"([^"]+)"')
_WIDEST = 63  # columns that Word allows


def read_word(parts: dict[str, bytes]) -> Paper:
    """The tables and loose lines of a Word file given as its parts. Raises ParseError for broken XML."""
    body = fromstring(parts["word/document.xml"])
    reader = _Reader(_targets(parts), Numbering.of(parts.get("word/numbering.xml"), parts.get("word/styles.xml")))
    paper = Paper()
    for name in sorted(parts):
        if re.fullmatch(r"word/header\d*\.xml", name):
            paper.lines += reader.lines(fromstring(parts[name]))
    above = _lines_above(body, reader)
    before = _pictures_before(body, paper)
    for number, table in enumerate(body.iter(f"{W}tbl"), start=1):
        paper.grids.append(reader.grid(table, number))
        paper.grids[-1].above = above.get(table, [])
        paper.grids[-1].pictures = before.get(table, 0)
    paper.lines += [line for block in _blocks(body) if block.tag == f"{W}p" for line in reader.lines(block)]
    paper.covered = reader.covered
    return paper


def _pictures_before(body: Element, paper: Paper) -> dict[Element, int]:
    """Count the paper's pictures, and those before each table."""
    before = {}
    for element in _seen_elements(body):
        if element.tag == f"{W}tbl":
            before[element] = paper.pictures
        paper.pictures += element.tag in _PICTURES
    return before


def _seen_elements(element: Element) -> Iterator[Element]:
    """All elements of the text, without deleted ones and the fallbacks that repeat a drawing."""
    for child in element:
        if child.tag not in _UNSEEN:
            yield child
            yield from _seen_elements(child)


def _targets(parts: dict[str, bytes]) -> dict[str, str]:
    """Relationship id → address, for the hyperlinks of the document."""
    relations = parts.get("word/_rels/document.xml.rels")
    if relations is None:
        return {}
    return {
        one.get("Id", ""): one.get("Target", "")
        for one in fromstring(relations)
        if one.get("Type", "").endswith("/hyperlink")
    }


def _lines_above(body: Element, reader: "_Reader") -> dict[Element, list[str]]:
    """The lines between each table and the one before it; a table inside another has none."""
    found: dict[Element, list[str]] = {}
    lines: list[str] = []
    for block in _blocks(body):
        if block.tag == f"{W}tbl":
            found[block], lines = lines, []
        else:
            lines += reader.lines(block)
    return found


def _blocks(element: Element) -> Iterator[Element]:
    """The paragraphs and tables of the text, in order."""
    for child in element:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag != _FALLBACK:
            yield from _blocks(child)


def _value(parent: Element | None, path: str) -> str | None:
    found = parent.find(path) if parent is not None else None
    return None if found is None else found.get(f"{W}val", "")


def _whole(text: str | None, default: int) -> int:
    return min(int(text), _WIDEST) if text and text.isdecimal() else default


@dataclass
class _Line:
    """A paragraph while it is read: its text so far, and the hyperlinks in it."""

    text: str = ""
    links: list[Hyperlink] = field(default_factory=list)
    code: str = ""
    shown_from: int = 0
    label: str = ""


@dataclass
class _Reader:
    targets: dict[str, str]
    numbering: Numbering
    covered: list[Cell] = field(default_factory=list)

    def grid(self, table: Element, number: int) -> Grid:
        grid = Grid(table=number)
        above: dict[int, Cell] = {}
        for row_number, row in enumerate(_rows(table), start=1):
            above = self._row(row, Place("", number, row_number), above)
            grid.rows.append(Row(row_number, above))
        return grid

    def _row(self, row: Element, place: Place, above: dict[int, Cell]) -> dict[int, Cell]:
        properties = row.find(f"{W}trPr")
        column = 1 + _whole(_value(properties, f"{W}gridBefore"), 0)
        cells: dict[int, Cell] = {}
        for tc in _children(row, f"{W}tc"):
            settings = tc.find(f"{W}tcPr")
            width = max(_whole(_value(settings, f"{W}gridSpan"), 1), 1)
            merge = settings.find(f"{W}vMerge") if settings is not None else None
            if merge is not None and merge.get(f"{W}val", "continue") == "continue" and column in above:
                cell = above[column]
                own = self._cell(tc, Place("", place.table, place.row, column), width)
                if not own.is_blank and squeeze(own.text) != squeeze(cell.text):
                    self.covered.append(own)
            else:
                cell = self._cell(tc, Place("", place.table, place.row, column), width)
            cells |= dict.fromkeys(range(column, column + width), cell)
            column += width
        return cells

    def _cell(self, tc: Element, place: Place, width: int) -> Cell:
        found = [self._paragraph(paragraph) for paragraph in _paragraphs(tc)]
        links = tuple(link for line in found for link in line.links)
        if not any(line.text.strip() for line in found):
            found = [
                _Line(line.label) for line in found if re.search(r"\d", line.label)
            ]  # a cell with nothing but its number
        return Cell(seen(without_notes("\n".join(line.text for line in found))), place, width, links)

    def lines(self, block: Element) -> list[str]:
        """The non-blank lines of all paragraphs in `block`."""
        paragraphs = [block] if block.tag == f"{W}p" else list(_paragraphs(block))
        text = "\n".join(self._paragraph(paragraph).text for paragraph in paragraphs)
        return [line.strip() for line in text.splitlines() if line.strip()]

    def _paragraph(self, paragraph: Element) -> _Line:
        line = _Line()
        self._walk(paragraph, line)
        line.label = self.numbering.label_of(paragraph)
        if line.label and line.text.strip():
            line.text = f"{line.label} {line.text}"
        return line

    def _walk(self, element: Element, line: _Line) -> None:
        for child in element:
            if child.tag == f"{W}t":
                line.text += child.text or ""
            elif child.tag in _SIGNS:
                line.text += _SIGNS[child.tag]
            elif child.tag == f"{W}hyperlink":
                self._hyperlink(child, line, self.targets.get(child.get(f"{_R}id", ""), ""))
            elif child.tag == f"{W}fldSimple":
                code = _HYPERLINK_CODE.search(child.get(f"{W}instr", ""))
                self._hyperlink(child, line, code[1] if code else "")
            elif child.tag == f"{W}fldChar":
                _field_boundary(child.get(f"{W}fldCharType", ""), line)
            elif child.tag == f"{W}instrText":
                line.code += child.text or ""
            elif child.tag not in _UNSEEN:
                self._walk(child, line)

    def _hyperlink(self, element: Element, line: _Line, target: str) -> None:
        before = len(line.text)
        self._walk(element, line)
        if target:
            line.links.append(Hyperlink(line.text[before:].strip(), target))


def _field_boundary(kind: str, line: _Line) -> None:
    """A field shows what stands between its "separate" and its "end"."""
    if kind == "separate":
        line.shown_from = len(line.text)
    elif kind == "end":
        code = _HYPERLINK_CODE.search(line.code)
        if code:
            line.links.append(Hyperlink(line.text[line.shown_from :].strip(), code[1]))
        line.code = ""


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """Children of that kind, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
            yield from _children(child, tag)


def _rows(table: Element) -> Iterator[Element]:
    """The rows that are not tracked as deleted."""
    for row in _children(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row


def _paragraphs(element: Element) -> Iterator[Element]:
    """Paragraphs in reading order, those in text boxes too, repeated fallbacks left out."""
    for child in element:
        if child.tag == f"{W}p":
            yield child
        elif child.tag not in _UNSEEN:
            yield from _paragraphs(child)
