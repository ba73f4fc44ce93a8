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

from agencies.models import Agency, Province, User
from agencies.verdict import YES, Verdict
from measures.choices import Action
from measures.rules import may
from reports.document import Document
from reports.facts import LEVELS
from reports.forms import PaperForm, YearPaperForm, asked
from reports.output import FORMATS, file_name
from reports.registry import Form, UnknownForm, form
from reports.renderers import html, pdf
from reports.renderers.engine import ENGINE, PdfError
from reports.selectors import (
    NothingToPrint,
    Subject,
    agencies_for,
    find_subject,
    is_draft,
    may_see_province,
    provinces_for,
    rounds_for,
    subject_of,
    submissions_for,
)

OPTIONS = ("numerals", "level")  # of a paper, in its address; unknown values change nothing
DOWNLOADS = ("pdf", "accessible", "docx", "xlsx")


@login_required
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Choose form, round or year, and agency; say what is a draft or blank before the download."""
    user: User = request.user  # type: ignore[assignment]
    chooser, yearly = asked(request.GET, "code", user, PaperForm), asked(request.GET, "of-code", user, YearPaperForm)
    context: dict[str, Any] = {"form": chooser, "yearly": yearly, "has_rounds": chooser.rounds.exists()}
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
    wanted, subject = _find(request, code, place)
    if refused := _refused(request, subject):
        return refused
    try:
        document = _document(request, wanted, subject)
        gaps = wanted.gaps(subject)
    except NothingToPrint as nothing:
        return _nothing(request, wanted, subject, nothing)
    query = {name: request.GET[name] for name in OPTIONS if request.GET.get(name)}
    return render(request, "reports/paper.html", {
        **html.context(document),
        "wanted": wanted,
        "gaps": gaps,
        "fill": _fill(user, subject),
        "files": _files(wanted, subject, query),
        "back": f"{reverse('reports:papers')}?{urlencode(_choice(wanted, subject, query))}",
    })  # fmt: skip


@login_required
@require_safe
def paper_file(request: HttpRequest, code: str, ending: str, **place: Any) -> HttpResponse:
    """Download a paper as PDF, Word or Excel."""
    wanted, subject = _find(request, code, place)
    if refused := _refused(request, subject):
        return refused
    if ending not in DOWNLOADS:
        raise Http404
    if FORMATS[ending].media_type == pdf.MEDIA_TYPE:
        ENGINE.start()  # wakes up while the rows are fetched
    try:
        document, format_ = _document(request, wanted, subject), FORMATS[ending]
        content = format_.render(document)
    except NothingToPrint as nothing:
        return _nothing(request, wanted, subject, nothing)
    except PdfError as problem:
        messages.error(request, str(problem))
        return redirect(_address(wanted, subject))
    response = HttpResponse(content, content_type=format_.media_type)
    name = file_name(document, _owner(subject), subject.when, format_)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _find(request: HttpRequest, code: str, place: dict[str, Any]) -> tuple[Form, Subject]:
    """The form and whose paper it is; 404 for what the person may not know of.

    place: round_pk or fiscal_year, and agency_pk or (of a year) province_code.
    """
    user: User = request.user  # type: ignore[assignment]
    try:
        wanted = form(code)
    except UnknownForm:
        raise Http404 from None
    scope = "agency" if "agency_pk" in place else "province"
    if scope not in wanted.scopes or wanted.of_round != ("round_pk" in place):
        raise Http404
    if not wanted.of_round:
        owner: Agency | Province
        if scope == "agency":
            owner = get_object_or_404(agencies_for(user), pk=place["agency_pk"])
        else:
            owner = get_object_or_404(provinces_for(user), code=place["province_code"])
        return wanted, find_subject(owner, place["fiscal_year"], of_round=False)
    if scope == "agency":
        found = submissions_for(user, place["round_pk"])
        return wanted, subject_of(get_object_or_404(found, agency=place["agency_pk"]))
    return wanted, subject_of(get_object_or_404(rounds_for(user), pk=place["round_pk"]))


def _may(user: User, subject: Subject) -> Verdict:
    """Of a round the export's own rule; of a year whoever may know of the agency, or reads the whole province."""
    if subject.submission:
        return may(user, Action.EXPORT_AGENCY, subject.submission)
    if subject.round:
        return may(user, Action.EXPORT_PROVINCE, subject.round)
    return may_see_province(user, subject.owner) if isinstance(subject.owner, Province) else YES


def _refused(request: HttpRequest, subject: Subject) -> HttpResponse | None:
    verdict = _may(request.user, subject)  # type: ignore[arg-type]
    if verdict:
        return None
    if verdict.conflict:
        context = {"message": verdict.reason, "retry_url": reverse("reports:papers")}
        return render(request, "409.html", context, status=409)
    raise PermissionDenied(verdict.reason)


def _nothing(request: HttpRequest, wanted: Form, subject: Subject, nothing: NothingToPrint) -> HttpResponse:
    """Lead back to the choice, which says what is missing."""
    return redirect(f"{reverse('reports:papers')}?{urlencode(_choice(wanted, subject, {}))}")


def _document(request: HttpRequest, wanted: Form, subject: Subject) -> Document:
    level = request.GET.get("level", "")
    document = wanted.document(subject.at_level(int(level) if level in map(str, LEVELS) else None))
    match request.GET.get("numerals"):
        case "thai":
            return document.in_numerals("thai")
        case "arabic":
            return document.in_numerals("arabic")
    return document


def _chosen(user: User, chooser: PaperForm) -> dict[str, Any]:
    data = chooser.cleaned_data
    wanted = form(data["code"])
    target: Any = data["submission"] if "agency" in wanted.scopes else None
    if target is None and "province" in wanted.scopes:
        target = data["round"]
    if target is None:
        chooser.add_error("submission", _("เลือกหน่วยงานก่อน แบบนี้เป็นของหน่วยงาน"))
        return {}
    query = {name: data[name] for name in OPTIONS if data[name]}
    shown = _shown(user, wanted, subject_of(target), query)
    return shown | {"draft": bool(shown["verdict"]) and is_draft(target)}


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
    verdict, gaps, nothing = _may(user, subject), None, ""
    try:
        gaps = wanted.gaps(subject) if verdict else None
        if verdict and not wanted.of_round:
            wanted.fetch(subject)
    except NothingToPrint as problem:
        nothing = str(problem)
    return {
        "wanted": wanted,
        "verdict": verdict,
        "nothing": nothing,
        "owner": _owner(subject),
        "when": f"{subject.round.name} {subject.fiscal_year}" if subject.round else subject.fiscal_year,
        "gaps": gaps,
        "fill": _fill(user, subject),
        "address": _with(_address(wanted, subject), query),
        "files": _files(wanted, subject, query),
    }


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


def _owner(subject: Subject) -> str:
    if subject.submission:
        return subject.submission.agency.name
    if subject.round:
        return subject.round.plan.printed_owner
    return f"จังหวัด{subject.owner.name}" if isinstance(subject.owner, Province) else subject.owner.name


def _choice(wanted: Form, subject: Subject, query: dict[str, str]) -> dict[str, Any]:
    """What the papers page is asked for to stand at this paper again."""
    if subject.round:
        choice: dict[str, Any] = {"code": wanted.code, "round": subject.round.pk}
        return choice | ({"submission": subject.submission.pk} if subject.submission else {}) | query
    owner = subject.owner
    province = owner if isinstance(owner, Province) else owner.province
    choice = {"of-code": wanted.code, "of-year": subject.fiscal_year, "of-province": province.pk}
    choice |= {"of-agency": owner.pk} if isinstance(owner, Agency) else {}
    return choice | {f"of-{name}": value for name, value in query.items()}


def _address(wanted: Form, subject: Subject) -> str:
    if subject.submission:
        args: list[Any] = [wanted.code, subject.submission.round_id, subject.submission.agency_id]
        return reverse("reports:agency-paper", args=args)
    if subject.round:
        return reverse("reports:paper", args=[wanted.code, subject.round.pk])
    if isinstance(subject.owner, Agency):
        return reverse("reports:year-agency-paper", args=[wanted.code, subject.fiscal_year, subject.owner.pk])
    return reverse("reports:year-province-paper", args=[wanted.code, subject.fiscal_year, subject.owner.code])


def _files(wanted: Form, subject: Subject, query: dict[str, str]) -> list[dict[str, str]]:
    base = _address(wanted, subject)
    return [
        {"name": FORMATS[ending].name, "url": _with(f"{base}file/{ending}", query), "ending": ending}
        for ending in DOWNLOADS
    ]


def _with(address: str, query: dict[str, str]) -> str:
    return f"{address}?{urlencode(query)}" if query else address
