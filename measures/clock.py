"""The one clock that judges deadlines: the database's, read after the round's row is locked."""

import datetime as dt

from django.db import connection


def database_now() -> dt.datetime:
    """Return the database's current time, aware, in UTC.

    On PostgreSQL `clock_timestamp()` moves on inside a transaction, unlike `now()`: whoever waited
    for the lock reads the time after the wait.
    """
    sqlite = connection.vendor == "sqlite"
    query = "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')" if sqlite else "SELECT clock_timestamp()"
    with connection.cursor() as cursor:
        cursor.execute(query)
        value = cursor.fetchone()[0]
    moment = dt.datetime.fromisoformat(value) if sqlite else value
    return moment.astimezone(dt.UTC)
