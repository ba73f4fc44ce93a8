"""One act for many reports: each goes through its own door, alone, and is told what became of it.

A second click of the same page finds its work done and says so.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.models import User
from measures import authoring, workflow
from measures.choices import Action, Mark
from measures.clock import database_now
from measures.errors import WorkflowError
from measures.models import Submission
from measures.selectors.history import just_done

# So many reports at once, and so many measures of them marked at once: a request has to end.
MOST, MOST_MARKS = 300, 12_000


@dataclass(frozen=True)
class Outcome:
    """What became of one report: `done`, and in words what or why not."""

    submission: Submission
    done: bool
    words: str


def approve(
    reports: Iterable[Submission], *, by: User, acknowledged: bool, seen: Mapping[int, str]
) -> list[Outcome]:  # fmt: skip
    """Approve each report.

    acknowledged: what nobody judged counts as good. seen: report key → hash of the content that the page showed; what
    was sent anew since then is refused, for nobody has read it.
    """

    @transaction.atomic
    def one(report: Submission) -> str:
        _unchanged(report, seen)
        waiting = report.results.filter(mark=Mark.NONE).count()
        if waiting and not acknowledged and not _approved_before(report, by):
            raise WorkflowError(_("ยังมี %(count)s มาตรการที่ยังไม่ตรวจ") % {"count": waiting})
        try:
            workflow.act(report, Action.APPROVE, by=by)
        except WorkflowError:
            if not _approved_before(report, by):
                raise
        return _("อนุมัติแล้ว")

    return _each(reports, one)


def mark_good(reports: Iterable[Submission], *, by: User, seen: Mapping[int, str]) -> list[Outcome]:
    """Mark every measure of each report that nobody has judged as good; what needs work stays as it is.

    A report is marked whole or not at all; those beyond MOST_MARKS measures wait for the next time.
    """
    left = MOST_MARKS

    @transaction.atomic
    def one(report: Submission) -> str:
        nonlocal left
        _unchanged(report, seen)
        if report.results.filter(mark=Mark.NONE).count() > left:
            raise WorkflowError(_("ครบ %(most)s มาตรการในครั้งเดียวแล้ว โปรดเลือกรายงานนี้อีกครั้ง") % {"most": MOST_MARKS})
        count = authoring.mark_rest(report, by=by)
        left -= count
        return _("ให้ผ่าน %(count)s มาตรการ") % {"count": count} if count else _("ไม่มีมาตรการที่รอตรวจ")

    return _each(reports, one)


def extend(reports: Iterable[Submission], *, by: User, until: dt.datetime, reason: str) -> list[Outcome]:
    """Give each agency more time: at most 14 days, with the reason."""

    def one(report: Submission) -> str:
        workflow.extend(report, by=by, until=until, reason=reason)
        return _("ขยายเวลาแล้ว")

    return _each(reports, one)


def _each(reports: Iterable[Submission], do: Callable[[Submission], str]) -> list[Outcome]:
    """Do it to each report in a transaction of its own; one that is refused leaves the others alone."""
    outcome = []
    for report in reports:
        try:
            outcome.append(Outcome(report, True, do(report)))
        except WorkflowError as refusal:
            outcome.append(Outcome(report, False, str(refusal)))
    return outcome


def _unchanged(report: Submission, seen: Mapping[int, str]) -> None:
    """Refuse what was sent anew after the page was shown, and what the page never showed.

    The round is locked first: what is read here is what the act will find, however long the reports before it took.
    """
    workflow.lock(report.round_id)
    stands = Submission.objects.filter(pk=report.pk).values_list("content_hash", flat=True).first()
    if stands is None or seen.get(report.pk) != stands:
        raise WorkflowError(_("หน่วยงานส่งผลใหม่หลังจากที่คุณเปิดหน้านี้ โปรดเปิดอ่านก่อน"), conflict=True)


def _approved_before(report: Submission, by: User) -> bool:
    return just_done(report, Action.APPROVE, by=by, now=database_now())
