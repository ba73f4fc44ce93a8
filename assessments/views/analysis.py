"""Pages of scores over the years, of a province's agencies, and of the nation."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.actions import Action
from agencies.models import Agency, AgencyKind, Province
from agencies.rules import barred, may
from assessments.cards.pages import latest_year
from assessments.forms.standing import query_of, wanted_of, year_of
from assessments.nation import levels_of, nation_agencies, nation_means, nation_page, province_lines, years_with_cards
from assessments.owners import owner_key, owner_of
from assessments.pictures import pictures
from assessments.selectors import indicators_of
from assessments.sheets import board_workbook
from assessments.standing import WEAKEST, heat, heat_bounds, province_board, years_of_province
from assessments.yearly import marks_in, yearly

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 50


def owner_or_404(request: HttpRequest, key: str) -> Province | Agency:
    """Return whose scores the address means, or answer 404 where the person may not know of them."""
    if not (verdict := barred(request.user)):
        raise PermissionDenied(verdict.reason)
    if (owner := owner_of(request.user, key)) is None:  # type: ignore[arg-type]
        raise Http404
    return owner


@login_required
@require_safe
def trend(request: HttpRequest, owner: str) -> HttpResponse:
    """Show a body's scores over the years: charts, and the same figures as a table."""
    found = owner_or_404(request, owner)
    table = yearly(found)
    drawn = pictures(table, owner=found.in_words)
    province = found if isinstance(found, Province) else found.province
    context = {
        "owner": found, "name": found.in_words, "key": owner_key(found), "table": table,
        # Made of escaped words and numbers alone by assessments.charts.
        "charts": {name: mark_safe(svg) for name, svg in vars(drawn).items()} if drawn else {},  # nosec B308 B703
        "compare": province if may(request.user, Action.SCORES_COMPARE, province) else None,
    }  # fmt: skip
    return render(request, "assessments/trend.html", context)


def _province_or_404(request: HttpRequest, pk: int) -> Province:
    """Return the province whose agencies the person may compare; own province without the role: 403."""
    province = owner_or_404(request, f"province-{pk}")
    assert isinstance(province, Province)
    if not (verdict := may(request.user, Action.SCORES_COMPARE, province)):
        raise PermissionDenied(verdict.reason)
    return province


@login_required
@require_safe
def province(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the cards of a province's agencies as a heat map."""
    place = _province_or_404(request, pk)
    years = years_of_province(place)
    year = year_of(request.GET, years)
    wanted = wanted_of(request.GET)
    board = province_board(place, year, wanted) if year else None
    context = _heat_context(request, years, year, wanted) | {
        "province": place, "board": board, "own_key": owner_key(place),
        "first": None if board else latest_year(place),
        "rows": [(line, heat(line.scores, board.indicators, board.marks)) for line in board.lines] if board else [],
        "bounds": heat_bounds(board.marks) if board else (), "levels": board.levels if board else (),
        "national": bool(may(request.user, Action.SCORES_COMPARE)),
    }  # fmt: skip
    return render(request, "assessments/province.html", context)


@login_required
@require_safe
def province_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give what the page of the province shows as an Excel file."""
    place = _province_or_404(request, pk)
    year = year_of(request.GET, years_of_province(place))
    if not year:
        raise Http404
    board = province_board(place, year, wanted_of(request.GET))
    answer = HttpResponse(board_workbook(board, place.name), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="scores-{place.code}-{year}.xlsx"'
    return answer


@login_required
@require_safe
def national(request: HttpRequest) -> HttpResponse:
    """Show the nation: provinces with their share at the pass mark, or all agencies, page by page."""
    if not (verdict := may(request.user, Action.SCORES_COMPARE)):
        raise PermissionDenied(verdict.reason)
    years = years_with_cards()
    year = year_of(request.GET, years)
    agencies = request.GET.get("view") == "agencies"
    wanted = wanted_of(request.GET, sort="overall" if agencies else "share")
    marks = marks_in(year) if year else ()
    context = _heat_context(request, years, year, wanted) | {"by_agency": agencies, "mark": marks[0] if marks else 0}
    if not year:
        return render(request, "assessments/national.html", context)
    means = nation_means(year, marks[0])
    context |= {"weakest": means[:WEAKEST], "bounds": heat_bounds(marks)}
    if agencies:
        page = Paginator(nation_agencies(year, marks[0], wanted), PAGE).get_page(request.GET.get("page"))
        indicators = indicators_of(year)
        lines = nation_page(list(page.object_list), year)
        context |= {
            "page": page, "indicators": indicators, "levels": levels_of(year), "provinces": Province.objects.all(),
            "rows": [(line, heat(line.scores, indicators, marks)) for line in lines],
        }  # fmt: skip
    else:
        context |= {"lines": province_lines(year, marks[0], wanted), "heads": _province_heads(marks[0])}
    return render(request, "assessments/national.html", context)


def _province_heads(mark: int) -> tuple[tuple[str, str], ...]:
    return (
        ("name", _("จังหวัด")), ("agencies", _("หน่วยงาน")), ("cards", _("มีคะแนน")),
        ("share", _("ได้ %(mark)s ขึ้นไป") % {"mark": mark}), ("average", _("เฉลี่ย")), ("overall", _("คะแนนของจังหวัด")),
    )  # fmt: skip


def _heat_context(request: HttpRequest, years: list[int], year: int, wanted: Any) -> dict[str, Any]:
    """Return what both boards show around their tables."""
    return {
        "years": years, "year": year, "wanted": wanted, "kinds": AgencyKind.objects.all(),
        "sort_query": query_of(request.GET, "sort", "page"), "page_query": query_of(request.GET, "page"),
        "year_query": query_of(request.GET, "year", "page"), "file_query": query_of(request.GET),
    }  # fmt: skip
