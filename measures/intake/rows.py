"""The walk over the tables: every row that holds a measure or goes on with one, with its indicator."""

import re
from dataclasses import dataclass, field

from evidence.office.grid import Cell, Grid, Paper, Row
from measures.intake.catalogue import Catalogue
from measures.intake.doubts import code_of, doubt
from measures.intake.headings import Key, columns_of, further_columns, is_subheading, is_title, title_lines
from measures.intake.indicators import goes_on_with, instrument_doubt, older_ranges, read_indicator, read_scores
from measures.intake.labels import first_labels
from measures.intake.shapes import Doubt, FoundScore, Place
from thai.wording import squeeze

_OF_A_MEASURE: tuple[Key, ...] = ("method", "result", "answer", "text", "links", "reason")
_INSTRUMENT = re.compile(r"\b[IEO]IT\b|แบบวัด|แบบตรวจ")
_ENOUGH_DOUBTS = 200
_DITTO = re.compile(r"[\s\"'“”‘’〃,.\-–—]*|[\s(]*(?:ต่อ|เช่นเดียวกัน|เช่นเดียวกับข้างต้น)[\s)]*")


@dataclass(frozen=True)
class Entry:
    """One row of a table under its heading. `method` is None where a merged measure cell goes on."""

    indicator: int
    method: Cell | None
    responsible: str
    cells: dict[Key, Cell]
    place: Place
    after_break: bool

    @property
    def result(self) -> Cell | None:
        """The result cell, where the form has one and something is in it."""
        cell = self.cells.get("result")
        return cell if cell is not None and not cell.is_blank else None


@dataclass
class Walk:
    """What walking over all tables of a paper gathers."""

    catalogue: Catalogue
    entries: list[Entry] = field(default_factory=list)
    scores: list[FoundScore] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    has_table: bool = False
    # Where the walk stands: these carry over from row to row and from table to table.
    columns: dict[Key, int] = field(default_factory=dict)
    heading: set[Cell] = field(default_factory=set)
    further: dict[int, Key | None] = field(default_factory=dict)
    joined: dict[tuple[Cell, ...], Cell] = field(default_factory=dict)
    indicator: int | None = None
    indicator_cell: Cell | None = None
    responsible: str = ""
    method: Cell | None = None
    after_break: bool = True
    block: int = 0
    known: dict[Cell, Cell] = field(default_factory=dict)
    unnamed: set[int | None] = field(default_factory=set)

    def over(self, paper: Paper) -> "Walk":
        """Walk over all tables of the paper."""
        self.titles += paper.lines
        for name in paper.hidden_sheets:
            self.doubts.append(doubt("hidden_sheet", Place(name), name))
        for cell in paper.covered:
            self.doubts.append(doubt("text_covered", cell.place, cell.text))
        for grid in paper.grids:
            self._grid(grid)
        return self

    def _grid(self, grid: Grid) -> None:
        headed = any(columns_of(row) for row in grid)
        width = max((len(row.cells) for row in grid), default=0)
        # A Word table may go on as a table of its own without a heading; a new sheet always has one.
        goes_on = bool(self.columns) and not grid.sheet and width >= max(self.columns.values(), default=0)
        if not headed and not goes_on:
            self.titles += title_lines(cell for row in grid.rows[:20] for cell in row.distinct())
            return
        self.has_table = True
        self.block = 0
        self.after_break = True
        if headed:
            self.columns = {}
        under_heading = False
        for row in grid:
            columns = columns_of(row)
            if columns and not (under_heading and self.heading & set(row.cells.values())):
                self.heading = set(row.cells.values())
                self.columns, self.further = columns, further_columns(row, columns)
                self.after_break, under_heading = True, True
                self.block += 1
            elif is_title(row) or not self.columns:
                self.titles += title_lines(row.distinct())
                self.after_break = True
            elif not (under_heading and (columns or is_subheading(row))):
                under_heading = False
                self._row(row, grid)

    def _row(self, row: Row, grid: Grid) -> None:
        place = Place(grid.sheet, grid.table or self.block, row.number, self.columns["method"])
        cells = self._cells(row, grid)
        method = cells["method"]
        if all(cell.is_blank for cell in cells.values()):
            return
        self._see_indicator(cells)
        if all(cell.is_blank for key, cell in cells.items() if key in _OF_A_MEASURE):
            self._leave([cells[key] for key in ("instrument", "responsible") if key in cells], row)
            return
        # The same merged cell again: its measure goes on.
        goes_on = method.is_blank or self.method is method
        self.method = method
        if self.indicator is None and self.indicator_cell is None:
            code = code_of("indicator_missing", by_issue=self.catalogue.by_issue)
            self.doubts.append(doubt(code, self._at(place, "indicator")))
        self._see_responsible(cells, place)
        placed = {key: self._placed(cell) for key, cell in cells.items()}
        kept = None if goes_on else placed["method"]
        self.entries.append(Entry(self.indicator or 0, kept, self.responsible, placed, place, self.after_break))
        self.after_break = False
        is_own = "code" in self.columns  # the portal's own workbook: its measures are the plan's
        if kept is not None and not is_own and (older := older_ranges(kept, self.indicator or 0, self.catalogue)):
            self.doubts.append(older)

    def _cells(self, row: Row, grid: Grid) -> dict[Key, Cell]:
        """Key → cell of a row; what stands in further columns of a heading joins it, the rest is doubted."""
        found: dict[Key, Cell] = {}
        taken: dict[Cell, Key] = {}
        for key, column in sorted(self.columns.items(), key=lambda one: one[1]):
            cell = row.cells.get(column)
            # A merged cell cut by a page's own heading row goes on under it: it looks merged with the heading.
            beside = cell in taken and taken[cell] not in ("instrument", "indicator")
            if cell is None or beside or cell in self.heading:
                cell = Cell("", Place(grid.sheet, grid.table, row.number, column))
            found[key] = cell
            taken[cell] = key
        for cell in row.distinct():
            if cell in taken or cell.is_blank or cell in self.heading:
                continue
            further = self.further.get(cell.place.column)
            if further is not None:
                found[further] = self._joined(found[further], cell)
            elif cell.place.row == row.number:
                self.doubts.append(doubt("column_unread", self._placed(cell).place, cell.text))
        return found

    def _joined(self, one: Cell, other: Cell) -> Cell:
        """Two cells of a row under one heading as one, always the same one for the same two."""
        text = "\n".join(part for part in (one.text, other.text) if part)
        place = other.place if one.is_blank else one.place
        is_formula = one.is_formula or other.is_formula
        whole = Cell(text, place, one.width, one.links + other.links, is_formula)
        return self.joined.setdefault((one, other), whole)

    def _leave(self, cells: list[Cell], row: Row) -> None:
        """Name the words of a row that belongs to no measure: a signature, a footnote, the rest of a cut cell."""
        for cell in cells:
            if cell.place.row == row.number and not _says_nothing(cell) and not _INSTRUMENT.search(cell.text):
                self.doubts.append(doubt("row_unread", self._placed(cell).place, cell.text))

    def _at(self, place: Place, key: Key) -> Place:
        return Place(place.sheet, place.table, place.row, self.columns.get(key, place.column))

    def _placed(self, cell: Cell) -> Cell:
        """The cell, knowing the number of its heading block where a sheet holds several."""
        return self.known.setdefault(cell, _with_block(cell, self.block))

    def _see_indicator(self, cells: dict[Key, Cell]) -> None:
        cell = cells.get("indicator")
        if cell is None or _says_nothing(cell) or cell is self.indicator_cell:
            return
        placed = self._placed(cell)
        if self.indicator is not None and goes_on_with(placed, self.indicator, self.catalogue):
            self._note_scores(read_scores(placed, self.indicator)[0], placed)
            return
        if self.indicator is None and len(self.doubts) > _ENOUGH_DOUBTS:
            return  # refused many times over: no need to compare every further name
        number, scores, doubts = read_indicator(placed, self.catalogue)
        if number != self.indicator or number is None:
            self.responsible = ""
        self.indicator, self.indicator_cell = number, cell
        self.doubts += doubts
        self._note_scores(scores, placed)
        instrument = cells.get("instrument")
        if number and instrument and (found := instrument_doubt(self._placed(instrument), number, self.catalogue)):
            self.doubts.append(found)

    def _is_rest(self, method: Cell) -> bool:
        """Whether a row after a page break only goes on with the measure before it."""
        return self.after_break and bool(self.entries) and not first_labels(method.lines)

    def _note_scores(self, scores: list[FoundScore], cell: Cell) -> None:
        for score in scores:
            same = [one for one in self.scores if (one.indicator, one.year) == (score.indicator, score.year)]
            if not same:
                self.scores.append(score)
            elif same[0].score != score.score:
                words = {"indicator": score.indicator, "year": score.year, "kept": same[0].score}
                self.doubts.append(doubt("score_twice", cell.place, score.score, **words))

    def _see_responsible(self, cells: dict[Key, Cell], place: Place) -> None:
        """A blank cell goes on with the text above it, within the same indicator."""
        if "responsible" not in self.columns:
            return
        cell = cells.get("responsible")
        if cell is not None and not _says_nothing(cell):
            text = squeeze(cell.text)
            if self.responsible and text != self.responsible and self._is_rest(cells["method"]):
                self.doubts.append(doubt("row_unread", self._placed(cell).place, cell.text))
            else:
                self.responsible = text
        elif not self.responsible and self.indicator not in self.unnamed:
            self.unnamed.add(self.indicator)
            where = self._at(place, "responsible")
            code = code_of("responsible_blank", by_issue=self.catalogue.by_issue)
            self.doubts.append(doubt(code, where, indicator=self.indicator or "-"))


def _says_nothing(cell: Cell) -> bool:
    """Whether a cell is blank, or only says that what stands above goes on: a ditto mark, "(ต่อ)"."""
    return bool(_DITTO.fullmatch(cell.text))


def _with_block(cell: Cell, block: int) -> Cell:
    place = cell.place
    if place.table:
        return cell
    return Cell(cell.text, Place(place.sheet, block, place.row, place.column), cell.width, cell.links, cell.is_formula)
