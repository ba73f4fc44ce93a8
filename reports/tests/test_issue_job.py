"""A long paper is issued by a worker: ordered once, made once, found on its page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.register.writing import TypedItem
from assessments.tests.registers import SITE, edition, put
from reports import wanted as wanted_module
from reports.issued import kept_bytes
from reports.issuing import issue
from reports.jobs import queue
from reports.jobs.working import Maker
from reports.models import IssuedReport, JobState, PaperJob
from reports.wanted import Wanted

YEAR = 2566


@pytest.fixture
def address(agency, staff, monkeypatch):
    """Any paper is long here."""
    monkeypatch.setattr(wanted_module, "LONG", 1)
    edition(YEAR)
    put(agency, staff, YEAR, "o1", TypedItem("yes", "ครบ", "", (f"{SITE}/a",)))
    return reverse("reports:issue-year-agency", args=["oit_register", YEAR, agency.pk])


@pytest.fixture
def ordered(client, head, address):
    client.force_login(head)
    client.post(f"{address}?numerals=arabic", {"formats": ["xlsx"], "gaps_seen": "on"})
    return PaperJob.objects.get()


@pytest.fixture
def maker():
    made = Maker()
    yield made
    made.pool.close()


def test_long_paper_is_ordered_and_not_issued_at_once(client, head, address, ordered):
    again = client.post(f"{address}?numerals=arabic", {"formats": ["xlsx"], "gaps_seen": "on"})

    assert (again.url, PaperJob.objects.count()) == (reverse("reports:job-detail", args=[ordered.pk]), 1)
    assert (ordered.state, ordered.kind, ordered.owner, IssuedReport.objects.count()) == (
        JobState.WAITING, "issue", head, 0,
    )  # fmt: skip


def test_worker_issues_it_in_the_name_of_whoever_ordered(client, head, address, ordered, maker):
    job = maker.work_once()
    issued = IssuedReport.objects.get()
    page = client.get(reverse("reports:job-detail", args=[job.pk])).content.decode()

    assert (job.state, issued.issued_by, issued.dataset["numerals"]) == (JobState.DONE, head, "arabic")
    assert [one.format for one in issued.files.all()] == ["pdf", "xlsx"]
    with job.file.open("rb") as file:
        assert file.read() == kept_bytes(issued.files.get(format="pdf"))
    assert [one in page for one in (reverse("reports:issued", args=[issued.pk]), f"{address}?numerals=arabic")] == [
        True, True,
    ]  # fmt: skip


def test_job_done_twice_issues_once(head, agency, ordered, maker):
    """A worker is killed after the issue and before its job is done: the next one finds the paper issued."""
    wanted = Wanted("oit_register", fiscal_year=YEAR, agency_pk=agency.pk, numerals="arabic")
    issue(wanted, ["xlsx"], by=head)
    job = maker.work_once()

    assert (job.state, IssuedReport.objects.count()) == (JobState.DONE, 1)


def test_person_who_may_no_more_issues_nothing(head, ordered, maker):
    head.memberships.all().update(role="staff")
    job = maker.work_once()

    assert (job.state, IssuedReport.objects.count(), "เฉพาะหัวหน้าหน่วยงาน" in job.error) == (JobState.FAILED, 0, True)


def test_cancelled_order_issues_nothing(ordered, maker):
    queue.cancel(ordered, timezone.now())

    assert (maker.work_once(), IssuedReport.objects.count()) == (None, 0)


def test_paper_that_says_again_what_it_once_said_is_issued_anew(client, head, agency, staff, address, ordered, maker):
    """The job of the first issue is done, and its key says the same words: it is not the answer to the third order."""
    maker.work_once()
    for link in ("b", "a"):
        put(agency, staff, YEAR, "o1", TypedItem("yes", "ครบ", "", (f"{SITE}/{link}",)))
        client.post(f"{address}?numerals=arabic", {"formats": ["xlsx"], "gaps_seen": "on"})
        maker.work_once()

    assert list(IssuedReport.objects.order_by("number").values_list("number", "edition")) == [(1, 1), (2, 2), (3, 3)]
