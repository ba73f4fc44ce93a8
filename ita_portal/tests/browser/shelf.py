"""A shelf of pages: answers that the portal gave, served again with its styles and scripts to a browser."""

import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders

# What says how a browser treats the page; the rest of an answer's headers concerns the network.
KEPT = ("Content-Type", "Content-Security-Policy", "Content-Language")


class Shelf(ThreadingHTTPServer):
    """Answers `/<number>/…` with the page laid at that number, `/static/…` with the file, all else with nothing."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Reader)
        self.pages: list[tuple[dict[str, str], bytes]] = []

    def lay(self, path: str, content: bytes, headers: dict[str, str]) -> str:
        """Keep a page; return its address, which ends with the path that it had on the portal."""
        self.pages.append((headers, content))
        return f"http://127.0.0.1:{self.server_port}/{len(self.pages) - 1}{path}"


class Reader(BaseHTTPRequestHandler):
    """One request of the browser."""

    server: Shelf
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a page or a file."""
        path = urlsplit(self.path).path
        if path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/"))):
            with open(found, "rb") as file:
                kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
                self._answer(200, {"Content-Type": kind, "Cache-Control": "max-age=600"}, file.read())
            return
        number = path.split("/")[1]
        # What a page asks for by itself (news of its links, say) is not laid here: nothing changes then.
        by_script = self.headers.get("Sec-Fetch-Dest") != "document"
        if not number.isdigit() or int(number) >= len(self.server.pages) or by_script:
            self._answer(204, {}, b"")
            return
        headers, content = self.server.pages[int(number)]
        self._answer(200, headers, content)

    do_POST = do_GET  # noqa: N815

    def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: a test's output is its own."""


@contextmanager
def shelf() -> Iterator[Shelf]:
    """Open a shelf at a free port of this machine, for as long as the block lasts."""
    server = Shelf()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
