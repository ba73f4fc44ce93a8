"""One measure of a plan: typed anew or changed; two people's words side by side."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from measures import planning
from measures.choices import Action
from measures.errors import StaleVersion, WorkflowError
from measures.forms.entry import plain
from measures.forms.planning import MeasureForm, keys, measure_initial, version
from measures.grouping import by_issue
from measures.models import Measure, Plan
from measures.rules import may
from measures.selectors.plans import indicator_choices, is_gone, issue_choices
from measures.selectors.weak import helped
from measures.views.answering import allow_role, conflict, person, refused
from measures.views.planning import measure_or_404, plan_or_404, plan_url


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a measure to a plan. ?indicator= or ?issue= is filled in beforehand."""
    return _measure(request, plan_or_404(request, pk), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure_edit(request: HttpRequest, pk: int, measure_pk: int) -> HttpResponse:
    """Change a measure; while a round is open only its words."""
    plan = plan_or_404(request, pk)
    if request.method == "POST" and is_gone(measure_pk):
        # Deleted in between: the words that were typed stay on the page.
        allow_role(may(person(request), Action.MEASURE_EDIT, plan))
        gone = _("มีผู้อื่นลบมาตรการนี้ไปก่อนแล้ว คัดลอกข้อความของคุณไปเพิ่มเป็นมาตรการใหม่ได้")
        return conflict(request, gone, back=plan_url(plan), note=plain(request.POST.get("text", "")))
    return _measure(request, plan, measure_or_404(plan, measure_pk))


def _measure(request: HttpRequest, plan: Plan, measure: Measure | None) -> HttpResponse:
    verdict = may(person(request), Action.MEASURE_EDIT, plan)
    if request.method != "POST":
        if not verdict:
            return refused(request, verdict, back=plan_url(plan))
        return _page(request, plan, measure, _form(request, plan, measure))
    allow_role(verdict)
    form = _form(request, plan, measure)
    valid = form.is_valid()
    if not verdict:
        form.add_error(None, verdict.reason)
        return _page(request, plan, measure, form, status=409)
    if not valid:
        return _page(request, plan, measure, form, status=400)
    try:
        saved = planning.save_measure(
            plan, form.typed(), by=person(request), measure=measure, version=version(request.POST)
        )
    except StaleVersion as refusal:
        context = {"message": str(refusal), "yours": refusal.typed["text"], "theirs": refusal.current["text"],
                   "your_responsible": refusal.typed["responsible"],
                   "their_responsible": refusal.current["responsible"]}  # fmt: skip
        return _page(request, plan, measure, form, context, template="measure_conflict", status=409)
    except WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, plan, measure, form, status=409 if refusal.conflict else 400)
    messages.success(request, _("บันทึกมาตรการ {name} แล้ว").format(name=saved))
    return redirect(plan_url(plan, f"#m{saved.pk}"))


def _form(request: HttpRequest, plan: Plan, measure: Measure | None) -> MeasureForm:
    asked = {name: next(iter(keys([request.GET.get(name, "")])), 0) for name in ("indicator", "issue")}
    keep = measure_initial(measure) if measure else {"indicator": 0, "issue": 0}
    return MeasureForm(
        request.POST if request.method == "POST" else None,
        indicators=indicator_choices(plan, keep=keep["indicator"]),
        issues=issue_choices(plan, keep=keep["issue"]) if by_issue(plan) else None,
        province=None if plan.agency_id else plan.province,
        words_only=measure is not None and planning.wording_only(plan),
        initial=keep if measure else asked,
    )


def _page(
    request: HttpRequest, plan: Plan, measure: Measure | None, form: MeasureForm, more: dict[str, Any] | None = None,
    *, template: str = "measure_edit", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Return the form; on a refusal with every typed word in it, and the version that stands now."""
    sent = version(request.POST) if request.method == "POST" else 0
    context = {
        "plan": plan,
        "measure": measure,
        "form": form,
        "words_only": planning.wording_only(plan),
        "points": helped(plan, [measure]).get(measure.pk, ()) if measure else (),
        # Two texts side by side: saving again means "I have seen the other".
        "version": measure.version if measure and template == "measure_conflict" else sent or _version(measure),
    }
    return render(request, f"measures/{template}.html", context | (more or {}), status=status)


def _version(measure: Measure | None) -> int:
    return measure.version if measure else 0
