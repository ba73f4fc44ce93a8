"""Papers in: upload, look, commit, take back; the workbook out and in."""

from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.models import Agency, Province, User
from evidence.office.limits import RefusedFile
from measures import importing
from measures.choices import Action
from measures.errors import WorkflowError
from measures.forms.intake import PlanPaperForm, ResultPaperForm
from measures.importing import Request, display
from measures.importing.plans import plan_of
from measures.importing.service import changes_nothing, commit_verdict, request_of
from measures.intake.sandbox import marked_copy
from measures.intake.shapes import Reading
from measures.models import Intake, Submission
from measures.rules import may
from measures.selectors.plans import plan_owners
from measures.workbook import build_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Take the paper of a year's plan, of a province or of an agency that plans for itself.

    ?year= and ?owner= are filled in beforehand.
    """
    user: User = request.user  # type: ignore[assignment]
    owners = [owner for owner in plan_owners(user) if may(user, Action.IMPORT_PLAN, owner)]
    if not owners:
        raise PermissionDenied(_("นำเข้าแผนได้เฉพาะสำนักงานจังหวัด หรือหัวหน้าหน่วยงานที่ทำแผนเอง"))
    years = display.known_years()
    initial = {name: request.GET.get(name, "") for name in ("owner", "year")}
    form = PlanPaperForm(request.POST or None, request.FILES or None, owners=owners, years=years, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = _wanted(form.cleaned_data["owner"], form.cleaned_data["year"])
        if verdict := may(user, Action.IMPORT_PLAN, plan_of(wanted) or wanted.owner):
            return _kept(form.cleaned_data["paper"], wanted, user)
        form.add_error(None, verdict.reason)
    recent = (
        display.intakes_for(user).filter(with_results=False).select_related("agency").defer("content", "reading")[:10]
    )
    context = {"form": form, "recent": recent}
    return render(request, "measures/import_new.html", context, status=400 if form.errors else 200)


def _wanted(owner: Province | Agency, year: int) -> Request:
    if isinstance(owner, Agency):
        return Request(owner.province, year, owner, own_plan=True)
    return Request(owner, year)


def _kept(paper: UploadedFile, wanted: Request, user: User) -> HttpResponse:
    data = paper.read()
    wanted, reading = importing.examine(data, wanted)
    intake = importing.preview(data, wanted, filename=PurePath(paper.name or "").name, by=user, reading=reading)
    return redirect("measures:import-detail", intake.pk)


@login_required
@require_safe
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was understood of a paper and every doubt. ?show=error or warning narrows the doubts."""
    intake = _intake(request, pk)
    user: User = request.user  # type: ignore[assignment]
    reading = Reading.from_store(intake.reading)
    show = request.GET.get("show", "")
    show = show if show in ("error", "warning") else ""
    context = {
        "intake": intake,
        "submission": display.submission_of(intake),
        "round_name": display.round_name(intake),
        "reading": reading,
        "unchanged": intake.committed_at is None and _is_unchanged(intake, reading),
        "plan": plan_of(request_of(intake)),
        "counts": display.counts(reading),
        "can_be_marked": display.can_be_marked(reading),
        "doubts": display.shown_doubts(reading, show),
        "show": show,
        "blocks": display.blocks(reading, intake.fiscal_year),
        "committing": commit_verdict(intake, reading, user),
        "undoing": importing.undo_verdict(intake, user),
    }
    return render(request, "measures/import_detail.html", context)


def _is_unchanged(intake: Intake, reading: Reading) -> bool:
    return not reading.refused and changes_nothing(request_of(intake), reading)


def _intake(request: HttpRequest, pk: int) -> Intake:
    user: User = request.user  # type: ignore[assignment]
    along = ("province", "agency", "plan__province", "round__plan", "created_by")
    return get_object_or_404(display.intakes_for(user).select_related(*along), pk=pk)


@login_required
@require_POST
def import_commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Store what the paper says."""
    user: User = request.user  # type: ignore[assignment]
    try:
        intake = importing.commit(_intake(request, pk), by=user)
    except WorkflowError as refusal:
        return _refused(request, refusal, reverse("measures:import-detail", args=[pk]))
    else:
        said = _("นำเข้าแล้ว") if intake.made else _("ไฟล์นี้ไม่มีสิ่งที่ต้องเพิ่ม ข้อมูลที่มีอยู่คงเดิม จึงไม่มีอะไรเปลี่ยน")
        messages.success(request, said)
    return redirect("measures:import-detail", pk)


def _refused(request: HttpRequest, refusal: WorkflowError, retry_url: str) -> HttpResponse:
    """409 where the state has moved on, 403 where the role lacks it; both with the Thai reason."""
    if not refusal.conflict:
        raise PermissionDenied(str(refusal))
    return render(request, "409.html", {"message": str(refusal), "retry_url": retry_url}, status=409)


@login_required
@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a commit back."""
    user: User = request.user  # type: ignore[assignment]
    try:
        importing.undo(_intake(request, pk), by=user)
    except WorkflowError as refusal:
        return _refused(request, refusal, reverse("measures:import-detail", args=[pk]))
    else:
        messages.success(request, _("ยกเลิกการนำเข้าแล้ว ไฟล์ยังอยู่ นำเข้าใหม่ได้โดยอัปโหลดอีกครั้ง"))
    return redirect("measures:import-detail", pk)


@login_required
@require_safe
def import_marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's own file back, with the doubtful cells marked."""
    intake = _intake(request, pk)
    try:
        content = marked_copy(bytes(intake.content), Reading.from_store(intake.reading).doubts)
    except RefusedFile as refused:
        messages.error(request, str(refused))
        return redirect("measures:import-detail", pk)
    name = PurePath(intake.filename)
    kind = DOCX if name.suffix.lower() == ".docx" else XLSX
    return _file(content, f"{name.stem}-ตรวจแล้ว{name.suffix}", kind)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def _submission(request: HttpRequest, pk: int) -> Submission:
    user: User = request.user  # type: ignore[assignment]
    return get_object_or_404(Submission.objects.visible_to(user).with_context(), pk=pk)


@login_required
@require_safe
def workbook_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The pre-filled workbook of an agency's round."""
    submission = _submission(request, pk)
    if not (verdict := may(request.user, Action.EXPORT_AGENCY, submission)):
        refusal = WorkflowError(verdict.reason, conflict=verdict.conflict)
        return _refused(request, refusal, reverse("home"))
    plan = submission.round.plan
    name = f"{submission.agency.name}-{plan.fiscal_year}-{submission.round.printed_name}.xlsx"
    return _file(build_workbook(submission), name, XLSX)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def workbook_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take results into an agency's round: the filled workbook, or the office's own form A."""
    submission = _submission(request, pk)
    user: User = request.user  # type: ignore[assignment]
    verdict = may(user, Action.IMPORT_RESULTS, submission)
    if not verdict and not verdict.conflict:
        raise PermissionDenied(verdict.reason)
    form = ResultPaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if verdict:
            plan = submission.round.plan
            wanted = Request(
                plan.province, plan.fiscal_year, submission.agency, own_plan=plan.agency_id is not None,
                with_results=True, round=submission.round, round_kind=submission.round.kind,
            )  # fmt: skip
            return _kept(form.cleaned_data["paper"], wanted, user)
        form.add_error(None, verdict.reason)
    context = {"form": form, "submission": submission, "verdict": verdict}
    status = 409 if not verdict else 400 if form.errors else 200
    return render(request, "measures/workbook_import.html", context, status=status)
