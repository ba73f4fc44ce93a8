"""Notes of a session that it is in use: at most once in five minutes, and with no query at any other request."""

import logging
import threading
import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agencies import sessions
from agencies.models import User

logger = logging.getLogger(__name__)
# Each process remembers what it has noted; the statement itself looks again, so that many processes note it once.
MOST = 20_000
PAUSE = sessions.EVERY.total_seconds()


def address_of(request: HttpRequest) -> str:
    """Return the address that the request comes from, "" where the proxies do not tell."""
    try:
        return get_adapter().get_client_ip(request) or ""
    except (PermissionDenied, ImproperlyConfigured):
        return ""


def begin(request: HttpRequest, user: User) -> None:
    """Note the session of a log-in that is complete."""
    agent = request.headers.get("User-Agent", "")
    sessions.begin(request.session, user, agent=agent, address=address_of(request), now=timezone.now())


class SessionSeenMiddleware:
    """Touch the row of the request's session, where it has one and where that is due."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._noted: dict[str, float] = {}
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A session that no view looked at belongs to a page for everybody: it is not loaded for this.
        row = request.session.get(sessions.ROW) if request.session.accessed else None
        key = request.session.session_key
        if row is not None and key and self._is_due(key, time.time()):
            try:
                sessions.touch(row, key, address=address_of(request), now=timezone.now())
            except DatabaseError:
                # The page is made; that nobody could note it is no reason to lose it.
                logger.warning("A session could not be noted as in use", exc_info=True)
        return response

    def _is_due(self, key: str, now: float) -> bool:
        with self._lock:
            # A clock that was put back must not silence a session until it has caught up.
            if 0 <= now - self._noted.get(key, -PAUSE) < PAUSE:
                return False
            if len(self._noted) >= MOST:
                self._noted.clear()
            self._noted[key] = now
        return True
