"""Publishing a round: what everybody will be able to read, then the act."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from measures.choices import Action
from measures.errors import WorkflowError
from measures.forms.entry import plain
from measures.models import Round
from measures.rules import may
from measures.views.answering import allow_role, person, refused
from measures.views.rounds import BY_ACTION, moved_on, round_or_404, round_url
from reports.publishing import preview, publish


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what becomes public, take the note of a correction, publish."""
    round_, user = round_or_404(request, pk), person(request)
    verdict = may(user, Action.ROUND_PUBLISH, round_)
    if request.method != "POST":
        return _asking(request, round_) if verdict else refused(request, verdict, back=round_url(round_))
    allow_role(verdict)
    note = plain(request.POST.get("note", ""))
    try:
        publish(round_, by=user, note=note, withdraw=request.POST.get("withdraw") == "yes")
    except WorkflowError as refusal:
        if refusal.conflict:
            return moved_on(request, round_, Action.ROUND_PUBLISH, str(refusal), note)
        return _asking(request, round_, problem=str(refusal), note=note, status=400)
    messages.success(request, _("เผยแพร่รอบแล้ว ทุกคนเปิดหน้าสาธารณะได้ทันที"))
    return redirect(round_url(round_))


def _asking(
    request: HttpRequest, round_: Round, *, problem: str = "", note: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "round": round_, "move": BY_ACTION[Action.ROUND_PUBLISH], "page": preview(round_), "problem": problem,
        "note": note, "withdraw": request.POST.get("withdraw") == "yes",
    }  # fmt: skip
    return render(request, "reports/round_publish.html", context, status=status)
