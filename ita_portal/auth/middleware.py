"""Between log-in and work: the second factor, and a plain answer to scripts whose session has ended."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

# What someone without the required second factor may still open: setting it up, logging out, the language.
OPEN_NAMES = frozenset({
    "account_login", "account_logout", "account_reauthenticate", "mfa_reauthenticate", "mfa_activate_totp",
    "set_language", "healthz", "readyz",
})  # fmt: skip
OPEN_NAMESPACES = frozenset({"public", "help"})


def asks_by_script(request: HttpRequest) -> bool:
    """Tell whether a script asks, not a person: htmx, or one that accepts JSON and no HTML."""
    accept = request.headers.get("Accept", "")
    return "HX-Request" in request.headers or ("application/json" in accept and "text/html" not in accept)


def lacks_second_factor(user: Any) -> bool:
    """Tell whether a role of the person calls for a second factor that is not set up."""
    if not user.is_authenticated or not user.must_have_second_factor:
        return False
    return not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


class SecondFactorMiddleware:
    """Mark such a person `is_halfauth` (every policy then refuses) and send them to set it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if asks_by_script(request) and self._goes_to_login(response):
            return JsonResponse({"message": _("หมดเวลาการเข้าสู่ระบบ โปรดเข้าสู่ระบบอีกครั้ง")}, status=401)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Stop every view but the open ones for a person without the required second factor."""
        match = request.resolver_match
        if match and (match.url_name in OPEN_NAMES or match.namespace in OPEN_NAMESPACES):
            return None
        if not lacks_second_factor(request.user):
            return None
        request.user.is_halfauth = True  # type: ignore[union-attr]
        if match and match.namespace == "api":
            return None  # its own permission asks `barred` and answers in its own shape
        reason = _("บทบาทของคุณต้องยืนยันตัวตนสองขั้น โปรดตั้งแอปยืนยันตัวตนก่อนเริ่มงาน")
        if asks_by_script(request):
            return JsonResponse({"message": reason}, status=403)
        messages.warning(request, reason)
        return redirect("mfa_activate_totp")

    @staticmethod
    def _goes_to_login(response: HttpResponse) -> bool:
        return response.status_code == 302 and response.headers["Location"].startswith(reverse("account_login"))
