"""The one clock that judges deadlines: the database's, read after the round's row is locked."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

# A second click arrives with the first one's page: what it asked for has just been done.
DOUBLE_CLICK = dt.timedelta(minutes=2)
_told: ContextVar[dt.datetime | None] = ContextVar("told", default=None)


@contextmanager
def told(moment: dt.datetime) -> Iterator[None]:
    """Let the clock stand at `moment` inside the block: only for seed_demo, which tells of past years."""
    token = _told.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _told.reset(token)


def database_now() -> dt.datetime:
    """Return the database's current time, aware, in UTC.

    On PostgreSQL `clock_timestamp()` moves on inside a transaction, unlike `now()`: whoever waited
    for the lock reads the time after the wait.
    """
    if (moment := _told.get()) is not None:
        return moment
    sqlite = connection.vendor == "sqlite"
    query = "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')" if sqlite else "SELECT clock_timestamp()"
    with connection.cursor() as cursor:
        cursor.execute(query)
        value = cursor.fetchone()[0]
    now = dt.datetime.fromisoformat(value) if sqlite else value
    return now.astimezone(dt.UTC)
