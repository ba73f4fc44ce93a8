"""A later deadline for a whole open round, with the reason (docs/permissions.md row 43)."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.choices import Role
from agencies.models import Membership, NoticeKind, User
from agencies.notices import Message, close, tell_all
from measures import history, telling
from measures.choices import Action
from measures.errors import WorkflowError
from measures.models import Round
from measures.rules import may
from measures.selectors.rounds import UNSENT
from measures.workflow import check_length, lock
from thai.dates import short_datetime

# A round is one of two a year: more than that is a mistyped year.
LONGEST = dt.timedelta(days=183)


@transaction.atomic
def postpone(round_: Round, *, by: User, due_at: dt.datetime, reason: str) -> Round:
    """Move the deadline of an open round to a later time and return the round fresh.

    The same once more (a second click) changes nothing. Agencies that have not sent are told, and what reminded of
    the old deadline is closed. Raises WorkflowError: not allowed, no reason, not later, or more than half a year later.
    """
    now = lock(round_.pk)
    round_ = Round.objects.select_related("plan__province", "plan__agency").get(pk=round_.pk)
    if not (verdict := may(by, Action.ROUND_EXTEND, round_, now=now)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    if not reason.strip():
        raise WorkflowError(_("โปรดระบุเหตุผลที่เลื่อนกำหนดส่ง"))
    check_length(reason)
    before = round_.due_at
    if before == due_at and _just_postponed(round_, by, due_at):
        return round_
    _check(before, due_at)
    round_.due_at = due_at
    round_.version += 1
    round_.save(update_fields=["due_at", "version"])
    event = history.record(
        Action.ROUND_EXTEND, by=by, agency=round_.plan.agency, province=round_.plan.province, plan=round_.plan,
        round=round_, changes={"due_at": [before.isoformat() if before else None, due_at.isoformat()]},
        note=reason.strip(), at=now,
    )  # fmt: skip
    _tell(round_, by=by, key=f"postponed:{event.pk}", now=now)
    return round_


def _check(before: dt.datetime | None, due_at: dt.datetime) -> None:
    if before is None:
        raise WorkflowError(_("รอบนี้ไม่มีกำหนดส่ง จึงไม่ต้องเลื่อน"), conflict=True)
    if due_at <= before:
        raise WorkflowError(_("กำหนดใหม่ต้องช้ากว่ากำหนดเดิม หากต้องการปิดเร็วขึ้น โปรดใช้ปิดรับก่อนกำหนด"))
    if due_at > before + LONGEST:
        raise WorkflowError(_("กำหนดใหม่ช้ากว่ากำหนดเดิมเกินหกเดือน โปรดตรวจปีอีกครั้ง"))


def _just_postponed(round_: Round, by: User, due_at: dt.datetime) -> bool:
    last = history.last_of_round(round_)
    return bool(
        last and last.action == Action.ROUND_EXTEND and last.actor_id == by.pk
        and last.changes.get("due_at", [None, None])[1] == due_at.isoformat()
    )  # fmt: skip


def _tell(round_: Round, *, by: User, key: str, now: dt.datetime) -> None:
    """Tell those who have still to send; each agency's notice leads to its own report."""
    close(telling.about(round_), kinds=telling.URGING, now=now)
    until = short_datetime(round_.due_at) if round_.due_at else ""
    waiting = {one.agency_id: one for one in round_.submissions.filter(state__in=UNSENT)}
    members = Membership.objects.filter(
        agency__in=waiting, role__in=(Role.STAFF, Role.HEAD), user__is_active=True
    ).select_related("user")
    people: dict[int, dict[User, None]] = {}
    for member in members.exclude(user=by).order_by("pk"):
        people.setdefault(member.agency_id or 0, {})[member.user] = None
    messages = [
        Message(
            tuple(found), NoticeKind.EXTENDED, f"{round_.printed_name}เลื่อนกำหนดส่งเป็น {until}",
            f"ส่ง{round_.printed_name} ปีงบประมาณ พ.ศ. {round_.plan.fiscal_year} ได้ถึง {until}",
            reverse("measures:submission-detail", args=[waiting[agency].pk]), f"{key}:{waiting[agency].pk}",
            telling.about(round_, waiting[agency]),
        )
        for agency, found in people.items()
    ]  # fmt: skip
    tell_all(messages, now=now)
