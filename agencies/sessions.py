"""The sessions of a person: noted at log-in, touched now and then, listed for the person, ended one by one or all.

Sessions are kept by whatever engine the settings name. This index knows only those that began with a log-in page;
`end_others` ends all the same, because it changes what every session of the person is checked against.
"""

import datetime as dt
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.db import transaction
from django.db.models import Q

from agencies.authoring import end_sessions, home_of, record
from agencies.devices import device_of, network_of
from agencies.models import SessionSeen, User

# In the session: primary key of its row here.
ROW = "session_seen"
EVERY = dt.timedelta(minutes=5)
KEPT = dt.timedelta(days=2)
ENDED, ENDED_OTHERS = "session.end", "session.end_others"


def store(key: str | None = None) -> Any:
    """Return the session of that key in the engine that the settings name."""
    return import_module(settings.SESSION_ENGINE).SessionStore(key)


def begin(session: Any, user: User, *, agent: str, address: str, now: dt.datetime) -> None:
    """Note a session that has just begun. agent: the browser's own words; address: where it comes from."""
    session[ROW] = SessionSeen.objects.create(
        user=user, session_key=session.session_key or "", device=device_of(agent), address=network_of(address),
        started_at=now, seen_at=now,
    ).pk  # fmt: skip


def touch(row: int, session_key: str, *, address: str, now: dt.datetime) -> None:
    """Note that a session is in use, unless that was done a moment ago: one statement."""
    due = Q(seen_at__lt=now - EVERY) | ~Q(session_key=session_key)
    seen = {"seen_at": now, "session_key": session_key, "address": network_of(address)}
    SessionSeen.objects.filter(due, pk=row).update(**seen)


def sessions_of(user: User) -> list[SessionSeen]:
    """Return the person's open sessions, the last used first; rows of those that are over wait for the sweep."""
    engine = store()
    return [row for row in SessionSeen.objects.filter(user=user) if engine.exists(row.session_key)]


@transaction.atomic
def end(user: User, row: SessionSeen) -> None:
    """End one session of the person."""
    store(row.session_key).delete()
    row.delete()
    record(user, ENDED, user, home_of(user))


@transaction.atomic
def end_others(user: User, session: Any) -> None:
    """End every session of the person but this one, also those that no list knows; one-time links die, too."""
    own = SessionSeen.objects.filter(user=user, pk=session.get(ROW) or 0).first()
    for row in SessionSeen.objects.filter(user=user).exclude(pk=own.pk if own else 0):
        store(row.session_key).delete()
    end_sessions(user)
    fresh = User.objects.get(pk=user.pk)
    # What a session is checked against has changed: this one is told the new value, the others never will be.
    session[HASH_SESSION_KEY] = fresh.get_session_auth_hash()
    if own is not None:
        own.save(force_insert=True)
    record(user, ENDED_OTHERS, user, home_of(user))


def sweep_sessions(now: dt.datetime) -> int:
    """Delete the rows of sessions that nobody has used for two days; return how many."""
    return SessionSeen.objects.filter(seen_at__lt=now - KEPT).delete()[0]
