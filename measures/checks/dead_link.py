"""A page that was not there at two visits a day apart: the commission will not find it either.

An error, because it was confirmed (evidence.checking visits three times before it calls a page bad at all, and this
check waits for the same answer a day later), and never a trap: the agency may mend or remove the link, have it
checked again, or say with a reason why it is right (the reviewer reads that), and the reviewer may waive the check.
"Cannot tell" (403, robot walls, our own network away) is no finding at all.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from measures.checks.report import Report
    from measures.models import Result

CODE = "dead_link"
SEVERITY = "error"
NAME = _("ลิงก์ที่เปิดไม่ได้มานานกว่าหนึ่งวัน")


def find_in(report: "Report") -> Iterator[tuple["Result", str]]:
    """Yield (result, message) where a page was found gone or broken for a day or longer."""
    return report.dead(confirmed=True)
