"""The waivers of an agency's checks, as their page shows them."""

import datetime as dt
from dataclasses import dataclass

from measures.checks import NAMES
from measures.models import CheckWaiver, Submission
from thai.dates import in_bangkok


@dataclass(frozen=True)
class Waiver:
    """One waiver and whether it counts now."""

    row: CheckWaiver
    in_force: bool

    @property
    def name(self) -> str:
        """Return the check in words; of one that there is no more, its code."""
        return str(NAMES.get(self.row.code, self.row.code))


def waivers_of(submission: Submission, *, now: dt.datetime) -> list[Waiver]:
    """Return the waivers for reports like this one, those in force first: 1 query."""
    today = in_bangkok(now).date()
    rows = CheckWaiver.objects.of_reports_like(submission).select_related("by", "ended_by")
    found = [Waiver(row, row.ended_at is None and row.until >= today) for row in rows]
    return sorted(found, key=lambda one: not one.in_force)
