"""Take a committed import back while nobody has built on it."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.verdict import YES, Verdict
from assessments.authoring import follow
from assessments.models import IndicatorScore, ScoreCard
from measures import history
from measures.choices import Action, Answer, RoundState, State
from measures.clock import database_now
from measures.errors import WorkflowError
from measures.models import EditSitting, Event, Intake, Narrative, Result, Round, Submission, UnsavedText
from measures.rules import may
from measures.workflow import lock


def undo_verdict(intake: Intake, user: User | None) -> Verdict:
    """Whether the commit can be taken back: it made something, and no round of the plan was opened since.

    A round that this very import opened is no hindrance while nobody has touched it.
    """
    if intake.committed_at is None or intake.undone_at is not None:
        return Verdict(_("ยังไม่ได้นำเข้า หรือยกเลิกไปแล้ว"), conflict=True)
    if not intake.made:
        return Verdict(_("ไฟล์นี้ไม่ได้เปลี่ยนแปลงข้อมูลใด จึงไม่มีสิ่งที่ต้องยกเลิก"), conflict=True)
    if intake.plan is None:
        return YES
    if user is not None and not (verdict := may(user, Action.IMPORT_PLAN, intake.plan)):
        return verdict
    own = intake.made.get("round", [])
    # Results in a round that others opened are theirs to correct; only a plan's own papers are taken back.
    opened = intake.plan.rounds.exclude(pk__in=own).exclude(state=RoundState.PLANNED)
    if opened.exists():
        return Verdict(_("เปิดรอบรายงานของแผนนี้แล้ว จึงยกเลิกการนำเข้าไม่ได้ แก้ไขมาตรการในแผนแทน"), conflict=True)
    if any(_is_touched(round_, intake) for round_ in intake.plan.rounds.filter(pk__in=own)):
        return Verdict(_("มีผู้ทำงานต่อในรอบที่ไฟล์นี้เปิดไว้แล้ว จึงยกเลิกการนำเข้าไม่ได้ แก้ไขในระบบแทน"), conflict=True)
    return YES


def _is_touched(round_: Round, intake: Intake) -> bool:
    """Whether anything in the round is not as the import left it."""
    made = intake.made
    results = Result.objects.filter(submission__round=round_)
    blank = Q(version=0, answer=Answer.BLANK)  # asked of an agency that plans for itself, though not in its paper
    edited = Q(version__gt=1) | ~Q(mark="") | Q(flagged=True) | Q(confirmed=True)
    return (
        round_.state != RoundState.OPEN
        or _has_later_events(round_, intake)
        or round_.submissions.exclude(pk__in=made.get("submission", []), state=State.DRAFT).exists()
        or results.exclude(pk__in=made.get("results", [])).exclude(blank).exists()
        or results.exclude(blank).filter(edited).exists()
        or EditSitting.objects.filter(result__in=results).exists()
        or UnsavedText.objects.filter(result__in=results).exists()
        or Narrative.objects.filter(round=round_).exclude(pk__in=made.get("narratives", []), version=1).exists()
    )


def _has_later_events(round_: Round, intake: Intake) -> bool:
    told = Event.objects.filter(action="import.commit", plan=intake.plan, changes__sha256=intake.sha256)
    last = told.order_by("pk").last()
    return last is not None and Event.objects.filter(round=round_, pk__gt=last.pk).exists()


@transaction.atomic
def undo(intake: Intake, *, by: User | None) -> Intake:
    """Take back what the commit made: measures, plan, its own round with the results, scores.

    Raises WorkflowError where it cannot be.
    """
    intake = Intake.objects.select_for_update().get(pk=intake.pk)
    for pk in intake.made.get("round", []):
        if Round.objects.filter(pk=pk).exists():
            lock(pk)
    if not (verdict := undo_verdict(intake, by)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    plan = intake.plan
    if plan is not None:
        rounds = Round.objects.filter(plan=plan)
        if "plan" not in intake.made:
            rounds = rounds.filter(pk__in=intake.made.get("round", []))
        Submission.objects.filter(round__in=rounds).delete()
        rounds.delete()
        if "plan" in intake.made:
            plan.delete()
    _take_back_scores(intake)
    intake = Intake.objects.get(pk=intake.pk)
    intake.undone_at = database_now()
    intake.save()
    history.record(
        "import.undo", by=by, province=intake.province,
        agency=intake.agency if intake.with_results or intake.own_plan else None,
        note=intake.filename, changes={"made": {name: len(keys) for name, keys in intake.made.items()}},
    )  # fmt: skip
    return intake


def _take_back_scores(intake: Intake) -> None:
    """Delete the scores that the paper brought, and work out what the cards say without them."""
    scores = IndicatorScore.objects.filter(pk__in=intake.made.get("scores", []))
    cards = list(ScoreCard.objects.filter(scores__in=scores).distinct())
    scores.delete()
    for card in cards:
        follow(card)
