"""What there is of issued papers: lists, editions, kept files, and whether these are as they were."""

import logging
from collections.abc import Iterator
from hashlib import sha256

from django.utils.translation import gettext as _

from agencies.models import User
from measures.models import Event
from reports.datasets import digest
from reports.models import IssuedFile, IssuedReport
from reports.registry import forms
from reports.selectors import Subject, find_subject, subject_of

logger = logging.getLogger(__name__)


def form_name(issued: IssuedReport) -> str:
    """The name of the issued paper's form in the reader's language; of a form that is gone, what stood on the paper."""
    form = forms().get(issued.code)
    return _(form.name) if form else issued.title


def subject_of_issued(issued: IssuedReport) -> Subject:
    """Whose paper of which year or round it is: who may see that may see the issued one."""
    if issued.submission:
        return subject_of(issued.submission)
    if issued.round:
        return subject_of(issued.round)
    return find_subject(issued.owner, issued.fiscal_year, of_round=False)


def issued_of(user: User, subject: Subject) -> list[IssuedReport]:
    """The issued papers of the subject's owner and year that the person may see, the newest number first: one query."""
    rows = IssuedReport.objects.visible_to(user).of_owner(subject.owner).filter(fiscal_year=subject.fiscal_year)
    return list(rows.select_related("following", "round__plan", "agency", "province").order_by("-number"))


def editions_of(issued: IssuedReport) -> list[IssuedReport]:
    """All issues of the same paper, the newest first: one query."""
    same = IssuedReport.objects.of_owner(issued.owner).filter(
        fiscal_year=issued.fiscal_year, code=issued.code, round=issued.round_id, submission=issued.submission_id
    )
    return list(same.order_by("-edition"))


def kept_bytes(kept: IssuedFile) -> bytes | None:
    """The bytes of a kept file, None where the storage has none that can be read."""
    try:
        with kept.file.open("rb") as file:
            content: bytes = file.read()
    except OSError:
        logger.warning("The file of issued paper %s cannot be read", kept)
        return None
    return content


def damaged() -> Iterator[str]:
    """What of the kept papers is not as it was issued: one line each, in English, for the operator.

    Hashes are compared with the rows, and these with the history, which says them a second time and is proved by
    `verify_events`.
    """
    told = {event.changes.get("issued"): event.changes for event in Event.objects.filter(action="paper.issue")}
    for issued in IssuedReport.objects.order_by("pk").prefetch_related("files").iterator(chunk_size=200):
        said = told.get(issued.pk)
        if said is None:
            yield f"{issued} (row {issued.pk}): no event of the history tells of it"
        if digest(issued.dataset) != issued.dataset_sha256 or (said and said.get("dataset") != issued.dataset_sha256):
            yield f"{issued} (row {issued.pk}): the dataset was changed"
        kept = {one.format: one for one in issued.files.all()}
        yield from _damaged_files(issued, kept)
        if said and said.get("files") != {name: one.sha256 for name, one in kept.items()}:
            yield f"{issued} (row {issued.pk}): the hashes differ from those in the history"
    for pk in sorted(set(told) - set(IssuedReport.objects.values_list("pk", flat=True)), key=str):
        yield f"row {pk}: the history tells of an issued paper that is gone"


def _damaged_files(issued: IssuedReport, kept: dict[str, IssuedFile]) -> Iterator[str]:
    for one in kept.values():
        content = kept_bytes(one)
        if content is None:
            yield f"{issued} {one.format}: {one.file.name} is missing"
        elif len(content) != one.size or sha256(content).hexdigest() != one.sha256:
            yield f"{issued} {one.format}: {one.file.name} was changed"
