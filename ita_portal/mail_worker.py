"""The part of the worker that reminds people, makes the day's digests and sends mails, until it is asked to stop."""

import datetime as dt
import logging
import threading
from collections.abc import Callable
from functools import partial

from django.db import DatabaseError, connection
from django.utils import timezone

from agencies.digests import make_digests
from agencies.idle import sweep_idle
from agencies.posting import Poster, sweep_mails
from agencies.sessions import sweep_sessions
from ita_portal.people.lists import sweep_lists
from measures.chasing import chase
from measures.selectors.concerned import still_concerned
from thai.dates import in_bangkok

logger = logging.getLogger(__name__)
# Somebody who has just invited a colleague waits for the mail.
PAUSE = 2.0
AFTER_FAILURE = 10.0
BETWEEN_DIGESTS = dt.timedelta(minutes=1)
BETWEEN_DEATHS = dt.timedelta(hours=1)


class Rounds:
    """What is done once in so long, by the clock: reminders, dead links, digests, idle accounts, forgetting."""

    def __init__(self) -> None:
        self.chased: dt.datetime | None = None
        self.digested: dt.datetime | None = None
        self.forgot: dt.date | None = None

    def turn(self, now: dt.datetime) -> None:
        """Do what is due at that time. All of it may be done twice without harm; after a DatabaseError it is."""
        day = in_bangkok(now).date()
        if self.chased is None or in_bangkok(self.chased).date() != day or now - self.chased >= BETWEEN_DEATHS:
            _each(now, chase)
            self.chased = now
        if self.digested is None or now - self.digested >= BETWEEN_DIGESTS:
            _each(now, partial(make_digests, still=still_concerned))
            self.digested = now
        if self.forgot != day:
            _each(now, sweep_mails, sweep_sessions, sweep_lists, sweep_idle)
            self.forgot = day


def _each(now: dt.datetime, *duties: Callable[[dt.datetime], object]) -> None:
    """Do each; what an odd row makes one stumble over is logged, and the next is done."""
    for duty in duties:
        try:
            duty(now)
        except DatabaseError:
            raise
        except Exception:
            logger.exception("%s could not be finished", duty)


def send_mails(
    stop: threading.Event,
    *,
    make: Callable[..., Poster] = Poster,
    pause: float = PAUSE,
    now: Callable[[], dt.datetime] = timezone.now,
) -> None:
    """Remind, digest and send until `stop` is set. A database away is tried again; no mail ends the thread."""
    poster, rounds = make(still=still_concerned), Rounds()
    while not stop.is_set():
        try:
            # First the mails: whatever keeps the rest from being done, a link to a new password goes out.
            while not stop.is_set() and poster.send_one() is not None:
                continue
            poster.close()
            rounds.turn(now())
            stop.wait(pause)
        except DatabaseError:
            logger.exception("Mails could not be sent; next try in %s s", AFTER_FAILURE)
            # A broken connection is thrown away, so that a database that restarts is found again.
            connection.close()
            stop.wait(AFTER_FAILURE)
        except Exception:
            # One odd row must not end the thread that all mails wait for.
            logger.exception("A mail made the worker stumble; next try in %s s", AFTER_FAILURE)
            stop.wait(AFTER_FAILURE)
    poster.close()
    connection.close()
