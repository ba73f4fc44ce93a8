"""How often may be asked: counted in fixed minutes, by token or person and by address."""

import time
from typing import Any

from allauth.core.internal.ratelimit import get_ip
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

MINUTE = 60


class MinuteThrottle(BaseThrottle):
    """At most the rate's number of requests in a minute of the clock.

    One number in the cache, and not a list of moments: with the cache in the database that would be rewritten at every
    request. Two requests at the same moment may count as one; a limit against overload can bear that.
    """

    rate = ""

    def ident(self, request: Request) -> str:
        """Return on whom the request is counted, or "" where it is not."""
        raise NotImplementedError

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request and say whether it may go on."""
        who = self.ident(request)
        if not who:
            return True
        self.now = time.time()
        key = f"api:{self.rate}:{who}:{int(self.now // MINUTE)}"
        cache.add(key, 0, 2 * MINUTE)
        try:
            count = cache.incr(key)
        except ValueError:  # pushed out between the two
            return True
        return count <= int(str(api_settings.DEFAULT_THROTTLE_RATES[self.rate]).partition("/")[0])

    def wait(self) -> float:
        """Return the seconds until the next minute begins."""
        return MINUTE - self.now % MINUTE


class AddressThrottle(MinuteThrottle):
    """Everything that comes from one address, wrong tokens included."""

    rate = "address"

    def ident(self, request: Request) -> str:
        """Return the address."""
        return get_ip(request._request)


class OpenThrottle(MinuteThrottle):
    """What is asked without a token or a session, by address."""

    rate = "open"

    def ident(self, request: Request) -> str:
        """Return the address of a stranger."""
        return "" if request.user.is_authenticated else get_ip(request._request)


class PersonThrottle(MinuteThrottle):
    """What one token, or one signed-in person, asks."""

    rate = "person"

    def ident(self, request: Request) -> str:
        """Return the token or the person."""
        if request.auth is not None:
            return f"token-{request.auth.pk}"
        return f"person-{request.user.pk}" if request.user.is_authenticated else ""
