"""Pages of a finished PDF as pictures, drawn in a process of its own: a fault of the drawing library ends only that."""

import atexit
import base64

from reports.renderers import page_worker
from reports.renderers.engine import Engine

MEDIA_TYPE = "image/webp"
WIDTH = 1000  # pixels: a landscape page stays readable on a full screen, a portrait one more than so
TIMEOUT = 20.0

_PAINTER = Engine(TIMEOUT, page_worker.__file__)
atexit.register(_PAINTER.close)


def picture(content: bytes, page: int, width: int = WIDTH) -> bytes:
    """A WebP of that page (from 1) of a PDF, so many pixels wide. Raises PdfError where there is no such page."""
    return _PAINTER.ask({"pdf": base64.b64encode(content).decode(), "page": page - 1, "width": width})
