"""The person's own inbox, and which kinds of notices also come by mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import inbox as box
from agencies.forms_inbox import NoticeSettingsForm
from agencies.models import User
from agencies.notices import mark_read

PAGE = 30


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what the person was told, the newest first. ?show=unread leaves out what was read or done."""
    user: User = request.user  # type: ignore[assignment]
    unread_only = request.GET.get("show") == "unread"
    page = Paginator(box.notices_of(user, unread_only=unread_only), PAGE).get_page(request.GET.get("page"))
    return render(request, "agencies/inbox.html", {
        "page": page,
        "unread_only": unread_only,
        "unread": getattr(user, "unread_notices", 0),
        "query": "show=unread&" if unread_only else "",
    })  # fmt: skip


@login_required
@require_POST
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice as read and go to the place that it is about."""
    user: User = request.user  # type: ignore[assignment]
    notice = get_object_or_404(box.notices_of(user), pk=pk)
    mark_read(user, now=timezone.now(), pk=pk)
    return redirect(notice.url)


@login_required
@require_POST
def inbox_read(request: HttpRequest) -> HttpResponse:
    """Mark one notice (`notice`) as read, or all."""
    user: User = request.user  # type: ignore[assignment]
    one = request.POST.get("notice", "")
    key = int(one) if one.isascii() and one.isdigit() and len(one) < 19 else None
    if one and key is None:
        return redirect("agencies:inbox")
    mark_read(user, now=timezone.now(), pk=key)
    return redirect("agencies:inbox")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: HttpRequest) -> HttpResponse:
    """Choose which kinds of notices also come by mail."""
    user: User = request.user  # type: ignore[assignment]
    # Nothing ticked is a choice, too: no mail at all.
    data = request.POST if request.method == "POST" else None
    form = NoticeSettingsForm(data, initial={"kinds": sorted(box.kinds_by_mail(user))})
    if form.is_valid():
        box.choose_kinds(user, form.cleaned_data["kinds"])
        messages.success(request, _("บันทึกการรับอีเมลแล้ว"))
        return redirect("agencies:notice-settings")
    context = {"form": form, "at": box.digest_hour()}
    return render(request, "agencies/notice_settings.html", context, status=400 if form.errors else 200)
