"""How often a password may be guessed: strangers share a name's day, a place the person knows has tries of its own.

Counted by allauth's rate limits (ACCOUNT_RATE_LIMITS); a try that turns out right is taken back. What is counted
on ("name") is the person, or the words typed where they name nobody.
"""

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string

from agencies.models import User

APP = "allauth.account"
BROWSER_KNOWN = 180 * 24 * 60 * 60
ADDRESS_KNOWN = 30 * 24 * 60 * 60
SALT = "ita_portal.auth.throttle"


def name_of(person: int) -> str:
    """Return what tries on that person are counted on."""
    return f"person:{person}"


def _cookie(name: str) -> str:
    return f"known-{name.replace(':', '-')}"


def _address(request: HttpRequest, name: str) -> str:
    return f"known-address:{name}:{ratelimit.get_ip(request)}"


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Know this browser and this address as the person's from now on: after a good log-in, second factor included."""
    name = name_of(user.pk)
    cache.set(_address(request, name), True, ADDRESS_KNOWN)
    known = request.get_signed_cookie(_cookie(name), "", salt=SALT, max_age=BROWSER_KNOWN)
    # One cookie a person: at a shared machine the next one's log-in must not take it away. Log-in alone reads it.
    response.set_signed_cookie(
        _cookie(name), known or get_random_string(22), salt=SALT, max_age=BROWSER_KNOWN, httponly=True, samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE), path=reverse("account_login").removesuffix("login/"),
    )  # fmt: skip


def known(request: HttpRequest, name: str) -> str:
    """Return by what the request is known to come from the person (session, browser, address), or ""."""
    if request.user.is_authenticated and name_of(request.user.pk) == name:
        return "session"
    browser = request.get_signed_cookie(_cookie(name), "", salt=SALT, max_age=BROWSER_KNOWN)
    if browser:
        return f"browser:{browser}"
    return "address" if cache.get(_address(request, name)) else ""


def _of_strangers(request: HttpRequest, name: str) -> list[tuple[str, str]]:
    return [
        ("login_failed_ip", ""),
        ("login_failed_here", f"{name}|{ratelimit.get_ip(request)}"),
        ("login_failed", name),
    ]


def _of_known(request: HttpRequest, name: str, by: str) -> list[tuple[str, str]]:
    where = ratelimit.get_ip(request) if by == "address" else ""
    return [("login_failed_known", f"{name}|{by}|{where}")]


def count(request: HttpRequest, name: str) -> RateLimitUsage | None:
    """Count one try on that name; None when it may not be made (nothing is counted then).

    Strangers are held by address, by (name, address) and by name. Who is known is held alone, so that nobody
    else's guesses keep the person out, and neighbours behind one address share no mistakes.
    """
    by = known(request, name)
    spent = RateLimitUsage([])
    for action, key in _of_known(request, name, by) if by else _of_strangers(request, name):
        usage = ratelimit.consume(request, app=APP, action=action, key=key)
        if usage is None:
            spent.rollback()
            return None
        spent.usage += usage.usage
    return spent


def forget(request: HttpRequest, person: int) -> None:
    """Let a person in who has just set a password by a link: take the counts back and know the address."""
    name = name_of(person)
    by = known(request, name)
    counted = _of_strangers(request, name)[1:] + (_of_known(request, name, by) if by else [])
    # Wrong codes of the second factor: whoever had the old password must not go on blocking them.
    for action, key in [*counted, ("login_failed", f"mfa-auth-user-{person}")]:
        ratelimit.clear(request, app=APP, action=action, key=key)
    cache.set(_address(request, name), True, ADDRESS_KNOWN)
