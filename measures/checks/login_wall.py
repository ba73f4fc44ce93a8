"""Whoever has to log in first cannot read the evidence. Told by the address or by the last check."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from evidence.citations import Kind
from evidence.kinds import Weak

if TYPE_CHECKING:
    from measures.checks.report import Report
    from measures.models import Result

CODE = "login_wall"
SEVERITY = "warning"
NAME = _("ลิงก์ที่ต้องเข้าสู่ระบบก่อน")


def find_in(report: "Report") -> Iterator[tuple["Result", str]]:
    """Yield (result, message) where a page stands behind a log-in."""
    return report.suspected(Kind.WEAK, Weak.LOGIN)
