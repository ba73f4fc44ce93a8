"""kill -9 of workers in the middle of their batches: every link gets its verdict, and each check is written once."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from evidence.tests.webserver import serving, slow
from ita_portal.tests.permissions.corpus import FULL, SEED

ROOT = Path(__file__).resolve().parents[2]
KILLS = 100 if FULL else 5
PAGES_A_KILL = 12
LEASED, UNCHECKED = "lease_token != ''", "reach = ''"


def worker(env, port):
    command = [sys.executable, "-m", "evidence.tests.killed_worker", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def make_pages(database, port, numbers):
    rows = [(f"http://127.0.0.1:{port}/{n}", f"{n:064d}", "127.0.0.1", "2026-01-01 00:00:00") for n in numbers]
    with sqlite3.connect(database, timeout=20) as connection:
        connection.executemany(
            "INSERT INTO evidence_webpage (url, digest, host, next_check_at, reach, detail, final_url, title, tries,"
            " urgent, lease_token) VALUES (?, ?, ?, ?, '', '', '', '', 0, 0, '')", rows,
        )  # fmt: skip


def ask(database, query):
    with sqlite3.connect(database, timeout=20) as connection:
        return connection.execute(query).fetchall()


def counted(database, condition):
    return ask(database, f"SELECT count(*) FROM evidence_webpage WHERE {condition}")[0][0]


def reached(condition):
    until = time.monotonic() + 240
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.slow
def test_killed_workers_lose_nothing_and_write_nothing_twice(tmp_path):
    database, chance = tmp_path / "kills.sqlite3", random.Random(SEED)
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": "ita_portal.settings"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True, timeout=120)
    count = KILLS * PAGES_A_KILL
    with serving({"*": slow(0.15, "<title>x</title>")}) as server:
        held = 0
        crew = [worker(env, server.port) for _ in range(2)]
        try:
            for kill in range(KILLS):
                make_pages(database, server.port, range(kill * PAGES_A_KILL, (kill + 1) * PAGES_A_KILL))
                reached(lambda: counted(database, LEASED) or not counted(database, UNCHECKED))
                time.sleep(chance.uniform(0, 0.2))
                crew[kill % 2].kill()
                crew[kill % 2].wait(10)
                held += counted(database, LEASED) > 0
                crew[kill % 2] = worker(env, server.port)
            reached(lambda: not counted(database, UNCHECKED))
        finally:
            for process in crew:
                process.kill()
                process.wait(10)

    checks = Counter(page for (page,) in ask(database, "SELECT page_id FROM evidence_linkcheck"))
    assert ask(database, "SELECT DISTINCT reach, tries, next_check_at FROM evidence_webpage") == [("alive", 0, None)]
    assert (len(checks), set(checks.values())) == (count, {1})
    # The kills did come in the middle of the work.
    assert held > 0
