"""The walk over the tables of form E: rows of measures under their issue, in a cell, a row or a line of its own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from assessments.matching import IndicatorMatch, match_indicator
from evidence.office.grid import Cell, Grid, Paper, Row
from measures.intake.catalogue import Catalogue
from measures.intake.doubts import doubt
from measures.intake.headings import title_lines
from measures.intake.shapes import Doubt, Place
from thai.digits import to_arabic_digits
from thai.wording import bare, squeeze

Key = Literal["issue", "measure", "steps", "result", "outcome", "responsible"]


def _bare(*words: str) -> tuple[str, ...]:
    return tuple(bare(word) for word in words)


# Beginnings of headings, in the order in which they are tried.
_BEGINNINGS: tuple[tuple[Key, tuple[str, ...]], ...] = (
    ("issue", _bare("ประเด็น")),
    ("outcome", _bare("ผลลัพธ์", "ผลสำเร็จ", "ความสำเร็จ", "ผลสัมฤทธิ์", "ผลที่ได้รับ")),
    ("result", _bare("สรุปผล", "ผลการดำเนิน", "ผลดำเนินงาน", "ผลการปฏิบัติ", "รายงานผล")),
    ("steps", _bare("ขั้นตอน", "วิธี", "แนวทาง")),
    ("measure", _bare("มาตรการ", "กิจกรรม", "โครงการ")),
    ("responsible", _bare("หน่วยงาน", "ผู้รับผิดชอบ", "ส่วนราชการ", "สำนัก/กอง", "ส่วนงาน")),
)
_OTHER_FORMS = _bare("ตัวชี้วัด", "รหัสแถว", "แบบสำรวจ")
_LONGEST = 90
_ISSUE = re.compile(r"^ประเด็น\s*(?:ที่)?\s*[:：]?\s*(?=[0-9๐-๙]{1,2}(?![0-9๐-๙])|[ก-๙])")
_NUMBERED = re.compile(r"^ประเด็น\s*ที่\s*[0-9๐-๙]{1,2}(?![0-9๐-๙])")
_LABEL = re.compile(r"^[(\[]?[0-9๐-๙]{1,2}[.)\]]")
_DITTO = re.compile(r"[\s\"'“”‘’〃,.\-–—]*|[\s(]*(?:ต่อ|เช่นเดียวกัน|เช่นเดียวกับข้างต้น)[\s)]*")


@dataclass(frozen=True)
class IssueEntry:
    """A row that says something of measures. issue: 0 where none is known.

    lines: of the measure's cell without the issue's; begins: the issue begins in this row, `name` as typed.
    """

    issue: int
    name: str
    lines: tuple[str, ...]
    cells: dict[Key, Cell]
    place: Place
    begins: bool
    after_break: bool


@dataclass
class IssueWalk:
    """What walking over all tables of a paper gathers."""

    catalogue: Catalogue
    entries: list[IssueEntry] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    # Where the walk stands.
    columns: dict[Key, int] = field(default_factory=dict)
    heading: set[Cell] = field(default_factory=set)
    issue: int | None = None
    name: str = ""
    begins: bool = False
    after_break: bool = True
    measure: Cell | None = None
    block: int = 0
    known: dict[Cell, Cell] = field(default_factory=dict)

    def over(self, paper: Paper) -> "IssueWalk":
        """Walk over all tables of the paper."""
        self.doubts += [doubt("hidden_sheet", Place(name), name) for name in paper.hidden_sheets]
        self.doubts += [doubt("text_covered", cell.place, cell.text) for cell in paper.covered]
        # What stands before the report is a memo's: its crest.
        first = next((grid.pictures for grid in paper.grids if any(issue_columns(row) for row in grid)), 0)
        if left := paper.pictures - first:
            self.doubts.append(doubt("pictures_left", count=left))
        for grid in paper.grids:
            self._grid(grid)
        self.titles = [*self.titles, *paper.lines]
        return self

    def _grid(self, grid: Grid) -> None:
        headed = any(issue_columns(row) for row in grid)
        width = max((len(row.cells) for row in grid), default=0)
        # A Word table may go on as a table of its own without a heading; a new sheet always has one.
        goes_on = bool(self.columns) and not grid.sheet and width >= max(self.columns.values(), default=0)
        if not headed and not goes_on:
            self.titles += title_lines(cell for row in grid.rows[:20] for cell in row.distinct())
            return
        self.block, self.after_break = 0, True
        if headed:
            self.columns = {}
        for line in grid.above:
            if _NUMBERED.match(line):
                self._begin([line], Place(grid.sheet, grid.table))
        for row in grid:
            if columns := issue_columns(row):
                self.columns, self.heading = columns, set(row.cells.values())
                self.after_break, self.block = True, self.block + 1
            elif (wide := _wide(row)) is not None:
                self._title(wide, grid, row)
            elif self.columns:
                self._row(row, grid)

    def _title(self, cell: Cell, grid: Grid, row: Row) -> None:
        """A row of one wide cell: an issue over its measures, or a title line."""
        lines = cell.lines
        if lines and _ISSUE.match(lines[0]) and not set(row.cells.values()) & self.heading:
            self._begin(lines, self._place(grid, row, cell.place.column))
        else:
            self.titles += lines

    def _row(self, row: Row, grid: Grid) -> None:
        cells = self._cells(row, grid)
        if all(says_nothing(cell) for cell in cells.values()):
            return
        place = self._place(grid, row, self.columns["measure"])
        if (own := cells.get("issue")) is not None and not says_nothing(own) and own.place.row == row.number:
            self._begin(own.lines, self._place(grid, row, self.columns["issue"]))
        measure = cells["measure"]
        lines = [] if says_nothing(measure) or measure is self.measure else list(measure.lines)
        self.measure = None if says_nothing(measure) else measure
        if lines and _ISSUE.match(lines[0]) and self._is_issue(lines[0]):
            lines = self._begin(lines, place)
        if self.issue is None and not any(one.code == "indicator_missing_issue" for one in self.doubts):
            self.doubts.append(doubt("indicator_missing_issue", place))
        self.entries.append(
            IssueEntry(self.issue or 0, self.name, tuple(lines), cells, place, self.begins, self.after_break)
        )
        self.begins = self.after_break = False

    def _cells(self, row: Row, grid: Grid) -> dict[Key, Cell]:
        """Key → cell of a row; what stands beside the form's columns is doubted."""
        found: dict[Key, Cell] = {}
        for key, column in self.columns.items():
            cell = row.cells.get(column)
            if cell is None or cell in self.heading or cell in found.values():
                cell = Cell("", Place(grid.sheet, grid.table, row.number, column))
            found[key] = cell
        for cell in row.distinct():
            beside = cell not in found.values() and cell not in self.heading and not cell.is_blank
            if beside and cell.place.row == row.number:
                self.doubts.append(doubt("column_unread", self._place(grid, row, cell.place.column), cell.text))
        return {key: self._placed(cell, grid) for key, cell in found.items()}

    def _placed(self, cell: Cell, grid: Grid) -> Cell:
        """The cell, knowing the number of its heading block where a sheet holds several; the same for the same."""
        if not grid.sheet or cell.place.table:
            return cell
        return self.known.setdefault(cell, replace(cell, place=replace(cell.place, table=self.block)))

    def _place(self, grid: Grid, row: Row, column: int) -> Place:
        return Place(grid.sheet, grid.table or self.block, row.number, column)

    def _is_issue(self, line: str) -> bool:
        """Whether a line that begins with "ประเด็น" names an issue: by number, or by a known name."""
        return bool(_NUMBERED.match(line)) or self._match(line).number is not None

    def _match(self, text: str) -> IndicatorMatch:
        """What the year's issues are to a text: their names are matched as those of indicators are."""
        return match_indicator(_ISSUE.sub("", to_arabic_digits(squeeze(text))), self.catalogue.issues)

    def _begin(self, lines: list[str], place: Place) -> list[str]:
        """Take the issue's name, over several lines where it is broken, from the front; answer the lines after it."""
        name, rest = lines[0], lines[1:]
        while rest and not _LABEL.match(rest[0]) and self._goes_on(name, rest[0]):
            name, rest = f"{name} {rest[0]}", rest[1:]
        found = self._match(name)
        number, code = found.number, "indicator_differs_issue" if found.how == "conflict" else ""
        if number is None and any(one.number == found.typed_number for one in self.catalogue.issues):
            number, code = found.typed_number, "issue_named_otherwise" if found.typed_name else ""
        if number is None:
            code = "unknown_indicator_issue"
        if code:
            words = {"year": self.catalogue.year, "typed": found.typed_number, "indicator": number}
            self.doubts.append(doubt(code, place, squeeze(name)[:120], **words))
        if number is None or number != self.issue:
            self.issue, self.begins = number or 0, True
        self.name = found.typed_name
        return rest

    def _goes_on(self, name: str, line: str) -> bool:
        """Whether the line goes on with an issue's name that was broken before it."""
        begun = bare(re.sub(r"^[0-9]{1,2}[.):]?\s*", "", _ISSUE.sub("", to_arabic_digits(squeeze(name)))))
        names = [bare(one) for known in self.catalogue.issues for one in (known.name, *known.aliases)]
        return any(
            one.startswith(begun) and len(begun) < len(one) and bare(line) and one[len(begun) :].startswith(bare(line))
            for one in names
        )


def issue_columns(row: Row) -> dict[Key, int]:
    """Key → column number where `row` is a heading row of form E; {} where it is not one.

    Such a row names the measure with its outcome, or with its steps and result, and is of no other form.
    """
    columns: dict[Key, int] = {}
    for cell in row.distinct():
        core = bare(squeeze(cell.text))
        if not core or len(cell.text) > _LONGEST:
            continue
        if core.startswith(_OTHER_FORMS):
            return {}
        key = next((key for key, beginnings in _BEGINNINGS if core.startswith(beginnings)), None)
        if key and key not in columns and not re.search(r"[0-9๐-๙]", cell.text):
            columns[key] = cell.place.column
    complete = "measure" in columns and ("outcome" in columns or {"steps", "result"} <= columns.keys())
    return columns if complete else {}


def _wide(row: Row) -> Cell | None:
    """The only filled cell of a row, where it spans most of the table."""
    filled = [cell for cell in row.distinct() if not cell.is_blank]
    if len(filled) != 1 or filled[0].place.row != row.number:
        return None
    return filled[0] if filled[0].width >= 3 and filled[0].width >= len(row.cells) / 2 else None


def says_nothing(cell: Cell) -> bool:
    """Whether a cell is blank, a dash, or only says that what stands above goes on: a ditto mark, "(ต่อ)"."""
    return bool(_DITTO.fullmatch(cell.text))


def tables_of(paper: Paper) -> Iterator[Row]:
    """All rows of a paper."""
    for grid in paper.grids:
        yield from grid


def is_issue_form(paper: Paper) -> bool:
    """Whether any table of the paper has the heading of form E."""
    return any(issue_columns(row) for row in tables_of(paper))


def joined(lines: Iterable[str]) -> str:
    """The lines with tidy spaces, their breaks kept."""
    return "\n".join(line for line in map(squeeze, lines) if line)
