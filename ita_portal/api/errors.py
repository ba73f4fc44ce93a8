"""What a refusal looks like: {"detail": words in the reader's language, "code": a word for programs}."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework import exceptions, status
from rest_framework.response import Response

from agencies.verdict import Verdict

# Thai here; put into the reader's language where it is said. What the framework would say in words of its own.
WORDS = {
    "not_authenticated": gettext_noop("โปรดส่งโทเคน API มากับคำขอ (Authorization: Bearer …)"),
    "not_found": gettext_noop("ไม่พบข้อมูลนี้ หรือบัญชีนี้ไม่มีสิทธิ์รู้ว่ามี"),
    "method_not_allowed": gettext_noop("API นี้อ่านข้อมูลอย่างเดียว (GET, HEAD)"),
    "throttled": gettext_noop("ส่งคำขอถี่เกินไป โปรดรอ %(wait)s วินาทีแล้วลองใหม่"),
    "permission_denied": gettext_noop("ไม่มีสิทธิ์ทำรายการนี้"),
}


class Refused(exceptions.APIException):
    """A "no" with its reason and a code; `status_code` says of which kind."""

    def __init__(self, reason: str, code: str, status_code: int) -> None:
        super().__init__(reason, code)
        self.status_code = status_code


class Unauthenticated(exceptions.AuthenticationFailed):
    """The token or the session opens nothing (401)."""


def wrong_parameter(reason: str, code: str = "invalid_parameter") -> Refused:
    """Return the refusal of a parameter (400)."""
    return Refused(reason, code, status.HTTP_400_BAD_REQUEST)


def require(verdict: Verdict) -> None:
    """Let a yes pass; raise the no with its reason: 409 where only the state is wrong, else 403."""
    if verdict:
        return
    if verdict.conflict:
        raise Refused(verdict.reason, "not_now", status.HTTP_409_CONFLICT)
    raise Refused(verdict.reason, "permission_denied", status.HTTP_403_FORBIDDEN)


def answer(problem: Exception, context: dict[str, Any]) -> Response | None:
    """Return the answer to an exception of a view; None for a fault of ours, which Django answers and logs."""
    if isinstance(problem, Http404):
        problem = exceptions.NotFound()
    elif isinstance(problem, PermissionDenied):
        problem = exceptions.PermissionDenied(*problem.args)
    if not isinstance(problem, exceptions.APIException):
        return None
    code = str(problem.get_codes())
    detail = str(problem.detail)
    headers = {}
    if isinstance(problem, exceptions.Throttled):
        wait = int(getattr(problem, "wait", None) or 1)
        headers["Retry-After"] = str(wait)
        detail = _(WORDS["throttled"]) % {"wait": wait}
    elif code in WORDS and (detail == str(problem.default_detail) or isinstance(problem, exceptions.MethodNotAllowed)):
        detail = _(WORDS[code])
    if challenge := getattr(problem, "auth_header", ""):
        headers["WWW-Authenticate"] = challenge
    return Response({"detail": detail, "code": code}, status=problem.status_code, headers=headers)
