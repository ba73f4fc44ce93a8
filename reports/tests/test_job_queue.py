"""The queue of papers: one worker a job, none lost, none written by two, the same never made twice."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from reports.jobs import queue
from reports.jobs.queue import Lost, Order, TooMany
from reports.models import JobState, PaperJob

SECOND = dt.timedelta(seconds=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def ordered(user, now, key="a", kind="paper"):
    return queue.order(user, Order(kind, {"code": key}, key * 64, f"เอกสาร {key}"), now)


def finished(user, now, key="a"):
    ordered(user, now, key)
    job = queue.claim(now)
    job.total = 1
    queue.finish(job, "เอกสาร.pdf", b"%PDF", now)
    return PaperJob.objects.get(pk=job.pk)


def test_jobs_are_taken_oldest_first_and_each_once(staff, now):
    first, second = ordered(staff, now, "a"), ordered(staff, now + SECOND, "b")
    taken = [queue.claim(now + 2 * SECOND) for _ in range(3)]

    assert [job and job.pk for job in taken] == [first.pk, second.pk, None]
    assert {job.state for job in PaperJob.objects.all()} == {JobState.RUNNING}
    assert taken[0].lease_token != taken[1].lease_token


def test_order_that_is_the_same_is_the_same_job(staff, now):
    assert ordered(staff, now).pk == ordered(staff, now + SECOND).pk
    assert ordered(staff, now, "b").pk != ordered(staff, now, kind="bundle").pk


def test_what_another_person_had_made_answers_at_once(staff, reviewer, now):
    made = finished(staff, now)
    own = ordered(reviewer, now + SECOND)

    assert own.pk != made.pk
    assert (own.state, own.file.name, own.file_name, own.size, own.sha256) == (
        "done", made.file.name, "เอกสาร.pdf", 4, made.sha256,
    )  # fmt: skip
    assert queue.claim(now + 2 * SECOND) is None


def test_other_data_are_made_anew(staff, reviewer, now):
    finished(staff, now)

    assert ordered(reviewer, now, "b").state == JobState.WAITING


def test_person_has_five_jobs_waiting_at_most(staff, reviewer, now):
    for key in "abcde":
        ordered(staff, now, key)

    with pytest.raises(TooMany, match="5 งาน"):
        ordered(staff, now, "f")
    assert ordered(reviewer, now, "f").state == JobState.WAITING
    queue.cancel(PaperJob.objects.filter(owner=staff).first(), now)
    assert ordered(staff, now, "f").state == JobState.WAITING


def test_person_orders_so_much_a_day_cancelled_or_not(staff, reviewer, now, monkeypatch):
    monkeypatch.setattr(queue, "A_DAY", 2)
    for key in "ab":
        queue.cancel(ordered(staff, now, key), now)

    with pytest.raises(TooMany, match="วันนี้คุณสั่งจัดทำเอกสารครบ 2 งานแล้ว"):
        ordered(staff, now, "c")
    assert ordered(reviewer, now, "c").state == JobState.WAITING
    assert ordered(staff, now + queue.DAY + SECOND, "c").state == JobState.WAITING


def test_job_of_a_dead_worker_is_taken_anew_when_its_lease_ends(staff, now):
    ordered(staff, now)
    dead = queue.claim(now)
    early = queue.claim(now + queue.LEASE)
    heir = queue.claim(now + queue.LEASE + SECOND)

    assert (early, heir.pk, heir.tries) == (None, dead.pk, 2)
    with pytest.raises(Lost):
        queue.finish(dead, "ช้า.pdf", b"late", now)
    queue.finish(heir, "เอกสาร.pdf", b"mine", now)
    assert PaperJob.objects.get().file.read() == b"mine"
    assert len(default_storage.listdir("papers")[1]) == 1


def test_worker_that_speaks_holds_its_job(staff, now):
    ordered(staff, now)
    job = queue.claim(now)
    job.done, job.total, job.saying = 12, 31, "หน่วยงาน"
    queue.tell(job, now + queue.LEASE)

    assert queue.claim(now + queue.LEASE + SECOND) is None
    row = PaperJob.objects.get()
    assert (row.done, row.total, row.saying) == (12, 31, "หน่วยงาน")


def test_job_that_ends_three_workers_is_given_up_with_a_reason(staff, now):
    ordered(staff, now)
    at = now
    for _ in range(queue.TRIES):
        assert queue.claim(at) is not None
        at += queue.LEASE + SECOND

    assert queue.claim(at) is None
    row = PaperJob.objects.get()
    assert (row.state, row.error, row.tries) == ("failed", queue.STOPPED, 3)


def test_cancelled_job_is_dropped_by_its_worker(staff, now):
    ordered(staff, now)
    job = queue.claim(now)

    assert queue.cancel(job, now) is True
    with pytest.raises(Lost):
        queue.tell(job, now)
    with pytest.raises(Lost):
        queue.finish(job, "เอกสาร.pdf", b"%PDF", now)
    assert (PaperJob.objects.get().state, queue.cancel(job, now)) == ("cancelled", False)
    assert default_storage.listdir("papers")[1] == []


def test_job_given_back_counts_no_try(staff, now):
    ordered(staff, now)
    queue.give_back(queue.claim(now))

    row = PaperJob.objects.get()
    assert (row.state, row.tries, row.lease_token) == ("waiting", 0, "")


def test_sweep_forgets_old_jobs_and_the_files_that_nobody_else_has(staff, reviewer, now):
    finished(staff, now - dt.timedelta(days=20), "a")
    shared = finished(staff, now - dt.timedelta(days=20), "b")
    kept = ordered(reviewer, now, "b")

    assert queue.sweep_jobs(now) == 2
    assert [job.pk for job in PaperJob.objects.all()] == [kept.pk]
    assert [f"papers/{name}" for name in default_storage.listdir("papers")[1]] == [shared.file.name]


def test_jobs_that_wait_are_never_swept(staff, now):
    ordered(staff, now - dt.timedelta(days=100))

    assert queue.sweep_jobs(now) == 0


def test_sweep_deletes_files_of_killed_workers_and_no_others(staff, now):
    made = finished(staff, now)
    default_storage.save("papers/left.pdf", ContentFile(b"%PDF"))

    assert (queue.sweep_leftovers(now), queue.sweep_leftovers(now + 2 * queue.DAY)) == (0, 1)
    assert [f"papers/{name}" for name in default_storage.listdir("papers")[1]] == [made.file.name]


def test_sweep_before_the_first_paper_finds_nothing(now):
    assert queue.sweep_leftovers(now) == 0
