"""How long a submission may still be worked on."""

import datetime as dt
from dataclasses import dataclass

from measures.choices import RoundState
from measures.models import Round, Submission
from thai.dates import in_bangkok


@dataclass(frozen=True)
class Deadline:
    """When it closes (None: no deadline), the days left (0 on the last day), and whether it is over."""

    at: dt.datetime | None
    days: int
    over: bool
    extended: bool

    @property
    def early(self) -> bool:
        """Say whether it closed a day or more before its time."""
        return self.over and self.days > 0


def deadline(submission: Submission, *, now: dt.datetime) -> Deadline:
    """Return the deadline that holds for the submission: the extension's after the round's."""
    round_ = submission.round
    if round_.state_at(now) == RoundState.CLOSED:
        newest = submission.extensions.filter(until__gte=now).order_by("-until").first()
        if newest:
            return Deadline(newest.until, _days(newest.until, now), over=False, extended=True)
    return round_deadline(round_, now=now)


def round_deadline(round_: Round, *, now: dt.datetime) -> Deadline:
    """Return the round's own deadline."""
    over = round_.state_at(now) != RoundState.OPEN
    return Deadline(round_.due_at, _days(round_.due_at, now), over=over, extended=False)


def _days(at: dt.datetime | None, now: dt.datetime) -> int:
    """Return the days between the two dates in Thailand: tomorrow is one day away whatever the hour."""
    return max(0, (in_bangkok(at).date() - in_bangkok(now).date()).days) if at else 0
