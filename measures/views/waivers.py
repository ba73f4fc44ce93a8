"""Waive checks for an agency, and end that again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from measures import waiving
from measures.choices import Action
from measures.errors import WorkflowError
from measures.forms.review import WaiverForm
from measures.models import CheckWaiver
from measures.rules import may
from measures.selectors.waivers import waivers_of
from measures.views.answering import conflict, person, refused, submission_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_waivers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the waivers for the report's agency and ask for a new one; POST grants it."""
    submission, user = submission_of(request, pk), person(request)
    back = reverse("measures:submission-detail", args=[pk])
    if not (verdict := may(user, Action.CHECK_WAIVE, submission)):
        return refused(request, verdict, back=back, note=request.POST.get("reason", ""))
    form = WaiverForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            waiving.waive(submission, typed["code"], by=user, reason=typed["reason"], until=typed["until"])
        except WorkflowError as refusal:
            if refusal.conflict:
                here = reverse("measures:check-waivers", args=[pk])
                return conflict(request, str(refusal), back=here, note=typed["reason"])
            form.add_error("until", str(refusal))
        else:
            messages.success(request, _("ยกเว้นการตรวจแล้ว หน่วยงานจะเห็นเหตุผล"))
            return redirect("measures:check-waivers", pk)
    context = {"submission": submission, "form": form, "waivers": waivers_of(submission, now=timezone.now())}
    status = 400 if request.method == "POST" else 200
    return render(request, "measures/check_waivers.html", context, status=status)


@login_required
@require_POST
def waiver_end(request: HttpRequest, pk: int, waiver_pk: int) -> HttpResponse:
    """Let a waived check count again."""
    submission, user = submission_of(request, pk), person(request)
    if not (verdict := may(user, Action.CHECK_WAIVE, submission)):
        return refused(request, verdict, back=reverse("measures:submission-detail", args=[pk]))
    try:
        waiving.end(submission, waiver_pk, by=user)
    except CheckWaiver.DoesNotExist as unknown:
        raise Http404 from unknown
    except WorkflowError as refusal:
        return refused(request, refusal, back=reverse("measures:submission-detail", args=[pk]))
    messages.success(request, _("สิ้นสุดการยกเว้นแล้ว การตรวจนี้นับตามปกติ"))
    return redirect("measures:check-waivers", pk)
