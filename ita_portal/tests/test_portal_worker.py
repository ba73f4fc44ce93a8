"""The worker: ends at once when asked to; writes ended edits and completes proofs while it waits for work."""

import datetime as dt
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from evidence.models import LinkCheck, WebPage
from ita_portal.management.commands import portal_worker
from measures import authoring, workflow
from measures.authoring import Typed
from measures.choices import Action
from measures.models import EditSitting, Event, EvidenceProof, Result

ROOT = Path(__file__).resolve().parents[2]


def manage(database, *words):
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
    return [sys.executable, "manage.py", *words], {"cwd": ROOT, "env": env}


@pytest.mark.slow
def test_worker_stops_at_sigterm_in_the_middle_of_its_pause(tmp_path):
    database = tmp_path / "worker.sqlite3"
    command, place = manage(database, "migrate", "--verbosity", "0")
    subprocess.run(command, check=True, timeout=120, **place)
    command, place = manage(database, "portal_worker", "--interval", "3600", "--no-startup-delay")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **place) as worker:
        try:
            first = worker.stdout.readline()
            # The signals are set before the first line; the pause between two looks at the queue comes after it.
            time.sleep(0.5)
            worker.send_signal(signal.SIGTERM)
            code = worker.wait(60)
        finally:
            worker.kill()

    assert (first.startswith("Starting worker"), first.rstrip().endswith("queues=*"), code) == (True, True, 0)
    assert sqlite3.connect(database).execute("PRAGMA integrity_check").fetchone() == ("ok",)


class Pauses(threading.Event):
    """A stop signal that comes after the last pause; in each pause something happens."""

    def __init__(self, *happenings):
        super().__init__()
        self.happenings = iter(happenings)

    def wait(self, timeout=None):
        happening = next(self.happenings, self.set)
        happening()
        return self.is_set()


def age(result):
    EditSitting.objects.filter(result=result).update(started_at=F("started_at") - dt.timedelta(minutes=11))


def rename(before, after):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {before} RENAME TO {after}")


@pytest.mark.django_db(transaction=True)
def test_sweep_closes_old_sittings_in_each_round_also_after_a_failure(submission, staff, caplog):
    first, second, fresh = submission.results.all()
    for result in (first, second, fresh):
        authoring.save_result(result, Typed(answer="done", text="กรอกแล้ว"), by=staff, version=0)
    age(first)
    seen = []

    def look(then=lambda: None):
        seen.append(list(Event.objects.filter(action="result.edit").order_by("pk").values_list("result", flat=True)))
        then()

    portal_worker.sweep(
        Pauses(
            lambda: look(lambda: rename("measures_editsitting", "away")),
            lambda: look(lambda: rename("away", "measures_editsitting")),
            lambda: look(lambda: age(second)),
            look,
        ),
        60,
    )

    assert seen == [[first.pk], [first.pk], [first.pk], [first.pk, second.pk]]
    assert [record.getMessage() for record in caplog.records if record.name == portal_worker.__name__] == [
        "Old sittings could not be closed; next try in 60 s"
    ]
    assert list(EditSitting.objects.values_list("result", flat=True)) == [fresh.pk]


@pytest.mark.django_db(transaction=True)
def test_sweep_completes_the_proofs_of_what_was_sent(submission, staff, fill):
    fill(submission)
    link = "https://www.office.go.th/plan/42"
    authoring.set_links(Result.objects.with_context().filter(submission=submission).first(), (link,))
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    seen = []

    def check():
        at = timezone.now()
        page = WebPage.objects.get(url=link)
        LinkCheck.objects.create(page=page, at=at, reach="alive")
        WebPage.objects.filter(pk=page.pk).update(reach="alive", checked_at=at)

    def look(then=lambda: None):
        seen.append(EvidenceProof.objects.get().check_seen)
        then()

    portal_worker.sweep(Pauses(lambda: look(check), look), 60)

    assert seen == [None, LinkCheck.objects.get()]


def test_run_and_the_service_start_this_worker():
    lines = [
        line.strip()
        for file in ("run", "deploy/systemd/ita-portal-worker.service")
        for line in (ROOT / file).read_text().splitlines()
        if "_worker" in line
    ]

    assert lines == [
        '"$py" manage.py portal_worker --interval 0.5 --no-startup-delay --verbosity 0 &',
        "ExecStart=/srv/ita-portal/.venv/bin/python manage.py portal_worker",
    ]
