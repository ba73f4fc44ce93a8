"""Results and narratives that a paper brings into a round."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import F

from agencies.models import Agency, User
from measures import authoring, history, planning, workflow
from measures.choices import Action, Answer, RoundKind, RoundState, State
from measures.clock import database_now
from measures.grouping import number_of
from measures.importing.request import Request
from measures.intake.doubts import code_of, doubt
from measures.intake.shapes import Doubt, FoundMeasure, FoundResult, Reading
from measures.models import Narrative, Plan, Result, Round, RoundMeasure, Submission
from measures.rules import WHY_ROUND, WHY_STATE
from thai.wording import gettext_noop, squeeze

_GONE = gettext_noop("รอบนี้ถูกยกเลิกไปแล้ว")
_STAMP = re.compile(r"r(\d+)v(\d+)")


@dataclass
class Outlook:
    """What a commit would do with the paper's results: what to write, what is doubtful."""

    round: Round | None = None
    submission: Submission | None = None
    writes: list[tuple[FoundMeasure, Result | None]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def outlook(request: Request, plan: Plan | None, reading: Reading) -> Outlook:
    """Compare the paper's results with what the round holds. Writes nothing."""
    found = Outlook(round=request.round)
    if found.round is None and request.round_kind == RoundKind.FREE:
        found.doubts.append(doubt("round_frozen", why=_GONE))
        return found
    if found.round is None and plan is not None:
        found.round = plan.rounds.filter(kind=request.round_kind).first()
    if found.round is not None:
        state = RoundState(found.round.state_at(database_now()))
        if state != RoundState.OPEN:
            found.doubts.append(doubt("round_frozen", why=WHY_ROUND[state]))
        if request.agency is not None:
            of_agency = found.round.submissions.filter(agency=request.agency)
            found.submission = of_agency.select_related("round__plan__province", "agency__province").first()
        found.doubts += _narratives_kept(found.round, reading)
    _compare(found, plan, reading)
    submission = found.submission
    if submission is not None and found.writes and submission.state not in (State.DRAFT, State.RETURNED):
        found.doubts.append(doubt("round_frozen", why=WHY_STATE[State(submission.state)]))
    return found


def _narratives_kept(round_: Round, reading: Reading) -> list[Doubt]:
    """Where the round holds another text over the same measures; the stored one stays."""
    if not reading.narratives:
        return []
    stored: dict[tuple[int, str], set[str]] = {}
    for one in Narrative.objects.filter(round=round_).prefetch_related("covers"):
        for row in one.covers.all():
            stored.setdefault((number_of(row), row.label), set()).add(squeeze(one.text))
    doubts = []
    for found in reading.narratives:
        keys = [key for cover in found.covers for key in cover.keys]
        kept = [key for key in keys if stored.get(key, set()) - {squeeze(found.text)}]
        if kept:
            shown = ", ".join(f"{group}.{label}" for group, label in kept)
            doubts.append(doubt("narrative_kept", found.place, found.text[:120], measures=shown))
    return doubts


def _compare(found: Outlook, plan: Plan | None, reading: Reading) -> None:
    results = dict(_by_label(found.submission)) if found.submission else {}
    by_key = {str(result.pk): result for result in results.values()}
    rows: set[tuple[int, str]] | None = None
    if found.round is not None:
        rows = {(number_of(row), row.label) for row in found.round.measures.all()}
    elif plan is not None:
        rows = {(number_of(row), row.label) for row in plan.measures.all()}
    for measure in reading.measures:
        key = measure.key
        stamp = _STAMP.fullmatch(measure.stamp)
        current = (by_key.get(stamp[1]) if stamp else None) or results.get(key)
        if measure.result is None or (rows is not None and current is None and key not in rows):
            continue
        code = _verdict(measure.result, measure.stamp, current, found.submission)
        if code == "write":
            found.writes.append((measure, current))
        elif code:
            words = {"indicator": measure.group, "label": measure.label or "-"}
            code = code_of(code, by_issue=bool(measure.issue))
            found.doubts.append(doubt(code, measure.place, measure.result.text or measure.result.reason, **words))


def _by_label(submission: Submission) -> Iterator[tuple[tuple[int, str], Result]]:
    results = submission.results.select_related("measure").prefetch_related("result_links__link")
    for result in results:
        yield (number_of(result.measure), result.measure.label), result


def _verdict(found: FoundResult, stamp: str, current: Result | None, submission: Submission | None) -> str:
    """ "write", "" for nothing to do, or the code of the doubt why the stored result stays."""
    if current is None:
        return "write"
    if found.answer == "blank" or _content(found, current) == _stored(current):
        return ""
    if submission is not None and submission.state == State.RETURNED and not current.flagged:
        return "result_kept"
    untouched = not any(_stored(current))
    version = _STAMP.fullmatch(stamp)
    if version and version[1] != str(current.pk):
        version = None  # filled for another round or agency
    if untouched or (version and int(version[2]) == current.version):
        return "write"
    return "result_newer" if version else "result_kept"


Content = tuple[str, str, tuple[str, ...], str, str]


def _content(found: FoundResult, current: Result) -> Content:
    """What the result would hold; a paper without a place for the outcome leaves the stored one."""
    answer = Answer.BLANK.value if found.answer == "blank" else found.answer
    outcome = current.outcome if found.outcome is None else found.outcome
    return answer, found.text, found.urls, found.reason, outcome


def _stored(result: Result) -> Content:
    urls = tuple(one.link.typed for one in result.result_links.all())
    return result.answer, result.text, urls, result.reason, result.outcome


def ensure_round(request: Request, plan: Plan, found: Outlook, *, by: User | None) -> bool:
    """Make the round, open and without a deadline, where it is missing; say whether it was made."""
    if found.round is not None:
        return False
    planned = planning.plan_round(plan, by=by, kind=request.round_kind)
    # Nobody else is asked to report because one paper came in; whoever plans for itself reports its whole plan.
    only = None if request.own_plan else frozenset[Agency]()
    found.round = workflow.move_round(planned, Action.ROUND_OPEN, by=by, only=only)
    return True


def write_results(request: Request, found: Outlook, *, by: User | None) -> list[int]:
    """Write what the outlook says, unconfirmed; answer the keys of the results written."""
    assert found.round is not None
    assert request.agency is not None
    now = workflow.lock(found.round.pk)
    rows = {(number_of(row), row.label): row for row in found.round.measures.all()}
    written = []
    if found.submission is None:
        found.submission = Submission.objects.get_or_create(round=found.round, agency=request.agency)[0]
    history.close_sittings(found.submission, now)
    for measure, current in found.writes:
        row = current.measure if current else rows.get(measure.key)
        if row is not None and measure.result is not None:
            written.append(_write(row, measure.result, request, by=by))
    return written


def _write(row: RoundMeasure, found: FoundResult, request: Request, *, by: User | None) -> int:
    assert request.agency is not None
    result = authoring.assign(row, request.agency)
    if found.answer == "blank":
        Result.objects.filter(pk=result.pk).update(confirmed=False)
        return result.pk
    before = history.snapshot(result)
    answer, text, urls, reason, outcome = _content(found, result)
    Result.objects.filter(pk=result.pk).update(
        answer=answer, text=text, reason=reason, outcome=outcome, confirmed=False, version=F("version") + 1,
        updated_at=database_now(),
    )  # fmt: skip
    authoring.set_links(result, urls)
    after = {
        "answer": answer, "text": text, "reason": reason, "outcome": outcome, "confirmed": False, "urls": list(urls),
    }  # fmt: skip
    history.record(
        Action.IMPORT_RESULTS, by=by, agency=request.agency, submission=result.submission, round=row.round,
        result=result, changes=history.changes_between(before, after),
    )  # fmt: skip
    return result.pk


def new_narratives(round_: Round, reading: Reading) -> list[tuple[str, list[RoundMeasure]]]:
    """The paper's texts with the measures that they cover and no stored text covers yet."""
    rows = {(number_of(row), row.label): row for row in round_.measures.all()}
    taken = set(Narrative.objects.filter(round=round_).values_list("covers", flat=True))
    found = []
    for narrative in reading.narratives:
        keys = [key for cover in narrative.covers for key in cover.keys]
        covered = [rows[key] for key in keys if key in rows and rows[key].pk not in taken]
        if covered:
            found.append((narrative.text, covered))
    return found


def write_narratives(found: Outlook, reading: Reading, *, by: User | None) -> list[int]:
    """Keep the province's own texts over the measures that they cover, where none are yet."""
    assert found.round is not None
    made = []
    for text, covered in new_narratives(found.round, reading):
        order = min(row.order for row in covered)
        row = Narrative.objects.create(round=found.round, text=text, order=order, version=1)
        row.covers.set(covered)
        made.append(row.pk)
    return made
