"""A home or contact page shows that there is an office, not what it did."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from evidence.citations import Kind
from evidence.kinds import Weak

if TYPE_CHECKING:
    from measures.checks.report import Report
    from measures.models import Result

CODE = "home_page"
SEVERITY = "warning"
NAME = _("ใช้หน้าแรกหรือหน้าติดต่อเป็นหลักฐาน")


def find_in(report: "Report") -> Iterator[tuple["Result", str]]:
    """Yield (result, message) where evidence is an entrance or contact page."""
    return report.suspected(Kind.WEAK, Weak.HOME, Weak.CONTACT)
