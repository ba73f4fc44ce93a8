"""An office's own words for its papers: the only writer of Prose (docs/permissions.md row 37)."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions import Action
from agencies.models import Agency, Province, User
from agencies.rules import may
from measures import history
from measures.clock import database_now
from measures.errors import StaleVersion, WorkflowError
from measures.models import Prose
from measures.selectors.prose import owned_by
from measures.workflow import check_length

# The oldest and the newest fiscal year (B.E.) that a text is kept for.
YEARS = range(2540, 2701)


def fingerprint(proposal: str) -> str:
    """Return what is kept of the proposal that a text was written beside, to tell later that its figures changed."""
    return hashlib.sha256(proposal.encode()).hexdigest() if proposal else ""


def save_prose(
    owner: Agency | Province,
    fiscal_year: int,
    paper: str,
    part: str,
    text: str,
    *,
    version: int,
    by: User,
    proposal: str = "",
) -> Prose | None:
    """Store the office's own text of a part while it still has that version (0: never written).

    paper, part: codes of a form and of one of its parts. proposal: what the portal proposes now. The same text again
    (a second click) changes nothing. Raises WorkflowError when not allowed, empty or too long, StaleVersion with both
    texts when somebody saved in between.
    """
    if not text.strip():
        raise WorkflowError(_("โปรดพิมพ์ข้อความ ถ้าต้องการใช้ข้อความที่ระบบเสนอ ให้กด “กลับไปใช้ข้อความที่เสนอ”"))
    check_length(text)
    return _write(owner, fiscal_year, paper, part, text, version=version, by=by, proposed=fingerprint(proposal))


def reset_prose(
    owner: Agency | Province, fiscal_year: int, paper: str, part: str, *, version: int, by: User
) -> Prose | None:
    """Let a part print what the portal proposes again; None where nobody ever wrote it. Raises as save_prose."""
    return _write(owner, fiscal_year, paper, part, "", version=version, by=by, proposed="")


@transaction.atomic
def _write(
    owner: Agency | Province, fiscal_year: int, paper: str, part: str, text: str,
    *, version: int, by: User, proposed: str,
) -> Prose | None:  # fmt: skip
    if not (verdict := may(by, Action.PROSE_EDIT, owner)):
        raise WorkflowError(verdict.reason)
    if fiscal_year not in YEARS:
        raise WorkflowError(_("ไม่มีปีงบประมาณ พ.ศ. %(year)s") % {"year": fiscal_year})
    now = database_now()
    place = {**owned_by(owner), "fiscal_year": fiscal_year, "paper": paper, "part": part}
    if text:
        # Two first writers at one moment meet at the row; the second waits for the first.
        Prose.objects.get_or_create(**place, defaults={"updated_by": by, "updated_at": now})
    row = Prose.objects.select_for_update().filter(**place).first()
    if row is None or (row.text == text and (not text or row.proposed == proposed)):
        return row
    before = row.text
    if row.version != version and before != text:
        raise StaleVersion(
            _("มีการบันทึกข้อความส่วนนี้ไปก่อนแล้ว โปรดเลือกข้อความที่จะใช้"),
            current={"text": before, "version": row.version}, typed={"text": text},
        )  # fmt: skip
    row.text, row.proposed, row.version, row.updated_by, row.updated_at = text, proposed, row.version + 1, by, now
    row.save()
    if before != text:
        history.record(
            Action.PROSE_EDIT, by=by, at=now,
            agency=owner if isinstance(owner, Agency) else None,
            province=owner if isinstance(owner, Province) else None,
            changes={"prose": [before, text], "paper": paper, "part": part, "year": fiscal_year},
        )  # fmt: skip
    return row
