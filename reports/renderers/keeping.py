"""What must stay together on a page, so that no piece of a table is lower than the block text laid over it.

The block text of a part stands in its repeated head and is laid over the cells below. A page's first and last rows
of a part must therefore be as high as that text: rows are kept together until they surely are, and a hidden copy of
the text beside them holds the height exactly.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.renderers.bands import LOOSE, OVERLAY_LINES, TIGHT, Band, Part, estimated_lines
from reports.renderers.shown import ShownCell

# A row higher than this may be cut by a page's end; lower ones stay whole.
ROW_LINES = 20
# Rows higher than this together might not fit on one page.
BODY_LINES = 24


@dataclass(frozen=True)
class Stacked:
    """Cells stacked in one table cell; a page may end before and after the group, not inside when `keep`."""

    cells: tuple[ShownCell, ...]
    keep: bool


@dataclass(frozen=True)
class Place:
    """One table cell: flowing `groups`, or the `copy` of a block text over `rows` rows, or (neither) nothing.

    `hidden`: the copy only holds the height; `topped`: it has a line above; `covered`: a copy from the row above
    stands here.
    """

    groups: tuple[Stacked, ...] = ()
    copy: ShownCell | None = None
    rows: int = 1
    hidden: bool = True
    topped: bool = False
    covered: bool = False

    @property
    def alone(self) -> ShownCell | None:
        """The only cell of the place, which then needs no box around it."""
        single = len(self.groups) == 1 and len(self.groups[0].cells) == 1
        return self.groups[0].cells[0] if single else None


@dataclass(frozen=True)
class KeptRow:
    """`holding`: how many rows from this one on must be as high as the block texts; `covered`: one of those rows."""

    places: tuple[Place, ...]
    breakable: bool
    holding: int = 0
    covered: bool = False


@dataclass(frozen=True)
class Body:
    """Rows of one tbody; `keep`: no page ends inside."""

    rows: tuple[KeptRow, ...]
    keep: bool


@dataclass(frozen=True)
class KeptPart:
    """A part ready for the template.

    `over`: the texts laid over, per column; `least`: their height in lines; `height`: that of the whole part.
    `runs`: the part's rows as small tables instead of `bodies`.
    """

    over: tuple[ShownCell | None, ...]
    bodies: tuple[Body, ...]
    least: int
    height: int
    runs: tuple["KeptPart", ...] = ()


def kept(part: Part, least: int = 2) -> KeptPart:
    """The part with its rows gathered into bodies that hold the block texts' height at both ends.

    `least`: lines that each end must have, whatever the part's own texts need.
    """
    over = tuple(cell if cell and _high(cell) <= OVERLAY_LINES else None for cell in part.over)
    least = max([least, *(_high(cell) for cell in over if cell)])
    if part.runs:
        runs = tuple(kept(run, least) for run in part.runs)
        return KeptPart(over, (), least, sum(run.height for run in runs), runs)
    flowing = any(block and not lying for block, lying in zip(part.over, over, strict=True))
    heights = [_height(band, TIGHT) for band in part.bands]
    lows = [_height(band, LOOSE) for band in part.bands]
    held = _held(part, lows, heights)
    spans = [(here, here + rows, False) for (here, _column), rows in held.items()]
    bodies = []
    for start, stop, holds in _joined([*_ranges(lows, heights, least), *spans]):
        rows = []
        for here in range(start, stop):
            tall = heights[here] > ROW_LINES or (flowing and here == 0)
            holding = stop - start if holds and here == start and not (tall and here) else 0
            covered = holds and here > start
            blocks = zip(part.over, over, strict=True)
            places = _places(part.bands[here], blocks, here, holding, covered, least)
            rows.append(KeptRow(_with_held(places, part.bands[here], held, here), tall, holding, covered))
        bodies.append(Body(tuple(rows), keep=len(rows) > 1))
    return KeptPart(over, tuple(bodies), least, sum(heights))


def _held(part: Part, low: Sequence[int], high: Sequence[int]) -> dict[tuple[int, int], int]:
    """For each held cell over several rows, by (row, column), the rows that it must stand beside."""
    return {
        (here, column): _enough(low[here : here + cell.rows], high[here : here + cell.rows], _high(cell))
        for here, band in enumerate(part.bands)
        for column, stack in enumerate(band.stacks)
        for cell in stack
        if cell.held and cell.rows > 1
    }


def _joined(spans: Iterable[tuple[int, int, bool]]) -> list[tuple[int, int, bool]]:
    """The spans in order, those that overlap as one."""
    found: list[tuple[int, int, bool]] = []
    for start, stop, holds in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], stop), found[-1][2] or holds)
        else:
            found.append((start, stop, holds))
    return found


def _with_held(places: tuple[Place, ...], band: Band, held: dict[tuple[int, int], int], here: int) -> tuple[Place, ...]:
    """The places of row `here` with the held cells that begin in it, and nothing where one from above stands."""
    made = list(places)
    for (row, column), rows in held.items():
        if row == here:
            made[column] = Place(copy=band.stacks[column][0], rows=rows, hidden=False, topped=True)
        elif row < here < row + rows:
            made[column] = Place(covered=True)
    return tuple(made)


def _ranges(low: Sequence[int], high: Sequence[int], least: int) -> list[tuple[int, int, bool]]:
    """(start, stop, holds the height) for the bodies: a head, single rows, a tail. `low`, `high`: estimates."""
    count = len(low)
    head = _enough(low, high, least)
    tail = _enough(low[::-1], high[::-1], least)
    if head + tail > count:
        if count == 1 or sum(high) <= BODY_LINES:
            return [(0, count, True)]
        head = tail = 1
    middle = [(here, here + 1, False) for here in range(head, count - tail)]
    return [(0, head, True), *middle, (count - tail, count, True)]


def _enough(low: Sequence[int], high: Sequence[int], least: int) -> int:
    """How many rows from the front are as high as `least`; one when they might not fit on a page together."""
    for count in range(1, len(low) + 1):
        if sum(high[:count]) > BODY_LINES:
            return 1
        if sum(low[:count]) >= least:
            return count
    return max(1, len(low))


def _places(
    band: Band,
    blocks: Iterable[tuple[ShownCell | None, ShownCell | None]],
    row: int,
    holding: int,
    covered: bool,
    least: int,
) -> tuple[Place, ...]:
    """The cells of one row; `blocks` are (block text, the same where it is laid over); `holding`: rows of a copy;
    `covered`: a copy from above stands in this row."""
    places = []
    for stack, (block, lying) in zip(band.stacks, blocks, strict=True):
        if block is None:
            places.append(Place(groups=_groups(stack, least)) if stack else Place())
        elif lying is None and row == 0:
            places.append(Place(copy=block, hidden=False))
        elif lying and holding:
            places.append(Place(copy=block, rows=holding))
        else:
            places.append(Place(covered=covered and lying is not None))
    return tuple(places)


def _groups(stack: Sequence[ShownCell], least: int) -> tuple[Stacked, ...]:
    """Cells of a stack: each whole where it is short, the last ones together until they hold the height."""
    last = stack[::-1]
    tail = _enough([_low_cell(cell) for cell in last], [_high(cell) for cell in last], least)
    if len(stack) == 1:
        return (Stacked(tuple(stack), keep=False),)
    alone = tuple(Stacked((cell,), keep=estimated_lines(cell) <= ROW_LINES // 2) for cell in stack[:-tail])
    return (*alone, Stacked(tuple(stack[-tail:]), keep=True))


def _height(band: Band, characters: float) -> int:
    return max(
        sum(estimated_lines(cell, characters) for cell in stack if not cell.held or cell.rows == 1)
        for stack in band.stacks
    )


def _low_cell(cell: ShownCell) -> int:
    return estimated_lines(cell, LOOSE)


def _high(cell: ShownCell) -> int:
    return estimated_lines(cell, TIGHT)
