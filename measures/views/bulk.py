"""One act for the reports that were ticked on the board or in the list: asked once more, done and told one by one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from measures import bulk
from measures.choices import Action
from measures.forms.review import ExtensionForm
from measures.selectors.chosen import Chosen, candidates, chosen
from measures.selectors.review import reads_reports
from measures.views.answering import person


@dataclass(frozen=True)
class Act:
    """One act: its words, its icon, and what it means for those who are chosen."""

    action: str
    name: str
    title: Any
    means: Any
    icon: str


APPROVE = Act(
    Action.APPROVE, "bulk-approve", gettext_lazy("อนุมัติ"),
    gettext_lazy("แต่ละรายงานอนุมัติแยกกัน รายงานที่อนุมัติไม่ได้จะบอกเหตุผล และไม่กระทบรายงานอื่น"), "check",
)  # fmt: skip
MARK = Act(
    Action.REVIEW_MARK, "bulk-mark", gettext_lazy("ให้ผ่านทุกข้อที่รอตรวจ"),
    gettext_lazy("ข้อที่ทำเครื่องหมายว่าต้องแก้ไขจะคงไว้ตามเดิม รายงานยังไม่อนุมัติจนกว่าคุณจะกดอนุมัติ"), "list",
)  # fmt: skip
EXTEND = Act(
    Action.EXTEND, "bulk-extend", gettext_lazy("ขยายเวลา"),
    gettext_lazy("ทุกหน่วยงานที่เลือกได้เวลาเดียวกันและเหตุผลเดียวกัน ไม่เกิน 14 วันหลังกำหนดส่ง"), "clock",
)  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_approve(request: HttpRequest) -> HttpResponse:
    """Approve the ticked reports."""

    def do(picked: Chosen) -> list[bulk.Outcome]:
        sure = request.POST.get("acknowledged") == "yes"
        return bulk.approve(picked.reports, by=person(request), acknowledged=sure, seen=_seen(request))

    return _answer(request, APPROVE, do)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_mark(request: HttpRequest) -> HttpResponse:
    """Mark what nobody has judged of the ticked reports as good."""
    return _answer(
        request, MARK, lambda picked: bulk.mark_good(picked.reports, by=person(request), seen=_seen(request))
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_extend(request: HttpRequest) -> HttpResponse:
    """Give the agencies of the ticked reports more time."""
    form = ExtensionForm(request.POST if request.method == "POST" else None)

    def do(picked: Chosen) -> list[bulk.Outcome]:
        reason = form.cleaned_data["reason"]
        return bulk.extend(picked.reports, by=person(request), until=form.until(), reason=reason)

    return _answer(request, EXTEND, do, form)


def _answer(
    request: HttpRequest, act: Act, do: Callable[[Chosen], list[bulk.Outcome]], form: Form | None = None
) -> HttpResponse:
    """Ask once more what would happen to whom; after a POST say what became of each."""
    user = person(request)
    if not reads_reports(user):
        raise PermissionDenied(_("เฉพาะสำนักงานจังหวัด และหัวหน้าหน่วยงานที่ทำแผนเอง ตรวจผลได้"))
    asked = request.POST if request.method == "POST" else request.GET
    keys = {int(text) for text in asked.getlist("report") if text.isascii() and text.isdigit() and len(text) < 19}
    back = _back(request)
    if not keys or len(keys) > bulk.MOST:
        few = _("โปรดเลือกหน่วยงานอย่างน้อยหนึ่งแห่ง")
        many = _("เลือกได้ครั้งละไม่เกิน %(most)s หน่วยงาน โปรดกรองให้น้อยลง") % {"most": bulk.MOST}
        messages.error(request, many if keys else few)
        return redirect(back)
    picked = chosen(keys, user=user)
    context: dict[str, Any] = {"act": act, "picked": picked, "back": _back(request, picked), "form": form}
    if request.method == "POST" and (form is None or form.is_valid()):
        outcome = do(picked)
        return render(request, "measures/bulk_done.html", context | _told(outcome))
    found = candidates(picked.reports, act.action, user=user, now=timezone.now())
    context |= {"found": found, "able": [one for one in found if one.verdict],
                "unable": [one for one in found if not one.verdict],
                "waiting": sum(one.waiting for one in found if one.verdict)}  # fmt: skip
    return render(request, "measures/bulk.html", context, status=400 if request.method == "POST" else 200)


def _told(outcome: list[bulk.Outcome]) -> dict[str, Any]:
    return {"done": [one for one in outcome if one.done], "refused": [one for one in outcome if not one.done]}


def _seen(request: HttpRequest) -> dict[int, str]:
    """Return report key → hash of the content that the page showed."""
    pairs = ((name.removeprefix("seen-"), value) for name, value in request.POST.items() if name.startswith("seen-"))
    return {int(key): str(value) for key, value in pairs if key.isascii() and key.isdigit() and len(key) < 19}


def _back(request: HttpRequest, picked: Chosen | None = None) -> str:
    """Return where the reports stand together: the board of their round, the one come from, or the list of several."""
    board = request.GET.get("board", "")
    rounds = {int(board)} if board.isascii() and board.isdigit() and len(board) < 19 else set()
    if picked:
        rounds = {one.round_id for one in picked.reports}
    return reverse("measures:board", args=[*rounds]) if len(rounds) == 1 else reverse("measures:review-list")
