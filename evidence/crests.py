"""Draws an office's crest anew in the sandbox: a small PNG on white, nothing of the original kept but its light.

Runs without Django. Refusals are those of `evidence.photos`.
"""

import json
from io import BytesIO
from typing import Any

from PIL import Image

from evidence.photos import develop

SIDE = 1000


def work(words: dict[str, Any], data: bytes) -> bytes:
    """Return a line of JSON (width, height, and the picture's length in bytes) and the picture as PNG."""
    crest, _thumbnail = develop(data, words["kind"])
    crest.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    bare = Image.new("RGB", crest.size)
    bare.paste(crest)
    out = BytesIO()
    bare.save(out, "PNG", optimize=True)
    head = {"width": bare.width, "height": bare.height, "length": len(out.getvalue())}
    return json.dumps(head).encode() + b"\n" + out.getvalue()
