"""Papers that take long: ordered, watched, cancelled, fetched; each person sees the own ones only."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.models import User
from agencies.verdict import Verdict
from measures.choices import Action, RoundState
from measures.rules import may
from reports import bundles, pieces
from reports.bundle_form import BundleForm
from reports.jobs import kinds, queue
from reports.jobs.issue_work import ISSUE, issued_by
from reports.models import JobState, PaperJob
from reports.output import FORMATS
from reports.renderers import pdf
from reports.selectors import NothingToPrint, rounds_for
from reports.views.asking import address_of, back_to_choice, found_for, ordered, refused, with_query
from reports.views.issuing import issue_address
from reports.wanted import Wanted, is_long, owner_name

A_PAGE = 20


@login_required
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Show the person's own jobs, newest first."""
    page = Paginator(queue.listed(_user(request)), A_PAGE).get_page(request.GET.get("page"))
    live = any(job.state in queue.LIVE for job in page.object_list)
    return render(request, "reports/jobs.html", {"page": page, "live": live})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def job_new(request: HttpRequest) -> HttpResponse:
    """Say that a paper takes long, and order it; one that does not, or is laid out already, is downloaded."""
    said = request.POST if request.method == "POST" else request.GET
    wanted, ending = Wanted.of(said.get("code", ""), said, said), said.get("ending", "")
    if ending not in FORMATS or FORMATS[ending].media_type != pdf.MEDIA_TYPE:
        raise Http404
    form, subject = found_for(_user(request), wanted)
    if answer := refused(request, subject):
        return answer
    try:
        document = wanted.document(form, subject)
    except NothingToPrint:
        return back_to_choice(form, subject)
    base = address_of(form, subject)
    if not is_long(document) or pieces.is_kept(pieces.key_of(document, accessible=ending == "accessible")):
        return redirect(with_query(f"{base}file/{ending}", wanted.options))
    title = f"{form.name} {subject.when} {owner_name(subject)}"
    if request.method == "POST":
        return ordered(request, kinds.paper_order(wanted, ending, document, title))
    context = {"title": title, "order": wanted.data() | {"ending": ending}, "back": with_query(base, wanted.options)}
    return render(request, "reports/job_new.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: HttpRequest, round_pk: int) -> HttpResponse:
    """Choose what a province's bundle of a round holds, and order it."""
    user = _user(request)
    round_ = get_object_or_404(rounds_for(user), pk=round_pk, plan__agency=None)
    if answer := _answer(request, may(user, Action.EXPORT_PROVINCE, round_)):
        return answer
    form = BundleForm(request.POST or None, round_=round_)
    if request.method == "POST" and form.is_valid():
        try:
            return ordered(request, kinds.bundle_order(user, round_, form.choice()))
        except kinds.Refused as problem:
            form.add_error(None, str(problem))
    waiting = bundles.not_sent(user, round_)
    others = rounds_for(user).filter(plan__agency=None, plan__province=round_.plan.province_id).exclude(pk=round_.pk)
    begun = others.exclude(state=RoundState.PLANNED)
    context = {"form": form, "round": round_, "waiting": waiting, "others": begun}
    return render(request, "reports/bundle.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a job is; htmx asks for the moving part alone."""
    job = _own(request, pk)
    name = "reports/parts/job.html" if request.headers.get("HX-Request") else "reports/job.html"
    return render(request, name, {"job": job} | _ways(job))


@login_required
@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a job that is not finished."""
    if queue.cancel(_own(request, pk), timezone.now()):
        messages.success(request, _("ยกเลิกงานแล้ว"))
    else:
        messages.info(request, _("งานนี้จบไปแล้ว จึงไม่ต้องยกเลิก"))
    return redirect("reports:job-detail", pk)


@login_required
@require_safe
def job_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Download the result, if the person may have it as the data stands now."""
    job = _own(request, pk)
    if job.state != JobState.DONE:
        raise Http404
    if answer := _answer(request, kinds.verdict_of(job, _user(request)), back=reverse("reports:job-detail", args=[pk])):
        return answer
    try:
        file = job.file.open("rb")
    except OSError:
        messages.error(request, _("ไฟล์นี้ไม่อยู่แล้ว โปรดสั่งจัดทำใหม่"))
        return redirect("reports:job-detail", pk)
    return FileResponse(file, as_attachment=True, filename=job.file_name)


def _own(request: HttpRequest, pk: int) -> PaperJob:
    return get_object_or_404(queue.jobs_of(_user(request)), pk=pk)


def _answer(request: HttpRequest, verdict: Verdict, *, back: str = "") -> HttpResponse | None:
    """The answer to whoever may not now (409), None for whoever may; raises PermissionDenied."""
    if verdict:
        return None
    if verdict.conflict:
        context = {"message": verdict.reason, "retry_url": back or reverse("reports:papers")}
        return render(request, "409.html", context, status=409)
    raise PermissionDenied(verdict.reason)


def _ways(job: PaperJob) -> dict[str, Any]:
    """Where the same is ordered again, and where the pages of a finished paper are seen."""
    if job.kind == kinds.BUNDLE:
        return {"again": reverse("reports:bundle", args=[job.wanted["round"]])}
    if job.kind == ISSUE:
        return {"again": issue_address(Wanted.of_data(job.wanted)), "issued": issued_by(job)}
    return {"again": f"{reverse('reports:job-new')}?{urlencode(job.wanted)}"}


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
