"""What the boards count, by report and by indicator or issue: progress, what came back, what the checks find.

The findings are those checks that the database can make without reading a word: an answer without its reason, copied
and not confirmed, a file without a caption, done without evidence, a page that nobody can open. They are those of
measures.checks, with the same severity, waivers and decisions; what needs the words stands in the report alone.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count as Number
from django.db.models import Exists, Max, Min, OuterRef, Q

from evidence import kinds
from evidence.choices import Reach
from evidence.citations import Kind, key_of
from measures.checks import caption_missing, dead_link, failing_link, no_evidence, not_applicable, unconfirmed
from measures.checks.report import CONFIRMED, NEWLY, failing_for
from measures.choices import Answer, Decision, State
from measures.grouping import number_at
from measures.models import CheckWaiver, Event, Extension, FindingDecision, Result, ResultAttachment, ResultLink, Round
from measures.querysets import DONE, REASONLESS, TOUCHED, UNCONFIRMED
from thai.dates import in_bangkok

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Count:
    """Figures that can be added up. `done`: complete, and not sent back. `first`: the key of the first result."""

    total: int = 0
    done: int = 0
    back: int = 0
    touched: int = 0
    errors: int = 0
    warnings: int = 0
    last: dt.datetime | None = None
    first: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.total + other.total, self.done + other.done, self.back + other.back, self.touched + other.touched,
            self.errors + other.errors, self.warnings + other.warnings,
            max((moment for moment in (self.last, other.last) if moment), default=None), self.first or other.first,
        )  # fmt: skip


# Which reports are counted, as conditions that begin at the report: {"round": …}.
Scope = Mapping[str, Any]


def within(scope: Scope, prefix: str = "submission__") -> Q:
    """Return the condition of a scope; prefix: the way to the report."""
    return Q(**{f"{prefix}{name}": value for name, value in scope.items()})


@dataclass(frozen=True)
class Found:
    """So many findings of one check in one cell."""

    submission: int
    number: int
    code: str
    severity: str
    count: int = 1


def board_counts(round_: Round, *, now: dt.datetime) -> dict[int, dict[int, Count]]:
    """Return report key → number of indicator or issue → figures: 6 queries at most."""
    scope = {"round": round_}
    counts: dict[int, dict[int, Count]] = defaultdict(dict)
    found: list[Found] = []
    waived = waived_of(scope, now)
    for row in _rows(round_):
        counts[row["submission"]][row["number"]] = Count(
            row["total"], row["done"], row["back"], row["touched"], last=row["last"], first=row["first"]
        )
        found += _of_row(row)
    for one in [*found, *captions(scope), *dead_of(scope)]:
        if one.code in waived.get(one.submission, ()):
            continue
        cell = counts[one.submission][one.number]
        more = Count(errors=one.count) if one.severity == ERROR else Count(warnings=one.count)
        counts[one.submission][one.number] = cell + more
    return counts


# In a report that came back only the returned measures are open: what nobody can mend there only warns.
SHUT = Q(submission__state=State.RETURNED, flagged=False)
COUNTED = {
    "reasonless": (not_applicable.CODE, REASONLESS),
    "copied": (unconfirmed.CODE, UNCONFIRMED),
}


def _rows(round_: Round) -> Iterable[Any]:
    """Return one row a report and number. What is counted of each is a plain condition: no join, no text."""
    links = Exists(ResultLink.objects.filter(result=OuterRef("pk")))
    files = Exists(ResultAttachment.objects.filter(result=OuterRef("pk")))
    findings = {
        f"{name}_{shut}": Number("pk", filter=condition & (SHUT if shut == WARNING else ~SHUT))
        for name, (_code, condition) in COUNTED.items() for shut in (ERROR, WARNING)
    }  # fmt: skip
    return (
        Result.objects.filter(submission__round=round_)
        .order_by()
        .values("submission", number=number_at("measure__"))
        .annotate(
            total=Number("pk"), done=Number("pk", filter=DONE),
            back=Number("pk", filter=Q(flagged=True)),
            touched=Number("pk", filter=TOUCHED),
            bare=Number("pk", filter=Q(answer=Answer.DONE) & ~links & ~files),
            last=Max("updated_at"), first=Min("pk"), **findings,
        )
    )  # fmt: skip


def _of_row(row: dict[str, Any]) -> Iterator[Found]:
    for name, (code, _condition) in COUNTED.items():
        for severity in (ERROR, WARNING):
            if count := row[f"{name}_{severity}"]:
                yield Found(row["submission"], row["number"], code, severity, count)
    if row["bare"]:
        yield Found(row["submission"], row["number"], no_evidence.CODE, WARNING, row["bare"])


def captions(scope: Scope) -> Iterator[Found]:
    """Yield each result with a file that says nothing about itself: 1 query."""
    bare = ResultAttachment.objects.filter(within(scope, "result__submission__"), attachment__caption="")
    rows = bare.order_by().values("result", "result__submission", "result__flagged", "result__submission__state")
    for row in rows.annotate(number=number_at("result__measure__")).distinct():
        severity = _severity(ERROR, row["result__submission__state"], row["result__flagged"])
        yield Found(row["result__submission"], row["number"], caption_missing.CODE, severity)


def _severity(usual: str, state: str, flagged: bool) -> str:
    return WARNING if state == State.RETURNED and not flagged else usual


def dead_of(scope: Scope) -> Iterator[Found]:
    """Yield each result and page that nobody can open, once, unless somebody said why it is right: 3 queries."""
    cited = ResultLink.objects.filter(
        within(scope, "result__submission__"), link__page__reach__in=(Reach.GONE, Reach.BROKEN)
    ).order_by()
    rows: list[Any] = list(
        cited.values(
            "result", "result__submission", "result__flagged", "result__submission__state", "link__url", "link__page",
            "link__page__reach",
        ).annotate(number=number_at("result__measure__"))
    )  # fmt: skip
    if not rows:
        return
    failing = failing_for({row["link__page"] for row in rows})
    dismissed = set(
        FindingDecision.objects.filter(within(scope), decision=Decision.DISMISSED).values_list("submission", "key")
    )
    # One page under two spellings is one finding of a report, and it is as old as the older of the two.
    ages: dict[tuple[int, str], dt.timedelta] = {}
    told: dict[tuple[int, str, int], Any] = {}
    for row in rows:
        key = key_of(Kind.DEAD, row["link__page__reach"], kinds.page_key(row["link__url"]))
        suspicion = row["result__submission"], key
        if suspicion not in dismissed:
            ages[suspicion] = max(ages.get(suspicion, NEWLY), failing.get(row["link__page"], NEWLY))
            told[*suspicion, row["result"]] = row
    for (submission, key, _result), row in told.items():
        lasting = ages[submission, key] >= CONFIRMED
        code, usual = (dead_link.CODE, ERROR) if lasting else (failing_link.CODE, WARNING)
        yield Found(
            submission, row["number"], code, _severity(usual, row["result__submission__state"], row["result__flagged"])
        )


def waived_of(scope: Scope, now: dt.datetime) -> dict[int, set[str]]:
    """Return report key → codes of the checks that a reviewer waived for its agency: 1 query."""
    waivers = CheckWaiver.objects.filter(
        within(scope, "agency__submissions__"),
        Q(own_plan=False, agency__submissions__round__plan__agency=None)
        | Q(own_plan=True, agency__submissions__round__plan__agency__isnull=False),
        ended_at=None, until__gte=in_bangkok(now).date(),
    )  # fmt: skip
    found: dict[int, set[str]] = defaultdict(set)
    for submission, code in waivers.order_by().values_list("agency__submissions", "code"):
        found[submission].add(code)
    return found


def last_acts(round_: Round) -> dict[int, dt.datetime]:
    """Return report key → when somebody last did anything with it: 1 query."""
    acts = Event.objects.filter(round=round_, submission__isnull=False).order_by()
    return {row["submission"]: row["last"] for row in acts.values("submission").annotate(last=Max("at"))}


def times_granted(round_: Round, *, now: dt.datetime) -> dict[int, dt.datetime]:
    """Return report key → until when it may still be sent, of those with time granted that is not over: 1 query."""
    granted = Extension.objects.filter(submission__round=round_, until__gte=now).order_by()
    return {row["submission"]: row["last"] for row in granted.values("submission").annotate(last=Max("until"))}
