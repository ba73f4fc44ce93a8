"""A submission as a whole: overview, sending, recall, the head's reading and endorsement, the receipt."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from measures import workflow
from measures.choices import Action, State
from measures.errors import WorkflowError
from measures.findings import panel
from measures.models import Submission
from measures.rules import may
from measures.selectors.deadline import deadline
from measures.selectors.history import just_done, last_reading, receipt, returned_because
from measures.selectors.progress import overview, send_verdict
from measures.selectors.proofs import proofs_of
from measures.views.answering import allow_role, conflict, person, refused, submission_of


@login_required
@require_safe
def submission_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all measures of the submission by indicator; counts only where its words are not to be read yet."""
    submission = submission_of(request, pk)
    user, now = person(request), timezone.now()
    if not (verdict := may(user, Action.PROGRESS_VIEW, submission, now=now)):
        return refused(request, verdict, back=reverse("home"))
    seen = overview(submission, user=user, now=now)
    reads = may(user, Action.RESULT_READ, submission, now=now)
    return render(request, "measures/submission_detail.html", {
        "seen": seen,
        "submission": submission,
        "reads": reads,
        "found": panel(seen.report, user=user, now=now) if reads else None,
        "edit": may(user, Action.RESULT_EDIT, submission, now=now),
        "send": send_verdict(seen, user=user, now=now),
        "recall": may(user, Action.RECALL, submission, now=now),
        "endorse": may(user, Action.ENDORSE, submission, now=now),
        "judge": may(user, Action.REVIEW_MARK, submission, now=now),
        "extend": may(user, Action.EXTEND, submission, now=now),
        "waive": may(user, Action.CHECK_WAIVE, submission, now=now),
        "straight": not submission.needs_endorsement,
        "deadline": deadline(submission, now=now),
        "because": returned_because(submission),
        # Until somebody tries to send, a measure that nobody has begun is work that waits, no mistake.
        "strict": "send" in request.GET,
    })  # fmt: skip


@login_required
@require_POST
def submission_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the report: to the head, or straight to the province."""
    acknowledged = request.POST.get("acknowledged") == "yes"
    return _act(request, submission_of(request, pk), Action.SUBMIT, acknowledged=acknowledged)


@login_required
@require_POST
def submission_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the report back from the head's desk."""
    return _act(request, submission_of(request, pk), Action.RECALL)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def submission_endorse(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every result on one page to read; POST endorses."""
    submission = submission_of(request, pk)
    if request.method == "POST":
        return _act(request, submission, Action.ENDORSE)
    return _reading(request, submission)


@login_required
@require_POST
def submission_send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the report back to the officer, with the head's reason."""
    note = request.POST.get("note", "").replace("\0", "").strip()
    return _act(request, submission_of(request, pk), Action.SEND_BACK, note=note)


@login_required
@require_safe
def submission_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was sent, when, by whom, with its counts and hash; to print."""
    submission = submission_of(request, pk)
    back = reverse("measures:submission-detail", args=[pk])
    if not (verdict := may(person(request), Action.RESULT_READ, submission)):
        return refused(request, verdict, back=back)
    slip = receipt(submission)
    if slip is None:
        return conflict(request, _("รายงานนี้ยังไม่ได้ส่ง จึงยังไม่มีใบรับ"), back=back)
    context = {
        "submission": submission, "receipt": slip, "proofs": proofs_of(submission),
        "straight": not submission.needs_endorsement,
    }  # fmt: skip
    return render(request, "measures/submission_receipt.html", context)


def _reading(
    request: HttpRequest,
    submission: Submission,
    *,
    problem: str = "",
    note: str = "",
    note_problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the whole report to read. ?show=changed: only what changed since the head read it the last time.

    note, note_problem: the reason typed to send it back, and what is wrong with it.
    """
    user, now = person(request), timezone.now()
    if not (verdict := may(user, Action.RESULT_READ, submission, now=now)):
        return refused(request, verdict, back=reverse("measures:submission-detail", args=[submission.pk]))
    seen = overview(submission, user=user, now=now)
    reading = last_reading(submission) if submission.state == State.ENDORSEMENT else None
    only = reading.changed if reading and request.GET.get("show") == "changed" else None
    groups = [(one, [row for row in one.rows if only is None or row.result.pk in only]) for one in seen.groups]
    context = {
        "seen": seen,
        "groups": [(group, rows) for group, rows in groups if rows],
        "reading": reading,
        "only": only is not None,
        "submission": submission,
        "endorse": may(user, Action.ENDORSE, submission, now=now),
        "send_back": may(user, Action.SEND_BACK, submission, now=now),
        "problem": problem,
        "note": note,
        "note_problem": note_problem,
    }
    return render(request, "measures/submission_endorse.html", context, status=status)


def _act(
    request: HttpRequest, submission: Submission, action: str, *, note: str = "", acknowledged: bool = False
) -> HttpResponse:
    """Move the submission and go to what comes next; a second click of the same page finds it done."""
    user, back = person(request), reverse("measures:submission-detail", args=[submission.pk])
    allow_role(may(user, action, submission))
    try:
        submission = workflow.act(submission, action, by=user, note=note, acknowledged=acknowledged)
    except WorkflowError as refusal:
        if request.POST.get("seen") and just_done(submission, action, by=user, now=timezone.now()):
            return redirect(_next(submission, action))
        if refusal.conflict:
            return conflict(request, str(refusal), back=back, note=note)
        if action == Action.SEND_BACK:
            return _reading(request, submission, note=note, note_problem=str(refusal), status=400)
        if action == Action.ENDORSE:
            return _reading(request, submission, problem=str(refusal), status=400)
        messages.error(request, str(refusal))
        return redirect(f"{back}?send=1")
    messages.success(request, _say(submission, action))
    return redirect(_next(submission, action))


def _next(submission: Submission, action: str) -> str:
    """Return the page after an act: the receipt of what was sent, else the overview."""
    name = "submission-receipt" if action in (Action.SUBMIT, Action.ENDORSE) else "submission-detail"
    return reverse(f"measures:{name}", args=[submission.pk])


def _say(submission: Submission, action: str) -> str:
    if action == Action.SUBMIT:
        to_head = submission.needs_endorsement or submission.round.plan.agency_id
        return _("ส่งให้หัวหน้าแล้ว") if to_head else _("ส่งให้จังหวัดแล้ว")
    said = {
        Action.RECALL: _("ดึงกลับมาแก้แล้ว"),
        Action.ENDORSE: _("รับรองและส่งให้จังหวัดแล้ว"),
        Action.SEND_BACK: _("ส่งคืนเจ้าหน้าที่แล้ว"),
    }
    return said[Action(action)]
