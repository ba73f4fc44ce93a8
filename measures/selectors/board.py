"""A round as a board: every agency beside every indicator or issue, how far each is, who is late. No word of a report.

Everything is counted by the database; the number of queries is the same for one agency and for two hundred.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.choices import Role
from agencies.models import AgencyGroup, User
from agencies.rules import roles_at
from measures.choices import State
from measures.grouping import Head, by_issue, heads_of
from measures.models import Plan, Round, Submission
from measures.selectors.board_counts import Count, board_counts, last_acts, times_granted
from measures.selectors.deadline import Deadline, round_deadline
from measures.selectors.rounds import READABLE, UNSENT
from thai.wording import thai_sort_key

# What the board may be narrowed to besides a state: not begun, not sent, past the deadline, with
# something to mend, with that or something to look at.
IDLE, MISSING, LATE, MEND, FOUND = "idle", "missing", "late", "mend", "found"
# The order in which states are told: what is good comes first, what nobody has begun last ("": a draft not begun).
STAGES = (State.APPROVED.value, State.SUBMITTED.value, State.RETURNED.value, State.ENDORSEMENT.value,
          State.DRAFT.value, "")  # fmt: skip
SORTS = ("name", "state", "percent", "findings", "last")


@dataclass(frozen=True)
class Column:
    """One indicator or issue of the round. `total`: its measures. `opens`: the first of its instrument."""

    head: Head
    total: int
    opens: bool = False


@dataclass(frozen=True)
class Cell:
    """How far one agency is with one indicator or issue. `url`: where it is read, or where its progress is seen."""

    column: Column
    count: Count
    url: str = ""

    @property
    def level(self) -> int:
        """Return the shade: 0 nothing, 1 to 3 by thirds, 4 everything, and nothing of it came back."""
        done, total = self.count.done, self.count.total
        if not done:
            return 0
        return 4 if done >= total else 1 + min(2, done * 3 // total)

    @property
    def words(self) -> str:
        """Return the whole cell in words, for whoever does not see its colour."""
        one = self.count
        said = [_("ครบ %(done)s จาก %(total)s มาตรการ") % {"done": one.done, "total": one.total}]
        if one.back:
            said.append(_("ส่งกลับ %(count)s") % {"count": one.back})
        if one.errors:
            said.append(_("ต้องแก้ %(count)s ข้อ") % {"count": one.errors})
        if one.warnings:
            said.append(_("มีคำเตือน %(count)s ข้อ") % {"count": one.warnings})
        return f"{self.column.head.title}: {', '.join(said)}"


@dataclass(frozen=True)
class Line:
    """One agency's row. `cells`: one a column, None where it reports nothing of it. `until`: time granted to it."""

    submission: Submission
    stage: str
    cells: tuple[Cell | None, ...]
    count: Count
    last: dt.datetime | None
    until: dt.datetime | None
    late: bool
    url: str

    @property
    def percent(self) -> int:
        """Return the whole percentage that is complete."""
        return self.count.done * 100 // self.count.total if self.count.total else 0

    @property
    def findings(self) -> int:
        """Return how much there is to mend or to look at."""
        return self.count.errors + self.count.warnings


@dataclass(frozen=True)
class Wanted:
    """What a reader has chosen to see: a state or one of the words above, kind, group, instrument, words, order."""

    state: str = ""
    kind: int = 0
    group: int = 0
    instrument: str = ""
    words: str = ""
    sort: str = ""

    @property
    def narrows(self) -> bool:
        """Say whether any row or column is left out."""
        return bool(self.state or self.kind or self.group or self.instrument or self.words)


@dataclass(frozen=True)
class Board:
    """The page. `lines`: those that fit what is wanted; the sums are those of all agencies."""

    round: Round
    state: str
    deadline: Deadline
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    everyone: tuple[Line, ...]
    kinds: tuple[tuple[int, str], ...]
    groups: tuple[AgencyGroup, ...]

    @property
    def total(self) -> int:
        """Return how many agencies report."""
        return len(self.everyone)

    @property
    def sent(self) -> int:
        """Return how many reports are with the reader or approved."""
        return sum(line.stage in (State.SUBMITTED, State.APPROVED) for line in self.everyone)

    @property
    def late(self) -> int:
        """Return how many have not sent although their time is over."""
        return sum(line.late for line in self.everyone)

    @property
    def missing(self) -> int:
        """Return how many have not sent, late or not."""
        return sum(line.submission.state in UNSENT for line in self.everyone)

    @property
    def found(self) -> int:
        """Return how many agencies have something to mend."""
        return sum(bool(line.count.errors) for line in self.everyone)

    @property
    def count(self) -> Count:
        """Return the counts of all agencies together."""
        return sum((line.count for line in self.everyone), Count())

    @property
    def percent(self) -> int:
        """Return the whole percentage of all measures of all agencies that is complete."""
        whole = self.count
        return whole.done * 100 // whole.total if whole.total else 0

    def of_stage(self, stage: str) -> int:
        """Return how many agencies are there."""
        return sum(line.stage == stage for line in self.everyone)

    @property
    def instruments(self) -> list[tuple[str, str, int]]:
        """Return (code, words, columns) of each instrument in order; nothing in a plan by issue."""
        found: dict[str, int] = {}
        for column in self.columns:
            found[column.head.instrument] = found.get(column.head.instrument, 0) + 1
        return [(code, code, wide) for code, wide in found.items()] if any(found) else []


def boards_of(user: User) -> list[Round]:
    """Return the rounds whose board the person reads: all but the planned, the newest first: 1 query.

    Provincial rounds for national roles: the own rounds of thousands of small bodies stand in no list.
    """
    headed = [held.agency_id for held in user.held if held.role == Role.HEAD and held.agency_id]
    provinces = [held.province_id for held in user.held if held.role == Role.REVIEWER and held.province_id]
    mine = Q(plan__agency__in=headed) | Q(plan__province__in=provinces, plan__agency=None)
    if user.roles & {Role.VIEWER, Role.ADMIN}:
        mine |= Q(plan__agency=None)
    found = Round.objects.filter(mine).exclude(opened_at=None).select_related("plan__province", "plan__agency")
    return list(found.order_by("-plan__fiscal_year", "-pk"))


def reads_boards(user: User) -> bool:
    """Say whether the person has boards to read: a province's desk, the nation, or an agency's own plan."""
    if user.roles & {Role.REVIEWER, Role.VIEWER, Role.ADMIN}:
        return True
    headed = [held.agency_id for held in user.held if held.role == Role.HEAD]
    return bool(headed) and Plan.objects.filter(agency__in=headed).exists()


def board(round_: Round, *, user: User, now: dt.datetime, wanted: Wanted = Wanted()) -> Board:
    """Return the board of a round that the person may read: 13 queries at most, whatever its size."""
    found = round_.submissions.visible_to(user).select_related("agency__kind")  # type: ignore[attr-defined]
    reports = list(found.order_by("agency__name", "pk"))
    counts = board_counts(round_, now=now)
    acts, granted = last_acts(round_), times_granted(round_, now=now)
    columns = _opening([one for one in _columns(round_, counts) if wanted.instrument in ("", one.head.instrument)])
    deadline = round_deadline(round_, now=now)
    lines = tuple(
        _line(report, columns, counts.get(report.pk, {}), user=user, acts=acts, granted=granted, over=deadline.over)
        for report in reports
    )  # fmt: skip
    kinds = {one.agency.kind.pk: one.agency.kind for one in reports if one.agency.kind}
    named = sorted(kinds.values(), key=lambda kind: (kind.order, kind.name))
    groups = tuple(round_.plan.province.groups.order_by("name")) if round_.plan.agency_id is None else ()
    return Board(
        round_, round_.state_at(now), deadline, tuple(columns),
        tuple(_sorted(_chosen(lines, wanted, groups), columns, wanted.sort)), lines,
        tuple((kind.pk, kind.name) for kind in named), groups,
    )  # fmt: skip


def _columns(round_: Round, counts: Mapping[int, Mapping[int, Count]]) -> list[Column]:
    """Return a column for each indicator or issue that the round asks of anybody."""
    known, issues = heads_of(round_.plan), by_issue(round_.plan)
    sizes: dict[int, int] = {}
    for place in round_.measures.values_list("issue", "indicator"):
        number = place[0] or place[1]
        sizes[number] = sizes.get(number, 0) + 1
    asked = {number for cells in counts.values() for number in cells}
    return [
        Column(known.get(number) or Head(number, by_issue=issues), sizes.get(number, 0))
        for number in sorted(asked | sizes.keys())
    ]


def _opening(columns: Sequence[Column]) -> list[Column]:
    """Mark the columns with which another instrument begins; the first has nothing before it."""
    before = [None, *columns]
    return [
        replace(column, opens=bool(left and left.head.instrument != column.head.instrument))
        for left, column in zip(before, columns, strict=False)
    ]


def _line(
    report: Submission,
    columns: Sequence[Column],
    counts: Mapping[int, Count],
    *,
    user: User,
    acts: Mapping[int, dt.datetime],
    granted: Mapping[int, dt.datetime],
    over: bool,
) -> Line:
    whole = sum(counts.values(), Count())
    stage = report.state if report.state != State.DRAFT or whole.touched else ""
    reads, page = opens(report, user)
    cells = tuple(
        Cell(column, one, f"{page}{one.first}/" if reads else f"{page}#g{column.head.number}")
        if (one := counts.get(column.head.number)) else None
        for column in columns
    )  # fmt: skip
    times = [moment for moment in (whole.last, acts.get(report.pk)) if moment]
    until = granted.get(report.pk)
    late = over and report.state in UNSENT and until is None
    return Line(report, stage, cells, whole, max(times, default=None), until, late, page)


def opens(report: Submission, user: User) -> tuple[bool, str]:
    """Return whether the person reads the words of a report that they know of, and the address where it opens."""
    # An administrator knows of every report and reads the words of none (docs/permissions.md row 3).
    reads = bool(roles_at(user, agency=report.agency) - {Role.ADMIN}) and report.state in READABLE
    return reads, reverse("measures:submission-review" if reads else "measures:submission-detail", args=[report.pk])


def _chosen(lines: Sequence[Line], wanted: Wanted, groups: Sequence[AgencyGroup]) -> list[Line]:
    """Leave out what is not wanted; a group that is not of this province leaves nothing out."""
    group = next((one for one in groups if one.pk == wanted.group), None)
    members = set(group.agencies.values_list("pk", flat=True)) if group else None
    words = wanted.words.strip().casefold()
    return [
        line for line in lines
        if _fits(line, wanted.state)
        and (not wanted.kind or line.submission.agency.kind_id == wanted.kind)
        and (members is None or line.submission.agency_id in members)
        and words in line.submission.agency.name.casefold()
    ]  # fmt: skip


def _fits(line: Line, state: str) -> bool:
    """Say whether the row belongs to the filter; an unknown filter leaves nothing out."""
    special = {
        IDLE: line.stage == "", MISSING: line.submission.state in UNSENT, LATE: line.late,
        MEND: bool(line.count.errors), FOUND: bool(line.findings),
    }  # fmt: skip
    if state in special:
        return special[state]
    return state not in State.values or line.stage == state


def _sorted(lines: Sequence[Line], columns: Sequence[Column], sort: str) -> list[Line]:
    """Put the rows in order: by a word of SORTS or an indicator's number, "-" in front: the other way round.

    Equal rows stand by name. Unless told otherwise those who need somebody come first: late, then by state.
    """
    by_name = sorted(lines, key=lambda line: thai_sort_key(line.submission.agency.name))
    name, backwards = sort.removeprefix("-"), sort.startswith("-")
    place = next((n for n, column in enumerate(columns) if str(column.head.number) == name), None)
    if place is not None:
        return sorted(by_name, key=lambda line: _share(line.cells[place]), reverse=backwards)
    match name:
        case "name":
            return by_name[::-1] if backwards else by_name
        case "percent":
            return sorted(by_name, key=lambda line: line.percent, reverse=backwards)
        case "findings":
            return sorted(by_name, key=lambda line: (line.count.errors, line.findings), reverse=backwards)
        case "last":
            never = dt.datetime.min.replace(tzinfo=dt.UTC)
            return sorted(by_name, key=lambda line: line.last or never, reverse=backwards)
    order = {stage: place for place, stage in enumerate(reversed(STAGES))}
    return sorted(by_name, key=lambda line: (not line.late, order[line.stage]), reverse=backwards)


def _share(cell: Cell | None) -> float:
    """Return how much of a cell is complete; what is not asked stands after everything."""
    return cell.count.done / cell.count.total if cell and cell.count.total else 2.0
