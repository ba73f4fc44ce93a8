"""Evidence from before the fiscal year proves what was done before, not what this report speaks of."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.dating import latest_day
from measures.checks.report import short
from thai.dates import fiscal_year_bounds

if TYPE_CHECKING:
    from measures.models import Result

CODE = "old_evidence"
SEVERITY = "warning"
NAME = gettext_lazy("หลักฐานที่น่าจะเก่ากว่าปีงบประมาณ")


def find(result: "Result") -> str:
    """Return the message when a link names a date before the fiscal year, in its address or its page's title, or "".

    Where no date is known nothing is said.
    """
    year = result.submission.round.plan.fiscal_year
    begins = fiscal_year_bounds(year)[0]
    old = []
    for row in result.result_links.all():
        link = row.link
        day = latest_day(link.url, link.page.title if link.page else "") if link.url else None
        if day is not None and day < begins:
            old.append(short(link.typed))
    said = {"year": year, "links": ", ".join(old)}
    return _("หลักฐานน่าจะเก่ากว่าปีงบประมาณ พ.ศ. %(year)s: %(links)s") % said if old else ""
