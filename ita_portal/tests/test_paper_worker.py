"""The worker's thread that makes papers: makes what is ordered, lays out what is approved, outlives a lost database."""

import logging
import threading

import pytest
from django.db import DatabaseError
from django.utils import timezone

from ita_portal import paper_worker
from measures.choices import State
from measures.models import Submission
from reports.jobs import kinds, queue
from reports.jobs.working import Maker
from reports.models import PaperJob, PaperPiece
from reports.wanted import Wanted


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


@pytest.fixture
def shared_connection(monkeypatch):
    """The worker runs in the test's own thread here: the connection that it closes at its end is the test's."""
    monkeypatch.setattr(paper_worker, "connection", type("Left", (), {"close": staticmethod(lambda: None)}))


@pytest.mark.django_db
def test_worker_makes_what_is_ordered_and_lays_out_what_is_approved(staff, submission, shared_connection):
    Submission.objects.filter(pk=submission.pk).update(state=State.APPROVED, approved_at=timezone.now())
    wanted = Wanted("agency_measures", round_pk=submission.round_id, agency_pk=submission.agency_id, numerals="thai")
    queue.order(staff, kinds.paper_order(wanted, "pdf", wanted.document(*wanted.find(staff)), "แบบ"), timezone.now())

    paper_worker.make_papers(Pauses())

    assert PaperJob.objects.get().state == "done"
    # the ordered one with Thai digits, and the one that was approved as it is downloaded
    assert PaperPiece.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("failure", [DatabaseError("away"), ValueError("odd")])
def test_worker_goes_on_after_a_failure(monkeypatch, shared_connection, caplog, failure):
    seen = []

    def work_once(self):
        seen.append(1)
        if len(seen) == 1:
            raise failure

    monkeypatch.setattr(Maker, "work_once", work_once)
    with caplog.at_level(logging.ERROR):
        paper_worker.make_papers(Pauses(2))

    assert len(seen) == 2
    assert [record.name for record in caplog.records] == [paper_worker.__name__]
