"""Files of results: attach, caption, order, publish, take away. Rule, lock, history, one transaction each."""

import datetime as dt
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import User
from evidence import files
from evidence.files import MEGABYTE, Ready
from evidence.models import Attachment
from measures.authoring import require_editable
from measures.choices import Action
from measures.errors import WorkflowError
from measures.filing import MAX_A_MEASURE, MAX_FILES, Room, names_of, next_order, record_files, room_of
from measures.models import Result, ResultAttachment
from measures.workflow import lock

MAX_CAPTION = 300


def attach(result: Result, upload: UploadedFile, *, by: User) -> ResultAttachment:
    """Take a file in at the end of the result's files; the same file again is the one that is there.

    The work on the file is done before anything is locked. Raises WorkflowError when role, state, deadline or
    quota do not allow it, evidence.files.FileRefused when the file itself is not taken.
    """
    require_editable(result, by=by, now=timezone.now(), action=Action.FILE_EDIT)
    _require_room(result, size=0)
    ready = files.prepare(upload)
    with files.stored(ready, result.submission.agency, by) as row, transaction.atomic():
        return _attach(result, ready, row, by=by)


def _attach(result: Result, ready: Ready, row: Attachment, *, by: User) -> ResultAttachment:
    result, now = _locked(result, by)
    if same := result.result_attachments.filter(attachment__sha256=ready.sha256).first():
        return same
    _require_room(result, size=row.size)
    before = names_of(result)
    row.save()
    made = ResultAttachment.objects.create(result=result, attachment=row, order=next_order(result))
    record_files(result, before, by=by, now=now)
    return made


def _require_room(result: Result, *, size: int) -> None:
    """Raise WorkflowError where one more file of that size (bytes) would be too much."""
    if result.result_attachments.count() >= MAX_A_MEASURE:
        raise WorkflowError(_("แนบได้ไม่เกิน %(most)s ไฟล์ต่อมาตรการ โปรดลบไฟล์ที่ไม่ใช้ก่อน") % {"most": MAX_A_MEASURE})
    room = room_of(result.submission)
    if room.files >= MAX_FILES:
        raise WorkflowError(_("หน่วยงานแนบได้ไม่เกิน %(most)s ไฟล์ต่อรอบ โปรดลบไฟล์ที่ไม่ใช้ก่อน") % {"most": MAX_FILES})
    if Room(room.files, room.bytes + size).is_over:
        words = {"used": room.megabytes, "most": room.most_megabytes, "size": f"{size / MEGABYTE:.1f}"}
        raise WorkflowError(
            _("พื้นที่ของหน่วยงานในรอบนี้ไม่พอ ใช้ไปแล้ว %(used)s จาก %(most)s MB ไฟล์นี้ %(size)s MB โปรดลบไฟล์ที่ไม่ใช้ก่อน") % words
        )


def _locked(result: Result, by: User) -> tuple[Result, dt.datetime]:
    """Lock the round, read the clock, and return the result fresh. Raises WorkflowError unless it is open."""
    now = lock(result.submission.round_id)
    fresh = Result.objects.with_context().get(pk=result.pk)
    require_editable(fresh, by=by, now=now, action=Action.FILE_EDIT)
    return fresh, now


def _own(result: Result, pk: int) -> ResultAttachment:
    """Return the result's file, locked. Raises WorkflowError when it is gone."""
    rows = ResultAttachment.objects.select_for_update(of=("self",)).select_related("attachment")
    if (row := rows.filter(result=result, pk=pk).first()) is None:
        raise WorkflowError(_("ไม่พบไฟล์นี้แล้ว อาจมีผู้อื่นลบไปก่อน"), conflict=True)
    return row


@transaction.atomic
def caption(result: Result, pk: int, text: str, *, by: User) -> ResultAttachment:
    """Say what a file shows. Raises WorkflowError when not allowed, gone or too long."""
    result, now = _locked(result, by)
    row, text = _own(result, pk), " ".join(text.split())
    if len(text) > MAX_CAPTION:
        raise WorkflowError(_("คำบรรยายยาวเกิน %(most)s ตัวอักษร โปรดย่อ") % {"most": MAX_CAPTION})
    before = names_of(result)
    row.attachment.caption = text
    row.attachment.save(update_fields=["caption"])
    record_files(result, before, by=by, now=now)
    return row


@transaction.atomic
def publish(result: Result, pk: int, public: bool, *, by: User) -> ResultAttachment:
    """Say whether everybody may see the file once the round is published. Raises WorkflowError."""
    result, now = _locked(result, by)
    row, before = _own(result, pk), names_of(result)
    row.attachment.is_public = public
    row.attachment.save(update_fields=["is_public"])
    record_files(result, before, by=by, now=now)
    return row


@transaction.atomic
def reorder(result: Result, pk: int, place: int, *, by: User) -> None:
    """Put a file at that place (0 is the first; beyond the ends means the end). Raises WorkflowError."""
    result, now = _locked(result, by)
    moved, before = _own(result, pk), names_of(result)
    rows = [row for row in result.result_attachments.all() if row.pk != moved.pk]
    rows.insert(max(place, 0), moved)
    for order, row in enumerate(rows):
        row.order = order
    ResultAttachment.objects.bulk_update(rows, ["order"])
    record_files(result, before, by=by, now=now)


@transaction.atomic
def detach(result: Result, pk: int, *, by: User) -> None:
    """Take a file away; its bytes go once the transaction stands and nobody else has them. Raises WorkflowError."""
    result, now = _locked(result, by)
    row, before = _own(result, pk), names_of(result)
    attachment = row.attachment
    row.delete()
    attachment.delete()
    record_files(result, before, by=by, now=now)
    transaction.on_commit(partial(files.discard_unused, attachment))
