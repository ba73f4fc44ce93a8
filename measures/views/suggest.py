"""From last year's weak points to measures of a plan, and the plan's own bands."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.choices import ALL_AGENCIES_GROUP
from measures import improving, planning
from measures.choices import Action
from measures.errors import WorkflowError
from measures.forms.planning import version
from measures.forms.suggest import (
    MOST_DRAFTS,
    BandFormSet,
    LowestForm,
    band_rows,
    draft_forms,
    picked,
    sent_forms,
    typed_bands,
)
from measures.models import Plan
from measures.rules import may
from measures.selectors import weak
from measures.selectors.proposals import WeakGroup, weak_groups
from measures.selectors.weak import LastYear, last_year
from measures.views.answering import allow_role, person, refused
from measures.views.planning import plan_or_404, plan_url


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_suggest(request: HttpRequest, pk: int) -> HttpResponse:
    """Show weak points with what could be done, draft measures of what was ticked, and add them to the plan."""
    plan = plan_or_404(request, pk)
    verdict = may(person(request), Action.MEASURE_EDIT, plan)
    if not verdict and request.method != "POST":
        return refused(request, verdict, back=plan_url(plan))
    allow_role(verdict)
    last = last_year(plan)
    if request.method == "POST" and request.POST.get("do") == "create":
        return _create(request, plan, last, verdict.reason)
    groups = weak_groups(plan, last)
    if request.method == "POST":
        return _draft(request, plan, last, groups)
    return _choose(request, plan, last, groups)


def _choose(
    request: HttpRequest, plan: Plan, last: LastYear, groups: tuple[WeakGroup, ...], *, problem: str = ""
) -> HttpResponse:
    context = {
        "plan": plan, "last": last, "groups": groups, "problem": problem, "ticked": set(picked(request.POST)),
        "words_only": planning.wording_only(plan), "edit": may(person(request), Action.MEASURE_EDIT, plan),
        "bands": weak.plan_bands(plan), "most": MOST_DRAFTS,
    }  # fmt: skip
    return render(request, "measures/plan_suggest.html", context, status=400 if problem else 200)


def _draft(request: HttpRequest, plan: Plan, last: LastYear, groups: tuple[WeakGroup, ...]) -> HttpResponse:
    keys = picked(request.POST)
    chosen = [one for group in groups for one in group.proposals if one.key in keys and group.number]
    if not chosen:
        return _choose(request, plan, last, groups, problem=_("โปรดเลือกมาตรการอย่างน้อยหนึ่งข้อ"))
    if len(chosen) > MOST_DRAFTS:
        most = _("เลือกได้ครั้งละไม่เกิน {most} มาตรการ โปรดเอาออกบางข้อแล้วทำอีกครั้ง").format(most=MOST_DRAFTS)
        return _choose(request, plan, last, groups, problem=most)
    everyone = None if plan.agency_id else plan.province.groups.filter(name=ALL_AGENCIES_GROUP).first()
    return _drafts(request, plan, last, draft_forms(chosen, plan, last.spots, everyone))


def _drafts(
    request: HttpRequest, plan: Plan, last: LastYear, forms: list[Any], *, problem: str = "", status: int = 200
) -> HttpResponse:
    names = {one.number: one.name for _part, one in last.edition.indicators()} if last.edition else {}
    context = {
        "plan": plan, "last": last, "problem": problem, "words_only": planning.wording_only(plan),
        "drafts": [(form, names.get(form.number(), "")) for form in forms],
        # One more than the last place: places of drafts that were left out stay empty.
        "count": max((int(form.prefix[1:]) + 1 for form in forms), default=0),
    }  # fmt: skip
    return render(request, "measures/plan_suggest_draft.html", context, status=status)


def _create(request: HttpRequest, plan: Plan, last: LastYear, barred: str) -> HttpResponse:
    forms = sent_forms(request.POST, plan, last.spots)
    if barred:
        return _drafts(request, plan, last, forms, problem=barred, status=409)
    if not forms:
        return _choose(request, plan, last, weak_groups(plan, last), problem=_("ไม่มีมาตรการเหลือให้สร้าง โปรดเลือกใหม่"))
    valid = [form.is_valid() for form in forms]
    if not all(valid):
        wrong = _("บางข้อยังไม่ครบ โปรดแก้ช่องที่มีข้อความสีแดง ยังไม่มีมาตรการใดถูกสร้าง")
        return _drafts(request, plan, last, forms, problem=wrong, status=400)
    try:
        made = improving.add_drafted(plan, [form.drafted() for form in forms], by=person(request))
    except WorkflowError as refusal:
        return _drafts(request, plan, last, forms, problem=str(refusal), status=409 if refusal.conflict else 400)
    messages.success(request, _("เพิ่ม {count} มาตรการในแผนแล้ว").format(count=len(made)))
    return redirect(plan_url(plan, f"#m{made[0].pk}"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_bands(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the bounds and words by which the plan's papers call a score weak."""
    plan = plan_or_404(request, pk)
    verdict = may(person(request), Action.MEASURE_EDIT, plan)
    if request.method != "POST":
        if not verdict:
            return refused(request, verdict, back=plan_url(plan))
        return _bands_page(request, plan)
    allow_role(verdict)
    if not verdict:
        return _bands_page(request, plan, problem=verdict.reason, status=409)
    clears = request.POST.get("do") == "edition"
    rows, lowest = BandFormSet(request.POST, prefix="bands"), LowestForm(request.POST)
    valid = [rows.is_valid(), lowest.is_valid()]
    if not clears and not all(valid):
        return _bands_page(request, plan, problem=_("โปรดแก้ช่องที่มีข้อความสีแดง"), status=400)
    data = {} if clears else typed_bands((row.cleaned_data for row in rows), lowest.cleaned_data["lowest"])
    try:
        improving.save_bands(plan, data, by=person(request), version=version(request.POST))
    except WorkflowError as refusal:
        return _bands_page(request, plan, problem=str(refusal), status=409 if refusal.conflict else 400)
    messages.success(request, _("บันทึกเกณฑ์ของแผนแล้ว"))
    return redirect(plan_url(plan))


def _bands_page(request: HttpRequest, plan: Plan, *, problem: str = "", status: int = 200) -> HttpResponse:
    bands, data = weak.plan_bands(plan), request.POST if request.method == "POST" else None
    known = data is not None and "bands-TOTAL_FORMS" in data
    context = {
        "plan": plan, "problem": problem, "now": bands, "changed": status == 409,
        "rows": BandFormSet(data if known else None, prefix="bands", initial=None if known else band_rows(bands)),
        "lowest": LowestForm(data if known else None, initial={"lowest": bands.lowest if bands else None}),
        # Two texts side by side: saving again means "I have seen the other".
        "version": plan.version,
    }  # fmt: skip
    return render(request, "measures/plan_bands.html", context, status=status)
