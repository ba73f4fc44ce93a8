"""The person's own API tokens: list, make, take back. A token's text is shown once, in the answer that makes it."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import tokens
from agencies.forms_tokens import TokenForm
from agencies.models import User

# Thai here; put into the reader's language where it is said.
WHY_DEAD = {
    "revoked": gettext_noop("ยกเลิกแล้ว"),
    "expired": gettext_noop("หมดอายุแล้ว"),
    "outdated": gettext_noop("ใช้ไม่ได้แล้ว เพราะรหัสผ่านหรือบทบาทเปลี่ยน"),
}


@login_required
@require_safe
def token_list(request: HttpRequest) -> HttpResponse:
    """List the person's tokens, those that live first."""
    user: User = request.user  # type: ignore[assignment]
    now = timezone.now()
    found = [(token, tokens.why_dead(token, user, now=now)) for token in tokens.tokens_of(user)]
    rows = [{"token": token, "why": _(WHY_DEAD[why]) if why else ""} for token, why in found]
    rows.sort(key=lambda row: bool(row["why"]))
    return render(request, "agencies/token_list.html", {"rows": rows})


@login_required
@reauthentication_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def token_new(request: HttpRequest) -> HttpResponse:
    """Make a token, after the password has been asked for once more, and show its text this once."""
    user: User = request.user  # type: ignore[assignment]
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = tokens.issue(user, **form.cleaned_data, now=timezone.now())
        except tokens.TokenRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("agencies:token-list")
        return render(request, "agencies/token_made.html", {"token": token, "secret": secret})
    return render(request, "agencies/token_new.html", {"form": form}, status=400 if form.errors else 200)


@login_required
@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own token back: the next request with it is refused."""
    user: User = request.user  # type: ignore[assignment]
    if tokens.revoke(user, pk, now=timezone.now()):
        messages.success(request, _("ยกเลิกโทเคนแล้ว โปรแกรมที่ใช้โทเคนนี้จะอ่านข้อมูลไม่ได้อีก"))
    else:
        messages.info(request, _("โทเคนนี้ถูกยกเลิกไปแล้ว"))
    return redirect("agencies:token-list")
