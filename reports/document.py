"""A paper as data: what it says, before anyone decides how it looks.

A form builds a `Document`; a renderer prints it. Values stay typed (reports.values) until `shown()`, so that HTML,
PDF, XLSX and DOCX print the same words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from reports.blocks import (
    Chart,
    Cover,
    Fields,
    Heading,
    Letterhead,
    Paragraph,
    Photos,
    Signatures,
    Stamp,
)
from reports.values import BLANK, Bold, Codes, Line, Link, Made, Qr, Value, shown, typed_lines
from thai.digits import Numerals

__all__ = [
    "BLANK", "Block", "Bold", "Cell", "Codes", "Column", "Document", "Line", "Link", "Made", "Qr", "Row", "Section",
    "Table", "Value", "shown", "typed_lines",
]  # fmt: skip


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

    def spoken(self) -> Iterator[Line]:
        """Column heads, then the cells row by row."""
        yield from ((column.heading,) for column in self.columns)
        for row in self.rows:
            for cell in filter(None, row):
                yield from cell.lines


Block = Table | Heading | Paragraph | Chart | Photos | Letterhead | Fields | Signatures | Cover


@dataclass(frozen=True)
class Section:
    """`bookmark` names the section in the PDF's outline; it is printed nowhere else.

    A paper whose layout is "report" has blocks of all kinds, and a section of it may lie the other way (`landscape`;
    None: as the paper) and begin on a new page (`fresh`; one that lies another way than the last always does).
    """

    bookmark: Line
    blocks: tuple[Block, ...]
    landscape: bool | None = None
    fresh: bool = False

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables among the blocks."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    def in_numerals(self, numerals: Numerals) -> "Section":
        """The same with charts in the other digits; all else is put into them when it is printed."""
        return replace(
            self, blocks=tuple(one.in_numerals(numerals) if isinstance(one, Chart) else one for one in self.blocks)
        )


@dataclass(frozen=True)
class Document:
    """A whole paper.

    `layout` "form": tables alone; `title` stands centred and `subtitle` at the left on every page, `front` above the
    title on page 1 only; `fresh_pages`: each section begins on a new page. `layout` "report": a flowing paper; title
    and subtitle stand once, where there is a title: at the beginning of section `titled`. `page_number`
    holds "{}" for the number, shown at the top centre from page 2. `stamp`: the paper was issued.
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
    layout: Literal["form", "report"] = "form"
    stamp: Stamp | None = None
    author: str = ""
    keywords: tuple[str, ...] = field(default=("ITA", "มาตรการ"))

    @property
    def titled(self) -> int:
        """Of a flowing paper the section that the title opens: the first that begins with no cover and no letter."""
        firsts = enumerate(next(iter(section.blocks), None) for section in self.sections)
        return next((number for number, block in firsts if not isinstance(block, Cover | Letterhead)), 0)

    def in_numerals(self, numerals: Numerals) -> "Document":
        """The same paper with the other digits for what the portal generates, charts included."""
        sections = tuple(section.in_numerals(numerals) for section in self.sections)
        return replace(self, numerals=numerals, sections=sections)

    def words(self) -> Iterator[str]:
        """Every printed text of the paper in reading order: lines of headings, column heads, cells, prose, captions."""
        for line in (*self.front, *self.title, *self.subtitle):
            yield self.line(line)
        for section in self.sections:
            for block in section.blocks:
                yield from map(self.line, block.spoken())

    def table_words(self) -> Iterator[str]:
        """The words of the tables alone: what a workbook of a flowing paper holds beside the title."""
        for table in self.tables():
            yield from map(self.line, table.spoken())

    def line(self, line: Line) -> str:
        """One printed line."""
        return "".join(shown(value, self.numerals) for value in line)

    def tables(self) -> tuple[Table, ...]:
        """All tables in order."""
        return tuple(table for section in self.sections for table in section.tables)
