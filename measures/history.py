"""Write and prove history: one chain an agency, one for a province's own acts."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from agencies.models import Agency, Province, User
from measures.choices import Action, Answer
from measures.clock import database_now
from measures.models import EditSitting, Event, EventChain, Plan, Result, Round, Submission

SITTING = dt.timedelta(minutes=10)
FIELDS = ("answer", "text", "reason", "outcome", "confirmed")


def record(
    action: str,
    *,
    by: User | None,
    agency: Agency | None = None,
    province: Province | None = None,
    plan: Plan | None = None,
    round: Round | None = None,
    submission: Submission | None = None,
    result: Result | None = None,
    changes: dict[str, Any] | None = None,
    note: str = "",
    at: dt.datetime | None = None,
) -> Event:
    """Append one event to the chain of the agency, or of the province when no agency is given.

    by: None for the command line. changes: JSON values, usually {field: [before, after]}.
    Must run inside the transaction of the change that it tells of.
    """
    with transaction.atomic():
        head = _locked_head(agency, province)
        event = Event(
            chain=head, seq=head.last_seq + 1, at=at or database_now(), actor=by, action=action, plan=plan,
            round=round, submission=submission, result=result, changes=changes or {}, note=note,
            previous_hash=head.last_hash,
        )  # fmt: skip
        event.hash = digest(event)
        event.save(force_insert=True)
        EventChain.objects.filter(pk=head.pk).update(last_seq=event.seq, last_hash=event.hash)
        return event


def record_marks(results: Sequence[Result], *, by: User, changes: dict[str, Any], at: dt.datetime) -> None:
    """Append one event of marking for each result of one report, in their order: as `record` does, with 5 queries.

    results: with `submission__agency`, at least one. Must run inside the transaction of the change.
    """
    report = results[0].submission
    with transaction.atomic():
        head = _locked_head(report.agency, None)
        events = []
        for seq, result in enumerate(results, start=head.last_seq + 1):
            event = Event(
                chain=head, seq=seq, at=at, actor=by, action=Action.REVIEW_MARK, round_id=report.round_id,
                submission=report, result=result, changes=changes, previous_hash=head.last_hash,
            )  # fmt: skip
            head.last_hash = event.hash = digest(event)
            events.append(event)
        Event.objects.bulk_create(events, batch_size=500)
        EventChain.objects.filter(pk=head.pk).update(last_seq=events[-1].seq, last_hash=head.last_hash)


def _locked_head(agency: Agency | None, province: Province | None) -> EventChain:
    owner: dict[str, Any] = {"agency": agency} if agency else {"province": province}
    EventChain.objects.get_or_create(**owner)
    return EventChain.objects.select_for_update().get(**owner)


def digest(event: Event) -> str:
    """Return the SHA-256 (hex) of an event's whole content and of the hash before it."""
    content = {
        "chain": event.chain_id, "seq": event.seq, "at": event.at.astimezone(dt.UTC).isoformat(timespec="milliseconds"),
        "actor": event.actor_id, "action": event.action, "plan": event.plan_id, "round": event.round_id,
        "submission": event.submission_id, "result": event.result_id, "changes": event.changes,
        "note": event.note, "previous": event.previous_hash,
    }  # fmt: skip
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def first_broken_link() -> str:
    """Return where the first chain breaks ("chain 3, event 17: …"), or "" when all chains hold."""
    for head in EventChain.objects.order_by("pk"):
        previous, seq = "", 0
        for event in head.events.order_by("seq").iterator(chunk_size=2000):
            seq += 1
            if event.seq != seq:
                return f"chain {head.pk}, event {seq}: missing"
            if event.previous_hash != previous or event.hash != digest(event):
                return f"chain {head.pk}, event {seq}: changed"
            previous = event.hash
        if (head.last_seq, head.last_hash) != (seq, previous):
            return f"chain {head.pk}, event {seq + 1}: cut off at the end"
    return ""


def snapshot(result: Result) -> dict[str, Any]:
    """Return what a person can change of a result, as JSON values; links as typed, in order."""
    row = {field: getattr(result, field) for field in FIELDS}
    return row | {"urls": [rl.link.typed for rl in result.result_links.select_related("link")]}


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """Return {field: [before, after]} of what differs."""
    return {key: [before.get(key), after[key]] for key in after if before.get(key) != after[key]}


def open_sitting(result: Result, *, by: User, before: dict[str, Any], now: dt.datetime) -> None:
    """Note what stood before the person's first change of this sitting; end another's or an old one."""
    # Locked: close_old_sittings may be turning the same sitting into its event.
    sitting = result.sittings.select_for_update().first()
    if sitting and (sitting.user_id != by.pk or now - sitting.started_at > SITTING):
        _close(sitting, after=before, now=now)
        sitting = None
    if sitting is None:
        EditSitting.objects.create(result=result, user=by, started_at=now, before=before)


def last_writer(result: Result) -> int | None:
    """Return the key of the person who changed the result last, or None: unknown, or its report has moved since."""
    if sitting := result.sittings.first():
        return sitting.user_id
    of_report = Q(submission=result.submission_id, result=None)
    last = Event.objects.filter(Q(result=result) | of_report).order_by("-pk").first()
    return last.actor_id if last and last.action == "result.edit" else None


def last_of_round(round_: Round) -> Event | None:
    """Return the last act on the round itself, or None."""
    return Event.objects.filter(round=round_, submission=None).order_by("-pk").first()


def close_sittings(submission: Submission, now: dt.datetime) -> None:
    """Turn every open sitting of the submission into its event: before it moves on."""
    sittings = EditSitting.objects.filter(result__submission=submission)
    context = sittings.select_related("result__submission__agency", "result__submission__round", "user")
    for sitting in context.select_for_update(of=("self",)).order_by("started_at"):
        _close(sitting, after=snapshot(sitting.result), now=now)


def close_old_sittings(now: dt.datetime) -> int:
    """Turn sittings that began more than ten minutes ago into events; return how many. For the worker."""
    old = EditSitting.objects.filter(started_at__lt=now - SITTING).values_list("pk", flat=True)[:500]
    done = 0
    for pk in list(old):
        with transaction.atomic():
            found = EditSitting.objects.filter(pk=pk).select_related("result__submission__agency", "user")
            if sitting := found.select_for_update(of=("self",)).first():
                _close(sitting, after=snapshot(sitting.result), now=now)
                done += 1
    return done


def _close(sitting: EditSitting, *, after: dict[str, Any], now: dt.datetime) -> None:
    result = sitting.result
    if changes := changes_between(sitting.before, after):
        record(
            "result.edit", by=sitting.user, agency=result.submission.agency, submission=result.submission,
            round=result.submission.round, result=result, changes=changes, at=now,
        )  # fmt: skip
    sitting.delete()


def counts(results: list[Result]) -> dict[str, int]:
    """Return how many results carry each answer, by its code, blank as "blank"."""
    tally = {answer.value or "blank": 0 for answer in Answer}
    for result in results:
        tally[result.answer or "blank"] += 1
    return tally
