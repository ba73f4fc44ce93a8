"""Two texts of one result side by side, and both in one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from measures.authoring import Typed
from measures.choices import Answer
from measures.forms.entry import from_payload
from measures.models import UnsavedText


@dataclass(frozen=True)
class Side:
    """One of two texts side by side."""

    typed: Typed
    answer: str

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Return (name in words, text) of what is filled in."""
        typed = self.typed
        pairs = [
            (_("ผลการดำเนินงาน"), typed.text),
            (_("เหตุผลที่ไม่เกี่ยวข้อง"), typed.reason),
            (_("ผลลัพธ์หรือความสำเร็จ"), typed.outcome),
            (_("ลิงก์หลักฐาน"), "\n".join(typed.urls)),
        ]
        return [(name, text) for name, text in pairs if text]

    def merged_with(self, other: "Side") -> Typed:
        """Return both in one, this one first: for a person to edit."""
        mine, theirs = self.typed, other.typed
        return Typed(
            answer=mine.answer or theirs.answer,
            text=_both(mine.text, theirs.text),
            reason=_both(mine.reason, theirs.reason),
            outcome=_both(mine.outcome, theirs.outcome),
            urls=tuple(dict.fromkeys((*mine.urls, *theirs.urls))),
        )


def _both(mine: str, theirs: str) -> str:
    if not theirs or theirs in mine:
        return mine
    return theirs if mine in theirs else f"{mine}\n\n{theirs}"


@dataclass(frozen=True)
class Kept:
    """One kept text: its key (None: it could not be kept and stands on this page alone), its words, since when."""

    pk: int | None
    side: Side
    at: dt.datetime | None


def all_in_one(sides: list[Side]) -> Typed:
    """Return several texts in one, the first one first: for a person to edit."""
    *before, last = sides
    merged = last
    for one in reversed(before):
        merged = side(one.merged_with(merged))
    return merged.typed


def kept_of(rows: Iterable[UnsavedText], typed: Typed | None = None) -> list[Kept]:
    """Return kept rows, newest first. typed: what was just refused, first of all even where it is not among them."""
    found = [Kept(row.pk, side(from_payload(row.payload)), row.created_at) for row in rows]
    found.reverse()
    if typed is None:
        return found
    found.sort(key=lambda kept: kept.side.typed != typed)
    return found if found and found[0].side.typed == typed else [Kept(None, side(typed), None), *found]


def side(typed: Typed) -> Side:
    """Return a typed result with its answer in words."""
    known = typed.answer in Answer.values
    return Side(typed, _(str(Answer(typed.answer).label)) if known else typed.answer)
