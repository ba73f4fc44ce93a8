"""Workers race for pages and for hosts (PostgreSQL only; on SQLite whole processes race in test_kills.py)."""

import datetime as dt
import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from evidence.checking import claim
from evidence.courtesy import SharedCourtesy
from evidence.models import WebHost, WebPage
from evidence.models.page import digest_of

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 6
LEASE = dt.timedelta(minutes=3)


def race(work):
    """Run the work in every worker at once; return what each returned."""
    barrier, answers = threading.Barrier(WORKERS), []

    def run():
        try:
            barrier.wait()
            answers.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def make_pages(count):
    now = timezone.now()
    urls = [f"http://h{number}.go.th/" for number in range(count)]
    WebPage.objects.bulk_create(
        [WebPage(url=url, digest=digest_of(url), host=url[7:-1], next_check_at=now) for url in urls]
    )


def test_racing_workers_share_the_pages_without_taking_one_twice():
    make_pages(600)

    def work():
        mine = []
        while taken := claim(timezone.now(), 10, lease=LEASE, polite=False):
            mine += [page.pk for page in taken]
        return mine

    shares = race(work)

    taken = [pk for share in shares for pk in share]
    assert (len(taken), len(set(taken))) == (600, 600)
    assert sum(bool(share) for share in shares) > 1


def test_workers_that_only_look_take_pages_twice():
    """The control: look for what is free, then write, without lock or condition."""
    make_pages(60)

    def work():
        mine = []
        while due := list(WebPage.objects.filter(lease_until=None).order_by("pk")[:10]):
            time.sleep(0.05)
            WebPage.objects.filter(pk__in=[page.pk for page in due]).update(lease_until=timezone.now() + LEASE)
            mine += [page.pk for page in due]
        return mine

    taken = [pk for share in race(work) for pk in share]

    assert len(taken) > len(set(taken))


def test_racing_workers_ask_a_host_once_a_second():
    WebHost.objects.create(name="office.go.th")

    answers = race(lambda: SharedCourtesy().take("office.go.th"))

    assert sorted(answer == 0.0 for answer in answers) == [False] * (WORKERS - 1) + [True]
