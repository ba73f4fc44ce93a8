"""A table of a file, whatever program wrote it: rows of cells, merged ones present in every row they span."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from evidence.office.doubts import Place
from evidence.office.limits import CELL_TEXT, RefusedFile
from thai.wording import gettext_noop

# What `marking` writes into a Word cell; read again, it is no part of the paper.
_NOTE = re.compile(r"【[^【】]*】")


# Zero-width signs and soft hyphens, which nobody sees or types on purpose; they would hide a label or a link.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))


def seen(text: str) -> str:
    """A cell's text as a reader sees it: no invisible signs, no-break spaces as spaces.

    Raises RefusedFile for more text than any cell of a form holds.
    """
    if len(text) > CELL_TEXT:
        raise RefusedFile(gettext_noop("ช่องหนึ่งในตารางมีข้อความยาวผิดปกติ ให้คัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่"))
    return text.translate(_UNSEEN).replace("\u00a0", " ").strip()


def noted(message: str) -> str:
    """A message as it stands in a marked copy."""
    return f"【{message.replace('【', '').replace('】', '')}】"


def without_notes(text: str) -> str:
    """A cell's text without the messages of a marked copy."""
    return _NOTE.sub("", text).strip()


@dataclass(frozen=True)
class Hyperlink:
    """What a link in a cell shows, and where a click on it leads."""

    shown: str
    target: str


@dataclass(frozen=True, eq=False)
class Cell:
    """One cell, at its first row and column; `text` keeps line breaks. Compared by identity."""

    text: str
    place: Place
    width: int = 1
    links: tuple[Hyperlink, ...] = ()
    is_formula: bool = False

    @property
    def lines(self) -> list[str]:
        """Its lines, without blank ones."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written or linked in it."""
        return not self.text.strip() and not self.links


@dataclass(frozen=True)
class Row:
    """A row: column number (from 1) → cell. A merged cell stands in each of its columns."""

    number: int
    cells: dict[int, Cell]

    def distinct(self) -> list[Cell]:
        """Its cells from left to right, a merged one once."""
        return list(dict.fromkeys(self.cells[column] for column in sorted(self.cells)))


@dataclass
class Grid:
    """One table of a Word file or one sheet of a workbook."""

    sheet: str = ""
    table: int = 0
    rows: list[Row] = field(default_factory=list)
    above: list[str] = field(default_factory=list)  # lines of a Word text between the table before and this one
    pictures: int = 0  # of a Word text before this table

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


@dataclass
class Paper:
    """All tables of a file and the lines outside them (titles)."""

    grids: list[Grid] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    hidden_sheets: list[str] = field(default_factory=list)
    # Cells with words of their own under a merged cell, where no reader of the paper sees them.
    covered: list[Cell] = field(default_factory=list)
    # How many pictures it shows; they are not read.
    pictures: int = 0
