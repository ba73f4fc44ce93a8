"""The findings of a report as its pages show them: by kind, with what differs marked, and what was decided."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from agencies.models import User
from agencies.verdict import Verdict
from evidence.lookalike import Kind
from evidence.urls import readable
from measures.checks import Report
from measures.choices import Action
from measures.findings.deciding import is_open
from measures.models import FindingDecision, Result, Submission
from measures.rules import may
from measures.suspicions import Suspicion

# A finding shows so many measures and links at once; more stand folded behind a count.
FEW = 6
# (letters, whether they differ from the proposal or the spelling)
Marked = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Spelling:
    """A link of a finding: as typed, and in pieces with what differs from the proposal marked."""

    typed: str
    pieces: Marked


@dataclass(frozen=True)
class Told:
    """A finding ready for the template: what of it concerns the results shown. elsewhere: in how many others it is."""

    finding: Suspicion
    spellings: tuple[Spelling, ...]
    proposal: Marked
    open: bool
    results: tuple[Result, ...] = ()
    elsewhere: int = 0

    @property
    def few(self) -> bool:
        """Say whether its measures and links are shown at once."""
        return max(len(self.spellings), len(self.results)) <= FEW

    @property
    def can_accept(self) -> bool:
        """Say whether the proposal would change a result that is open."""
        return self.open and bool(self.finding.repairs)

    @property
    def short_key(self) -> str:
        """Return the beginning of the key, for the names of fields."""
        return self.finding.key[:12]


@dataclass(frozen=True)
class Panel:
    """The findings of a report, or of what a page shows of it. decide: whether the person may decide at all, and now.

    gone: decisions that stand beside no suspicion: mended, or the link was taken out.
    """

    groups: tuple[tuple[str, tuple[Told, ...]], ...]
    settled: tuple[Told, ...]
    gone: tuple[FindingDecision, ...]
    decide: Verdict

    @property
    def waiting(self) -> int:
        """Return how many findings wait for a person."""
        return sum(not told.finding.is_info for _label, group in self.groups for told in group)

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to show."""
        return not (self.groups or self.settled or self.gone)


def panel(report: Report, *, user: User, now: dt.datetime, only: Collection[int] | None = None) -> Panel:
    """Return the findings of a report as the person may see and decide them: no query of its own but the policy's.

    only: keys of the results that the page shows; None: all.
    """
    submission = report.submission
    decide = may(user, Action.FINDING_DECIDE, submission, now=now)
    found = list(report.suspicions)
    beside = {one.key for one in found if one.decision}
    gone = [row for row in report.decisions if row.key not in beside]
    if only is not None:
        here = set(only)
        found = [one for one in found if here & {result.pk for result in one.results}]
        gone = [row for row in gone if here & set(row.about.get("results", []))]
    told = [_told(submission, one, decide, only) for one in found]
    groups = []
    for kind in Kind:
        open_ones = tuple(one for one in told if one.finding.kind == kind and one.finding.decision is None)
        if open_ones:
            groups.append((str(kind.label), open_ones))
    settled = tuple(one for one in told if one.finding.decision is not None)
    return Panel(tuple(groups), settled, tuple(gone), decide)


def _told(submission: Submission, found: Suspicion, decide: Verdict, only: Collection[int] | None) -> Told:
    concerned = found.mendable if found.repairs else found.results
    open_now = bool(decide) and any(is_open(submission, result) for result in concerned)
    better = {typed: " ".join(urls) for typed, urls in found.repairs}
    # A host is one word in many links: what stands behind it is no news.
    spellings = tuple(
        Spelling(typed, marked(readable(typed), [readable(better[typed])] if typed in better else []))
        for typed in found.urls
        if _is_here(typed, found, only)
    )
    results = tuple(one for one in found.results if only is None or one.pk in only)
    against = [readable(typed) for typed in better] if found.kind == Kind.LOOK_ALIKE else []
    proposal = marked(readable(found.proposal), against)
    return Told(found, spellings, proposal, open_now, results, len(found.results) - len(results))


def _is_here(typed: str, found: Suspicion, only: Collection[int] | None) -> bool:
    """Say whether a spelling is news to a page of some results: theirs, or one that it is compared with."""
    if only is None or found.kind in (Kind.LOOK_ALIKE, Kind.TRUNCATED):
        return True
    return any(row.link.typed == typed for one in found.results if one.pk in only for row in one.result_links.all())


def marked(text: str, others: Iterable[str]) -> Marked:
    """Return the text in pieces, each with whether it differs from one of the others."""
    differs = [False] * len(text)
    for other in others:
        for op in Levenshtein.opcodes(text, other):
            if op.tag != "equal":
                for place in range(op.src_start, op.src_end):
                    differs[place] = True
    pieces: list[tuple[str, bool]] = []
    for letter, mark in zip(text, differs, strict=True):
        if pieces and pieces[-1][1] == mark:
            pieces[-1] = (pieces[-1][0] + letter, mark)
        else:
            pieces.append((letter, mark))
    return tuple(pieces)
