"""Agencies and their groups."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies import authoring, directory
from agencies.actions import Action
from agencies.forms import AgencyForm, GroupForm
from agencies.models import Agency, AgencyGroup, Province, User
from agencies.rules import may
from agencies.verdict import Verdict
from thai.wording import thai_sort_key

PAGE = 50
LONGEST_QUERY = 200


def without_nul(word: str) -> str:
    """Return the word without the one character that PostgreSQL can neither keep nor look for."""
    return word.replace("\0", "")


def words_of(request: HttpRequest, *names: str) -> dict[str, str]:
    """Return these words of the query, without NUL and cut: no name is longer, and no database looks for more."""
    return {name: without_nul(request.GET.get(name, "")).strip()[:LONGEST_QUERY] for name in names}


def reading_people(user: User) -> Verdict:
    """Say whether the person looks after people anywhere."""
    places = [m.agency or m.province for m in user.held] or [None]
    return next((verdict for place in places if (verdict := may(user, Action.PEOPLE_READ, place))), Verdict(
        _("เฉพาะหัวหน้าหน่วยงานและสำนักงานจังหวัดดูหน้านี้ได้")
    ))  # fmt: skip


def query_string(asked: dict[str, str]) -> str:
    """Return what was asked for as the beginning of a query ("query=%E0%B8%81&"), for the links to other pages."""
    return "".join(f"{urlencode({name: value})}&" for name, value in asked.items() if value)


def require(verdict: Verdict) -> None:
    """Raise PermissionDenied (403 with the Thai reason) on a no."""
    if not verdict:
        raise PermissionDenied(verdict.reason)


@login_required
@require_safe
def agency_list(request: HttpRequest) -> HttpResponse:
    """List the agencies that the person looks after, narrowed by name, kind and province."""
    user: User = request.user  # type: ignore[assignment]
    require(reading_people(user))
    asked = words_of(request, "query", "kind", "province")
    found = directory.agencies_for(user, **asked)
    provinces = sorted(directory.provinces_for(user), key=lambda province: thai_sort_key(province.name))
    return render(request, "agencies/agency_list.html", {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "query": query_string(asked),
        "kinds": directory.kinds(),
        "provinces": provinces,
        "adding": may(user, Action.AGENCY_EDIT, provinces[0]) if provinces else Verdict(_("ยังไม่มีจังหวัดในความดูแล")),
    })  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agency_add(request: HttpRequest, code: str) -> HttpResponse:
    """Add an agency to the province with that code."""
    user: User = request.user  # type: ignore[assignment]
    require(reading_people(user))
    province = _province(user, code)
    return _agency_page(request, Agency(province=province), may(user, Action.AGENCY_EDIT, province))


def _province(user: User, code: str) -> Province:
    return get_object_or_404(directory.provinces_for(user), code=without_nul(code))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agency_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an agency with its people; change its facts and groups."""
    user: User = request.user  # type: ignore[assignment]
    require(reading_people(user))
    agency = get_object_or_404(directory.agencies_for(user), pk=pk)
    return _agency_page(request, agency, may(user, Action.AGENCY_EDIT, agency))


def _agency_page(request: HttpRequest, agency: Agency, editing: Verdict) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    form = AgencyForm(request.POST or None, instance=agency, user=user)
    if request.method == "POST":
        require(editing)
        if form.is_valid():
            try:
                saved = authoring.save_agency(agency, form.cleaned_data, by=user)
            except authoring.Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("บันทึกข้อมูลหน่วยงานแล้ว"))
                return redirect("agencies:agency-edit", saved.pk)
    people = directory.people_for(user, agency=agency) if agency.pk else []
    context = {"agency": agency, "form": form, "editing": editing, "people": people}
    return render(request, "agencies/agency_edit.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """List the groups of the person's provinces."""
    user: User = request.user  # type: ignore[assignment]
    require(reading_people(user))
    provinces = directory.provinces_for(user)
    context = {"groups": directory.groups_for(user), "provinces": provinces}
    return render(request, "agencies/group_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_add(request: HttpRequest, code: str) -> HttpResponse:
    """Create a group in the province with that code."""
    user: User = request.user  # type: ignore[assignment]
    require(reading_people(user))
    province = _province(user, code)
    return _group_page(request, AgencyGroup(province=province))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a group and put agencies in it."""
    user: User = request.user  # type: ignore[assignment]
    require(reading_people(user))
    return _group_page(request, get_object_or_404(directory.groups_for(user), pk=pk))


def _group_page(request: HttpRequest, group: AgencyGroup) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    editing = may(user, Action.AGENCY_EDIT, group.province)
    chosen = group.agencies.all() if group.pk else []
    form = GroupForm(request.POST or None, province=group.province, initial={"name": group.name, "agencies": chosen})
    if request.method == "POST":
        require(editing)
        if form.is_valid():
            agencies = list(form.cleaned_data["agencies"])
            try:
                authoring.save_group(group, name=form.cleaned_data["name"], agencies=agencies, by=user)
            except authoring.Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("บันทึกกลุ่มแล้ว"))
                return redirect("agencies:group-list")
    context = {"group": group, "form": form, "editing": editing}
    return render(request, "agencies/group_edit.html", context, status=400 if form.errors else 200)


@login_required
@require_safe
def province_list(request: HttpRequest) -> HttpResponse:
    """List the provinces with their counts, for the administrator."""
    user: User = request.user  # type: ignore[assignment]
    require(may(user, Action.PEOPLE_READ) or Verdict(_("เฉพาะผู้ดูแลระบบดูรายชื่อจังหวัดได้")))
    query = words_of(request, "query")["query"]
    found: list[Province] = [province for province in directory.provinces_overview(user) if query in province.name]
    provinces = sorted(found, key=lambda province: thai_sort_key(province.name))
    return render(request, "agencies/province_list.html", {"provinces": provinces, "query": query})
