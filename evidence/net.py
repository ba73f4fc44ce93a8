"""The only room that opens a socket: asks web addresses what they hold, and never speaks to the inside.

Every connection is judged by a `Guard` at the moment it is made, on the resolved address: redirects, second
addresses of a name and names that change their address in between are all covered (security.md T13).
"""

import heapq
import itertools
import socket
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

from django.core.exceptions import ImproperlyConfigured

from evidence import urls
from evidence.address import is_public

try:
    import certifi
    import pycurl
except ImportError as missing:
    raise ImproperlyConfigured(
        f"The link checker needs the package {missing.name}, which is missing or cannot be loaded ({missing}). "
        "Install it with: pip install --require-hashes -r requirements.txt"
    ) from missing

MAX_HOPS = 3
MAX_BODY = 64 * 1024
MAX_HEADERS = 64 * 1024
SECONDS = 10
CONNECT_SECONDS = 6
# A visit that finds no free place at its host for so long is put off.
PATIENCE = 45.0
REDIRECTS = (301, 302, 303, 307, 308)
# Answers to HEAD that GET would only repeat.
SETTLED = (401, 407, 429)
# OpenSSL: the issuer of the certificate is not known here, usually as the site does not send the one between.
UNKNOWN_ISSUER = (20, 21)
# No name on the internet is longer (RFC 1035), and no column of ours takes one.
LONGEST_HOST = 253
FAILURES = {
    pycurl.E_COULDNT_RESOLVE_HOST: "name",
    pycurl.E_COULDNT_CONNECT: "refused",
    pycurl.E_OPERATION_TIMEDOUT: "timeout",
    pycurl.E_PEER_FAILED_VERIFICATION: "certificate",
    pycurl.E_SSL_CONNECT_ERROR: "tls",
}


class Guard:
    """What may be asked. Nothing switches it off in production: only tests and benches pass another one.

    also: (IP address, port) pairs of a test's own server that are let through, and their ports in addresses.
    """

    def __init__(self, *, ports: Iterable[int] = (80, 443), also: Iterable[tuple[str, int]] = ()) -> None:
        self.also = frozenset(also)
        self.ports = frozenset(ports) | {port for _, port in self.also}

    def refusal(self, url: str) -> str:
        """Return why an address is not asked at all: "inside", "name", "port", or "" when it may be."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError:
            return "inside"
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            return "inside"
        if len(parts.hostname) > LONGEST_HOST:
            return "name"
        return "" if port in self.ports else "port"

    def admits(self, family: int, address: Any) -> bool:
        """Say whether a connection to a resolved address (as the socket module writes it) may be made."""
        if family not in (socket.AF_INET, socket.AF_INET6):
            return False
        ip, port = address[0], address[1]
        return (ip, port) in self.also or (port in self.ports and is_public(ip))


class Courtesy(Protocol):
    """Who says when a host may be asked."""

    def take(self, host: str) -> float:
        """Take one request and one connection: 0.0 when it may go now, else seconds to wait before asking again."""

    def give_back(self, host: str) -> None:
        """The connection that was taken is free again."""


class NoCourtesy:
    """Ask at once: for benches and tests against a server of one's own."""

    def take(self, host: str) -> float:
        """Return 0.0: no waiting."""
        return 0.0

    def give_back(self, host: str) -> None:
        """Nothing was taken."""


@dataclass
class Answer:
    """What a visit brought back.

    failure: "" when the last address answered with `status`; else "name", "refused", "timeout", "certificate",
    "tls", "inside", "port", "hops", "postponed" (no free place at the host) or "other". hops: the status of each
    redirect. body: at most 64 KiB, unpacked. unverified: an incomplete certificate chain was let pass.
    """

    final: str
    status: int = 0
    failure: str = ""
    hops: tuple[int, ...] = ()
    content_type: str = ""
    server: str = ""
    body: bytes = b""
    unverified: bool = False


@dataclass
class Visit:
    """One address on its way: HEAD along the redirects, then GET of what is there."""

    key: Any
    url: str
    began: float
    method: str = "HEAD"
    hops: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    received: int = 0
    body: bytearray = field(default_factory=bytearray)
    refused: bool = False
    unverified: bool = False
    host: str = ""

    def fresh(self) -> None:
        """Forget the last answer before the next request."""
        self.headers, self.received, self.body, self.refused = {}, 0, bytearray(), False

    def answer(self, failure: str = "", status: int = 0) -> Answer:
        """Return what is known now."""
        kind, server = self.headers.get("content-type", ""), self.headers.get("server", "")
        return Answer(self.url, status, failure, tuple(self.hops), kind, server, bytes(self.body), self.unverified)


class Fetcher:
    """Many visits at once in one thread. Not to be shared between threads.

    agent: our User-Agent. guard, courtesy: see there. walls: says of an address that a log-in is all it has to
    offer, so nothing more is asked. resolve: "host:port:address" lines instead of DNS (tests).
    """

    def __init__(
        self,
        *,
        agent: str,
        courtesy: Courtesy,
        guard: Guard | None = None,
        walls: Callable[[str], bool] = lambda url: False,
        resolve: Iterable[str] = (),
        seconds: float = SECONDS,
    ) -> None:
        self.agent, self.courtesy, self.guard = agent, courtesy, guard or Guard()
        self.walls, self.resolve, self.seconds = walls, list(resolve), seconds
        self._multi = pycurl.CurlMulti()
        self._multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, 0 if isinstance(courtesy, NoCourtesy) else 2)
        self._idle: list[Any] = []
        self._running: dict[Any, Visit] = {}
        self._waiting: list[tuple[float, int, Visit]] = []
        self._done: deque[tuple[Any, Answer]] = deque()
        self._turns = itertools.count()

    def __len__(self) -> int:
        """Return how many visits are under way or waiting."""
        return len(self._running) + len(self._waiting)

    def add(self, key: Any, url: str) -> None:
        """Begin a visit; its answer comes out of `step` with the key."""
        self._go(Visit(key, url, time.monotonic()))

    def step(self, patience: float = 0.1) -> list[tuple[Any, Answer]]:
        """Work for about `patience` seconds at most; return the (key, answer) pairs that are ready."""
        now = time.monotonic()
        while self._waiting and self._waiting[0][0] <= now:
            self._go(heapq.heappop(self._waiting)[2])
        if not self._done and self._running:
            # Without a socket to wait for (a name is being looked up) curl returns at once.
            if self._multi.select(patience) == -1:
                time.sleep(min(patience, 0.005))
        elif not self._done:
            time.sleep(min(patience, max(0.0, self._waiting[0][0] - now)) if self._waiting else 0)
        self._multi.perform()
        self._collect()
        ready = list(self._done)
        self._done.clear()
        return ready

    def close(self) -> None:
        """Drop what is under way and close all connections."""
        for curl, visit in self._running.items():
            self._multi.remove_handle(curl)
            self.courtesy.give_back(visit.host)
            curl.close()
        for curl in self._idle:
            curl.close()
        self._running, self._idle, self._waiting = {}, [], []
        self._multi.close()

    def _go(self, visit: Visit) -> None:
        """Send the visit's next request, or let it wait for its turn at the host."""
        if refusal := self.guard.refusal(visit.url):
            self._finish(visit, refusal)
            return
        visit.host = _host(visit.url)
        wait = self.courtesy.take(visit.host)
        if not wait:
            self._send(visit)
        elif time.monotonic() + wait - visit.began > PATIENCE:
            self._finish(visit, "postponed")
        else:
            heapq.heappush(self._waiting, (time.monotonic() + wait, next(self._turns), visit))

    def _finish(self, visit: Visit, failure: str = "", status: int = 0) -> None:
        self._done.append((visit.key, visit.answer(failure, status)))

    def _send(self, visit: Visit) -> None:
        visit.fresh()
        curl = self._idle.pop() if self._idle else pycurl.Curl()
        self._prepare(curl, visit)
        self._running[curl] = visit
        self._multi.add_handle(curl)

    def _prepare(self, curl: Any, visit: Visit) -> None:
        """Set every option anew: a handle keeps nothing of the visit before but its connections."""
        curl.reset()
        options = (
            (pycurl.URL, visit.url.encode()),
            (pycurl.NOBODY, visit.method == "HEAD"),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            (pycurl.FOLLOWLOCATION, 0),
            # No proxy and no log-in of this machine, whatever its environment or home folder says.
            (pycurl.PROXY, ""),
            (pycurl.NOPROXY, "*"),
            (pycurl.NETRC, 0),
            (pycurl.NOSIGNAL, 1),
            (pycurl.CONNECTTIMEOUT_MS, int(min(CONNECT_SECONDS, self.seconds) * 1000)),
            (pycurl.TIMEOUT_MS, int(self.seconds * 1000)),
            (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1),
            (pycurl.USERAGENT, self.agent),
            (pycurl.ACCEPT_ENCODING, "gzip, deflate"),
            (pycurl.HTTPHEADER, ["Accept: text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language: th,en;q=0.7"]),
            (pycurl.CAINFO, certifi.where()),
            (pycurl.SSL_VERIFYPEER, 0 if visit.unverified else 1),
            (pycurl.SSL_VERIFYHOST, 2),
            # Readers' browsers still speak to servers with older ciphers; no secret of ours goes over the line.
            (pycurl.SSL_CIPHER_LIST, "DEFAULT@SECLEVEL=1"),
            (pycurl.OPENSOCKETFUNCTION, lambda purpose, target: self._open(visit, target)),
            (pycurl.HEADERFUNCTION, lambda line: _header(visit, line)),
            (pycurl.WRITEFUNCTION, lambda chunk: _body(visit, chunk)),
        )
        for option, value in options:
            curl.setopt(option, value)
        if self.resolve:
            curl.setopt(pycurl.RESOLVE, self.resolve)

    def _open(self, visit: Visit, target: Any) -> Any:
        """Open the socket that curl asks for, where the guard admits the resolved address."""
        if not self.guard.admits(target.family, target.addr):
            visit.refused = True
            return pycurl.SOCKET_BAD
        return socket.socket(target.family, target.socktype, target.protocol)

    def _collect(self) -> None:
        more = 1
        while more:
            more, good, bad = self._multi.info_read()
            for curl in good:
                self._settle(curl, 0)
            for curl, code, _words in bad:
                self._settle(curl, code)

    def _settle(self, curl: Any, code: int) -> None:
        """Take an answered (or failed) request off and decide what follows."""
        visit = self._running.pop(curl)
        status, verified = curl.getinfo(pycurl.RESPONSE_CODE), curl.getinfo(pycurl.SSL_VERIFYRESULT)
        self._multi.remove_handle(curl)
        self._idle.append(curl)
        self.courtesy.give_back(visit.host)
        # We hang up ourselves once 64 KiB are there: that is an answer, not a failure.
        if code == pycurl.E_WRITE_ERROR and status:
            code = 0
        if code:
            self._failed(visit, code, verified)
        elif status in REDIRECTS and visit.headers.get("location"):
            self._follow(visit, status)
        elif visit.method == "HEAD" and status not in SETTLED:
            visit.method = "GET"
            self._go(visit)
        else:
            self._finish(visit, status=status)

    def _failed(self, visit: Visit, code: int, verified: int) -> None:
        failure = "inside" if visit.refused and code != pycurl.E_OPERATION_TIMEDOUT else FAILURES.get(code, "other")
        if failure == "certificate" and verified in UNKNOWN_ISSUER and not visit.unverified:
            # Browsers fetch the missing certificate themselves. Asked again without it: nothing secret is sent.
            visit.unverified = True
            self._go(visit)
        elif visit.method == "HEAD" and failure in ("timeout", "other"):
            # Servers that hang up on HEAD, or never answer it, may well answer GET.
            visit.method = "GET"
            self._go(visit)
        else:
            self._finish(visit, failure)

    def _follow(self, visit: Visit, status: int) -> None:
        """Go on to where a redirect leads: each hop is judged as the first address was."""
        visit.hops.append(status)
        target = _target(visit)
        if len(visit.hops) > MAX_HOPS:
            self._finish(visit, "hops")
        elif not target:
            self._finish(visit, "inside")
        else:
            if _host(target) != visit.host:
                visit.unverified = False
            visit.url = target
            if self.walls(target):
                self._finish(visit, status=status)
            else:
                self._go(visit)


def _host(url: str) -> str:
    """Return the host as courtesy counts it: "a.th." is "a.th", not a second one to be asked as often."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        # Some patch releases of Python refuse a name in brackets here, some read it.
        return ""


def _target(visit: Visit) -> str:
    """Return the canonical address that a redirect leads to, or "" where it is none: servers write anything there."""
    try:
        joined = urljoin(visit.url, visit.headers["location"])
    except ValueError:
        return ""
    return urls.canonical(joined).partition("#")[0]


def _header(visit: Visit, line: bytes) -> int | None:
    """Keep a header line. Returns 0, which ends the transfer, when there are too many."""
    visit.received += len(line)
    if visit.received > MAX_HEADERS:
        return 0
    if line.startswith(b"HTTP/"):
        # A new answer (after "100 Continue"): what was read before does not belong to it.
        visit.headers = {}
        return None
    name, colon, value = line.partition(b":")
    if colon:
        visit.headers[name.strip().lower().decode("latin-1")] = _text(value.strip())
    return None


def _text(value: bytes) -> str:
    """Return a header's value: servers write Thai addresses as bare UTF-8."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _body(visit: Visit, chunk: bytes) -> int | None:
    """Keep a piece of the body. Returns 0, which ends the transfer, once there is enough."""
    visit.body += chunk[: MAX_BODY - len(visit.body)]
    return 0 if len(visit.body) >= MAX_BODY else None
