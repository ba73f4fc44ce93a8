"""The table of the rules as a condition of the database: all submissions that a person may read, at once.

`rules.may` answers for one row; a list of thousands asks here. Both read the one table (rules.GRANTED), and a test
compares them in every cell.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from agencies.models import Membership, User
from agencies.rules import barred
from measures.choices import RoundState, State
from measures.models import Round, Submission
from measures.querysets import RoundQuerySet, SubmissionQuerySet
from measures.rules import GRANTED, OVERSEEING, PLANNING

EVERY = frozenset((round_state, state) for round_state in RoundState.values for state in State.values)
# An empty Q() says nothing at all: "or" with it would leave the other side.
NOWHERE = Q(pk__in=())
EVERYWHERE = ~NOWHERE


def granted_submissions(user: User, action: str, *, now: dt.datetime) -> SubmissionQuerySet:
    """Return the submissions on which the person may do that now.

    action: one that only reads; ValueError for one that a plan's owner or an extension changes, or that looks at more
    than the states.
    """
    row = GRANTED.get(action, {})
    if action in PLANNING | OVERSEEING or any(cell[0] == "+" for cells in row.values() for cell in cells):
        raise ValueError(f"{action} is no reading of a submission")
    if not barred(user):
        return Submission.objects.none()
    allowed = NOWHERE
    for membership in user.held:
        allowed |= _where(membership) & _in_cells(row.get(membership.role, frozenset()), now)
    return Submission.objects.filter(allowed)


def _where(membership: Membership) -> Q:
    if membership.agency_id:
        return Q(agency=membership.agency_id)
    return Q(agency__province=membership.province_id) if membership.province_id else EVERYWHERE


def _in_cells(cells: Iterable[tuple[str, str]], now: dt.datetime) -> Q:
    """Return the condition "round and submission stand in one of these cells"."""
    wanted = EVERY & frozenset(cells)
    if wanted == EVERY:
        return EVERYWHERE
    states: dict[str, set[str]] = defaultdict(set)
    for round_state, state in wanted:
        states[round_state].add(state)
    rounds: dict[frozenset[str], list[str]] = defaultdict(list)
    for round_state, found in sorted(states.items()):
        rounds[frozenset(found)].append(round_state)
    allowed = NOWHERE
    for wanted_states, here in rounds.items():
        allowed |= rounds_in(here, now, prefix="round__") & Q(state__in=sorted(wanted_states))
    return allowed


def rounds_in(states: Iterable[str], now: dt.datetime, *, prefix: str = "") -> Q:
    """Return the condition that a round stands in one of these states at that time (Round.state_at as a condition)."""
    wanted = set(states)
    late = Q(**{f"{prefix}state": RoundState.OPEN, f"{prefix}due_at__lt": now})
    found = Q(**{f"{prefix}state__in": sorted(wanted - {RoundState.OPEN})})
    if RoundState.OPEN in wanted:
        found |= Q(**{f"{prefix}state": RoundState.OPEN}) & ~late
    return found | late if RoundState.CLOSED in wanted else found


def known_rounds(user: User) -> RoundQuerySet:
    """Return the rounds whose measures and dates the person may see (row 1): all, for whoever is let in."""
    return Round.objects.visible_to(user) if barred(user) else Round.objects.none()
