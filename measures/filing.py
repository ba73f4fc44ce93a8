"""What files results hold: how much, in words, and copied from an earlier round."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Sum

from agencies.models import User
from evidence.files import MEGABYTE
from evidence.models import Attachment
from measures import history
from measures.choices import Action
from measures.models import Result, ResultAttachment, Submission

# Of one measure; of one agency in one round.
MAX_A_MEASURE = 20
MAX_FILES = 500
MAX_BYTES = 200 * MEGABYTE
# Stored with the event: in the language of the papers, whoever is looking.
PUBLIC = "เผยแพร่"


@dataclass(frozen=True)
class Room:
    """How much an agency keeps in a round: files and bytes."""

    files: int
    bytes: int

    @property
    def is_over(self) -> bool:
        """Say whether that is too much."""
        return self.files > MAX_FILES or self.bytes > MAX_BYTES

    @property
    def megabytes(self) -> str:
        """Return the size in MB, to one decimal."""
        return f"{self.bytes / MEGABYTE:.1f}"

    @property
    def most_megabytes(self) -> int:
        """Return how many MB there may be."""
        return MAX_BYTES // MEGABYTE

    @property
    def most_files(self) -> int:
        """Return how many files there may be."""
        return MAX_FILES

    @property
    def most_bytes(self) -> int:
        """Return how many bytes there may be."""
        return MAX_BYTES

    @property
    def most_a_measure(self) -> int:
        """Return how many files one measure may have."""
        return MAX_A_MEASURE


def room_of(submission: Submission) -> Room:
    """Return how much the report's results keep: one query."""
    rows = ResultAttachment.objects.filter(result__submission=submission)
    found = rows.aggregate(files=Count("pk"), bytes=Sum("attachment__size"))
    return Room(found["files"], found["bytes"] or 0)


def names_of(result: Result) -> list[str]:
    """Return the result's files as history tells of them, in order: name, caption, whether it is public."""
    return [
        " · ".join(filter(None, (row.name, row.caption, PUBLIC if row.is_public else "")))
        for row in attachments_of(result)
    ]


def attachments_of(result: Result) -> list[Attachment]:
    """Return the result's files in order: one query."""
    return [row.attachment for row in result.result_attachments.select_related("attachment")]


def next_order(result: Result) -> int:
    """Return the place after the result's last file."""
    last = result.result_attachments.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def record_files(result: Result, before: list[str], *, by: User, now: dt.datetime) -> None:
    """Write what became of the result's files; the hashes prove which ones they were."""
    after = names_of(result)
    if after == before:
        return
    # A returned result whose files were mended was mended; its version stays, for an open form is not stale by that.
    Result.objects.filter(pk=result.pk).update(updated_at=now)
    changes = {"files": [before, after], "sha256": [one.sha256 for one in attachments_of(result)]}
    history.record(
        Action.FILE_EDIT, by=by, agency=result.submission.agency, submission=result.submission,
        round=result.submission.round, result=result, changes=changes, at=now,
    )  # fmt: skip


def copy_files(result: Result, source: Result, *, by: User, now: dt.datetime) -> None:
    """Give the result the files of an earlier one of the same agency, beside its own; inside a transaction.

    Each gets a row of its own (caption and publication are this round's), the stored bytes are shared. Files that
    are there already, or for which there is no room, are left out. Nothing is public until staff says so again.
    """
    before, room = names_of(result), room_of(result.submission)
    known = {one.sha256 for one in attachments_of(result)}
    # Locked: while the earlier result loses a file, its bytes must not go from under the copy.
    rows = ResultAttachment.objects.select_for_update(of=("self",)).filter(result=source)
    for row in rows.select_related("attachment"):
        one = row.attachment
        after = Room(room.files + 1, room.bytes + one.size)
        if one.sha256 in known or len(known) >= MAX_A_MEASURE or after.is_over:
            continue
        one.pk, one.is_public, one.uploaded_by = None, False, by
        one._state.adding = True
        one.save()
        ResultAttachment.objects.create(result=result, attachment=one, order=next_order(result))
        known.add(one.sha256)
        room = after
    record_files(result, before, by=by, now=now)
