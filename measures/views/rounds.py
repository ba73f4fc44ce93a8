"""Rounds of a plan: planned, opened with a deadline, closed, locked, published."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from agencies.models import User
from agencies.verdict import Verdict
from measures import planning, postponing, workflow
from measures.choices import Action, RoundKind, RoundState
from measures.errors import WorkflowError
from measures.forms.entry import plain
from measures.forms.rounds import OpeningForm, PostponingForm, RoundForm
from measures.models import Round
from measures.rules import may
from measures.selectors.history import just_done
from measures.selectors.plans import lists_plans
from measures.selectors.rounds import opening, round_page, rounds_known
from measures.views.answering import allow_role, conflict, person, refused
from measures.views.planning import plan_or_404, plan_url


@dataclass(frozen=True)
class Move:
    """One way of a round: its words, what it means for those who report, and when it is possible.

    begins: the state of the round that it leads out of. once: not shown before its time, since nobody waits for it.
    """

    action: str
    title: Any
    means: Any
    icon: str
    done: Any
    begins: str
    when: Any = ""
    asks_reason: bool = False
    once: bool = False

    def is_ahead(self, state: str) -> bool:
        """Say whether its time is still to come in a round of that state."""
        return not self.once and _WAY.index(state) < _WAY.index(self.begins)


MOVES = (
    Move(
        Action.ROUND_CLOSE, gettext_lazy("ปิดรับก่อนกำหนด"),
        gettext_lazy("หน่วยงานที่ยังไม่ส่งจะกรอกและส่งไม่ได้ ยกเว้นรายงานที่ส่งกลับ และหน่วยงานที่ได้รับการขยายเวลา"),
        "clock", gettext_lazy("ปิดรับรอบแล้ว"), RoundState.OPEN, gettext_lazy("ทำได้เมื่อเปิดรอบแล้ว"),
    ),
    Move(
        Action.ROUND_EXTEND, gettext_lazy("เลื่อนกำหนดส่ง"), "", "calendar", "", RoundState.OPEN, once=True,
    ),
    Move(
        Action.ROUND_LOCK, gettext_lazy("ล็อกรอบ"),
        gettext_lazy("ไม่มีผู้ใดแก้ไขผล ตรวจ หรือเขียนผลภาพรวมของรอบนี้ได้อีก จนกว่าจะปลดล็อก"),
        "lock", gettext_lazy("ล็อกรอบแล้ว"), RoundState.CLOSED, gettext_lazy("ทำได้เมื่อปิดรับและตรวจรายงานที่ส่งมาครบแล้ว"),
    ),
    Move(
        Action.ROUND_UNLOCK, gettext_lazy("ปลดล็อกรอบ"),
        gettext_lazy("รอบจะกลับไปเป็นปิดรับแล้ว แก้ไขผลที่ส่งกลับและผลภาพรวมได้อีก เหตุผลจะอยู่ในประวัติ"),
        "unlock", gettext_lazy("ปลดล็อกรอบแล้ว"), RoundState.LOCKED, asks_reason=True, once=True,
    ),
    Move(
        Action.ROUND_PUBLISH, gettext_lazy("เผยแพร่รอบ"),
        gettext_lazy("ผลที่อนุมัติแล้วจะเปิดเผยต่อสาธารณะ ฉบับที่เผยแพร่ไม่เปลี่ยนอีก การแก้ไขภายหลังเป็นฉบับใหม่พร้อมหมายเหตุ"),
        "globe", gettext_lazy("เผยแพร่รอบแล้ว"), RoundState.LOCKED, gettext_lazy("ทำได้เมื่อล็อกรอบแล้ว"),
    ),
    Move(
        Action.ROUND_CORRECT, gettext_lazy("เปิดแก้ไขรอบที่เผยแพร่แล้ว"),
        gettext_lazy(
            "รอบจะกลับไปเป็นล็อกแล้ว จากนั้นปลดล็อกและเปิดรายงานที่ต้องแก้ได้ตามขั้นตอนเดิม "
            "หน้าสาธารณะยังแสดงฉบับที่เผยแพร่ไว้จนกว่าจะเผยแพร่ฉบับแก้ไข"
        ),
        "edit", gettext_lazy("เปิดแก้ไขรอบแล้ว หน้าสาธารณะยังแสดงฉบับเดิม"), RoundState.PUBLISHED, asks_reason=True, once=True,
    ),
)  # fmt: skip
BY_ACTION = {move.action: move for move in MOVES}
_WAY: list[str] = list(RoundState.values)


def round_or_404(request: HttpRequest, pk: int) -> Round:
    """Return a round of a plan that the person may know of, or answer 404."""
    return get_object_or_404(rounds_known(person(request)), pk=pk)


def round_url(round_: Round) -> str:
    """Return the address of the round's page."""
    return reverse("measures:round-detail", args=[round_.pk])


@login_required
@require_safe
def round_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where a round stands and how far its agencies are. ?show= narrows the list."""
    user, now = person(request), timezone.now()
    visible = Round.objects.visible_to(user).select_related("plan__province", "plan__agency")
    round_ = get_object_or_404(visible, pk=pk)
    show = request.GET.get("show", "")
    page = round_page(round_, user=user, now=now, show=show)
    return render(request, "measures/round_detail.html", {
        "page": page,
        "round": round_,
        "show": show,
        "lists": lists_plans(user),
        "opening": may(user, Action.ROUND_OPEN, round_, now=now),
        "boards": may(user, Action.BOARD_READ, round_, now=now),
        "moves": _moves(round_, page.state, user=user, now=now),
        "writes": may(user, Action.NARRATIVE_EDIT, round_, now=now),
        "papers": may(user, Action.EXPORT_PROVINCE, round_, now=now),
        "remind": may(user, Action.REMIND, round_, now=now),
        "reminders": may(user, Action.REMINDERS_READ, round_, now=now),
    })  # fmt: skip


def _moves(round_: Round, state: str, *, user: User, now: dt.datetime) -> list[tuple[Move, Verdict, str]]:
    """Return what the person may do with the round or may do later, each with its verdict and address.

    What is behind the round is left out; of what is ahead the verdict says when it becomes possible.
    """
    shown = []
    for move in MOVES:
        verdict = may(user, move.action, round_, now=now)
        if verdict.conflict and move.is_ahead(state):
            shown.append((move, Verdict(str(move.when), conflict=True), _address(move, round_)))
        elif verdict or (verdict.conflict and state == move.begins):
            shown.append((move, verdict, _address(move, round_)))
    return shown


def _address(move: Move, round_: Round) -> str:
    name = move.action.replace("round.", "round-").replace("close_early", "close")
    # Publishing also freezes the public pages: those are papers, a floor above.
    return reverse(f"{'reports' if move.action == Action.ROUND_PUBLISH else 'measures'}:{name}", args=[round_.pk])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a round; it opens on its own page."""
    plan, user = plan_or_404(request, pk), person(request)
    allow_role(may(user, Action.ROUND_OPEN, plan.agency or plan.province))
    data = request.POST if request.method == "POST" else None
    form = RoundForm(data)
    status = 200
    if form.is_valid():
        kind, title = form.cleaned_data["kind"], form.cleaned_data["title"]
        try:
            round_ = planning.plan_round(plan, by=user, kind=kind, title=title)
        except WorkflowError as refusal:
            form.add_error(None, str(refusal))
            status = 409 if refusal.conflict else 400
        else:
            return redirect("measures:round-open", round_.pk)
    form.offer(set(plan.rounds.values_list("kind", flat=True)))
    context = {"plan": plan, "form": form}
    return render(request, "measures/round_new.html", context, status=max(status, 400) if form.errors else status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who would report what, take the deadline, open the round."""
    round_, user = round_or_404(request, pk), person(request)
    verdict = may(user, Action.ROUND_OPEN, round_)
    if request.method != "POST":
        if not verdict:
            return refused(request, verdict, back=round_url(round_))
        return _opening(request, round_, OpeningForm())
    allow_role(verdict)
    if verdict and request.POST.get("do") == "look":
        # Only another choice of measures: who would report then; nobody is told that the date is missing.
        return _opening(request, round_, OpeningForm(initial=request.POST.dict()))
    form = OpeningForm(request.POST)
    if verdict and not form.is_valid():
        return _opening(request, round_, form, status=400)
    try:
        due_at = form.due_at() if form.is_valid() else None
        workflow.move_round(round_, Action.ROUND_OPEN, by=user, due_at=due_at, asked=_asked(request, round_))
    except WorkflowError as refusal:
        if refusal.conflict:
            typed = f"{request.POST.get('due_date', '')} {request.POST.get('due_time', '')}".strip()
            return moved_on(request, round_, Action.ROUND_OPEN, str(refusal), typed)
        form.add_error(None, str(refusal))
        return _opening(request, round_, form, status=400)
    messages.success(request, _("เปิดรอบแล้ว หน่วยงานเริ่มกรอกได้"))
    return redirect(round_url(round_))


def _asked(request: HttpRequest, round_: Round) -> frozenset[int] | None:
    """Return the ticked measures of a free round; None: all of the plan's, for the others and before a choice."""
    if round_.kind != RoundKind.FREE or "choose" not in request.POST:
        return None
    return frozenset(
        int(key) for key in request.POST.getlist("measure") if key.isascii() and key.isdigit() and len(key) < 19
    )


def _opening(request: HttpRequest, round_: Round, form: OpeningForm, *, status: int = 200) -> HttpResponse:
    context = {
        "round": round_,
        "plan": round_.plan,
        "form": form,
        "opening": opening(round_, reports=workflow.reporting_agencies, asked=_asked(request, round_)),
        "chooses": round_.kind == RoundKind.FREE,
        "plan_url": plan_url(round_.plan),
    }
    return render(request, "measures/round_open.html", context, status=status)


def moved_on(request: HttpRequest, round_: Round, action: str, reason: str, note: str) -> HttpResponse:
    """Answer a refusal by state; the second click of the same page finds its work done."""
    if request.POST.get("seen") and just_done(round_, action, by=person(request), now=timezone.now()):
        return redirect(round_url(round_))
    return conflict(request, reason, back=round_url(round_), note=note)


def _move(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    """Ask once more what the move means, then make it."""
    round_, user, move = round_or_404(request, pk), person(request), BY_ACTION[action]
    verdict = may(user, action, round_)
    if request.method != "POST":
        if not verdict:
            return refused(request, verdict, back=round_url(round_))
        return _asking(request, round_, move)
    allow_role(verdict)
    note = plain(request.POST.get("note", ""))
    try:
        workflow.move_round(round_, action, by=user, note=note if move.asks_reason else "")
    except WorkflowError as refusal:
        if refusal.conflict:
            return moved_on(request, round_, action, str(refusal), note)
        return _asking(request, round_, move, problem=str(refusal), note=note, status=400)
    messages.success(request, str(move.done))
    return redirect(round_url(round_))


def _asking(
    request: HttpRequest, round_: Round, move: Move, *, problem: str = "", note: str = "", status: int = 200
) -> HttpResponse:
    page = round_page(round_, user=person(request), now=timezone.now())
    context = {"round": round_, "move": move, "page": page, "problem": problem, "note": note}
    return render(request, "measures/round_move.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an open round before its deadline."""
    return _move(request, pk, Action.ROUND_CLOSE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a later deadline of the whole round and why; POST moves it."""
    round_, user = round_or_404(request, pk), person(request)
    if not (verdict := may(user, Action.ROUND_EXTEND, round_)):
        return refused(request, verdict, back=round_url(round_), note=request.POST.get("reason", ""))
    form = PostponingForm(request.POST or None)
    if form.is_valid():
        try:
            postponing.postpone(round_, by=user, due_at=form.due_at(), reason=form.cleaned_data["reason"])
        except WorkflowError as refusal:
            if refusal.conflict:
                return conflict(request, str(refusal), back=round_url(round_), note=form.cleaned_data["reason"])
            form.add_error("due_date", str(refusal))
        else:
            messages.success(request, _("เลื่อนกำหนดส่งแล้ว และแจ้งหน่วยงานที่ยังไม่ส่งแล้ว"))
            return redirect(round_url(round_))
    page = round_page(round_, user=user, now=timezone.now())
    status = 400 if request.method == "POST" else 200
    return render(request, "measures/round_extend.html", {"round": round_, "form": form, "page": page}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze a closed round."""
    return _move(request, pk, Action.ROUND_LOCK)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Thaw a locked round, with the reason."""
    return _move(request, pk, Action.ROUND_UNLOCK)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a published round again, with the reason; the public pages stay as they are."""
    return _move(request, pk, Action.ROUND_CORRECT)
