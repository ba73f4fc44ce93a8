"""Between a form and a session that has ended: keep the words, ask for the log-in, offer them again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.http import require_POST

from agencies.models import User
from ita_portal import drafts
from ita_portal.auth.middleware import OPEN_NAMESPACES, asks_by_script
from ita_portal.drafts import DraftsFull


class DraftMiddleware:
    """Keep what comes from a form of somebody who is not signed in now; take it away once it is sent.

    It stands after the CSRF check: what another site sends is never kept. A script keeps its words on its
    page, is answered by others and is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _was_sent(request, response):
            drafts.settle(request.user, request.POST)  # type: ignore[arg-type]
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Stop a form whose writer is not the person who is signed in; let every other request pass."""
        # A public page has no writer, and reads its uploads itself.
        match = request.resolver_match
        if request.method != "POST" or asks_by_script(request) or (match and match.namespace in OPEN_NAMESPACES):
            return None
        note = drafts.read_note(request.POST)
        if note is None or request.user.pk == note.user:
            return None
        try:
            kept = drafts.keep(note, request.path, request.POST)
        except DraftsFull as full:
            return _stopped(request, str(full), words=drafts.typed_words(request.POST.items()))  # type: ignore[arg-type]
        if request.user.is_authenticated:
            return _stopped(request, _("ขณะนี้มีบัญชีอื่นเข้าสู่ระบบอยู่ ข้อความถูกเก็บไว้ให้เจ้าของแล้ว โปรดเข้าสู่ระบบด้วยบัญชีเดิม"))
        if kept is None:
            return None
        messages.info(request, _("หมดเวลาการเข้าสู่ระบบ ข้อความที่พิมพ์ถูกเก็บไว้แล้ว โปรดเข้าสู่ระบบด้วยบัญชีเดิมเพื่อส่งต่อ"))
        return redirect_to_login(drafts.page_of(kept))


def _was_sent(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether a form did what it asked for: every view of ours then leads on, a refusal shows a page."""
    if request.method != "POST" or response.status_code != 302 or not hasattr(request, "user"):
        return False
    return request.user.is_authenticated and not response.headers["Location"].startswith(reverse("account_login"))


def _stopped(request: HttpRequest, reason: str, *, words: str = "") -> HttpResponse:
    context = {"message": reason, "note": words}
    return render(request, "measures/submission_conflict.html", context, status=409)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form with an old token, and keep the words of the person who is signed in and drew that form.

    The token is old when somebody logged in again in another tab. The note cannot be made by another site.
    """
    response = plain_csrf_failure(request, reason=reason)
    note = drafts.read_note(request.POST)
    user: Any = getattr(request, "user", None)
    if note is None or user is None or user.pk != note.user:
        return response
    try:
        kept = drafts.keep(note, request.path, request.POST)
    except DraftsFull as full:
        return _stopped(request, str(full), words=drafts.typed_words(request.POST.items()))  # type: ignore[arg-type]
    if kept is None:
        return response
    return render(request, "403_csrf.html", {"kept_url": drafts.page_of(kept)}, status=403)


@login_required
@require_POST
def draft_discard(request: HttpRequest) -> HttpResponse:
    """Throw the own text away that the form names."""
    user: User = request.user  # type: ignore[assignment]
    drafts.settle(user, request.POST)
    messages.info(request, _("ทิ้งข้อความที่เก็บไว้แล้ว"))
    return redirect("home")
