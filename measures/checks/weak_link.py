"""A form to fill in, an editor's address, a shortener, or one link for many measures: it may prove little."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from evidence.citations import Kind
from evidence.kinds import Weak

if TYPE_CHECKING:
    from measures.checks.report import Report
    from measures.models import Result

CODE = "weak_link"
SEVERITY = "warning"
NAME = _("ลิงก์ที่เป็นหลักฐานได้ไม่ชัดเจน")


def find_in(report: "Report") -> Iterator[tuple["Result", str]]:
    """Yield (result, message) where a link proves little by itself."""
    return report.suspected(Kind.WEAK, Weak.FILL_IN, Weak.EDITOR, Weak.SHORT, "many")
