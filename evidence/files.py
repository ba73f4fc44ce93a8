"""Takes photos and PDFs in: checked and written anew in the sandbox, kept in the storage under random names."""

import hashlib
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from agencies.models import Agency, User
from evidence import sandbox
from evidence.choices import FileKind
from evidence.models import Attachment
from evidence.models.attachment import stored_name
from evidence.naming import BY_ENDING, JPEG, PDF, PNG, WEBP, by_content, by_name, download_name, tidy

logger = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024
MAX_SIZE = 20 * MEGABYTE
LIMITS = sandbox.Limits(seconds=20, memory=1024 * MEGABYTE)
EVERY_KIND = frozenset(BY_ENDING.values())
CREST_KINDS = frozenset({JPEG, PNG, WEBP})


class FileRefused(Exception):
    """The file is not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Ready:
    """A file written anew. `thumbnail` and the sides are empty for a PDF, `pages` for a photo."""

    kind: FileKind
    name: str
    content: bytes
    thumbnail: bytes = b""
    width: int | None = None
    height: int | None = None
    pages: int | None = None

    @property
    def sha256(self) -> str:
        """Return the hash (hex) of the content."""
        return hashlib.sha256(self.content).hexdigest()


def _refusal(code: str) -> str:
    """Return what to say to a refusal of the sandbox."""
    again = {"again": _("โปรดพิมพ์เอกสารเป็น PDF ใหม่ (Print to PDF) แล้วแนบไฟล์นั้น")}
    words = {
        "photo": _("เปิดภาพไม่ได้ ไฟล์อาจเสียหรือมาไม่ครบ โปรดเปิดภาพแล้วบันทึกใหม่"),
        "pixels": _("ภาพใหญ่เกิน 40 ล้านพิกเซล โปรดย่อภาพก่อนแนบ"),
        "pdf": _("เปิด PDF ไม่ได้ ไฟล์อาจเสีย %(again)s") % again,
        "pdf_locked": _("PDF นี้เข้ารหัสหรือตั้งรหัสผ่านไว้ %(again)s") % again,
        "pdf_active": _("PDF นี้มีคำสั่งที่ทำงานเองได้ จึงรับไว้ไม่ได้ %(again)s") % again,
        "pdf_files": _("PDF นี้มีไฟล์อื่นซ่อนอยู่ข้างใน จึงรับไว้ไม่ได้ %(again)s") % again,
        "pdf_link": _("PDF นี้มีลิงก์ที่ไม่ใช่เว็บไซต์หรืออีเมล จึงรับไว้ไม่ได้ %(again)s") % again,
        "pdf_pages": _("PDF ต้องมี 1 ถึง 300 หน้า โปรดเลือกเฉพาะหน้าที่เป็นหลักฐาน"),
    }
    return words[code]


def prepare(upload: UploadedFile) -> Ready:
    """Return the upload written anew: its original bytes end here. Writes nothing.

    Raises FileRefused where the ending, the content, the size or what is inside does not fit.
    """
    name = tidy(upload.name or "")
    kind = _kind(upload, name, _("แนบได้เฉพาะภาพ JPEG PNG WebP HEIC และเอกสาร PDF"), EVERY_KIND)
    module = "evidence.papers" if kind == PDF else "evidence.photos"
    return _unpacked(_worked(upload, module, kind), name, kind)


def prepare_crest(upload: UploadedFile) -> Ready:
    """Return a crest written anew as PNG, at most 1,000 pixels a side. Writes nothing. Raises as prepare."""
    name = tidy(upload.name or "")
    kind = _kind(upload, name, _("ตรารับเฉพาะภาพ JPEG PNG และ WebP"), CREST_KINDS)
    return _unpacked(_worked(upload, "evidence.crests", kind), name, kind)


def _kind(upload: UploadedFile, name: str, wanted: str, kinds: frozenset[str]) -> str:
    """Return what the file is, where its size, its ending and its content say one of the kinds."""
    _look_at_size(upload)
    head = upload.read(32)
    upload.seek(0)
    claimed, kind = by_name(name), by_content(head)
    if claimed not in kinds or kind not in kinds:
        raise FileRefused(wanted)
    if claimed != kind:
        words = {"ending": name.rpartition(".")[2], "kind": kind.upper()}
        raise FileRefused(_("นามสกุลไฟล์ .%(ending)s แต่เนื้อหาเป็น %(kind)s โปรดบันทึกใหม่ให้นามสกุลตรงกับเนื้อหา") % words)
    return kind


def _worked(upload: UploadedFile, module: str, kind: str) -> bytes:
    """Return what the sandbox makes of the file."""
    try:
        return sandbox.call(module, upload.read(), {"kind": kind}, LIMITS)
    except sandbox.Refusal as refused:
        raise FileRefused(_refusal(str(refused))) from refused
    except sandbox.Overrun as overrun:
        raise FileRefused(_("ไฟล์ใช้เวลาหรือหน่วยความจำมากเกินไป โปรดย่อหรือบันทึกใหม่ก่อนแนบ")) from overrun
    except sandbox.Broken as broken:
        raise FileRefused(_refusal("pdf" if kind == PDF else "photo")) from broken


def _look_at_size(upload: UploadedFile) -> None:
    if getattr(upload, "lost", False):
        raise FileRefused(no_room())
    if not upload.size:
        raise FileRefused(_("ไฟล์ว่างเปล่า โปรดเลือกไฟล์อื่น"))
    if upload.size > MAX_SIZE:
        words = {"size": f"{upload.size / MEGABYTE:.1f}", "most": MAX_SIZE // MEGABYTE}
        raise FileRefused(_("ไฟล์ใหญ่ %(size)s MB เกิน %(most)s MB โปรดย่อหรือแบ่งไฟล์") % words)


def no_room() -> str:
    """Return what to say when the disk is full."""
    return _("พื้นที่เก็บไฟล์ของระบบเต็ม ยังไม่ได้เก็บไฟล์นี้ ข้อมูลเดิมอยู่ครบ โปรดแจ้งผู้ดูแลระบบแล้วลองใหม่")


def _unpacked(answer: bytes, name: str, kind: str) -> Ready:
    head, _line, body = answer.partition(b"\n")
    facts: dict[str, Any] = json.loads(head)
    if kind == PDF:
        return Ready(FileKind.PDF, name, body, pages=facts["pages"])
    cut = facts["length"]
    return Ready(FileKind.PHOTO, name, body[:cut], body[cut:], facts["width"], facts["height"])


@contextmanager
def stored(ready: Ready, agency: Agency, by: User) -> Iterator[Attachment]:
    """Write the files first and yield their row, which the block saves; without it the files go again.

    Raises FileRefused when the storage takes nothing (a full disk): then nothing is left behind.
    """
    row = Attachment(
        agency=agency, uploaded_by=by, kind=ready.kind, name=ready.name, size=len(ready.content),
        width=ready.width, height=ready.height, pages=ready.pages, sha256=ready.sha256,
    )  # fmt: skip
    row.file.name = stored_name(row, "")
    row.thumbnail.name = stored_name(row, "") if ready.thumbnail else ""
    try:
        _write(row.file.name, ready.content)
        if ready.thumbnail:
            _write(row.thumbnail.name, ready.thumbnail)
    except OSError as full:
        logger.exception("A file could not be stored")
        discard(row)
        raise FileRefused(no_room()) from full
    done = False
    try:
        yield row
        done = row.pk is not None
    finally:
        if not done:
            discard(row)


def _write(name: str, content: bytes) -> None:
    if default_storage.save(name, ContentFile(content)) != name:
        raise OSError(f"{name} was taken")


def discard(row: Attachment) -> None:
    """Take the row's files out of the storage; one that is not there is no fault."""
    for name in filter(None, (row.file.name, row.thumbnail.name)):
        try:
            default_storage.delete(name)
        except OSError:
            # The sweep finds it later.
            logger.exception("A file could not be deleted")


def discard_unused(row: Attachment) -> None:
    """Take the files of a deleted row out of the storage, unless another row has them, too."""
    if not Attachment.objects.filter(file=row.file.name).exists():
        discard(row)


def offered_name(row: Attachment) -> str:
    """Return the name under which the file is downloaded."""
    return download_name(row.name, "pdf" if row.kind == FileKind.PDF else "jpg")
