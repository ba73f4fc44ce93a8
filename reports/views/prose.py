"""An office's own words in its papers of a year: the list of parts, and writing one beside what is proposed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.actions import Action
from agencies.models import Agency, Province, User
from agencies.rules import may
from measures.errors import StaleVersion, WorkflowError
from measures.forms.entry import version
from measures.workflow import MAX_TEXT
from measures.writing import YEARS, reset_prose, save_prose
from reports.prose import cleaned
from reports.prose_desk import Desk, Room, owner_for, previewed, room_of
from reports.registry import Form, UnknownForm, form

# What the editor's buttons put into the text without storing it: the text's name, and whether the typed one stays.
TAKEN = {
    "use-proposal": ("proposal", False),
    "add-proposal": ("proposal", True),
    "use-last": ("last", False),
    "add-last": ("last", True),
    "use-stored": ("stored", False),
    "add-stored": ("stored", True),
}


@login_required
@require_safe
def prose(request: HttpRequest, code: str, fiscal_year: int, **place: Any) -> HttpResponse:
    """Show the parts of a paper that the office may write, and what each prints now."""
    room = _room(request, code, fiscal_year, place)
    return render(request, "reports/prose.html", {"room": room, "owner": room.owner.in_words, "back": _paper(room)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def prose_part(request: HttpRequest, code: str, fiscal_year: int, part: str, **place: Any) -> HttpResponse:
    """Write one part, take a text over, look at it, or go back to what is proposed."""
    room = _room(request, code, fiscal_year, place)
    desk = room.desk(part)
    if desk is None:
        raise Http404
    if request.method != "POST":
        return _page(request, room, desk, desk.text)
    typed, do = cleaned(request.POST.get("text", "")), request.POST.get("do", "")
    if do == "preview":
        if request.headers.get("HX-Request"):
            return render(request, "reports/parts/prose_preview.html", {"shown": previewed(typed)})
        return _page(request, room, desk, typed, {"base": version(request.POST)})
    if do in TAKEN:
        return _taken(request, room, desk, typed, do)
    return _save(request, room, desk, typed, resets=do == "reset")


def prose_address(wanted: Form, owner: Agency | Province, fiscal_year: int, part: str = "") -> str:
    """Where the parts of that paper are written, or one of them."""
    kind, key = ("agency", owner.pk) if isinstance(owner, Agency) else ("province", owner.code)
    args = [wanted.code, fiscal_year, key, *([part] if part else [])]
    return reverse(f"reports:{kind}-prose{'-part' if part else ''}", args=args)


def prose_entry(user: User, wanted: Form, owner: Agency | Province, fiscal_year: int) -> dict[str, str]:
    """The way from a paper to its prose: `url` for who may write, `why` for others of the office, else {}."""
    if not wanted.parts:
        return {}
    if verdict := may(user, Action.PROSE_EDIT, owner):
        return {"url": prose_address(wanted, owner, fiscal_year)}
    is_own = any(m.agency_id == owner.pk for m in user.held) if isinstance(owner, Agency) else False
    return {"why": verdict.reason} if is_own else {}


def _room(request: HttpRequest, code: str, fiscal_year: int, place: dict[str, Any]) -> Room:
    """The paper's parts; 404 for what the person may not know of, 403 for a role that does not write it."""
    user: User = request.user  # type: ignore[assignment]
    try:
        wanted = form(code)
    except UnknownForm:
        raise Http404 from None
    scope = "agency" if "agency_pk" in place else "province"
    if scope not in wanted.scopes or not wanted.parts or fiscal_year not in YEARS:
        raise Http404
    owner = owner_for(user, **place)
    if owner is None:
        raise Http404
    if not (verdict := may(user, Action.PROSE_EDIT, owner)):
        raise PermissionDenied(verdict.reason)
    return room_of(wanted, owner, fiscal_year)


def _taken(request: HttpRequest, room: Room, desk: Desk, typed: str, do: str) -> HttpResponse:
    """Put another text into the editor; what stood there stays readable on the page until something is saved."""
    name, keeps = TAKEN[do]
    text = {"proposal": desk.proposal, "last": desk.last.text if desk.last else "", "stored": desk.text}[name]
    if keeps and typed:
        text = typed if text in typed else f"{typed}\n\n{text}"
    replaced = "" if typed in text else typed
    return _page(request, room, desk, text, {"replaced": replaced, "base": version(request.POST)})


def _save(request: HttpRequest, room: Room, desk: Desk, typed: str, *, resets: bool) -> HttpResponse:
    # What is only the proposal stays the proposal: its figures go on following the data.
    resets = resets or (bool(typed) and typed == cleaned(desk.proposal))
    place = (room.owner, room.fiscal_year, room.form.code, desk.part.code)
    by: User = request.user  # type: ignore[assignment]
    try:
        if resets:
            reset_prose(*place, version=version(request.POST), by=by)
        else:
            save_prose(*place, typed, version=version(request.POST), by=by, proposal=desk.proposal)
    except StaleVersion as refusal:
        current = refusal.current
        more = {"message": str(refusal), "theirs": current["text"] or desk.proposal, "base": current["version"]}
        return _page(request, room, desk, typed, more, status=409)
    except WorkflowError as refusal:
        return _page(request, room, desk, typed, {"problem": str(refusal), "base": version(request.POST)}, status=400)
    done = _("ใช้ข้อความที่ระบบเสนอ ตัวเลขจะปรับตามข้อมูลเสมอ") if resets else _("บันทึกข้อความแล้ว")
    messages.success(request, f"{_(desk.part.title)}: {done}")
    return redirect(prose_address(room.form, room.owner, room.fiscal_year))


def _page(
    request: HttpRequest, room: Room, desk: Desk, text: str, more: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The editor with that text. `base` in `more`: the version that the typed text was made of."""
    more = more or {}
    context = {
        "room": room,
        "desk": desk,
        "owner": room.owner.in_words,
        "text": text,
        "shown": previewed(text),
        "base": desk.version,
        "last": desk.last_text,
        "most": MAX_TEXT,
        "back": prose_address(room.form, room.owner, room.fiscal_year),
    }
    return render(request, "reports/prose_part.html", context | more, status=status)


def _paper(room: Room) -> str:
    """Back to the paper: of a year itself, of a round the choice of papers."""
    if room.form.of_round:
        return reverse("reports:papers")
    if isinstance(room.owner, Agency):
        return reverse("reports:year-agency-paper", args=[room.form.code, room.fiscal_year, room.owner.pk])
    return reverse("reports:year-province-paper", args=[room.form.code, room.fiscal_year, room.owner.code])
