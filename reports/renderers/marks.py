"""Small drawings of a paper as addresses that hold the drawing itself: QR codes, the plain crest, inline pictures."""

import base64
from functools import cache, lru_cache

from reports.blocks import Photo
from reports.renderers import pictures
from reports.renderers.engine import FONTS

JPEG, PNG, SVG = "image/jpeg", "image/png", "image/svg+xml"


def inline(content: bytes, media_type: str = SVG) -> str:
    """A picture's bytes as a data: address, the only kind that the engine's guard and the pages' policy let in."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


@lru_cache(maxsize=2048)
def qr(address: str) -> str:
    """The QR code that leads to an address, as a picture in a data: address. "" where it is too long for any code.

    A picture, no drawing: the engine draws paths ten times slower, and an appendix has hundreds of codes.
    """
    drawn = pictures.qr_png(address)
    return inline(drawn, PNG) if drawn else ""


def crest(photo: Photo | None, box_mm: tuple[float, float]) -> str:
    """An office's own crest for a box of that size, or the portal's plain one where there is none (any more)."""
    own = pictures.jpeg(photo, box_mm) if photo else None
    return inline(own, JPEG) if own else plain_crest()


@cache
def plain_crest() -> str:
    """A simple mark of our own drawing, no official emblem."""
    return inline((FONTS / "crest.svg").read_bytes())
