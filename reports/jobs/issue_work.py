"""Issuing a long paper as a job: the worker lays it out and issues it; its result is the issued PDF."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from agencies.models import User
from measures.errors import WorkflowError
from reports import pieces
from reports.document import Document
from reports.issued import kept_bytes
from reports.issuing import ALWAYS, NothingChanged, issue
from reports.jobs.queue import Order, key_of
from reports.models import IssuedFile, IssuedReport, PaperJob
from reports.wanted import Wanted
from thai.wording import gettext_noop

ISSUE = "issue"
ISSUING = gettext_noop("กำลังจัดหน้าและออกเอกสาร")
TITLE = "ออกเอกสาร: "
AT_MOST = dt.timedelta(minutes=3)  # one long paper in all formats, laid out in one step: the job is held so long
LOST = gettext_noop("ออกเอกสารแล้ว แต่อ่านไฟล์ที่เก็บไว้ไม่ได้ โปรดแจ้งผู้ดูแลระบบ")


def issue_order(
    wanted: Wanted, formats: Sequence[str], document: Document, title: str, last: IssuedReport | None = None
) -> Order:
    """The order to issue a paper as it is now in those formats; `last`: what it would take the place of.

    A paper that says again what it said two issues ago is a new issue, not the job of that time.
    """
    data: dict[str, Any] = wanted.data() | {"formats": list(formats)}
    return Order(
        ISSUE, data, key_of(ISSUE, data, pieces.words_digest(document), last.pk if last else 0), f"{TITLE}{title}"
    )


def make_issue(job: PaperJob, user: User, beat: Callable[..., None]) -> tuple[str, bytes]:
    """Issue the paper; return the name and bytes of its PDF.

    A worker that was killed after the issue and before its job was done finds the same paper issued already: that is
    then the result. Raises WorkflowError, LookupError (wanted.NotKnown, NothingToPrint), PdfError, what `beat` raises.
    """
    job.total, job.saying = 1, ISSUING
    beat(AT_MOST)
    try:
        issued = issue(Wanted.of_data(job.wanted), job.wanted.get("formats", ()), by=user)
    except NothingChanged as same:
        issued = same.issued
    kept = issued.files.get(format=ALWAYS)
    content = kept_bytes(kept)
    if content is None:
        raise WorkflowError(LOST)
    return kept.file_name, content


def issued_by(job: PaperJob) -> IssuedReport | None:
    """The issued paper that a finished job came to."""
    if job.kind != ISSUE or not job.sha256:
        return None
    kept = IssuedFile.objects.filter(sha256=job.sha256, format=ALWAYS).select_related("report").first()
    return kept.report if kept else None
