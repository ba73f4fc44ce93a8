"""A report as the provincial office reads it: measure by measure, beside the last round, with what is left."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.choices import Role
from agencies.models import User
from evidence import urls
from measures.choices import Action, Mark, NoteKind, RoundState, State
from measures.identity import LETTERS, Piece
from measures.models import Event, Plan, Result, ReviewNote, Round, Submission
from measures.redline import compare
from measures.selectors.carry import Earlier, earlier_answers
from measures.selectors.history import Line, result_history
from measures.selectors.links import Chip
from measures.selectors.progress import Group, Overview, Row, overview
from measures.selectors.proofs import Proof, proofs_of

# Waiting first, then what came back, what is still with the agency, what is done.
_ORDER = [State.SUBMITTED, State.RETURNED, State.ENDORSEMENT, State.DRAFT, State.APPROVED]
ALL, IDLE = "all", "idle"
RECENT = 6
SHORT = 36
# The event of a sitting (history.py).
EDIT = "result.edit"


@dataclass(frozen=True)
class Judging:
    """A report under review. `here`: the measure looked at, None in the table and before the first."""

    seen: Overview
    here: Row | None
    group: Group | None
    before: Row | None
    after: Row | None

    @property
    def ok(self) -> int:
        """Return how many measures are good."""
        return sum(row.result.mark == Mark.OK for row in self.seen.rows)

    @property
    def needs_work(self) -> list[Row]:
        """Return the measures that need work."""
        return [row for row in self.seen.rows if row.result.mark == Mark.NEEDS_WORK]

    @property
    def waiting(self) -> list[Row]:
        """Return the measures not judged yet."""
        return [row for row in self.seen.rows if row.result.mark == Mark.NONE]

    @property
    def rail(self) -> list[tuple[Row, str]]:
        """Return the measures of the group looked at, each with the beginning of its words."""
        return [(row, _short(row.result.measure.text)) for row in self.group.rows] if self.group else []

    @property
    def remarked(self) -> list[Row]:
        """Return the measures of which a check or a finding about their links says something, decided or not."""
        suspicious = {result.pk for one in self.seen.report.suspicions for result in one.results}
        return [row for row in self.seen.rows if row.findings or row.result.pk in suspicious]

    @property
    def judged(self) -> int:
        """Return how many measures were judged."""
        return self.seen.total - len(self.waiting)


def _short(text: str) -> str:
    """Return two short lines of a text, cut between letters: a Thai vowel or tone stays on its consonant."""
    letters = LETTERS.findall(text)
    return text if len(letters) <= SHORT else "".join(letters[:SHORT]).rstrip() + "…"


@dataclass(frozen=True)
class Evidence:
    """A link: as typed, where it leads ("" unless to http or https), how many measures show it, what a check found."""

    typed: str
    href: str
    uses: int
    chip: Chip


@dataclass(frozen=True)
class Correction:
    """What the agency did after the report was sent back: answer before, words then and now, links."""

    answer: str
    pieces: tuple[Piece, ...]
    new_links: tuple[str, ...]
    lost_links: tuple[str, ...]
    answered_anew: bool

    @property
    def is_reworded(self) -> bool:
        """Say whether a word was changed."""
        return any(piece.kind != "same" for piece in self.pieces)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing at all was changed."""
        return not (self.is_reworded or self.new_links or self.lost_links or self.answered_anew)


@dataclass(frozen=True)
class Beside:
    """What stands beside the measure looked at: evidence, the last round, the change since, comments, history."""

    earlier: Earlier | None
    changes: tuple[Piece, ...]
    notes: tuple[ReviewNote, ...]
    history: tuple[Line, ...]
    evidence: tuple[Evidence, ...] = ()
    correction: Correction | None = None
    proofs: tuple[tuple[str, tuple[Proof, ...]], ...] = ()

    @property
    def recent(self) -> tuple[Line, ...]:
        """Return the last acts, the newest first; all of them stand on the page of the history."""
        return self.history[: -RECENT - 1 : -1]

    @property
    def is_repeated(self) -> bool:
        """Say whether the words are those of the last round, to the letter."""
        return bool(self.changes) and all(piece.kind == "same" for piece in self.changes)

    @property
    def reason(self) -> str:
        """Return the reason that is not settled yet, as it was typed, or ""."""
        open_reasons = [n.text for n in self.notes if n.kind == NoteKind.REASON and n.settled_at is None]
        return open_reasons[-1] if open_reasons else ""


def judging(submission: Submission, *, user: User, now: dt.datetime, result_pk: int | None = None) -> Judging:
    """Fetch a report for review: constant queries. `here` is None when no such measure is in it."""
    seen = overview(submission, user=user, now=now)
    rows = seen.rows
    at = next((n for n, row in enumerate(rows) if row.result.pk == result_pk), None)
    if at is None:
        return Judging(seen, None, None, None, None)
    group = seen.group(rows[at].result.measure.group)
    before = rows[at - 1] if at else None
    return Judging(seen, rows[at], group, before, rows[at + 1] if at + 1 < len(rows) else None)


def next_to_judge(seen: Overview, after_pk: int | None = None) -> Row | None:
    """Return the first measure not judged yet, looking onward from one measure and then from the start."""
    rows = seen.rows
    start = next((n + 1 for n, row in enumerate(rows) if row.result.pk == after_pk), 0)
    turned: Sequence[Row] = rows[start:] + rows[:start]
    return next((row for row in turned if row.result.mark == Mark.NONE), None)


def beside(page: Judging, *, user: User) -> Beside:
    """Return what stands beside the measure looked at; its neighbours help to find it in the last round."""
    if page.here is None or page.group is None:
        return Beside(None, (), (), ())
    result: Result = page.here.result
    rows = [row.result for row in page.group.rows]
    earlier = earlier_answers(page.seen.submission, rows, reader=user).get(result.pk)
    changes = compare(_words(earlier.result), _words(result)) if earlier else ()
    notes = tuple(result.notes.all())
    correction = _correction(result) if any(note.kind == NoteKind.REASON for note in notes) else None
    return Beside(
        earlier, changes, notes, result_history(result, user=user), _evidence(page.here, page.seen), correction,
        tuple(proofs_of(page.seen.submission, result=result)),
    )  # fmt: skip


def _words(result: Result) -> str:
    return "\n".join(part for part in (result.text, result.reason, result.outcome) if part)


def _evidence(here: Row, seen: Overview) -> tuple[Evidence, ...]:
    """Return the links of the measure. The address is made anew of what was typed: nothing stored is trusted."""
    counted = Counter(link.link.url for row in seen.rows for link in row.result.result_links.all() if link.link.url)
    rows = here.result.result_links.all()
    return tuple(
        Evidence(row.link.typed, urls.canonical(row.link.typed), counted[row.link.url], chip)
        for row, chip in zip(rows, here.chips, strict=True)
    )


def _correction(result: Result) -> Correction | None:
    """Return what was changed after the last return; None where the report never came back: 2 queries."""
    back = (
        result.submission.events.filter(action__in=(Action.RETURN, Action.REOPEN), result=None).order_by("-pk").first()
    )
    if back is None:
        return None
    before: dict[str, Any] = {}
    for event in Event.objects.filter(result=result, action=EDIT, pk__gt=back.pk).order_by("pk"):
        # The first change of a field knows what stood there when the report came back.
        before = {field: pair[0] for field, pair in event.changes.items()} | before
    then = [before.get(field, getattr(result, field)) for field in ("text", "reason", "outcome")]
    links = [row.link.typed for row in result.result_links.all()]
    known = before.get("urls", links)
    answer = before.get("answer", result.answer)
    return Correction(
        answer,
        compare("\n".join(part for part in then if part), _words(result)),
        tuple(link for link in links if link not in known),
        tuple(link for link in known if link not in links),
        answer != result.answer,
    )


@dataclass(frozen=True)
class ReviewList:
    """The reports of the person's provinces in one round (or all rounds at work), and the rounds to choose from."""

    reports: tuple[Submission, ...]
    rounds: tuple[Round, ...]
    round: Round | None
    tally: dict[str, int]
    # Drafts that nobody has begun.
    idle: int

    @property
    def total(self) -> int:
        """Return how many reports there are in any state."""
        return sum(self.tally.values())

    @property
    def filters(self) -> list[tuple[str, str, int]]:
        """Return (value, words, count) of what the list may be narrowed to."""
        words = {State.SUBMITTED: _("รอตรวจ"), State.RETURNED: _("รอแก้ไข")}
        begun = self.tally | {State.DRAFT: self.tally[State.DRAFT] - self.idle}
        states = [(s.value, words.get(s, str(s.label)), begun[s]) for s in _ORDER]
        states.insert(_ORDER.index(State.DRAFT), (IDLE, _("ยังไม่เริ่ม"), self.idle))
        return [*states, (ALL, _("ทั้งหมด"), self.total)]


def reads_reports(user: User) -> bool:
    """Say whether the person judges reports: at a province's desk, or as head of an agency with its own plan."""
    if Role.REVIEWER in user.roles:
        return True
    headed = [m.agency_id for m in user.held if m.role == Role.HEAD]
    return bool(headed) and Plan.objects.filter(agency__in=headed).exists()


def review_list(user: User, *, state: str = "", round_pk: int | None = None, words: str = "") -> ReviewList:
    """Return the reports to review: 3 queries, whatever their number.

    state: one of State, or "" for what waits, or IDLE or ALL. words: part of an agency's name.
    """
    provinces = [m.province_id for m in user.held if m.role == Role.REVIEWER]
    planners = [m.agency_id for m in user.held if m.role == Role.HEAD]
    judged_here = Q(plan__province__in=provinces, plan__agency=None) | Q(plan__agency__in=planners)
    known = Round.objects.filter(judged_here).exclude(state=RoundState.PLANNED).select_related("plan__province")
    rounds = tuple(known.order_by("-plan__fiscal_year", "-pk"))
    chosen = next((one for one in rounds if one.pk == round_pk), None)
    at_work = [chosen] if chosen else [one for one in rounds if one.state in (RoundState.OPEN, RoundState.CLOSED)]
    found = Submission.objects.filter(round__in=at_work).select_related("agency", "round__plan").with_progress()
    if words.strip():
        found = found.filter(agency__name__icontains=words.strip())
    reports = sorted(found, key=lambda one: (_ORDER.index(State(one.state)), one.agency.name, one.pk))
    tally = {one.value: sum(report.state == one for report in reports) for one in State}
    # The stage is the state, but "" for a draft that nobody has begun.
    stages = {ALL: (*State, ""), IDLE: ("",)}.get(state) or ((state,) if state in State.values else (State.SUBMITTED,))
    staged = [(report, str(report.stage)) for report in reports]  # type: ignore[attr-defined]
    idle = sum(not stage for _report, stage in staged)
    return ReviewList(tuple(report for report, stage in staged if stage in stages), rounds, chosen, tally, idle)
