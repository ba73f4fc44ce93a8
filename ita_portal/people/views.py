"""Pages of lists of people: bring, look, store, send the links (docs/permissions.md row 46)."""

from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import directory, invitations
from agencies.actions import Action
from agencies.authoring import Refused
from agencies.choices import Role
from agencies.models import Province, User
from agencies.rules import may
from evidence.office.limits import RefusedFile
from ita_portal.models import PeopleList
from ita_portal.people import lists, sheets
from ita_portal.people.display import filtered, shown_doubts, shown_rows
from ita_portal.people.examining import STATES, Examined
from ita_portal.people.forms import ListForm
from ita_portal.people.knowing import importing_provinces
from ita_portal.people.lines import MOST_LINES
from measures.intake.sandbox import marked_copy

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 100


def _provinces(request: HttpRequest) -> list[Province]:
    """Return the provinces that the person may import for; 403 with the reason where there is none."""
    user: User = request.user  # type: ignore[assignment]
    provinces = importing_provinces(user)
    if not provinces:
        places = [m.province or m.agency for m in user.held]
        raise PermissionDenied(may(user, Action.PEOPLE_IMPORT, places[0] if places else None).reason)
    return provinces


def _list(request: HttpRequest, pk: int) -> PeopleList:
    _provinces(request)
    user: User = request.user  # type: ignore[assignment]
    return get_object_or_404(lists.own_lists(user), pk=pk)


def _file(content: bytes, name: str) -> HttpResponse:
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": disposition})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people_import(request: HttpRequest) -> HttpResponse:
    """Read a list and lead to its preview; nothing of it is stored among agencies and people."""
    user: User = request.user  # type: ignore[assignment]
    provinces = _provinces(request)
    posted = request.method == "POST"
    form = ListForm(request.POST if posted else None, request.FILES if posted else None, provinces=provinces)
    if posted and form.is_valid():
        paper, province = form.cleaned_data["paper"], form.cleaned_data.get("province")
        name = PurePath(paper.name or "").name[:200]
        kept = lists.bring(paper.read(), name, by=user, province=province, now=timezone.now())
        return redirect("people:list", kept.pk)
    context = {"form": form, "provinces": provinces, "older": lists.lists_of(user)[:10], "most": MOST_LINES}
    return render(request, "people/import.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def import_template(request: HttpRequest) -> HttpResponse:
    """The list to fill in, with the choices that the person has."""
    user: User = request.user  # type: ignore[assignment]
    _provinces(request)
    roles = [Role(value) for value, _words in directory.roles_to_give(user)]
    groups = () if directory.is_national(user) else directory.groups_for(user)
    return _file(sheets.template(directory.kinds(), groups, roles), "รายชื่อหน่วยงานและผู้ใช้.xlsx")


@login_required
@require_safe
def people_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a list would do, or what it did and who still waits for a link."""
    kept = _list(request, pk)
    return _stored(request, kept) if kept.committed_at else _preview(request, kept)


def _preview(request: HttpRequest, kept: PeopleList, *, problem: str = "", status: int = 0) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    judged: Examined = lists.examined(kept, by=user)
    show = request.GET.get("show", "")
    show = show if show in STATES else ""
    page = Paginator(filtered(judged.rows, show), PAGE).get_page(request.GET.get("page"))
    return render(request, "people/preview.html", {
        "kept": kept, "judged": judged, "counts": judged.counts, "show": show, "page": page, "problem": problem,
        "rows": shown_rows(page.object_list), "of_file": shown_doubts(judged.of_file), "states": STATES,
        "query": f"show={show}&" if show else "",
        "can_be_marked": bool(kept.content) and any(one.where.row for one in judged.doubts),
    }, status=status or (422 if judged.refused and request.method == "POST" else 200))  # fmt: skip


def _stored(request: HttpRequest, kept: PeopleList) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    waiting = lists.waiting(kept, by=user)
    return render(request, "people/stored.html", {
        "kept": kept, "counts": kept.summary.get("counts", {}), "waiting": waiting,
        "with_mail": sum(bool(one.email) for one in waiting), "days": invitations.days_valid(),
        "without_mail": sum(not one.email for one in waiting),
    })  # fmt: skip


@login_required
@require_POST
def list_commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Store everything that the preview showed, or nothing."""
    user: User = request.user  # type: ignore[assignment]
    kept = _list(request, pk)
    try:
        lists.commit(kept, seen=request.POST.get("seen", ""), by=user, now=timezone.now())
    except Refused as refusal:
        if kept.committed_at:
            messages.info(request, str(refusal))
            return redirect("people:list", pk)
        return _preview(request, kept, problem=str(refusal), status=409)
    messages.success(request, _("นำเข้ารายชื่อแล้ว"))
    return redirect("people:list", pk)


@login_required
@require_safe
def list_marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's own file back, with the doubtful cells marked."""
    user: User = request.user  # type: ignore[assignment]
    kept = _list(request, pk)
    if kept.committed_at:
        raise Http404
    try:
        content = marked_copy(bytes(kept.content), lists.examined(kept, by=user).doubts)
    except RefusedFile as refused:
        raise Http404(str(refused)) from refused
    return _file(content, f"{PurePath(kept.filename).stem}-ตรวจแล้ว.xlsx")


@login_required
@require_POST
def list_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Post a link to every new person of the list who has an address and has not come yet."""
    user: User = request.user  # type: ignore[assignment]
    count = lists.mail_all(_list(request, pk), by=user, now=timezone.now())
    if count:
        messages.success(request, _("ส่งคำเชิญทางอีเมล %(count)s คน") % {"count": count})
    else:
        messages.info(request, _("เพิ่งส่งคำเชิญไปแล้ว หรือไม่มีผู้ที่ต้องส่ง โปรดรอ 5 นาทีก่อนส่งอีกครั้ง"))
    return redirect("people:list", pk)


@login_required
@require_POST
def list_links(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of one-time links: of those without an address, or with everybody=yes of all who wait."""
    user: User = request.user  # type: ignore[assignment]
    links = lists.links_for(_list(request, pk), everybody=request.POST.get("everybody") == "yes", by=user)
    if not links:
        messages.info(request, _("ไม่มีผู้ใช้ใหม่ที่รอลิงก์"))
        return redirect("people:list", pk)
    return _file(sheets.link_sheet(links, invitations.days_valid()), "ลิงก์ตั้งรหัสผ่าน.xlsx")
