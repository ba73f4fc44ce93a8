"""Pages of the OIT register: who may know of the agency reads it; its staff write it (docs/permissions.md row 34)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import standing
from agencies.actions import Action
from agencies.models import Agency, User
from agencies.rules import may
from agencies.verdict import Verdict
from assessments.choices import Presence
from assessments.forms import register as forms
from assessments.models import Disclosure
from assessments.register import writing
from assessments.register.askers import askers_of
from assessments.register.carried import carried
from assessments.register.listing import agencies_of, changes_of, provinces_of, query_string
from assessments.register.reading import (
    Entry,
    Register,
    register_of,
    registers_of,
    usual_year,
    years,
)
from assessments.register.writing import RegisterError, StaleItem
from thai.dates import fiscal_year as fiscal_year_of
from thai.dates import in_bangkok
from thai.wording import thai_sort_key

PAGE = 25
PRESENCES = ((Presence.YES.value, Presence.YES.label), (Presence.NO.value, Presence.NO.label))


def _person(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _agency(request: HttpRequest, pk: int) -> Agency:
    """Return the agency with its province, or answer 404 where it is not theirs to know."""
    return get_object_or_404(Agency.objects.visible_to(_person(request)).select_related("province"), pk=pk)


def _edit(request: HttpRequest, agency: Agency) -> Verdict:
    return may(_person(request), Action.DISCLOSURE_EDIT, agency)


def _allow(verdict: Verdict) -> None:
    if not verdict:
        raise PermissionDenied(verdict.reason)


def _entry(register: Register, code: str) -> Entry:
    if (entry := register.entry(code)) is None:
        raise Http404
    return entry


def _running(request: HttpRequest) -> int:
    return fiscal_year_of(timezone.localdate())


@login_required
@require_safe
def register_list(request: HttpRequest) -> HttpResponse:
    """Show the own agency's register, or the registers of the agencies that the person looks after."""
    user, place = _person(request), standing.of_request(request)
    year = forms.fiscal_year(request.GET) or usual_year(_running(request))
    if place and place.agency:
        return _overview(request, place.agency, year)
    asked = {name: request.GET.get(name, "").replace("\0", "").strip()[:200] for name in ("query", "province")}
    found = agencies_of(user, **asked)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    provinces = sorted(provinces_of(user), key=lambda one: thai_sort_key(one.name))
    return render(request, "assessments/register_list.html", {
        "page": page, "registers": registers_of(list(page.object_list), year), "year": year, "years": years(),
        "asked": asked, "provinces": provinces, "query": query_string(asked | {"year": str(year)}),
    })  # fmt: skip


@login_required
@require_safe
def register_overview(request: HttpRequest, agency_pk: int, year: int) -> HttpResponse:
    """Show an agency's whole register of a year: what is filled, what it would be worth, what is wrong."""
    return _overview(request, _agency(request, agency_pk), year)


def _overview(request: HttpRequest, agency: Agency, year: int) -> HttpResponse:
    known = years()
    if year not in dict(known) and known:
        raise Http404
    return render(request, "assessments/register_overview.html", {
        "register": register_of(agency, year), "years": known, "year": year, "running": _running(request),
        "edit": _edit(request, agency), "administers": may(_person(request), Action.EDITION_EDIT),
    })  # fmt: skip


@login_required
@require_safe
def register_part(request: HttpRequest, agency_pk: int, year: int, code: str) -> HttpResponse:
    """Show the items of one sub-indicator: to fill for the agency's staff, else to read."""
    register = register_of(_agency(request, agency_pk), year)
    part = register.part(code)
    if part is None:
        raise Http404
    codes = [one.code for one in register.parts]
    here = codes.index(code)
    items = [entry.item for entry in register.entries]
    askers = askers_of(register.agency, year, items, user=_person(request))
    return render(request, "assessments/register_part.html", {
        "register": register, "part": part.with_askers(askers), "year": year, "presences": PRESENCES,
        "edit": _edit(request, register.agency),
        "previous": codes[here - 1] if here else "", "following": codes[here + 1] if here + 1 < len(codes) else "",
    })  # fmt: skip


@login_required
@require_POST
def register_save(request: HttpRequest, agency_pk: int, year: int, item: str) -> HttpResponse:
    """Store what was typed for one item. A script gets JSON, a person the page again; nothing typed is lost."""
    agency = _agency(request, agency_pk)
    _allow(_edit(request, agency))
    entry = _entry(register_of(agency, year), item)
    typed = forms.typed(request.POST)
    try:
        saved = writing.save_item(
            entry.row, typed, by=_person(request), version=forms.version(request.POST), now=timezone.now()
        )
    except RegisterError as refusal:
        return _refused(request, entry, typed, refusal)
    if "X-Autosave" in request.headers:
        return JsonResponse(_saved_answer(request, saved))
    messages.success(request, _("บันทึกข้อ %(item)s แล้ว") % {"item": item})
    return redirect(_card(entry))


def _saved_answer(request: HttpRequest, saved: Disclosure) -> dict[str, Any]:
    """Return the answer to an autosave: when, the new version, the remarks, every figure that may have moved."""
    register = register_of(saved.agency, saved.fiscal_year)
    entry = _entry(register, saved.item)
    html = render_to_string("assessments/parts/register_remarks.html", {"remarks": entry.remarks}, request)
    progress = {f"part-{part.code}": f"{part.done}/{part.total}" for part in register.parts}
    shown = {f"figure-{code}": f"{one.now}" for code, one in register.figures.items() if one.now is not None}
    at = in_bangkok(saved.updated_at or timezone.now())
    words, tone = entry.badge
    return {
        "saved_at": f"{at:%H:%M}", "version": saved.version, "progress": progress | shown,
        "remarks": html if entry.remarks else "", "badge": {"words": words, "tone": tone},
    }  # fmt: skip


def _refused(
    request: HttpRequest, entry: Entry, typed: writing.TypedItem, refusal: RegisterError
) -> HttpResponse:  # fmt: skip
    """Return the refusal with what was typed, and beside it what stands: 409 for a moved version, else 400."""
    status = 409 if refusal.conflict else 400
    row = entry.row
    if row.pk:
        row.refresh_from_db()
    theirs = refusal.current if isinstance(refusal, StaleItem) else writing.snapshot(row)
    context = {
        "entry": entry, "mine": typed, "theirs": forms.as_typed(theirs), "message": str(refusal),
        "version": row.version, "presences": PRESENCES, "retry_url": _card(entry), "status": str(status),
    }  # fmt: skip
    if "X-Autosave" in request.headers:
        html = render_to_string("assessments/parts/register_sides.html", context, request)
        return JsonResponse({"message": str(refusal), "html": html}, status=status)
    return render(request, "assessments/register_conflict.html", context, status=status)


@login_required
@require_safe
def register_chips(request: HttpRequest, agency_pk: int, year: int, item: str) -> HttpResponse:
    """Answer a script with the chips of an item's links as HTML, and whether one still waits for its check."""
    agency = _agency(request, agency_pk)
    entry, edit = _entry(register_of(agency, year), item), _edit(request, agency)
    rows = [
        {"typed": chip.link.typed, "html": render_to_string("parts/link_chip.html", {"chip": chip, "mends": edit})}
        for chip in entry.chips
    ]
    return JsonResponse({"waiting": any(chip.waiting for chip in entry.chips), "chips": rows})


@login_required
@require_POST
def register_recheck(request: HttpRequest, agency_pk: int, year: int, item: str) -> HttpResponse:
    """Let the links of one item be checked now."""
    agency = _agency(request, agency_pk)
    _allow(_edit(request, agency))
    entry = _entry(register_of(agency, year), item)
    if not entry.row.pk:
        raise Http404
    try:
        count = writing.recheck(entry.row, by=_person(request), now=timezone.now())
    except RegisterError as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("ขอให้ตรวจลิงก์นี้แล้ว ผลจะมาในไม่กี่วินาที") if count else _("เพิ่งตรวจลิงก์ของข้อนี้ไปไม่ถึง 10 นาที ผลยังใช้ได้")
        messages.info(request, said)
    return redirect(_card(entry))


@login_required
@require_safe
def register_history(request: HttpRequest, agency_pk: int, year: int, item: str) -> HttpResponse:
    """Show who changed what of an item, the newest first."""
    entry = _entry(register_of(_agency(request, agency_pk), year), item)
    return render(request, "assessments/register_history.html", {
        "entry": entry, "year": year, "changes": changes_of(entry.row),
    })  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register_carry(request: HttpRequest, agency_pk: int, year: int) -> HttpResponse:
    """Show what of the last register fits this one, and copy what the person chooses."""
    agency = _agency(request, agency_pk)
    _allow(_edit(request, agency))
    register = register_of(agency, year)
    if not register.total:
        raise Http404
    found, problem = carried(register), ""
    if request.method == "POST" and found.year:
        picked = forms.chosen(request.POST)
        try:
            filled = writing.carry(agency, year, found.year, picked, by=_person(request), now=timezone.now())
        except RegisterError as refusal:
            found, problem = carried(register, picked), str(refusal)
        else:
            said = _("คัดลอกแล้ว %(count)s ข้อ โปรดเปิดดูแต่ละข้อว่ายังถูกต้อง")
            messages.success(request, said % {"count": len(filled)})
            return redirect("assessments:register-overview", agency_pk, year)
    context = {"register": register, "carried": found, "year": year, "problem": problem}
    return render(request, "assessments/register_carry.html", context, status=422 if problem else 200)


@login_required
@require_safe
def register_copy(request: HttpRequest, agency_pk: int, year: int) -> HttpResponse:
    """Show every field with a button that copies it, in the order in which the commission's own system asks."""
    register = register_of(_agency(request, agency_pk), year)
    return render(request, "assessments/register_copy.html", {"register": register, "year": year})


def _card(entry: Entry) -> str:
    row = entry.row
    page = reverse("assessments:register-part", args=[row.agency_id, row.fiscal_year, entry.item.part])
    return f"{page}#{entry.item.code}"
