"""A host that differs from the right one in its suffix or one letter leads nowhere, or to a stranger."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from evidence.citations import Kind

if TYPE_CHECKING:
    from measures.checks.report import Report
    from measures.models import Result

CODE = "host_twin"
SEVERITY = "warning"
NAME = _("ชื่อเว็บไซต์ที่น่าจะพิมพ์ผิด")


def find_in(report: "Report") -> Iterator[tuple["Result", str]]:
    """Yield (result, message) where a host is probably mistyped."""
    return report.suspected(Kind.HOST_TWIN)
