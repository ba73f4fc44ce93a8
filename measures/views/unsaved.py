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
from measures.forms.unsaved import Side, side
from measures.models import Result
from measures.rules import may
from measures.selectors.entry import CHOICES
from measures.selectors.unsaved import form_of, kept_text
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
        authoring.keep_unsaved(result, typed, by=writer, version=version, why="session")
        back = reverse("measures:submission-entry", args=[result.submission_id, result.measure.indicator])
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
    context = _context(request, fresh, side(typed), message=str(refusal))
    if "X-Autosave" in request.headers:
        html = render_to_string("measures/parts/unsaved_sides.html", context | {"link": True}, request=request)
        return JsonResponse({"message": str(refusal), "html": html}, status=status)
    return render(request, "measures/unsaved.html", context, status=status)


def _context(request: HttpRequest, result: Result, mine: Side, *, message: str = "") -> dict[str, Any]:
    now = timezone.now()
    theirs = side(forms.from_payload(history.snapshot(result)))
    try:
        authoring.require_editable(result, by=person(request), now=now)
        why_not = ""
    except WorkflowError as refusal:
        why_not = str(refusal)
    return {
        "result": result,
        "mine": mine,
        "theirs": theirs,
        "merged": mine.merged_with(theirs),
        "message": message,
        "why_not": why_not,
        "choices": CHOICES,
        "seal": forms.seal(result, person(request)),
    }


@login_required
@require_safe
def unsaved(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the person's own kept text beside what stands now."""
    result = result_of(request, pk)
    if not (verdict := may(person(request), Action.RESULT_READ, result)):
        return refused(request, verdict, back=reverse("home"))
    kept = kept_text(result, person(request))
    if kept is None:
        return redirect(_card(result))
    return render(request, "measures/unsaved.html", _context(request, result, side(forms.from_payload(kept.payload))))


@login_required
@require_POST
def unsaved_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the person's kept text in the place of what stands."""
    result, user = result_of(request, pk), person(request)
    verdict = may(user, Action.RESULT_EDIT, result)
    allow_role(verdict)
    kept = kept_text(result, user)
    if kept is None:
        return redirect(_card(result)) if verdict else refused(request, verdict, back=_card(result))
    typed = forms.from_payload(kept.payload)
    version = forms.version(request.POST)
    try:
        authoring.save_result(result, typed, by=user, version=version, settles=True)
    except WorkflowError as refusal:
        return chooser(request, result, typed, refusal)
    messages.success(request, _("บันทึกข้อความที่เก็บไว้แล้ว"))
    return redirect(_card(result))


@login_required
@require_POST
def unsaved_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the person's own kept text away."""
    result = result_of(request, pk)
    if not (verdict := may(person(request), Action.RESULT_READ, result)):
        return refused(request, verdict, back=reverse("home"))
    authoring.drop_unsaved(result, by=person(request))
    messages.info(request, _("ทิ้งข้อความที่เก็บไว้แล้ว"))
    return redirect(_card(result))


def _card(result: Result) -> str:
    page = reverse("measures:submission-entry", args=[result.submission_id, result.measure.indicator])
    return f"{page}#m{result.pk}"
