"""Done is worth what its evidence is worth."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.choices import Answer

if TYPE_CHECKING:
    from measures.models import Result

CODE = "done_without_evidence"
SEVERITY = "warning"
NAME = gettext_lazy("ดำเนินการแล้วแต่ไม่มีหลักฐาน")


def find(result: "Result") -> str:
    """Return the message when the measure is done and has neither link nor file, or ""."""
    bare = result.answer == Answer.DONE and not result.result_links.all() and not result.result_attachments.all()
    return _("ตอบว่าดำเนินการแล้ว แต่ยังไม่มีลิงก์หรือไฟล์หลักฐาน") if bare else ""
