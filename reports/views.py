"""Papers: choose one, see it in the browser, download it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.models import User
from agencies.verdict import Verdict
from measures.choices import Action
from measures.models import Round, Submission
from measures.rules import may
from reports.document import Document
from reports.facts import LEVELS
from reports.forms import PaperForm
from reports.output import FORMATS, file_name
from reports.registry import Form, UnknownForm, form
from reports.renderers import html, pdf
from reports.renderers.engine import ENGINE, PdfError
from reports.selectors import (
    is_draft,
    rounds_for,
    subject_of,
    submissions_for,
)

Target = Round | Submission
OPTIONS = ("numerals", "level")  # of a paper, in its address; unknown values change nothing
DOWNLOADS = ("pdf", "accessible", "docx", "xlsx")


@login_required
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Choose form, round and agency; say what is a draft or blank before the download."""
    user: User = request.user  # type: ignore[assignment]
    chooser = PaperForm(request.GET if "code" in request.GET else None, user=user)
    context: dict[str, Any] = {"form": chooser, "has_rounds": chooser.rounds.exists()}
    if chooser.is_valid():
        context |= _chosen(user, chooser)
    return render(request, "reports/papers.html", context)


@login_required
@require_safe
def paper(request: HttpRequest, code: str, round_pk: int, agency_pk: int | None = None) -> HttpResponse:
    """Show a paper inside the portal's frame."""
    wanted, target = _find(request, code, round_pk, agency_pk)
    if verdict := _refused(request, target):
        return verdict
    document = _document(request, wanted, target)
    query = {name: request.GET[name] for name in OPTIONS if request.GET.get(name)}
    return render(request, "reports/paper.html", {
        **html.context(document),
        "wanted": wanted,
        "gaps": wanted.gaps(subject_of(target)),
        "files": _files(wanted, target, query),
        "back": f"{reverse('reports:papers')}?{urlencode(_choice(wanted, target) | query)}",
    })  # fmt: skip


@login_required
@require_safe
def paper_file(
    request: HttpRequest, code: str, round_pk: int, ending: str, agency_pk: int | None = None
) -> HttpResponse:
    """Download a paper as PDF, Word or Excel."""
    wanted, target = _find(request, code, round_pk, agency_pk)
    if verdict := _refused(request, target):
        return verdict
    if ending not in DOWNLOADS:
        raise Http404
    if FORMATS[ending].media_type == pdf.MEDIA_TYPE:
        ENGINE.start()  # wakes up while the rows are fetched
    document, format_ = _document(request, wanted, target), FORMATS[ending]
    try:
        content = format_.render(document)
    except PdfError as problem:
        messages.error(request, str(problem))
        return redirect(_address(wanted, target))
    response = HttpResponse(content, content_type=format_.media_type)
    round_ = _round(target)
    name = file_name(document, _owner(target), round_.plan.fiscal_year, format_)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _find(request: HttpRequest, code: str, round_pk: int, agency_pk: int | None) -> tuple[Form, Target]:
    """The form and whose paper it is; 404 for what the person may not know of."""
    user: User = request.user  # type: ignore[assignment]
    try:
        wanted = form(code)
    except UnknownForm:
        raise Http404 from None
    if ("province" if agency_pk is None else "agency") not in wanted.scopes:
        raise Http404
    if agency_pk is not None:
        return wanted, get_object_or_404(submissions_for(user, round_pk), agency=agency_pk)
    return wanted, get_object_or_404(rounds_for(user), pk=round_pk)


def _may(user: User, target: Target) -> Verdict:
    return may(user, Action.EXPORT_AGENCY if isinstance(target, Submission) else Action.EXPORT_PROVINCE, target)


def _refused(request: HttpRequest, target: Target) -> HttpResponse | None:
    verdict = _may(request.user, target)  # type: ignore[arg-type]
    if verdict:
        return None
    if verdict.conflict:
        context = {"message": verdict.reason, "retry_url": reverse("reports:papers")}
        return render(request, "409.html", context, status=409)
    raise PermissionDenied(verdict.reason)


def _document(request: HttpRequest, wanted: Form, target: Target) -> Document:
    level = request.GET.get("level", "")
    document = wanted.document(subject_of(target, level=int(level) if level in map(str, LEVELS) else None))
    match request.GET.get("numerals"):
        case "thai":
            return document.in_numerals("thai")
        case "arabic":
            return document.in_numerals("arabic")
    return document


def _chosen(user: User, chooser: PaperForm) -> dict[str, Any]:
    data = chooser.cleaned_data
    wanted = form(data["code"])
    target: Target | None = data["submission"] if "agency" in wanted.scopes else None
    if target is None and "province" in wanted.scopes:
        target = data["round"]
    if target is None:
        chooser.add_error("submission", _("เลือกหน่วยงานก่อน แบบนี้เป็นของหน่วยงาน"))
        return {}
    query = {name: data[name] for name in OPTIONS if data[name]}
    verdict = _may(user, target)
    return {
        "wanted": wanted,
        "verdict": verdict,
        "owner": _owner(target),
        "draft": bool(verdict) and is_draft(target),
        "gaps": wanted.gaps(subject_of(target)) if verdict else None,
        "address": _with(_address(wanted, target), query),
        "files": _files(wanted, target, query),
    }


def _round(target: Target) -> Round:
    return target.round if isinstance(target, Submission) else target


def _owner(target: Target) -> str:
    return target.agency.name if isinstance(target, Submission) else target.plan.printed_owner


def _choice(wanted: Form, target: Target) -> dict[str, Any]:
    choice: dict[str, Any] = {"code": wanted.code, "round": _round(target).pk}
    return choice | ({"submission": target.pk} if isinstance(target, Submission) else {})


def _address(wanted: Form, target: Target) -> str:
    if isinstance(target, Submission):
        return reverse("reports:agency-paper", args=[wanted.code, target.round_id, target.agency_id])
    return reverse("reports:paper", args=[wanted.code, target.pk])


def _files(wanted: Form, target: Target, query: dict[str, str]) -> list[dict[str, str]]:
    base = _address(wanted, target)
    return [
        {"name": FORMATS[ending].name, "url": _with(f"{base}file/{ending}", query), "ending": ending}
        for ending in DOWNLOADS
    ]


def _with(address: str, query: dict[str, str]) -> str:
    return f"{address}?{urlencode(query)}" if query else address
