"""Comparing and ordering Thai words the way a reader does."""

import re
import unicodedata
from difflib import SequenceMatcher

from thai.digits import to_arabic_digits

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_LEADING_VOWEL = re.compile(r"([เแโใไ])([ก-ฮ])")
_TONES = dict.fromkeys(map(ord, "็่้๊๋์"))
_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_NOT_WORD = re.compile(r"[^\w\u0e00-\u0e7f]+")


def gettext_noop(words: str) -> str:
    """`words` as they are: marks them for the translators, whose tool looks for this name."""
    return words


def squeeze(text: str) -> str:
    """`text` with every run of white space as one space, none at the ends, no invisible characters.

    The decomposed sara am that some word processors store (nikhahit, tone mark, sara aa) becomes one letter.
    """
    joined = _SARA_AM.sub("\\1\u0e33", unicodedata.normalize("NFC", text.translate(_INVISIBLE)))
    return " ".join(joined.split())


def thai_sort_key(text: str) -> tuple[str, str]:
    """Key for dictionary order: a leading vowel counts after its consonant, tone marks last."""
    turned = _LEADING_VOWEL.sub(r"\2\1", squeeze(text).casefold())
    return turned.translate(_TONES), turned


def bare(text: str) -> str:
    """`text` without spaces, punctuation and digit style: what two writers of one sentence share."""
    return _NOT_WORD.sub("", to_arabic_digits(squeeze(text))).casefold()


def alike(one: str, other: str) -> float:
    """How much of their wording two texts share, 0.0 to 1.0; spacing, punctuation and digit style ignored."""
    left, right = bare(one), bare(other)
    if left == right:
        return 1.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio()
