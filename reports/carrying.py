"""Carrying a text forward to another year: what in it speaks of the old one. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from thai.digits import to_arabic_digits

_NUMBER = re.compile(r"(?<![A-Za-z\d])(?<!\d[.,])\d+(?:[.,]\d+)*")
_MARKER = re.compile(r"^\s*\d{1,3}(?:\.\d{1,2})*[.)]?\s", re.MULTILINE)
_NAMED = re.compile(r"(?:ที่|ข้อ|ประเด็น)\s*$")
_YEARS = range(2400, 2701)


@dataclass(frozen=True)
class Words:
    """A piece of a text; `dated`: a year or figure of the year that it was written for."""

    text: str
    dated: bool = False


@dataclass(frozen=True)
class Carried:
    """A text of another year in pieces, and the years and figures in it that belong to that year, each once."""

    pieces: tuple[Words, ...]
    years: tuple[str, ...]
    figures: tuple[str, ...]


def carried(text: str, fiscal_year: int, proposal: str) -> Carried:
    """Look through a text for the paper of `fiscal_year`, whose proposal says which figures hold now.

    Dated are the years other than `fiscal_year` and the numbers that the proposal does not have; numbers of list items
    and of named things ("ตัวชี้วัดที่ 4", "ข้อ 2") are neither.
    """
    now = {_plain(found) for found in _NUMBER.findall(proposal)}
    pieces: list[Words] = []
    years: list[str] = []
    figures: list[str] = []
    end = 0
    for found in _figures(text):
        number = _plain(found[0])
        if number.isdecimal() and len(number) == 4 and int(number) in _YEARS:
            kind, is_dated = years, int(number) != fiscal_year
        else:
            kind, is_dated = figures, number not in now
        if is_dated:
            pieces += [Words(text[end : found.start()]), Words(found[0], dated=True)]
            kind.append(found[0])
            end = found.end()
    pieces.append(Words(text[end:]))
    kept = tuple(piece for piece in pieces if piece.text)
    return Carried(kept, tuple(dict.fromkeys(years)), tuple(dict.fromkeys(figures)))


def _figures(text: str) -> Iterator[re.Match[str]]:
    markers = [found.span() for found in _MARKER.finditer(text)]
    starts = [start for start, _end in markers]
    for found in _NUMBER.finditer(text):
        place = bisect_right(starts, found.start()) - 1
        if place >= 0 and found.start() < markers[place][1]:
            continue
        is_name = len(found[0]) < 4 and _NAMED.search(text, max(0, found.start() - 12), found.start())
        if not is_name:
            yield found


def _plain(number: str) -> str:
    return to_arabic_digits(number).replace(",", "")
