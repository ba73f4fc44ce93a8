"""Which measure of an earlier round is the same as one of now: by its label and its words. Pure."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from thai.digits import to_arabic_digits
from thai.wording import alike, bare, squeeze

# Measured on plans of two following years: a reworded measure keeps about nine tenths of its letters.
SURE = 0.9
LIKELY = 0.6
# Another label is another measure unless nearly all words agree: plans are renumbered every year.
MOVED = 0.85

# A Thai consonant with the vowels and tones on it is one letter to a reader.
LETTERS = re.compile(r"[เ-ไ]?[ก-ฮ][ัิ-ฺ็-๎ะาำ]*|[A-Za-z0-9]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Wording:
    """A measure as it stands in a round: `key` is the caller's, group where it stands, label the official one."""

    key: int
    group: Hashable
    label: str
    text: str


@dataclass(frozen=True)
class Match:
    """The earlier measure that fits; `certain` only with the same label and nearly the same words."""

    key: int
    certain: bool


@dataclass(frozen=True)
class Piece:
    """A stretch of text and what became of it: "same", "del" (only before) or "ins" (only now)."""

    kind: str
    text: str


def match(now: Sequence[Wording], before: Sequence[Wording]) -> dict[int, Match]:
    """Return {key of now: Match}; an earlier measure fits at most one, certain ones choose first."""
    found: dict[int, Match] = {}
    free = {one.key: one for one in before}
    for wanted in now:
        for one in list(free.values()):
            if _place(one) == _place(wanted) and _share(one, wanted) >= SURE:
                found[wanted.key] = Match(one.key, certain=True)
                del free[one.key]
                break
    for _, wanted_key, key in sorted(_doubtful((w for w in now if w.key not in found), free.values())):
        if wanted_key not in found and key in free:
            found[wanted_key] = Match(key, certain=False)
            del free[key]
    return found


def _doubtful(now: Iterable[Wording], before: Iterable[Wording]) -> list[tuple[float, int, int]]:
    """Return (minus the likeness, key of now, key of before) of every pair that a person may look at."""
    earlier = list(before)
    pairs = []
    for wanted in now:
        for one in earlier:
            if one.group != wanted.group:
                continue
            least = LIKELY if _place(one) == _place(wanted) else MOVED
            if (share := _share(one, wanted, least)) >= least:
                pairs.append((-share, wanted.key, one.key))
    return pairs


def _place(one: Wording) -> tuple[Hashable, str]:
    return one.group, to_arabic_digits(squeeze(one.label)).rstrip(".")


def _share(one: Wording, other: Wording, least: float = SURE) -> float:
    """Return how alike the words are, or 0 where even their lengths say "less than least"."""
    left, right = len(bare(one.text)), len(bare(other.text))
    if left + right and 2 * min(left, right) / (left + right) < least:
        return 0.0
    return alike(one.text, other.text)


def difference(before: str, now: str) -> tuple[Piece, ...]:
    """Return the way from one wording to the other, letter cluster by letter cluster."""
    old, new = LETTERS.findall(before), LETTERS.findall(now)
    pieces = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("del", "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("ins", "".join(new[j1:j2])))
    return tuple(pieces)
