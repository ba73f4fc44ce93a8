"""How many links one worker checks: `python bench/links.py [PAGES]`. Figures are links a second on this machine.

Distinct addresses on loopback, politeness off: HEAD and GET of a small page, its words read, the check and the page's
new state written. On DATABASE_URL's engine: the rows stand in a database of their own (`test_…`), which is removed.
The web server runs in a process of its own. Target: 300 a second.
"""

import multiprocessing
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from evidence.models import LinkCheck, WebPage  # noqa: E402
from evidence.models.page import digest_of  # noqa: E402
from evidence.tests.checking import own_checker  # noqa: E402

PAGES = 6000
BODY = b"<!doctype html><html lang=th><head><title>x</title></head><body>" + b"<p>words of the page</p>" * 200


def serve(listening: "multiprocessing.connection.Connection") -> None:
    """Answer every address with one page, many connections at once, in a process of its own."""
    import asyncio

    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(BODY)}\r\n\r\n".encode()

    class Web(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            self.transport.write(head if data.startswith(b"HEAD") else head + BODY)  # type: ignore[attr-defined]

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Web, "127.0.0.1", 0, backlog=512)
        listening.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def make_pages(port: int, count: int) -> None:
    """Write so many distinct pages, all due."""
    found = [f"http://127.0.0.1:{port}/evidence/{number}?id={number}" for number in range(count)]
    now = timezone.now()
    WebPage.objects.bulk_create(
        [WebPage(url=url, digest=digest_of(url), host="127.0.0.1", next_check_at=now) for url in found], batch_size=1000
    )


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    mine, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("fork").Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    port = mine.recv()
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = connection.settings_dict["TEST"]["NAME"] = (
        "/tmp/bench_links.sqlite3" if connection.vendor == "sqlite" else None
    )
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        make_pages(port, count)
        checker = own_checker(port)
        began, used = time.perf_counter(), time.process_time()
        written = checker.run_once(timezone.now(), count)
        took, worked = time.perf_counter() - began, time.process_time() - used
        checker.close()
        assert (written, LinkCheck.objects.filter(reach="alive").count()) == (count, count)
        print(f"{connection.vendor}: {written} links in {took:.1f} s = {written / took:.0f} a second, target 300")
        print(f"processor {worked / count * 1000:.2f} ms a link; one worker, {checker.at_once} at once")
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)
        server.terminate()


if __name__ == "__main__":
    main()
