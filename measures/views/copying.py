"""Copy a plan into the next year: what would be made, what has to be decided first, then the copy."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.renumbering import GONE, NAMED_OTHERWISE, SCATTERED, UNKNOWN, ZERO
from measures.choices import Action
from measures.copying import NO_LIST, Copying, copy_plan, copying
from measures.errors import WorkflowError
from measures.rules import may
from measures.views.answering import allow_role, conflict, person, refused
from measures.views.planning import plan_or_404, plan_url


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a copy would make and ask what nobody can know; POST writes it."""
    plan, user = plan_or_404(request, pk), person(request)
    verdict = may(user, Action.PLAN_COPY, plan)
    allow_role(verdict)
    if not verdict:
        return refused(request, verdict, back=plan_url(plan))
    if request.method != "POST":
        seen = copying(plan)
        return _page(request, seen, seen, {})
    answers = _answers(request)
    try:
        made = copy_plan(plan, by=user, answers=answers, seen=request.POST.get("seen", ""))
    except WorkflowError as refusal:
        if refusal.conflict:
            return conflict(request, str(refusal), back=request.path)
        return _page(request, copying(plan), copying(plan, answers), answers, problem=str(refusal))
    count = made.measures.count()
    done = ngettext(
        "คัดลอกแล้ว แผนปี %(year)s มี %(n)s มาตรการ", "คัดลอกแล้ว แผนปี %(year)s มี %(n)s มาตรการ", count
    )  # fmt: skip
    messages.success(request, done % {"year": made.fiscal_year, "n": count})
    return redirect(plan_url(made))


def _answers(request: HttpRequest) -> dict[str, str]:
    """Return question's key → what was chosen."""
    return {
        name.removeprefix("pick-"): str(value)[:600]
        for name, value in request.POST.items()
        if name.startswith("pick-") and value
    }  # fmt: skip


def _page(
    request: HttpRequest, whole: Copying, answered: Copying, answers: dict[str, str], *, problem: str = ""
) -> HttpResponse:
    """Return the page. whole: with every question, answered or not; answered: as it would be written now."""
    left = {one.key for one in answered.asked}
    questions = [
        (one, _why(one.question.why), answers.get(one.key, ""), problem and one.key in left) for one in whole.asked
    ]
    context: dict[str, Any] = {
        "plan": whole.source,
        "copying": answered,
        "questions": questions,
        "no_list": whole.no_list,
        "kept": answers.get(NO_LIST, ""),
        "problem": problem,
    }
    return render(request, "measures/plan_copy.html", context, status=400 if problem else 200)


def _why(why: str) -> str:
    return {
        UNKNOWN: _("ไม่มีเลขข้อนี้ในรายการของปีเดิม"),
        GONE: _("ไม่พบรายการชื่อเดียวกันในปีใหม่"),
        NAMED_OTHERWISE: _("ชื่อที่เอ่ยในข้อความเป็นของเลขข้ออื่น"),
        SCATTERED: _("ช่วงนี้ไม่ต่อเนื่องหรือไม่ครบในปีใหม่"),
        ZERO: _("พิมพ์ด้วยเลขศูนย์ อาจไม่ใช่เลขข้อ"),
    }[why]
