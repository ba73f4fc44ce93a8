"""Text in a link field: the reader has nothing to open. A warning, as a result without any link is one, too."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from evidence.citations import Kind

if TYPE_CHECKING:
    from measures.checks.report import Report
    from measures.models import Result

CODE = "not_a_url"
SEVERITY = "warning"
NAME = _("ข้อความที่ไม่ใช่ลิงก์")


def find_in(report: "Report") -> Iterator[tuple["Result", str]]:
    """Yield (result, message) where a link field holds no single address."""
    return report.suspected(Kind.NOT_A_URL)
