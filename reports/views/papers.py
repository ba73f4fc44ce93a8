"""Papers: choose one, see it in the browser, download it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.models import Agency, User
from measures.choices import Action
from measures.models import Round, Submission
from measures.rules import may
from reports import pieces
from reports.document import Document
from reports.forms import PaperForm, YearPaperForm, asked
from reports.output import FORMATS, file_name
from reports.registry import Form, form
from reports.renderers import html, pdf
from reports.renderers.engine import ENGINE, PdfError
from reports.selectors import NothingToPrint, Subject, find_subject, is_draft, subject_of, submissions_for
from reports.views.asking import (
    DOWNLOADS,
    address_of,
    asked_for,
    back_to_choice,
    choice_of,
    files_of,
    order_address,
    refused,
    with_query,
)
from reports.views.issuing import issuing_of
from reports.views.memo import memo_of
from reports.views.prose import prose_entry
from reports.wanted import OPTIONS, is_long, may_have, owner_name


@login_required
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Choose form, round or year, and agency; say what is a draft or blank before the download."""
    user: User = request.user  # type: ignore[assignment]
    chooser, yearly = asked(request.GET, "code", user, PaperForm), asked(request.GET, "of-code", user, YearPaperForm)
    context: dict[str, Any] = {
        "form": chooser,
        "yearly": yearly,
        "has_rounds": chooser.rounds.exists(),
        "bundle": _bundle(user, chooser.chosen),
    }
    if yearly.is_valid():
        context |= _chosen_year(user, yearly)
    elif chooser.is_valid():
        context |= _chosen(user, chooser)
    return render(request, "reports/papers.html", context)


@login_required
@require_safe
def paper(request: HttpRequest, code: str, **place: Any) -> HttpResponse:
    """Show a paper inside the portal's frame."""
    user: User = request.user  # type: ignore[assignment]
    asked_paper, wanted, subject = asked_for(request, code, place)
    if answer := refused(request, subject):
        return answer
    try:
        document, gaps = wanted.with_gaps(subject)
        document = asked_paper.in_numerals(document)
    except NothingToPrint:
        return back_to_choice(wanted, subject)
    query = asked_paper.options
    return render(request, "reports/paper.html", {
        **html.context(document),
        "wanted": wanted,
        "gaps": gaps,
        "fill": _fill(user, subject),
        "memo": memo_of(user, wanted, subject),
        "prose": prose_entry(user, wanted, subject.owner, subject.fiscal_year),
        "files": files_of(wanted, subject, query),
        "issuing": issuing_of(user, wanted, subject, query, document),
        "pages": with_query(f"{address_of(wanted, subject)}pages/", query),
        "back": f"{reverse('reports:papers')}?{urlencode(choice_of(wanted, subject, query))}",
    })  # fmt: skip


@login_required
@require_safe
def paper_file(request: HttpRequest, code: str, ending: str, **place: Any) -> HttpResponse:
    """Download a paper as PDF, Word or Excel; a long PDF that is not kept yet is led to its order."""
    asked_paper, wanted, subject = asked_for(request, code, place)
    if answer := refused(request, subject):
        return answer
    if ending not in DOWNLOADS:
        raise Http404
    try:
        document = asked_paper.document(wanted, subject)
        content = _content(document, ending)
    except NothingToPrint:
        return back_to_choice(wanted, subject)
    except PdfError as problem:
        messages.error(request, str(problem))
        return redirect(address_of(wanted, subject))
    if content is None:
        return redirect(order_address(asked_paper, ending))
    response = HttpResponse(content, content_type=FORMATS[ending].media_type)
    name = file_name(document, owner_name(subject), subject.when, FORMATS[ending])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _content(document: Document, ending: str) -> bytes | None:
    """The file; None for a PDF that takes long and is not kept."""
    if FORMATS[ending].media_type != pdf.MEDIA_TYPE:
        return FORMATS[ending].render(document)
    accessible = ending == "accessible"
    key = pieces.key_of(document, accessible=accessible)
    if (kept := pieces.find(key)) is not None:
        return kept
    if is_long(document):
        return None
    ENGINE.start()
    return pieces.rendered(document, accessible=accessible)


def _chosen(user: User, chooser: PaperForm) -> dict[str, Any]:
    data = chooser.cleaned_data
    wanted = form(data["code"])
    target = _meant(user, wanted, data["round"], data["submission"])
    if target is None:
        chooser.add_error("submission", _("เลือกหน่วยงานก่อน แบบนี้เป็นของหน่วยงาน"))
        return {}
    query = {name: data[name] for name in OPTIONS if data[name]}
    shown = _shown(user, wanted, subject_of(target), query)
    return shown | {"draft": bool(shown["verdict"]) and is_draft(target)}


def _meant(user: User, wanted: Form, round_: Round, submission: Submission | None) -> Round | Submission | None:
    """Whose paper of the round: the chosen agency's, or the round's own.

    A form of both: the agency that owns the plan, or the only one whose paper the person may see, need not be chosen.
    """
    if "agency" not in wanted.scopes:
        return round_
    if submission or "province" not in wanted.scopes:
        return submission
    if not (round_.plan.agency_id or not may(user, Action.EXPORT_PROVINCE, round_)):
        return round_
    known = list(submissions_for(user, round_)[:2])
    return known[0] if len(known) == 1 else round_


def _chosen_year(user: User, chooser: YearPaperForm) -> dict[str, Any]:
    data, target = chooser.cleaned_data, chooser.target()
    wanted = form(data["code"])
    if target is None or ("agency" if isinstance(target, Agency) else "province") not in wanted.scopes:
        chooser.add_error("agency", _("แบบนี้พิมพ์ของหน่วยงานที่เลือกไม่ได้ โปรดเลือกใหม่"))
        return {}
    query = {"numerals": data["numerals"]} if data["numerals"] else {}
    return _shown(user, wanted, find_subject(target, data["year"], of_round=False), query)


def _shown(user: User, wanted: Form, subject: Subject, query: dict[str, str]) -> dict[str, Any]:
    """What the page says of the chosen paper: whether it may be seen, what is missing, where it is."""
    verdict, gaps, nothing = may_have(user, subject), None, ""
    try:
        if verdict and not wanted.of_round:
            _document, gaps = wanted.with_gaps(subject)
        elif verdict:
            gaps = wanted.gaps(subject)
    except NothingToPrint as problem:
        nothing = str(problem)
    return {
        "wanted": wanted,
        "verdict": verdict,
        "nothing": nothing,
        "owner": owner_name(subject),
        "when": subject.when_in_words,
        "gaps": gaps,
        "fill": _fill(user, subject),
        "memo": memo_of(user, wanted, subject),
        "prose": prose_entry(user, wanted, subject.owner, subject.fiscal_year) if verdict else {},
        "address": with_query(address_of(wanted, subject), query),
        "files": files_of(wanted, subject, query),
        "pages": with_query(f"{address_of(wanted, subject)}pages/", query),
        "preview": with_query(f"{address_of(wanted, subject)}pages/", query | {"part": 1}),
        "issuing": issuing_of(user, wanted, subject, query) if verdict and not nothing else None,
    }


def _bundle(user: User, round_: Round | None) -> str:
    """Where the bundle of the chosen round is ordered; "" where the person may not, or it is no province's round."""
    if round_ is None or round_.plan.agency_id or not may(user, Action.EXPORT_PROVINCE, round_):
        return ""
    return reverse("reports:bundle", args=[round_.pk])


def _fill(user: User, subject: Subject) -> dict[str, str]:
    """Where the person fills in what a paper of a round lacks, and what stands there; {} where it is not for them."""
    if subject.submission:
        if may(user, Action.RESULT_EDIT, subject.submission):
            url = reverse("measures:submission-detail", args=[subject.submission.pk])
            return {"url": url, "label": _("ไปกรอกผลของหน่วยงาน")}
    elif subject.round and subject.round.plan.agency_id is None:
        said = {"why": _("ข้อความในแบบของจังหวัดเขียนที่หน้า “ผลภาพรวม” ของรอบ ไม่ได้ดึงจากคำตอบของหน่วยงานเอง")}
        if may(user, Action.NARRATIVE_EDIT, subject.round):
            url = reverse("measures:narratives", args=[subject.round.pk])
            return said | {"url": url, "label": _("ไปเขียนผลภาพรวม")}
        return said
    return {}
