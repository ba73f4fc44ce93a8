"""Links as people type them into a cell: broken over lines, glued together, cut off, half a scheme."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from evidence.office.grid import Hyperlink

LONGEST = 2048
_START = r"(?:h?ttps?\s?[:;]\s?/{1,2}|https?//|ht+ps?[:;.]?//|www\.)"
_BARE = (
    r"(?<![\w@.\-/])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    r"(?:(?:(?:go|gov|or|ac|co|in|mi|net)\.th|com|net|org|me|ly|gle|be|info|gov)(?![\w.-])(?=/\S)"
    r"|(?:go|or|ac|co|in|mi)\.th(?![\w-])(?!\.\w))"
)
# Thai letters belong to a link after a separator (an address in Thai), else they are text glued to it.
_BODY = r"(?:[!#-;=?-~]|(?<=[/=_\-%฀-๿])[฀-๿])*"
_LINK = re.compile(f"(?:{_START}|{_BARE}){_BODY}", re.IGNORECASE)
_BEGINS = re.compile(f"(?:{_START}|{_BARE})", re.IGNORECASE)
# What stands before the next link of a list, with or without a space: "2.https://…", "-https://…".
_COUNTED = re.compile(rf"(?:[(\[]?[0-9๐-๙]{{1,2}}[.):\]]|[-–—•*])\s*(?={_START})", re.IGNORECASE)
_SCHEME_ALONE = re.compile(r"https?:/{1,2}$", re.IGNORECASE)
_GLUED = re.compile(r"(?<=.)(?<![=?&:])(?<!%2F)(?=https?://)", re.IGNORECASE)
_RIGHT_SCHEME = re.compile(r"(?:https?://|www\.|[a-z0-9-]+\.)", re.IGNORECASE)
_PIECE = re.compile(r"[!#-;=?-~]+")
_OPEN_END = re.compile(r"[-_/=&?%+#.]$")
_LOOKS_LIKE_PIECE = re.compile(r"[\d/_=%?&.-]")
_CUT = re.compile(r"(?:[-_=&?%+#]|…|\.{2,}|https?:/{0,2}|www\.?)$", re.IGNORECASE)
_FORM_ID = re.compile(r"docs\.google\.com/forms/d/(?:e/)?([\w-]*)", re.IGNORECASE)
_FORM_ID_LENGTH = 40  # a published form's id has 56 signs, an edited one's 44
_COUNTER = re.compile(r"(?<!\S)[0-9๐-๙]{1,2}[.)](?!\S)")
_MARKER = re.compile(r"^(?:\(?[0-9๐-๙]{1,2}[.)]|[-–—•●▪*]|\(?(?:URL|url|Link|link|ลิงก์|ลิงค์|ลิ้งค์)\)?\s*[:：]?)\s*$")


@dataclass
class FoundLinks:
    """What a cell's lines hold: links in order, the text without them, and doubts (code, value, words)."""

    urls: list[str] = field(default_factory=list)
    text: str = ""
    doubts: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def add(self, url: str) -> None:
        """Keep a link once; say so where it is cut, misspelt or too long."""
        if len(url) > LONGEST:
            self.doubts.append(("link_long", url[:80], {}))
            self.text = f"{self.text} {url}".strip()
            return
        if url not in self.urls:
            self.urls.append(url)
            if is_cut(url):
                self.doubts.append(("link_cut", url, {}))
            elif not _RIGHT_SCHEME.match(url):
                self.doubts.append(("link_scheme", url, {}))


def has_link(text: str) -> bool:
    """Whether anything in `text` looks like the beginning of a link."""
    return _BEGINS.search(text) is not None


def is_cut(url: str) -> bool:
    """Whether a link ends where no complete one does: "…-", a form without its full id, a bare scheme."""
    form = _FORM_ID.search(url)
    return bool(_CUT.search(url)) or (form is not None and len(form[1]) < _FORM_ID_LENGTH)


def find_links(lines: Iterable[str], hyperlinks: Iterable[Hyperlink] = ()) -> FoundLinks:
    """Take the links out of a cell's lines; `hyperlinks` tell where a click on them leads."""
    found = FoundLinks()
    rest: list[str] = []
    for line in _joined(lines, found):
        left = _LINK.sub(lambda match: _take(match[0], found), line)
        # Numbers and signs that only counted the links say nothing without them.
        rest.append(_cleaned(left) if left != line else left)
    kept = [line for line in rest if line and not _MARKER.match(line)]
    found.text = " ".join([*kept, found.text]).strip()
    for link in hyperlinks:
        _compare(link, found)
    return found


def _joined(lines: Iterable[str], found: FoundLinks) -> list[str]:
    """The lines, with a link that goes on in the next line, or after a stray space, in one piece."""
    joined: list[str] = []
    for line in lines:
        line = _without_gap(line.strip(), found)
        piece, _, after = line.partition(" ")
        if joined and _goes_on(joined[-1], piece, alone=not after):
            joined[-1] += line
            link = list(_LINK.finditer(joined[-1]))[-1][0]
            found.doubts.append(("link_joined", _trimmed(link), {}))
        else:
            joined.append(line)
    return joined


def _without_gap(line: str, found: FoundLinks) -> str:
    words = line.split()
    whole = words[:1]
    for word in words[1:]:
        if _goes_on(whole[-1], word, alone=False):
            whole[-1] += word
            found.doubts.append(("link_joined", _trimmed(whole[-1]), {}))
        else:
            whole.append(word)
    return " ".join(whole)


def _goes_on(before: str, piece: str, *, alone: bool) -> bool:
    """Whether `piece` continues the link at the end of `before`; a line of its own needs less proof."""
    links = list(_LINK.finditer(before))
    if not links or links[-1].end() != len(before) or not _PIECE.fullmatch(piece):
        return False
    if _SCHEME_ALONE.search(before):
        return "." in piece and ":/" not in piece
    if _BEGINS.match(piece):
        return False
    if _COUNTED.match(piece) or _MARKER.match(piece) or not re.search(r"[A-Za-z0-9]", piece):
        return False
    if re.search(r"[-_=&?%]$", before):
        return True
    if _OPEN_END.search(before) or alone:
        return bool(_LOOKS_LIKE_PIECE.search(piece)) and "@" not in piece
    return False


def _take(raw: str, found: FoundLinks) -> str:
    """Note the link or links in `raw`; answer what of it is text."""
    pieces = [raw] if "web.archive.org/" in raw else _GLUED.split(raw)
    if len(pieces) > 1:
        found.doubts.append(("link_glued", raw, {}))
    text = ""
    for piece in pieces:
        url = _trimmed(piece)
        found.add(url)
        text += piece[len(url) :].strip(".,;:)]}>”’'\"")
    return f" {text} "


def _trimmed(url: str) -> str:
    """The link without the punctuation of the sentence around it."""
    while url and url[-1] in ",;)]}.'’”":
        if url.endswith("..") or (url[-1] == ")" and url.count("(") >= url.count(")")):
            break
        url = url[:-1]
    return url


def _cleaned(line: str) -> str:
    words = re.sub(r"\(\s*\)?\s*$", "", " ".join(line.split())).strip(" ,;|")
    return words if re.search(r"\w", _COUNTER.sub("", words)) else ""


def _same(one: str, other: str) -> bool:
    def bare(url: str) -> str:
        return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.strip().casefold()).rstrip("/")

    return bare(one) == bare(other)


def _compare(link: Hyperlink, found: FoundLinks) -> None:
    """A click may lead elsewhere than the text says: the typed link stays unless it is a cut-off one."""
    target = link.target.strip()
    if not re.match(r"https?://", target, re.IGNORECASE) or any(_same(target, url) for url in found.urls):
        return
    shown = _trimmed("".join(link.shown.split()))
    if shown not in found.urls:
        # A hyperlink over words, or over one run of a longer link: only the former is news.
        if not any(shown and shown in url for url in found.urls):
            found.add(target)
        return
    begun = shown.rstrip(".…")
    if is_cut(shown) and target.startswith(begun):
        found.urls[found.urls.index(shown)] = target
        found.doubts = [one for one in found.doubts if one[:2] != ("link_cut", shown)]
        found.doubts.append(("link_target", shown, {"target": target, "kept": target}))
    else:
        found.doubts.append(("link_target", shown, {"target": target, "kept": shown}))
