"""The own account: facts, switching between roles, and the one-time link that sets a password."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import authoring, directory, invitations, standing
from agencies.forms import AccountForm, FirstPasswordForm
from agencies.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show the own account and change name, telephone and address."""
    user: User = request.user  # type: ignore[assignment]
    form = AccountForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        authoring.edit_account(user, **form.cleaned_data)
        messages.success(request, _("บันทึกบัญชีแล้ว"))
        return redirect("agencies:account")
    context = {"form": form, "roles": user.held, "has_factor": directory.has_second_factor(user)}
    return render(request, "agencies/account.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Work in another of the own roles from now on."""
    membership = standing.switch(request, request.POST.get("membership"))
    if membership is None:
        messages.error(request, _("บทบาทนี้ไม่ใช่ของคุณ"))
    else:
        messages.success(request, _("เปลี่ยนเป็น %(place)s แล้ว") % {"place": membership.place})
    return redirect("home")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Let the invited person set a password; the link works once."""
    person = invitations.person_of(uid, token)
    if person is None:
        return render(request, "agencies/invitation_dead.html", status=404)
    if request.method == "GET":
        # Who sent the link sees that it arrived; nothing else changes.
        authoring.note_opened(person)
    form = FirstPasswordForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data
            accepted = authoring.accept_invitation(uid, token, given["new_password1"], given.get("email"))
        except authoring.Refused:
            return render(request, "agencies/invitation_dead.html", status=404)
        get_adapter().forget_wrong_tries(request, accepted)
        return redirect("agencies:invitation-done")
    context = {"form": form, "person": person}
    return render(request, "agencies/invitation.html", context, status=400 if form.errors else 200)


@require_safe
def invitation_done(request: HttpRequest) -> HttpResponse:
    """Say that the password is set and lead to the log-in page."""
    return render(request, "account/password_reset_from_key_done.html")
