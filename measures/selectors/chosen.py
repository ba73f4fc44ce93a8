"""The reports that a person has ticked in a list: those that they may know of, and what each would answer."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from agencies.models import User
from agencies.verdict import Verdict
from measures.models import Submission
from measures.rules import may


@dataclass(frozen=True)
class Candidate:
    """One chosen report: what the policy says now, and how many of its measures nobody has judged."""

    submission: Submission
    verdict: Verdict
    waiting: int


@dataclass(frozen=True)
class Chosen:
    """What was ticked. `unknown`: keys that are no report of theirs to know."""

    reports: tuple[Submission, ...]
    unknown: int


def chosen(keys: Iterable[int], *, user: User) -> Chosen:
    """Return the reports with these keys that the person may know of, by round and name: 1 query."""
    wanted = set(keys)
    found = Submission.objects.visible_to(user).filter(pk__in=wanted).with_context().with_progress()
    reports = tuple(found.order_by("-round__plan__fiscal_year", "-round", "agency__name", "pk"))
    return Chosen(reports, len(wanted) - len(reports))


def candidates(reports: Iterable[Submission], action: str, *, user: User, now: dt.datetime) -> list[Candidate]:
    """Return what the policy says of each report that `chosen` found, those that may first."""
    found = [Candidate(one, may(user, action, one, now=now), _waiting(one)) for one in reports]
    return sorted(found, key=lambda one: not one.verdict)


def _waiting(report: Submission) -> int:
    counted: object = report
    return counted.total - counted.ok_count - counted.needs_work_count  # type: ignore[attr-defined]
