"""Pages of score cards: who may read the owner's card sees it; row 33 of docs/permissions.md writes it."""

from dataclasses import dataclass
from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import standing
from agencies.actions import Action
from agencies.models import Agency, Province, User
from agencies.rules import may
from agencies.verdict import Verdict
from assessments.authoring import CardRefused, StaleCard, save_card
from assessments.cards import grid, importing, improving, pages
from assessments.cards.doubts import shown_doubts
from assessments.cards.importing import Examined
from assessments.cards.shapes import differences
from assessments.cards.sheet import sheet
from assessments.edition_data import EditionData
from assessments.editions import read_instruments
from assessments.forms.cards import KeptLines, RepairForm, ScoreFileForm, parcel, version_of
from assessments.models import ScoreCard
from assessments.owners import owner_key, owner_of
from assessments.scoring import scheme_of
from assessments.selectors import EditionMissingError, card_of, edition_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPED = gettext_noop("กรอกในหน้าจอ")
REPAIRED = gettext_noop("แก้ตามข้อเสนอ")


@dataclass(frozen=True)
class Place:
    """Whose card of which year an address means, and whether the person may write it."""

    key: str
    owner: Province | Agency
    year: int
    edit: Verdict

    def url(self, name: str = "card") -> str:
        """Return an address of the same owner and year."""
        return reverse(f"assessments:{name}", args=[self.key, self.year])


def _person(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _place(request: HttpRequest, owner: str, year: int, *, write: bool = False) -> Place:
    """Return the owner and year, or answer 404 where they are not theirs to know, 403 where they may not write."""
    found = owner_of(_person(request), owner)
    if found is None or year not in dict(pages.years_of(found)):
        raise Http404
    place = Place(owner, found, year, may(_person(request), Action.SCORE_EDIT, found))
    if write and not place.edit:
        raise PermissionDenied(place.edit.reason)
    return place


def _edition(place: Place) -> EditionData:
    try:
        return read_instruments(edition_for(place.year))
    except EditionMissingError as missing:
        raise Http404(str(missing)) from missing


@login_required
@require_safe
def score_home(request: HttpRequest) -> HttpResponse:
    """Lead to the scores of the place that the person stands in."""
    place = standing.of_request(request)
    if place and place.agency:
        year = pages.latest_year(place.agency)
        return redirect("assessments:card", owner_key(place.agency), year) if year else redirect("home")
    if place and place.province:
        return redirect("assessments:province", place.province.pk)
    return redirect("assessments:national") if place else redirect("home")


@login_required
@require_safe
def card(request: HttpRequest, owner: str, year: int) -> HttpResponse:
    """Show a card: findings first, then printed beside computed."""
    place = _place(request, owner, year)
    page = pages.card_page(place.owner, year)
    return render(request, "assessments/card.html", {
        "place": place, "page": page, "years": pages.years_of(place.owner), "changes": pages.changes_of(page.row),
        "proposals": improving.proposals_of(place.owner, year, user=_person(request)),
    })  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def card_edit(request: HttpRequest, owner: str, year: int) -> HttpResponse:
    """Type a card into a grid. "compute" and "paste" show what would stand; "save" stores it."""
    place = _place(request, owner, year, write=True)
    if request.method != "POST":
        row = ScoreCard.objects.of(place.owner, year).first()
        typed = grid.Typed.of_card(card_of(row)) if row else grid.Typed()
        return _grid(request, place, typed, row.version if row else 0)
    typed, version = grid.Typed.of_post(request.POST), version_of(request.POST)
    if block := request.POST.get("paste", "").strip():
        typed.paste(block)
    new, do = typed.card(), request.POST.get("do", "save")
    if do != "save" or typed.unread:
        return _grid(request, place, typed, version, status=422 if typed.unread else 200)
    if typed.errors:
        return _grid(request, place, typed, version, status=422)
    try:
        save_card(place.owner, year, new, by=_person(request), version=version, source=TYPED, now=timezone.now())
    except StaleCard as stale:
        return _grid(request, place, typed, stale.version, stale=stale, status=409)
    except CardRefused as refused:
        raise PermissionDenied(str(refused)) from refused
    messages.success(request, _("บันทึกคะแนนแล้ว"))
    return redirect(place.url())


def _grid(
    request: HttpRequest,
    place: Place,
    typed: grid.Typed,
    version: int,
    *,
    stale: StaleCard | None = None,
    status: int = 200,
) -> HttpResponse:
    edition = _edition(place)
    scheme = scheme_of(edition)
    rows = grid.rows_of(edition, typed, scheme)
    return render(request, "assessments/card_edit.html", {
        "place": place, "rows": rows, "typed": typed, "version": version, "scheme": grid.scheme_json(scheme),
        "levels": grid.levels_of(edition), "wrong": grid.error_list(rows), "stale": stale,
        "differences": pages.changed_lines(differences(stale.current, stale.typed)) if stale else (),
    }, status=status)  # fmt: skip


@login_required
@require_POST
def card_repair(request: HttpRequest, owner: str, year: int) -> HttpResponse:
    """Make one of the repairs that the card's own findings propose, as the person confirmed it."""
    place = _place(request, owner, year, write=True)
    form, page = RepairForm(request.POST), pages.card_page(place.owner, year)
    valid = form.is_valid()
    new = pages.repaired(page, form.cleaned_data["of"], form.cleaned_data["to"]) if valid else None
    if new is None or form.cleaned_data["version"] != page.version:
        return _moved_on(request, place, _("คะแนนปีนี้เปลี่ยนไปแล้ว ข้อเสนอนี้จึงใช้ไม่ได้อีก โปรดดูข้อเสนอล่าสุด"))
    try:
        save_card(
            place.owner, year, new, by=_person(request), version=page.version, source=REPAIRED, now=timezone.now()
        )
    except StaleCard as stale:
        return _moved_on(request, place, str(stale))
    messages.success(request, _("ใช้ %(to)s แทนแล้ว") % form.cleaned_data)
    return redirect(place.url())


def _moved_on(request: HttpRequest, place: Place, message: str) -> HttpResponse:
    return render(request, "409.html", {"message": message, "retry_url": place.url()}, status=409)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def card_import(request: HttpRequest, owner: str, year: int) -> HttpResponse:
    """Read a file and show what it says of that year; nothing is stored."""
    place = _place(request, owner, year, write=True)
    _edition(place)
    form = ScoreFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        paper = form.cleaned_data["paper"]
        examined = importing.examine(paper.read(), place.owner, year)
        return _preview(request, place, examined, PurePath(paper.name or "").name[:200])
    context = {"place": place, "form": form, "years": pages.years_of(place.owner)}
    return render(request, "assessments/card_import.html", context, status=422 if form.errors else 200)


def _preview(
    request: HttpRequest, place: Place, examined: Examined, filename: str, *, problem: str = "", status: int = 0
) -> HttpResponse:
    known = dict(pages.years_of(place.owner))
    return render(request, "assessments/card_preview.html", {
        "place": place, "examined": examined, "filename": filename, "problem": problem,
        "preview": pages.preview(place.owner, place.year, examined.card), "doubts": shown_doubts(examined.doubts),
        "kept": parcel(examined.found), "others": [year for year in examined.other_years if year in known],
    }, status=status or (422 if examined.refused else 200))  # fmt: skip


@login_required
@require_POST
def card_import_commit(request: HttpRequest, owner: str, year: int) -> HttpResponse:
    """Store what the preview showed; with do=look show the same file for this year instead."""
    place = _place(request, owner, year, write=True)
    _edition(place)
    form = KeptLines(request.POST)
    if not form.is_valid():
        messages.error(request, _("ตัวอย่างนี้เก่าเกินไปหรือไม่สมบูรณ์ โปรดอัปโหลดไฟล์อีกครั้ง"))
        return redirect(place.url("card-import"))
    filename = form.cleaned_data["filename"]
    examined = importing.examine_lines(form.cleaned_data["kept"], place.owner, year)
    if request.POST.get("do") == "look" or examined.refused:
        return _preview(request, place, examined, filename)
    if examined.version != form.cleaned_data["version"]:
        problem = _("มีผู้อื่นบันทึกคะแนนปีนี้ไปก่อนแล้ว โปรดดูค่าที่จะเปลี่ยนอีกครั้งก่อนยืนยัน")
        return _preview(request, place, examined, filename, problem=problem, status=409)
    try:
        importing.commit(examined, place.owner, by=_person(request), source=filename, now=timezone.now())
    except CardRefused as refused:
        return _preview(request, place, examined, filename, problem=str(refused), status=409)
    messages.success(request, _("ไม่มีสิ่งใดเปลี่ยนแปลง") if examined.changes_nothing else _("บันทึกคะแนนแล้ว"))
    return redirect(place.url())


@login_required
@require_safe
def card_template(request: HttpRequest, owner: str, year: int) -> HttpResponse:
    """The full sheet of the year, to fill in and bring back."""
    place = _place(request, owner, year)
    content = sheet(_edition(place), place.owner.printed_name)
    disposition = content_disposition_header(True, f"คะแนน-{year}.xlsx") or "attachment"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})
