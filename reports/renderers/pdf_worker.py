"""The process that runs WeasyPrint, and nothing else: no Django, no database, no network.

Started by `reports.renderers.pdf` as `python -I pdf_worker.py FOLDER`; talks on its standard streams: four bytes of
length, then JSON (asked) or one status byte and bytes (answered). It fetches nothing but the fonts in FOLDER and
pictures and fonts written into the page itself.
"""

import gc
import json
import os
import resource
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

MEMORY = 2 * 1024**3
MAX_FILE = 32 * 1024**2  # the engine unpacks fonts into its own temporary folder
OK, FAILED, NO_PANGO = b"+", b"-", b"p"
INLINE = ("data:image/png;base64,", "data:image/jpeg;base64,", "data:image/svg+xml;base64,", "data:font/ttf;base64,")
PANGO = "ยังไม่ได้ติดตั้งตัวจัดหน้า PDF โปรดให้ผู้ดูแลเครื่องสั่ง apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def limit() -> None:
    """Put bounds on this process: memory, file size, no core file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_FILE, MAX_FILE))


def engine(folder: Path) -> Any:
    """A function (job) -> PDF bytes. Raises OSError where Pango is missing."""
    os.environ["LIBTHAI_DICTDIR"] = str(folder / "break")
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    allowed = {font.as_uri(): font for font in folder.glob("*.ttf")}

    class OwnFilesOnly(URLFetcher):
        """Denies everything but our own fonts and what stands in the page itself."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url in allowed or url.startswith(INLINE):
                return super().fetch(url, headers)
            raise ValueError("this address is not for papers")

    def render(job: dict[str, Any]) -> bytes:
        fetcher = OwnFilesOnly(allowed_protocols=("file", "data"), allow_redirects=False)
        fonts = FontConfiguration()
        sheets = [
            weasyprint.CSS(string=text, url_fetcher=fetcher, font_config=fonts, base_url=folder.as_uri() + "/")
            for text in job["css"]
        ]
        page = weasyprint.HTML(string=job["html"], url_fetcher=fetcher, base_url=None)
        return bytes(page.write_pdf(stylesheets=sheets, font_config=fonts, **job["options"]))

    return render


def read(stream: BinaryIO) -> bytes | None:
    """One message, or None at the end of the stream."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    return stream.read(struct.unpack(">I", head)[0])


def write(stream: BinaryIO, status: bytes, body: bytes) -> None:
    """One answer."""
    stream.write(struct.pack(">I", len(body) + 1) + status + body)
    stream.flush()


def main(folder: Path) -> None:
    """Answer jobs until the stream ends."""
    gc.disable()
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not fall into the answers
    limit()
    try:
        render = engine(folder)
    except OSError as error:
        write(answers, NO_PANGO, f"{PANGO} ({error})".encode())
        return
    # boxes are made by the hundred thousand and die together: looking through them often costs a seventh
    gc.freeze()
    gc.enable()
    gc.set_threshold(4_000, 15, 15)
    write(answers, OK, b"")
    while (message := read(asked)) is not None:
        try:
            write(answers, OK, render(json.loads(message)))
        except Exception as error:  # noqa: BLE001 - the parent turns it into its own exception
            write(answers, FAILED, f"{type(error).__name__}: {error}".encode())
        gc.collect()  # between two papers, when nobody waits


if __name__ == "__main__":
    main(Path(sys.argv[1]))
