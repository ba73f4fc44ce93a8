"""The OpenAPI document, the page that explains it, and the answer to addresses that do not exist."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from ita_portal.api.base import ApiView
from ita_portal.api.reference import sections
from ita_portal.api.schema import document

TAG = _("เอกสารของ API")


class Schema(ApiView):
    """The OpenAPI document."""

    operation, summary, tag = "schema", _("เอกสาร OpenAPI ของ API นี้"), TAG
    public = True
    authentication_classes = ()
    schema = None

    def get(self, request: Request) -> Response:
        """Return it in the language of the request."""
        answer = document(translation.get_language() or settings.LANGUAGE_CODE)
        return Response(answer | {"servers": [{"url": settings.SITE_URL}]})


class Unknown(ApiView):
    """Every other address under /api/v1/."""

    public = True
    authentication_classes = ()
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Answer before anything else is asked. Raises NotFound."""
        self.asked = {}
        raise NotFound

    def get(self, request: Request, **place: Any) -> Response:
        """Say that there is nothing here."""
        raise NotFound


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Explain the API to people: every address, its parameters and what it gives."""
    found = sections(document(translation.get_language() or settings.LANGUAGE_CODE))
    return render(request, "api/reference.html", {"sections": found, "site": settings.SITE_URL})
