"""The shape of a card: one axis an indicator, this year over the year before."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.charts.drawing import INK_2, LINE, SHEET, at, hue, line, picture, shown, words
from thai.digits import Numerals, in_numerals

WIDTH, HEIGHT = 400, 400
MIDDLE, RADIUS = 200, 150


@dataclass(frozen=True)
class Shape:
    """One outline: its label and one score (0–100) or None an axis."""

    label: str
    scores: tuple[Decimal | None, ...]


def radar(
    axes: Sequence[str], shapes: Sequence[Shape], *, title: str, ident: str, lines: Sequence[int] = (85, 95),
    numerals: Numerals = "arabic",
) -> str:  # fmt: skip
    """Return at most two outlines: the first filled and drawn through, the second dashed.

    The middle is the ten below the lowest score, 80 at most, so that differences near the top can be seen; a
    missing score leaves its axis bare.
    """
    known = [score for shape in shapes for score in shape.scores if score is not None]
    lowest = min([int(score) for score in known] + [90])
    middle = max(0, lowest // 10 * 10 - 10)
    parts = [_web(value, middle, len(axes), numerals) for value in sorted({*lines, 100}) if value > middle]
    for place, axis in enumerate(axes):
        x, y = _point(place, 100, middle, len(axes))
        parts.append(line(MIDDLE, MIDDLE, x, y))
        x, y = _point(place, 100 + (100 - middle) * 0.13, middle, len(axes))
        parts.append(words(x, y + 5, axis, size=15, anchor="middle", kind="strong"))
    parts += [_shape(shape, middle, len(axes), first=place == 0) for place, shape in reversed(list(enumerate(shapes)))]
    parts += [_key(shape, place) for place, shape in enumerate(shapes)]
    facts = [
        f"{shape.label} {axis} {shown(score, numerals)}"
        for shape in shapes
        for axis, score in zip(axes, shape.scores, strict=True)
    ]
    return picture(parts, width=WIDTH, height=HEIGHT, ident=ident, title=title, facts=facts, kind="radar")


def _point(place: int, value: float, middle: int, count: int) -> tuple[float, float]:
    reach = max(0.0, RADIUS * (value - middle) / (100 - middle))
    angle = 2 * math.pi * place / count - math.pi / 2
    return MIDDLE + reach * math.cos(angle), MIDDLE - 12 + reach * math.sin(angle)


def _outline(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(",".join(at(*point)) for point in points)


def _web(value: int, middle: int, count: int, numerals: Numerals) -> str:
    outline = _outline([_point(place, value, middle, count) for place in range(count)])
    colour, dashes = (LINE, "") if value == 100 else (INK_2, ' stroke-dasharray="3 3"' if value == 85 else "")
    name = "chart__grid" if value == 100 else "chart__web"
    web = f'<polygon class="{name}" points="{outline}" fill="none" stroke="{colour}" stroke-width="1"{dashes}/>'
    x, y = _point(0, value, middle, count)
    return web if value == 100 else web + words(x + 4, y + 12, in_numerals(value, numerals), size=11, kind="soft")


def _shape(shape: Shape, middle: int, count: int, *, first: bool) -> str:
    name, colour = hue("") if first else ("chart__before", INK_2)
    points = [
        _point(place, float(score), middle, count) for place, score in enumerate(shape.scores) if score is not None
    ]
    tag = "polygon" if len(points) == count else "polyline"
    fill = f'fill="{colour}" fill-opacity="0.14"' if first and tag == "polygon" else 'fill="none"'
    drawn = (
        f'<{tag} class="{name} chart__shape{"" if first else " chart__shape--before"}" points="{_outline(points)}" '
        f'{fill} stroke="{colour}" stroke-width="{2.5 if first else 1.5}"{"" if first else _dashed()}/>'
    )
    if first:
        dots = (at(*point) for point in points)
        drawn += "".join(
            f'<circle class="{name} chart__dot" cx="{x}" cy="{y}" r="4.5" fill="{colour}" stroke="{SHEET}" '
            f'stroke-width="2"/>'
            for x, y in dots
        )
    return drawn


def _dashed() -> str:
    return ' stroke-dasharray="5 4"'


def _key(shape: Shape, place: int) -> str:
    name, colour = hue("") if place == 0 else ("chart__before", INK_2)
    x = 60 + 160 * place
    a, b, c = at(x, HEIGHT - 14, x + 30)
    dashes = "" if place == 0 else _dashed()
    return (
        f'<line class="{name} chart__line" x1="{a}" y1="{b}" x2="{c}" y2="{b}" stroke="{colour}" '
        f'stroke-width="2.5"{dashes}/>' + words(x + 38, HEIGHT - 9, shape.label, size=14)
    )
