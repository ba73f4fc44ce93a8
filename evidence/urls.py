"""Web addresses as evidence: canonical form, readable form, and repair of what is no address. Pure: opens no socket."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from urllib.parse import unquote, urlsplit, urlunsplit

import idna
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from w3lib.url import canonicalize_url

MAX_LENGTH = 2048
# A link field with several links; what is longer is no link field, and would be looked through for very long.
MAX_TEXT = 4 * MAX_LENGTH


@lru_cache(maxsize=1024)
def canonical(typed: str) -> str:
    """Return the canonical http(s) address of what was typed, or "" when it is no web address.

    Query parameters are kept, all of them: two documents may differ in one only.
    """
    text = typed.strip()
    if len(text) > MAX_LENGTH or text.split() != [text]:
        return ""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "." not in host or port == 0 or "@" in parts.netloc:
        return ""
    try:
        return str(canonicalize_url(text, keep_fragments=True))
    except (ValueError, UnicodeError):
        return ""


# U+0E00–U+0E7F in percent signs. Nothing else is opened: a decoded "/" or "?" would be another address.
_THAI = re.compile(r"(?:%E0%(?:B8|B9)%[89AB][0-9A-F])+", re.IGNORECASE)
_THAI_LABEL = re.compile(r"[\u0e00-\u0e7fa-z0-9-]+")


def readable(url: str) -> str:
    """Return an address as a person reads it: Thai paths in Thai letters, .ไทย hosts out of their punycode.

    Letters of other scripts stay coded: they may look like Latin ones. What is no address comes back as it is.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return url
    if "xn--" in host and "@" not in parts.netloc:
        shown = ".".join(_label(label) for label in host.split("."))
        parts = parts._replace(netloc=parts.netloc.lower().replace(host, shown))
    opened = [_THAI.sub(lambda found: unquote(found[0]), part) for part in parts]
    return urlunsplit(opened) if "xn--" in host or opened != list(parts) else url


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        shown = idna.decode(label)
    except (idna.IDNAError, UnicodeError):
        return label
    return shown if _THAI_LABEL.fullmatch(shown) else label


class Fault(TextChoices):
    """What is wrong with a text in a link field. NONE: it is one web address."""

    NONE = "", ""
    TEXT = "text", _("เป็นข้อความ ไม่ใช่ลิงก์")
    MAIL = "mail", _("เป็นที่อยู่อีเมล ไม่ใช่ลิงก์")
    LONG = "long", _("ลิงก์ยาวเกิน 2,048 ตัวอักษร")
    SEVERAL = "several", _("มีหลายลิงก์อยู่ในช่องเดียว")
    SCHEME = "scheme", _("ลิงก์ต้องขึ้นต้นด้วย https:// หรือ http://")
    SPACE = "space", _("มีช่องว่างอยู่ในลิงก์")
    GLUED = "glued", _("มีข้อความติดอยู่กับลิงก์")
    BROKEN = "broken", _("ที่อยู่เว็บไซต์ไม่ครบหรือพิมพ์ผิด")


@dataclass(frozen=True)
class Repair:
    """What a link field ought to hold. `certain`: nobody would read it otherwise; else it is only a proposal.

    urls: http(s) addresses as typed, mended; empty where nothing can be proposed. why: what was wrong.
    """

    urls: tuple[str, ...]
    certain: bool
    why: Fault


_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u00ad\ufeff]")
# "htp://", "https:/x", "https;//", "http//", "hhttps://", "https:\\x", "https: //x".
_SCHEME = re.compile(r"(?<![A-Za-z])h{0,2}t{1,3}p(s?)(?:\s?[:;.]\s?[/\\]{1,3}|[/\\]{2})\s?(?=[\w\[])", re.IGNORECASE)
_START = re.compile(r"https?://", re.IGNORECASE)
# A link inside another one's value: an archive's copy, a parameter.
_INSIDE = re.compile(r"(?:[=?&:]|%2F|%3A)$", re.IGNORECASE)
_ARCHIVES = ("web.archive.org/", "archive.ph/", "translate.goog")
_ENDINGS = r"(?:go|or|ac|co|in|mi|net|gov)\.th|com|net|org|info|me|ly|gle|be|io|app|site|asia|cloud|th"
_HOST = (
    rf"(?:www\.(?:[a-z0-9-]+\.)+[a-z0-9-]+|(?:[a-z0-9-]+\.)+(?:{_ENDINGS})|(?:[a-z0-9\u0e00-\u0e7f-]+\.)+ไทย)"
    r"(?![\w@-])(?!\.\w)(?::\d{2,5})?"
)
_BARE = re.compile(rf"(?<![a-z0-9_@.\-/]){_HOST}", re.IGNORECASE)
_BARE_WORD = re.compile(rf"(?<=\s){_HOST}", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_OPEN_END = re.compile(r"[-_=&?%/]$")
_PIECE = re.compile(r"[!-~]+")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|zip|rar|html?|php|aspx?)", re.IGNORECASE)
# After these an address is complete: Thai letters that follow at once are somebody's words.
_COMPLETE = re.compile(
    r"(\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|zip|rar|html?)|/viewform|/edit|/view|[?&]usp=[a-z_]+)(?=[\u0e00-\u0e7f])"
    r"[\u0e00-\u0e7f\s]+$",
    re.IGNORECASE,
)
_QUOTES = "\"'“”‘’«»<>"


def repair(typed: str) -> Repair:
    """Return what a link field ought to hold, for whatever text stands in it."""
    text = " ".join(_UNSEEN.sub("", typed).split())
    if not text:
        return Repair((), True, Fault.NONE)
    if len(text) > MAX_TEXT:
        return Repair((), False, Fault.LONG)
    found = _with_schemes(text)
    pieces, before = _pieces(found)
    if not pieces:
        return Repair((), False, Fault.MAIL if _MAIL.search(text) else Fault.TEXT)
    links, faults, certain = [], [], True
    for piece in pieces:
        url, fault, sure = _one(piece, last=piece is pieces[-1])
        links.append(url)
        faults += [fault] if fault else []
        certain = certain and sure
    if not all(canonical(link) for link in links):
        long = any(len(link) > MAX_LENGTH for link in links)
        return Repair((), False, Fault.LONG if long else Fault.BROKEN)
    urls = tuple(dict.fromkeys(links))
    if urls == (text,):
        # Only signs that nobody sees, or spaces around it, were taken away.
        return Repair(urls, True, Fault.NONE if canonical(typed) else Fault.SPACE)
    return Repair(urls, certain, _fault(text, found, before, len(pieces), faults))


def _fault(text: str, found: str, before: str, count: int, faults: list[Fault]) -> Fault:
    if count > 1:
        return Fault.SEVERAL
    if faults:
        return faults[0]
    if before.strip(_QUOTES + " ([{"):
        return Fault.GLUED
    return Fault.SCHEME if found != text else Fault.GLUED


def _with_schemes(text: str) -> str:
    """Return the text with misspelt schemes mended, and one before an address that has none."""
    mended = _SCHEME.sub(_scheme, text)
    bare = _BARE_WORD if _START.search(mended) else _BARE
    return bare.sub(lambda found: f"https://{found[0]}", mended)


def _scheme(found: re.Match[str]) -> str:
    return found[0] if _START.fullmatch(found[0]) else f"http{found[1].lower()}://"


def _pieces(text: str) -> tuple[list[str], str]:
    """Return the text from each link's beginning to the next one's, and what stands before the first."""
    starts: list[int] = []
    for found in _START.finditer(text):
        at = found.start()
        inside = starts and " " not in text[starts[-1] : at] and (
            _INSIDE.search(text[:at]) or any(name in text[starts[-1] : at] for name in _ARCHIVES)
        )  # fmt: skip
        if not inside:
            starts.append(at)
    if not starts:
        return [], text
    pieces = [text[a:b] for a, b in pairwise([*starts, len(text)])]
    # "http://https://…": a scheme alone is no link of its own.
    linked = [piece for piece in pieces if not _START.fullmatch(piece.strip())]
    return linked or pieces, text[: starts[0]]


def _one(piece: str, *, last: bool) -> tuple[str, Fault, bool]:
    """Return the link at the beginning of a piece, what was wrong after it, and whether that is certain."""
    link, _space, rest = piece.partition(" ")
    rest = rest.strip()
    fault, sure = Fault.NONE, True
    words = rest.split()
    if last and words and not rest.startswith(("(", "[", "-", "–", "•")):
        if _PIECE.fullmatch(words[0]) and _OPEN_END.search(link):
            # A line of the paper ended in the middle of the link.
            link, rest, fault = link + words[0], "", Fault.SPACE
        elif _FILE.search(words[-1]) and not _FILE.search(link):
            # A file's name with spaces in it.
            link, rest, fault, sure = f"{link}%20" + "%20".join(words), "", Fault.SPACE, False
    cut = _COMPLETE.sub(r"\1", link)
    if cut != link:
        link, fault = cut, Fault.GLUED
    if rest and not fault:
        fault = Fault.GLUED
    return _trimmed(link), fault, sure


def _trimmed(link: str) -> str:
    """Return the link without the punctuation of the sentence around it."""
    while link and link[-1] in ",;|)]}.…" + _QUOTES:
        if link.endswith(("..", "…")) or (link[-1] == ")" and link.count("(") >= link.count(")")):
            break
        link = link[:-1]
    return link
