"""Identifiers that may be one identifier in several spellings: edit distance ≤ 3, or alike to the eye. Pure.

Every pair is found, and no pair is looked at twice without need: two texts at distance ≤ 3 have one of four
parts in common (pigeonhole; the choice of substrings is that of Li, Deng, Wang and Feng, "Pass-Join", 2011),
so only texts that share a part are compared. Where very many share one, the common part is taken out and the
rest is looked at in the same way: time grows nearly in line with the number of texts, whatever they are.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

DISTANCE = 3
SHORTEST = 16
# More texts than this with one part in common are parted further before they are compared.
CROWD = 400
# How often the neighbours of one text are swept out of a crowd before it is parted.
SWEEPS = 200
# So many comparisons are quicker done than avoided.
COMPARISONS = 4_000_000
_EYE = str.maketrans("LIO", "110")
_DIGITS = re.compile(r"\d{4,}")
_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_TOKENS = re.compile(r"[-_.~+=@!$%, ]+")


def folded(text: str) -> str:
    """Return the text as a tired eye reads it: case, l/I/1 and O/0 are one."""
    return text.upper().translate(_EYE)


def is_mixed(text: str) -> bool:
    """Say whether a piece of an address looks like a machine's identifier: letters and digits, scrambled.

    Words, years and numbers with separators between ("report-2566-o12") are no identifier, nor are digits alone.
    """
    if len(text) < SHORTEST or not text.isascii() or text.isdigit():
        return False
    for token in _TOKENS.split(text):
        pieces = len(_PIECES.findall(token))
        if len(token) >= SHORTEST and pieces * 3.5 >= len(token):
            return True
        if 8 <= len(token) < SHORTEST and pieces * 2.75 >= len(token):
            return True
    return False


def series(text: str) -> str:
    """Return what the identifiers of one numbered series have in common: long numbers, and a counter's last signs."""
    if re.fullmatch(r"[0-9a-f]{24}", text):
        return text[:18]
    return _DIGITS.sub("#", text)


def groups(texts: Sequence[str]) -> list[list[int]]:
    """Return the places of the texts that hang together, each group in order, single ones left out.

    Two hang together when they are alike to the eye or at most DISTANCE apart; equal texts do, too.
    """
    chain = _Chain(len(texts))
    by_eye: dict[str, int] = {}
    for place, text in enumerate(texts):
        chain.join(by_eye.setdefault(folded(text), place), place)
    by_text = {text: place for place, text in enumerate(texts)}
    _join_near(list(by_text.items()), list(texts), chain)
    found: dict[int, list[int]] = defaultdict(list)
    for place in range(len(texts)):
        found[chain.root(place)].append(place)
    return [group for group in found.values() if len(group) > 1]


def distance(one: str, other: str) -> int:
    """Return the edit distance of two texts."""
    return int(Levenshtein.distance(one, other))


class _Chain:
    """Which places hang together (union-find)."""

    def __init__(self, size: int) -> None:
        self.up = list(range(size))

    def root(self, place: int) -> int:
        while self.up[place] != place:
            self.up[place] = self.up[self.up[place]]
            place = self.up[place]
        return place

    def join(self, one: int, other: int) -> None:
        one, other = self.root(one), self.root(other)
        # The lower place leads: the same groups whatever the order of the joins.
        self.up[max(one, other)] = min(one, other)


Part = tuple[str, int]


def _join_near(parts: list[Part], texts: list[str], chain: _Chain) -> None:
    """Join what is near. A part is what of a text is still to be compared, and the text's place."""
    waiting = [parts] if len(parts) > 1 else []
    while waiting:
        crowd = _stripped(waiting.pop())
        if len(crowd) <= CROWD:
            _compare(crowd, texts, chain)
            continue
        waiting += _shared(_swept(crowd, texts, chain), texts, chain)


def _stripped(parts: list[Part]) -> list[Part]:
    """Return the parts without what all of them begin and end with: that costs no edit."""
    low, high = min(parts)[0], max(parts)[0]
    ahead = _common(low, high)
    turned = [text[ahead:][::-1] for text, _place in parts]
    behind = _common(min(turned), max(turned))
    return [(text[ahead : len(text) - behind], place) for text, place in parts]


def _common(one: str, other: str) -> int:
    shorter = min(len(one), len(other))
    return next((n for n in range(shorter) if one[n] != other[n]), shorter)


def _compare(parts: list[Part], texts: list[str], chain: _Chain) -> None:
    """Compare each with each; what hangs together already is not compared again."""
    for number, (_text, place) in enumerate(parts):
        for _other, mate in parts[number + 1 :]:
            if chain.root(place) != chain.root(mate) and _near(texts[place], texts[mate]):
                chain.join(place, mate)


def _near(one: str, other: str) -> bool:
    return bool(Levenshtein.distance(one, other, score_cutoff=DISTANCE) <= DISTANCE)


def _swept(parts: list[Part], texts: list[str], chain: _Chain) -> list[Part]:
    """Join what is near to one, to its neighbours, and so on; return what no sweep has settled.

    A crowd of spellings of one page is settled in a few sweeps; one of strangers is left to be parted.
    """
    by_root: dict[int, list[int]] = defaultdict(list)
    for _text, place in parts:
        by_root[chain.root(place)].append(place)
    most = max(by_root.values(), key=len)
    if len(most) * 2 > len(parts) and (len(parts) - len(most)) * len(parts) <= COMPARISONS:
        few = set(most)
        _sweep([place for _text, place in parts if place not in few], parts, texts, chain)
        return []
    left = {place: texts[place] for _text, place in parts}
    seeds: list[int] = []
    for _round in range(SWEEPS):
        seed = seeds.pop() if seeds else next(iter(left))
        left.pop(seed, None)
        for mate in _mates(seed, left, texts):
            chain.join(seed, mate)
            del left[mate]
            seeds.append(mate)
        if not left:
            return []
    # Neighbours found but not swept yet may know some of those that are left.
    open_still = left.keys() | set(seeds)
    return [part for part in parts if part[1] in open_still]


def _sweep(seeds: list[int], parts: list[Part], texts: list[str], chain: _Chain) -> None:
    """Join each of the seeds with what is near to it."""
    left = {place: texts[place] for _text, place in parts}
    for seed in seeds:
        for mate in _mates(seed, left, texts):
            chain.join(seed, mate)


def _mates(seed: int, left: dict[int, str], texts: list[str]) -> list[int]:
    found = extract(texts[seed], left, scorer=Levenshtein.distance, score_cutoff=DISTANCE, limit=None)
    return [place for _text, _distance, place in found]


def _shared(parts: list[Part], texts: list[str], chain: _Chain) -> Iterator[list[Part]]:
    """Yield the crowds of parts that have something in common, each without it."""
    by_length: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        by_length[len(part[0])].append(part)
    for length, same in by_length.items():
        if length <= DISTANCE:
            # Too short to have four parts: near to one another, and perhaps to what is a little longer.
            mates = [part for part in parts if len(part[0]) <= length + DISTANCE]
            _sweep([place for _text, place in same], mates, texts, chain)
            continue
        longer = [part for more in range(DISTANCE + 1) for part in by_length.get(length + more, ())]
        yield from _sharing(same, longer, length)


def _sharing(same: list[Part], longer: list[Part], length: int) -> Iterator[list[Part]]:
    """Yield, for the texts of one length, those that share a part with them, the part taken out."""
    base, extra = divmod(length, DISTANCE + 1)
    at = 0
    for number in range(DISTANCE + 1):
        size = base + (number >= DISTANCE + 1 - extra)
        crowds: dict[str, dict[int, str]] = defaultdict(dict)
        for text, place in same:
            crowds[text[at : at + size]][place] = f"{text[:at]}\0{text[at + size :]}"
        for text, place in longer:
            for start in _starts(at, number, len(text) - length, len(text) - size):
                crowd = crowds.get(text[start : start + size])
                if crowd is not None:
                    crowd.setdefault(place, f"{text[:start]}\0{text[start + size :]}")
        yield from ([(text, place) for place, text in crowd.items()] for crowd in crowds.values() if len(crowd) > 1)
        at += size


def _starts(at: int, number: int, more: int, last: int) -> range:
    """Return where a part of the shorter text may stand in the longer one (Pass-Join's multi-match-aware choice)."""
    first = max(0, at - number, at + more - (DISTANCE - number))
    return range(first, min(last, at + number, at + more + (DISTANCE - number)) + 1)
