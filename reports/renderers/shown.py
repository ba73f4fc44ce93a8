"""A document with its words decided: what the HTML and PDF templates walk through."""

from dataclasses import dataclass

from reports.document import Bold, Cell, Column, Document, Line, Link, Qr, Table, Value, shown
from reports.renderers import marks
from thai.digits import Numerals


@dataclass(frozen=True)
class Piece:
    """A run of words; `href` is where it leads, "" for plain words. `qr`: a QR code that leads there, without words."""

    text: str
    href: str = ""
    bold: bool = False
    qr: str = ""

    @property
    def code(self) -> str:
        """The drawing of its QR code as a data: address."""
        return marks.qr(self.qr)


ShownLine = tuple[Piece, ...]


@dataclass(frozen=True)
class ShownCell:
    """One cell's words. `held` (set by `bands`): covers some rows of a part and stays beside the first of them."""

    lines: tuple[ShownLine, ...]
    column: Column
    rows: int = 1
    block: bool = False
    held: bool = False

    @property
    def text(self) -> str:
        """All words of the cell, one line a line."""
        return "\n".join(map(plain, self.lines))


def plain(line: ShownLine) -> str:
    """The words of a line."""
    return "".join(piece.text for piece in line)


def show_line(line: Line, numerals: Numerals) -> ShownLine:
    """One line, its links kept apart from its plain words."""
    return tuple(_piece(value, numerals) for value in line)


def _piece(value: Value, numerals: Numerals) -> Piece:
    href = value.href if isinstance(value, Link) else ""
    qr = value.target if isinstance(value, Qr) else ""
    return Piece(shown(value, numerals), href, isinstance(value, Bold), qr)


def show_lines(lines: tuple[Line, ...], document: Document) -> tuple[ShownLine, ...]:
    """All lines in the document's numerals."""
    return tuple(show_line(line, document.numerals) for line in lines)


def show_cell(cell: Cell, column: Column, document: Document) -> ShownCell:
    """The cell under its column."""
    return ShownCell(show_lines(cell.lines, document), column, cell.rows, cell.block)


def show_rows(table: Table, document: Document) -> tuple[tuple[ShownCell | None, ...], ...]:
    """The table's rows; None where a cell from above covers the place."""
    return tuple(
        tuple(
            show_cell(cell, column, document) if cell else None for cell, column in zip(row, table.columns, strict=True)
        )
        for row in table.rows
    )
