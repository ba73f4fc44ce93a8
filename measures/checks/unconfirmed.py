"""What was copied from an earlier round or a paper is a person's word only once confirmed."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.choices import Answer

if TYPE_CHECKING:
    from measures.models import Result

CODE = "unconfirmed"
SEVERITY = "error"
NAME = gettext_lazy("ข้อมูลที่คัดลอกมาและยังไม่ยืนยัน")


def find(result: "Result") -> str:
    """Return the message when the answer was copied and not confirmed, or ""."""
    copied = result.answer != Answer.BLANK and not result.confirmed
    return _("ข้อมูลนี้นำมาจากรอบก่อนหรือจากไฟล์ โปรดตรวจแล้วกดยืนยัน") if copied else ""
