"""Decide what is suspicious about the links of a report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.models import User
from measures import findings
from measures.choices import Action
from measures.errors import WorkflowError
from measures.forms.entry import plain
from measures.models import Submission
from measures.rules import may
from measures.views.answering import allow_role, conflict, person, submission_of


@login_required
@require_POST
def finding_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the proposed address in the place of the suspicious one, in every measure concerned."""
    submission, user = _decidable(request, pk)
    try:
        decision = findings.accept(submission, _key(request), by=user)
    except WorkflowError as refusal:
        return _refused(request, submission, refusal)
    changed = decision.about.get("changed", [])
    messages.success(request, _("แก้ลิงก์ตามที่เสนอแล้ว {count} มาตรการ").format(count=len(changed)))
    return redirect(_back(request, submission))


@login_required
@require_POST
def finding_dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Note why the links are right as they are."""
    submission, user = _decidable(request, pk)
    reason = plain(request.POST.get("reason", ""))
    try:
        findings.dismiss(submission, _key(request), by=user, reason=reason)
    except WorkflowError as refusal:
        return _refused(request, submission, refusal, note=reason)
    messages.success(request, _("บันทึกเหตุผลแล้ว จังหวัดจะเห็นเหตุผลนี้"))
    return redirect(_back(request, submission))


@login_required
@require_POST
def finding_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision back; links that it had changed are put back."""
    submission, user = _decidable(request, pk)
    try:
        findings.undo(submission, _key(request), by=user)
    except WorkflowError as refusal:
        return _refused(request, submission, refusal)
    messages.success(request, _("ย้อนการตัดสินแล้ว"))
    return redirect(_back(request, submission))


def _decidable(request: HttpRequest, pk: int) -> tuple[Submission, User]:
    submission, user = submission_of(request, pk), person(request)
    allow_role(may(user, Action.FINDING_DECIDE, submission))
    return submission, user


def _key(request: HttpRequest) -> str:
    return plain(request.POST.get("key", ""))[:64]


def _back(request: HttpRequest, submission: Submission) -> str:
    """Return the page that the button stood on: the overview, or an indicator or issue."""
    number = request.POST.get("group", "")
    if number.isascii() and number.isdigit() and len(number) < 5:
        page = reverse("measures:submission-entry", args=[submission.pk, int(number)])
    else:
        page = reverse("measures:submission-detail", args=[submission.pk])
    return f"{page}?findings=1#evidence-findings"


def _refused(request: HttpRequest, submission: Submission, refusal: WorkflowError, *, note: str = "") -> HttpResponse:
    back = _back(request, submission)
    if refusal.conflict or note:
        return conflict(request, str(refusal), back=back, note=note)
    messages.error(request, str(refusal))
    return redirect(back)
