"""Charts in print: the drawing as a picture, its words as text of the page laid over it.

The engine sets the words of an SVG letter by letter, each without its neighbours: a tone mark then falls into the vowel
below it ("ที่"), and extractors find no word. Text of the page is shaped as all other text is.
"""

import re
from dataclasses import dataclass
from html import unescape

_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
# as assessments.charts.drawing.words writes it
_TEXT = re.compile(
    r'<text class="[^"]*" x="(?P<x>[\d.-]+)" y="(?P<y>[\d.-]+)" font-size="(?P<size>\d+)"'
    r' text-anchor="(?P<anchor>\w+)" fill="(?P<fill>#\w+)"(?P<bold> font-weight="700")? font-family="[^"]*">'
    r"(?P<words>[^<]*)</text>"
)
# How far the letters' line stands below the top of a line without height, in letters' heights: half of Sarabun's
# ascender and descender.
_BASELINE = (1.068 - 0.232) / 2
_REACH = 60.0  # millimetres on each side that centred words may take


@dataclass(frozen=True)
class Label:
    """Words over a drawing, and the style declarations that put them in their place."""

    words: str
    style: str


@dataclass(frozen=True)
class Drawing:
    """A chart in print: its drawing without words, its size in millimetres, its labels."""

    svg: str
    width: float
    height: float
    labels: tuple[Label, ...]


def taken_apart(svg: str, width: float) -> Drawing:
    """The chart `width` millimetres wide. Raises ValueError where the markup is no chart of assessments.charts."""
    box = _BOX.search(svg)
    if not box:
        raise ValueError("a chart needs its viewBox")
    scale = width / int(box[1])
    labels = tuple(Label(unescape(found["words"]), _style(found, scale, width)) for found in _TEXT.finditer(svg))
    return Drawing(_TEXT.sub("", svg), width, int(box[2]) * scale, labels)


def _style(found: re.Match[str], scale: float, width: float) -> str:
    size = int(found["size"]) * scale
    x, top = float(found["x"]) * scale, float(found["y"]) * scale - _BASELINE * size
    match found["anchor"]:
        case "middle":
            across = f"left: {x - _REACH:.2f}mm; width: {2 * _REACH:.0f}mm; text-align: center"
        case "end":
            across = f"right: {width - x:.2f}mm"
        case _:
            across = f"left: {x:.2f}mm"
    weight = "; font-weight: 700" if found["bold"] else ""
    return f"{across}; top: {top:.2f}mm; font-size: {size:.2f}mm; color: {found['fill']}{weight}"
