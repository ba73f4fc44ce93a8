"""The heading row of a score table: which column holds what, and of which year."""

import re
from dataclasses import dataclass, field

from assessments.intake.printed import year_in
from evidence.office.grid import Cell, Row
from thai.digits import to_arabic_digits
from thai.wording import bare

_CODES = frozenset({"ตัวชี้วัด", "ตัวชี้วัดที่", "ที่", "ลำดับ", "ลำดับที่", "รหัส", "ข้อ", "ข้อที่", "code"})
_NAME = re.compile(r"^(?:รายละเอียด|รายการ|ชื่อ|ประเด็น|ตัวชี้วัด|หัวข้อ|item)")
_SCORE = re.compile(r"^(?:ผล)?(?:คะแนน|ร้อยละ)|^score")
_YEAR_ALONE = re.compile(r"^(?:ประจำ)?(?:ปี)?(?:งบประมาณ)?(?:พศ)?25\d\d$")
_MOST_YEARS = 10
SHARES = ("least", "little", "much", "most")


@dataclass
class Block:
    """One table of scores: column numbers. scores: column → year, None where a heading above must tell."""

    code: int | None = None
    name: int | None = None
    shares: dict[str, int] = field(default_factory=dict)
    scores: dict[int, int | None] = field(default_factory=dict)
    zero_is_o: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether there is a score and something that says whose."""
        return bool(self.scores) and (self.code is not None or self.name is not None)

    @property
    def shape(self) -> tuple[object, ...]:
        """What two headings of one table share."""
        return (self.code, self.name, tuple(self.shares.items()), tuple(self.scores))


def blocks_of(row: Row, below: Row | None) -> tuple[list[Block], bool]:
    """The tables that a row is the heading of (several side by side), and whether the row below belongs to it."""
    blocks = [Block()]
    goes_on = False
    for cell in row.distinct():
        columns = [column for column, one in row.cells.items() if one is cell]
        head = _head(cell, blocks[-1])
        if head in ("code", "name") and blocks[-1].scores:
            blocks.append(Block())
            head = _head(cell, blocks[-1])
        block = blocks[-1]
        match head:
            case "code":
                block.code = columns[0]
                block.zero_is_o = bare(cell.text) in ("รหัส", "ข้อ", "code")
            case "name":
                block.name = columns[0]
            case "score":
                years = _years_below(below, _under(row, columns))
                goes_on = goes_on or bool(years)
                block.scores |= years or {columns[0]: year_in(cell.text)}
            case str() if head:
                block.shares[head] = columns[0]
    return [block for block in blocks if block.is_whole], goes_on


def _head(cell: Cell, block: Block) -> str:
    """What a heading cell is of: "code", "name", "score", one of SHARES, or ""."""
    words = bare(cell.text)
    if words in _CODES and block.code is None and block.name is None:
        return "code"
    if words.startswith("น้อยที่สุด"):
        return "least"
    if words.startswith("มากที่สุด"):
        return "most"
    if words in ("น้อย", "มาก"):
        return "little" if words == "น้อย" else "much"
    if _SCORE.match(words) or (_YEAR_ALONE.match(words) and (block.code is not None or block.name is not None)):
        return "score"
    return "name" if _NAME.match(words) else ""


def _under(row: Row, columns: list[int]) -> list[int]:
    """The columns that a heading cell stands over: its own, and blank ones at its right that nobody merged."""
    wide = list(columns)
    for column in range(columns[-1] + 1, columns[-1] + _MOST_YEARS):
        right = row.cells.get(column)
        if right is not None and not right.is_blank:
            break
        wide.append(column)
    return wide


def _years_below(below: Row | None, columns: list[int]) -> dict[int, int | None]:
    """The years that stand alone in the row below, under a heading over several columns or over one."""
    cells = {column: below.cells.get(column) for column in columns} if below is not None else {}
    alone = {
        column: year_in(cell.text)
        for column, cell in cells.items()
        if cell is not None and _YEAR_ALONE.match(bare(to_arabic_digits(cell.text)))
    }
    return {column: year for column, year in alone.items() if year is not None}
