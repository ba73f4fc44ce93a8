"""A file of a result for a reader: found only where that person may have it."""

from dataclasses import dataclass

from agencies.models import User
from agencies.verdict import YES, Verdict
from measures.choices import Action
from measures.models import Result, ResultAttachment
from measures.rules import may


@dataclass(frozen=True)
class Found:
    """A file and whether it may be read; `row` is None where the person is not to know of it."""

    row: ResultAttachment | None
    verdict: Verdict = YES


def file_for(user: User, result_pk: int, pk: int) -> Found:
    """Return the file of that result, as the policy answers: its own people's, or public: 4 queries at most."""
    rows = ResultAttachment.objects.filter(result=result_pk, pk=pk).select_related(
        "attachment", "result__submission__round__plan__province", "result__submission__round__plan__agency",
        "result__submission__agency__province",
    )  # fmt: skip
    if (row := rows.first()) is None:
        return Found(None)
    if row.attachment.is_public and may(user, Action.FILE_DOWNLOAD_PUBLIC, row.result):
        return Found(row)
    if not Result.objects.visible_to(user).filter(pk=result_pk).exists():
        return Found(None)
    return Found(row, may(user, Action.FILE_DOWNLOAD, row.result))
