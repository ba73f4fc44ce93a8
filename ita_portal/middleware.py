"""The security headers of every answer, whatever its status and whoever made it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
PRIVATE = "private, no-store"


def is_signed_in(request: HttpRequest) -> bool:
    """Tell whether a person's session stands behind the request.

    An answer made before the authentication middleware ran (a refused host, a static file) has no user.
    A session that no view looked at is not loaded for this: its cookie is reason enough to be careful.
    """
    session = getattr(request, "session", None)
    if session is None:
        return False
    if not session.accessed:
        return settings.SESSION_COOKIE_NAME in request.COOKIES
    return SESSION_KEY in session


class SecurityHeadersMiddleware:
    """Set `HEADERS` on every answer, and forbid caches to keep a signed-in person's pages.

    It stands first in MIDDLEWARE, so that answers of other middleware and error pages pass through it.
    A header that a view set itself (a public page's own `Cache-Control`, a stricter opener policy) stays.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if is_signed_in(request):
            response.headers["Cache-Control"] = PRIVATE
        return response
