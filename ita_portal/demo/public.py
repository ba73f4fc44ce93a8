"""What the demo's finished year shows the public: a correction with its note, and issued papers."""

import datetime as dt

from agencies.models import User
from ita_portal.demo.data import demo_data
from ita_portal.demo.people import Cast
from measures import authoring, workflow
from measures.authoring import Typed
from measures.choices import Action, Answer, RoundKind
from measures.clock import told
from measures.models import Result, Round, Submission
from reports.issuing import issue
from reports.models import Publication
from reports.publishing import publish
from reports.wanted import Wanted
from thai.dates import BANGKOK, fiscal_year_bounds

NOTE = "แก้ลิงก์หลักฐานข้อแรกที่ย้ายไปอยู่หน้าใหม่ของเว็บไซต์"
REASON = "ลิงก์หลักฐานข้อแรกย้ายที่อยู่แล้ว"


def correct_year(cast: Cast, fiscal_year: int) -> None:
    """The first agency's report of the 12-month round is opened again, corrected, and published as a new version."""
    round_ = _round(fiscal_year)
    agency = cast.agencies[0]
    report = Submission.objects.with_context().get(round=round_, agency=agency)
    staff, reviewer = cast.staff[agency.pk], cast.reviewer
    for action in (Action.ROUND_CORRECT, Action.ROUND_UNLOCK):
        with told(_at(fiscal_year, 34)):
            workflow.move_round(round_, action, by=reviewer, note=REASON)
    with told(_at(fiscal_year, 35)):
        workflow.act(report, Action.REOPEN, by=reviewer, note=REASON)
    with told(_at(fiscal_year, 36)):
        _correct(report, by=staff)
        workflow.act(report, Action.SUBMIT, by=staff, acknowledged=True)
    if agency.needs_endorsement:
        with told(_at(fiscal_year, 37)):
            workflow.act(report, Action.ENDORSE, by=cast.heads[agency.pk])
    with told(_at(fiscal_year, 38)):
        workflow.act(report, Action.APPROVE, by=reviewer)
    with told(_at(fiscal_year, 39)):
        workflow.move_round(round_, Action.ROUND_LOCK, by=reviewer)
    with told(_at(fiscal_year, 40)):
        publish(round_, by=reviewer, note=NOTE)


def _correct(report: Submission, *, by: User) -> None:
    done = Result.objects.with_context().filter(submission=report, answer=Answer.DONE, result_links__isnull=False)
    result = done.order_by("measure__order", "pk").first()
    if result is None:
        return
    urls = [row.link.typed for row in result.result_links.select_related("link")]
    typed = Typed(result.answer, result.text, result.reason, result.outcome, (f"{urls[0].rstrip('/')}-2", *urls[1:]))
    authoring.save_result(result, typed, by=by, version=result.version)


def issue_papers(fiscal_year: int) -> None:
    """Issue form B of the province's 12-month round and form A of the first agency. Not inside a transaction."""
    round_ = _round(fiscal_year)
    first = Publication.objects.filter(round=round_, agency__isnull=False).order_by("agency_id").first()
    users = {one["role"]: one["username"] for one in demo_data("people")["logins"]}
    with told(_at(fiscal_year, 45)):
        issue(Wanted("province_measures", round_pk=round_.pk), [], by=_person(users["reviewer"]))
        if first and first.agency_id:
            head = first.agency.memberships.filter(role="head").first() if first.agency else None
            wanted = Wanted("agency_measures", round_pk=round_.pk, agency_pk=first.agency_id)
            issue(wanted, [], by=head.user if head else _person(users["staff"]))


def _person(username: str) -> User:
    return User.objects.get(username=username)


def _round(fiscal_year: int) -> Round:
    """The province's 12-month round of that year."""
    found = Round.objects.filter(plan__province__is_demo=True, plan__agency=None, plan__fiscal_year=fiscal_year)
    return found.select_related("plan__province").get(kind=RoundKind.TWELVE)


def _at(fiscal_year: int, days: int) -> dt.datetime:
    """Nine in the morning, so many days after the year's end."""
    day = fiscal_year_bounds(fiscal_year)[1] + dt.timedelta(days=days)
    return dt.datetime(day.year, day.month, day.day, 9, tzinfo=BANGKOK)
