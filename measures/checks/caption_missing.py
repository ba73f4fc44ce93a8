"""A photo or paper without a word proves nothing: each says what it shows."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from measures.models import Result

CODE = "file_without_caption"
SEVERITY = "error"
NAME = gettext_lazy("ไฟล์แนบที่ไม่มีคำบรรยาย")


def find(result: "Result") -> str:
    """Return the message when a file of the result has no caption, or ""."""
    bare = sum(not row.attachment.caption for row in result.result_attachments.all())
    return _("ไฟล์แนบ %(count)s ไฟล์ยังไม่มีคำบรรยาย โปรดเขียนว่าเป็นหลักฐานของเรื่องใด") % {"count": bare} if bare else ""
