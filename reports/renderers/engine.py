"""One warm WeasyPrint process for this process, replaced when it dies, hangs or has grown old.

Security: T15. The child gets an empty environment (no SECRET_KEY, no DATABASE_URL), resource limits, a deny-all
fetcher and a temporary folder of its own, and is killed when a paper takes too long.
"""

import atexit
import json
import os
import shutil
import struct
import subprocess  # nosec B404
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from reports.renderers import pdf_worker

FONTS = Path(__file__).resolve().parent.parent / "fonts"
TIMEOUT = 120.0  # seconds for one paper; 1,736 rows take about a tenth of it
JOBS_OF_A_WORKER = 200  # then a fresh one: the engine's caches only grow


class PdfError(RuntimeError):
    """The PDF could not be made; the message is Thai and says what to do."""


class Engine:
    """Starts the child when it is first needed. One paper at a time; other threads wait their turn."""

    def __init__(self, timeout: float = TIMEOUT, script: str = pdf_worker.__file__) -> None:
        self.timeout, self.script = timeout, script
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._folder = ""
        self._owner = 0
        self._jobs = 0
        self._greeted = False  # whether the child has said that it is ready

    def start(self) -> None:
        """Begin to start the child, without waiting for it: it wakes up while its caller fetches rows."""
        with self._lock:
            self._spawned()

    def render(self, html: str, css: list[str], options: dict[str, Any]) -> bytes:
        """The PDF of a page. Raises PdfError (Thai) when Pango is missing, time is up or the engine fails."""
        return self.ask({"html": html, "css": css, "options": options})

    def ask(self, order: dict[str, Any]) -> bytes:
        """What the child answers to an order. Raises PdfError."""
        job = json.dumps(order).encode()
        with self._lock:
            child = self._ready()
            answer = self._guarded(child, lambda: _ask(child, job))
            self._jobs += 1
        if answer[:1] == pdf_worker.FAILED:
            raise PdfError(f"จัดหน้า PDF ไม่สำเร็จ ({answer[1:].decode(errors='replace')}) โปรดแจ้งผู้ดูแลระบบ")
        return answer[1:]

    def kill(self) -> None:
        """End the child now: a paper in the middle of it fails, the next one begins with a new child."""
        child = self._child
        if child and self._owner == os.getpid():
            child.kill()

    def close(self) -> None:
        """End the child process."""
        with self._lock:
            self._end()

    @property
    def pid(self) -> int | None:
        """The child's process id, None before the first paper."""
        return self._child.pid if self._child else None

    def _ready(self) -> subprocess.Popen[bytes]:
        child = self._spawned()
        if not self._greeted:
            hello = self._guarded(child, lambda: _answer(child))
            if hello[:1] == pdf_worker.NO_PANGO:
                self._end()
                raise PdfError(hello[1:].decode())
            self._greeted = True
        return child

    def _spawned(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            # a forked web process must not share its parent's child
            self._child, self._folder, self._owner = None, "", os.getpid()
        if self._child and (self._child.poll() is not None or self._jobs >= JOBS_OF_A_WORKER):
            self._end()
        if self._child is None:
            self._child = self._start()
        return self._child

    def _start(self) -> subprocess.Popen[bytes]:
        self._jobs, self._greeted = 0, False
        self._folder = tempfile.mkdtemp(prefix="papers-")
        command = [sys.executable, "-I", str(Path(self.script)), str(FONTS)]
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TMPDIR": self._folder, "HOME": self._folder}
        pipe = subprocess.PIPE
        return subprocess.Popen(  # nosec B603
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment, cwd=self._folder
        )

    def _guarded(self, child: "subprocess.Popen[bytes]", work: Any) -> bytes:
        """Run `work`, which waits for the child; a child that is too slow is killed, and so ends the waiting."""
        watchdog = threading.Timer(self.timeout, child.kill)
        watchdog.start()
        try:
            return bytes(work())
        except (OSError, EOFError) as error:
            slow = not watchdog.is_alive()
            self._end()
            if slow:
                message = f"จัดหน้า PDF นานเกิน {self.timeout:g} วินาที จึงหยุดไว้ โปรดดาวน์โหลดเป็น Word หรือ Excel แทน"
            else:
                message = "ตัวจัดหน้า PDF หยุดทำงานกลางคัน โปรดลองอีกครั้ง หรือดาวน์โหลดเป็น Word แทน"
            raise PdfError(message) from error
        finally:
            watchdog.cancel()

    def _end(self) -> None:
        if self._child:
            self._child.kill()
            self._child.wait()
            for stream in (self._child.stdin, self._child.stdout):
                if stream:
                    _close(stream)
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._child, self._folder = None, ""


def _close(stream: Any) -> None:
    try:
        stream.close()
    except BrokenPipeError:  # what was still to be written has no reader any more
        return


def _ask(child: "subprocess.Popen[bytes]", job: bytes) -> bytes:
    assert child.stdin is not None
    child.stdin.write(struct.pack(">I", len(job)) + job)
    child.stdin.flush()
    return _answer(child)


def _answer(child: "subprocess.Popen[bytes]") -> bytes:
    assert child.stdout is not None
    head = child.stdout.read(4)
    if len(head) < 4:
        raise EOFError("the engine is gone")
    size = struct.unpack(">I", head)[0]
    body = child.stdout.read(size)
    if len(body) < size:
        raise EOFError("the engine is gone")
    return body


ENGINE = Engine()
atexit.register(ENGINE.close)
