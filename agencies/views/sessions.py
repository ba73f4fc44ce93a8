"""Where the person is signed in; ending one session, or all but this one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from agencies import sessions
from agencies.forms import PasswordForm
from agencies.models import User


@login_required
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """List the person's open sessions, this one marked."""
    user: User = request.user  # type: ignore[assignment]
    return _page(request, PasswordForm(user=user))


def _page(request: HttpRequest, form: PasswordForm) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    rows = [(row, row.session_key == request.session.session_key) for row in sessions.sessions_of(user)]
    context = {"rows": rows, "form": form, "listed": any(is_this for _row, is_this in rows)}
    return render(request, "agencies/sessions.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@login_required
@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session, after the password; this one is ended by logging out."""
    user: User = request.user  # type: ignore[assignment]
    row = get_object_or_404(user.sessions_seen, pk=pk)
    form = PasswordForm(request.POST, user=user)
    if not form.is_valid():
        return _page(request, form)
    if row.session_key == request.session.session_key:
        messages.info(request, _("เซสชันนี้คือที่ใช้อยู่ โปรดกดออกจากระบบ"))
        return redirect("agencies:session-list")
    sessions.end(user, row)
    messages.success(request, _("ออกจากระบบที่อุปกรณ์นั้นแล้ว"))
    return redirect("agencies:session-list")


@sensitive_post_parameters()
@login_required
@require_POST
def session_end_others(request: HttpRequest) -> HttpResponse:
    """End every session but this one, after the password."""
    user: User = request.user  # type: ignore[assignment]
    form = PasswordForm(request.POST, user=user)
    if not form.is_valid():
        return _page(request, form)
    sessions.end_others(user, request.session)
    messages.success(request, _("ออกจากระบบที่อุปกรณ์อื่นทั้งหมดแล้ว"))
    return redirect("agencies:session-list")
