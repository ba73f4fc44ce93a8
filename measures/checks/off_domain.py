"""Evidence outside the agency's own sites may be another's. Well-known form and drive services are left alone."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from evidence.citations import Kind

if TYPE_CHECKING:
    from measures.checks.report import Report
    from measures.models import Result

CODE = "off_domain"
SEVERITY = "warning"
NAME = _("ลิงก์นอกเว็บไซต์ของหน่วยงาน")


def find_in(report: "Report") -> Iterator[tuple["Result", str]]:
    """Yield (result, message) where a link leads outside the registered domains."""
    return report.suspected(Kind.OFF_DOMAIN)
