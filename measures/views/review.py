"""The provincial office reads a report: the list of reports, one measure at a time, or all in a table."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from measures.choices import Action, NoteKind
from measures.findings import panel
from measures.forms.review import MarkForm
from measures.models import Submission
from measures.rules import may
from measures.selectors.review import Judging, beside, judging, next_to_judge, reads_reports, review_list
from measures.views.answering import person, refused, submission_of

ACTS = {
    "judge": Action.REVIEW_MARK,
    "give_back": Action.RETURN,
    "approve": Action.APPROVE,
    "reopen": Action.REOPEN,
    "extend": Action.EXTEND,
    "waive": Action.CHECK_WAIVE,
    "papers": Action.EXPORT_AGENCY,
}


PAGE = 100


@login_required
@require_safe
def review_reports(request: HttpRequest) -> HttpResponse:
    """Show the reports that the person judges, of rounds at work; those that wait come first."""
    if not reads_reports(person(request)):
        raise PermissionDenied(_("เฉพาะสำนักงานจังหวัด และหัวหน้าหน่วยงานที่ทำแผนเอง ตรวจผลได้"))
    asked = request.GET
    round_pk = int(asked["round"]) if asked.get("round", "").isascii() and asked.get("round", "").isdigit() else None
    words = asked.get("q", "").replace("\0", "")[:200]
    state = asked.get("state", "")
    found = review_list(person(request), state=state, round_pk=round_pk, words=words)
    return render(request, "measures/review_list.html", {
        "found": found,
        "page": Paginator(found.reports, PAGE).get_page(asked.get("page")),
        "query": urlencode({"state": state, "round": asked.get("round", ""), "q": words}) + "&",
        "state": state or "S",
        "q": words,
    })  # fmt: skip


@login_required
@require_safe
def submission_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the first measure that waits for a verdict, or to the table when all are judged."""
    submission = submission_of(request, pk)
    if not (verdict := may(person(request), Action.RESULT_READ, submission)):
        return refused(request, verdict, back=reverse("measures:submission-detail", args=[pk]))
    page = judging(submission, user=person(request), now=timezone.now())
    row = next_to_judge(page.seen) if may(person(request), Action.REVIEW_MARK, submission) else None
    return redirect("measures:review-result", pk, row.result.pk) if row else redirect("measures:review-table", pk)


@login_required
@require_safe
def review_result(request: HttpRequest, pk: int, result_pk: int) -> HttpResponse:
    """Show one measure: result, evidence, the change since the last round, verdict and history."""
    submission = submission_of(request, pk)
    if not (verdict := may(person(request), Action.RESULT_READ, submission)):
        return refused(request, verdict, back=reverse("measures:submission-detail", args=[pk]))
    return result_page(request, submission, result_pk)


@login_required
@require_safe
def review_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all measures in a table, to mark many as good at once and to move the report on."""
    submission = submission_of(request, pk)
    if not (verdict := may(person(request), Action.RESULT_READ, submission)):
        return refused(request, verdict, back=reverse("measures:submission-detail", args=[pk]))
    return table_page(request, submission)


def result_page(
    request: HttpRequest, submission: Submission, result_pk: int, *, form: MarkForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of one measure; 404 when it is not in this report."""
    user, now = person(request), timezone.now()
    page = judging(submission, user=user, now=now, result_pk=result_pk)
    if page.here is None:
        raise Http404
    side = beside(page, user=user)
    initial = {"mark": page.here.result.mark, "reason": side.reason}
    context = _context(submission, page, request) | {
        "side": side,
        "form": form or MarkForm(initial=initial),
        "comment": may(user, Action.COMMENT, submission, now=now),
        "comments": [note for note in side.notes if note.kind == NoteKind.COMMENT],
        "found": panel(page.seen.report, user=user, now=now, only=[page.here.result.pk]),
        "given": [note for note in side.notes if note.kind == NoteKind.REASON],
    }
    return render(request, "measures/review_result.html", context, status=status)


def table_page(
    request: HttpRequest,
    submission: Submission,
    *,
    outcome: list[tuple[str, str]] | None = None,
    problem: str = "",
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return the page of all measures. outcome: (measure, what became of it) of a bulk act."""
    user, now = person(request), timezone.now()
    page = judging(submission, user=user, now=now)
    remarked = request.GET.get("show") == "remarks"
    context = _context(submission, page, request) | {
        "found": panel(page.seen.report, user=user, now=now),
        "outcome": outcome or [],
        "problem": problem,
        "note": note,
        "ticked": request.GET.get("tick") == "waiting",
        "remarked": remarked,
        "rows": page.remarked if remarked else page.seen.rows,
    }
    return render(request, "measures/review_table.html", context, status=status)


def _context(submission: Submission, page: Judging, request: HttpRequest) -> dict[str, object]:
    user, now = person(request), timezone.now()
    verdicts = {name: may(user, action, submission, now=now) for name, action in ACTS.items()}
    straight = not submission.needs_endorsement
    return {"submission": submission, "page": page, "lists": reads_reports(user), "straight": straight} | verdicts
