"""The part of the worker that makes papers: goes on until it is asked to stop, and outlives a lost database."""

import datetime as dt
import logging
import threading

from django.db import DatabaseError, connection
from django.utils import timezone

from reports.jobs.working import Maker

logger = logging.getLogger(__name__)
# Somebody who has just ordered waits before the progress bar.
PAUSE = 0.5
AFTER_FAILURE = 10.0
BETWEEN_SWEEPS = dt.timedelta(hours=1)


def make_papers(stop: threading.Event, *, pause: float = PAUSE) -> None:
    """Make what is ordered, and lay out approved reports ahead, until `stop` is set."""
    maker, swept = Maker(stopping=stop.is_set), None
    while not stop.is_set():
        try:
            now = timezone.now()
            if swept is None or now - swept > BETWEEN_SWEEPS:
                maker.sweep()
                swept = now
            if maker.work_once() is None and maker.lay_out_one() is None:
                stop.wait(pause)
        except DatabaseError:
            logger.exception("Papers could not be made; next try in %s s", AFTER_FAILURE)
            # A broken connection is thrown away, so that a database that restarts is found again.
            connection.close()
            stop.wait(AFTER_FAILURE)
        except Exception:
            # One odd row must not end the thread that all papers wait for.
            logger.exception("A paper made the worker stumble; next try in %s s", AFTER_FAILURE)
            stop.wait(AFTER_FAILURE)
    maker.close()
    connection.close()
