"""The one report that a command's options name."""

from django.db.models import F

from agencies.models import Agency
from measures.models import Submission


def report_of(agency: Agency | None, *, year: int, kind: str = "") -> Submission | None:
    """Return the agency's report of a fiscal year (Buddhist), with context, or None: 1 query.

    kind: of the round, "6" or "12"; "": the year's latest. Where an agency reports to a plan of its own and to its
    province's, its own comes first: every command speaks of the same report.
    """
    reports = Submission.objects.with_context().filter(agency=agency, round__plan__fiscal_year=year)
    if kind:
        reports = reports.filter(round__kind=kind)
    return reports.order_by(F("round__plan__agency").desc(nulls_last=True), "-round_id").first()
