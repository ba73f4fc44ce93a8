"""Beside a result: comments, and its history."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from measures import authoring
from measures.choices import Action
from measures.errors import WorkflowError
from measures.rules import may
from measures.selectors.history import result_history
from measures.views.answering import allow_role, conflict, person, refused, result_of


@login_required
@require_POST
def result_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a remark beside a result."""
    result = result_of(request, pk)
    if request.POST.get("next") == "review":
        page = reverse("measures:review-result", args=[result.submission_id, pk])
    else:
        page = reverse("measures:submission-entry", args=[result.submission_id, result.measure.group])
    allow_role(may(person(request), Action.COMMENT, result))
    text = request.POST.get("comment", "").replace("\0", "")
    try:
        authoring.comment(result, text, by=person(request))
    except WorkflowError as refusal:
        status = 409 if refusal.conflict else 400
        return conflict(request, str(refusal), back=f"{page}#m{pk}", note=text, status=status)
    messages.success(request, _("เพิ่มความเห็นแล้ว"))
    return redirect(f"{page}#m{pk}")


@login_required
@require_safe
def result_history_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what happened to a result: all of it to whoever may read the audit, the review's words to its staff."""
    result, user = result_of(request, pk), person(request)
    audit = may(user, Action.AUDIT_READ, result)
    verdict = audit or may(user, Action.RESULT_READ, result)
    if not verdict:
        return refused(request, verdict, back=reverse("home"))
    lines = result_history(result, user=user)
    context = {"result": result, "lines": lines, "audit": audit, "reads": may(user, Action.RESULT_READ, result)}
    return render(request, "measures/result_history.html", context)
