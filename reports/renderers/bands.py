"""How a table of row spans is cut for a page that may end anywhere.

A cell that spans rows loses its text and its border where a page ends. So the PDF has no row spans at all:

* a **part** is a run of rows with the same block cells; their text stands in the part's repeated head, so it is
  shown again on every page;
* a **band** is the smallest run of rows that no flowing cell (a narrative over six measures) leaves: it becomes one
  table row, with the six measures stacked in their cell and the narrative beside them, and may break anywhere;
* a narrative over exactly one part, low enough to be laid over its rows, is a block text like the others;
* a low cell over some rows of a part (a narrative over six of its measures, a responsible text that changes) is
  **held**: its rows become a **run**, a small table of their own inside the part with a repeated head of its own, so
  that it is shown again like a block text while the block's text stays one. A second such column inside a run stands
  beside as many of its first rows as its words need, and those rows stay together;
* where a narrative goes over a block's end (a group of indicators) the band is **wide**: the cells before the
  narrative become small tables of their own inside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reports.renderers.shown import ShownCell

# A block text higher than this would not fit beside short rows; it flows in the first row instead, where a page
# may end inside it.
OVERLAY_LINES = 18
# A narrative higher than this flows beside its measures; a lower one is laid over them and shown again.
NARRATIVE_LINES = 12
# Characters in one percent of the table's width: where a height must not be overrated, and where not underrated.
LOOSE, TIGHT = 1.4, 1.2

Rows = Sequence[Sequence[ShownCell | None]]


@dataclass(frozen=True)
class Band:
    """One table row: for each column the cells stacked in it, top first (no cell: the block's place)."""

    stacks: tuple[tuple[ShownCell, ...], ...]


@dataclass(frozen=True)
class Part:
    """One table with a repeated head. `over`: for each column the block cell shown again, or None.

    `runs`: the same rows as `bands`, as small tables of the columns from the first flowing one on, each with the
    held text that is shown again on its pages; () where no cell is held over several rows.
    """

    over: tuple[ShownCell | None, ...]
    bands: tuple[Band, ...]
    inner: tuple["Part", ...] = ()  # wide: the parts left of `beside`
    beside: tuple[ShownCell, ...] = ()
    runs: tuple["Part", ...] = ()


def parts(rows: Rows, *, settle: bool = True) -> tuple[Part, ...]:
    """All rows as parts, in order; every cell is in exactly one. `settle`: lay low cells over rows where they fit."""
    found: list[Part] = []
    rows = _settled(rows) if settle else rows
    for start, stop in _bands(rows):
        if _cuts(rows, start, stop):
            found.append(_wide(rows, start, stop))
            continue
        over = _over(rows, start)
        band = _band(rows[start:stop])
        if found and not found[-1].inner and found[-1].over == over:
            found[-1] = Part(over, (*found[-1].bands, band))
        else:
            found.append(Part(over, (band,)))
    return tuple(part if part.inner else replace(part, runs=_runs(part)) for part in found)


def leading(over: Sequence[object]) -> int:
    """How many columns stand before the first flowing one: those of the block's own texts."""
    return next((place for place, cell in enumerate(over) if cell is None), len(over))


def estimated_lines(cell: ShownCell, characters: float = 1.35) -> int:
    """Printed lines of a cell: `characters` that fit in one percent of the table's width (Thai marks have none)."""
    room = int(max(4.0, cell.column.share * characters))
    return sum(max(1, -(-int(width(line)) // room)) for line in cell.text.split("\n"))


def width(text: str) -> float:
    """Room that a text takes, in letters of middle width: capitals take more, pictures and Chinese signs two."""
    wide = sum(0.3 for c in text if "A" <= c <= "Z") + sum(0.3 for c in text if c in "MWOQ@%")
    return visible(text) + wide + sum(1 for c in text if c >= "\u2e80")


def visible(text: str) -> int:
    """Characters that take room: Thai vowels above and below and tone marks take none."""
    return sum(1 for c in text if not ("\u0e34" <= c <= "\u0e3a" or "\u0e47" <= c <= "\u0e4e" or c == "\u0e31"))


def _settled(rows: Rows) -> Rows:
    """The rows with every cell of several rows judged anew inside its part (the block of the first column).

    A low narrative over exactly one part becomes a block cell; a low cell over some rows of a part becomes `held`.
    """
    starts = [here for here, row in enumerate(rows) if row[0] is not None and row[0].block]
    judged = [list(row) for row in rows]
    for start, stop in pairwise([*starts, len(rows)]):
        flows = _flows_through(rows, start, stop)
        for here in range(start, stop):
            judged[here] = [cell and _judged(cell, here, start, stop, flows) for cell in rows[here]]
    return judged


def _flows_through(rows: Rows, start: int, stop: int) -> bool:
    """Whether a cell too high to be laid over stands beside several rows of the part, or comes in or goes out."""
    for here, row in enumerate(rows[:stop]):
        for cell in row:
            if cell is None or here + cell.rows <= start:
                continue
            if cell.block and here >= start and estimated_lines(cell, TIGHT) > OVERLAY_LINES:
                return True
            if not cell.block and cell.rows > 1 and not _low_inside(cell, here, start, stop):
                return True
    return False


def _low_inside(cell: ShownCell, here: int, start: int, stop: int) -> bool:
    return start <= here and here + cell.rows <= stop and estimated_lines(cell, TIGHT) <= NARRATIVE_LINES


def _judged(cell: ShownCell, here: int, start: int, stop: int, flows: bool) -> ShownCell:
    whole = (here, here + cell.rows) == (start, stop)
    if cell.block:
        return cell if whole or flows else replace(cell, block=False, held=True)
    if cell.rows > 1 and _low_inside(cell, here, start, stop):
        return replace(cell, block=whole, held=not whole)
    return cell


def _bands(rows: Rows) -> list[tuple[int, int]]:
    bands: list[tuple[int, int]] = []
    for here, row in enumerate(rows):
        stop = here + max((cell.rows for cell in row if cell and not cell.block and not cell.held), default=1)
        if bands and here < bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], stop))
        else:
            bands.append((here, stop))
    return bands


def _cuts(rows: Rows, start: int, stop: int) -> list[int]:
    """Rows inside a band where another block begins."""
    return [here for here in range(start + 1, stop) if any(cell and cell.block for cell in rows[here])]


def _over(rows: Rows, here: int) -> tuple[ShownCell | None, ...]:
    """The block cell that covers row `here` in each column; None for flowing columns."""
    found: list[ShownCell | None] = []
    for column in range(len(rows[here])):
        above = next(row[column] for row in reversed(rows[: here + 1]) if row[column] is not None)
        found.append(above if above and above.block else None)
    return tuple(found)


def _runs(part: Part) -> tuple[Part, ...]:
    """The part cut where a held cell begins or ends; () where none is, or where a block text is too high to lie."""
    held = [
        (column, here, stack[0])
        for here, band in enumerate(part.bands)
        for column, stack in enumerate(band.stacks)
        if stack and stack[0].held and stack[0].rows > 1
    ]
    first = leading(part.over)
    if not held or not first or any(cell and estimated_lines(cell, TIGHT) > OVERLAY_LINES for cell in part.over):
        return ()
    last = max(column for column, _here, _cell in held)
    lying = {here: cell for column, here, cell in held if column == last}
    if any(here + cell.rows > len(part.bands) for here, cell in lying.items()):
        return ()
    edges = sorted({0, *lying, *(here + cell.rows for here, cell in lying.items()), len(part.bands)})
    return tuple(_run(part.bands[start:stop], first, last, lying.get(start)) for start, stop in pairwise(edges))


def _run(bands: Sequence[Band], first: int, last: int, lying: ShownCell | None) -> Part:
    """The bands without the columns before `first`; `lying` is shown again in column `last`."""
    cut = [list(band.stacks[first:]) for band in bands]
    if lying:
        cut[0][last - first] = ()
    over = tuple(lying if column == last - first else None for column in range(len(cut[0])))
    return Part(over, tuple(Band(tuple(stacks)) for stacks in cut))


def _band(rows: Rows, columns: int | None = None) -> Band:
    return Band(
        tuple(
            tuple(cell for row in rows if (cell := row[column]) is not None and not cell.block)
            for column in range(columns or len(rows[0]))
        )
    )


def _wide(rows: Rows, start: int, stop: int) -> Part:
    """A band over several blocks: the narrative columns at the right beside one inner part for each block."""
    edges = [start, *_cuts(rows, start, stop), stop]
    crossing = next(
        column
        for column, cell in enumerate(rows[start])
        if cell is not None and not cell.block and start + cell.rows > edges[1]
    )
    inner = tuple(
        Part(_over(rows, top)[:crossing], tuple(_band([row], crossing) for row in rows[top:bottom]))
        for top, bottom in pairwise(edges)
    )
    beside = tuple(cell for cell in rows[start][crossing:] if cell is not None)
    return Part((), (), inner, beside)
