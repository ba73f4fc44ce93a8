"""Grids of an .xlsx: values only, merged ranges resolved within the used area, hidden sheets named."""

import datetime as dt
import posixpath
import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from evidence.office.doubts import Place
from evidence.office.grid import Cell, Grid, Hyperlink, Paper, Row, seen
from evidence.office.limits import RefusedFile
from thai.dates import buddhist_year
from thai.wording import gettext_noop

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_R = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MERGED = 400_000  # places under merged ranges
_BUILT_IN_DATES = frozenset(str(number) for number in (14, 15, 16, 17, 22, *range(27, 32), *range(50, 59)))
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DAY = re.compile(r"d+.*[my]|[my].*d|yy", re.IGNORECASE)
_NO_COMMON_YEAR = 2400
_FIRST_DAY = dt.date(1899, 12, 30)
_COLUMNS = 200  # wider than any form; the rest of a sheet is not read


def read_excel(parts: dict[str, bytes]) -> Paper:
    """The visible sheets of a workbook given as its parts. Raises ParseError for broken XML."""
    strings = _shared_strings(parts)
    dates, shares = _styles(parts)
    workbook = _root(parts["xl/workbook.xml"])
    files = _relations(parts, "xl/workbook.xml")
    paper = Paper()
    for sheet in workbook.iter(f"{_S}sheet"):
        name = files.get(sheet.get(_R) or sheet.get(_STRICT_R) or "", "")
        if name not in parts or "worksheets/" not in name:
            continue
        if sheet.get("state") in ("hidden", "veryHidden"):
            paper.hidden_sheets.append(sheet.get("name", ""))
            continue
        paper.grids.append(
            _Sheet(sheet.get("name", ""), strings, _relations(parts, name), dates, shares).read(_root(parts[name]))
        )
    drawings = [_root(content) for name, content in parts.items() if name.startswith("xl/drawings/drawing")]
    paper.pictures = sum(element.tag.endswith("}pic") for drawing in drawings for element in drawing.iter())
    return paper


def _root(content: bytes) -> Element:
    """The parsed part; the names of strict files become the usual ones."""
    if _STRICT[1:-1].encode() in content:
        content = content.replace(_STRICT[1:-1].encode(), _S[1:-1].encode())
    root: Element = fromstring(content)
    return root


def _relations(parts: dict[str, bytes], owner: str) -> dict[str, str]:
    """Relationship id → part name, or address where it leads outside."""
    folder, base = posixpath.split(owner)
    content = parts.get(f"{folder}/_rels/{base}.rels")
    found = {}
    for one in fromstring(content) if content else ():
        target = one.get("Target", "")
        if one.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join(folder, target)) if target[:1] != "/" else target[1:]
        found[one.get("Id", "")] = target
    return found


def _shared_strings(parts: dict[str, bytes]) -> list[str]:
    content = parts.get("xl/sharedStrings.xml")
    return [_plain(item) for item in _root(content).iter(f"{_S}si")] if content else []


def _plain(item: Element) -> str:
    """The text of a string item, phonetic hints left out."""
    text = ""
    for child in item:
        if child.tag == f"{_S}t":
            text += child.text or ""
        elif child.tag == f"{_S}r":
            text += "".join(part.text or "" for part in child.iter(f"{_S}t"))
    return _unescaped(text)


def _unescaped(text: str) -> str:
    """The text with Excel's _xHHHH_ read; signs that no database keeps (NUL, halves of pairs) go."""

    def sign(match: re.Match[str]) -> str:
        code = int(match[1], 16)
        return chr(code) if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""

    return _ESCAPE.sub(sign, text).replace("\r\n", "\n").replace("\r", "\n")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _corner(address: str) -> tuple[int, int] | None:
    match = _ADDRESS.fullmatch(address)
    return (int(match[2]), _column(match[1])) if match else None


def _range(reference: str) -> tuple[int, int, int, int] | None:
    first, _, last = reference.partition(":")
    start, end = _corner(first), _corner(last or first)
    return (*start, *end) if start and end else None


@dataclass
class _Sheet:
    name: str
    strings: list[str]
    relations: dict[str, str]
    dates: frozenset[str] = frozenset()
    shares: frozenset[str] = frozenset()
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def read(self, root: Element) -> Grid:
        links = self._links(root)
        merged = [found for one in root.iter(f"{_S}mergeCell") if (found := _range(one.get("ref", "")))]
        widths = {(top, left): right - left + 1 for top, left, _bottom, right in merged}
        row_number = 0
        for row in root.iter(f"{_S}row"):
            given = row.get("r", "")
            row_number = int(given) if given.isdecimal() else row_number + 1
            self._row(row, row_number, links, widths)
        self._spread(merged)
        rows: dict[int, dict[int, Cell]] = {}
        for (number, column), cell in sorted(self.cells.items()):
            rows.setdefault(number, {})[column] = cell
        return Grid(self.name, rows=[Row(number, cells) for number, cells in rows.items()])

    def _row(
        self, row: Element, number: int, links: dict[tuple[int, int], str], widths: dict[tuple[int, int], int]
    ) -> None:
        column = 0
        for c in row.iter(f"{_S}c"):
            at = _corner(c.get("r", ""))
            column = at[1] if at else column + 1
            if column > _COLUMNS:
                break
            text = seen(self._text(c))
            target = links.get((number, column))
            shown = (Hyperlink(text, target),) if target else ()
            is_formula = c.find(f"{_S}f") is not None
            width = widths.get((number, column), 1)
            place = Place(self.name, 0, number, column)
            self.cells[number, column] = Cell(text, place, width, shown, is_formula)

    def _text(self, c: Element) -> str:
        kind = c.get("t", "n")
        if kind == "inlineStr":
            inline = c.find(f"{_S}is")
            return _plain(inline) if inline is not None else ""
        value = c.findtext(f"{_S}v") or ""
        if kind == "s":
            index = int(value) if value.isdecimal() else -1
            return self.strings[index] if 0 <= index < len(self.strings) else ""
        if kind == "e":
            return ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind != "n":
            return _unescaped(value)
        style = c.get("s", "")
        return _date(value) if style in self.dates else _per_cent(value) if style in self.shares else _number(value)

    def _links(self, root: Element) -> dict[tuple[int, int], str]:
        found = {}
        for one in root.iter(f"{_S}hyperlink"):
            place = _range(one.get("ref", ""))
            target = self.relations.get(one.get(_R) or one.get(_STRICT_R) or "", "")
            if place and target:
                found[place[0], place[1]] = target
        return found

    def _spread(self, merged: list[tuple[int, int, int, int]]) -> None:
        """Put the first cell of each merged range into all rows and columns that hold anything."""
        last = max((row for row, _ in self.cells), default=0)
        wide = max((column for _, column in self.cells), default=0)
        spread: dict[tuple[int, int], Cell] = {}
        work = 0
        for top, left, bottom, right in merged[:20_000]:
            origin = self.cells.get((top, left))
            if origin is None:
                continue
            # The work is bounded by the used area, whatever the range claims.
            for row in range(top, min(bottom, last) + 1):
                for column in range(left, min(right, wide) + 1):
                    spread[row, column] = origin
                work += min(right, wide) - left + 1
                if work > _MERGED:
                    raise RefusedFile(gettext_noop("ตารางมีช่องผสานมากผิดปกติ ให้คัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่"))
        self.cells |= spread


def _styles(parts: dict[str, bytes]) -> tuple[frozenset[str], frozenset[str]]:
    """The numbers of the cell styles that show a day, and of those that show per cent.

    A built-in format, or one with day and month or year, or one with a per cent sign.
    """
    content = parts.get("xl/styles.xml")
    if content is None:
        return frozenset(), frozenset()
    root = _root(content)
    own = {one.get("numFmtId", ""): _LITERAL.sub("", one.get("formatCode", "")) for one in root.iter(f"{_S}numFmt")}
    days = {key for key, code in own.items() if _DAY.search(code)} | _BUILT_IN_DATES
    shares = {key for key, code in own.items() if "%" in code} | {"9", "10"}
    formats = root.find(f"{_S}cellXfs")
    used = [one.get("numFmtId", "") for one in (formats if formats is not None else ())]
    dated, shared = (frozenset(str(n) for n, one in enumerate(used) if one in wanted) for wanted in (days, shares))
    return dated, shared


def _date(value: str) -> str:
    """The day that a sheet counts from the end of 1899, as people write it: 30/9/2568."""
    try:
        day = _FIRST_DAY + dt.timedelta(days=int(float(value)))
    except (ValueError, OverflowError):
        return value
    # A sheet that was told 1/3/2566 took the year for one of the common era.
    year = buddhist_year(day) if day.year < _NO_COMMON_YEAR else day.year
    return f"{day.day}/{day.month}/{year}"


def _per_cent(value: str) -> str:
    """A share as people see it: 94.71%, kept as 0.9471."""
    try:
        return format(float(value) * 100, ".12g") + "%" if value else ""
    except ValueError:
        return value


def _number(value: str) -> str:
    """A number as people typed it: 94.71, not 94.709999999999994; 1, not 1.0."""
    try:
        return format(float(value), ".12g") if value else ""
    except ValueError:
        return value
