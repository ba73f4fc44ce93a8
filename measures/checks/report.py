"""A report as the checks look at it: its results, what is suspicious about its links, what a reviewer waived."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Max, Min, Q

from evidence.choices import Reach
from evidence.citations import Kind
from evidence.models import LinkCheck
from evidence.urls import readable
from measures.models import CheckWaiver, FindingDecision, Result, Submission
from measures.suspicions import Suspicion, decisions_of, of_results
from thai.dates import in_bangkok

SHOWN = 70
# Found at one visit and again a day later: no longer a server that was busy for an hour.
NEWLY, CONFIRMED = dt.timedelta(0), dt.timedelta(days=1)


@dataclass(frozen=True)
class Report:
    """All results of a submission with what was decided, waived and found about them.

    waivers: by the code of the check. failing_for: by the key of a page that nobody can open, the time between the
    first and the last check that found it so.
    """

    submission: Submission
    results: tuple[Result, ...]
    decisions: tuple[FindingDecision, ...]
    suspicions: tuple[Suspicion, ...]
    waivers: Mapping[str, CheckWaiver]
    failing_for: Mapping[int, dt.timedelta]

    def suspected(self, kind: str, *reasons: str) -> Iterator[tuple[Result, str]]:
        """Yield (result, what to tell there) of each suspicion of that kind that nobody has decided.

        reasons: of a weak one (Finding.reason), one of these. What is only to know is left out.
        """
        for one in self.suspicions:
            if one.kind == kind and one.decision is None and not one.is_info and (not reasons or one.reason in reasons):
                yield from self.told(one)

    def told(self, one: Suspicion) -> Iterator[tuple[Result, str]]:
        """Yield each result that a suspicion concerns, with its message and the result's links in it."""
        wrong = set(one.urls)
        for result in one.results:
            links = [row.link.typed for row in result.result_links.all() if row.link.typed in wrong]
            yield result, f"{one.message}: {', '.join(short(link) for link in links)}"

    def dead(self, *, confirmed: bool) -> Iterator[tuple[Result, str]]:
        """Yield what to tell of pages that cannot be opened: those found so for a day, or the others."""
        for one in self.suspicions:
            if one.kind == Kind.DEAD and one.decision is None and (self._fails_for(one) >= CONFIRMED) == confirmed:
                yield from self.told(one)

    def _fails_for(self, one: Suspicion) -> dt.timedelta:
        links = (row.link for result in one.results for row in result.result_links.all() if row.link.typed in one.urls)
        return max((self.failing_for.get(link.page_id, NEWLY) for link in links if link.page_id), default=NEWLY)


def read(submission: Submission, results: Sequence[Result], *, now: dt.datetime) -> Report:
    """Return the report for the checks: 4 queries at most.

    results: all of the submission's, with `measure`, `result_links__link__page`, `result_attachments__attachment` and
    `notes` fetched along.
    """
    decisions = decisions_of(submission)
    suspicions = of_results(submission, results, decisions)
    in_force = CheckWaiver.objects.in_force(submission, on=in_bangkok(now).date())
    return Report(
        submission, tuple(results), tuple(decisions), tuple(suspicions),
        {waiver.code: waiver for waiver in in_force}, _failing_for(suspicions),
    )  # fmt: skip


def _failing_for(suspicions: Sequence[Suspicion]) -> dict[int, dt.timedelta]:
    """Return for how long the pages that nobody can open were found so, since they were last there."""
    dead = [one for one in suspicions if one.kind == Kind.DEAD and one.decision is None]
    rows = (row for one in dead for result in one.results for row in result.result_links.all())
    typed = {url for one in dead for url in one.urls}
    return failing_for({row.link.page_id for row in rows if row.link.typed in typed and row.link.page_id})


def failing_for(pages: Collection[int]) -> dict[int, dt.timedelta]:
    """Return key of the page → for how long it was found bad since it was last there: 1 query, none without pages."""
    if not pages:
        return {}
    bad = LinkCheck.objects.filter(page__in=pages, reach__in=(Reach.GONE, Reach.BROKEN))
    since = bad.filter(Q(page__alive_at=None) | Q(at__gt=F("page__alive_at")))
    found = since.order_by().values("page").annotate(first=Min("at"), last=Max("at"))
    return {row["page"]: row["last"] - row["first"] for row in found}


def short(typed: str) -> str:
    """Return a link as a message names it: readable, its middle left out where it is long."""
    shown = readable(typed.strip())
    half = SHOWN // 2
    return shown if len(shown) <= SHOWN else f"{shown[:half]}…{shown[-half:]}"
