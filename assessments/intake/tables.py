"""Score tables of a file, whatever their layout: several years side by side or one below the other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assessments.intake.columns import SHARES, Block, blocks_of
from assessments.intake.figures import LEVEL, code_named, code_of
from assessments.intake.lines import Line
from assessments.intake.printed import summary_in, year_in
from assessments.scoring import OVERALL
from evidence.office.doubts import Place
from evidence.office.grid import Cell, Grid, Paper, Row
from thai.wording import squeeze

_LONGEST = 200
_THAI = re.compile(r"[ก-๙]")


def table_lines(paper: Paper) -> list[Line]:
    """The lines of all score tables, and of sentences about the whole score, in the paper's order."""
    walk = _Walk()
    for grid in paper.grids:
        walk.over(grid)
    return walk.lines + [line for text in paper.lines for line in _sentence(text, None, Place())]


@dataclass
class _Walk:
    """Goes through the tables. blocks: what the columns mean now; titles: rows since the last line of scores."""

    lines: list[Line] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    titles: list[Row] = field(default_factory=list)

    def over(self, grid: Grid) -> None:
        """Take one sheet or one table of a text."""
        self.titles = []
        if grid.sheet or any(line.strip() for line in grid.above):
            # A table that follows another at once goes on with it: a page break cut it.
            self.blocks = []
        rows, skip = list(grid), False
        for index, row in enumerate(rows):
            if skip:
                skip = False
                continue
            fresh, skip = blocks_of(row, rows[index + 1] if index + 1 < len(rows) else None)
            if fresh:
                self._begin(fresh, grid)
            elif not self._take(row):
                self.titles.append(row)

    def _begin(self, fresh: list[Block], grid: Grid) -> None:
        """A heading row: its years come from itself, the rows above, the lines above, the sheet's name."""
        for index, block in enumerate(fresh):
            before = self.blocks[index] if index < len(self.blocks) else None
            for column, year in block.scores.items():
                found = year or self._title_year(column) or _line_year(grid)
                if found is None and before is not None and before.shape == block.shape and not self.titles:
                    found = before.scores[column]
                block.scores[column] = found
        self.blocks, self.titles = fresh, []

    def _title_year(self, column: int) -> int | None:
        """The year in the nearest row above: of the cell that begins nearest at the left of the column."""
        for row in reversed(self.titles):
            dated = [(one.place.column, year) for one in row.distinct() if (year := year_in(one.text))]
            left = [year for begin, year in dated if begin <= column]
            if dated:
                return left[-1] if left else dated[0][1]
        return None

    def _take(self, row: Row) -> bool:
        """The lines of a row; False where it holds none."""
        found = [line for block in self.blocks for line in _row_lines(row, block)]
        if not found:
            only = {year for block in self.blocks for year in block.scores.values()}
            year = only.pop() if len(only) == 1 else None
            found = [line for cell in row.distinct() for line in _sentence(cell.text, year, cell.place)]
        self.lines += found
        return bool(found)


def _line_year(grid: Grid) -> int | None:
    return next((year for line in reversed(grid.above) if (year := year_in(line))), None) or year_in(grid.sheet)


def _row_lines(row: Row, block: Block) -> Iterator[Line]:
    code_cell, name_cell = row.cells.get(block.code or 0), row.cells.get(block.name or 0)
    written = squeeze(code_cell.text) if code_cell else ""
    name = squeeze(name_cell.text) if name_cell is not None and name_cell is not code_cell else ""
    code = code_of(written, zero_is_o=block.zero_is_o)
    if not code and written:
        code = code_named(written)
        # "1. การปฏิบัติหน้าที่" in one cell; a code that is none stays as written: it is refused with its place.
        name = squeeze(f"{written} {name}") if _THAI.search(written) else written
    code = code or code_named(name)
    shares = [row.cells.get(block.shares[one]) for one in SHARES] if len(block.shares) == len(SHARES) else []
    texts = tuple(cell.text if cell else "" for cell in shares)
    for column, year in block.scores.items():
        cell = row.cells.get(column)
        if cell is None or cell is code_cell or cell is name_cell:
            cell = None
        text = squeeze(cell.text) if cell else ""
        if code == LEVEL and not text:
            cell = _last(row, code_cell, name_cell) or cell
            text = squeeze(cell.text) if cell else ""
        if not (written or name) or not (text or any(texts) or (cell and cell.is_formula)):
            continue
        place = cell.place if cell else next(one.place for one in (code_cell, name_cell) if one)
        named = name_cell or code_cell
        yield Line(
            year, code, name[:_LONGEST], text[:_LONGEST], place, texts if any(texts) else (),
            is_formula=bool(cell and cell.is_formula), name_column=named.place.column if named else 0,
        )  # fmt: skip


def _last(row: Row, *others: Cell | None) -> Cell | None:
    """The last cell with words besides those that say what the row is of: a level stands anywhere."""
    found = [cell for cell in row.distinct() if not cell.is_blank and cell not in others]
    return found[-1] if found else None


def _sentence(text: str, year: int | None, place: Place) -> Iterator[Line]:
    found = summary_in(text)
    if found is None:
        return
    stated, score, level = found
    yield Line(stated or year, OVERALL, "", score, place, kind="sentence")
    if level:
        yield Line(stated or year, LEVEL, "", level[:_LONGEST], place, kind="sentence")
