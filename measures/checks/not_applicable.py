"""Not applicable needs its reason."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.choices import Answer

if TYPE_CHECKING:
    from measures.models import Result

CODE = "not_applicable_without_reason"
SEVERITY = "error"
NAME = gettext_lazy("ไม่เกี่ยวข้องแต่ไม่มีเหตุผล")


def find(result: "Result") -> str:
    """Return the message when "not applicable" stands without a reason, or ""."""
    bare = result.answer == Answer.NOT_APPLICABLE and not result.reason.strip()
    return _("โปรดระบุเหตุผลที่มาตรการนี้ไม่เกี่ยวข้องกับหน่วยงาน") if bare else ""
