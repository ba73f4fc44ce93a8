"""Papers that were issued: their bytes are kept and served again unchanged."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.querysets import IssuedReportQuerySet

if TYPE_CHECKING:
    from agencies.models import Agency, Province


class IssuedReport(models.Model):
    """One issue of a paper: its number of the owner's year, what it was made from, and who issued it.

    A paper issued again is a new row with the next `edition`; `previous` points to the one it takes the place of,
    `changes` says in words what differs. `token` is the unguessable part of the public verification address.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="issued")
    province = models.ForeignKey("agencies.Province", models.PROTECT, null=True, blank=True, related_name="issued")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    round = models.ForeignKey("measures.Round", models.PROTECT, null=True, blank=True, related_name="issued")
    # Of an agency's report of that round; without one the paper of the round's owner.
    submission = models.ForeignKey("measures.Submission", models.PROTECT, null=True, blank=True, related_name="issued")
    code = models.CharField("แบบรายงาน", max_length=40)
    number = models.PositiveIntegerField("เลขที่")
    edition = models.PositiveSmallIntegerField("ครั้งที่", default=1)
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="following")
    changes = models.JSONField(default=list, blank=True)
    title = models.CharField(max_length=400)
    token = models.CharField(max_length=32, unique=True)
    # The whole document as data, and the SHA-256 of it and of the templates, fonts and engine that printed it.
    dataset = models.JSONField()
    dataset_sha256 = models.CharField(max_length=64)
    template_version = models.CharField(max_length=64)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    objects = IssuedReportQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = "เอกสารที่ออกแล้ว"
        constraints = [
            models.CheckConstraint(
                name="issued_of_one_owner",
                condition=Q(agency__isnull=False, province__isnull=True)
                | Q(agency__isnull=True, province__isnull=False),
            ),
            models.UniqueConstraint(fields=["agency", "fiscal_year", "number"], name="issued_number_once_an_agency"),
            models.UniqueConstraint(fields=["province", "fiscal_year", "number"], name="issued_number_once_a_province"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number_words}"

    @property
    def number_words(self) -> str:
        """Return the number as it is printed: "12/2568"."""
        return f"{self.number}/{self.fiscal_year}"

    @property
    def owner(self) -> "Agency | Province":
        """Return whose paper it is."""
        found = self.agency or self.province
        assert found is not None  # issued_of_one_owner
        return found

    @property
    def owner_name(self) -> str:
        """Return whose paper it is as papers say it: Thai, whoever reads."""
        return self.owner.printed_name


def issued_name(_file: "IssuedFile", filename: str) -> str:
    """Return a random name inside the storage with the ending of `filename`."""
    return f"issued/{uuid.uuid4().hex}.{filename.rpartition('.')[2]}"


class IssuedFile(models.Model):
    """One format of an issued paper: `format` is a code of reports.output.FORMATS."""

    report = models.ForeignKey(IssuedReport, models.PROTECT, related_name="files")
    format = models.CharField(max_length=10)
    file = models.FileField(upload_to=issued_name, max_length=120)
    file_name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "format"], name="format_once_an_issued")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.format}"
