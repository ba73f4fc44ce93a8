"""The province's own texts for form B: what is covered, and writing beside the agencies' answers."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from measures import authoring
from measures.choices import Action
from measures.errors import StaleVersion, WorkflowError
from measures.forms.narratives import NarrativeTyped, narrative_stored, narrative_typed, problem, with_words_of
from measures.forms.planning import keys, version
from measures.grouping import asks_outcome
from measures.models import Narrative, Round
from measures.rules import may
from measures.selectors.narratives import chosen, narrative_at, narrative_groups, said_of, takeable
from measures.views.answering import allow_role, conflict, person, refused
from measures.views.rounds import round_or_404


def _list_url(round_: Round) -> str:
    return reverse("measures:narratives", args=[round_.pk])


@login_required
@require_safe
def narratives(request: HttpRequest, pk: int) -> HttpResponse:
    """Show by indicator or issue what is covered by which text, and what is not yet."""
    round_, user = round_or_404(request, pk), person(request)
    edit = may(user, Action.NARRATIVE_EDIT, round_)
    if not (edit or edit.conflict or may(user, Action.EXPORT_PROVINCE, round_)):
        raise PermissionDenied(edit.reason)
    groups = narrative_groups(round_)
    total, done = sum(len(group.rows) for group in groups), sum(group.done for group in groups)
    context = {"round": round_, "groups": groups, "edit": edit, "total": total, "done": done}
    return render(request, "measures/narratives.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def narrative_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a text. ?group= and ?measure= are ticked beforehand."""
    return _narrative(request, round_or_404(request, pk), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def narrative_edit(request: HttpRequest, pk: int, narrative_pk: int) -> HttpResponse:
    """Change a text or what it covers, or take it away."""
    round_, narrative = round_or_404(request, pk), narrative_at(narrative_pk)
    if narrative is None and request.method == "POST":
        # Taken away in between: the words that were typed stay on the page.
        allow_role(may(person(request), Action.NARRATIVE_EDIT, round_))
        gone = _("มีผู้อื่นลบข้อความนี้ไปแล้ว คัดลอกข้อความของคุณไปเขียนใหม่ได้")
        return conflict(request, gone, back=_list_url(round_), note=narrative_typed(request.POST).text)
    if narrative is None or narrative.round_id != round_.pk:
        raise Http404
    return _narrative(request, round_, narrative)


def _narrative(request: HttpRequest, round_: Round, narrative: Narrative | None) -> HttpResponse:
    verdict = may(person(request), Action.NARRATIVE_EDIT, round_)
    if request.method != "POST":
        if not verdict:
            return refused(request, verdict, back=_list_url(round_))
        return _page(request, round_, narrative, narrative_stored(narrative) if narrative else _asked(request))
    allow_role(verdict)
    typed = narrative_typed(request.POST)
    if not verdict:
        return conflict(request, verdict.reason, back=_list_url(round_), note=typed.text)
    if take := keys([request.POST.get("take", "")]):
        if result := takeable(round_, take.pop()):
            outcome = with_words_of(typed.outcome, result.outcome) if asks_outcome(round_) else typed.outcome
            typed = replace(typed, text=with_words_of(typed.text, result.text), outcome=outcome)
        return _page(request, round_, narrative, typed)
    if request.POST.get("do") == "show":
        return _page(request, round_, narrative, typed)
    return _save(request, round_, narrative, typed)


def _asked(request: HttpRequest) -> NarrativeTyped:
    """Return an empty text with what the address ticks beforehand."""
    return NarrativeTyped(
        "", frozenset(keys(request.GET.getlist("group"))), frozenset(keys(request.GET.getlist("measure")))
    )


def _save(request: HttpRequest, round_: Round, narrative: Narrative | None, typed: NarrativeTyped) -> HttpResponse:
    groups = narrative_groups(round_)
    removes = narrative is not None and request.POST.get("do") == "remove"
    if removes and narrative:
        text, covers = "", list(narrative.covers.all())
    else:
        text, covers = typed.text, chosen(groups, numbers=set(typed.groups), measures=set(typed.measures))
        if wrong := problem(typed, covers):
            return _page(request, round_, narrative, typed, {"problem": wrong}, status=400)
    try:
        authoring.save_narrative(
            round_, text, by=person(request), covers=covers, narrative=narrative, version=version(request.POST),
            outcome=typed.outcome,
        )  # fmt: skip
    except StaleVersion as refusal:
        more = {
            "message": str(refusal), "yours": typed.text, "theirs": refusal.current["text"],
            "your_outcome": typed.outcome, "their_outcome": refusal.current["outcome"],
        }  # fmt: skip
        return _page(request, round_, narrative, typed, more, status=409)
    except Narrative.DoesNotExist:
        return conflict(request, _("มีผู้อื่นลบข้อความนี้ไปแล้ว"), back=_list_url(round_), note=typed.text)
    except WorkflowError as refusal:
        if refusal.conflict:
            return conflict(request, str(refusal), back=_list_url(round_), note=typed.text)
        return _page(request, round_, narrative, typed, {"problem": str(refusal)}, status=400)
    messages.success(request, _("ลบข้อความแล้ว") if removes else _("บันทึกข้อความแล้ว"))
    return redirect(_list_url(round_))


def _page(
    request: HttpRequest, round_: Round, narrative: Narrative | None, typed: NarrativeTyped,
    more: dict[str, Any] | None = None, *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Return the form with what was typed, beside what the agencies said of the measures ticked."""
    groups = narrative_groups(round_)
    covers = chosen(groups, numbers=set(typed.groups), measures=set(typed.measures))
    stale = status == 409
    posted = request.method == "POST" and not stale
    context = {
        "round": round_,
        "narrative": narrative,
        "groups": groups,
        "typed": typed,
        "with_outcome": asks_outcome(round_),
        "ticked": {row.pk for row in covers},
        "said": said_of(round_, covers),
        "version": version(request.POST) if posted and narrative else narrative.version if narrative else 0,
    }
    return render(request, "measures/narrative_edit.html", context | (more or {}), status=status)
