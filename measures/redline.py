"""What became of a text: cut out and put in, in pieces that a person can read. Pure."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from measures.identity import LETTERS, Piece

# Thai has no spaces between words: letters are compared, and what stays between two changes counts as
# unchanged only where it is about as long as a word.
WORD = 4
# Comparing letters takes time by the square of their number; longer texts are compared phrase by phrase.
MOST_LETTERS = 1_500
MOST_PHRASES = 1_500
PHRASES = re.compile(r"\S+\s*|\s+")

Run = tuple[str, Sequence[str], Sequence[str]]


def compare(before: str, now: str) -> tuple[Piece, ...]:
    """Return the way from one text to the other as pieces: "same", "del" (only before), "ins" (only now).

    The pieces without "ins" are exactly the text before, those without "del" exactly the text now.
    """
    old, new = LETTERS.findall(before), LETTERS.findall(now)
    if max(len(old), len(new)) > MOST_LETTERS:
        old, new = PHRASES.findall(before), PHRASES.findall(now)
    return tuple(_pieces(_joined(_runs(old, new))))


def _runs(old: list[str], new: list[str]) -> Iterator[Run]:
    """Yield ("same" or "changed", tokens before, tokens now) from the beginning to the end."""
    if max(len(old), len(new)) > MOST_PHRASES:
        yield ("same" if old == new else "changed"), old, new
        return
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield ("same" if kind == "equal" else "changed"), old[i1:i2], new[j1:j2]


def _joined(runs: Iterator[Run]) -> list[tuple[str, str, str]]:
    """Return the runs as texts; a short stretch that stayed between two changes joins them to one."""
    found: list[tuple[str, str, str]] = []
    waiting = list(runs)
    for place, (kind, old, new) in enumerate(waiting):
        between = 0 < place < len(waiting) - 1
        if kind == "same" and between and sum(not token.isspace() for token in old) < WORD and len(old) < 2 * WORD:
            kind = "changed" if all(len(token) < 2 * WORD for token in old) else "same"
        before, now = "".join(old), "".join(new)
        if found and found[-1][0] == kind:
            _, last_before, last_now = found.pop()
            before, now = last_before + before, last_now + now
        found.append((kind, before, now))
    return found


def _pieces(runs: list[tuple[str, str, str]]) -> Iterator[Piece]:
    for kind, before, now in runs:
        if kind == "same":
            if before:
                yield Piece("same", before)
            continue
        if before:
            yield Piece("del", before)
        if now:
            yield Piece("ins", now)
