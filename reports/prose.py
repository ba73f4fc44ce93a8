"""Prose in simple markup, as an office types it or the portal proposes it: what it says, as blocks of a paper.

A blank line parts paragraphs. A line that begins with "1. ", "๑) ", "๑.๑ " or "- " is an item of a list, nested by
the spaces before it or by its number (๑.๑ stands below ๑.). **Two stars** on both sides make words bold. There is
nothing else: every other sign is printed as it stands.

Digits that a person typed stay as typed. A proposal is the portal's own wording, so its digits follow the reader's
numerals, except in the words of others that it cites: those are marked by `cited`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from reports.blocks import Paragraph
from reports.values import Bold, Line, Made, Value
from thai.digits import Numerals, in_numerals

DEEPEST = 3
# Private-use letters, in no text of an office: they part cited words from the portal's own in a proposal.
_BEGIN, _END = "\ue000", "\ue001"
_MARKS = str.maketrans("", "", _BEGIN + _END)
# Control characters (tab and line end apart) and what XML forbids.
_NO_LETTERS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF} - {0x09, 0x0A})
_CITED = re.compile(f"{_BEGIN}([^{_END}]*){_END}")
_OPENS, _CLOSES = re.compile(r"\*\*(?=[^\s*])"), re.compile(r"(?<=[^\s*])\*\*")
_ITEM = re.compile(r"(\s*)(-|\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?)\s+(?=\S)")
_STARS = re.compile(r"\*(?=\*)")
_BARE_NUMBER = re.compile(r"[\d.]+\d")


def cited(words: str) -> str:
    """Words of a person or an edition inside a proposal: printed as typed, and never as markup."""
    inner = _STARS.sub("* ", words.translate(_MARKS))
    return f"{_BEGIN}{' '.join(inner.split())}{_END}"


def cleaned(text: str) -> str:
    """A text as it came from a form, without letters that no file can hold; one kind of line end, no empty ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NO_LETTERS).split("\n")
    return "\n".join(map(str.rstrip, lines)).strip("\n")


def offered(proposal: str, numerals: Numerals) -> str:
    """A proposal as the text that a person goes on writing: the portal's digits in those numerals, no marks left."""
    return "".join(
        words.translate(_MARKS) if is_cited else in_numerals(words.translate(_MARKS), numerals)
        for words, is_cited in _pieces(proposal)
    )


def written_blocks(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text that a person typed; every digit stays."""
    return tuple(_paragraph(one, made=False) for one in _read(text))


def proposed_blocks(proposal: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a proposal; its own digits follow the paper's numerals."""
    return tuple(_paragraph(one, made=True) for one in _read(proposal))


@dataclass
class _Item:
    """A paragraph while it is read: its lines, and of an item its marker and depth."""

    marker: str = ""
    depth: int = 0
    lines: list[str] = field(default_factory=list)


def _read(text: str) -> Iterator[_Item]:
    current: _Item | None = None
    spaces: list[int] = []  # how far the items above stand in, outermost first
    for line in text.splitlines():
        if not line.strip():
            if current:
                yield current
            current = None
            continue
        found = _ITEM.match(line)
        if found and _begins(found[2], current):
            if current:
                yield current
            current = _Item(found[2], _depth(found, spaces), [line[found.end() :].strip()])
            continue
        if current is None:
            current, spaces = _Item(), []
        current.lines.append(line.strip())
    if current:
        yield current


def _begins(marker: str, above: _Item | None) -> bool:
    """Whether the marker begins an item. "๙๕.๔๓ คะแนน" in the middle of a paragraph is a figure."""
    return above is None or bool(above.marker) or not _BARE_NUMBER.fullmatch(marker)


def _depth(found: re.Match[str], spaces: list[int]) -> int:
    """How deep an item is nested, by its number or by its spaces; `spaces` is kept up to date."""
    indent = len(found[1].expandtabs(4))
    while spaces and spaces[-1] > indent:
        spaces.pop()
    if not spaces or spaces[-1] < indent:
        spaces.append(indent)
    by_number = found[2].rstrip(".)").count(".") if found[2] != "-" else 0
    return min(max(by_number, len(spaces) - 1), DEEPEST)


def _paragraph(item: _Item, *, made: bool) -> Paragraph:
    line = tuple(_values(" ".join(item.lines), made=made))
    marker: Line = ((Made(item.marker) if made else item.marker),) if item.marker else ()
    return Paragraph(line, marker, item.depth)


def _values(text: str, *, made: bool) -> Iterator[Value]:
    end = 0
    for start, stop in _bold(text):
        yield from _plain(text[end:start], made=made)
        for value in _plain(text[start + 2 : stop], made=made):
            yield Bold(value)
        end = stop + 2
    yield from _plain(text[end:], made=made)


def _bold(text: str) -> Iterator[tuple[int, int]]:
    """Where the stars before and after bold words stand.

    One expression for both would look through the rest of the text anew for each star that nothing closes: seconds for
    a text of hostile stars, on every page that shows it.
    """
    closing = [found.start() for found in _CLOSES.finditer(text)]
    end = 0
    for found in _OPENS.finditer(text):
        place = bisect_left(closing, found.start() + 3)
        if place == len(closing):
            return
        if found.start() >= end:
            yield found.start(), closing[place]
            end = closing[place] + 2


def _plain(text: str, *, made: bool) -> Iterator[str | Made]:
    if not made:
        if text:
            yield text
        return
    for words, is_cited in _pieces(text):
        if kept := words.translate(_MARKS):
            yield kept if is_cited else Made(kept)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is cited."""
    end = 0
    for found in _CITED.finditer(text):
        yield text[end : found.start()], False
        yield found[1], True
        end = found.end()
    yield text[end:], False
