"""Reminding the agencies of a round: whom, with which words, what became of it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.outbox import subject_line
from measures import chasing
from measures.choices import Action
from measures.errors import WorkflowError
from measures.forms.chasing import ReminderDaysForm, ReminderForm
from measures.models import Round
from measures.rules import may
from measures.selectors.chasing import GROUPS, Asked, asked, deliveries, log_of
from measures.views.answering import allow_role, conflict, person, refused
from measures.views.rounds import round_or_404, round_url

PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def round_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose whom to remind and write to them; show the very text and who gets it; then send.

    ?who= ticks a group, ?agency= single agencies. POST do=send sends, anything else shows.
    """
    round_, user, now = round_or_404(request, pk), person(request), timezone.now()
    verdict = may(user, Action.REMIND, round_, now=now)
    if not verdict:
        return refused(request, verdict, back=round_url(round_), note=request.POST.get("text", ""))
    waiting = asked(round_, now=now)
    if request.method != "POST":
        return _asking(request, round_, waiting, ReminderForm(asked=waiting), _ticked(request, waiting, now), now)
    form = ReminderForm(request.POST, asked=waiting)
    ticked = _keys(request.POST.getlist("agency"))
    if not form.is_valid():
        return _asking(request, round_, waiting, form, ticked, now, status=400)
    if request.POST.get("do") != "send":
        return _asking(request, round_, waiting, form, ticked, now, preview=True)
    given = form.cleaned_data
    try:
        rows = chasing.remind(
            round_, given["agency"], given["text"], user, now, confirmed=given["again"], token=given["form"]
        )
    except WorkflowError as refusal:
        if refusal.conflict:
            return conflict(request, str(refusal), back=round_url(round_), note=given["text"])
        form.add_error(None, str(refusal))
        return _asking(request, round_, waiting, form, ticked, now, status=400)
    return render(request, "measures/round_reminded.html", {"round": round_, "rows": rows})


def _keys(texts: Iterable[str]) -> set[int]:
    """Return the keys among what an address or a form says."""
    return {int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19}


def _ticked(request: HttpRequest, waiting: tuple[Asked, ...], now: dt.datetime) -> set[int]:
    """Return the agencies that are ticked when the page opens: named ones, or those of a group not reminded lately."""
    named, reports = _keys(request.GET.getlist("agency")), _keys(request.GET.getlist("report"))
    if named or reports:
        return named | {one.agency.pk for one in waiting if one.submission.pk in reports}
    who = request.GET.get("who", "unsent")
    return {one.agency.pk for one in waiting if one.fits(who) and one.people and not one.reminded_lately(now)}


def _asking(
    request: HttpRequest,
    round_: Round,
    waiting: tuple[Asked, ...],
    form: ReminderForm,
    ticked: set[int],
    now: dt.datetime,
    *,
    preview: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "round": round_,
        "form": form,
        "rows": [(one, one.agency.pk in ticked, one.reminded_lately(now)) for one in waiting],
        "groups": [(key, words, sum(one.fits(key) for one in waiting)) for key, words in GROUPS],
        "who": request.GET.get("who", "" if request.GET else "unsent") if request.method != "POST" else "",
        "token": request.POST.get("form") or get_random_string(32),
        "days": ReminderDaysForm(initial={"days": ", ".join(map(str, round_.reminders))}),
    }
    if preview:
        given = form.cleaned_data
        chosen = [one for one in waiting if one.agency.pk in set(given["agency"])]
        sent = [one for one in chosen if one.people and (given["again"] or not one.reminded_lately(now))]
        context |= {
            "sent": sent,
            "kept": [one for one in chosen if one not in sent],
            "mails": sum(len(one.mailed) for one in sent),
            "people": sum(len(one.people) for one in sent),
            "shown": _mail(round_, sent[0], given["text"]) if sent else None,
        }
    return render(request, "measures/round_remind.html", context, status=status)


def _mail(round_: Round, one: Asked, text: str) -> tuple[str, str]:
    """Return subject and body of the mail as it would go out."""
    subject, body = chasing.mail_of(round_, one, chasing.words_for(text, one))
    return subject_line(subject), body


@login_required
@require_POST
def reminder_days(request: HttpRequest, pk: int) -> HttpResponse:
    """Set on which days before the deadline the portal reminds by itself."""
    round_, user = round_or_404(request, pk), person(request)
    back = reverse("measures:round-remind", args=[pk])
    allow_role(may(user, Action.REMIND, round_))
    form = ReminderDaysForm(request.POST)
    if not form.is_valid():
        problem = " ".join(str(one) for one in form.errors.get("days", []))
        return conflict(request, problem, back=back, note=request.POST.get("days", ""), status=400)
    try:
        chasing.set_reminders(round_, form.cleaned_data["days"], by=user)
    except WorkflowError as refusal:
        status = 409 if refusal.conflict else 400
        return conflict(request, str(refusal), back=back, note=request.POST.get("days", ""), status=status)
    messages.success(request, _("บันทึกวันเตือนแล้ว"))
    return redirect(back)


@login_required
@require_safe
def reminder_log(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was sent to whom and whether it arrived. ?show=failed or waiting narrows it."""
    round_, user = round_or_404(request, pk), person(request)
    verdict = may(user, Action.REMINDERS_READ, round_)
    if not verdict:
        return refused(request, verdict, back=round_url(round_))
    show = request.GET.get("show", "")
    page = Paginator(log_of(round_, show=show), PAGE).get_page(request.GET.get("page"))
    return render(request, "measures/reminder_log.html", {
        "round": round_,
        "page": page,
        "rows": deliveries(page.object_list),
        "show": show,
        "failed": log_of(round_, show="failed").count(),
        "query": f"show={show}&" if show in ("failed", "waiting") else "",
        "remind": may(user, Action.REMIND, round_),
    })  # fmt: skip


@login_required
@require_POST
def reminder_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the mails of the round that were given up once more."""
    round_, user = round_or_404(request, pk), person(request)
    back = reverse("measures:reminder-log", args=[pk])
    try:
        count = chasing.retry(round_, by=user)
    except WorkflowError as refusal:
        return refused(request, refusal, back=back)
    said = ngettext("จะส่งอีเมล %(n)s ฉบับอีกครั้ง", "จะส่งอีเมล %(n)s ฉบับอีกครั้ง", count) % {"n": count}
    messages.success(request, said if count else _("ไม่มีอีเมลที่ส่งไม่สำเร็จ"))
    return redirect(back)
