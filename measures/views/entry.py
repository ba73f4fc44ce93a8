"""Fill a submission, one indicator (or issue) a page; save, confirm and copy single results."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from measures import authoring
from measures.choices import Action
from measures.errors import StaleVersion, WorkflowError
from measures.filing import room_of
from measures.findings import panel
from measures.forms import entry as forms
from measures.models import Result, Submission
from measures.rules import may
from measures.selectors.carry import source_for
from measures.selectors.deadline import deadline
from measures.selectors.entry import CHOICES, entry_page
from measures.selectors.progress import Overview, overview, send_verdict
from measures.views.answering import allow_role, conflict, person, refused, result_of, submission_of
from measures.views.unsaved import chooser, keep_for_owner
from thai.dates import in_bangkok


@login_required
@require_safe
def submission_entry(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show the measures of one indicator or issue: to fill where they are open, else to read."""
    submission = submission_of(request, pk)
    user, now = person(request), timezone.now()
    if not (verdict := may(user, Action.RESULT_READ, submission, now=now)):
        return refused(request, verdict, back=reverse("measures:submission-detail", args=[pk]))
    seen = overview(submission, user=user, now=now)
    page = entry_page(seen, number, user=user, now=now)
    if page is None:
        raise Http404
    return render(request, "measures/entry.html", {
        "page": page,
        "seen": seen,
        "found": panel(seen.report, user=user, now=now, only=[card.result.pk for card in page.cards]),
        "submission": submission,
        "room": room_of(submission) if page.edit else None,
        "cards": [(card, forms.seal(card.result, user) if card.row.editable else "") for card in page.cards],
        "choices": CHOICES,
        "send": send_verdict(seen, user=user, now=now),
        "straight": not submission.needs_endorsement,
        "deadline": deadline(submission, now=now),
    })  # fmt: skip


@require_POST
def result_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Store what was typed. A script gets JSON, a person the page again; refused text stays on the page."""
    return _save(request, pk, confirm=False)


@require_POST
def result_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Store what was typed and note that a person says it is right."""
    return _save(request, pk, confirm=True)


def _save(request: HttpRequest, pk: int, *, confirm: bool) -> HttpResponse:
    if stopped := keep_for_owner(request, pk):
        return stopped
    result = result_of(request, pk)
    allow_role(may(person(request), Action.RESULT_EDIT, result))
    typed = forms.typed(request.POST)
    try:
        saved = authoring.save_result(
            result, typed, by=person(request), version=forms.version(request.POST), confirm=confirm,
            form=forms.sealed_form(request.POST, pk), settles=forms.settled(request.POST),
        )  # fmt: skip
    except WorkflowError as refusal:
        return chooser(request, result, typed, refusal)
    if _is_script(request):
        return JsonResponse(saved_answer(request, saved))
    messages.success(request, _("บันทึกมาตรการ {name} แล้ว").format(name=saved.measure))
    return redirect(entry_url(saved))


@require_POST
def result_use_last(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy the earlier answer that is on offer; what stood in the form is kept beside, unless it is the same."""
    if stopped := keep_for_owner(request, pk):
        return stopped
    result, user = result_of(request, pk), person(request)
    allow_role(may(user, Action.RESULT_EDIT, result))
    typed, version = forms.typed(request.POST), forms.version(request.POST)
    raw = request.POST.get("source", "")
    source = source_for(result, int(raw)) if raw.isdecimal() and len(raw) < 19 else None
    if source is None:
        reason = _("ไม่พบผลของรอบก่อนที่จะนำมาใช้ โปรดเปิดหน้านี้ใหม่")
        return conflict(request, reason, back=entry_url(result), note=typed.text)
    if any(words and words != copied for words, copied in ((typed.text, source.text), (typed.outcome, source.outcome))):
        # The copy takes the place of these words: nothing typed is lost by one click.
        authoring.keep_unsaved(result, typed, by=user, version=version, why="replaced")
    try:
        authoring.use_last(result, source, by=user, version=version)
    except WorkflowError as refusal:
        if not _is_copied_already(refusal):
            return chooser(request, result, typed, refusal)
    messages.info(request, _("นำผลของรอบก่อนมาใช้แล้ว โปรดตรวจและกดยืนยัน"))
    return redirect(entry_url(result))


def _is_copied_already(refusal: WorkflowError) -> bool:
    """Say whether the refusal is only that a first click has copied the same words."""
    if not isinstance(refusal, StaleVersion):
        return False
    return {**refusal.current, "confirmed": True} == {**refusal.typed, "confirmed": True}


def entry_url(result: Result) -> str:
    """Return the address of the result's card."""
    page = reverse("measures:submission-entry", args=[result.submission_id, result.measure.group])
    return f"{page}#m{result.pk}"


def _is_script(request: HttpRequest) -> bool:
    return "X-Autosave" in request.headers


def saved_answer(request: HttpRequest, saved: Result) -> dict[str, object]:
    """Return the answer to an autosave: when by the database's clock, the new version, the figures, the checks.

    cards: what the checks say now of each card of the page; rail: the group's line of the rail.
    """
    submission: Submission = saved.submission
    now = timezone.now()
    seen = overview(submission, user=person(request), now=now)
    at = in_bangkok(saved.updated_at or now)
    group = seen.group(saved.measure.group)
    # A link may be the twin of another card's: all cards of the page are told anew.
    cards = {
        str(row.result.pk): {
            "html": render_to_string("measures/parts/card_findings.html", {"row": row}, request), "badge": row.badge,
        }
        for row in (group.rows if group else ()) if row.editable
    }  # fmt: skip
    rail = {
        str(one.number): {"full": one.is_full, "bar": render_to_string("measures/parts/rail_bar.html", {"group": one})}
        for one in (group,) if one
    }  # fmt: skip
    return {
        "saved_at": f"{at:%H:%M}", "version": saved.version, "progress": _figures(seen, saved), "cards": cards,
        "rail": rail,
    }  # fmt: skip


def _figures(seen: Overview, saved: Result) -> dict[str, str]:
    number = saved.measure.group
    group = seen.group(number)
    return {
        f"i{number}": f"{group.done}/{group.total}" if group else "",
        "done": str(seen.done),
        "unfinished": str(len(seen.unfinished)),
        "warnings": str(len(seen.warnings)),
    }
