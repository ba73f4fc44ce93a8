"""Links of approved reports that cannot be opened any more: what an agency and its province hear of."""

import datetime as dt
from dataclasses import dataclass

from agencies.models import Agency, Province, User
from evidence.choices import Reach
from measures.choices import State
from measures.models import ResultLink, Submission
from measures.selectors.links import Chip
from thai.dates import fiscal_year, in_bangkok

SHOWN = 8


@dataclass(frozen=True)
class DeadLink:
    """One such link at one measure; `chip` says what was found and when it was there last."""

    submission: Submission
    result_pk: int
    group: int
    measure: str
    chip: Chip


@dataclass(frozen=True)
class DeadLinks:
    """The first of them, and how many there are."""

    links: tuple[DeadLink, ...] = ()
    total: int = 0

    @property
    def hidden(self) -> int:
        """Return how many are not shown."""
        return self.total - len(self.links)


NO_DEAD_LINKS = DeadLinks()


def dead_links(place: Agency | Province, *, user: User, now: dt.datetime) -> DeadLinks:
    """Return the dead links of approved reports of an agency, or of a province's plans: 1 query, 2 for many.

    Of this fiscal year and the one before: links are watched until their year ends, objections go on a little longer.
    """
    reports = Submission.objects.visible_to(user).filter(
        state=State.APPROVED, round__plan__fiscal_year__gte=fiscal_year(in_bangkok(now).date()) - 1
    )
    if isinstance(place, Agency):
        reports = reports.filter(agency=place)
    else:
        # An agency's own plan is its head's to look after.
        reports = reports.filter(agency__province=place, round__plan__agency=None)
    rows = ResultLink.objects.filter(
        result__submission__in=reports, link__page__reach__in=(Reach.GONE, Reach.BROKEN)
    ).select_related("link__page", "result__measure", "result__submission__agency", "result__submission__round__plan")
    rows = rows.order_by("result__submission__agency__name", "result__measure__order", "order", "pk")
    first = list(rows[: SHOWN + 1])
    total = rows.count() if len(first) > SHOWN else len(first)
    return DeadLinks(tuple(_dead(row) for row in first[:SHOWN]), total)


def _dead(row: ResultLink) -> DeadLink:
    result = row.result
    chip = Chip(row.link, row.link.page, result.pk)
    return DeadLink(result.submission, result.pk, result.measure.group, str(result.measure), chip)
