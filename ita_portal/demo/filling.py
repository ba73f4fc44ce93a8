"""Writes many answers at once, each with its event in the agency's chain: the demo's own fast door."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from agencies.models import User
from evidence import urls
from evidence.models import Link
from measures import history
from measures.authoring import Typed
from measures.models import Event, EventChain, Result, ResultLink, Submission

_BLANK = {"answer": "", "text": "", "reason": "", "outcome": "", "confirmed": True, "urls": []}


@transaction.atomic
def fill(submission: Submission, answers: Mapping[int, Typed], *, by: User, at: dt.datetime) -> None:
    """Store `answers` (primary key of a result → answer) of one blank submission as one sitting of `by`.

    The same rows come out as if each had been typed and its sitting closed, in a handful of queries.
    """
    results = [result for result in submission.results.all() if result.pk in answers]
    for result in results:
        typed = answers[result.pk]
        result.answer, result.text, result.reason = typed.answer, typed.text, typed.reason
        result.outcome = typed.outcome
        result.confirmed, result.updated_at = True, at
        result.version += 1
    Result.objects.bulk_update(
        results, ["answer", "text", "reason", "outcome", "confirmed", "updated_at", "version"], batch_size=200
    )
    _link(submission, answers)
    _remember(submission, answers, by=by, at=at)


def _link(submission: Submission, answers: Mapping[int, Typed]) -> None:
    agency = submission.agency_id
    typed = {url for one in answers.values() for url in one.urls}
    Link.objects.bulk_create(
        [Link(agency_id=agency, typed=url, url=urls.canonical(url), digest=_digest(url)) for url in sorted(typed)],
        ignore_conflicts=True,
    )
    links = dict(Link.objects.filter(agency_id=agency).values_list("digest", "pk"))
    ResultLink.objects.bulk_create(
        ResultLink(result_id=pk, link_id=links[_digest(url)], order=order)
        for pk, one in answers.items()
        for order, url in enumerate(one.urls)
    )


def _remember(submission: Submission, answers: Mapping[int, Typed], *, by: User, at: dt.datetime) -> None:
    EventChain.objects.get_or_create(agency_id=submission.agency_id)
    head = EventChain.objects.select_for_update().get(agency_id=submission.agency_id)
    changes = {pk: history.changes_between(_BLANK, one.as_json() | {"confirmed": True}) for pk, one in answers.items()}
    events = list(_chained(head, submission, changes, by=by, at=at))
    Event.objects.bulk_create(events, batch_size=200)
    EventChain.objects.filter(pk=head.pk).update(last_seq=F("last_seq") + len(events), last_hash=head.last_hash)


def _chained(
    head: EventChain, submission: Submission, changes: Mapping[int, dict[str, Any]], *, by: User, at: dt.datetime
) -> Iterable[Event]:
    """One event a result, each with the hash of the one before; leaves the last hash in `head`."""
    for step, (pk, change) in enumerate(changes.items(), start=1):
        event = Event(
            chain=head,
            seq=head.last_seq + step,
            at=at,
            actor=by,
            action="result.edit",
            round_id=submission.round_id,
            submission=submission,
            result_id=pk,
            changes=change,
            previous_hash=head.last_hash,
        )
        head.last_hash = event.hash = history.digest(event)
        yield event


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()
