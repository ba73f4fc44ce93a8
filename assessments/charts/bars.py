"""Bars by indicator, with the lines that the scores are measured by."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.charts.drawing import TRACK, hue, line, picture, rect, shown, words
from thai.digits import Numerals, in_numerals

WIDTH, TOP, ROW = 400, 26, 46
LEFT, PLOT, RIGHT = 4, 326, 396


@dataclass(frozen=True)
class Bar:
    """One bar: its label, the instrument whose hue it has (IIT, EIT, OIT), and a score of 0–100 or None."""

    label: str
    instrument: str
    score: Decimal | None


def bars(
    rows: Sequence[Bar], *, title: str, ident: str, lines: Sequence[int] = (85, 95), numerals: Numerals = "arabic"
) -> str:
    """Return horizontal bars, one a row with label and figure above it.

    lines: marks from top to bottom, the last one drawn through, the others dashed; below the first a score is "low".
    """
    height = TOP + ROW * len(rows) + 4
    parts = [_head(value, numerals) for value in lines]
    parts += [_row(row, TOP + ROW * place, lines, numerals) for place, row in enumerate(rows)]
    facts = [f"{row.label} {shown(row.score, numerals)}" for row in rows]
    return picture(parts, width=WIDTH, height=height, ident=ident, title=title, facts=facts, kind="bars")


def _x(value: float) -> float:
    return LEFT + PLOT * value / 100


def _head(value: int, numerals: Numerals) -> str:
    return words(_x(value), TOP - 10, in_numerals(value, numerals), size=13, anchor="middle", kind="soft")


def _row(row: Bar, top: float, lines: Sequence[int], numerals: Numerals) -> str:
    low = row.score is not None and bool(lines) and row.score < lines[0]
    name, colour = hue(row.instrument)
    drawn = [
        words(LEFT, top + 18, row.label),
        words(RIGHT, top + 38, shown(row.score, numerals), anchor="end", kind="low" if low else "strong"),
        rect(LEFT, top + 26, PLOT, 13, name="chart__track", fill=TRACK),
    ]
    if row.score:
        drawn.append(rect(LEFT, top + 26, _x(float(row.score)) - LEFT, 13, name=name, fill=colour))
    # Beside the bars only: no mark runs through a name.
    for value in lines:
        dashes = "3 2" if value != lines[-1] else ""
        drawn.append(line(_x(value), top + 22, _x(value), top + 43, kind="mark", dashes=dashes))
    return "".join(drawn)
