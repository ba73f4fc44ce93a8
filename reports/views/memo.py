"""The memo of a result report: every place of it, what the portal proposes, and the letter as it will be printed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.actions import Action
from agencies.models import Agency, Province, User
from agencies.rules import may
from assessments.owners import owner_key
from measures.errors import StaleVersion, WorkflowError
from measures.forms.memo import LABELS, MemoForm
from measures.forms.planning import version
from measures.models import Round, Submission
from measures.selectors.memo import memo_at
from measures.writing_memo import save_memo
from reports.annual_facts import crest_of, letter_of, proposed_letter
from reports.letters import Letter, preview
from reports.registry import Form
from reports.renderers import html
from reports.selectors import Subject, rounds_for, submissions_for
from thai.dates import long_date

CODE = "annual_results"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agency_memo(request: HttpRequest, round_pk: int, agency_pk: int) -> HttpResponse:
    """Write the memo of an agency's report of a round."""
    user: User = request.user  # type: ignore[assignment]
    submission = get_object_or_404(submissions_for(user, round_pk), agency=agency_pk)
    return _memo(request, submission.agency, submission.round, submission)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def province_memo(request: HttpRequest, round_pk: int) -> HttpResponse:
    """Write the memo of a province's report of a round of its own plan."""
    user: User = request.user  # type: ignore[assignment]
    round_ = get_object_or_404(rounds_for(user).filter(plan__agency=None), pk=round_pk)
    return _memo(request, round_.plan.province, round_, None)


def memo_address(owner: Agency | Province, round_: Round) -> str:
    """Return where the memo of that owner and round is written."""
    if isinstance(owner, Agency):
        return reverse("reports:agency-memo", args=[round_.pk, owner.pk])
    return reverse("reports:province-memo", args=[round_.pk])


def memo_of(user: User, form: Form, subject: Subject) -> str:
    """Return where the person writes the memo of this paper; "" where it has none or it is not theirs to write."""
    if not form.has_memo or not may(user, Action.PROSE_EDIT, subject.owner):
        return ""
    return memo_address(subject.owner, subject.reporting)


def _memo(
    request: HttpRequest, owner: Agency | Province, round_: Round, submission: Submission | None
) -> HttpResponse:  # fmt: skip
    user: User = request.user  # type: ignore[assignment]
    if not (verdict := may(user, Action.PROSE_EDIT, owner)):
        raise PermissionDenied(verdict.reason)
    memo = memo_at(owner, round_)
    place = {"owner": owner, "round": round_, "memo": memo}
    if request.method != "POST":
        letter = letter_of(memo) if memo else proposed_letter(owner, round_, submission)
        return _page(request, place, MemoForm(initial=vars(letter)), letter)
    form = MemoForm(request.POST)
    valid = form.is_valid()
    letter = Letter(**form.typed())
    if request.POST.get("do") == "show" or not valid:
        return _page(request, place, form, letter, status=200 if valid else 400)
    try:
        save_memo(owner, round_, form.typed(), by=user, version=version(request.POST))
    except StaleVersion as refusal:
        more = {"message": str(refusal), "others": _others(refusal)}
        place["memo"] = memo_at(owner, round_)
        return _page(request, place, form, letter, more, status=409)
    except WorkflowError as refusal:
        return _page(request, place, form, letter, {"message": str(refusal)}, status=409 if refusal.conflict else 400)
    messages.success(request, _("เก็บบันทึกข้อความแล้ว"))
    return redirect(memo_address(owner, round_))


def _others(refusal: StaleVersion) -> list[tuple[str, str]]:
    """Return each place where the stored memo says otherwise, in words, with what stands there."""
    return [
        (str(LABELS[name]), _shown(stored) or "-")
        for name, stored in refusal.current.items()
        if stored != refusal.typed[name]
    ]


def _shown(value: Any) -> str:
    return long_date(value, "arabic") if hasattr(value, "month") else str(value or "")


def _page(
    request: HttpRequest, place: dict[str, Any], form: MemoForm, letter: Letter, more: dict[str, Any] | None = None,
    *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Return the form beside the letter; on a refusal with every typed word and the version that stands now."""
    owner, memo = place["owner"], place["memo"]
    round_, crest = place["round"], crest_of(owner)
    sent = request.method == "POST" and status != 409
    context = {
        "owner": owner.in_words,
        "round": round_,
        "form": form,
        "groups": [(title, [form[name] for name in names]) for title, names in _groups()],
        "version": version(request.POST) if sent else memo.version if memo else 0,
        "memo": memo,
        "paper": _paper(owner, round_),
        "crest": reverse("reports:crest", args=[owner_key(owner)]),
        "has_crest": crest is not None,
        "letter": html.render(preview(letter, crest=crest, owner=owner.in_words)),
    }
    return render(request, "reports/memo.html", context | (more or {}), status=status)


def _paper(owner: Agency | Province, round_: Round) -> str:
    if isinstance(owner, Agency):
        return reverse("reports:agency-paper", args=[CODE, round_.pk, owner.pk])
    return reverse("reports:paper", args=[CODE, round_.pk])


def _groups() -> list[tuple[str, tuple[str, ...]]]:
    return [
        (_("หัวหนังสือ"), ("office", "phone", "number", "date", "subject", "to")),
        (_("เนื้อความ"), ("since", "body", "closing")),
        (_("ผู้ลงนาม"), (
            "reporter_name", "reporter_position", "deputy_name", "deputy_position", "head_name", "head_position",
        )),
    ]  # fmt: skip
