"""Two fiscal years of the demo province, acted through the portal's own workflow."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from agencies.models import AgencyGroup, User
from ita_portal.demo.answers import Asked, answer
from ita_portal.demo.data import demo_data
from ita_portal.demo.filling import fill
from ita_portal.demo.people import Cast
from ita_portal.demo.photos import add_photos
from measures import authoring, planning, workflow
from measures.authoring import Typed
from measures.choices import Action, Answer, Mark, RoundKind
from measures.clock import told
from measures.models import Plan, Result, Round, RoundMeasure, Submission
from reports.publishing import publish
from thai.dates import BANGKOK, MONTHS, fiscal_year_bounds

DAY = dt.timedelta(days=1)
# Where the running round's submissions stand, agency by agency, over and over.
SCENES = ("started", "returned", "endorsing", "sent", "approved", "sent", "untouched", "endorsing_again",
          "approved", "returned", "started", "sent")  # fmt: skip


def make_plan(cast: Cast, fiscal_year: int, count: int) -> Plan:
    """The province's plan of that year with the first `count` demo measures, assigned to their groups."""
    plan = planning.create_plan(by=cast.reviewer, province=cast.province, fiscal_year=fiscal_year)
    for row in demo_data("measures")[:count]:
        planning.save_measure(plan, _typed(row, cast.groups[row["group"]]), by=cast.reviewer)
    return plan


def _typed(row: dict[str, Any], *groups: AgencyGroup) -> planning.MeasureTyped:
    return planning.MeasureTyped(
        indicator=row["indicator"],
        label=row["label"],
        text=row["text"],
        responsible=row["responsible"],
        substeps=tuple(row["substeps"]),
        follow_up=row["follow_up"],
        groups=groups,
    )


def planned_year(cast: Cast, fiscal_year: int, count: int) -> None:
    """A year of which the portal holds the plan alone: its reports stayed on paper."""
    with told(_at(fiscal_year_bounds(fiscal_year)[0] + 40 * DAY)):
        make_plan(cast, fiscal_year, count)


def past_year(cast: Cast, fiscal_year: int, count: int) -> None:
    """A finished year: both rounds reported by everybody, approved, locked and published."""
    first, last = fiscal_year_bounds(fiscal_year)
    with told(_at(first + 40 * DAY)):
        plan = make_plan(cast, fiscal_year, count)
    for kind, due in ((RoundKind.SIX, last - 183 * DAY), (RoundKind.TWELVE, last)):
        round_ = _open_round(cast.reviewer, plan, kind, opened=due - 40 * DAY, due=due)
        for place, submission in enumerate(_submissions(round_)):
            day = due - (30 - place % 20) * DAY
            _fill_all(cast, submission, _at(day))
            if kind == RoundKind.TWELVE:
                add_photos(submission, by=cast.staff[submission.agency_id], at=_at(day, hour=11))
            _send(cast, submission, day + DAY)
            with told(_at(day + 3 * DAY)):
                workflow.act(submission, Action.APPROVE, by=cast.reviewer)
        with told(_at(due)):
            _narrate(cast, round_)
        with told(_at(due + 5 * DAY)):
            workflow.move_round(round_, Action.ROUND_LOCK, by=cast.reviewer)
        with told(_at(due + 10 * DAY)):
            publish(round_, by=cast.reviewer)


def running_year(cast: Cast, fiscal_year: int, count: int, *, today: dt.date) -> None:
    """The year that `today` lies in: a 6-month round, open, due in 14 days, in every state."""
    first, _ = fiscal_year_bounds(fiscal_year)
    with told(_at(max(first, today - 21 * DAY))):
        plan = make_plan(cast, fiscal_year, count)
    round_ = _open_round(cast.reviewer, plan, RoundKind.SIX, opened=max(first, today - 20 * DAY), due=today + 14 * DAY)
    for submission, scene in zip(_submissions(round_), SCENES * 100, strict=False):
        if scene != "untouched":
            SCENE_MAKERS[scene](cast, submission, today)
    with told(_at(today - DAY)):
        _narrate(cast, round_, indicators=(2,))


def own_year(cast: Cast, fiscal_year: int, count: int, *, today: dt.date) -> None:
    """A small body that plans for itself: its own plan, one measure an indicator, reported and with its head."""
    first, _ = fiscal_year_bounds(fiscal_year)
    for agency in cast.planners:
        head = cast.heads[agency.pk]
        with told(_at(max(first, today - 18 * DAY))):
            plan = planning.create_plan(by=head, province=cast.province, agency=agency, fiscal_year=fiscal_year)
            for row in _one_each(demo_data("measures")[:count]):
                planning.save_measure(plan, _typed(row), by=head)
        opened, due = max(first, today - 17 * DAY), today + 21 * DAY
        round_ = _open_round(head, plan, RoundKind.SIX, opened=opened, due=due)
        for submission in _submissions(round_):
            _fill_all(cast, submission, _at(today - 3 * DAY))
            _submit(cast, submission, today - 2 * DAY)


def _one_each(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first measure of each indicator."""
    return list({row["indicator"]: row for row in reversed(rows)}.values())[::-1]


def _open_round(by: User, plan: Plan, kind: str, *, opened: dt.date, due: dt.date) -> Round:
    with told(_at(opened)):
        round_ = planning.plan_round(plan, by=by, kind=kind)
        return workflow.move_round(round_, Action.ROUND_OPEN, by=by, due_at=_at(due, hour=16, minute=30))


def _submissions(round_: Round) -> list[Submission]:
    return list(Submission.objects.with_context().filter(round=round_).order_by("agency_id"))


def _fill_all(cast: Cast, submission: Submission, at: dt.datetime, *, share: float = 1.0) -> None:
    """Answer the first `share` of the measures."""
    rows = {(row["indicator"], row["label"]): row for row in demo_data("measures")}
    round_, words = submission.round, demo_data("words")
    results = list(submission.results.select_related("measure"))
    answers: dict[int, Typed] = {}
    for result in results[: round(len(results) * share)]:
        row = rows[result.measure.indicator, result.measure.label]
        asked = Asked(cast.hosts[submission.agency_id], row, round_.plan.fiscal_year, round_.kind, *_months(round_, at))
        answers[result.pk] = answer(asked, words)
    fill(submission, answers, by=cast.staff[submission.agency_id], at=at)


def _months(round_: Round, at: dt.datetime) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The months of the round's half-year up to `at`, and the two after it."""
    start = 10 if round_.kind == RoundKind.SIX else 4
    passed = (at.month - start) % 12 % 6
    return (
        tuple(MONTHS[(start - 1 + step) % 12] for step in range(passed + 1)),
        tuple(MONTHS[(at.month + step) % 12] for step in range(2)),
    )


def _send(cast: Cast, submission: Submission, day: dt.date) -> None:
    """Submit, and let the head endorse where the agency has one."""
    _submit(cast, submission, day)
    if submission.agency.needs_endorsement:
        with told(_at(day, hour=14)):
            workflow.act(submission, Action.ENDORSE, by=cast.heads[submission.agency_id])


def _submit(cast: Cast, submission: Submission, day: dt.date) -> None:
    with told(_at(day)):
        workflow.act(submission, Action.SUBMIT, by=cast.staff[submission.agency_id], acknowledged=True)


def _started(cast: Cast, submission: Submission, today: dt.date) -> None:
    """Half of it answered, and the next answers taken over from the last round, not yet confirmed."""
    _fill_all(cast, submission, _at(today - 2 * DAY), share=0.6)
    blank = submission.results.filter(answer=Answer.BLANK).select_related("measure")
    for result in list(blank[:3]):
        source = _last_answer(submission, result)
        if source:
            by = cast.staff[submission.agency_id]
            with told(_at(today - 2 * DAY, hour=11)):
                authoring.use_last(result, source, by=by, version=result.version)


def _last_answer(submission: Submission, result: Result) -> Result | None:
    same = Result.objects.with_context().filter(
        submission__agency=submission.agency,
        measure__indicator=result.measure.indicator,
        measure__label=result.measure.label,
    )
    return same.exclude(submission=submission).order_by("-submission__round_id").first()


def _endorsing(cast: Cast, submission: Submission, today: dt.date) -> None:
    _fill_all(cast, submission, _at(today - 3 * DAY))
    _submit(cast, submission, today - 2 * DAY)


def _endorsing_again(cast: Cast, submission: Submission, today: dt.date) -> None:
    """The head sent it back once."""
    _endorsing(cast, submission, today)
    if submission.agency.needs_endorsement:
        with told(_at(today - DAY)):
            words = demo_data("words")["send_back"]
            workflow.act(submission, Action.SEND_BACK, by=cast.heads[submission.agency_id], note=words)
        with told(_at(today - DAY, hour=13)):
            workflow.act(submission, Action.SUBMIT, by=cast.staff[submission.agency_id], acknowledged=True)


def _sent(cast: Cast, submission: Submission, today: dt.date) -> None:
    _fill_all(cast, submission, _at(today - 5 * DAY))
    _send(cast, submission, today - 4 * DAY)


def _returned(cast: Cast, submission: Submission, today: dt.date) -> None:
    """Two measures are flagged, each with its reason."""
    _sent(cast, submission, today)
    reasons = demo_data("words")["return_reasons"]
    done = Result.objects.with_context().filter(submission=submission, answer=Answer.DONE)
    for result, reason in zip(_spread(list(done), len(reasons)), reasons, strict=False):
        with told(_at(today - 2 * DAY)):
            authoring.mark(result, Mark.NEEDS_WORK, by=cast.reviewer, reason=reason)
    with told(_at(today - 2 * DAY, hour=10)):
        workflow.act(submission, Action.RETURN, by=cast.reviewer)


def _approved(cast: Cast, submission: Submission, today: dt.date) -> None:
    _sent(cast, submission, today)
    first = Result.objects.with_context().filter(submission=submission).first()
    with told(_at(today - 2 * DAY)):
        if first:
            authoring.comment(first, demo_data("words")["comment"], by=cast.reviewer)
        workflow.act(submission, Action.APPROVE, by=cast.reviewer)


SCENE_MAKERS: dict[str, Callable[[Cast, Submission, dt.date], None]] = {
    "started": _started,
    "returned": _returned,
    "endorsing": _endorsing,
    "endorsing_again": _endorsing_again,
    "sent": _sent,
    "approved": _approved,
}


def _narrate(cast: Cast, round_: Round, indicators: tuple[int, ...] | None = None) -> None:
    """The province's own words, an indicator each; the first and longest in two parts."""
    by_indicator: dict[int, list[RoundMeasure]] = {}
    for row in round_.measures.all():
        by_indicator.setdefault(row.indicator, []).append(row)
    for number, rows in by_indicator.items():
        if indicators is None or number in indicators:
            parts = [rows[:6], rows[6:]] if number == 1 and len(rows) > 6 else [rows]
            for place, part in enumerate(parts):
                text = _narrative(cast, round_, part, number + place)
                authoring.save_narrative(round_, text, by=cast.reviewer, covers=part)


def _narrative(cast: Cast, round_: Round, rows: list[RoundMeasure], turn: int) -> str:
    texts: list[str] = demo_data("words")["narratives"][round_.kind]
    behind = (Answer.BLANK, Answer.NOT_STARTED, Answer.IN_PROGRESS)
    late = Result.objects.filter(measure__in=rows, answer__in=behind).values("submission").distinct().count()
    total = len(cast.agencies)
    return texts[turn % len(texts)].format(done=total - late, total=total)


def _spread(items: list[Any], count: int) -> list[Any]:
    """`count` items taken evenly from the list."""
    step = max(1, len(items) // count)
    return items[step // 2 :: step][:count]


def _at(day: dt.date, hour: int = 9, minute: int = 0) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=BANGKOK)
