"""From what a visit brought back to what a person is told: alive, moved, log-in, gone, broken, or cannot tell. Pure.

In doubt the answer is "cannot tell": a false alarm costs an office more trust than a missed one.
"""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from evidence.choices import Reach, Why
from evidence.words import Words, read

# Hosts that are nothing but a log-in.
LOGIN_HOSTS = frozenset({
    "accounts.google.com", "login.microsoftonline.com", "login.live.com", "login.windows.net", "access.line.me",
    "accounts.zoho.com",
})  # fmt: skip
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|log_?on|sso|wp-login\.php|servicelogin|checkpoint|auth/login)(?:[/.]|$)", re.IGNORECASE
)
_LOGIN_WORDS = re.compile(r"log ?in|sign ?in|เข้าสู่ระบบ|ลงชื่อเข้าใช้", re.IGNORECASE)
_NOT_FOUND = re.compile(
    r"ไม่พบหน้า|ไม่พบเพจ|ไม่พบไฟล์|ไม่มีหน้านี้|ไม่พบเว็บเพจ|หน้าที่(?:คุณ|ท่าน)?(?:ต้องการ|ร้องขอ|ค้นหา)ไม่(?:พบ|มี)|ไม่พบข้อมูลที่(?:คุณ|ท่าน)"
    r"|page (?:was |could )?not (?:be )?found|file not found|404 ?[-:|]? ?(?:error|not found|ไม่พบ)|error ?[-:|]? ?404"
    r"|page (?:you .{1,40})?(?:does not|doesn.t) exist|the requested url was not found|page isn.t available",
    re.IGNORECASE,
)
_ONLY_404 = re.compile(r"^(?:404|not found|404 .{0,3}not found|ไม่พบข้อมูล)[.! ]*$", re.IGNORECASE)
_PARKED = re.compile(
    r"domain (?:name )?(?:is |may be )?for sale|buy this domain|domain is parked"
    r"|parked (?:free|domain)|domain has expired"
    r"|โดเมนนี้(?:หมดอายุ|ถูกระงับ|ว่าง|ขาย)|account (?:has been )?suspended|website (?:has been )?suspended"
    r"|พื้นที่(?:เว็บไซต์|โฮสติ้ง)ถูกระงับ",
    re.IGNORECASE,
)
_PARKING_HOSTS = re.compile(r"(?:^|\.)(?:sedoparking|parkingcrew|hugedomains|dan|afternic|bodis|above)\.com$")
_ROBOT = re.compile(
    r"just a moment|attention required|checking your browser|verify (?:that )?you are (?:a )?human|are you a robot"
    r"|captcha|access denied|ddos protection|incapsula|unusual traffic|enable javascript and cookies to continue"
    r"|ยืนยันว่า(?:คุณ|ท่าน)?(?:ไม่ใช่|เป็น)",
    re.IGNORECASE,
)
_HOME = re.compile(r"^/?(?:(?:index|home|default|main)(?:\.[a-z]{3,5})?/?|(?:th|en)/?)?$", re.IGNORECASE)
# A page with so little to say may be nothing but an error or a wall.
_FEW = 1500


@dataclass(frozen=True)
class Found:
    """What a check found, in the columns of a LinkCheck."""

    reach: str
    detail: str = Why.NONE
    status: int | None = None
    final_url: str = ""
    title: str = ""
    content_hash: str = ""
    excerpt: str = ""

    @property
    def is_bad(self) -> bool:
        """Say whether it must be seen again before it counts."""
        return self.reach in (Reach.GONE, Reach.BROKEN)


_FAILED = {
    "name": (Reach.BROKEN, Why.NAME),
    "refused": (Reach.BROKEN, Why.NO_ANSWER),
    "timeout": (Reach.BROKEN, Why.NO_ANSWER),
    "certificate": (Reach.BROKEN, Why.CERTIFICATE),
    "tls": (Reach.BROKEN, Why.CERTIFICATE),
    "inside": (Reach.BROKEN, Why.INSIDE),
    "port": (Reach.UNCLEAR, Why.PORT),
    "hops": (Reach.UNCLEAR, Why.HOPS),
}


def is_login(url: str) -> bool:
    """Say whether an address is a log-in and nothing else."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    return host in LOGIN_HOSTS or bool(_LOGIN_PATH.search(parts.path))


def failed(failure: str) -> Found:
    """Return what a visit that got no answer says; an unknown failure is "does not answer"."""
    reach, why = _FAILED.get(failure, (Reach.BROKEN, Why.NO_ANSWER))
    return Found(reach, why)


def judge(
    asked: str,
    *,
    final: str,
    status: int,
    hops: tuple[int, ...] = (),
    content_type: str = "",
    server: str = "",
    body: bytes = b"",
    unverified: bool = False,
) -> Found:
    """Return what an answered visit says of the address that was asked.

    asked, final: canonical addresses. status: of the last answer. hops: the statuses of the redirects between.
    body: the first 64 KiB, unpacked.
    """
    words = read(body, content_type) if 200 <= status < 300 else Words()
    reach, why = _by_status(status, server, final) or _by_address(asked, final) or _by_words(final, words)
    if reach == Reach.ALIVE:
        reach, why = _by_way(asked, final, hops, unverified)
    return Found(
        reach, why, status, "" if final == asked else final, words.title,
        hashlib.sha256(body).hexdigest() if body and 200 <= status < 300 else "", words.excerpt,
    )  # fmt: skip


def _by_status(status: int, server: str, final: str) -> tuple[str, str] | None:
    if 200 <= status < 300:
        return None
    if status in (404, 410):
        return Reach.GONE, Why.NOT_FOUND
    if status == 401:
        return Reach.LOGIN, Why.WALL
    if status in (403, 429, 999) or (status == 503 and "cloudflare" in server.lower()):
        return Reach.UNCLEAR, Why.ROBOT
    if status >= 500:
        return Reach.BROKEN, Why.SERVER
    # A redirect was followed only up to a wall; without a place to go it says nothing.
    return (Reach.LOGIN, Why.WALL) if status < 400 and is_login(final) else (Reach.UNCLEAR, Why.ODD)


def _by_address(asked: str, final: str) -> tuple[str, str] | None:
    if final == asked:
        return None
    if is_login(final):
        return Reach.LOGIN, Why.WALL
    return (Reach.GONE, Why.PARKED) if _PARKING_HOSTS.search(urlsplit(final).hostname or "") else None


def _by_words(final: str, words: Words) -> tuple[str, str]:
    heads = f"{words.title}\n{words.heading}"
    few = words.text[:_FEW] if len(words.text) < _FEW else ""
    if _PARKED.search(heads) or (few and _PARKED.search(few)):
        return Reach.GONE, Why.PARKED
    if _ONLY_404.match(words.title) or _ONLY_404.match(words.heading) or _NOT_FOUND.search(heads):
        return Reach.GONE, Why.NOT_FOUND
    if few and _ROBOT.search(f"{words.title}\n{few}"):
        return Reach.UNCLEAR, Why.ROBOT
    if few and _NOT_FOUND.search(few):
        return Reach.GONE, Why.NOT_FOUND
    asks = words.asks_password and (few or not words.text or is_login(final))
    if asks and (_LOGIN_WORDS.search(f"{heads}\n{few}") or is_login(final)):
        return Reach.LOGIN, Why.WALL
    return Reach.ALIVE, Why.NONE


def _by_way(asked: str, final: str, hops: tuple[int, ...], unverified: bool) -> tuple[str, str]:
    """Say whether a page that is there is still where it was.

    Mere http to https, "www." or a slash at the end is no move. A temporary redirect inside the host is the
    site's own affair: the cited address stays the right one.
    """
    there = Why.CHAIN if unverified else Why.NONE
    here, now = _place(asked), _place(final)
    if here == now:
        return Reach.ALIVE, there
    if here[0] != now[0]:
        return Reach.MOVED, there
    if _HOME.match(now[1]) and not _HOME.match(here[1]):
        return Reach.MOVED, Why.HOME
    return (Reach.MOVED if any(hop in (301, 308) for hop in hops) else Reach.ALIVE), there


def _place(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().removeprefix("www.")
    return host, unquote(parts.path).rstrip("/"), parts.query
