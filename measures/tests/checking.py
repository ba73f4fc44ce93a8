"""What the checks say of a report, read anew from the database."""

from django.utils import timezone

from measures.checks import Finding, find_all, read
from measures.models import Submission


def findings_of(submission: Submission, *, now=None) -> list[Finding]:
    """Return the findings as they stand now."""
    submission = Submission.objects.with_context().get(pk=submission.pk)
    results = submission.results.select_related("measure").prefetch_related(
        "result_links__link__page", "result_attachments__attachment", "notes"
    )
    return find_all(read(submission, list(results), now=now or timezone.now()))


def told(submission: Submission, code: str, **extra) -> list[tuple[str, str]]:
    """Return (measure, message) of the findings of one check."""
    return [(one.measure, one.message) for one in findings_of(submission, **extra) if one.code == code]
