"""The worker checks links until it is asked to stop; the command checks those of one agency."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from evidence import checking
from evidence.choices import Reach
from evidence.models import Link, LinkCheck, WebHost, WebPage
from evidence.tests.checking import own_checker, own_fetcher
from evidence.tests.webserver import serving, status, text
from ita_portal import link_worker

ROOT = Path(__file__).resolve().parents[2]


class Stops(threading.Event):
    """A stop signal that comes when there is nothing left to check; before each pause something happens."""

    def __init__(self, *happenings):
        super().__init__()
        self.happenings = iter(happenings)

    def wait(self, timeout=None):
        next(self.happenings, self.set)()
        return self.is_set()


@pytest.fixture
def site():
    with serving({"/": text("<title>ประกาศ</title>"), "/b": status(403)}) as server:
        server.url = f"http://127.0.0.1:{server.port}"
        yield server


def rename(before, after):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {before} RENAME TO {after}")


@pytest.mark.django_db(transaction=True)
def test_worker_checks_what_falls_due_also_after_the_database_was_away(site, monkeypatch, caplog):
    monkeypatch.setattr(link_worker, "AFTER_FAILURE", 0.0)

    def ask(path):
        WebPage.objects.at(f"{site.url}{path}")
        WebPage.objects.filter(url=f"{site.url}{path}").update(next_check_at=timezone.now())

    ask("/")
    stop = Stops(
        lambda: rename("evidence_webpage", "away"),
        lambda: rename("away", "evidence_webpage"),
        lambda: ask("/b"),
    )
    link_worker.check_links(stop, make=lambda: own_checker(site.port), pause=0)

    assert list(WebPage.objects.order_by("url").values_list("reach", flat=True)) == [Reach.ALIVE, Reach.UNCLEAR]
    said = [record.getMessage() for record in caplog.records if record.name == link_worker.__name__]
    assert said == ["Links could not be checked; next try in 0.0 s"]


@pytest.mark.django_db(transaction=True)
def test_worker_without_pycurl_says_what_is_missing_and_ends(site, caplog):
    from django.core.exceptions import ImproperlyConfigured

    def missing():
        raise ImproperlyConfigured("The link checker needs the package pycurl")

    link_worker.check_links(threading.Event(), make=missing)

    assert [record.getMessage() for record in caplog.records if record.name == link_worker.__name__] == [
        "Links are not checked: The link checker needs the package pycurl"
    ]


def test_missing_pycurl_is_named():
    """The module itself, imported where the package cannot be loaded."""
    program = "import sys; sys.modules['pycurl'] = None; import evidence.net"

    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert "ImproperlyConfigured: The link checker needs the package pycurl" in ended.stderr
    assert "pip install --require-hashes -r requirements.txt" in ended.stderr


@pytest.mark.django_db(transaction=True)
def test_check_links_of_one_agency_checks_these_alone(site, agency, make_agency, monkeypatch, capsys):
    monkeypatch.setattr(checking, "fetcher", lambda: own_fetcher(site.port))
    WebHost.objects.create(name="elsewhere.go.th", answered_at=timezone.now())
    mine = Link.objects.typed(agency.pk, f"{site.url}/")
    other = Link.objects.typed(make_agency().pk, f"{site.url}/b")
    WebPage.objects.filter(pk=other.page_id).update(next_check_at=timezone.now())

    call_command("check_links", "--agency", agency.name, "--once")

    assert list(LinkCheck.objects.values_list("page", "reach")) == [(mine.page_id, Reach.ALIVE)]
    assert capsys.readouterr().out == "เปิดได้: 1\n"


@pytest.mark.django_db
def test_check_links_of_an_unknown_agency_is_refused():
    with pytest.raises((CommandError, SystemExit)):
        call_command("check_links", "--agency", "ไม่มีหน่วยงานนี้", "--once")
