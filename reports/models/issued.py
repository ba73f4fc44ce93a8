"""Papers that were issued: their bytes are kept and served again unchanged."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class IssuedReport(models.Model):
    """One issue of a paper: its number of the owner's year, what it was made from, and who issued it.

    A paper issued again is a new row with the next `edition`; `previous` points to the one it takes the place of,
    `changes` says in words what differs. `token` is the unguessable part of the public verification address.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="issued")
    province = models.ForeignKey("agencies.Province", models.PROTECT, null=True, blank=True, related_name="issued")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    round = models.ForeignKey("measures.Round", models.PROTECT, null=True, blank=True, related_name="issued")
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
        return f"{self.code} {self.number}/{self.fiscal_year}"


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
