"""A paper as data: what it says, before anyone decides how it looks.

A form builds a `Document`; a renderer prints it. Values stay typed (date, Decimal, int, Link, Made) until
`shown()`, so that HTML, PDF, XLSX and DOCX print the same words. Two kinds of words are kept apart: `str` is what
a person typed and is never changed; `Made` is what the portal generated, and its digits follow the reader's choice
of numerals.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from thai.dates import long_date
from thai.digits import Numerals, in_numerals

BLANK = "-"
_OIT_LETTER = re.compile(r"\bo(?=\d)", re.IGNORECASE)
_WEB = ("http://", "https://")


@dataclass(frozen=True)
class Made:
    """Words the portal generates: labels, codes, years, headings. A year is a name, so it travels in here."""

    text: str


@dataclass(frozen=True)
class Codes:
    """Question codes such as "i1-i6". With Thai digits the OIT letter o is printed as ๐: ๐๓๑ (form B, as printed)."""

    text: str

    def shown(self, numerals: Numerals) -> str:
        """The codes in the chosen numerals."""
        text = _OIT_LETTER.sub("0", self.text) if numerals == "thai" else self.text
        return in_numerals(text, numerals)


@dataclass(frozen=True)
class Link:
    """An address as its writer typed it, and where it leads (exactly; may be the same text)."""

    typed: str
    target: str

    @property
    def href(self) -> str:
        """Where a click leads: an http or https address, or "" when the words are not to be clicked."""
        return self.target if self.target.lower().startswith(_WEB) else ""


Value = None | str | Made | Codes | int | Decimal | dt.date | Link
Line = tuple[Value, ...]  # pieces printed one after the other on one line


def shown(value: Value, numerals: Numerals) -> str:
    """The printed words of one value. Typed text and links keep their own digits."""
    match value:
        case None:
            return BLANK
        case str():
            return value
        case Link():
            return value.typed
        case Made():
            return in_numerals(value.text, numerals)
        case Codes():
            return value.shown(numerals)
        case dt.date():
            return long_date(value, numerals)
        case _:
            return in_numerals(f"{value:,}", numerals)


def typed_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text as a person typed it, empty ones left out."""
    return tuple((line,) for line in map(str.strip, text.splitlines()) if line)


@dataclass(frozen=True)
class Cell:
    """One cell. `rows`: how many rows it covers. `block`: shown again where it goes on on the next page."""

    lines: tuple[Line, ...] = ((None,),)
    rows: int = 1
    block: bool = False


@dataclass(frozen=True)
class Column:
    """`share` is the width in percent of the table."""

    key: str
    heading: str
    share: int
    centred: bool = False


Row = tuple[Cell | None, ...]  # None where a cell from above covers the place


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Section:
    """`bookmark` names the section in the PDF's outline; it is printed nowhere else."""

    bookmark: Line
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Document:
    """A whole paper.

    `title` stands centred and `subtitle` at the left on every page, `front` above the title on page 1 only;
    `fresh_pages`: each section begins on a new page; `page_number` holds "{}" for the number, shown at the top
    centre from page 2.
    """

    code: str
    name: str
    title: tuple[Line, ...]
    sections: tuple[Section, ...]
    subtitle: tuple[Line, ...] = ()
    front: tuple[Line, ...] = ()
    numerals: Numerals = "thai"
    fresh_pages: bool = False
    landscape: bool = True
    page_number: str = "-{}-"
    draft: bool = False
    author: str = ""
    keywords: tuple[str, ...] = field(default=("ITA", "มาตรการ"))

    def in_numerals(self, numerals: Numerals) -> "Document":
        """The same paper with the other digits for what the portal generates."""
        return replace(self, numerals=numerals)

    def words(self) -> Iterator[str]:
        """Every printed text of the paper in reading order: lines of headings, column heads, cells."""
        for line in (*self.front, *self.title, *self.subtitle):
            yield self.line(line)
        for table in self.tables():
            yield from (column.heading for column in table.columns)
            for row in table.rows:
                for cell in filter(None, row):
                    yield from map(self.line, cell.lines)

    def line(self, line: Line) -> str:
        """One printed line."""
        return "".join(shown(value, self.numerals) for value in line)

    def tables(self) -> tuple[Table, ...]:
        """All tables in order."""
        return tuple(table for section in self.sections for table in section.tables)
