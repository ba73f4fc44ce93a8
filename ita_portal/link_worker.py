"""The part of the worker that checks links: goes on until it is asked to stop, and outlives a lost database."""

import datetime as dt
import logging
import threading
from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.utils import timezone

from evidence.checking import Checker
from measures.linking import sweep_links

logger = logging.getLogger(__name__)
# How often to look for links while there are none: somebody who has just typed one waits for its chip.
PAUSE = 1.0
AFTER_FAILURE = 10.0
DAY = dt.timedelta(days=1)


def check_links(stop: threading.Event, *, make: Callable[[], Checker] = Checker, pause: float = PAUSE) -> None:
    """Check what is due until `stop` is set. A database away is tried again, a page that
    nothing is prepared for put off; without pycurl it says so and ends."""
    swept: dt.datetime | None = None
    checker: Checker | None = None
    while not stop.is_set():
        try:
            now = timezone.now()
            if swept is None or now - swept > DAY:
                sweep_links(now)
                swept = now
            checker = checker or make()
            checker.take(now, checker.at_once - len(checker))
            if len(checker):
                checker.turn(0.2)
            else:
                stop.wait(pause)
        except DatabaseError:
            logger.exception("Links could not be checked; next try in %s s", AFTER_FAILURE)
            _drop(checker)
            checker = None
            stop.wait(AFTER_FAILURE)
        except ImproperlyConfigured as problem:
            logger.error("Links are not checked: %s", problem)
            break
        except Exception:
            # Whatever a stranger's server made us stumble on: the thread must live on. What was held is not given
            # back, so that the same page is not the next one again; its lease ends by itself.
            logger.exception("A link made the checker stumble; next try in %s s", AFTER_FAILURE)
            _drop(checker, give_back=False)
            checker = None
            stop.wait(AFTER_FAILURE)
    _drop(checker)


def _drop(checker: Checker | None, *, give_back: bool = True) -> None:
    """Give back what is held, as far as the database lets us; leases end by themselves otherwise."""
    try:
        if checker is not None:
            checker.close(give_back=give_back)
    except DatabaseError:
        logger.warning("Held links could not be given back; their leases end by themselves")
    # A broken connection is thrown away, so that a database that restarts is found again.
    connection.close()
