"""Signs that Sarabun lacks (✓, emoji, Chinese, Arabic) as boxes with their number: seen in print, kept when copied.

No font of the machine may stand in a paper, and no typed sign may vanish. So a paper with such signs brings a small
font of its own: for each sign a frame with its Unicode number in it.
"""

import base64
import io
import re
from functools import cache
from typing import Any

from reports.renderers.engine import FONTS

FAMILY = "Sarabun Report Signs"
MOST = 500  # different signs in one paper; the rest is printed as the engine prints what it does not know
# what Sarabun surely has: the common case needs no look into the font
_USUAL = re.compile("[\\s!-~\u0e01-\u0e3a\u0e3f-\u0e5b\u2018-\u201d\u2013\u2014\u2060\u200b]*")
_INVISIBLE = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # they choose between pictures of the sign before


def style(html: str) -> str:
    """The style sheet with the font of the signs in `html` that Sarabun lacks, "" where it lacks none."""
    if _USUAL.fullmatch(html):
        return ""
    lacking = sorted({sign for sign in set(html) if ord(sign) not in _known() and sign.isprintable()} - {" "})
    if not lacking:
        return ""
    font = base64.b64encode(_font(lacking[:MOST])).decode()
    return f'@font-face {{ font-family: "{FAMILY}"; src: url("data:font/ttf;base64,{font}") }}'


@cache
def _known() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # slow to import, and few papers need it

    return frozenset(TTFont(FONTS / "SarabunReport-Regular.ttf").getBestCmap())


def _font(signs: list[str]) -> bytes:
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib import TTFont

    source = TTFont(FONTS / "SarabunReport-Regular.ttf")
    shapes, names = source.getGlyphSet(), source.getBestCmap()
    order = [".notdef", *(f"u{ord(sign):X}" for sign in signs)]
    drawn = {".notdef": _box("", shapes, names)} | {
        name: _box("" if _INVISIBLE.match(sign) else f"{ord(sign):04X}", shapes, names)
        for name, sign in zip(order[1:], signs, strict=True)
    }
    made = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    made.setupGlyphOrder(order)
    made.setupCharacterMap({ord(sign): name for sign, name in zip(signs, order[1:], strict=True)})
    made.setupGlyf({name: glyph for name, (glyph, _width) in drawn.items()})
    made.setupHorizontalMetrics({name: (width, 0) for name, (_glyph, width) in drawn.items()})
    made.setupHorizontalHeader(ascent=source["hhea"].ascent, descent=source["hhea"].descent)
    made.setupNameTable({"familyName": FAMILY, "styleName": "Regular", "psName": FAMILY.replace(" ", "")})
    made.setupOS2(sTypoAscender=source["hhea"].ascent, sTypoDescender=source["hhea"].descent)
    made.setupPost()
    made.font["head"].created = made.font["head"].modified = 0
    made.font.recalcTimestamp = False
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def _box(number: str, shapes: Any, names: dict[int, str]) -> tuple[Any, int]:
    """A frame with the digits of `number` in it, and its width; nothing at all for no number."""
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    if not number:
        return pen.glyph(), 0
    size, edge, x = 0.62, 40, 110.0
    for digit in number:
        name = names[ord(digit)]
        shapes[name].draw(TransformPen(pen, (size, 0, 0, size, x, 130)))
        x += shapes[name].width * size
    right = round(x) + 40
    for left, low, far, high in ((50, 0, right, 690), (50 + edge, edge, right - edge, 690 - edge)):
        corners = [(left, low), (left, high), (far, high), (far, low)]
        if low:
            corners.reverse()  # the hole of the frame
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph(), right + 50
