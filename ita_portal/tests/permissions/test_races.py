"""Threads race for the freeze, the deadline, the double click and the history (PostgreSQL only).

Each race has its control: the same race run by code without the guard, which loses.
"""

import datetime as dt
import random
import threading
import time
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from agencies.choices import Role
from ita_portal.tests.permissions.corpus import FULL, SEED
from ita_portal.tests.permissions.world import person
from measures import authoring, history, workflow
from measures.authoring import Typed
from measures.choices import Action, RoundState
from measures.clock import database_now
from measures.errors import WorkflowError
from measures.models import Event, EventChain, Result, Round, Submission, UnsavedText
from measures.rules import may

pytestmark = pytest.mark.django_db(transaction=True)

PAIRS = 300 if FULL else 30
PEOPLE = 40 if FULL else 8
ALARMS = random.Random(SEED)


def race(*works):
    """Run all works at once, each in a thread with its own connection; return what each returned or raised."""
    barrier = threading.Barrier(len(works))
    answers: list[Any] = [None] * len(works)

    def run(number, work):
        try:
            barrier.wait()
            answers[number] = work()
        except (WorkflowError, IntegrityError) as refusal:
            answers[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, work)) for number, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def guarded_save(result, user):
    authoring.save_result(result, Typed(answer="done", text="ทันเวลา"), by=user, version=result.version)


def naive_save(result, user):
    """Look first, then write: what everybody writes who has not raced yet."""
    if not may(user, Action.RESULT_EDIT, Submission.objects.get(pk=result.submission_id)):
        raise WorkflowError("closed")
    time.sleep(ALARMS.uniform(0, 0.02))
    Result.objects.filter(pk=result.pk).update(text="สาย", version=F("version") + 1)


def changed_after_the_freeze(submission, user, reviewer, save):
    """Race one save against the closing of the round, again and again; count the writes that came late."""
    result, late = submission.results.first(), 0
    round_ = submission.round
    for _number in range(PAIRS):
        Round.objects.filter(pk=round_.pk).update(state=RoundState.OPEN)
        result.refresh_from_db()

        def freeze():
            time.sleep(ALARMS.uniform(0, 0.01))
            workflow.move_round(round_, Action.ROUND_CLOSE, by=reviewer)
            return Result.objects.get(pk=result.pk).version

        frozen, _saved = race(freeze, lambda: save(result, user))
        late += Result.objects.get(pk=result.pk).version != frozen
    return late


def test_nothing_changes_after_a_round_was_closed(submission, staff, reviewer):
    assert changed_after_the_freeze(submission, staff, reviewer, guarded_save) == 0


def test_freeze_race_is_lost_without_the_lock(submission, staff, reviewer):
    assert changed_after_the_freeze(submission, staff, reviewer, naive_save) > 0


def due_soon():
    """Return when the round is due: long enough for a slow machine to be holding it before."""
    due = timezone.now() + dt.timedelta(seconds=3)
    Round.objects.update(due_at=due)
    return due


def hold_the_round(round_id, due, held):
    """Hold the round until it was due; `held` tells when it is held."""
    with transaction.atomic():
        workflow.lock(round_id)
        held.set()
        time.sleep((due - timezone.now()).total_seconds() + 0.2)


def test_deadline_is_judged_after_the_wait_for_the_lock(submission, staff):
    result = submission.results.first()
    due, held = due_soon(), threading.Event()

    def save():
        held.wait()
        guarded_save(result, staff)

    _held, refusal = race(lambda: hold_the_round(submission.round_id, due, held), save)

    assert isinstance(refusal, WorkflowError)
    assert refusal.conflict
    assert Result.objects.get(pk=result.pk).version == 0


def test_deadline_is_missed_by_a_clock_that_was_read_before_the_lock(submission, staff):
    due, held = due_soon(), threading.Event()

    def ask():
        held.wait()
        now = database_now()
        with transaction.atomic():
            workflow.lock(submission.round_id)
            return bool(may(staff, Action.RESULT_EDIT, Submission.objects.get(pk=submission.pk), now=now))

    assert race(lambda: hold_the_round(submission.round_id, due, held), ask)[1] is True


@pytest.mark.parametrize("clicks", [2, 5])
def test_double_click_sends_once(submission, fill, staff, clicks):
    fill(submission)

    answers = race(*[lambda: workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)] * clicks)

    refused = [answer for answer in answers if isinstance(answer, WorkflowError)]
    assert (len(refused), {refusal.conflict for refusal in refused}) == (clicks - 1, {True})
    assert Event.objects.filter(action=Action.SUBMIT).count() == 1
    assert history.first_broken_link() == ""


def test_double_click_sends_twice_without_the_lock(submission, fill, staff):
    fill(submission)
    both_looked = threading.Barrier(2, timeout=30)

    def naive_submit():
        found = Submission.objects.with_context().get(pk=submission.pk)
        verdict = may(staff, Action.SUBMIT, found)
        both_looked.wait()
        if verdict:
            history.record(Action.SUBMIT, by=staff, agency=found.agency, submission=found)

    race(naive_submit, naive_submit)

    assert Event.objects.filter(action=Action.SUBMIT).count() == 2


def test_one_of_return_and_approve_wins(sent, reviewer, make_user, province):
    colleague = make_user(Role.REVIEWER, province)
    authoring.mark(sent.results.first(), "needs_work", by=reviewer, reason="ขาดหลักฐาน")

    answers = race(
        lambda: workflow.act(sent, Action.RETURN, by=reviewer), lambda: workflow.act(sent, Action.RETURN, by=colleague)
    )

    assert sum(isinstance(answer, WorkflowError) for answer in answers) == 1
    assert Event.objects.filter(action=Action.RETURN).count() == 1


def test_chain_holds_when_many_write_at_once(agency, staff):
    def write():
        for _number in range(15):
            history.record("test.note", by=staff, agency=agency)

    race(*[write] * 8)

    assert EventChain.objects.get(agency=agency).last_seq == 120
    assert history.first_broken_link() == ""


def test_chain_breaks_when_the_head_is_not_locked(agency, staff):
    history.record("test.note", by=staff, agency=agency)
    all_looked = threading.Barrier(4, timeout=30)

    def naive_record():
        head = EventChain.objects.get(agency=agency)
        all_looked.wait()
        Event.objects.create(
            chain=head, seq=head.last_seq + 1, at=timezone.now(), actor=staff, action="test.note", hash="0" * 64
        )

    answers = race(*[naive_record] * 4)

    assert sum(isinstance(answer, IntegrityError) for answer in answers) == 3
    assert history.first_broken_link() != ""


def test_every_word_is_kept_when_many_save_at_once(submission, agency):
    result = submission.results.first()
    people = [person(f"colleague{number}", Role.STAFF, agency) for number in range(PEOPLE)]

    def save(user):
        typed = Typed(answer="done", text=f"ข้อความของ {user.username}")
        return lambda: authoring.save_result(result, typed, by=user, version=0)

    race(*[save(user) for user in people])

    kept = {Result.objects.get(pk=result.pk).text, *UnsavedText.objects.values_list("payload__text", flat=True)}
    assert kept == {f"ข้อความของ {user.username}" for user in people}


def test_words_are_lost_when_nobody_looks_at_the_version(submission, agency):
    result = submission.results.first()

    race(*[
        lambda number=number: Result.objects.filter(pk=result.pk).update(text=str(number)) for number in range(PEOPLE)
    ])  # fmt: skip

    assert len({Result.objects.get(pk=result.pk).text, *UnsavedText.objects.values_list("payload__text")}) == 1
