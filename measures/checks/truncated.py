"""A link that lost its end on the way: copied from a narrow cell, or from a line that broke."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from evidence.citations import Kind

if TYPE_CHECKING:
    from measures.checks.report import Report
    from measures.models import Result

CODE = "truncated"
SEVERITY = "warning"
NAME = _("ลิงก์ที่น่าจะขาดตอนท้าย")


def find_in(report: "Report") -> Iterator[tuple["Result", str]]:
    """Yield (result, message) where a link is probably cut off."""
    return report.suspected(Kind.TRUNCATED)
