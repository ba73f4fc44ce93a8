"""The plain mark that stands in a letter's head where the office has uploaded no crest: drawn here, nobody's emblem."""

import io
import math
from functools import cache

from PIL import Image, ImageDraw

SIDE = 480  # pixels
_SMOOTH = 4  # drawn so many times larger, for smooth edges
_INK = "#3b4453"


@cache
def png() -> bytes:
    """A ring with an eight-petalled flower in it, a square PNG; always the same bytes."""
    side = SIDE * _SMOOTH
    picture = Image.new("L", (side, side), 255)
    draw, middle = ImageDraw.Draw(picture), side / 2
    for outer, inner in ((0.49, 0.46), (0.43, 0.42)):
        draw.ellipse(_round(middle, outer * side), fill=0)
        draw.ellipse(_round(middle, inner * side), fill=255)
    for petal in range(8):
        turn = math.pi * petal / 4
        draw.polygon([_at(middle, side, turn, *corner) for corner in _petal()], fill=0 if petal % 2 else 90)
    draw.ellipse(_round(middle, 0.09 * side), fill=255)
    draw.ellipse(_round(middle, 0.06 * side), fill=0)
    small = picture.resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    coloured = Image.new("RGB", small.size, _INK)
    coloured.paste("white", mask=small)
    target = io.BytesIO()
    coloured.save(target, "PNG")
    return target.getvalue()


def _petal() -> list[tuple[float, float]]:
    """Distance from the middle and half width of a petal, in parts of the side, there and back."""
    steps = [(0.10 + 0.28 * n / 20, 0.065 * math.sin(math.pi * n / 20) ** 0.8) for n in range(21)]
    return steps + [(far, -wide) for far, wide in reversed(steps)]


def _at(middle: float, side: int, turn: float, far: float, wide: float) -> tuple[float, float]:
    x, y = far * side, wide * side
    return middle + x * math.sin(turn) + y * math.cos(turn), middle - x * math.cos(turn) + y * math.sin(turn)


def _round(middle: float, radius: float) -> tuple[float, float, float, float]:
    return middle - radius, middle - radius, middle + radius, middle + radius
