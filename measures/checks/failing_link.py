"""A page that could not be opened just now: mistyped, or a server that is away for an hour. So it only warns."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from measures.checks.report import Report
    from measures.models import Result

CODE = "failing_link"
SEVERITY = "warning"
NAME = _("ลิงก์ที่ตรวจแล้วเปิดไม่ได้")


def find_in(report: "Report") -> Iterator[tuple["Result", str]]:
    """Yield (result, message) where a page was found gone or broken, not yet for a day."""
    return report.dead(confirmed=False)
