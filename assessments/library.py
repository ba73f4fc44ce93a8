"""The library of suggested measures: the only writer of its entries."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions import Action
from agencies.models import AccountEvent, User
from agencies.rules import may
from assessments.models import Suggestion

FIELDS = ("indicator", "topic", "text", "steps", "evidence", "is_active")
SHIPPED = ("indicator", "topic", "text", "steps", "evidence", "order")


class LibraryError(Exception):
    """An entry that is not written; the message is the Thai reason.

    current: what stands there now, of an entry that somebody else changed meanwhile.
    """

    def __init__(self, reason: str, current: Suggestion | None = None) -> None:
        super().__init__(reason)
        self.current = current


@dataclass(frozen=True)
class Typed:
    """What is typed of one entry. indicator 1–10; topic: words, see assessments.topics; steps: one text each."""

    indicator: int
    text: str
    evidence: str
    topic: str = ""
    steps: tuple[str, ...] = ()
    is_active: bool = True

    def fields(self) -> dict[str, Any]:
        """Return the row's fields."""
        return asdict(self) | {"steps": list(self.steps)}


def load_suggestions(rows: Sequence[dict[str, Any]]) -> int:
    """Bring the shipped entries in; return how many were added or renewed.

    rows: as in fixtures/suggestions.json. What an administrator changed stays, and so does what is not shipped any
    more. Run it as often as you like.
    """
    known = {entry.code: entry for entry in Suggestion.objects.all()}
    fresh, renewed = [], []
    for order, row in enumerate(rows):
        values = {name: row[name] for name in SHIPPED if name != "order"} | {"order": order}
        entry = known.get(row["code"])
        if entry is None:
            fresh.append(Suggestion(code=row["code"], **values))
        elif not entry.is_edited and any(getattr(entry, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(entry, name, value)
            renewed.append(entry)
    Suggestion.objects.bulk_create(fresh, ignore_conflicts=True)
    Suggestion.objects.bulk_update(renewed, SHIPPED)
    return len(fresh) + len(renewed)


@transaction.atomic
def save_suggestion(entry: Suggestion | None, typed: Typed, *, by: User, version: int = 0) -> Suggestion:
    """Add an entry, or change one that still has that version. Raises LibraryError.

    The same words again are no change; the same new entry again (a second click) is the one that is there.
    """
    if not (verdict := may(by, Action.EDITION_EDIT)):
        raise LibraryError(verdict.reason)
    if entry is None:
        alike = Suggestion.objects.filter(indicator=typed.indicator, text=typed.text).first()
        if alike is not None:
            if _fields(alike) == typed.fields():
                return alike
            raise LibraryError(_("มีมาตรการข้อความนี้ในคลังของตัวชี้วัดนี้แล้ว โปรดแก้รายการเดิม"))
        last = Suggestion.objects.order_by("order").last()
        entry = Suggestion(code=f"own-{uuid.uuid4().hex[:12]}", order=last.order + 1 if last else 0)
        before: dict[str, Any] = {}
    else:
        entry = Suggestion.objects.select_for_update().get(pk=entry.pk)
        before = _fields(entry)
        if before == typed.fields():
            return entry
        if entry.version != version:
            raise LibraryError(_("มีผู้อื่นแก้รายการนี้ไปก่อนแล้ว โปรดเทียบกับข้อความปัจจุบันก่อนบันทึกอีกครั้ง"), entry)
    return _write(entry, typed, before, by=by)


def _write(entry: Suggestion, typed: Typed, before: dict[str, Any], *, by: User) -> Suggestion:
    for name, value in typed.fields().items():
        setattr(entry, name, value)
    entry.is_edited = True
    entry.version += 1
    entry.save()
    after = _fields(entry)
    changes = {name: [before.get(name), after[name]] for name in FIELDS if before.get(name) != after[name]}
    AccountEvent.objects.create(
        actor=by, action="suggestion.edit", subject_type="suggestion", subject_id=entry.pk, changes=changes
    )
    return entry


def _fields(entry: Suggestion) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in FIELDS}
