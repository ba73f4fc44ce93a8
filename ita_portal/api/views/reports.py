"""Reports: progress (row 2), results and links (row 3), history (row 27)."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from agencies.models import Scope, User
from ita_portal.api import asking
from ita_portal.api.base import ListView, OneView
from ita_portal.api.errors import require
from ita_portal.api.shapes.reports import EventShape, ResultLinkShape, ResultShape, SubmissionShape
from measures.choices import Action, Answer, State
from measures.models import Event, Result, ResultLink, Submission
from measures.rules import may
from measures.selectors.granted import granted_submissions

TAG = _("รายงานของหน่วยงาน")
READING = (
    "result_links__link__page", "result_attachments__attachment", "notes__author",
)  # fmt: skip


def narrowed(prefix: str) -> tuple[asking.Param, ...]:
    """Return the parameters that narrow rows by their submission; prefix: the way there ("submission__")."""
    return (
        asking.year(f"{prefix}round__plan__fiscal_year"),
        asking.province(f"{prefix}agency__province__code"),
        asking.key("agency", _("id ของหน่วยงาน"), f"{prefix}agency"),
        asking.key("round", _("id ของรอบ"), f"{prefix}round"),
        asking.choice("state", _("สถานะของรายงาน"), State.values, f"{prefix}state"),
    )


class OfReports(ListView):
    """Rows of submissions on which the person may do `action`."""

    action = ""

    @property
    def person(self) -> User:
        """Return who asks."""
        return self.request.user  # type: ignore[return-value]

    def submissions(self) -> QuerySet[Submission]:
        """Return the submissions, as the one table of the rules grants them."""
        return granted_submissions(self.person, self.action, now=self.now)


class OfOneReport(OfReports):
    """Rows of one submission: 404 where it is foreign, 403 or 409 with the reason where the rule says no."""

    refuses = frozenset({403, 404, 409})

    def get(self, request: Request, **place: Any) -> Response:
        """Return a page of the rows."""
        known = Submission.objects.visible_to(self.person).with_context()
        self.submission = get_object_or_404(known, pk=place["pk"])
        require(may(self.person, self.action, self.submission, now=self.now))
        return super().get(request, **place)

    def submissions(self) -> QuerySet[Submission]:
        """Return that one."""
        return Submission.objects.filter(pk=self.submission.pk)


class Submissions(OfReports):
    """Progress of reports."""

    operation, summary, tag = "submissions", _("ความคืบหน้าของรายงาน"), TAG
    scope, shape, action = Scope.REPORTS, SubmissionShape, Action.PROGRESS_VIEW
    asks = narrowed("")

    def rows(self) -> QuerySet:
        """Return the reports whose state the person may know."""
        return self.submissions()

    def loaded(self, rows: QuerySet) -> QuerySet:
        """Count the answered measures and fetch round and agency along."""
        return rows.with_progress().select_related("round__plan", "agency__province")  # type: ignore[attr-defined]


class SubmissionView(OneView):
    """One report's progress."""

    operation, summary, tag = "submission", _("ความคืบหน้าของรายงานหนึ่ง"), TAG
    scope, shape = Scope.REPORTS, SubmissionShape
    refuses = frozenset({403, 404, 409})

    def one(self, key: int) -> Submission:
        """Return it."""
        known = Submission.objects.visible_to(self.request.user)
        submission = get_object_or_404(known.with_progress().with_context(), pk=key)
        require(may(self.request.user, Action.PROGRESS_VIEW, submission, now=self.now))
        return submission


class Results(OfReports):
    """Results that the person may read (row 3)."""

    operation, summary, tag = "results", _("ผลการดำเนินงานที่บัญชีนี้อ่านได้"), TAG
    scope, shape, action = Scope.REPORTS, ResultShape, Action.RESULT_READ
    asks = (
        *narrowed("submission__"),
        asking.choice("answer", _("คำตอบ"), [value for value in Answer.values if value], "answer"),
    )

    def rows(self) -> QuerySet:
        """Return the results of those reports."""
        return Result.objects.filter(submission__in=self.submissions())

    def loaded(self, rows: QuerySet) -> QuerySet:
        """Fetch measure, links with their pages, files and notes along."""
        return rows.select_related("measure", "submission").prefetch_related(*READING)


class SubmissionResults(OfOneReport, Results):
    """The results of one report."""

    operation, summary = "submission_results", _("ผลการดำเนินงานของรายงานหนึ่ง")
    asks = ()


class Links(OfReports):
    """Links of the results that the person may read, with what the last check found."""

    operation, summary, tag = "links", _("ลิงก์หลักฐานกับผลตรวจล่าสุด"), TAG
    scope, shape, action = Scope.REPORTS, ResultLinkShape, Action.RESULT_READ
    asks = narrowed("result__submission__")

    def rows(self) -> QuerySet:
        """Return the links of those results."""
        return ResultLink.objects.filter(result__submission__in=self.submissions())

    def loaded(self, rows: QuerySet) -> QuerySet:
        """Fetch link, page and report along."""
        return rows.select_related("link__page", "result__submission")


class Events(OfReports):
    """The history of the reports whose audit the person may read (row 27)."""

    operation, summary, tag = "events", _("ประวัติการทำรายการ"), TAG
    scope, shape, action = Scope.HISTORY, EventShape, Action.AUDIT_READ
    asks = narrowed("submission__")

    def rows(self) -> QuerySet:
        """Return the events of those reports."""
        return Event.objects.filter(submission__in=self.submissions())

    def loaded(self, rows: QuerySet) -> QuerySet:
        """Fetch actor and report along."""
        return rows.select_related("actor", "submission")

    def context(self, found: list[Any]) -> dict[str, Any]:
        """Say of which reports the person may read the words (row 3), too: one query."""
        reads = granted_submissions(self.person, Action.RESULT_READ, now=self.now)
        here = {event.submission_id for event in found}
        return super().context(found) | {"readable": set(reads.filter(pk__in=here).values_list("pk", flat=True))}


class SubmissionEvents(OfOneReport, Events):
    """The history of one report."""

    operation, summary = "submission_events", _("ประวัติของรายงานหนึ่ง")
    asks = ()
