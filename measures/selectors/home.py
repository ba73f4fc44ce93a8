"""What waits for a person: of an agency, of a province, of the nation."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from agencies.models import Agency, Province, User
from measures.choices import Action, RoundState, State
from measures.models import Round, Submission
from measures.querysets import RoundQuerySet
from measures.rules import may
from measures.selectors.dead_links import NO_DEAD_LINKS, DeadLinks, dead_links
from measures.selectors.deadline import Deadline, deadline, round_deadline
from measures.selectors.history import Returned, returned_because
from measures.selectors.progress import Group, Overview, Row, overview

# What is worked on first: what came back, what is being filled, what waits elsewhere, what is done.
_URGENCY = [State.RETURNED, State.DRAFT, State.ENDORSEMENT, State.SUBMITTED, State.APPROVED]
# Whoever may do this is whom a report of that state waits for. At an agency, reading is the work of a head who
# plans for the own agency.
_WAITS_FOR = {
    State.DRAFT: Action.RESULT_EDIT, State.RETURNED: Action.RESULT_EDIT, State.ENDORSEMENT: Action.ENDORSE,
    State.SUBMITTED: Action.REVIEW_MARK,
}  # fmt: skip
SHOWN = 12
# After every deadline.
_LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Step:
    """One step of a submission's way: done, now, or still to come (empty)."""

    title: str
    at: dt.datetime | None
    note: str
    state: str


@dataclass(frozen=True)
class Instrument:
    """How far the measures of IIT, EIT or OIT are."""

    code: str
    name: str
    done: int
    total: int
    back: int


@dataclass(frozen=True)
class AgencyHome:
    """The most urgent report of an agency, and its others. `seen` is None where there is no report yet."""

    agency: Agency
    seen: Overview | None
    deadline: Deadline | None
    fills: bool
    endorses: bool
    reviews: bool
    next_row: Row | None
    because: Returned | None
    steps: tuple[Step, ...]
    others: tuple[Submission, ...]
    elsewhere: tuple[Submission, ...]
    dead: DeadLinks = NO_DEAD_LINKS

    @property
    def instruments(self) -> list[Instrument]:
        """Return the progress by instrument, in order; nothing where no edition is known."""
        kinds: dict[str, list[Group]] = {}
        for group in self.seen.groups if self.seen else ():
            kinds.setdefault(group.instrument, []).append(group)
        return [
            Instrument(code, groups[0].instrument_name, sum(g.done - _open_back(g) for g in groups),
                       sum(g.total for g in groups), sum(g.back for g in groups))
            for code, groups in kinds.items() if code
        ]  # fmt: skip

    @property
    def passed(self) -> int:
        """Return the figure of the ring: complete measures, without those that came back."""
        return self.seen.done - sum(_open_back(g) for g in self.seen.groups) if self.seen else 0


def _open_back(group: Group) -> int:
    """Return how many complete measures came back: they are not done until sent again."""
    return sum(row.result.flagged and row.is_done for row in group.rows)


def agency_home(agency: Agency, *, user: User, now: dt.datetime) -> AgencyHome:
    """Return what waits for a person at an agency: 16 queries at most, whatever the number of measures."""
    reports = list(
        Submission.objects.visible_to(user)
        .filter(agency=agency)
        .with_context()
        .select_related("submitted_by", "endorsed_by", "approved_by")
        .with_progress()
        .order_by("-round__plan__fiscal_year", "-round__pk")
    )
    elsewhere = _elsewhere(agency, user, now)
    if not reports:
        return AgencyHome(agency, None, None, False, False, False, None, None, (), (), elsewhere)
    first = min(reports, key=lambda report: (not _goes_on(report, user, now), _urgency(report, now)))
    seen = overview(first, user=user, now=now)
    others = sorted((report for report in reports if report is not first), key=lambda one: _closing(one, now))
    fills = bool(may(user, Action.RESULT_EDIT, first, now=now))
    endorses = bool(may(user, Action.ENDORSE, first, now=now))
    reviews = bool(may(user, Action.REVIEW_MARK, first, now=now))
    return AgencyHome(
        agency, seen, deadline(first, now=now), fills, endorses, reviews, seen.next_open(),
        returned_because(first), _steps(first, seen), tuple(others[:SHOWN]), elsewhere,
        dead_links(agency, user=user, now=now),
    )  # fmt: skip


def _elsewhere(agency: Agency, user: User, now: dt.datetime) -> tuple[Submission, ...]:
    """Return the reports of the person's other agencies that they may go on with: no query without such an agency."""
    others = {one.agency_id for one in user.held if one.agency_id} - {agency.pk}
    if not others:
        return ()
    reports = Submission.objects.visible_to(user).filter(agency__in=others, state__in=_WAITS_FOR)
    order = reports.with_context().with_progress().order_by("-round__plan__fiscal_year", "agency__name", "pk")
    return tuple(one for one in order if _goes_on(one, user, now))[:SHOWN]


def _goes_on(report: Submission, user: User, now: dt.datetime) -> bool:
    """Say whether the report waits for this person: to be filled, corrected, endorsed, or read."""
    action = _WAITS_FOR.get(State(report.state))
    return action is not None and bool(may(user, action, report, now=now))


def _urgency(report: Submission, now: dt.datetime) -> tuple[bool, int, dt.datetime, int, int]:
    running = report.round.state_at(now) in (RoundState.OPEN, RoundState.CLOSED)
    due = (report.round.due_at if report.round.state_at(now) == RoundState.OPEN else None) or _LAST
    return not running, _URGENCY.index(State(report.state)), due, -report.round.plan.fiscal_year, -report.round.pk


def _closing(report: Submission, now: dt.datetime) -> tuple[bool, dt.datetime]:
    """Return the order of the other reports: those of open rounds first, by deadline; the rest stay as they are."""
    is_open = report.round.state_at(now) == RoundState.OPEN and report.state != State.APPROVED
    return not is_open, (report.round.due_at or _LAST) if is_open else _LAST


def _steps(report: Submission, seen: Overview) -> tuple[Step, ...]:
    """Return the way of a report: filled, endorsed, read by the province, approved."""
    state = report.state
    filling = state == State.DRAFT
    to_head = report.needs_endorsement or report.round.plan.agency_id
    count = _("ครบ %(done)s จาก %(total)s มาตรการ") % {"done": seen.done, "total": seen.total}
    title = _("ส่งให้หัวหน้า") if to_head else _("ส่งให้จังหวัด")
    filled = Step(_("กรอกผล"), None, count, "now" if filling else "done")
    sent = Step(title, report.submitted_at, "", _reached(report.submitted_at, filling))
    waiting = state == State.ENDORSEMENT
    endorsed = Step(
        _("หัวหน้าหน่วยงานรับรอง"), report.endorsed_at, _("รอหัวหน้ารับรอง") if waiting else "",
        "now" if waiting else _reached(report.endorsed_at, False),
    )  # fmt: skip
    middle = [sent, endorsed] if report.needs_endorsement else [sent]
    if state == State.RETURNED:
        title = _("ส่งกลับให้แก้ไข %(count)s มาตรการ") % {"count": len(seen.flagged)}
        back = Step(title, None, _("แก้ไขแล้วส่งใหม่"), "now")
        return (filled, *middle, back, Step(_("อนุมัติ"), None, _("หลังจากส่งใหม่"), ""))
    reader = _("หัวหน้าตรวจ") if report.round.plan.agency_id else _("จังหวัดตรวจ")
    reading = Step(reader, None, "", "now" if state == State.SUBMITTED else "done" if report.approved_at else "")
    approved = Step(_("อนุมัติ"), report.approved_at, "", _reached(report.approved_at, False))
    return (filled, *middle, reading, approved)


def _reached(at: dt.datetime | None, undone: bool) -> str:
    return "done" if at and not undone else ""


@dataclass(frozen=True)
class RoundLine:
    """A round in a list: its deadline and how many of its agencies are how far."""

    round: Round
    deadline: Deadline
    state: str
    total: int
    filling: int
    waiting: int
    returned: int
    approved: int

    @property
    def sent(self) -> int:
        """Return how many reports are with the province or approved."""
        return self.waiting + self.approved


@dataclass(frozen=True)
class ReviewHome:
    """What waits for those who read reports: the rounds, the reports to read, those not sent yet, those sent back.

    The four totals are those of the rounds `counted`, together; they leave nothing out and count nothing twice. An
    agency's own plan is its head's to read: its round stands in the list and in no total.
    """

    rounds: tuple[RoundLine, ...]
    waiting: tuple[Submission, ...]
    missing: tuple[Submission, ...]
    returned: tuple[Submission, ...]
    waiting_total: int
    missing_total: int
    returned_total: int
    approved_total: int
    counted: tuple[Round, ...] = ()
    dead: DeadLinks = NO_DEAD_LINKS


def review_home(place: Province | None, *, user: User, now: dt.datetime) -> ReviewHome:
    """Return what waits for a province's reviewer, or of all provinces (None): 6 queries at most."""
    rounds = Round.objects.managed_by(user).select_related("plan__province", "plan__agency")
    reports = Submission.objects.visible_to(user).with_context().with_progress()
    if place is not None:
        rounds = rounds.filter(plan__province=place)
        reports = reports.filter(agency__province=place)
    lines = tuple(_line(round_, now) for round_ in _counted(rounds)[:SHOWN])
    at_work = (RoundState.OPEN, RoundState.CLOSED)
    live = [line for line in lines if line.state in at_work and line.round.plan.agency_id is None]
    reports = reports.filter(round__in=[line.round.pk for line in live])
    waiting = reports.awaiting_review().order_by("submitted_at")[:SHOWN]
    missing = reports.filter(state__in=[State.DRAFT, State.ENDORSEMENT]).order_by("agency__name")
    returned = reports.filter(state=State.RETURNED).order_by("agency__name")
    return ReviewHome(
        lines,
        tuple(waiting),
        tuple(missing[:SHOWN]),
        tuple(returned[:SHOWN]),
        sum(line.waiting for line in live),
        sum(line.filling for line in live),
        sum(line.returned for line in live),
        sum(line.approved for line in live),
        tuple(line.round for line in live),
        dead_links(place, user=user, now=now) if place else NO_DEAD_LINKS,
    )


def _counted(rounds: RoundQuerySet) -> Any:
    def of(*states: str) -> Count:
        return Count("submissions", filter=Q(submissions__state__in=states))

    return rounds.annotate(
        total=Count("submissions"), filling=of(State.DRAFT, State.ENDORSEMENT), waiting=of(State.SUBMITTED),
        returned=of(State.RETURNED), approved=of(State.APPROVED),
    ).order_by("-plan__fiscal_year", "-pk")  # fmt: skip


def _line(round_: Any, now: dt.datetime) -> RoundLine:
    """Return the line of a round that carries the counts of `_counted`."""
    return RoundLine(
        round_, round_deadline(round_, now=now), round_.state_at(now), round_.total, round_.filling,
        round_.waiting, round_.returned, round_.approved,
    )  # fmt: skip
