"""What a paper says in its lines: typed values, and how each of them is printed.

Two kinds of words are kept apart: `str` is what a person typed and is never changed; `Made` is what the portal
generated, and its digits follow the reader's choice of numerals.
"""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from thai.dates import long_date
from thai.digits import Numerals, in_numerals

BLANK = "-"
_OIT_LETTER = re.compile(r"\bo(?=\d)", re.IGNORECASE)
_WEB = ("http://", "https://")


@dataclass(frozen=True)
class Made:
    """Words the portal generates: labels, codes, years, headings. A year is a name, so it travels in here."""

    text: str

    def shown(self, numerals: Numerals) -> str:
        """The words in the chosen numerals."""
        return in_numerals(self.text, numerals)


@dataclass(frozen=True)
class Codes:
    """Question codes such as "i1-i6". With Thai digits the OIT letter o is printed as ๐: ๐๓๑ (form B, as printed)."""

    text: str

    def shown(self, numerals: Numerals) -> str:
        """The codes in the chosen numerals."""
        text = _OIT_LETTER.sub("0", self.text) if numerals == "thai" else self.text
        return in_numerals(text, numerals)


@dataclass(frozen=True)
class Link:
    """An address as its writer typed it, and where it leads (exactly; may be the same text)."""

    typed: str
    target: str

    @property
    def href(self) -> str:
        """Where a click leads: an http or https address, or "" when the words are not to be clicked."""
        return self.target if self.target.lower().startswith(_WEB) else ""

    def shown(self, _numerals: Numerals) -> str:
        """The address as typed."""
        return self.typed


@dataclass(frozen=True)
class Bold:
    """Words in bold: typed ones (`str`) or the portal's own (`Made`)."""

    words: str | Made

    def shown(self, numerals: Numerals) -> str:
        """The words themselves."""
        return shown(self.words, numerals)


@dataclass(frozen=True)
class Qr:
    """A QR code that leads to an address. It has no words: the address stands beside it, or in the paper's text."""

    target: str

    def shown(self, _numerals: Numerals) -> str:
        """Nothing."""
        return ""


Value = None | str | Made | Codes | int | Decimal | dt.date | Link | Bold | Qr
Line = tuple[Value, ...]  # pieces printed one after the other on one line


def shown(value: Value, numerals: Numerals) -> str:
    """The printed words of one value. Typed text and links keep their own digits."""
    match value:
        case None:
            return BLANK
        case str():
            return value
        case Made() | Codes() | Link() | Bold() | Qr():
            return value.shown(numerals)
        case dt.date():
            return long_date(value, numerals)
        case _:
            return in_numerals(f"{value:,}", numerals)


def typed_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text as a person typed it, empty ones left out."""
    return tuple((line,) for line in map(str.strip, text.splitlines()) if line)
