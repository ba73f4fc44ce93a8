"""One address for each status that the security headers are tested on."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path


def ok(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def found(request: HttpRequest) -> HttpResponse:
    return redirect("/200")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def conflict(request: HttpRequest) -> HttpResponse:
    return HttpResponse("stale", status=409)


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("planted")


def whoami(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.user.is_authenticated))


def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("public", headers={"Cache-Control": "public, max-age=60", "X-Frame-Options": "SAMEORIGIN"})


urlpatterns = [
    path("200", ok),
    path("302", found),
    path("403", forbidden),
    path("409", conflict),
    path("500", broken),
    path("whoami", whoami),
    path("public", public),
]
