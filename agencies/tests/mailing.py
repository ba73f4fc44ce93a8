"""Mails for tests, and a mail server: it speaks just enough SMTP, keeps what it took, and misbehaves on demand."""

import datetime as dt
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from agencies.notices import tell
from agencies.outbox import post

NOW = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)


def put(to="officer@example.org", key="k", at=NOW, **fields):
    """Put a mail into the queue."""
    return post(to, subject="เรื่อง", text="ข้อความ", key=key, now=at, **fields)


def tell_one(user, key="k", at=NOW, **fields):
    """Tell one person that a report came back."""
    return tell(
        [user], **{"kind": "returned", "subject": "เรื่อง", "text": "", "url": "/", "key": key, "now": at} | fields
    )


class MailServer(socketserver.ThreadingTCPServer):
    """Listens on a free port. `taken`: the mails as received; `answers`: what to say to RCPT and to the end of DATA."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.rcpt = "250 ok"
        self.data = "250 ok"
        self.before_answer: Callable[[], None] = lambda: None

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.take()
            elif word == b"RCPT":
                self.say(self.server.rcpt)
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if self.server.data.startswith("250"):
            self.server.raw.append(b"".join(lines))
            self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.server.before_answer()
        self.say(self.server.data)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a server inside the block."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
