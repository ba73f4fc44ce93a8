"""Servers on this machine for tests of the link checker: pages of every kind, and a canary that nobody may reach."""

import datetime as dt
import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Page = Callable[[Any], None]
NO_BODY = ("HEAD",)


class Handler(BaseHTTPRequestHandler):
    """Answers from the server's table of pages; keeps what was asked."""

    protocol_version = "HTTP/1.1"
    # Two small packets a page would wait for each other's receipt.
    wbufsize = 65536
    server: Any

    def do_GET(self) -> None:
        """Answer a page of the table, or 404."""
        path = self.path.partition("?")[0]
        self.server.asked.append((self.command, self.path, time.monotonic()))
        self.server.agents.add(self.headers.get("User-Agent", ""))
        self.server.cookies.append(self.headers.get("Cookie"))
        page = self.server.pages.get(path) or self.server.pages.get("*")
        if page is None:
            self.say(404, b"<title>404 Not Found</title>")
        else:
            page(self)

    do_HEAD = do_GET  # noqa: N815 - the name that the library calls

    def say(self, status: int, body: bytes = b"", kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        """Send an answer; HEAD gets no body."""
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command not in NO_BODY:
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    """A server that does not print when a client hangs up."""

    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(pages: dict[str, Page], *, context: ssl.SSLContext | None = None) -> Iterator[Any]:
    """Serve the pages on 127.0.0.1; yields the server with `port`, `asked` [(method, path, time)] and `agents`."""
    server: Any = Quiet(("127.0.0.1", 0), Handler)
    server.pages, server.asked, server.agents, server.cookies = pages, [], set(), []
    server.port = server.server_port
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Canary:
    """Listens on one port of both loopback addresses and counts who connects."""

    def __init__(self) -> None:
        self.touched: list[str] = []
        self._stop = threading.Event()
        four = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = four.getsockname()[1]
        self._sockets = [four]
        if socket.has_ipv6:
            with suppress(OSError):
                self._sockets.append(socket.create_server(("::1", self.port), family=socket.AF_INET6, backlog=256))
        for one in self._sockets:
            one.settimeout(0.05)
            threading.Thread(target=self._listen, args=(one,), daemon=True).start()

    def _listen(self, listener: socket.socket) -> None:
        while not self._stop.is_set():
            try:
                connection, address = listener.accept()
            except OSError:
                continue
            self.touched.append(address[0])
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def close(self) -> None:
        """Stop listening."""
        self._stop.set()
        for one in self._sockets:
            one.close()


def text(words: str, status: int = 200, encoding: str = "utf-8", kind: str = "text/html; charset=utf-8") -> Page:
    """Return a page of these words as they are."""
    return lambda request: request.say(status, words.encode(encoding), kind)


def status(code: int, **headers: str) -> Page:
    """Return a page that answers a bare status."""
    return lambda request: request.say(code, b"<p>.</p>", **headers)


def redirect(target: str, code: int = 302) -> Page:
    """Return a page that leads elsewhere. The address is sent as it is, Thai letters as UTF-8."""
    return lambda request: request.say(code, Location=target.encode().decode("latin-1"))


def zipped(words: str) -> Page:
    """Return a page packed with gzip."""
    return lambda request: request.say(200, gzip.compress(words.encode()), Content_Encoding="gzip")


def slow(seconds: float, words: str) -> Page:
    """Return a page that takes its time."""

    def answer(request: Any) -> None:
        time.sleep(seconds)
        request.say(200, words.encode())

    return answer


def only_get(code: int, words: str) -> Page:
    """Return a page that refuses HEAD with that status."""

    def answer(request: Any) -> None:
        request.say(code if request.command == "HEAD" else 200, words.encode())

    return answer


def hang_up(request: Any) -> None:
    """Close without a word."""
    request.close_connection = True
    request.connection.shutdown(socket.SHUT_RDWR)


def certificate(
    folder: Path, name: str, *, issuer: tuple[Any, Any] | None = None, days: int = 30
) -> tuple[ssl.SSLContext, tuple[Any, Any]]:
    """Return (server context, (certificate, key)) for a host name, signed by itself or by `issuer`.

    days: how long it is valid; negative: it has expired. The chain holds the certificate alone.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    now = dt.datetime.now(dt.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer = issuer[0].subject if issuer else subject
    names: list[x509.GeneralName] = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(signer).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=60))
        .not_valid_after(now + dt.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .sign(issuer[1] if issuer else key, hashes.SHA256())
    )  # fmt: skip
    file = folder / f"{name}-{days}-{bool(issuer)}.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, (made, key)
