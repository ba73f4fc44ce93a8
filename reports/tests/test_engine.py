"""The PDF process: closed to files and network (security.md T15), replaced when it dies or hangs."""

import base64
import http.server
import os
import signal
import subprocess
import sys
import threading
import zlib

import pytest
import weasyprint

from ita_portal.tests.permissions.corpus import sample
from reports.renderers import pdf_worker
from reports.renderers.engine import FONTS, Engine, PdfError

SECRET = "TOP-SECRET-CANARY-5f0c"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
# {u}: an address to steal from; each form of words once for a file and once for a server on this machine.
PAYLOADS = [
    '<img src="{u}">',
    '<img srcset="{u} 1x">',
    '<object data="{u}"></object>',
    '<embed src="{u}">',
    '<link rel="stylesheet" href="{u}">',
    '<link rel="attachment" href="{u}">',
    '<a rel="attachment" href="{u}">x</a>',
    '<style>@import url("{u}");</style>',
    '<style>@font-face{{font-family:x;src:url("{u}")}} p{{font-family:x}}</style><p>x</p>',
    '<style>p{{background:url("{u}")}}</style><p>x</p>',
    '<style>p::before{{content:url("{u}")}}</style><p>x</p>',
    '<style>li{{list-style-image:url("{u}")}}</style><ul><li>x</ul>',
    '<style>@page{{background:url("{u}")}}</style><p>x</p>',
    '<style>@page{{@top-center{{content:url("{u}")}}}}</style><p>x</p>',
    '<p style="border-image:url({u}) 1">x</p>',
    '<p style="background-image:image-set(url({u}) 1x)">x</p>',
    '<svg width="9" height="9"><image href="{u}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><image xlink:href="{u}" width="9" height="9"/></svg>',
    '<svg width="9" height="9"><use href="{u}#a"/></svg>',
    '<svg width="9" height="9"><style>@import url("{u}");</style></svg>',
    '<base href="{u}"><img src="x.png">',
    '<img src="data:image/svg+xml,&lt;svg xmlns=&quot;http://www.w3.org/2000/svg&quot; width=&quot;9&quot; '
    "height=&quot;9&quot;&gt;&lt;image href=&quot;{u}&quot; width=&quot;9&quot; height=&quot;9&quot;/&gt;"
    '&lt;/svg&gt;">',
    '<iframe src="{u}"></iframe>',
    '<meta http-equiv="refresh" content="0;url={u}">',
    '<input type="image" src="{u}">',
    '<video poster="{u}"></video>',
    '<img src="{u}?a=b#c">',
    '<img src=" {u}">',
    '<img src="FILE:{u}"><img src="{u}">',
    '<style>:root{{--a:url("{u}")}} p{{background:var(--a)}}</style><p>x</p>',
]


@pytest.fixture
def canary():
    """A server on this machine that counts its visitors."""
    visits = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            visits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(PICTURE)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", visits
    server.shutdown()
    server.server_close()


@pytest.fixture
def engine():
    """A process of its own for a test that ends or limits it."""
    made = Engine(timeout=30)
    yield made
    made.close()


def carries_secret(pdf):
    """Whether a stream of the file holds the secret's words."""
    found = SECRET.encode() in pdf
    for piece in pdf.split(b"stream\n")[1:]:
        try:
            found = found or SECRET.encode() in zlib.decompressobj().decompress(piece)
        except zlib.error:
            continue
    return found


def attack(render, canary, folder):
    """How many server visits and embedded files all payloads get through `render`."""
    address, visits = canary
    file = folder / "secret.txt"
    file.write_text(SECRET)
    embedded = 0
    hostile = [payload.format(u=target) for payload in PAYLOADS for target in (f"{address}{{n}}.png", file.as_uri())]
    for number, html in enumerate(sample(hostile, share=2)):
        embedded += carries_secret(render(html.replace("{n}", str(number))))
    return len(visits), embedded


def test_hostile_pages_reach_no_server_and_no_file(engine, canary, tmp_path):
    assert attack(lambda html: engine.render(html, [], {}), canary, tmp_path) == (0, 0)


def test_hostile_pages_get_through_without_the_guard(canary, tmp_path):
    visits, embedded = attack(lambda html: weasyprint.HTML(string=html).write_pdf(), canary, tmp_path)

    assert (visits > 3, embedded > 0) == (True, True)


def test_hostile_style_sheet_reaches_no_server(engine, canary):
    address, visits = canary

    engine.render("<p>x", [f'@import url("{address}a.css"); p {{ background: url("{address}b.png") }}'], {})

    assert visits == []


def test_engine_process_knows_no_secret_of_the_portal(engine, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", SECRET)
    engine.render("<p>x", [], {})

    with open(f"/proc/{engine.pid}/environ", "rb") as environment:
        names = {entry.split(b"=")[0] for entry in environment.read().split(b"\0") if entry}
    assert names == {b"PATH", b"LC_ALL", b"TMPDIR", b"HOME"}


def test_killed_process_is_replaced(engine):
    engine.render("<p>x", [], {})
    first = engine.pid
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)

    assert engine.render("<p>x", [], {}).startswith(b"%PDF")
    assert engine.pid != first


def test_paper_that_takes_too_long_is_stopped_with_the_reason():
    engine = Engine(timeout=30)
    engine.render("<p>x", [], {})
    engine.timeout = 0.3
    with pytest.raises(PdfError, match=r"นานเกิน 0.3 วินาที"):
        engine.render("<table>" + "<tr><td>x<td>y" * 20000, [], {})
    engine.timeout = 30

    assert engine.render("<p>x", [], {}).startswith(b"%PDF")
    engine.close()


def test_old_process_is_replaced(engine, monkeypatch):
    monkeypatch.setattr("reports.renderers.engine.JOBS_OF_A_WORKER", 2)
    pids = [engine.render("<p>x", [], {}) and engine.pid for _ in range(4)]

    assert (pids[0] == pids[1], pids[1] == pids[2], pids[2] == pids[3]) == (True, False, True)


def test_engine_refusal_is_told_in_thai(engine):
    with pytest.raises(PdfError, match="จัดหน้า PDF ไม่สำเร็จ"):
        engine.render("<p>x", [], {"pdf_variant": "pdf/none"})

    assert engine.render("<p>x", [], {}).startswith(b"%PDF")


def test_missing_pango_names_the_packages(tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')\n")
    start = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); sys.argv[1:] = [{str(FONTS)!r}]; "
    code = start + f"exec(compile(open({pdf_worker.__file__!r}).read(), 'worker', 'exec'))"
    done = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=True)

    answer = done.stdout[4:]
    assert answer[:1] == pdf_worker.NO_PANGO
    assert "apt-get install libpango-1.0-0 libpangoft2-1.0-0" in answer.decode()
