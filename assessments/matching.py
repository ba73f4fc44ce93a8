"""Which indicator an office means: the indicator cell of a table, read as people write it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from thai.digits import to_arabic_digits
from thai.wording import alike, bare, squeeze

# Names of two indicators differ far more than two spellings of one name do.
NAME_LIKENESS = 0.82

# The letter o is often typed as a zero: ๐๓๑ for o31.
_RANGE = re.compile(r"(?<![\w.])([ieo0])\s*(\d{1,2})\s*(?:-|–|—|ถึง)\s*([ieo0]?)\s*(\d{1,2})(?!\w)", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*(?:ตัวชี้วัด\s*(?:ที่)?\s*)?(\d{1,2})(?![\d%])\s*[.)\-:]?\s*")
_TAIL = re.compile(r"\s*(?:\(|\[|ข้อคำถาม|ในปี|ได้คะแนน|ระดับคะแนน).*$", re.DOTALL)

How = Literal["both", "name", "number", "conflict", "none"]


@dataclass(frozen=True)
class KnownIndicator:
    """What matching needs to know of an indicator of the year."""

    number: int
    name: str
    aliases: tuple[str, ...] = ()
    question_range: str = ""


@dataclass(frozen=True)
class IndicatorMatch:
    """What a cell means.

    `how`: "both" number and name agree; "name" or "number" only one was there or known; "conflict" they
    name different indicators (`number` is the name's, `typed_number` the written one); "none" no match.
    `stated_range` is the range written in the cell ("i1-i6"), "" if none; `range_differs` says that it is
    not the year's own.
    """

    number: int | None
    how: How
    typed_number: int | None = None
    typed_name: str = ""
    stated_range: str = ""
    range_differs: bool = False


def match_indicator(text: str, known: Sequence[KnownIndicator]) -> IndicatorMatch:
    """The indicator of the cell `text`, such as "1. การปฏิบัติหน้าที่ (ข้อคำถาม i1-i6)", among `known`."""
    plain = squeeze(to_arabic_digits(text))
    stated = stated_range(plain)
    typed_number, typed_name = _parts(plain)
    by_name = _by_name(typed_name, known)
    by_number = typed_number if any(typed_number == one.number for one in known) else None
    ranges = {one.number: one.question_range for one in known}
    # A number under an unknown name is believed only where the range beside it says the same.
    believed = not typed_name or bool(stated and stated == ranges.get(typed_number or 0))
    number, how = _decide(by_name, by_number, believed=believed)
    own = ranges.get(number or 0, "")
    return IndicatorMatch(number, how, typed_number, typed_name, stated, bool(stated and own and stated != own))


def stated_range(text: str) -> str:
    """The question range written in `text` as "i1-i6" (Thai digits and ๐ for o understood), or ""."""
    match = _RANGE.search(to_arabic_digits(text))
    if match is None:
        return ""
    letter = match[1].lower().replace("0", "o")
    return f"{letter}{int(match[2])}-{letter}{int(match[4])}"


def _parts(plain: str) -> tuple[int | None, str]:
    match = _NUMBER.match(plain)
    rest = plain[match.end() :] if match else plain
    name = _TAIL.sub("", _RANGE.sub("", rest)).strip(" .:-")
    return (int(match[1]) if match else None), name


def _by_name(name: str, known: Sequence[KnownIndicator]) -> int | None:
    if len(bare(name)) < 4:
        return None
    names = [(one.number, candidate) for one in known for candidate in (one.name, *one.aliases)]
    for number, candidate in names:
        if bare(candidate) == bare(name):
            return number
    likeness, number = max(((alike(name, candidate), number) for number, candidate in names), default=(0.0, 0))
    if likeness >= NAME_LIKENESS:
        return number
    inside = {number for number, candidate in names if bare(candidate) in bare(name)}
    return inside.pop() if len(inside) == 1 else None


def _decide(by_name: int | None, by_number: int | None, *, believed: bool) -> tuple[int | None, How]:
    if by_name is not None and by_number is not None:
        return (by_name, "both") if by_name == by_number else (by_name, "conflict")
    if by_name is not None:
        return by_name, "name"
    if by_number is not None and believed:
        return by_number, "number"
    return None, "none"
