"""Rewrite the OIT codes that a text names (o24, ๐๒๔, o31-o43) for another year's list. Pure.

Codes move from year to year, names stay: what is certain is rewritten, what is not is a question for a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assessments.carrying import match_items
from assessments.items import Item
from assessments.mentions import Spot, spots, telling
from thai.digits import THAI_DIGITS, to_thai_digits
from thai.wording import bare

KEEP = "keep"
UNKNOWN, GONE, NAMED_OTHERWISE, SCATTERED, ZERO = "unknown", "gone", "named", "scattered", "zero"


@dataclass(frozen=True)
class Choice:
    """One answer to a question. value: what a form sends, KEEP or new codes with spaces between."""

    value: str
    words: str


@dataclass(frozen=True)
class Question:
    """A code that cannot be rewritten with certainty. place: its number among the codes of the text.

    why: UNKNOWN (the old year has no such item), GONE (nothing of that name in the new year), NAMED_OTHERWISE (the
    text names another item than its code says), SCATTERED (a range that is no range any more), ZERO (written with a
    zero: perhaps a number and no code). likely: the choices that make sense; others: every item of the new year.
    """

    place: int
    spot: Spot
    why: str
    titles: tuple[str, ...]
    likely: tuple[Choice, ...]
    others: tuple[Choice, ...] = ()

    @property
    def values(self) -> set[str]:
        """Return what may be answered."""
        return {KEEP, *(one.value for one in (*self.likely, *self.others))}


@dataclass(frozen=True)
class Rewritten:
    """A text for the new year. changes: (code as written, as it is now). questions: those that nobody answered yet."""

    text: str
    changes: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]


class Renumbering:
    """How the items of one year became those of another."""

    def __init__(self, old: Sequence[Item], new: Sequence[Item]) -> None:
        self.old = {one.code: one for one in old}
        self.new = {one.code: one for one in new}
        matches = match_items(old, new)
        self.sure = {match.sure.code: match.item for match in matches if match.sure}
        self.near: dict[str, list[Item]] = {}
        for match in matches:
            for offer in match.offers:
                self.near.setdefault(offer.code, []).append(match.item)
        self._names = telling(old)

    def rewrite(self, text: str, answers: Mapping[int, str] | None = None) -> Rewritten:
        """Return the text with the new codes. answers: question's place → value; what has none is left as it is."""
        pieces, at, changes, questions = [], 0, [], []
        found = spots(text)
        for place, spot in enumerate(found):
            asked = self._question(place, spot, text, alone=len(found) == 1)
            if asked is None:
                codes = [self.sure[code].code for code in spot.codes]
            else:
                answer = (answers or {}).get(place, "")
                if answer not in asked.values:
                    questions.append(asked)
                codes = answer.split() if answer in asked.values and answer != KEEP else list(spot.codes)
            words = _written(codes, spot) if codes != list(spot.codes) else spot.words
            if words != spot.words:
                changes.append((spot.words, words))
            pieces += [text[at : spot.start], words]
            at = spot.end
        return Rewritten("".join([*pieces, text[at:]]), tuple(changes), tuple(questions))

    def _question(self, place: int, spot: Spot, text: str, *, alone: bool) -> Question | None:
        """Return what has to be asked about a code, or None where it is certain."""
        titles = tuple(self.old[code].title for code in spot.codes if code in self.old)
        if len(spot.codes) > 1:
            return self._range(place, spot, titles)
        code = spot.codes[0]
        others = tuple(_choice(one) for one in self.new.values())
        if code not in self.old:
            return Question(place, spot, UNKNOWN, titles, (), others)
        named = [found for name, found in self._names.items() if name in bare(text)]
        if alone and named and code not in named:
            by_name = [self.sure[one] for one in (code, *named) if one in self.sure]
            said = (*titles, *(self.old[one].title for one in named))
            return Question(place, spot, NAMED_OTHERWISE, said, tuple(map(_choice, by_name)), others)
        if spot.words[0] in "0๐":
            return Question(
                place,
                spot,
                ZERO,
                titles,
                tuple(_choice(self.sure[one]) for one in spot.codes if one in self.sure),
                others,
            )
        if code not in self.sure:
            return Question(place, spot, GONE, titles, tuple(map(_choice, self.near.get(code, ()))), others)
        return None

    def _range(self, place: int, spot: Spot, titles: tuple[str, ...]) -> Question | None:
        """A range is certain where every item of it is, and they still stand one after the other."""
        codes = [self.sure[code].code for code in spot.codes if code in self.sure]
        if len(codes) == len(spot.codes) and _consecutive(codes):
            return None
        ordered = sorted(codes, key=_number)
        likely = (Choice(" ".join(ordered), _written(ordered, spot)),) if ordered else ()
        return Question(place, spot, SCATTERED, titles, likely)


def _choice(item: Item) -> Choice:
    return Choice(item.code, f"{item.code} {item.title}")


def _number(code: str) -> int:
    return int(code[1:] or 0)


def _consecutive(codes: Sequence[str]) -> bool:
    numbers = [_number(code) for code in codes]
    return all(right - left == 1 for left, right in pairwise(numbers))


def _written(codes: Sequence[str], spot: Spot) -> str:
    """Return codes as the text wrote them: its digits, a range where they follow one another."""
    runs: list[list[str]] = []
    for code in codes:
        if runs and _number(code) == _number(runs[-1][-1]) + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    said = [run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    words = ", ".join(said)
    return to_thai_digits(words) if any(sign in THAI_DIGITS for sign in spot.words[1:]) else words
