"""Pages of the editions: for administrators only (docs/permissions.md row 38)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies.actions import Action
from agencies.rules import may
from assessments.edition_data import EditionError, problems_of, to_json
from assessments.editions import (
    EditionReport,
    StaleEditionError,
    copy_edition,
    copy_items,
    fingerprint,
    load_edition,
    read_edition,
    remove_part,
)
from assessments.forms.editions import (
    EditionFileForm,
    EditionForm,
    IndicatorForm,
    QuestionFormSet,
    changed_indicator,
    question_rows,
    usual_kind,
)
from assessments.merging import Mode
from assessments.models import Edition
from assessments.references import locked_parts, removable_codes

View = Callable[..., HttpResponse]


def editor_required(view: View) -> View:
    """Let only those in who may edit editions; others read why not (403)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (verdict := may(request.user, Action.EDITION_EDIT)):
            raise PermissionDenied(verdict.reason)
        return view(request, *args, **kwargs)

    return login_required(guarded)


@editor_required
@require_GET
def edition_list(request: HttpRequest) -> HttpResponse:
    editions = list(Edition.objects.annotate(questions=Count("indicators__questions")))
    years = [edition.fiscal_year for edition in editions]
    return render(
        request,
        "assessments/edition_list.html",
        {"editions": editions, "newest": max(years, default=0), "next_year": max(years, default=0) + 1},
    )


@editor_required
@require_POST
def edition_copy(request: HttpRequest, fiscal_year: int) -> HttpResponse:
    source = get_object_or_404(Edition, fiscal_year=fiscal_year)
    try:
        report = copy_edition(source, fiscal_year + 1, by=_person(request))
    except EditionError as error:
        messages.error(request, str(error))
        return redirect("assessments:edition-list")
    messages.success(request, _("สร้างเกณฑ์ปี %(year)s แล้ว") % {"year": report.fiscal_year})
    return redirect("assessments:edition-detail", report.fiscal_year)


@editor_required
@require_POST
def edition_items(request: HttpRequest, fiscal_year: int) -> HttpResponse:
    """Start the year's OIT items from those of the year named in the form."""
    target = get_object_or_404(Edition, fiscal_year=fiscal_year)
    raw = request.POST.get("source", "")
    known = raw if raw.isascii() and raw.isdecimal() and len(raw) == 4 else "0"
    source = get_object_or_404(Edition, fiscal_year=known)
    try:
        copy_items(source, target, by=_person(request))
    except EditionError as error:
        messages.error(request, str(error))
        return redirect("assessments:edition-detail", fiscal_year)
    messages.success(request, _("นำรายการ OIT มาตั้งต้นแล้ว โปรดตรวจกับคู่มือของปีนี้ทุกข้อ"))
    return redirect("assessments:edition-indicator", fiscal_year, _first_oit(target))


def _first_oit(edition: Edition) -> int:
    numbers = edition.indicators.filter(instrument__code="OIT").values_list("number", flat=True)
    return numbers.order_by("number").first() or 1


@editor_required
@require_http_methods(["GET", "POST"])
def edition_import(request: HttpRequest) -> HttpResponse:
    form = EditionFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            report = load_edition(form.cleaned_data["file"], by=_person(request))
        except EditionError as error:
            _add_problems(form, error)
        else:
            messages.success(request, _in_words(report))
            return redirect("assessments:edition-detail", report.fiscal_year)
    return render(request, "assessments/edition_import.html", {"form": form}, status=_status(form))


@editor_required
@require_http_methods(["GET", "POST"])
def edition_detail(request: HttpRequest, fiscal_year: int) -> HttpResponse:
    edition = get_object_or_404(Edition, fiscal_year=fiscal_year)
    data = read_edition(edition)
    initial = EditionForm.initial_of(to_json(data)) | {"seen": fingerprint(data)}
    form = EditionForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            report = load_edition(
                form.changed_document(to_json(data)),
                mode=Mode.EXACT,
                by=_person(request),
                seen=form.cleaned_data["seen"],
            )
        except EditionError as error:
            status = _refused(form, error, fingerprint(data))
        else:
            messages.success(request, _in_words(report))
            return redirect("assessments:edition-detail", fiscal_year)
    context = {"edition": edition, "data": data, "form": form, "problems": problems_of(data)}
    return render(request, "assessments/edition_detail.html", context, status=status)


@editor_required
@require_http_methods(["GET", "POST"])
def edition_indicator(request: HttpRequest, fiscal_year: int, number: int) -> HttpResponse:
    edition = get_object_or_404(Edition, fiscal_year=fiscal_year)
    indicator = get_object_or_404(edition.indicators.select_related("instrument"), number=number)
    data = read_edition(edition)
    document = to_json(data)
    row = next(one for part in document["instruments"] for one in part["indicators"] if one["number"] == number)
    form = IndicatorForm(request.POST or None, initial=IndicatorForm.initial_of(row) | {"seen": fingerprint(data)})
    questions = QuestionFormSet(
        request.POST or None,
        initial=question_rows(row),
        prefix="questions",
        form_kwargs={"usual_kind": usual_kind(indicator.instrument.code)},
    )
    status = 200
    if request.method == "POST" and form.is_valid() and questions.is_valid():
        try:
            typed = [question for one in questions if (question := one.as_question())]
            row.update(changed_indicator(row, form, typed))
            report = load_edition(document, mode=Mode.EXACT, by=_person(request), seen=form.cleaned_data["seen"])
        except EditionError as error:
            status = _refused(form, error, fingerprint(data))
        else:
            messages.success(request, _in_words(report))
            return redirect("assessments:edition-indicator", fiscal_year, number)
    locked = locked_parts(edition)
    context = {
        "edition": edition,
        "indicator": indicator,
        "form": form,
        "questions": questions,
        "locked": locked,
        "removable": removable_codes(data, number, locked),
    }
    return render(request, "assessments/edition_indicator.html", context, status=status)


@editor_required
@require_POST
def edition_part_remove(request: HttpRequest, fiscal_year: int, number: int, code: str) -> HttpResponse:
    edition = get_object_or_404(Edition, fiscal_year=fiscal_year)
    try:
        remove_part(edition, code, by=_person(request))
    except EditionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("ลบข้อ %(code)s แล้ว") % {"code": code})
    return redirect("assessments:edition-indicator", fiscal_year, number)


@editor_required
@require_GET
def edition_file(request: HttpRequest, fiscal_year: int) -> HttpResponse:
    edition = get_object_or_404(Edition, fiscal_year=fiscal_year)
    answer = JsonResponse(to_json(read_edition(edition)), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="edition-{fiscal_year}.json"'
    return answer


def _person(request: HttpRequest) -> Any:
    return request.user


def _add_problems(form: Any, error: EditionError) -> None:
    for problem in error.problems:
        form.add_error(None, problem)


def _refused(form: Any, error: EditionError, current: str) -> int:
    """Put the problems on the form; an outdated one may be sent again, now against what is stored."""
    _add_problems(form, error)
    if not isinstance(error, StaleEditionError):
        return 422
    form.data = form.data.copy()
    form.data["seen"] = current
    return 409


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


def _in_words(report: EditionReport) -> str:
    if report.created:
        return _("สร้างเกณฑ์ปี %(year)s แล้ว") % {"year": report.fiscal_year}
    if not report.added and not report.changed:
        return _("ไม่มีสิ่งใดเปลี่ยนแปลง")
    return _("บันทึกแล้ว เพิ่ม %(added)s รายการ แก้ %(changed)s รายการ") % {
        "added": len(report.added),
        "changed": len(report.changed),
    }
