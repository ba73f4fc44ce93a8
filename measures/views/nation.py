"""The central viewer: the nation's provinces, the agencies of one of them, both tables as files."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.actions import Action
from agencies.models import Province
from agencies.rules import may
from measures.choices import RoundKind
from measures.nation_file import Sheet, csv_bytes, nation_sheet, province_sheet, workbook_bytes
from measures.selectors.board import IDLE, MISSING
from measures.selectors.nation import Figures, Scores, Wanted, nation
from measures.selectors.nation_counts import KINDS, Period
from measures.selectors.nation_province import BARE, BELOW, UNASKED, province_agencies
from measures.views.answering import person
from measures.views.board import EXCEL, FLOW, bar_parts, stage_words

CSV = "text/csv; charset=utf-8"
FORMS = {"xlsx": (EXCEL, workbook_bytes), "csv": (CSV, csv_bytes)}
LONGEST = 100


@login_required
@require_safe
def nation_page(request: HttpRequest) -> HttpResponse:
    """Show every province's work and scores, with their sum."""
    _allow(request)
    wanted = wanted_of(request)
    page = nation(*half_year_of(request), now=timezone.now(), wanted=wanted)
    rows = [(row, _bar(row.figures), *_counts(row.figures, page.scores)) for row in page.rows]
    heads = _heads(request, [("name", _("จังหวัด")), ("-agencies", _("หน่วยงาน"))], page.scores)
    context = _around(request, page, wanted) | {
        "rows": rows, "heads": heads, "sums": (page.sums, _bar(page.sums), *_counts(page.sums, page.scores)),
    }  # fmt: skip
    return render(request, "measures/nation.html", context)


@login_required
@require_safe
def nation_file(request: HttpRequest, form: str) -> HttpResponse:
    """Give the provinces as a file, with the same rows in the same order as the page of that address."""
    _allow(request)
    now = timezone.now()
    page = nation(*half_year_of(request), now=now, wanted=wanted_of(request))
    return _file(nation_sheet(page, now=now), form, _name("ภาพรวมทั้งประเทศ", page.period))


@login_required
@require_safe
def nation_province(request: HttpRequest, code: str) -> HttpResponse:
    """Show the agencies of one province with their reports and scores."""
    _allow(request)
    province, wanted = get_object_or_404(Province, code=code), wanted_of(request)
    page = province_agencies(province, *half_year_of(request), user=person(request), now=timezone.now(), wanted=wanted)
    columns = [
        ("name", _("หน่วยงาน")), ("-state", _("สถานะ")), ("percent", _("ครบ")), ("-average", _("คะแนน")),
        ("change", _("เทียบปีก่อน")), ("-level", _("ระดับ")), ("-errors", _("ต้องแก้")), ("-dead", _("ลิงก์เปิดไม่ได้")),
    ]  # fmt: skip
    context = _around(request, page, wanted) | {
        "province": province, "heads": [_head(request, *column) for column in columns], "states": _states(page.scores),
    }  # fmt: skip
    return render(request, "measures/nation_province.html", context)


@login_required
@require_safe
def nation_province_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Give the agencies of one province as a file, as the page of that address shows them."""
    _allow(request)
    province, now = get_object_or_404(Province, code=code), timezone.now()
    page = province_agencies(province, *half_year_of(request), user=person(request), now=now, wanted=wanted_of(request))
    return _file(province_sheet(page, now=now), form, _name(f"ภาพรวม {province.printed_name}", page.period))


def _allow(request: HttpRequest) -> None:
    if not (verdict := may(request.user, Action.NATION_READ)):
        raise PermissionDenied(verdict.reason)


def half_year_of(request: HttpRequest) -> tuple[int, str]:
    """Return the fiscal year and kind of round asked for, 0 and "" where none is."""
    year, kind = request.GET.get("year", ""), request.GET.get("round", "")
    known = year.isascii() and year.isdigit() and len(year) == 4
    return int(year) if known else 0, kind if kind in KINDS else ""


def wanted_of(request: HttpRequest) -> Wanted:
    """Return what the address asks for; what it does not understand asks for nothing."""
    asked = request.GET
    words = asked.get("q", "").replace("\0", "")[:LONGEST].strip()
    return Wanted(words, asked.get("late") == "1", asked.get("state", "")[:10], asked.get("sort", "")[:20])


def _around(request: HttpRequest, page: Any, wanted: Wanted) -> dict[str, Any]:
    """Return what both pages show around their tables."""
    period = page.period
    years = {one.fiscal_year for one in page.periods} | ({period.fiscal_year} if period else set())
    kept = {"year": period.fiscal_year, "round": period.kind} if period else {}
    return {
        "page": page, "wanted": wanted, "years": sorted(years, reverse=True), "flow": _flow(page.whole),
        "kinds": [(kind, _(RoundKind(kind).label)) for kind in KINDS], "query": urlencode(kept),
        "round_name": _(RoundKind(period.kind).label) if period else "", "whole_bar": _bar(page.whole),
        "file_query": request.GET.urlencode(), "narrows": bool(wanted.q or wanted.late or wanted.state),
    }  # fmt: skip


def _flow(figures: Figures) -> list[tuple[str, str, int]]:
    """Return (colour, words, agencies) of each stage, and of those without a report."""
    stages = [(tone, stage_words(stage), figures.stages[stage]) for stage, tone in FLOW]
    return [*stages, ("f-0", _("ไม่มีรายงานในรอบนี้"), figures.unasked)]


def _bar(figures: Figures) -> list[tuple[str, int, int]]:
    return bar_parts((tone, count) for tone, _words, count in _flow(figures))


def _counts(figures: Figures, scores: Scores) -> tuple[list[int], list[int]]:
    """Return the agencies of each stage and of each level."""
    return [figures.stages[stage] for stage, _tone in FLOW], [figures.levels[name] for name in scores.levels]


def _heads(request: HttpRequest, first: Sequence[tuple[str, str]], scores: Scores) -> dict[str, Any]:
    """Return the heads of the provinces' table, by the groups they stand in."""
    stages = [(f"-stage-{stage}", stage_words(stage)) for stage, _tone in FLOW]
    share = _("ได้ %(mark)s ขึ้นไป") % {"mark": scores.mark} if scores.mark else _("ผ่านเกณฑ์")
    groups: dict[str, Iterable[tuple[str, str]]] = {
        "first": first,
        "work": [*stages, ("-unasked", _("ไม่มีรายงาน")), ("-late", _("เกินกำหนด")), ("percent", _("ครบ"))],
        "scores": [("-average", _("เฉลี่ย")), ("change", _("เทียบปีก่อน")), ("share", share)],
        "levels": [(f"-level-{place}", name) for place, name in enumerate(scores.levels)],
        "faults": [("-errors", _("ต้องแก้")), ("-dead", _("ลิงก์เปิดไม่ได้"))],
    }
    return {name: [_head(request, *column) for column in group] for name, group in groups.items()}


def _head(request: HttpRequest, first: str, words: str) -> dict[str, str]:
    """Return a column's words, the address that puts the rows in its order, and how they stand now (aria-sort).

    first: the order that a first click asks for.
    """
    name = first.removeprefix("-")
    sort = request.GET.get("sort", "")
    now = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
    other = name if first.startswith("-") else f"-{name}"
    asked = request.GET.copy()
    asked["sort"] = other if sort == first else first
    return {"url": f"?{asked.urlencode()}", "words": words, "now": now, "name": name}


def _states(scores: Scores) -> list[tuple[str, str]]:
    """Return (value, words) of what a province's agencies may be narrowed to."""
    stages = [(stage or IDLE, stage_words(stage)) for stage, _tone in FLOW]
    below = [(BELOW, _("คะแนนต่ำกว่า %(mark)s") % {"mark": scores.mark}), (BARE, _("ยังไม่มีคะแนน"))] if scores.mark else []
    return [("", _("ทุกสถานะ")), (MISSING, _("ยังไม่ส่ง")), *stages, (UNASKED, _("ไม่มีรายงานในรอบนี้")), *below]


def _name(what: str, period: Period | None) -> str:
    return f"{what} รอบ {period.kind} เดือน {period.fiscal_year}" if period else what


def _file(sheet: Sheet, form: str, name: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    kind, make = FORMS[form]
    said = content_disposition_header(True, f"{name}.{form}") or "attachment"
    return HttpResponse(make(sheet), content_type=kind, headers={"Content-Disposition": said})
