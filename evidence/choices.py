"""Words for what a check of a link found, and for the kinds of files."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reach(models.TextChoices):
    """What a live check of a web page found. UNKNOWN: not checked yet."""

    UNKNOWN = "", _("ยังไม่ได้ตรวจ")
    ALIVE = "alive", _("เปิดได้")
    MOVED = "moved", _("ย้ายไปที่อื่น")
    LOGIN = "login", _("ต้องเข้าสู่ระบบ")
    GONE = "gone", _("ไม่พบหน้า")
    BROKEN = "broken", _("เปิดไม่ได้")
    UNCLEAR = "unclear", _("ตรวจอัตโนมัติไม่ได้")


class FileKind(models.TextChoices):
    """What an attachment holds after it was re-encoded."""

    PHOTO = "photo", _("ภาพ")
    PDF = "pdf", "PDF"
