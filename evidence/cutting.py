"""Links that end too early: at a page break, in the middle of an identifier, in half a letter. Pure."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from urllib.parse import unquote

from evidence import likeness
from evidence.citations import Link
from evidence.hosts import split

# A link so short that very many go on from it proves nothing about any of them.
LONGEST_LIST = 64
# A counter as long as this has always so many digits; shorter ones grow: page 1, page 12.
FIXED = 8
_OPEN_END = re.compile(r"[-_=%]$|%[0-9A-Fa-f]$|…$|%E2%80%A6$|\.\.$")
_DOTS = re.compile(r"(?:…|%E2%80%A6|\.{2,})$")
_PADDED = re.compile(r"=(?:[\w+-]{4})*(?:[\w+-]{2}==|[\w+-]{3}=)$")
_CODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+$")
# Short words that are a page by themselves, though another page's name begins so: /news, /newsletter.
_WORDS = frozenset({
    "about", "contact", "data", "default", "doc", "document", "download", "en", "file", "form", "home", "index", "info",
    "ita", "main", "manual", "new", "news", "oit", "page", "plan", "post", "product", "project", "publish", "report",
    "service", "site", "th", "view", "web",
})  # fmt: skip
_WORD_END = re.compile(r"(?:^|[-_./=])([a-z]+)$")


def cut_off(links: Sequence[Link]) -> dict[str, list[str]]:
    """Return the links (as typed) that are cut off, each with the pages whose address goes on where it ends.

    The pages are in order, none of them cut off itself; at most LONGEST_LIST are looked at.
    """
    shelf = sorted({(_bare(link), link.page) for link in links})
    texts = [text for text, _page in shelf]
    longer: dict[str, list[tuple[str, str]]] = {link.typed: _longer(_bare(link), shelf, texts) for link in links}
    cut = {link.typed for link in links if _is_cut(link, [text for text, _page in longer[link.typed]])}
    whole = {link.page for link in links if link.typed not in cut}
    found = {}
    for typed in sorted(cut):
        pages_on = {page for _text, page in longer[typed] if page in whole}
        found[typed] = sorted(pages_on) if len(longer[typed]) < LONGEST_LIST else []
    return found


def _bare(link: Link) -> str:
    """Return the address without scheme, "www." and the dots of an abridged one."""
    text = link.url.partition("://")[2]
    text = text.removeprefix("www.")
    if not link.parts.path.strip("/") and not link.parts.query:
        text = text.rstrip("/")
    return _DOTS.sub("", text)


def _longer(text: str, shelf: list[tuple[str, str]], texts: list[str]) -> list[tuple[str, str]]:
    """Return the addresses that begin with all of this one and go on."""
    found: list[tuple[str, str]] = []
    for place in range(bisect_right(texts, text), len(texts)):
        if not texts[place].startswith(text) or len(found) == LONGEST_LIST:
            break
        found.append(shelf[place])
    return found


def _is_cut(link: Link, longer: Sequence[str]) -> bool:
    if link.is_complete:
        return False
    typed = link.typed.strip()
    if _OPEN_END.search(typed) and not _PADDED.search(typed):
        return True
    if _half_a_letter(typed) or _far_too_short(link):
        return True
    mine = _bare(link)
    return any(_is_inside(mine, other, link) for other in longer)


def _half_a_letter(typed: str) -> bool:
    """Say whether an address in Thai ends in a part of a letter."""
    coded = _CODED.search(typed)
    if not coded:
        return False
    try:
        unquote(coded[0], errors="strict")
    except UnicodeDecodeError as fault:
        # Other faults are another encoding, which is no cut.
        return fault.reason == "unexpected end of data"
    return False


def _far_too_short(link: Link) -> bool:
    """Say whether a well-known service's identifier lacks a quarter of its usual length, or more."""
    if link.known is None or not link.known[0].lengths:
        return False
    return len(link.known[1]) * 4 < min(link.known[0].lengths) * 3


def _is_inside(mine: str, other: str, link: Link) -> bool:
    """Say whether the shorter address ends inside a piece of the longer one, and not where a page may well end."""
    after = other[len(mine) :]
    if mine[-1:] in "/?#&" or after[:1] in "/?#&":
        return False
    if "/" not in mine:
        # Cut inside the host: "www.office.go" of "www.office.go.th", no other office's name.
        return not split(mine)[1]
    last = re.split(r"[/?&#=]", mine)[-1]
    rest = re.split(r"[/?&#=]", after)[0]
    if mine[-1].isdigit() and after[0].isdigit():
        return _is_cut_number(last, rest)
    word = _WORD_END.search(last.lower())
    if word and after[0] in "-_.":
        # "…-news" may be a page though "…-news-purchase" is one; not if only its number is missing.
        return after[0] == "." or _is_identifier(rest[1:])
    return not (word and word[1] in _WORDS)


def _is_cut_number(last: str, rest: str) -> bool:
    if likeness.is_mixed(last + rest):
        return True
    ahead, behind = re.search(r"\d+$", last), re.match(r"\d+", rest)
    return bool(ahead and behind and len(ahead[0]) + len(behind[0]) >= FIXED)


def _is_identifier(text: str) -> bool:
    return (text.isdigit() and len(text) >= FIXED) or likeness.is_mixed(text)
