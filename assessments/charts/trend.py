"""Scores over the years as lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assessments.charts.drawing import SHEET, at, hue, line, picture, shown, words
from thai.digits import Numerals, in_numerals

WIDTH, TOP, PLOT = 440, 12, 190
LEFT, RIGHT = 40, 418
DASHES = ("", "6 3", "2 3", "9 3 2 3")


@dataclass(frozen=True)
class Series:
    """One line: its label, the instrument whose hue it has ("" the overall score), one score or None a year."""

    label: str
    instrument: str
    scores: tuple[Decimal | None, ...]


def trend(
    series: Sequence[Series], years: Sequence[int], *, title: str, ident: str, lines: Sequence[int] = (85, 95),
    numerals: Numerals = "arabic",
) -> str:  # fmt: skip
    """Return one line a series over the years; the first one's figures stand below their years.

    A year without a score breaks the line. Lines differ in dashes as well as in hue; the key stands below. The
    scale ends at 100 and begins at the ten below the lowest score, 50 at most.
    """
    known = [score for one in series for score in one.scores if score is not None]
    bottom = min([int(score) // 10 * 10 for score in known if score < 100] + [80])
    parts = [_grid(value, bottom, numerals) for value in range(bottom, 101, 10 if bottom >= 50 else 25)]
    parts += [_mark(value, bottom, dashed=value != lines[-1]) for value in lines if value > bottom]
    xs = _places(len(years))
    parts += [
        words(x, TOP + PLOT + 22, in_numerals(year, numerals), size=14, anchor="middle", kind="soft")
        for x, year in zip(xs, years, strict=True)
    ]
    parts += [
        words(x, TOP + PLOT + 43, shown(score, numerals), size=15, anchor="middle", kind="strong")
        for x, score in zip(xs, series[0].scores, strict=True)
    ]
    for place, one in reversed(list(enumerate(series))):
        parts += _series(one, xs, bottom, place=place)
    parts += [_key(one, place) for place, one in enumerate(series)]
    height = TOP + PLOT + 62 + 24 * ((len(series) + 1) // 2)
    facts = [
        f"{one.label} {in_numerals(year, numerals)} {shown(score, numerals)}"
        for one in series
        for year, score in zip(years, one.scores, strict=True)
    ]
    return picture(parts, width=WIDTH, height=height, ident=ident, title=title, facts=facts, kind="trend")


def _places(count: int) -> list[float]:
    """Return the middle of each year from left to right."""
    if count == 1:
        return [(LEFT + RIGHT) / 2]
    inner = RIGHT - LEFT - 50
    return [LEFT + 25 + inner * place / (count - 1) for place in range(count)]


def _y(value: float, bottom: int) -> float:
    return TOP + PLOT * (100 - value) / (100 - bottom)


def _grid(value: int, bottom: int, numerals: Numerals) -> str:
    y = _y(value, bottom)
    return line(LEFT, y, RIGHT, y) + words(
        LEFT - 6, y + 5, in_numerals(value, numerals), size=13, anchor="end", kind="soft"
    )


def _mark(value: int, bottom: int, *, dashed: bool) -> str:
    y = _y(value, bottom)
    return line(LEFT, y, RIGHT, y, kind="mark", dashes="3 3" if dashed else "")


def _series(one: Series, xs: Sequence[float], bottom: int, *, place: int) -> list[str]:
    name, colour = hue(one.instrument)
    points = [
        (x, _y(float(score), bottom)) if score is not None else None for x, score in zip(xs, one.scores, strict=True)
    ]
    drawn = []
    for here, after in pairwise(points):
        if here and after:
            a, b, c, d = at(*here, *after)
            drawn.append(
                f'<line class="{name} chart__line" x1="{a}" y1="{b}" x2="{c}" y2="{d}" stroke="{colour}" '
                f'stroke-width="{3 if place == 0 else 2}"{_dashes(place)}/>'
            )
    drawn += [_dot(*point, name, colour, 5.5 if place == 0 else 4) for point in points if point]
    return drawn


def _dashes(place: int) -> str:
    dashes = DASHES[place % len(DASHES)]
    return f' stroke-dasharray="{dashes}"' if dashes else ""


def _dot(x: float, y: float, name: str, colour: str, radius: float) -> str:
    a, b = at(x, y)
    return (
        f'<circle class="{name} chart__dot" cx="{a}" cy="{b}" r="{radius}" fill="{colour}" stroke="{SHEET}" '
        f'stroke-width="2"/>'
    )


def _key(one: Series, place: int) -> str:
    name, colour = hue(one.instrument)
    x, y = LEFT + (place % 2) * 190, TOP + PLOT + 70 + 24 * (place // 2)
    a, b, c = at(x, y, x + 30)
    return (
        f'<line class="{name} chart__line" x1="{a}" y1="{b}" x2="{c}" y2="{b}" stroke="{colour}" '
        f'stroke-width="3"{_dashes(place)}/>' + words(x + 38, y + 5, one.label, size=14)
    )
