"""Photos and documents as evidence: who owns them, not what they prove."""

import uuid

from django.conf import settings
from django.db import models

from evidence.choices import FileKind


def stored_name(attachment: "Attachment", filename: str) -> str:
    """Return a random name inside the storage: what the person called the file stays in its column."""
    suffix = "pdf" if attachment.kind == FileKind.PDF else "jpg"
    return f"evidence/{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}.{suffix}"


class Attachment(models.Model):
    """A re-encoded photo or an inert PDF of an agency. The original bytes are never kept."""

    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="attachments")
    kind = models.CharField("ชนิด", max_length=5, choices=FileKind)
    name = models.CharField("ชื่อไฟล์เดิม", max_length=255)
    caption = models.CharField("คำบรรยาย", max_length=300, blank=True)
    is_public = models.BooleanField("เผยแพร่ต่อสาธารณะ", default=False)
    file = models.FileField(upload_to=stored_name, max_length=120)
    thumbnail = models.FileField(upload_to=stored_name, max_length=120, blank=True)
    size = models.PositiveIntegerField("ขนาด (ไบต์)")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "ไฟล์แนบ"

    def __str__(self) -> str:
        return self.name
