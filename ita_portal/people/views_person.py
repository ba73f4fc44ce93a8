"""Pages about one person: hand-over, erasure, and the own data to take away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agencies import directory, leaving
from agencies.authoring import Refused
from agencies.models import User
from agencies.verdict import Verdict
from agencies.views.agencies import reading_people, require
from ita_portal.people import erasing, own_data
from ita_portal.people.forms import EraseForm, HandOverForm
from ita_portal.people.leaving import open_work


def _person(request: HttpRequest, pk: int) -> User:
    user: User = request.user  # type: ignore[assignment]
    require(reading_people(user))
    return get_object_or_404(directory.people_for(user), pk=pk)


def _stop(request: HttpRequest, person: User, verdict: Verdict) -> HttpResponse | None:
    """403 for a role that lacks the act, a page that says so where the state is wrong, None where all is well."""
    if verdict:
        return None
    if not verdict.conflict:
        raise PermissionDenied(verdict.reason)
    context = {"message": verdict.reason, "retry_url": reverse("agencies:person-detail", args=[person.pk])}
    return render(request, "409.html", context, status=409)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a person has open; give the roles to a successor and close the account."""
    user: User = request.user  # type: ignore[assignment]
    person = _person(request, pk)
    if (stopped := _stop(request, person, leaving.handing_over(user, person))) is not None:
        return stopped
    form = HandOverForm(request.POST if request.method == "POST" else None, by=user, person=person)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            given = leaving.hand_over(
                person, typed["successor"], acknowledged=typed.get("acknowledged", False), by=user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = _("ส่งมอบงานและปิดบัญชีแล้ว") if typed["successor"] else _("ปิดบัญชีแล้ว")
            messages.success(request, f"{words} (+{given})" if given else words)
            return redirect("agencies:person-detail", pk)
    return render(request, "people/hand_over.html", {
        "person": person, "form": form, "work": open_work(person), "alone": leaving.left_alone(person),
        "candidates": form.fields["successor"].queryset.exists(),  # type: ignore[attr-defined]
    }, status=422 if form.errors else 200)  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Blank the data of a person who has left."""
    user: User = request.user  # type: ignore[assignment]
    person = _person(request, pk)
    if (stopped := _stop(request, person, erasing.erasing(user, person))) is not None:
        return stopped
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erasing.erase(person, typed=form.cleaned_data["typed"], by=user)
        except Refused as refusal:
            form.add_error("typed", str(refusal))
        else:
            messages.success(request, _("ลบข้อมูลส่วนบุคคลแล้ว"))
            return redirect("agencies:person-detail", pk)
    return render(request, "people/erase.html", {"person": person, "form": form}, status=422 if form.errors else 200)


SUBJECTS = (
    ("notices", gettext_lazy("ข้อความในกล่อง")),
    ("notice_settings", gettext_lazy("การตั้งค่ารับอีเมล")),
    ("mails", gettext_lazy("อีเมลที่ระบบส่งถึงคุณ")),
    ("sessions", gettext_lazy("อุปกรณ์ที่เข้าสู่ระบบ")),
    ("tokens", gettext_lazy("โทเคน API")),
    ("account_history", gettext_lazy("ประวัติบัญชี")),
    ("history", gettext_lazy("รายการที่คุณทำในรอบรายงาน")),
    ("comments", gettext_lazy("ความเห็นที่คุณเขียน")),
    ("files", gettext_lazy("ไฟล์ที่คุณแนบ")),
    ("issued_papers", gettext_lazy("เอกสารที่คุณออก")),
    ("paper_jobs", gettext_lazy("งานจัดทำเอกสาร")),
    ("people_lists", gettext_lazy("รายชื่อที่คุณนำเข้า")),
    ("unsaved_texts", gettext_lazy("ข้อความที่ยังไม่ถูกบันทึก")),
    ("drafts", gettext_lazy("แบบฟอร์มที่ยังไม่ได้ส่ง")),
)


@login_required
@require_safe
def account_data(request: HttpRequest) -> HttpResponse:
    """Say what the portal keeps about the person."""
    user: User = request.user  # type: ignore[assignment]
    counts = own_data.counts_of(own_data.own_data(user, now=timezone.now()))
    rows = [(words, counts[name]) for name, words in SUBJECTS]
    return render(request, "people/own_data.html", {"rows": rows, "person": user, "roles": user.held})


@login_required
@require_safe
def account_data_file(request: HttpRequest) -> HttpResponse:
    """The person's own data as a JSON file."""
    user: User = request.user  # type: ignore[assignment]
    content = own_data.as_json(own_data.own_data(user, now=timezone.now()))
    disposition = content_disposition_header(True, f"{user.username}.json") or "attachment"
    return HttpResponse(content, content_type="application/json", headers={"Content-Disposition": disposition})
