"""Plans of a year: the list, a plan with its measures, who reports what."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.models import Agency, AgencyGroup
from measures import planning
from measures.choices import Action, Grouping
from measures.errors import WorkflowError
from measures.forms.planning import PlanForm, keys
from measures.models import Measure, Plan
from measures.rules import may
from measures.selectors.plans import (
    PlanPage,
    is_gone,
    lists_plans,
    measure_of,
    measures_of,
    plan_lines,
    plan_owners,
    plan_page,
    reporting_groups,
)
from measures.views.answering import allow_role, conflict, person, refused
from thai.dates import fiscal_year, in_bangkok

# Measures that a message names one by one.
NAMED = 20


def plan_or_404(request: HttpRequest, pk: int) -> Plan:
    """Return the plan with its owner, or answer 404 where it is not theirs to know."""
    return get_object_or_404(Plan.objects.visible_to(person(request)).select_related("province", "agency"), pk=pk)


def measure_or_404(plan: Plan, pk: int) -> Measure:
    """Return the plan's measure, or answer 404."""
    if (measure := measure_of(plan, pk)) is None:
        raise Http404
    measure.plan = plan
    return measure


def plan_url(plan: Plan, anchor: str = "") -> str:
    """Return the address of the plan's page."""
    return reverse("measures:plan-detail", args=[plan.pk]) + anchor


@login_required
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """Show the plans that the person may know of."""
    user = person(request)
    if not (verdict := lists_plans(user)):
        raise PermissionDenied(verdict.reason)
    owners = [owner for owner in plan_owners(user) if may(user, Action.MEASURE_EDIT, owner)]
    context = {"lines": plan_lines(user, now=timezone.now()), "planning": bool(owners), "importing": _imports(request)}
    return render(request, "measures/plan_list.html", context)


def _imports(request: HttpRequest) -> bool:
    """Say whether the person takes papers in for whom the person may plan."""
    return any(may(person(request), Action.IMPORT_PLAN, owner) for owner in plan_owners(person(request)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Begin the plan of a year, of a province or of an agency that plans for itself."""
    user = person(request)
    owners = [owner for owner in plan_owners(user) if may(user, Action.MEASURE_EDIT, owner)]
    if not owners:
        raise PermissionDenied(_("ทำแผนได้เฉพาะสำนักงานจังหวัด หรือหัวหน้าหน่วยงานที่ทำแผนเอง"))
    today = in_bangkok(timezone.now()).date()
    form = PlanForm(request.POST or None, owners=owners, initial={"year": fiscal_year(today)})
    status = 200
    if request.method == "POST" and form.is_valid():
        owner, year = form.cleaned_data["owner"], form.cleaned_data["year"]
        agency = owner if isinstance(owner, Agency) else None
        province = agency.province if agency else owner
        try:
            plan = planning.create_plan(
                by=user, province=province, agency=agency, fiscal_year=year, grouping=form.cleaned_data["grouping"]
            )
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = 409 if refusal.conflict else 400
        else:
            messages.success(request, _("สร้างแผนแล้ว เพิ่มมาตรการหรือนำเข้าจากไฟล์ได้เลย"))
            return redirect("measures:plan-detail", plan.pk)
    if form.errors:
        status = max(status, 400)
    return render(request, "measures/plan_new.html", {"form": form, "importing": _imports(request)}, status=status)


@login_required
@require_safe
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a plan: measures by indicator or issue, who reports them, its rounds and its papers."""
    plan, user, now = plan_or_404(request, pk), person(request), timezone.now()
    context = {
        "page": plan_page(plan, user=user, now=now),
        "plan": plan,
        "lists": lists_plans(user),
        "copy": may(user, Action.PLAN_COPY, plan.agency or plan.province, now=now),
        "next_year": plan.fiscal_year + 1,
        "edit": may(user, Action.MEASURE_EDIT, plan, now=now),
        "round_new": may(user, Action.ROUND_OPEN, plan.agency or plan.province, now=now),
        "importing": bool(may(user, Action.IMPORT_PLAN, plan, now=now)),
        "groupings": Grouping.choices,
    }
    return render(request, "measures/plan_detail.html", context)


@login_required
@require_POST
def plan_regroup(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a plan without measures group them by indicator or by issue."""
    plan, user = plan_or_404(request, pk), person(request)
    allow_role(may(user, Action.MEASURE_EDIT, plan))
    try:
        planning.regroup(plan, request.POST.get("grouping", ""), by=user)
    except WorkflowError as refusal:
        return conflict(request, str(refusal), back=plan_url(plan), status=409 if refusal.conflict else 400)
    messages.success(request, _("บันทึกวิธีจัดกลุ่มมาตรการแล้ว"))
    return redirect(plan_url(plan))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose measures and the groups that report them. Ticking all of something needs no script."""
    plan, user = plan_or_404(request, pk), person(request)
    verdict = may(user, Action.MEASURE_EDIT, plan)
    if request.method != "POST":
        if not verdict:
            return refused(request, verdict, back=plan_url(plan))
        return _assign_page(request, plan)
    allow_role(verdict)
    if not verdict:
        return _assign_page(request, plan, problem=verdict.reason, status=409)
    if request.POST.get("tick"):
        return _assign_page(request, plan)
    groups = [group for group in reporting_groups(plan) if group.pk in keys(request.POST.getlist("group"))]
    clears = request.POST.get("do") == "clear"
    chosen = measures_of(plan, keys(request.POST.getlist("measure")))
    if problem := _missing(measures=bool(chosen), groups=bool(groups) or clears):
        return _assign_page(request, plan, problem=problem, status=400)
    try:
        planning.assign_groups(chosen, [] if clears else groups, by=user)
    except WorkflowError as refusal:
        return _assign_page(request, plan, problem=str(refusal), status=409 if refusal.conflict else 400)
    messages.success(request, _assigned(chosen, [] if clears else groups))
    return redirect("measures:plan-assign", plan.pk) if "stay" in request.POST else redirect(plan_url(plan))


def _missing(*, measures: bool, groups: bool) -> str:
    """Return what has still to be ticked, all of it at once, or ""."""
    if not measures and not groups:
        return _("โปรดเลือกมาตรการอย่างน้อยหนึ่งข้อ และกลุ่มหน่วยงานอย่างน้อยหนึ่งกลุ่ม")
    if not measures:
        return _("โปรดเลือกมาตรการอย่างน้อยหนึ่งข้อ")
    return "" if groups else _("โปรดเลือกกลุ่มหน่วยงานอย่างน้อยหนึ่งกลุ่ม")


def _assigned(chosen: list[Measure], groups: list[AgencyGroup]) -> str:
    """Return what was applied: which measures (the first of many by name), and who reports them now."""
    names = ", ".join(str(measure) for measure in chosen[:NAMED])
    if len(chosen) > NAMED:
        names = _("{names} และอีก {more} ข้อ").format(names=names, more=len(chosen) - NAMED)
    if not groups:
        return _("เอาทุกกลุ่มออกจากมาตรการ {names} แล้ว").format(names=names)
    who = ", ".join(group.name for group in groups)
    return _("กำหนดให้ {groups} รายงานมาตรการ {names} แล้ว").format(groups=who, names=names)


def _assign_page(request: HttpRequest, plan: Plan, *, problem: str = "", status: int = 200) -> HttpResponse:
    page = plan_page(plan, user=person(request), now=timezone.now())
    data = request.POST if request.method == "POST" else request.GET
    context: dict[str, Any] = {
        "page": page,
        "plan": plan,
        "groups": reporting_groups(plan),
        "ticked": _ticked(page, data),
        "chosen_groups": keys(data.getlist("group")),
        "edit": may(person(request), Action.MEASURE_EDIT, plan),
        "words_only": planning.wording_only(plan),
        "problem": problem,
    }
    return render(request, "measures/plan_assign.html", context, status=status)


def _ticked(page: PlanPage, data: Any) -> set[int]:
    """Return the keys of the measures to show as ticked: those that came, and all of what a button named."""
    named = {
        "all": {line.measure.pk for line in page.lines},
        "none": set[int](),
        "unassigned": {measure.pk for measure in page.unassigned},
    }
    for group in page.groups:
        named[f"group-{group.number}"] = {line.measure.pk for line in group.lines}
    tick = data.get("tick", "")
    if tick == "none":
        return set()
    return keys(data.getlist("measure")) | named.get(tick, set())


@login_required
@require_POST
def measure_move(request: HttpRequest, pk: int, measure_pk: int) -> HttpResponse:
    """Move a measure one up or down within its indicator or issue."""
    plan, user = plan_or_404(request, pk), person(request)
    measure = measure_or_404(plan, measure_pk)
    allow_role(may(user, Action.MEASURE_EDIT, plan))
    try:
        seen = next(iter(keys([request.POST.get("seen", "")])), None)
        planning.move_measure(measure, by=user, up=request.POST.get("to") == "up", seen=seen)
    except WorkflowError as refusal:
        return conflict(request, str(refusal), back=plan_url(plan))
    return redirect(plan_url(plan, f"#m{measure.pk}"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def measure_delete(request: HttpRequest, pk: int, measure_pk: int) -> HttpResponse:
    """Ask once more, then take the measure out of the plan."""
    plan, user = plan_or_404(request, pk), person(request)
    verdict = may(user, Action.MEASURE_EDIT, plan)
    if request.method == "POST" and is_gone(measure_pk):
        # A second click, or somebody else was quicker: what was asked for has been done.
        allow_role(verdict)
        return redirect(plan_url(plan))
    measure = measure_or_404(plan, measure_pk)
    if request.method != "POST":
        if not verdict:
            return refused(request, verdict, back=plan_url(plan))
        return render(request, "measures/measure_delete.html", {
            "plan": plan, "measure": measure, "words_only": planning.wording_only(plan),
        })  # fmt: skip
    allow_role(verdict)
    name = str(measure)
    try:
        planning.delete_measure(measure, by=user)
    except WorkflowError as refusal:
        return conflict(request, str(refusal), back=plan_url(plan))
    messages.success(request, _("ลบมาตรการ {name} แล้ว").format(name=name))
    return redirect(plan_url(plan))
