"""The process that draws pages of a PDF as pictures, and nothing else: no Django, no database, no network.

Started by `reports.renderers.drawing` like pdf_worker.py, whose way of talking and limits it shares.
"""

import base64
import io
import json
import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

WIDEST = 2000
QUALITY = 80


def draw(order: dict[str, Any]) -> bytes:
    """A WebP of one page. order: pdf (base64), page (from 0), width (pixels). Raises ValueError beyond the end."""
    import pypdfium2

    file = pypdfium2.PdfDocument(base64.b64decode(order["pdf"]))
    try:
        if not 0 <= order["page"] < len(file):
            raise ValueError("there is no such page")
        page = file[order["page"]]
        scale = min(order["width"], WIDEST) / page.get_width()
        picture = page.render(scale=scale).to_pil().convert("RGB")
        target = io.BytesIO()
        picture.save(target, "WEBP", quality=QUALITY, method=2)
        return target.getvalue()
    finally:
        file.close()


def main() -> None:
    """Answer orders until the stream ends."""
    spec = spec_from_file_location("pdf_worker", Path(__file__).with_name("pdf_worker.py"))
    assert spec is not None
    assert spec.loader is not None
    talk = module_from_spec(spec)
    spec.loader.exec_module(talk)
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    talk.limit()
    talk.write(answers, talk.OK, b"")
    while (message := talk.read(asked)) is not None:
        try:
            talk.write(answers, talk.OK, draw(json.loads(message)))
        except Exception as error:  # noqa: BLE001 - the parent turns it into its own exception
            talk.write(answers, talk.FAILED, f"{type(error).__name__}: {error}".encode())


if __name__ == "__main__":
    main()
