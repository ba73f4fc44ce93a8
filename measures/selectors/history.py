"""History as people read it: who, when, what changed from what to what, and why."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from agencies.actions import Action as AgencyAction
from agencies.models import User
from measures.checks import NAMES
from measures.choices import Action, Answer, Decision, Mark, NoteKind, State
from measures.clock import DOUBLE_CLICK
from measures.history import changes_between, snapshot
from measures.models import Event, Result, ReviewNote, Round, Submission
from measures.rules import may
from thai.dates import english_date, short_date

# What deciding.undo writes in the place of a decision.
UNDONE = "undone"
OPERATOR = gettext_lazy("ผู้ดูแลเครื่องแม่ข่าย")
FIELDS = {
    "answer": gettext_lazy("คำตอบ"),
    "text": gettext_lazy("ผลการดำเนินงาน"),
    "reason": gettext_lazy("เหตุผลที่ไม่เกี่ยวข้อง"),
    "outcome": gettext_lazy("ผลลัพธ์หรือความสำเร็จ"),
    "urls": gettext_lazy("ลิงก์หลักฐาน"),
    "finding": gettext_lazy("ข้อสังเกตเรื่องลิงก์"),
    "files": gettext_lazy("ไฟล์หลักฐาน"),
    "confirmed": gettext_lazy("การยืนยัน"),
    "state": gettext_lazy("สถานะ"),
    "mark": gettext_lazy("ผลตรวจ"),
    "until": gettext_lazy("ขยายเวลาถึง"),
    "check": gettext_lazy("การตรวจที่ยกเว้น"),
    "waived_until": gettext_lazy("ยกเว้นถึงวันที่"),
    "number": gettext_lazy("เลขที่เอกสาร"),
    "paper": gettext_lazy("เอกสาร"),
    "version": gettext_lazy("ฉบับที่เผยแพร่"),
}
# What changes the words, links or files of a result.
CONTENT = ("result.edit", Action.FILE_EDIT, Action.IMPORT_RESULTS)
# What moves a report on; other acts on it (more time, a waived check) are no answer to how it came back.
MOVES = (
    Action.SUBMIT, Action.RECALL, Action.ENDORSE, Action.SEND_BACK, Action.RETURN, Action.APPROVE, Action.REOPEN,
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One field of an act: its name in words, before and after. Both None: the words are not shown."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Line:
    """One act: when, who, what, why, and the fields that it changed."""

    at: dt.datetime
    actor: str
    action: str
    note: str
    changes: tuple[Change, ...]


def result_history(result: Result, *, user: User) -> tuple[Line, ...]:
    """Return what happened to a result and its submission, oldest first.

    Whoever may read the audit sees every act; the agency's staff see reasons and comments. The words
    of a report that the person may not read stay hidden (a draft is the agency's own).
    """
    reads = bool(may(user, Action.RESULT_READ, result.submission))
    if not may(user, Action.AUDIT_READ, result.submission):
        return _notes(result) if reads else ()
    events = (
        Event.objects.filter(Q(result=result) | Q(submission=result.submission, result=None))
        .select_related("actor")
        .order_by("at", "pk")
    )
    return (*(_line(event, reads=reads) for event in events), *_open_sitting(result, reads=reads))


def _open_sitting(result: Result, *, reads: bool) -> Iterator[Line]:
    """Yield what somebody has typed and is still at: an event only once the sitting ends."""
    for sitting in result.sittings.select_related("user"):
        changed = changes_between(sitting.before, snapshot(result))
        if changed:
            changes = tuple(_changes(changed, hidden=not reads))
            yield Line(sitting.started_at, str(sitting.user), _("กำลังแก้ไข"), "", changes)


def _notes(result: Result) -> tuple[Line, ...]:
    notes = ReviewNote.objects.filter(result=result).select_related("author")
    return tuple(Line(n.created_at, str(n.author), str(NoteKind(n.kind).label), n.text, ()) for n in notes)


def _line(event: Event, *, reads: bool) -> Line:
    hidden = hides_words(event, reads=reads)
    changes = tuple(_changes(event.changes, hidden=hidden))
    return Line(event.at, who(event), action_words(event.action), "" if hidden else event.note, changes)


def hides_words(event: Event, *, reads: bool) -> bool:
    """Say whether note and words of an act stay hidden from somebody who may read the audit (row 27).

    reads: whether the person may read the results of the event's submission (row 3).
    """
    return event.result_id is not None and not reads


def who(event: Event) -> str:
    """Return who acted, in words; the command line is the operator."""
    return str(event.actor or OPERATOR)


def plain_changes(event: Event) -> list[tuple[str, Any, Any]]:
    """Return (field, before, after) of the fields that histories show, as they are kept, in the order of `FIELDS`."""
    pairs = ((field, event.changes.get(field)) for field in FIELDS)
    return [(field, *pair) for field, pair in pairs if isinstance(pair, list) and len(pair) == 2]


def action_words(code: str) -> str:
    """Return the name of an act in the reader's language; an unknown code stands for itself."""
    if code in AgencyAction.values:
        return str(AgencyAction(code).label)
    return str(Action(code).label) if code in Action.values else code


def _changes(changes: dict[str, Any], *, hidden: bool) -> Iterator[Change]:
    """Yield the fields in the order of `FIELDS`: a database may keep the keys in another."""
    for field, name in FIELDS.items():
        pair = changes.get(field)
        if not isinstance(pair, list) or len(pair) != 2:
            continue
        if hidden:
            yield Change(str(name), None, None)
        else:
            yield Change(str(name), _shown(field, pair[0]), _shown(field, pair[1]))


def _shown(field: str, value: Any) -> str:
    labels: dict[str, Any] = {"answer": Answer, "state": State, "mark": Mark}
    if field in labels and value in labels[field].values:
        # The words of an answer are Thai wherever papers print them; here they follow the reader.
        return _(str(labels[field](value).label))
    if field == "finding" and value in Decision.values:
        return str(Decision(value).label)
    if field == "finding" and value == UNDONE:
        return _("ย้อนการตัดสิน")
    if field == "check" and value in NAMES:
        return str(NAMES[value])
    if field == "waived_until" and value:
        last = dt.date.fromisoformat(value)
        return english_date(last, short=True) if get_language() == "en" else short_date(last)
    if field == "confirmed":
        return _("ยืนยันแล้ว") if value else _("ยังไม่ยืนยัน")
    return "\n".join(value) if isinstance(value, list) else str(value or "")


@dataclass(frozen=True)
class Returned:
    """Why the whole report came back: the head's or the province's words."""

    actor: str
    at: dt.datetime
    note: str


def returned_because(submission: Submission) -> Returned | None:
    """Return the reason of the last act where that sent the report back or opened it again."""
    moves = submission.events.filter(result=None, action__in=MOVES)
    last = moves.select_related("actor").order_by("-pk").first()
    if last is None or last.action not in (Action.SEND_BACK, Action.REOPEN):
        return None
    return Returned(str(last.actor or OPERATOR), last.at, last.note)


@dataclass(frozen=True)
class Reading:
    """When the head had the whole report read the last time, and the results (keys) that changed after it."""

    at: dt.datetime
    changed: frozenset[int]


def last_reading(submission: Submission) -> Reading | None:
    """Return the head's last endorsement or sending back, or None where there was none: 2 queries."""
    read = submission.events.filter(action__in=(Action.ENDORSE, Action.SEND_BACK), result=None).order_by("-pk").first()
    if read is None:
        return None
    after = submission.events.filter(pk__gt=read.pk, action__in=CONTENT, result__isnull=False)
    return Reading(read.at, frozenset(after.values_list("result_id", flat=True)))


def just_done(target: Submission | Round, action: str, *, by: User, now: dt.datetime) -> bool:
    """Say whether the person did just that a moment ago: then a second click has nothing left to do."""
    if isinstance(target, Round):
        events = Event.objects.filter(round=target, submission=None)
    else:
        events = target.events.filter(result=None)
    last = events.order_by("-pk").first()
    return bool(last and last.action == action and last.actor_id == by.pk and now - last.at < DOUBLE_CLICK)


@dataclass(frozen=True)
class Receipt:
    """What was sent: when by the database's clock, by whom, the hash, and (answer in words, count) pairs."""

    at: dt.datetime
    sender: str
    hash: str
    counts: tuple[tuple[str, int], ...]
    total: int


def receipt(submission: Submission) -> Receipt | None:
    """Return the receipt of the last sending, or None when nothing was sent yet."""
    event = submission.events.filter(action=Action.SUBMIT).select_related("actor").order_by("-pk").first()
    if event is None:
        return None
    tally: dict[str, int] = event.changes.get("counts", {})
    counts = tuple((str(a.label), tally.get(a.value or "blank", 0)) for a in Answer if a != Answer.BLANK)
    return Receipt(event.at, str(event.actor or OPERATOR), event.changes.get("hash", ""), counts, sum(tally.values()))
