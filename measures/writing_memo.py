"""Writes the memo that goes with the result report of a round. Rule, version check, history, one transaction."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from agencies.actions import Action
from agencies.models import Agency, Province, User
from agencies.rules import may
from measures import history
from measures.errors import StaleVersion, WorkflowError
from measures.models import Memo, Round, Submission
from measures.selectors.memo import memo_at
from measures.selectors.prose import owned_by
from measures.workflow import check_length, lock

EVENT = "memo.edit"
WORDS = (
    "office", "phone", "number", "date", "subject", "to", "since", "body", "closing", "reporter_name",
    "reporter_position", "deputy_name", "deputy_position", "head_name", "head_position",
)  # fmt: skip


@transaction.atomic
def save_memo(owner: Agency | Province, round_: Round, typed: dict[str, Any], *, by: User, version: int) -> Memo:
    """Store the memo's words while it still has that version (0: not written yet); return it fresh.

    typed: a value for each of WORDS. The same words again change nothing. Raises WorkflowError where the person may
    not, the round is none of the owner's or a text is too long, StaleVersion with both memos where somebody saved in
    between.
    """
    if not (verdict := may(by, Action.PROSE_EDIT, owner)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    now = lock(round_.pk)
    _require_own(owner, round_)
    words = {name: typed[name] for name in WORDS}
    check_length(*(value for value in words.values() if isinstance(value, str)))
    memo = memo_at(owner, round_)
    before = {name: getattr(memo or Memo(), name) for name in WORDS}
    if memo and before == words:
        return memo
    if version != (memo.version if memo else 0):
        raise StaleVersion(_("มีผู้อื่นเก็บบันทึกข้อความนี้ไปก่อนแล้ว โปรดเลือกข้อความที่จะใช้"), current=before, typed=words)
    if memo is None:
        memo = Memo.objects.create(**owned_by(owner), **words, round=round_, version=1, updated_by=by, updated_at=now)
    else:
        Memo.objects.filter(pk=memo.pk).update(**words, version=F("version") + 1, updated_by=by, updated_at=now)
        memo.refresh_from_db()
    changes = history.changes_between(_as_json(before), _as_json(words))
    place: dict[str, Any] = owned_by(owner)
    history.record(EVENT, by=by, **place, plan=round_.plan, round=round_, changes=changes, at=now)
    return memo


def _require_own(owner: Agency | Province, round_: Round) -> None:
    """Raise WorkflowError unless the owner reports in this round, or it is of the province's own plan."""
    if isinstance(owner, Agency):
        own = Submission.objects.filter(round=round_, agency=owner).exists()
    else:
        own = round_.plan.agency_id is None and round_.plan.province_id == owner.pk
    if not own:
        raise WorkflowError(_("รอบนี้ไม่ใช่ของหน่วยงานที่เลือก โปรดเปิดบันทึกข้อความจากหน้าเอกสารอีกครั้ง"), conflict=True)


def _as_json(words: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, dt.date) else value or "" for name, value in words.items()}
