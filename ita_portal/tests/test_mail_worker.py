"""The worker's thread that reminds, digests and sends: does each by the clock, and outlives what goes wrong."""

import datetime as dt
import logging
import threading

import pytest
from django.core import mail
from django.db import DatabaseError
from django.utils import timezone

from agencies.models import Notice, OutboxMail
from agencies.notices import tell
from agencies.outbox import post
from agencies.posting import Poster
from ita_portal import mail_worker
from measures.models import Round
from thai.dates import BANGKOK

MORNING = dt.datetime(2026, 11, 20, 7, 0, tzinfo=BANGKOK)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


class Pauses(threading.Event):
    """A stop signal that comes with the pause after so many."""

    def __init__(self, pauses=1):
        super().__init__()
        self.left = pauses

    def wait(self, timeout=None):
        self.left -= 1
        if self.left <= 0:
            self.set()
        return self.is_set()


@pytest.fixture(autouse=True)
def nothing_is_closed(monkeypatch):
    """Keep the test's own connection."""
    monkeypatch.setattr(mail_worker, "connection", type("Left", (), {"close": staticmethod(lambda: None)}))


@pytest.mark.django_db
def test_worker_sends_what_waits(staff):
    now = timezone.now()
    post(staff, subject="หนึ่ง", text="ก", key="1", now=now)
    post(staff, subject="สอง", text="ข", key="2", now=now)

    mail_worker.send_mails(Pauses())

    assert [(one.subject, one.to) for one in mail.outbox] == [
        ("[ITA มาตรการ] หนึ่ง", ["staff@example.org"]), ("[ITA มาตรการ] สอง", ["staff@example.org"]),
    ]  # fmt: skip
    assert OutboxMail.objects.filter(sent_at=None).count() == 0


@pytest.mark.django_db
def test_worker_reminds_and_digests_by_the_clock(submission, staff):
    Round.objects.update(due_at=MORNING + 7 * DAY, opened_at=MORNING - 30 * DAY)
    tell([staff], kind="returned", subject="เก่า", text="", url="/", key="k", now=MORNING - HOUR)
    times = iter([MORNING, MORNING + HOUR / 4, MORNING + HOUR, MORNING + 2 * HOUR, MORNING + DAY])

    seen = []

    class Looks(Pauses):
        def wait(self, timeout=None):
            seen.append((Notice.objects.count(), OutboxMail.objects.count()))
            return super().wait(timeout)

    mail_worker.send_mails(Looks(5), now=lambda: next(times))

    # At seven the reminder, at eight the mail with both; nothing more on that day, nor on the next.
    assert seen == [(2, 0), (2, 0), (2, 1), (2, 1), (2, 1)]


@pytest.mark.django_db
def test_odd_row_that_ends_the_reminders_keeps_no_mail_waiting(monkeypatch, caplog, staff):
    def stumble(_now):
        raise ValueError("odd")

    monkeypatch.setattr(mail_worker, "chase", stumble)
    tell([staff], kind="returned", subject="หนึ่ง", text="", url="/", key="k", now=MORNING)

    with caplog.at_level(logging.ERROR):
        mail_worker.send_mails(Pauses(3), now=lambda: MORNING + HOUR)

    assert ([one.subject for one in mail.outbox], len(caplog.records)) == (["[ITA มาตรการ] หนึ่ง"], 1)


@pytest.mark.django_db
@pytest.mark.parametrize("failure", [DatabaseError("away"), ValueError("odd")])
def test_worker_goes_on_after_a_failure(monkeypatch, caplog, failure, staff):
    post(staff, subject="หนึ่ง", text="ก", key="1", now=timezone.now())
    first: list[int] = []

    class Stumbles(Poster):
        def send_one(self):
            if not first:
                first.append(1)
                raise failure
            return super().send_one()

    with caplog.at_level(logging.ERROR):
        mail_worker.send_mails(Pauses(2), make=Stumbles)

    assert (len(mail.outbox), len(caplog.records)) == (1, 1)
