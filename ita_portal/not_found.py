"""The portal's own 404 page, in DEBUG too: the demo is for officers, not for developers."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.defaults import page_not_found


class OwnNotFoundMiddleware:
    """Answer with 404.html where Django, in DEBUG, would list the addresses it knows.

    It stands last in MIDDLEWARE: person and language are known when the page is made.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Without a match no view was asked: the answer is Django's own.
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return page_not_found(request, Http404())
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for what a view did not find; leave every other exception alone."""
        return page_not_found(request, exception) if settings.DEBUG and isinstance(exception, Http404) else None
