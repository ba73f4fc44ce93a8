"""A result that repeats the measure says nothing."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from measures.models import Result

CODE = "same_as_measure"
SEVERITY = "warning"
NAME = gettext_lazy("ข้อความซ้ำกับมาตรการ")


def find(result: "Result") -> str:
    """Return the message when the text is the measure's own words, or ""."""
    said, asked = "".join(result.text.split()), "".join(result.measure.text.split())
    return _("ข้อความซ้ำกับมาตรการ โปรดเขียนสิ่งที่ได้ดำเนินการจริง") if said and said == asked else ""
