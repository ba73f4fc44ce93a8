"""What the provincial office does with a report: verdicts, return, approval, reopening, more time."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from measures import authoring, workflow
from measures.choices import Action, Mark
from measures.errors import WorkflowError
from measures.forms.entry import plain, version
from measures.forms.review import ExtensionForm, MarkForm
from measures.models import Submission
from measures.rules import may
from measures.selectors.deadline import deadline
from measures.selectors.history import just_done
from measures.selectors.review import judging, next_to_judge
from measures.views.answering import allow_role, conflict, person, refused, result_of, submission_of
from measures.views.review import result_page, table_page


@login_required
@require_POST
def result_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the verdict on one measure and go to the next that waits."""
    result, user = result_of(request, pk), person(request)
    submission = result.submission
    back = reverse("measures:review-result", args=[submission.pk, pk])
    allow_role(may(user, Action.REVIEW_MARK, result))
    form = MarkForm(request.POST)
    if not form.is_valid():
        if not (verdict := may(user, Action.REVIEW_MARK, result)):
            return refused(request, verdict, back=back, note=request.POST.get("reason", ""))
        return result_page(request, submission, pk, form=form, status=400)
    try:
        reason = form.cleaned_data["reason"]
        authoring.mark(result, form.cleaned_data["mark"], by=user, reason=reason, version=version(request.POST))
    except WorkflowError as refusal:
        return refused(request, refusal, back=back, note=form.cleaned_data["reason"])
    page = judging(submission, user=user, now=timezone.now())
    onward = next_to_judge(page.seen, after_pk=pk)
    if onward is None:
        messages.success(request, _("ตรวจครบทุกมาตรการแล้ว"))
        return redirect("measures:review-table", submission.pk)
    return redirect("measures:review-result", submission.pk, onward.result.pk)


@login_required
@require_POST
def review_bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark the ticked measures as good, each through the same door, and say of each what became of it."""
    submission, user = submission_of(request, pk), person(request)
    if not (verdict := may(user, Action.REVIEW_MARK, submission)):
        return refused(request, verdict, back=reverse("measures:submission-detail", args=[pk]))
    wanted = {int(value) for value in request.POST.getlist("result") if value.isascii() and value.isdigit()}
    chosen = [row.result for row in judging(submission, user=user, now=timezone.now()).seen.rows]
    chosen = [result for result in chosen if result.pk in wanted]
    if not chosen:
        problem = _("โปรดเลือกมาตรการอย่างน้อยหนึ่งข้อ")
        return table_page(request, submission, problem=problem, status=400)
    outcome = []
    for result in chosen:
        try:
            authoring.mark(result, Mark.OK, by=user, version=version(request.POST, f"version-{result.pk}"))
            outcome.append((str(result.measure), _("ผ่าน")))
        except WorkflowError as refusal:
            outcome.append((str(result.measure), str(refusal)))
    return table_page(request, submission, outcome=outcome)


@login_required
@require_POST
def submission_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the report back with the measures marked "needs work"."""
    return _act(request, submission_of(request, pk), Action.RETURN)


@login_required
@require_POST
def submission_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the report; measures not judged yet count as good, which the person has to say."""
    submission, user = submission_of(request, pk), person(request)
    waiting = submission.results.filter(mark=Mark.NONE).count()
    if waiting and request.POST.get("acknowledged") != "yes" and may(user, Action.APPROVE, submission):
        problem = _("ยังมี {count} มาตรการรอตรวจ โปรดทำเครื่องหมายว่าถือว่าผ่าน หรือตรวจให้ครบก่อนอนุมัติ")
        return table_page(request, submission, problem=problem.format(count=waiting), status=400)
    return _act(request, submission, Action.APPROVE)


@login_required
@require_POST
def submission_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an approval back, with the reason."""
    note = plain(request.POST.get("note", ""))
    return _act(request, submission_of(request, pk), Action.REOPEN, note=note)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submission_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask until when and why one agency gets more time; POST grants it."""
    submission, user = submission_of(request, pk), person(request)
    back = reverse("measures:submission-detail", args=[pk])
    if not (verdict := may(user, Action.EXTEND, submission)):
        return refused(request, verdict, back=back, note=request.POST.get("reason", ""))
    form = ExtensionForm(request.POST or None)
    if form.is_valid():
        try:
            workflow.extend(submission, by=user, until=form.until(), reason=form.cleaned_data["reason"])
        except WorkflowError as refusal:
            if refusal.conflict:
                return conflict(request, str(refusal), back=back, note=form.cleaned_data["reason"])
            form.add_error("until_date", str(refusal))
        else:
            messages.success(request, _("ขยายเวลาแล้ว"))
            return redirect(back)
    context = {
        "submission": submission,
        "form": form,
        "due": deadline(submission, now=timezone.now()),
        "extensions": submission.extensions.select_related("granted_by"),
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "measures/submission_extend.html", context, status=status)


def _act(request: HttpRequest, submission: Submission, action: str, *, note: str = "") -> HttpResponse:
    """Move the report on; a second click of the same page finds it done."""
    user, back = person(request), reverse("measures:submission-detail", args=[submission.pk])
    allow_role(may(user, action, submission))
    try:
        workflow.act(submission, action, by=user, note=note)
    except WorkflowError as refusal:
        if request.POST.get("seen") and just_done(submission, action, by=user, now=timezone.now()):
            return redirect("measures:review-table", submission.pk)
        if refusal.conflict:
            return conflict(request, str(refusal), back=back, note=note)
        return table_page(request, submission, problem=str(refusal), note=note, status=400)
    said = {
        Action.RETURN: _("ส่งกลับให้หน่วยงานแก้ไขแล้ว"),
        Action.APPROVE: _("อนุมัติรายงานแล้ว"),
        Action.REOPEN: _("เปิดให้แก้ไขอีกครั้งแล้ว"),
    }
    messages.success(request, said[Action(action)])
    return redirect("measures:review-table", submission.pk)
