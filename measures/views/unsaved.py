"""What was typed and could not be stored: kept for its writer, shown beside what stands, chosen by a person."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from measures import authoring, history
from measures.authoring import Typed
from measures.choices import Action
from measures.errors import WorkflowError
from measures.forms import entry as forms
from measures.forms.unsaved import Side, all_in_one, kept_of, side
from measures.models import Result, UnsavedText
from measures.rules import may
from measures.selectors.entry import CHOICES
from measures.selectors.unsaved import form_of, kept_texts
from measures.views.answering import allow_role, conflict, person, refused, result_of


def keep_for_owner(request: HttpRequest, pk: int) -> HttpResponse | None:
    """Keep the typed text for the form's owner when that person is not signed in now, and stop; else None.

    The signed note of the form says whose it is. A script is answered 401 (no session) or 409 (another
    account), a person the log-in page or the 409 page. Without a good note nothing is written.
    """
    owner = forms.sealed_user(request.POST, pk)
    user = person(request)
    if user.is_authenticated and owner in (None, user.pk):
        return None
    if owner is not None and (found := form_of(pk, owner)):
        result, writer = found
        typed, version = forms.typed(request.POST), forms.version(request.POST)
        back = reverse("measures:submission-entry", args=[result.submission_id, result.measure.group])
        try:
            authoring.keep_unsaved(
                result, typed, by=writer, version=version, why="session", form=forms.sealed_form(request.POST, pk)
            )
        except WorkflowError as refusal:
            return conflict(request, str(refusal), back=back, note=typed.text)
    else:
        back = reverse("home")
    if not user.is_authenticated:
        return redirect_to_login(back)
    reason = _("ขณะนี้มีบัญชีอื่นเข้าสู่ระบบอยู่ ข้อความถูกเก็บไว้ให้เจ้าของแล้ว โปรดเข้าสู่ระบบด้วยบัญชีเดิม")
    if "X-Autosave" in request.headers:
        return JsonResponse({"message": reason}, status=409)
    return conflict(request, reason, back=reverse("home"))


def chooser(request: HttpRequest, result: Result, typed: Typed, refusal: WorkflowError) -> HttpResponse:
    """Return the refusal with both texts side by side: 409 for a moved state or version, 400 for the content."""
    status = 409 if refusal.conflict else 400
    fresh = result_of(request, result.pk)
    if "X-Autosave" in request.headers:
        both = {"result": fresh, "mine": side(typed), "theirs": _stored(fresh)}
        html = render_to_string("measures/parts/unsaved_sides.html", both, request=request)
        return JsonResponse({"message": str(refusal), "html": html}, status=status)
    return render(
        request, "measures/unsaved.html", _context(request, fresh, typed, message=str(refusal)), status=status
    )


def _stored(result: Result) -> Side:
    return side(forms.from_payload(history.snapshot(result)))


def _context(request: HttpRequest, result: Result, typed: Typed | None = None, *, message: str = "") -> dict[str, Any]:
    """Return what the page shows. typed: what was just refused; it comes first, kept or not."""
    now, theirs = timezone.now(), _stored(result)
    kept = kept_of(kept_texts(result, person(request)), typed)
    try:
        authoring.require_editable(result, by=person(request), now=now)
        why_not = ""
    except WorkflowError as refusal:
        why_not = str(refusal)
    return {
        "result": result,
        "kept": kept,
        "theirs": theirs,
        "merged": all_in_one([*(one.side for one in kept), theirs]),
        "message": message,
        "why_not": why_not,
        "choices": CHOICES,
        "seal": forms.seal(result, person(request)),
    }


@login_required
@require_safe
def unsaved(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the person's own kept texts beside what stands now."""
    result = result_of(request, pk)
    if not (verdict := may(person(request), Action.RESULT_READ, result)):
        return refused(request, verdict, back=reverse("home"))
    if not kept_texts(result, person(request)):
        return redirect(_card(result))
    return render(request, "measures/unsaved.html", _context(request, result))


@login_required
@require_POST
def unsaved_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Store one of the person's kept texts in the place of what stands."""
    result, user = result_of(request, pk), person(request)
    verdict = may(user, Action.RESULT_EDIT, result)
    allow_role(verdict)
    kept = _named(request, result)
    if kept is None:
        return _onward(request, result) if verdict else refused(request, verdict, back=_card(result))
    typed = forms.from_payload(kept.payload)
    version = forms.version(request.POST)
    try:
        authoring.save_result(result, typed, by=user, version=version, settles=[kept.pk])
    except WorkflowError as refusal:
        return chooser(request, result, typed, refusal)
    messages.success(request, _("บันทึกข้อความที่เก็บไว้แล้ว"))
    return _onward(request, result)


@login_required
@require_POST
def unsaved_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw one of the person's own kept texts away."""
    result = result_of(request, pk)
    if not (verdict := may(person(request), Action.RESULT_READ, result)):
        return refused(request, verdict, back=reverse("home"))
    if kept := _named(request, result):
        authoring.drop_unsaved(result, by=person(request), kept=kept.pk)
        messages.info(request, _("ทิ้งข้อความที่เก็บไว้แล้ว"))
    return _onward(request, result)


def _named(request: HttpRequest, result: Result) -> UnsavedText | None:
    """Return the person's kept text that the form names; a form that names none means the only one."""
    own = kept_texts(result, person(request))
    if not request.POST.get("kept"):
        return own[0] if len(own) == 1 else None
    return next((one for one in own if one.pk in forms.settled(request.POST)), None)


def _onward(request: HttpRequest, result: Result) -> HttpResponse:
    """Go back to the measure, or to the choice while other texts wait."""
    waits = kept_texts(result, person(request))
    return redirect("measures:unsaved", result.pk) if waits else redirect(_card(result))


def _card(result: Result) -> str:
    page = reverse("measures:submission-entry", args=[result.submission_id, result.measure.group])
    return f"{page}#m{result.pk}"
