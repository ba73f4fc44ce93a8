"""The words of a page's first 64 KiB: its title, its first heading, its text. Pure and linear, whatever comes in."""

import html
import re
from dataclasses import dataclass

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, to_unicode

EXCERPT = 2000
TITLE = 300
_SPACES = re.compile(r"\s+")
_TAG = re.compile(r"<[a-zA-Z/!?][^>]*>")
_OPENS = re.compile(r"<[a-zA-Z/!?]")
_SILENT = re.compile(r"<(?:!--|(script|style|noscript|template|svg|title|iframe)\b)")
_SMALL = {code: code + 32 for code in range(65, 91)}
_PASSWORD = re.compile(r"type\s*=\s*[\"']?password", re.IGNORECASE)
# The charsets that browsers know (WHATWG), by Python's names. Python knows more: some are no charset at all
# ("zlib", "undefined") and raise, some make half letters that no database takes ("unicode_escape").
_CHARSETS = frozenset({
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "ascii", "cp866", "koi8-r", "koi8-u", "mac-roman",
    "mac-cyrillic", "gbk", "gb18030", "big5", "big5hkscs", "euc_jp", "cp932", "iso2022_jp", "euc_kr", "cp949",
    "cp874", *(f"cp125{part}" for part in range(9)), *(f"iso8859-{part}" for part in range(1, 17)),
})  # fmt: skip


@dataclass(frozen=True)
class Words:
    """Title (300 characters at most), first heading, text, and whether the page asks for a password."""

    title: str = ""
    heading: str = ""
    text: str = ""
    asks_password: bool = False

    @property
    def excerpt(self) -> str:
        """Return the first 2,000 characters of the text."""
        return self.text[:EXCERPT]


def read(body: bytes, content_type: str) -> Words:
    """Return the words of an HTML page; of anything else, nothing.

    The charset is the browser's guess: byte order mark, header, meta tag, else UTF-8. TIS-620 is read as the
    windows-874 that it always was.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in ("", "text/html", "application/xhtml+xml") or not body:
        return Words()
    if not kind and b"<" not in body[:512]:
        return Words()
    text = _decoded(body, content_type).replace("\0", "")
    lower = _lower(text)
    title = _inside(text, lower, "title")
    heading = _plain(_inside(text, lower, "h1"))
    return Words(_clean(title)[:TITLE], heading[:TITLE], _plain(text), bool(_PASSWORD.search(text)))


def _decoded(body: bytes, content_type: str) -> str:
    """Return the text of a page, whatever charset it claims; one that browsers do not know counts as none."""
    named, mark = read_bom(body)
    if named and mark:
        return str(to_unicode(body[len(mark) :], named))
    for claimed in (http_content_type_encoding(content_type or None), html_body_declared_encoding(body)):
        if claimed in _CHARSETS:
            return str(to_unicode(body, f"{claimed}-be" if claimed == "utf-16" else claimed))
    return str(to_unicode(body, _guess(body)))


def _guess(body: bytes) -> str:
    """Return the encoding of a page that does not say: UTF-8 when it is, else the old Thai one."""
    # The end may be cut within a letter.
    try:
        body[: max(0, len(body) - 3)].decode("utf-8")
    except UnicodeDecodeError as problem:
        return "utf-8" if problem.start >= len(body) - 6 else "cp874"
    return "utf-8"


def _lower(text: str) -> str:
    """Lower the letters, each in its place: "İ" would become two, so then A to Z alone."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text.translate(_SMALL)


def _inside(text: str, lower: str, name: str) -> str:
    """Return what stands in the first element of that name, or ""."""
    start = lower.find(f"<{name}")
    opened = text.find(">", start) if start >= 0 else -1
    if opened < 0:
        return ""
    end = lower.find(f"</{name}", opened)
    return text[opened + 1 : end if end >= 0 else opened + 1 + TITLE]


def _plain(text: str) -> str:
    """Return the text between the tags. Each step goes forward, so hostile input costs no more than its length."""
    spoken = _without_silent(text, _lower(text))
    # A tag that is cut off at the end; behind it no "<" waits in vain for its ">".
    if cut := _OPENS.search(spoken, spoken.rfind(">") + 1):
        spoken = spoken[: cut.start()]
    return _clean(_TAG.sub(" ", spoken))


def _without_silent(text: str, lower: str) -> str:
    """Leave out comments and the elements that no reader sees; one that never ends hides the rest."""
    start = max(lower.find("<body"), 0) or max(lower.find("</head"), 0)
    pieces, at = [], start
    while opened := _SILENT.search(lower, at):
        pieces.append(text[at : opened.start()])
        close = f"</{opened[1]}" if opened[1] else "-->"
        at = lower.find(close, opened.end())
        if at < 0:
            return " ".join(pieces)
        # What is left of the closing tag is a tag of its own, but not the end of a comment.
        at += 0 if opened[1] else 3
    pieces.append(text[at:])
    return " ".join(pieces)


def _clean(text: str) -> str:
    return _SPACES.sub(" ", html.unescape(text)).strip()
