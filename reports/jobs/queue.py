"""The rows of the jobs: ordered, taken with a lease, told of, ended; any number of workers share them.

A worker writes only where its own token still stands. A killed worker's lease ends by itself and the job is taken
anew; a cancelled job's worker finds its token gone at its next word and drops what it made.
"""

import datetime as dt
import hashlib
import json
import logging
import secrets
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from agencies.models import User
from reports.models import JobState, PaperJob

logger = logging.getLogger(__name__)
LEASE = dt.timedelta(seconds=30)  # a worker speaks every two seconds; a killed one's job waits no longer than this
TRIES = 3
AT_ONCE = 5  # jobs that one person may have waiting
A_DAY = 200  # jobs that one person may order in a day, cancelled ones included
AGE = dt.timedelta(days=14)
BATCH = 200
DAY = dt.timedelta(days=1)
FOLDER = "papers"  # of the results, as `reports.models.job.result_name` says
LIVE = (JobState.WAITING, JobState.RUNNING)
STOPPED = gettext_noop("ตัวจัดทำเอกสารหยุดกลางคันสามครั้ง โปรดสั่งใหม่อีกครั้ง ถ้ายังไม่สำเร็จโปรดแจ้งผู้ดูแลระบบ")


class TooMany(RuntimeError):
    """The person has too many jobs waiting; the message says what to do."""


class Lost(RuntimeError):
    """The job is not this worker's any more: cancelled, or its lease ended and another took it."""


@dataclass(frozen=True)
class Order:
    """What a person wants made: `kind` and `wanted` say it to the worker, `key` names it with the state of the data,
    `title` tells it to the person."""

    kind: str
    wanted: dict[str, Any]
    key: str
    title: str


def key_of(kind: str, *parts: Any) -> str:
    """The SHA-256 of what is wanted and of the state of its data (JSON values)."""
    said = json.dumps([kind, *parts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def order(user: User, wanted: Order, now: dt.datetime) -> PaperJob:
    """Put the order into the queue, or answer with one that is the same: the person's own, or anybody's finished one.

    Who orders was asked for permission by the caller. Raises TooMany.
    """
    same = PaperJob.objects.filter(kind=wanted.kind, key=wanted.key)
    User.objects.select_for_update().filter(pk=user.pk).first()  # one order of a person at a time: they are counted
    own = same.filter(owner=user).filter(Q(state__in=LIVE) | Q(state=JobState.DONE)).first()
    if own is not None:
        return own
    row = PaperJob(
        owner=user, kind=wanted.kind, wanted=wanted.wanted, key=wanted.key, title=wanted.title[:300], created_at=now
    )
    if finished := same.filter(state=JobState.DONE).exclude(file="").first():
        # what is the same to the last byte is not made twice; its file belongs to both rows
        row.state, row.file, row.file_name = JobState.DONE, finished.file.name, finished.file_name
        row.size, row.sha256, row.done, row.total = finished.size, finished.sha256, finished.done, finished.total
        row.finished_at = now
    elif PaperJob.objects.filter(owner=user, state__in=LIVE).count() >= AT_ONCE:
        raise TooMany(_("คุณมีงานที่รอจัดทำอยู่ %(count)s งานแล้ว โปรดรอให้เสร็จ หรือยกเลิกบางงานก่อน") % {"count": AT_ONCE})
    elif PaperJob.objects.filter(owner=user, created_at__gt=now - DAY).count() >= A_DAY:
        raise TooMany(_("วันนี้คุณสั่งจัดทำเอกสารครบ %(count)s งานแล้ว โปรดสั่งใหม่พรุ่งนี้") % {"count": A_DAY})
    row.save()
    return row


def cancel(job: PaperJob, now: dt.datetime) -> bool:
    """Cancel a job that is not finished yet; say whether it was so."""
    return bool(
        PaperJob.objects.filter(pk=job.pk, state__in=LIVE).update(
            state=JobState.CANCELLED, lease_token="", lease_until=None, finished_at=now
        )
    )


def claim(now: dt.datetime, lease: dt.timedelta = LEASE) -> PaperJob | None:
    """Take the oldest job that nobody holds, for `lease`. One that was begun three times in vain is given up."""
    free = PaperJob.objects.filter(Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lt=now)).order_by(
        "created_at", "pk"
    )
    rows = free.select_for_update(skip_locked=True) if connection.features.has_select_for_update_skip_locked else free
    with transaction.atomic():
        while (job := rows.first()) is not None:
            if job.tries >= TRIES:
                free.filter(pk=job.pk, tries=job.tries).update(
                    state=JobState.FAILED, error=STOPPED, finished_at=now, lease_token="", lease_until=None
                )
                continue
            token = secrets.token_hex(16)
            taken = free.filter(pk=job.pk, tries=job.tries).update(
                state=JobState.RUNNING, lease_token=token, lease_until=now + lease, tries=F("tries") + 1, done=0,
                saying="",
            )  # fmt: skip
            if taken:
                job.refresh_from_db()
                return job
    return None


def tell(job: PaperJob, now: dt.datetime, *, lease: dt.timedelta = LEASE) -> None:
    """Write how far the job is (`done`, `total`, `saying`) and hold it on. Raises Lost."""
    _write(job, lease_until=now + lease, done=job.done, total=job.total, saying=job.saying)


def finish(job: PaperJob, name: str, content: bytes, now: dt.datetime) -> None:
    """Keep the result and end the job. Raises Lost, and leaves no file then."""
    job.file.save(name, ContentFile(content), save=False)
    try:
        _write(
            job, state=JobState.DONE, file=job.file.name, file_name=name, size=len(content), done=job.total, saying="",
            sha256=hashlib.sha256(content).hexdigest(), key=job.key, wanted=job.wanted, total=job.total,
            finished_at=now, lease_token="", lease_until=None, error="",
        )  # fmt: skip
    except BaseException:
        drop_file(job.file.name)
        raise


def same(job: PaperJob) -> bytes | None:
    """The bytes of a finished job with the same key as this one has now, None where there is none."""
    found = PaperJob.objects.filter(kind=job.kind, key=job.key, state=JobState.DONE).exclude(file="").first()
    if found is None:
        return None
    try:
        with found.file.open("rb") as file:
            content: bytes = file.read()
    except OSError:
        return None
    return content


def fail(job: PaperJob, why: str, now: dt.datetime) -> None:
    """End the job with a reason that its owner reads. Raises Lost."""
    _write(job, state=JobState.FAILED, error=why, finished_at=now, lease_token="", lease_until=None)


def give_back(job: PaperJob) -> None:
    """Put the job back into the queue as it was: the worker is asked to stop. Raises Lost."""
    _write(job, state=JobState.WAITING, lease_token="", lease_until=None, tries=max(0, job.tries - 1), saying="")


def sweep_jobs(now: dt.datetime, age: dt.timedelta = AGE) -> int:
    """Forget the jobs that ended longer ago, with their files; return how many."""
    old = list(PaperJob.objects.exclude(state__in=LIVE).filter(finished_at__lt=now - age).order_by("pk")[:BATCH])
    for job in old:
        job.delete()
        if job.file.name and not PaperJob.objects.filter(file=job.file.name).exists():
            drop_file(job.file.name)
    return len(old)


def sweep_leftovers(now: dt.datetime) -> int:
    """Delete the files that no job knows: of workers that were killed between the file and its row; return how many."""
    try:
        names = [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]
        known = set(PaperJob.objects.exclude(file="").values_list("file", flat=True))
        old = [name for name in names if name not in known and default_storage.get_modified_time(name) < now - DAY]
    except OSError:
        return 0  # nothing was made yet, or the storage is away: the next sweep looks again
    for name in old:
        drop_file(name)
    return len(old)


def drop_file(name: str | None) -> None:
    """Delete a result's file; what cannot be deleted is told to the log."""
    try:
        if name:
            default_storage.delete(name)
    except OSError:
        logger.warning("A finished paper could not be deleted: %s", name)


def jobs_of(user: User) -> QuerySet[PaperJob]:
    """The person's own jobs, newest first."""
    return PaperJob.objects.filter(owner=user)


def listed(user: User) -> QuerySet[PaperJob]:
    """The person's own jobs, newest first, as a list shows them: without what was wanted, which may be long."""
    return jobs_of(user).defer("wanted")


def _write(job: PaperJob, **columns: Any) -> None:
    mine = PaperJob.objects.filter(pk=job.pk, lease_token=job.lease_token, state=JobState.RUNNING)
    if not mine.update(**columns):
        raise Lost(f"job {job.pk}")
