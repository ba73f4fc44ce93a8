"""A finished year of a small body that plans for itself by issue, so that its result report comes out full."""

import datetime as dt
from typing import Any

from agencies.models import Agency
from ita_portal.demo.data import demo_data
from ita_portal.demo.filling import fill
from ita_portal.demo.people import Cast
from ita_portal.demo.photos import attach_photo
from measures import planning, workflow
from measures.authoring import Typed
from measures.choices import Action, Answer, Grouping, RoundKind
from measures.clock import database_now, told
from measures.models import Plan, Result, Submission
from reports.publishing import publish
from thai.dates import BANGKOK, fiscal_year_bounds

DAY = dt.timedelta(days=1)


def issue_year(cast: Cast, fiscal_year: int) -> None:
    """Every planner's own plan by issue: all issues, a 12-month round with outcomes and photos, approved, published."""
    first, last = fiscal_year_bounds(fiscal_year)
    for agency in cast.planners:
        head, staff = cast.heads[agency.pk], cast.staff[agency.pk]
        with told(_at(first + 45 * DAY)):
            plan = _plan(cast, agency, fiscal_year)
        with told(_at(last - 40 * DAY)):
            planned = planning.plan_round(plan, by=head, kind=RoundKind.TWELVE)
            round_ = workflow.move_round(planned, Action.ROUND_OPEN, by=head, due_at=_at(last, hour=16))
        report = Submission.objects.with_context().get(round=round_, agency=agency)
        fill(report, _answers(report, cast.hosts[agency.pk], fiscal_year), by=staff, at=_at(last - 15 * DAY))
        with told(_at(last - 14 * DAY)):
            _photograph(report, cast)
        with told(_at(last - 13 * DAY)):
            workflow.act(report, Action.SUBMIT, by=staff, acknowledged=True)
        with told(_at(last - 10 * DAY)):
            workflow.act(report, Action.APPROVE, by=head)
        with told(_at(last + 5 * DAY)):
            workflow.move_round(round_, Action.ROUND_LOCK, by=head)
        with told(_at(last + 10 * DAY)):
            publish(round_, by=head)


def _plan(cast: Cast, agency: Agency, fiscal_year: int) -> Plan:
    head = cast.heads[agency.pk]
    plan = planning.create_plan(
        by=head, province=cast.province, agency=agency, fiscal_year=fiscal_year, grouping=Grouping.ISSUE
    )
    for row in demo_data("issues"):
        typed = planning.MeasureTyped(
            indicator=row["indicator"], issue=row["issue"], label=row["label"], text=row["text"],
            responsible=row["responsible"], substeps=tuple(row["substeps"]), follow_up=row["follow_up"],
        )  # fmt: skip
        planning.save_measure(plan, typed, by=head)
    return plan


def _row(result: Result) -> dict[str, Any]:
    """The demo's words for a result."""
    rows = {(row["issue"], row["label"]): row for row in demo_data("issues")}
    found: dict[str, Any] = rows[result.measure.issue, result.measure.label]
    return found


def _answers(report: Submission, host: str, fiscal_year: int) -> dict[int, Typed]:
    answers = {}
    for result in report.results.select_related("measure"):
        row = _row(result)
        page = f"https://www.{host}/ita/{fiscal_year}/{row['slug']}"
        answers[result.pk] = Typed(answer=Answer.DONE, text=row["done"], outcome=row["outcome"], urls=(page,))
    return answers


def _photograph(report: Submission, cast: Cast) -> None:
    number = 0
    for result in Result.objects.with_context().filter(submission=report).order_by("measure__order"):
        for caption in _row(result)["photos"]:
            attach_photo(result, number, caption, by=cast.staff[report.agency_id], at=database_now())
            number += 1


def _at(day: dt.date, hour: int = 9) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=BANGKOK)
