"""People: who has which role, new people, one-time links, disabling."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies import authoring, directory, invitations, leaving
from agencies.actions import Action
from agencies.forms import InviteForm, RoleForm
from agencies.models import User
from agencies.rules import may
from agencies.views.agencies import PAGE, query_string, reading_people, require, without_nul, words_of

FRESH = "fresh_link"


@login_required
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """List the people that the person looks after."""
    user: User = request.user  # type: ignore[assignment]
    require(reading_people(user))
    asked = words_of(request, "query", "province")
    found = directory.people_for(user, query=asked["query"], province=asked["province"])
    return render(request, "agencies/people_list.html", {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "query": query_string(asked),
        "provinces": directory.provinces_for(user),
        "importing": directory.imports_people(user),
    })  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_invite(request: HttpRequest) -> HttpResponse:
    """Create a person with a role and show the one-time link. ?agency= and ?role= are filled in beforehand."""
    user: User = request.user  # type: ignore[assignment]
    require(reading_people(user))
    code = without_nul(request.GET.get("province", ""))
    wanted = {name: request.GET.get(name, "") for name in ("agency", "role")}
    if directory.is_national(user) and wanted["agency"].isdecimal():
        agency = directory.agencies_for(user).filter(pk=wanted["agency"][:18]).first()
        code = agency.province.code if agency else code
    form = InviteForm(request.POST or None, giver=user, province_code=code, initial=wanted)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("username", "display_name", "email", "phone")}
        try:
            with transaction.atomic():
                person = authoring.invite(form.place, **fields, by=user)
                words = _send_first(request, person, by_mail=form.cleaned_data["by_mail"])
        except authoring.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, words)
            return redirect("agencies:person-detail", person.pk)
    context = {
        "form": form,
        "national": directory.is_national(user),
        "provinces": directory.provinces_for(user),
        "province_code": code,
    }
    return render(request, "agencies/person_invite.html", context, status=400 if form.errors else 200)


def _send_first(request: HttpRequest, person: User, *, by_mail: bool) -> str:
    """Send the invitation, or show its link on the page that follows; return what to say."""
    user: User = request.user  # type: ignore[assignment]
    if by_mail and person.email:
        authoring.mail_link(person, by=user)
        return _("เพิ่มผู้ใช้และส่งคำเชิญทางอีเมลแล้ว")
    request.session[FRESH] = [person.pk, authoring.issue_link(person, by=user)]
    return _("เพิ่มผู้ใช้แล้ว โปรดส่งลิงก์ตั้งรหัสผ่านให้ผู้ใช้")


@login_required
@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person's roles and account; a fresh one-time link is shown this once."""
    return _detail(request, _person(request, pk))


def _person(request: HttpRequest, pk: int) -> User:
    user: User = request.user  # type: ignore[assignment]
    require(reading_people(user))
    return get_object_or_404(directory.people_for(user), pk=pk)


def _detail(request: HttpRequest, person: User, form: RoleForm | None = None) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    fresh_pk, link = request.session.get(FRESH, (None, ""))
    if fresh_pk == person.pk:
        del request.session[FRESH]
    code = without_nul(request.GET.get("province", "")) or directory.province_code_of(person)
    context = {
        "province_code": code,
        "provinces": directory.provinces_for(user) if directory.is_national(user) else [],
        "person": person,
        "roles": [(m, may(user, Action.USER_DISABLE, m)) for m in person.held],
        "managing": directory.manages(user, person),
        "linking": directory.may_send_link(user, person),
        "shows_link": directory.may_see_link(user, person),
        "giving": may(user, Action.USER_INVITE, person),
        "is_self": person == user,
        "invitation": invitations.invitation_of(person, now=timezone.now()),
        "alone": leaving.left_alone(person) if person.is_active else [],
        "handing": leaving.handing_over(user, person),
        "erases": bool(may(user, Action.USER_ERASE, person)),
        "link": link if fresh_pk == person.pk else "",
        "days": invitations.days_valid(),
        "form": form or RoleForm(giver=user, province_code=code),
    }
    return render(request, "agencies/person_detail.html", context, status=400 if form else 200)


def _act(request: HttpRequest, pk: int, act: Callable[[User], object], done: str) -> HttpResponse:
    person = _person(request, pk)
    require(directory.manages(request.user, person))  # type: ignore[arg-type]
    try:
        act(person)
    except authoring.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("agencies:person-detail", pk)


@login_required
@require_POST
def person_disable(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account; its sessions end at once."""
    user: User = request.user  # type: ignore[assignment]
    return _act(request, pk, lambda who: authoring.set_active(who, False, by=user), _("ปิดบัญชีแล้ว"))


@login_required
@require_POST
def person_enable(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    user: User = request.user  # type: ignore[assignment]
    return _act(request, pk, lambda who: authoring.set_active(who, True, by=user), _("เปิดบัญชีแล้ว"))


@login_required
@require_POST
def person_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a one-time link and show it on the person's page; by=mail, or where it may not be seen: send it by mail."""
    user: User = request.user  # type: ignore[assignment]
    person = _person(request, pk)
    if request.POST.get("by") == "mail" or not directory.may_see_link(user, person):
        sent = _("ส่งลิงก์ตั้งรหัสผ่านไปที่อีเมลของผู้ใช้แล้ว")
        return _act(request, pk, lambda who: authoring.mail_link(who, by=user), sent)

    def issue(person: User) -> None:
        request.session[FRESH] = [person.pk, authoring.issue_link(person, by=user)]

    return _act(request, pk, issue, _("สร้างลิงก์แล้ว โปรดส่งให้ผู้ใช้โดยตรง"))


@login_required
@require_POST
def person_clear_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the second factor off an account whose telephone is lost."""
    user: User = request.user  # type: ignore[assignment]
    done = _("ล้างการยืนยันตัวตนสองขั้นแล้ว ผู้ใช้ต้องตั้งแอปใหม่เมื่อเข้าสู่ระบบ")
    return _act(request, pk, lambda who: authoring.clear_second_factor(who, by=user), done)


@login_required
@require_POST
def role_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person another role."""
    user: User = request.user  # type: ignore[assignment]
    person = _person(request, pk)
    require(may(user, Action.USER_INVITE, person))
    form = RoleForm(request.POST, giver=user, province_code=without_nul(request.POST.get("province_code", "")))
    if not form.is_valid():
        return _detail(request, person, form)
    try:
        authoring.add_role(person, form.place, by=user)
    except authoring.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("เพิ่มบทบาทแล้ว"))
    return redirect("agencies:person-detail", pk)


@login_required
@require_POST
def role_remove(request: HttpRequest, pk: int, role_pk: int) -> HttpResponse:
    """Take a role from a person."""
    user: User = request.user  # type: ignore[assignment]
    person = _person(request, pk)
    membership = get_object_or_404(person.memberships.select_related("agency__province", "province"), pk=role_pk)
    require(may(user, Action.USER_DISABLE, membership))
    try:
        authoring.remove_role(membership, by=user)
    except authoring.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("ถอดบทบาทแล้ว"))
    return redirect("agencies:person-detail", pk)
