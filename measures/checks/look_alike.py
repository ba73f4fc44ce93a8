"""One page in several spellings: at most one of them is there. Which one, only a person who opens them knows."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from evidence.citations import Kind

if TYPE_CHECKING:
    from measures.checks.report import Report
    from measures.models import Result

CODE = "look_alike"
SEVERITY = "warning"
NAME = _("ลิงก์ที่น่าจะเป็นหน้าเดียวกันแต่สะกดต่างกัน")


def find_in(report: "Report") -> Iterator[tuple["Result", str]]:
    """Yield (result, message) where links differ in a few letters only."""
    return report.suspected(Kind.LOOK_ALIKE)
