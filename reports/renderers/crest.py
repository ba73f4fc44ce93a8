"""The plain mark that stands in a letter's head where the office has uploaded no crest: nobody's emblem.

Drawn here from the shapes of reports/fonts/crest.svg, which the PDF shows: Word cannot be sure of SVG.
"""

import io
from functools import cache

from PIL import Image, ImageDraw

SIDE = 480  # pixels
_FINE = 4  # drawn so many times larger, for smooth edges
_UNIT = SIDE * _FINE / 100  # the shapes stand in a square of 100 units

Point = tuple[float, float]


@cache
def png() -> bytes:
    """A shield with a house of pillars in two rings, a square PNG; always the same bytes."""
    picture = Image.new("L", (SIDE * _FINE, SIDE * _FINE), 255)
    draw = ImageDraw.Draw(picture)
    for radius, stroke in ((47, 2.0), (42, 0.8)):
        corners = [(50 - radius - stroke / 2) * _UNIT] * 2 + [(50 + radius + stroke / 2) * _UNIT] * 2
        draw.ellipse(corners, outline=0, width=round(stroke * _UNIT))
    shield = [
        (50, 17),
        (76, 35),
        *_curve((76, 61), (76, 76), (50, 87)),
        *_curve((50, 87), (24, 76), (24, 61)),
        (24, 35),
    ]
    _outline(draw, [*shield, (50, 17), (76, 35)], 2.0)
    _outline(draw, [(50, 26), (63, 36), (37, 36), (50, 26), (63, 36)], 1.6)
    for y in (45, 54, 63):
        _outline(draw, [(33, y), (67, y)], 1.6)
    for x in (41, 50, 59):
        _outline(draw, [(x, 45), (x, 63)], 1.6)
    target = io.BytesIO()
    picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(target, "PNG")
    return target.getvalue()


def _curve(start: Point, control: Point, end: Point) -> list[Point]:
    steps = [n / 24 for n in range(25)]
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * control[0] + t**2 * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * control[1] + t**2 * end[1],
        )
        for t in steps
    ]


def _outline(draw: ImageDraw.ImageDraw, points: list[Point], stroke: float) -> None:
    draw.line([(x * _UNIT, y * _UNIT) for x, y in points], fill=0, width=round(stroke * _UNIT), joint="curve")
