"""How pages of a round's work refuse: 404 for what is not theirs, 403 for the role, 409 for the state."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from agencies.models import User
from agencies.verdict import Verdict
from measures.errors import WorkflowError
from measures.models import Result, Submission


def person(request: HttpRequest) -> User:
    """Return the signed-in person."""
    return request.user  # type: ignore[return-value]


def submission_of(request: HttpRequest, pk: int) -> Submission:
    """Return the submission with its round, plan and agency, or answer 404 where it is not theirs to know."""
    return get_object_or_404(Submission.objects.visible_to(person(request)).with_context(), pk=pk)


def result_of(request: HttpRequest, pk: int) -> Result:
    """Return the result with its surroundings, or answer 404 where it is not theirs to know."""
    return get_object_or_404(Result.objects.visible_to(person(request)).with_context(), pk=pk)


def allow_role(verdict: Verdict) -> None:
    """Raise PermissionDenied (403 with the Thai reason) when the role lacks it; a wrong state passes."""
    if not verdict and not verdict.conflict:
        raise PermissionDenied(verdict.reason)


def conflict(request: HttpRequest, reason: str, *, back: str, note: str = "", status: int = 409) -> HttpResponse:
    """Return the 409 page (400 where the content is refused): the reason, what was typed, and the way back.

    Where somebody only wanted to look, the page does not say that nothing was saved.
    """
    looked = request.method in ("GET", "HEAD")
    context: dict[str, Any] = {
        "message": reason, "retry_url": back, "note": note, "status": status, "looked": looked,
    }  # fmt: skip
    return render(request, "measures/submission_conflict.html", context, status=status)


def refused(request: HttpRequest, refusal: WorkflowError | Verdict, *, back: str, note: str = "") -> HttpResponse:
    """Return the 409 page of a refusal; raise PermissionDenied when it is the role that lacks."""
    reason = refusal.reason if isinstance(refusal, Verdict) else str(refusal)
    if not refusal.conflict:
        raise PermissionDenied(reason)
    return conflict(request, reason, back=back, note=note)
