"""Judged lines and doubts in the reader's language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evidence.office.doubts import Doubt, shown_place, told_of
from ita_portal.people.doubts import WORDS
from ita_portal.people.examining import Judged

ACTS = {
    "new.agency": _("เพิ่มหน่วยงาน"), "changed.agency": _("แก้ไขหน่วยงาน"), "new.person": _("เพิ่มผู้ใช้"),
    "changed.person": _("แก้ไขผู้ใช้"), "changed.role": _("เพิ่มบทบาท"),
}  # fmt: skip


@dataclass(frozen=True)
class ShownDoubt:
    """A doubt in words; place is "" where it is of the whole file."""

    severity: str
    place: str
    value: str
    message: str


@dataclass(frozen=True)
class ShownRow:
    """One line of the preview."""

    sheet: str
    number: int
    state: str
    agency: str
    username: str
    display_name: str
    role: str
    acts: list[tuple[str, str]]
    doubts: list[ShownDoubt]


def shown_doubts(doubts: Iterable[Doubt]) -> list[ShownDoubt]:
    """Return the doubts in words, errors first."""
    ordered = sorted(doubts, key=lambda one: one.severity != "error")
    return [
        ShownDoubt(one.severity, shown_place(one.where, gettext) if one.where.row else "", one.value,
                   told_of(WORDS, one, gettext))
        for one in ordered
    ]  # fmt: skip


def shown_rows(rows: Iterable[Judged]) -> list[ShownRow]:
    """Return the lines as the preview shows them."""
    return [
        ShownRow(
            sheet=row.line.sheet, number=row.line.row, state=row.state, agency=row.line.text("agency"),
            username=row.line.text("username"), display_name=row.line.text("display_name"), role=row.line.text("role"),
            acts=[(str(ACTS[code]), value) for code, value in row.acts], doubts=shown_doubts(row.doubts),
        )
        for row in rows
    ]  # fmt: skip


def filtered(rows: Sequence[Judged], state: str) -> Sequence[Judged]:
    """Return the lines of that state; all of them for ""."""
    return [row for row in rows if row.state == state] if state else rows
