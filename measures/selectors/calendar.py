"""The fiscal year as a calendar: what the year brings (fixtures/calendar.json), deadlines, what a person owes."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agencies.choices import Role
from agencies.models import User
from assessments.base_data import fixture, read_json
from measures.choices import RoundState, State
from measures.models import Plan, Submission
from measures.selectors.board_counts import times_granted
from measures.selectors.rounds import rounds_known
from thai.dates import fiscal_year, fiscal_year_bounds, in_bangkok

# Whose turn it is to move a report on, by its state.
_TURN = {State.DRAFT: Role.STAFF, State.RETURNED: Role.STAFF, State.ENDORSEMENT: Role.HEAD}


@dataclass(frozen=True)
class Due:
    """One thing of the year. `at`: the very time of a deadline. `mine`: it waits for this person now."""

    code: str
    begins: dt.date
    ends: dt.date
    title: str
    about: str
    url: str
    at: dt.datetime | None = None
    mine: bool = False
    over: bool = False

    @property
    def is_span(self) -> bool:
        """Say whether it is more than one day."""
        return self.begins != self.ends


@dataclass(frozen=True)
class Month:
    """A month of the fiscal year with what begins or falls due in it, and what began before it and still runs."""

    first: dt.date
    dues: tuple[Due, ...]
    current: bool
    running: tuple[Due, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """A person's fiscal year (B.E.), and the years that there are to choose from."""

    year: int
    years: tuple[int, ...]
    months: tuple[Month, ...]

    @property
    def dues(self) -> list[Due]:
        """Return everything in order."""
        return [due for month in self.months for due in month.dues]

    @property
    def mine(self) -> list[Due]:
        """Return what waits for the person, the nearest end first."""
        return sorted((due for due in self.dues if due.mine), key=lambda due: (due.ends, due.begins, due.title))


def calendar_of(user: User, year: int | None, *, now: dt.datetime) -> Calendar:
    """Return the calendar of a fiscal year (None: that of today): 5 queries and one a round at work, at most."""
    today = in_bangkok(now).date()
    this = fiscal_year(today)
    known = set(Plan.objects.visible_to(user).order_by().values_list("fiscal_year", flat=True).distinct())
    years = tuple(sorted({*known, this, this + 1}, reverse=True))
    chosen = year if year in years else this
    dues = sorted([*_of_year(user, chosen, today), *_deadlines(user, chosen, now)], key=_order)
    found = {first: tuple(rows) for first, rows in groupby(dues, key=lambda due: due.begins.replace(day=1))}
    months = tuple(
        Month(first, found.get(first, ()), first == today.replace(day=1),
              tuple(due for due in dues if due.begins < first <= due.ends))
        for first in _months(chosen, found)
    )  # fmt: skip
    return Calendar(chosen, years, months)


def _order(due: Due) -> Any:
    return due.begins, due.ends, due.title


def _months(year: int, found: dict[dt.date, Any]) -> list[dt.date]:
    """Return the first days of the year's months, and of those beyond it with something in them."""
    begins, ends = fiscal_year_bounds(year)
    days = {(begins + dt.timedelta(days=31 * n)).replace(day=1) for n in range(12)}
    return sorted({*days, *found.keys(), ends.replace(day=1)})


@cache
def _kept() -> tuple[dict[str, Any], ...]:
    """Return what every year brings, as data; the working programme of the commission moves it by weeks, not months."""
    return tuple(read_json(fixture("calendar.json")))  # type: ignore[arg-type]


def _of_year(user: User, year: int, today: dt.date) -> list[Due]:
    dues = []
    for row in _kept():
        begins, ends = _day(year, row["begins"]), _day(year, row["ends"])
        concerns = bool(user.roles & set(row["roles"]))
        dues.append(
            Due(
                row["code"], begins, ends, _said(row, "title"), _said(row, "about"),
                reverse(_page(user, row)) if concerns else "",
                mine=concerns and begins <= today <= ends, over=ends < today,
            )
        )  # fmt: skip
    return dues


def _page(user: User, row: dict[str, Any]) -> str:
    """Return where a role does it: a page of its own where the data names one, else the page of all."""
    own: dict[str, str] = row.get("page_of", {})
    return next((page for role, page in own.items() if role in user.roles), row["page"])


def _said(row: dict[str, Any], name: str) -> str:
    """Return the words in the reader's language; the data holds both."""
    return str(row[f"{name}_en"] if get_language() == "en" else row[name])


def _day(year: int, month_day: str) -> dt.date:
    """Return a day of the fiscal year: October to December lie in the calendar year before."""
    month, day = map(int, month_day.split("-"))
    begins, ends = fiscal_year_bounds(year)
    return dt.date((begins if month >= begins.month else ends).year, month, day)


def _deadlines(user: User, year: int, now: dt.datetime) -> list[Due]:
    """Return the deadlines of the rounds that the person may know of; the own report's where there is one.

    National roles see no deadlines of single provinces: there are thousands.
    """
    if user.roles & {Role.VIEWER, Role.ADMIN}:
        return []
    rounds = list(rounds_known(user).filter(plan__fiscal_year=year, due_at__isnull=False))
    places = [held.agency_id for held in user.held if held.agency_id]
    own = Submission.objects.filter(Q(agency__in=places), round__in=rounds).select_related("agency", "round")
    by_round: dict[int, list[Submission]] = {}
    for report in own.order_by("agency__name"):
        by_round.setdefault(report.round_id, []).append(report)
    dues = []
    for round_ in rounds:
        state = round_.state_at(now)
        reports = by_round.get(round_.pk, ())
        granted = times_granted(round_, now=now) if reports and state == RoundState.CLOSED else {}
        for report in reports:
            dues.append(_report(user, report, granted.get(report.pk), now))
        if not reports:
            managed = any(held.province_id == round_.plan.province_id and held.role == Role.REVIEWER
                          for held in user.held) and round_.plan.agency_id is None  # fmt: skip
            day = in_bangkok(round_.due_at).date()  # type: ignore[arg-type]
            title = _("ครบกำหนดส่ง%(round)s") % {"round": round_.name}
            url = reverse("measures:board" if managed else "measures:round-detail", args=[round_.pk])
            dues.append(Due(f"round-{round_.pk}", day, day, title, round_.plan.owner_name, url, round_.due_at,
                            managed and state == RoundState.OPEN, state != RoundState.OPEN))  # fmt: skip
    return dues


def _report(user: User, report: Submission, granted: dt.datetime | None, now: dt.datetime) -> Due:
    """Return the deadline of an own report: that of the time granted to it, else the round's."""
    at = granted or report.round.due_at
    day = in_bangkok(at).date()  # type: ignore[arg-type]
    turn = _TURN.get(State(report.state))
    roles = {held.role for held in user.held if held.agency_id == report.agency_id}
    closed = at is not None and at < now and report.state != State.RETURNED
    title = _("ส่งผล%(round)s") % {"round": report.round.name}
    return Due(
        f"report-{report.pk}", day, day, title, report.agency.name,
        reverse("measures:submission-detail", args=[report.pk]), at,
        turn in roles and not closed and report.round.state_at(now) in (RoundState.OPEN, RoundState.CLOSED),
        turn is None or closed,
    )  # fmt: skip
