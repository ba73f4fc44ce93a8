"""Issue papers: number them, keep their bytes for good. The only writer of IssuedReport and IssuedFile.

Laying out takes seconds, so it happens before any lock: with the number that is next. Under the locks of the round
and of the owner the number must still be next and the paper still the same; otherwise it is laid out again. So a
number is taken only together with its paper: none twice, none left out.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.actions import Action
from agencies.models import Agency, Province, User
from agencies.rules import may
from agencies.verdict import Verdict
from measures import history
from measures.clock import database_now
from measures.errors import WorkflowError
from measures.models import Round
from reports.blocks import Stamp
from reports.comparing import changes
from reports.datasets import NotADataset, digest, from_data, to_data
from reports.document import Document
from reports.finality import why_draft
from reports.models import IssuedFile, IssuedReport
from reports.output import FORMATS, file_name
from reports.pieces import template_version
from reports.registry import Form
from reports.selectors import Subject
from reports.values import Made
from reports.wanted import Wanted, may_have, owner_name
from thai.dates import in_bangkok

ALWAYS = "pdf"
CHOICES = ("pdf", "accessible", "docx", "xlsx")
# Each try is lost to somebody else who issues for the same owner at the same moment.
TRIES = 20
NOT_COMPARED = "ฉบับก่อนเก็บไว้ในรูปแบบของระบบรุ่นเดิม จึงเทียบถ้อยคำให้ไม่ได้"


class NothingChanged(WorkflowError):
    """The paper says what its last issue says; `issued` is that one."""

    def __init__(self, issued: IssuedReport) -> None:
        words = {"number": issued.number_words}
        super().__init__(_("ข้อมูลไม่เปลี่ยนจากฉบับเลขที่ %(number)s จึงไม่ออกฉบับใหม่ โปรดใช้ฉบับเดิม") % words, conflict=True)
        self.issued = issued


@dataclass(frozen=True)
class _Ready:
    """A paper that may be issued, and what it would take the place of."""

    form: Form
    subject: Subject
    document: Document
    number: int
    previous: IssuedReport | None


def may_issue(user: User, subject: Subject) -> Verdict:
    """Say whether the person may issue the subject's papers: row 37, and of papers that the person may have."""
    verdict: Verdict = may(user, Action.PAPER_ISSUE, subject.owner)
    return verdict and may_have(user, subject)


def issue(wanted: Wanted, formats: Sequence[str], *, by: User) -> IssuedReport:
    """Issue the paper in those formats of CHOICES, PDF always; return its row with its files.

    Raises wanted.NotKnown, NothingToPrint, PdfError, and WorkflowError where the person may not, the paper is still a
    draft (conflict) or has not changed since its last issue (NothingChanged). Must not run inside a transaction.
    """
    chosen = [name for name in CHOICES if name == ALWAYS or name in formats]
    for _try in range(TRIES):
        now = database_now()
        ready = _ready(wanted, by=by)
        token = secrets.token_urlsafe(24)
        stamped = replace(ready.document, stamp=_stamp(ready, token, now))
        files = {name: FORMATS[name].render(stamped) for name in chosen}
        # Two long papers take seconds to compare: nobody waits for that at a lock.
        if issued := _keep(wanted, ready, stamped, files, _differing(ready, stamped), token=token, by=by, now=now):
            return issued
    raise WorkflowError(_("ขณะนี้มีผู้อื่นออกเอกสารอยู่พร้อมกัน โปรดลองอีกครั้ง"), conflict=True)


def next_number(owner: Agency | Province, fiscal_year: int) -> int:
    """The number that the owner's next paper of that year gets, from 1."""
    taken = IssuedReport.objects.of_owner(owner).filter(fiscal_year=fiscal_year)
    return (taken.aggregate(last=Max("number"))["last"] or 0) + 1


def last_issue(code: str, subject: Subject) -> IssuedReport | None:
    """The newest edition of the paper, None where it was never issued."""
    same = IssuedReport.objects.of_owner(subject.owner).filter(
        fiscal_year=subject.fiscal_year, code=code, round=subject.round, submission=subject.submission
    )
    return same.order_by("-edition").first()


def address(token: str) -> str:
    """The public address that says what an issued paper is."""
    return settings.SITE_URL + reverse("public:verify", args=[token])


def same_words(issued: IssuedReport, document: Document) -> bool:
    """Whether an unstamped paper says what was issued."""
    return {**issued.dataset, "stamp": None} == to_data(replace(document, stamp=None))


def _ready(wanted: Wanted, *, by: User) -> _Ready:
    form, subject = wanted.find(by)
    verdict = may_issue(by, subject)
    if not verdict:
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    document = wanted.document(form, subject)
    if why := why_draft(form, subject, document):
        raise WorkflowError(why, conflict=True)
    previous = last_issue(form.code, subject)
    if previous and same_words(previous, document):
        raise NothingChanged(previous)
    return _Ready(form, subject, document, next_number(subject.owner, subject.fiscal_year), previous)


def _stamp(ready: _Ready, token: str, now: dt.datetime) -> Stamp:
    number = f"{ready.number}/{ready.subject.fiscal_year}"
    place = f" แทนเลขที่ {ready.previous.number_words}" if ready.previous else ""
    return Stamp(Made(f"{number}{place}"), (Made("ออกเมื่อวันที่ "), in_bangkok(now).date()), address(token))


def _differing(ready: _Ready, stamped: Document) -> Sequence[str]:
    """What has changed since the last issue; one that a former release kept in another shape is not compared."""
    if ready.previous is None:
        return ()
    try:
        return changes(from_data(ready.previous.dataset), stamped)
    except NotADataset:
        return (NOT_COMPARED,)


def _keep(
    wanted: Wanted, ready: _Ready, stamped: Document, files: dict[str, bytes], differing: Sequence[str],
    *, token: str, by: User, now: dt.datetime,
) -> IssuedReport | None:  # fmt: skip
    """Keep the laid-out paper; None where number or paper are not what they were, and it must be laid out again."""
    written: list[str] = []
    try:
        with transaction.atomic():
            _lock(ready.subject)
            if _ready(wanted, by=by) != ready:
                return None
            issued = _row(ready, stamped, differing, token=token, by=by, now=now)
            for name, content in files.items():
                kept = _file(issued, ready.subject, stamped, name, content)
                written.append(str(kept.file.name))
                kept.save()
            _tell(issued, ready.subject, by=by, now=now)
            return issued
    except BaseException:
        for name in written:
            default_storage.delete(name)
        raise


def _lock(subject: Subject) -> None:
    """Hold the round (its state decides) and the owner (its numbers): whoever issues for the owner waits here.

    No key lock: rows that only name the owner go on being written meanwhile.
    """
    if subject.round:
        Round.objects.select_for_update(no_key=True).get(pk=subject.round.pk)
    type(subject.owner)._default_manager.select_for_update(no_key=True).get(pk=subject.owner.pk)


def _row(
    ready: _Ready, stamped: Document, differing: Sequence[str], *, token: str, by: User, now: dt.datetime
) -> IssuedReport:
    subject, data, previous = ready.subject, to_data(stamped), ready.previous
    return IssuedReport.objects.create(
        agency=subject.owner if isinstance(subject.owner, Agency) else None,
        province=subject.owner if isinstance(subject.owner, Province) else None,
        fiscal_year=subject.fiscal_year, round=subject.round, submission=subject.submission, code=ready.form.code,
        number=ready.number, edition=previous.edition + 1 if previous else 1, previous=previous,
        changes=list(differing),
        title=f"{ready.form.name} {subject.when} {owner_name(subject)}"[:400], token=token, dataset=data,
        dataset_sha256=digest(data), template_version=template_version(), issued_by=by, issued_at=now,
    )  # fmt: skip


def _file(issued: IssuedReport, subject: Subject, stamped: Document, name: str, content: bytes) -> IssuedFile:
    """Put one format into the storage; return its row, yet to be saved."""
    format_ = FORMATS[name]
    when = f"{subject.when} เลขที่ {issued.number}-{issued.fiscal_year}"
    kept = IssuedFile(
        report=issued, format=name, file_name=file_name(stamped, owner_name(subject), when, format_),
        size=len(content), sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    kept.file.save(f"paper.{format_.ending}", ContentFile(content), save=False)
    return kept


def _tell(issued: IssuedReport, subject: Subject, *, by: User, now: dt.datetime) -> None:
    """Write the issue into the owner's history, with every hash: a row changed later differs from it."""
    owner = subject.owner
    history.record(
        Action.PAPER_ISSUE, by=by, agency=owner if isinstance(owner, Agency) else None,
        province=owner if isinstance(owner, Province) else None, plan=subject.round.plan if subject.round else None,
        round=subject.round, submission=subject.submission,
        changes={
            "number": [issued.previous.number_words if issued.previous else "", issued.number_words],
            "paper": ["", issued.title],
            "issued": issued.pk,
            "dataset": issued.dataset_sha256,
            "files": {one.format: one.sha256 for one in issued.files.order_by("pk")},
        },
        at=now,
    )  # fmt: skip
