"""What stands in a section of a paper beside tables: headings, prose, pictures, photos, the parts of a letter.

`spoken()` of each gives every line that it prints, in reading order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reports.values import Line, Made
from thai.digits import Numerals, in_numerals

_SVG_WORDS = re.compile(r">[^<]+<")
_CHARACTER = re.compile(r"&#?\w+;|[^&]+")  # a reference such as &#x27; keeps its own digits


def _in_numerals(markup: str, numerals: Numerals) -> str:
    return _CHARACTER.sub(
        lambda found: found[0] if found[0].startswith("&") else in_numerals(found[0], numerals), markup
    )


@dataclass(frozen=True)
class Heading:
    """A heading, kept with what follows. Level 1 begins a numbered part, 2 and 3 stand inside it; all are outlined."""

    line: Line
    level: int = 1

    def spoken(self) -> Iterator[Line]:
        """Its line."""
        yield self.line


@dataclass(frozen=True)
class Paragraph:
    """Prose. `marker` is the number or sign of a list item ("๑." as Made, "-" as str), which then hangs left of it;
    `depth` of a nested list from 0; a paragraph without a marker begins 2.5 cm in where `indent`. `centred` has
    neither."""

    line: Line
    marker: Line = ()
    depth: int = 0
    indent: bool = True
    centred: bool = False

    def spoken(self) -> Iterator[Line]:
        """Its marker and words as one line."""
        yield (*self.marker, " ", *self.line) if self.marker else self.line


@dataclass(frozen=True)
class Chart:
    """A drawing of figures that a table beside it says as well: SVG markup of assessments.charts, its words in `alt`
    (Thai), `width` in millimetres. Word and Excel leave it out: the table is there."""

    svg: str
    alt: str
    width: int = 150

    def spoken(self) -> Iterator[Line]:
        """Nothing: its table says the same."""
        yield from ()

    def in_numerals(self, numerals: Numerals) -> "Chart":
        """The same drawing with the other digits in its words."""
        words = _SVG_WORDS.sub(lambda found: _in_numerals(found[0], numerals), self.svg)
        return replace(self, svg=words, alt=in_numerals(self.alt, numerals))


@dataclass(frozen=True)
class Photo:
    """A stored picture: `name` in the default storage, its SHA-256 (the paper's content, part of its hash), the
    caption as typed, and its size in pixels."""

    name: str
    digest: str
    caption: str
    width: int
    height: int


@dataclass(frozen=True)
class Photos:
    """Photos with captions, 2, 4 or 6 a page, on pages of their own under `title`; a caption stays with its photo."""

    title: Line
    photos: tuple[Photo, ...]
    a_page: int = 4

    def spoken(self) -> Iterator[Line]:
        """The title, then the captions."""
        yield self.title
        yield from ((photo.caption,) for photo in self.photos)


@dataclass(frozen=True)
class Letterhead:
    """The head of a memo: the crest (None: the plain one of the portal) and the name, "บันทึกข้อความ", 29 pt."""

    name: str
    crest: Photo | None = None

    def spoken(self) -> Iterator[Line]:
        """Its name."""
        yield (self.name,)


@dataclass(frozen=True)
class Field:
    """A labelled place of a letter, its value on a dotted line: "ที่ ลบ ๗๔๒๐๑/๑๒". `share` of the line in percent."""

    label: str
    line: Line
    share: int = 100


@dataclass(frozen=True)
class Fields:
    """Lines of a letter's head; the shares of a line add up to 100."""

    rows: tuple[tuple[Field, ...], ...]

    def spoken(self) -> Iterator[Line]:
        """Label and value of each place."""
        for row in self.rows:
            for place in row:
                yield from ((place.label,), place.line)


@dataclass(frozen=True)
class Signature:
    """A place to sign: `opinion` is the heading above it ("ความเห็นปลัด…", "" for none), `room` the dotted lines to
    write on, then "(ลงชื่อ)…", the name in brackets (dots where it is "") and the position."""

    name: str
    position: str
    opinion: Line = ()
    room: int = 0


@dataclass(frozen=True)
class Signatures:
    """Places to sign beside each other (one: at the right half), never split over pages."""

    places: tuple[Signature, ...]

    def spoken(self) -> Iterator[Line]:
        """Opinion, name and position of each."""
        for place in self.places:
            yield from filter(None, (place.opinion, (place.name,), (place.position,)))


@dataclass(frozen=True)
class Cover:
    """A page of its own: the crest where there is one, the lines large and centred, `foot` (the office) below."""

    lines: tuple[Line, ...]
    foot: tuple[Line, ...] = ()
    crest: Photo | None = None

    def spoken(self) -> Iterator[Line]:
        """The lines, then the foot."""
        yield from (*self.lines, *self.foot)


@dataclass(frozen=True)
class Stamp:
    """What an issued paper carries on its last page: its number, date in words, the public address that says what
    it is, also as QR code."""

    number: Made
    issued: Line
    address: str
