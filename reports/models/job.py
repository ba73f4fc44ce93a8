"""Papers that take long: made by a worker, kept, and used again while the data has not changed."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("รอคิว")
    RUNNING = "running", _("กำลังทำ")
    DONE = "done", _("เสร็จแล้ว")
    FAILED = "failed", _("ไม่สำเร็จ")
    CANCELLED = "cancelled", _("ยกเลิกแล้ว")


def result_name(_job: "PaperJob", filename: str) -> str:
    """Return a random name inside the storage with the ending of `filename`."""
    return f"papers/{uuid.uuid4().hex}.{filename.rpartition('.')[2]}"


class PaperJob(models.Model):
    """One order of a person for a paper or a bundle.

    `kind` names the work, `wanted` says of what (plain data: codes and keys), `key` is the SHA-256 of both and of the
    state of the data: a finished job with the same key answers the next order at once. A worker holds the job by
    `lease_token` until `lease_until` and renews it as it goes on; a lease that ended is anybody's.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="paper_jobs")
    kind = models.CharField(max_length=20)
    wanted = models.JSONField()
    key = models.CharField(max_length=64, db_index=True)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # What `done` and `total` count, or what is done now: "หน่วยงาน 12/31".
    saying = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to=result_name, max_length=120, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "งานจัดทำเอกสาร"
        indexes = [
            models.Index(fields=["created_at"], name="job_waits", condition=models.Q(state__in=["waiting", "running"])),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.done}/{self.total}"

    @property
    def is_live(self) -> bool:
        """Say whether it is not ended yet."""
        return self.state in (JobState.WAITING, JobState.RUNNING)


def piece_name(_piece: "PaperPiece", _filename: str) -> str:
    """Return a random name inside the storage."""
    return f"pieces/{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}.pdf"


class PaperPiece(models.Model):
    """The rendered PDF of one paper, kept under the SHA-256 of its words, its templates, fonts and engine."""

    key = models.CharField(max_length=64, unique=True)
    file = models.FileField(upload_to=piece_name, max_length=120)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(db_default=1)
    used_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "เอกสารที่จัดหน้าแล้ว"

    def __str__(self) -> str:
        return self.key[:12]
