"""What is suspicious about the links of a report: its own words read with evidence.lookalike and the last checks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from evidence import lookalike
from evidence.choices import Reach
from evidence.models import WebPage
from measures.choices import Decision
from measures.models import FindingDecision, Result, Submission

# One page may prove so many measures before it is asked whether it proves them all.
MANY = 5
# A measure that asks for a published result: there a form to fill in proves nothing.
_RESULT_ASKED = re.compile(r"ผลการ(?:ประเมิน|สำรวจ|วิเคราะห์)|(?:รายงาน|เผยแพร่|สรุป|แสดง)ผล")
# The last check says that nobody can read the page.
_DEAD = (Reach.GONE, Reach.BROKEN, Reach.LOGIN)


@dataclass(frozen=True)
class Suspicion(lookalike.Finding):
    """A finding with the results that it speaks of, and what a person decided about it."""

    results: tuple[Result, ...] = ()
    decision: FindingDecision | None = None

    @property
    def mendable(self) -> tuple[Result, ...]:
        """Return the results whose links the proposal would change."""
        wrong = {typed for typed, _better in self.repairs}
        return tuple(
            result for result in self.results if any(row.link.typed in wrong for row in result.result_links.all())
        )


def of_submission(submission: Submission) -> list[Suspicion]:
    """Return what is suspicious about a report's links, what is not decided yet first: 5 queries."""
    results = submission.results.select_related("measure").prefetch_related("result_links__link")
    return of_results(submission, list(results.order_by("measure__order", "pk")), decisions_of(submission))


def decisions_of(submission: Submission) -> list[FindingDecision]:
    """Return what was decided about the report's links, the newest first: 1 query."""
    return list(submission.finding_decisions.select_related("by").order_by("-at", "-pk"))


def of_results(
    submission: Submission, results: Sequence[Result], decisions: Iterable[FindingDecision]
) -> list[Suspicion]:
    """The same of all the report's results, which come with `measure` and `result_links__link`: 1 query."""
    by_link = _by_link(results)
    cited = [
        lookalike.Cited(typed, str(result.measure), bool(_RESULT_ASKED.search(result.measure.text)))
        for typed, citing in by_link.items()
        for result in citing
    ]
    found = lookalike.find(cited, domains=submission.agency.domains, many=MANY)
    # A log-in wall may be told by its address and by the last check: one suspicion.
    once = {one.key: one for one in [*lookalike.unreachable(cited, _reaches(results)), *found]}
    found = lookalike.told(once.values())
    # What was mended and is suspicious again is a new suspicion; what was called right stays decided.
    decided = {row.key: row for row in decisions if row.decision == Decision.DISMISSED}
    suspicions = [_suspicion(one, by_link, decided) for one in found]
    return sorted(suspicions, key=lambda one: one.decision is not None)


def _suspicion(
    found: lookalike.Finding, by_link: dict[str, list[Result]], decided: dict[str, FindingDecision]
) -> Suspicion:
    measures = set(found.measures)
    concerned = {
        result.pk: result for typed in found.urls for result in by_link[typed] if str(result.measure) in measures
    }
    results = sorted(concerned.values(), key=lambda one: lookalike.counted(str(one.measure)))
    plain = {field.name: getattr(found, field.name) for field in fields(found)}
    return Suspicion(**plain, results=tuple(results), decision=decided.get(found.key))


def _by_link(results: Iterable[Result]) -> dict[str, list[Result]]:
    found: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        for row in result.result_links.all():
            found[row.link.typed].append(result)
    return found


def _reaches(results: Iterable[Result]) -> dict[str, str]:
    """Return what the last check found of each link (as typed) whose page nobody can read."""
    links = [row.link for result in results for row in result.result_links.all() if row.link.page_id]
    keys = {link.page_id for link in links if link.page_id}
    pages = dict(WebPage.objects.filter(pk__in=keys, reach__in=_DEAD).values_list("pk", "reach"))
    return {link.typed: pages[link.page_id] for link in links if link.page_id in pages}
