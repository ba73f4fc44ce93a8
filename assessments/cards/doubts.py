"""Doubts about a file of scores in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from assessments.intake.doubts import WORDS
from evidence.office.doubts import Doubt, shown_place, told_of


@dataclass(frozen=True)
class ShownDoubt:
    """A doubt in words, with its place: "" where it is of the whole file."""

    severity: str
    place: str
    message: str


def shown_doubts(doubts: Iterable[Doubt]) -> list[ShownDoubt]:
    """The doubts: errors first, then those of the whole file, then as they stand."""
    ordered = sorted(doubts, key=lambda one: (one.severity != "error", one.where.row > 0))
    return [
        ShownDoubt(one.severity, shown_place(one.where, gettext) if one.where.row else "", told_of(WORDS, one, gettext))
        for one in ordered
    ]
