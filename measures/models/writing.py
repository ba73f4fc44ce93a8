"""What an office writes for its papers of a year: prose, the memo of a round, the crest at its head."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from measures.models.round import Round

_ONE_OWNER = Q(agency__isnull=False, province__isnull=True) | Q(agency__isnull=True, province__isnull=False)


class Prose(models.Model):
    """One part of a paper in the office's own words: of an agency or of a province, for a fiscal year (B.E.).

    `paper` is the form's code, `part` one of its parts ("preface", "rationale", …). `text` has paragraphs parted by
    blank lines, list items that begin with a number or "- ", and **bold** words. No row: the paper prints what the
    portal proposes from the data.
    """

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    province = models.ForeignKey("agencies.Province", models.PROTECT, null=True, blank=True, related_name="+")
    fiscal_year = models.PositiveSmallIntegerField("ปีงบประมาณ พ.ศ.")
    paper = models.CharField(max_length=40)
    part = models.CharField(max_length=40)
    text = models.TextField("ข้อความ", blank=True)
    # SHA-256 of what the portal proposed when this was saved: other figures since then are said to the writer.
    proposed = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = "ข้อความในเอกสาร"
        constraints = [
            models.CheckConstraint(name="prose_of_one_owner", condition=_ONE_OWNER),
            models.UniqueConstraint(fields=["agency", "fiscal_year", "paper", "part"], name="prose_once_an_agency"),
            models.UniqueConstraint(fields=["province", "fiscal_year", "paper", "part"], name="prose_once_a_province"),
        ]

    def __str__(self) -> str:
        return f"{self.paper}/{self.part} {self.fiscal_year}"


class Memo(models.Model):
    """The memo (บันทึกข้อความ) that goes with the result report of a round, of an agency or of the plan's province."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="+")
    province = models.ForeignKey("agencies.Province", models.PROTECT, null=True, blank=True, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, related_name="memos")
    office = models.CharField("ส่วนราชการ", max_length=300, blank=True)
    phone = models.CharField("โทร.", max_length=60, blank=True)
    number = models.CharField("ที่", max_length=60, blank=True)
    date = models.DateField("วันที่", null=True, blank=True)
    subject = models.CharField("เรื่อง", max_length=300, blank=True)
    to = models.CharField("เรียน", max_length=200, blank=True)
    since = models.TextField("ตามที่ … นั้น", blank=True)
    body = models.TextField("เนื้อความ", blank=True)
    closing = models.TextField("คำลงท้าย", blank=True)
    reporter_name = models.CharField("ชื่อผู้รายงาน", max_length=160, blank=True)
    reporter_position = models.CharField("ตำแหน่งผู้รายงาน", max_length=160, blank=True)
    deputy_name = models.CharField("ชื่อผู้ให้ความเห็นคนแรก", max_length=160, blank=True)
    deputy_position = models.CharField("ตำแหน่งผู้ให้ความเห็นคนแรก", max_length=160, blank=True)
    head_name = models.CharField("ชื่อหัวหน้าหน่วยงาน", max_length=160, blank=True)
    head_position = models.CharField("ตำแหน่งหัวหน้าหน่วยงาน", max_length=160, blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = "บันทึกข้อความ"
        constraints = [
            models.CheckConstraint(name="memo_of_one_owner", condition=_ONE_OWNER),
            models.UniqueConstraint(fields=["agency", "round"], name="memo_once_an_agency"),
            models.UniqueConstraint(fields=["province", "round"], name="memo_once_a_province"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


def crest_name(_crest: "Crest", _filename: str) -> str:
    """Return a random name inside the storage."""
    return f"crests/{uuid.uuid4().hex}.png"


class Crest(models.Model):
    """The crest that an office uploaded for the head of its letters: a re-encoded picture, at most 1,000 px."""

    agency = models.OneToOneField("agencies.Agency", models.PROTECT, null=True, blank=True, related_name="crest")
    province = models.OneToOneField("agencies.Province", models.PROTECT, null=True, blank=True, related_name="crest")
    file = models.FileField(upload_to=crest_name, max_length=120)
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        verbose_name = "ตราของหน่วยงาน"
        constraints = [models.CheckConstraint(name="crest_of_one_owner", condition=_ONE_OWNER)]

    def __str__(self) -> str:
        return self.file.name or ""
