"""Every measure needs an answer."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.choices import Answer

if TYPE_CHECKING:
    from measures.models import Result

CODE = "blank"
SEVERITY = "error"
NAME = gettext_lazy("มาตรการที่ยังไม่ตอบ")


def find(result: "Result") -> str:
    """Return the message when the measure is not answered, or ""."""
    return _("ยังไม่ได้เลือกคำตอบ") if result.answer == Answer.BLANK else ""
