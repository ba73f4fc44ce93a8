"""What every view of the API shares: language, limits, parameters, pages, ETag."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from ita_portal.api import asking
from ita_portal.api.asking import Param
from ita_portal.api.throttling import AddressThrottle, OpenThrottle


class ApiView(APIView):
    """One address that is only read.

    summary: what it gives, in Thai. operation: its name for programs. refuses: the answers 403, 404 and 409 that its
    own rule may give. tag: under which heading the reference lists it. scope: what a token needs; ""
    anything. asks: its query parameters; others are refused. shape: the serializer of what it gives.
    """

    http_method_names = ["get", "head"]
    summary: ClassVar[Any] = ""
    tag: ClassVar[Any] = ""
    scope: ClassVar[str] = ""
    public: ClassVar[bool] = False
    is_list: ClassVar[bool] = False
    operation: ClassVar[str] = ""
    refuses: ClassVar[frozenset[int]] = frozenset()
    asks: ClassVar[Sequence[Param]] = ()
    shape: ClassVar[type[Serializer]] = Serializer
    now: dt.datetime
    asked: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in the language that the request asks for: the cookie, then Accept-Language, else Thai."""
        self.now = timezone.now()
        with translation.override(translation.get_language_from_request(request)):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Count the address before anything is looked up, then let in or refuse, then read the parameters."""
        throttle = OpenThrottle() if self.public else AddressThrottle()
        if not throttle.allow_request(request, self):
            self.throttled(request, throttle.wait())
        super().initial(request, *args, **kwargs)
        self.asked = asking.read(request.query_params, self.all_asks())

    def all_asks(self) -> tuple[Param, ...]:
        """Return every parameter that the address accepts."""
        return (*self.asks, *asking.PAGING) if self.is_list else tuple(self.asks)

    def refusals(self) -> set[int]:
        """Return the statuses of all refusals that the address may answer with."""
        return {400, 429, *self.refuses} | (set() if self.public else {401}) | ({403} if self.scope else set())

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Say the language and what the answer varies by; a good answer gets its ETag once it is written."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
        answer.headers.pop("Allow", None) if answer.status_code == 200 else None
        patch_vary_headers(answer, ("Accept-Language", "Authorization", "Cookie"))
        shared = self.public and answer.status_code == 200
        answer.headers["Cache-Control"] = "public, max-age=60" if shared else "private, no-cache"
        if answer.status_code == 200 and isinstance(answer, Response):
            plain = request._request
            answer.add_post_render_callback(lambda written: _unless_known(plain, written))
        return answer


def _unless_known(request: HttpRequest, written: HttpResponse) -> HttpResponse:
    """Return the written answer with its ETag, or 304 where the request knows it."""
    written.headers["ETag"] = f'"{hashlib.sha256(written.content).hexdigest()[:32]}"'
    known = get_conditional_response(request, etag=written.headers["ETag"], response=written)
    return written if known is None else known


class ListView(ApiView):
    """Rows in the order of their ids, some at a time: {"next": address or null, "results": […]}.

    `rows` says which there are for whom; `loaded` fetches what the shape shows of the few on the page.
    """

    is_list = True

    def rows(self) -> QuerySet:
        """Return all rows that this person may see."""
        raise NotImplementedError

    def loaded(self, rows: QuerySet) -> QuerySet:
        """Return the rows with what the shape shows of them."""
        return rows

    def get(self, request: Request, **place: Any) -> Response:
        """Return a page."""
        rows = self.rows()
        for param in self.asks:
            if param.name in self.asked:
                rows = param.narrow(rows, self.asked[param.name])
        limit = self.asked.get("limit", asking.USUAL_ROWS)
        wanted = rows.order_by("pk").filter(pk__gt=self.asked.get("after", 0))
        # The page's ids first: counting and joining then touches these rows alone.
        keys = list(wanted.values_list("pk", flat=True)[: limit + 1])
        here, further = keys[:limit], len(keys) > limit
        found = list(self.loaded(rows.filter(pk__in=here)).order_by("pk")) if here else []
        shown = self.shape(found, many=True, context=self.context(found)).data
        return Response({"next": self._next(request, here[-1]) if further else None, "results": shown})

    def context(self, found: list[Any]) -> dict[str, Any]:
        """Return what the shape needs beside the rows of the page."""
        return {"now": self.now}

    def _next(self, request: Request, after: int) -> str:
        """Return the address of the next page at SITE_URL: a forged Host header leads nobody away."""
        query = {name: value for name, value in self.asked.items() if name != "after"} | {"after": after}
        return f"{settings.SITE_URL}{request.path}?{urlencode(query)}"


class OneView(ApiView):
    """One thing, whole."""

    def one(self, key: int) -> Any:
        """Return it; key: its id or year.

        Raises Http404 where the person may not know of it, Refused where the rule says no.
        """
        raise NotImplementedError

    def get(self, request: Request, **place: Any) -> Response:
        """Return it in its shape."""
        return Response(self.shape(self.one(*place.values()), context={"now": self.now}).data)
