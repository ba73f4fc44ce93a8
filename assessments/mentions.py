"""Which OIT items a sentence speaks of, by code (o24, ๐๒๔, o31-o43) or by name. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assessments.items import Item
from thai.digits import to_arabic_digits
from thai.wording import bare

# A shorter name ("โครงสร้าง", "สถิติ") stands in sentences that mean something else.
LONG_ENOUGH = 14
# The letter o is often typed as a zero: ๐๓๑ for o31. A zero alone is only read so with two digits behind it, or
# after "ข้อ" or "OIT"; a telephone number is neither.
_O = r"(?:(?<![A-Za-z0-9.,/-])o\s?(?=\d)|(?<![\d.,/-])0(?=\d\d(?!\d))|(?<=ข้อ )0|(?<=OIT )0)"
_RANGE = re.compile(rf"{_O}(\d{{1,2}})\s*(?:-|–|ถึง)\s*[o0]\s?(\d{{1,2}})(?![\d-])", re.IGNORECASE)
_SINGLE = re.compile(rf"{_O}(\d{{1,2}})(?!\d|[-–]\d{{3}}|\s\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Spot:
    """Where a text names a code, or a range of them: text[start:end] is `words`."""

    start: int
    end: int
    words: str
    codes: tuple[str, ...]


def spots(text: str) -> list[Spot]:
    """Return where codes stand in a text, from left to right; the ends of a range are no codes of their own."""
    plain = to_arabic_digits(text)
    found = []
    for one in _RANGE.finditer(plain):
        numbers = range(int(one[1]), int(one[2]) + 1)
        if numbers:
            found.append(Spot(one.start(), one.end(), text[one.start() : one.end()], tuple(f"o{n}" for n in numbers)))
    taken = [(spot.start, spot.end) for spot in found]
    for one in _SINGLE.finditer(plain):
        if not any(start <= one.start() < end for start, end in taken):
            found.append(Spot(one.start(), one.end(), text[one.start() : one.end()], (f"o{int(one[1])}",)))
    return sorted(found, key=lambda spot: spot.start)


def mentioned(text: str, items: Sequence[Item]) -> tuple[str, ...]:
    """Return the codes of the items that the text names, in the order of `items`."""
    plain = to_arabic_digits(text)
    numbers = {int(found[1]) for found in _SINGLE.finditer(plain)}
    for found in _RANGE.finditer(plain):
        numbers.update(range(int(found[1]), int(found[2]) + 1))
    named = _named(bare(text), items)
    return tuple(one.code for one in items if int(one.code[1:] or 0) in numbers or one.code in named)


def telling(items: Sequence[Item]) -> dict[str, str]:
    """Return bare name → code for the names that mean one item and nothing else."""
    names = [bare(one.name) for one in items]
    return {
        name: one.code
        for name, one in zip(names, items, strict=True)
        if len(name) >= LONG_ENOUGH and sum(name in other for other in names) == 1
    }


def _named(plain: str, items: Sequence[Item]) -> set[str]:
    return {code for name, code in telling(items).items() if name in plain}
