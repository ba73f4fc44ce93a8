"""Issue a paper, look at an issued one, have its kept files."""

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.models import User
from measures.errors import WorkflowError
from measures.views.answering import conflict
from measures.views.answering import refused as refused_act
from measures.views.files import SANDBOX
from reports.document import Document
from reports.finality import why_draft, why_final
from reports.issue_form import IssueForm
from reports.issued import editions_of, form_name, issued_of, kept_bytes, subject_of_issued
from reports.issuing import NothingChanged, address, issue, last_issue, may_issue, next_number, same_words
from reports.jobs.issue_work import issue_order
from reports.models import IssuedReport
from reports.output import FORMATS
from reports.registry import Form
from reports.renderers.engine import PdfError
from reports.selectors import NothingToPrint, Subject
from reports.views.asking import address_of, asked_for, back_to_choice, ordered, refused, with_query
from reports.wanted import Wanted, is_long, owner_name


def issuing_of(
    user: User, form: Form, subject: Subject, query: dict[str, Any], document: Document | None = None
) -> dict[str, Any]:
    """What the page of a paper says of issuing it, and the owner's issued papers of the year: one query.

    query: the paper's options; document: the paper, where it is at hand.
    """
    return {
        "verdict": may_issue(user, subject),
        "draft": why_draft(form, subject, document),
        "url": with_query(f"{address_of(form, subject)}issue/", query),
        "issued": [
            {"row": one, "name": form_name(one), "newer": hasattr(one, "following")} for one in issued_of(user, subject)
        ],
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_issue(request: HttpRequest, code: str, **place: Any) -> HttpResponse:
    """Ask in which formats, show what is missing or still a draft; then issue."""
    wanted, form, subject = asked_for(request, code, place)
    back = with_query(address_of(form, subject), wanted.options)
    if verdict := may_issue(request.user, subject):  # type: ignore[arg-type]
        try:
            context = _asking(wanted, form, subject)
        except NothingToPrint:
            return back_to_choice(form, subject)
    else:
        return refused_act(request, verdict, back=back)
    chooser = IssueForm(request.POST if request.method == "POST" else None, gaps=bool(context["gaps"]))
    if request.method == "POST" and chooser.is_valid():
        formats, document = chooser.cleaned_data["formats"], context["document"]
        if is_long(document) and not context["draft"] and not context["unchanged"]:
            title = f"{form.name} {subject.when} {owner_name(subject)}"
            return ordered(request, issue_order(wanted, formats, document, title, context["last"]))
        return _issued(request, wanted, formats, back=back)
    return render(request, "reports/issue.html", {**context, "form": chooser, "back": back})


def _asking(wanted: Wanted, form: Form, subject: Subject) -> dict[str, Any]:
    """What the page says before the paper is issued. Raises NothingToPrint."""
    document, last = wanted.document(form, subject), last_issue(form.code, subject)
    draft = why_draft(form, subject, document)
    return {
        "wanted": form,
        "document": document,
        "owner": owner_name(subject),
        "when": subject.when_in_words,
        "gaps": form.gaps(subject),
        "draft": draft,
        "final": "" if draft else why_final(subject),
        "number": f"{next_number(subject.owner, subject.fiscal_year)}/{subject.fiscal_year}",
        "last": last,
        "unchanged": last is not None and same_words(last, document),
    }


def issue_address(wanted: Wanted) -> str:
    """Where a paper is issued."""
    owner = [pk for pk in (wanted.agency_pk, wanted.province_code) if pk]
    name = "issue" if wanted.round_pk else "issue-year"
    name += "-agency" if wanted.agency_pk else "" if wanted.round_pk else "-province"
    args = [wanted.code, wanted.round_pk or wanted.fiscal_year, *owner]
    return with_query(reverse(f"reports:{name}", args=args), wanted.options)


def _issued(request: HttpRequest, wanted: Wanted, formats: list[str], *, back: str) -> HttpResponse:
    try:
        issued = issue(wanted, formats, by=request.user)  # type: ignore[arg-type]
    except NothingChanged as same:
        messages.info(request, str(same))
        issued = same.issued
    except WorkflowError as refusal:
        return refused_act(request, refusal, back=back)
    except LookupError:
        # gone since the page was asked for: the choice says what is missing
        return redirect("reports:papers")
    except PdfError as problem:
        messages.error(request, str(problem))
        return redirect(request.get_full_path())
    else:
        messages.success(request, _("ออกเอกสารเลขที่ %(number)s แล้ว") % {"number": issued.number_words})
    return redirect("reports:issued", issued.pk)


@login_required
@require_safe
def issued(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an issued paper: what it is, its files with their hashes, what came before and after it."""
    found = _found(request, pk)
    if answer := refused(request, subject_of_issued(found)):
        return answer
    files = [{"row": one, "name": FORMATS[one.format].name} for one in found.files.order_by("pk")]
    return render(request, "reports/issued.html", {
        "issued": found,
        "name": form_name(found),
        "files": files,
        "editions": editions_of(found),
        "newer": getattr(found, "following", None),
        "address": address(found.token),
    })  # fmt: skip


@login_required
@require_safe
def issued_file(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Return the kept bytes of one format, as they were issued; a damaged file is not given out."""
    found = _found(request, pk)
    if answer := refused(request, subject_of_issued(found)):
        return answer
    kept = get_object_or_404(found.files.all(), format=name)
    etag = f'"{kept.sha256}"'
    if answer := get_conditional_response(request, etag=etag):
        return answer
    content = kept_bytes(kept)
    if content is None or hashlib.sha256(content).hexdigest() != kept.sha256:
        why = _("ไฟล์ที่เก็บไว้เสียหายหรือหายไป โปรดแจ้งผู้ดูแลระบบให้กู้คืนจากชุดสำรอง")
        return conflict(request, why, back=reverse("reports:issued", args=[found.pk]))
    response = HttpResponse(content, content_type=FORMATS[kept.format].media_type)
    response["Content-Disposition"] = content_disposition_header(True, kept.file_name) or "attachment"
    response["Content-Security-Policy"] = SANDBOX
    response["ETag"] = etag
    return response


def _found(request: HttpRequest, pk: int) -> IssuedReport:
    visible = IssuedReport.objects.visible_to(request.user).with_context()  # type: ignore[arg-type]
    row = visible.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
