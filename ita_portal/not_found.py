"""The portal's own page for a wrong address (404, in DEBUG too: the demo is for officers) and for one that is only
sent to by a button (405)."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.defaults import page_not_found

from ita_portal.auth.middleware import asks_by_script


class OwnPagesMiddleware:
    """Answer with 404.html where Django, in DEBUG, would list the addresses it knows; with 405.html instead of nothing.

    It stands last in MIDDLEWARE: person and language are known when the page is made.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Without a match no view was asked: the answer is Django's own.
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return page_not_found(request, Http404())
        match = request.resolver_match
        if response.status_code == 405 and not asks_by_script(request) and not (match and match.namespace == "api"):
            page = render(request, "405.html", {"page_url": page_above(request.path)}, status=405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for what a view did not find; leave every other exception alone."""
        return page_not_found(request, exception) if settings.DEBUG and isinstance(exception, Http404) else None


def page_above(path: str) -> str:
    """Return the nearest address above this one ("/submissions/5/return/": "/submissions/5/"), at last "/"."""
    while (path := path.rstrip("/").rpartition("/")[0] + "/") != "/":
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return path
