"""Beside a result: what became of its links, and asking for a check out of turn."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from measures import linking
from measures.choices import Action
from measures.errors import WorkflowError
from measures.models import Result
from measures.rules import may
from measures.selectors.links import Chip, chip_of, fresh_chips, history_of
from measures.views.answering import allow_role, person, refused, result_of


@login_required
@require_safe
def link_chips(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a script with the chips of a result's links as HTML, and whether one still waits for its check."""
    result = result_of(request, pk)
    if not (verdict := may(person(request), Action.RESULT_READ, result)):
        return refused(request, verdict, back=reverse("home"))
    recheck = bool(may(person(request), Action.LINK_RECHECK, result))
    chips = fresh_chips(result)
    rows = [{"typed": chip.link.typed, "html": _html(chip, recheck, request)} for chip in chips]
    return JsonResponse({"waiting": any(chip.waiting for chip in chips), "chips": rows})


def _html(chip: Chip, recheck: bool, request: HttpRequest) -> str:
    return render_to_string("measures/parts/link_chip.html", {"chip": chip, "recheck": recheck}, request)


@login_required
@require_safe
def link_history(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    """Show every check of one link of a result, and let it be checked again."""
    result, user = result_of(request, pk), person(request)
    if not (verdict := may(user, Action.RESULT_READ, result)):
        return refused(request, verdict, back=reverse("home"))
    chip = _chip(result, link_pk)
    return render(request, "measures/link_history.html", {
        "result": result, "chip": chip, "checks": history_of(chip),
        "recheck": may(user, Action.LINK_RECHECK, result),
    })  # fmt: skip


@login_required
@require_POST
def link_recheck(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    """Let one link be checked now; a script is told in JSON, a person on the link's page."""
    result = result_of(request, pk)
    allow_role(may(person(request), Action.LINK_RECHECK, result))
    chip = _chip(result, link_pk)
    page = reverse("measures:link-history", args=[pk, link_pk])
    is_script = "X-Autosave" in request.headers
    try:
        linking.recheck(result, chip.link, by=person(request))
    except WorkflowError as refusal:
        if is_script:
            return JsonResponse({"message": str(refusal)}, status=409)
        if refusal.conflict:
            return refused(request, refusal, back=page)
        messages.error(request, str(refusal))
        return redirect(page)
    if is_script:
        return JsonResponse({"message": ""})
    messages.success(request, _("ขอให้ตรวจลิงก์นี้แล้ว ผลจะมาในไม่กี่วินาที"))
    return redirect(page)


def _chip(result: Result, link_pk: int) -> Chip:
    if (chip := chip_of(result, link_pk)) is None:
        raise Http404
    return chip
