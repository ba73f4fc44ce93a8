"""kill -9 of workers in the middle of a bundle: every job ends once, with a whole file."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ita_portal.tests.permissions.corpus import FULL, SEED
from reports.tests.extracting import pdfium_pages

ROOT = Path(__file__).resolve().parents[2]
JOBS = 40 if FULL else 4
KILLS = 60 if FULL else 5
UNDONE = "IN ('waiting', 'running')"


def run(env, *words):
    return [sys.executable, "-m", "reports.tests.killed_maker", *words], {"cwd": ROOT, "env": env}


def worker(env):
    command, place = run(env)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **place)
    assert process.stdout.readline() == "ready\n"
    return process


def ask(database, query):
    with sqlite3.connect(database, timeout=20) as connection:
        return connection.execute(query).fetchall()


def counted(database, states):
    return ask(database, f"SELECT count(*) FROM reports_paperjob WHERE state {states}")[0][0]


def reached(condition):
    until = time.monotonic() + 240
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.slow
def test_killed_workers_lose_no_job(tmp_path):
    database, media, chance = tmp_path / "kills.sqlite3", tmp_path / "media", random.Random(SEED)
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "MEDIA_ROOT": str(media)}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True, timeout=120)
    command, place = run(env, "setup", str(JOBS))
    subprocess.run(command, check=True, timeout=120, **place)
    held, process = 0, worker(env)
    try:
        for _ in range(KILLS):
            reached(lambda: counted(database, "= 'running'") or not counted(database, UNDONE))
            time.sleep(chance.uniform(0, 1))
            process.kill()
            process.wait(10)
            held += counted(database, "= 'running'") > 0
            process = worker(env)
        reached(lambda: not counted(database, UNDONE))
    finally:
        process.kill()
        process.wait(10)

    rows = ask(database, "SELECT state, file, size, title FROM reports_paperjob ORDER BY id")
    assert [row[0] for row in rows] == ["done"] * JOBS
    for number, (_state, file, size, _title) in enumerate(rows):
        content = (media / file).read_bytes()
        words = "".join(pdfium_pages(content))
        assert (len(content), f"ผล ก {number}" in words, f"ผล ข {number}" in words) == (size, True, True)
    # the kills did come in the middle of the work
    assert held > 0
