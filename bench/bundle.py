"""How long a province's bundle takes: `python bench/bundle.py [31 100]` (numbers of agencies; 31 alone is quicker).

Each agency reports 56 measures of its own (the sample words of `reports/tests/papers.py`), so 31 agencies make 1,736
rows. For each number of agencies: nothing kept, one agency changed, everything kept, and from the last approval to
the finished bundle; beside them headless Chromium printing the same words and tables as one page of HTML. Times are
seconds on this machine, memory is the most that a process has held. All goes through the portal's own code, with a
database and a folder of its own that are removed at the end. CHROMIUM names another browser.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = tempfile.TemporaryDirectory(prefix="bench-bundle-")
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "ita_portal.settings"
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER.name}/bench.sqlite3"
os.environ["MEDIA_ROOT"] = f"{FOLDER.name}/media"
os.environ["DEBUG"] = "True"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import reset_queries  # noqa: E402
from django.utils import timezone  # noqa: E402

from agencies.choices import Role  # noqa: E402
from agencies.models import Agency, Membership, Province, User  # noqa: E402
from evidence.models import Link  # noqa: E402
from measures.models import Plan, Result, ResultLink, Round, RoundMeasure, Submission  # noqa: E402
from reports import pieces  # noqa: E402
from reports.bundles import Choice, papers_of  # noqa: E402
from reports.jobs import kinds, queue  # noqa: E402
from reports.jobs.working import Maker  # noqa: E402
from reports.models import PaperJob, PaperPiece  # noqa: E402
from reports.renderers import html, pdf  # noqa: E402
from reports.renderers.engine import Engine  # noqa: E402
from reports.tests.papers import INDICATORS, RESPONSIBLE, agency_paper, measure, reported  # noqa: E402

MEASURES = 14  # under each of four indicators
CHROMIUMS = ("/usr/bin/chromium", "/usr/bin/google-chrome")
TARGETS = {"nothing kept": 12.0, "one changed": 1.0, "all kept": 0.3, "last approval to bundle": 1.0}


def province(agencies: int) -> tuple[User, Round]:
    """A province whose agencies have all reported, and its reviewer."""
    home = Province.objects.create(code=f"b{agencies}", name=f"ทดสอบ {agencies}", name_en=f"Test {agencies}")
    user = User.objects.create(username=f"bench{agencies}", password="!")
    Membership.objects.create(user=user, role=Role.REVIEWER, province=home)
    plan = Plan.objects.create(province=home, fiscal_year=2566)
    round_ = Round.objects.create(plan=plan, kind="12", state="L")
    said = [measure(i, n) for i in INDICATORS for n in range(1, MEASURES + 1)]
    rows = RoundMeasure.objects.bulk_create([
        RoundMeasure(
            round=round_, indicator=one.indicator.number, label=one.label, text=one.text, responsible=RESPONSIBLE,
            substeps=[{"label": label, "text": text} for label, text in one.substeps], order=place,
        )
        for place, one in enumerate(said)
    ])  # fmt: skip
    for number in range(agencies):
        agency = Agency.objects.create(province=home, name=f"สำนักงานทดสอบที่ {number + 1:03d} จังหวัดทดสอบ")
        submission = Submission.objects.create(round=round_, agency=agency, state="A", approved_at=None)
        report(submission, rows, number)
    return user, Round.objects.select_related("plan__province", "plan__agency").get(pk=round_.pk)


def report(submission: Submission, rows: list[RoundMeasure], number: int) -> None:
    """What one agency reported: other words and links than its neighbours."""
    for place, row in enumerate(rows):
        said = reported(place + 1)
        result = Result.objects.create(
            submission=submission, measure=row, answer=said.answer,
            text=said.text and f"{said.text} (หน่วยที่ {number + 1})", reason=said.reason, confirmed=True,
        )  # fmt: skip
        for order, link in enumerate(said.links):
            typed = Link.objects.typed(submission.agency_id, f"{link.typed}&agency={number}")
            ResultLink.objects.create(result=result, link=typed, order=order)


USED: list[float] = []  # processor seconds of each bundle: they tell a busy machine from slow work


def processor(maker: Maker) -> float:
    """The processor seconds that this process and the engines have used."""
    return time.process_time() + sum(_ticks(engine.pid) for engine in maker.pool.engines if engine.pid)


def _ticks(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int | str = "self") -> float:
    """The most that a process has held, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def made(user: User, round_: Round, maker: Maker) -> tuple[float, PaperJob]:
    """The seconds from the order to the finished file, and the job."""
    PaperJob.objects.all().delete()
    reset_queries()
    start, used = time.perf_counter(), processor(maker)
    queue.order(user, kinds.bundle_order(user, round_, Choice(round_.pk, ("agency_measures",))), timezone.now())
    job = maker.work_once()
    taken = time.perf_counter() - start
    assert job is not None
    assert job.state == "done", job.error
    USED.append(processor(maker) - used)
    return taken, job


def change(round_: Round, number: int) -> Submission:
    """One agency's report says something else."""
    submission = round_.submissions.order_by("agency__name")[number]
    result = submission.results.exclude(text="").first()
    assert result is not None
    Result.objects.filter(pk=result.pk).update(text=f"{result.text} แก้ไขแล้ว")
    return submission


def approved(user: User, round_: Round, maker: Maker) -> float:
    """The seconds from the last approval to the finished bundle: the worker lays the report out, then it is ordered."""
    submission = change(round_, 5)
    start = time.perf_counter()
    Submission.objects.filter(pk=submission.pk).update(approved_at=timezone.now())
    while maker.lay_out_one() is not None:
        pass
    first = time.perf_counter() - start
    return first + made(user, round_, maker)[0]


class Watch:
    """The most that a process and its children hold together, looked at twenty times a second."""

    def __init__(self, pid: int) -> None:
        self.pid, self.most, self.stop = pid, 0.0, threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self) -> None:
        while not self.stop.wait(0.2):
            self.most = max(self.most, sum(map(_resident, _family(self.pid))))


def _family(pid: int) -> list[int]:
    found = [pid]
    for child in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [one for name in child.read_text().split() for one in _family(int(name))]
        except OSError:
            continue
    return found


def _resident(pid: int) -> float:
    """Proportional share, so that pages that several processes hold count once."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return int(next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1]) / 1024
    except (OSError, StopIteration):
        return 0.0


def chromium(user: User, round_: Round) -> tuple[float, float, int] | None:
    """Seconds, memory in megabytes and pages of a headless Chromium printing the same; None where there is none."""
    browser = os.environ.get("CHROMIUM") or next((one for one in CHROMIUMS if Path(one).exists()), None)
    if browser is None:
        return None
    source, target = Path(FOLDER.name) / "all.html", Path(FOLDER.name) / "all.pdf"
    papers = "".join(html.render(paper.document) for paper in papers_of(user, round_, ("agency_measures",)))
    sheet = (ROOT / "reports/static/reports/paper.css").read_text()
    source.write_text(
        '<!doctype html><html lang="th"><head><meta charset="utf-8"><title>x</title>'
        f"<style>@page {{ size: A4 landscape; margin: 15mm }}{sheet}</style></head><body>{papers}</body></html>"
    )
    target.unlink(missing_ok=True)
    command = [
        browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--disable-extensions",
        f"--user-data-dir={FOLDER.name}/chromium", f"--print-to-pdf={target}", source.as_uri(),
    ]  # fmt: skip
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        watch = Watch(process.pid)
        process.wait(300)
    taken = time.perf_counter() - start
    watch.stop.set()
    return taken, watch.most, pieces.count_pages(target.read_bytes())


def line(name: str, taken: float, note: str = "", target: float | None = None) -> None:
    """One row of the table."""
    said = f"   target {target:g}" if target else ""
    print(f"{name:<44} {taken:8.2f} s{said}   {note}")


def bundle(agencies: int) -> None:
    """Print the table of one number of agencies."""
    user, round_ = province(agencies)
    targets: dict[str, Any] = TARGETS if agencies == 31 else {}
    PaperPiece.objects.all().delete()
    maker = Maker()
    print(f"\n{agencies} agencies x form A, {agencies * MEASURES * len(INDICATORS):,} rows")
    watch = Watch(os.getpid())
    nothing, job = made(user, round_, maker)
    watch.stop.set()
    pages = pieces.count_pages(job.file.open("rb").read())
    workers = ", ".join(f"{memory(engine.pid):.0f}" for engine in maker.pool.engines if engine.pid)
    note = f"{pages} pages, {job.size / 1e6:.1f} MB, {USED[-1]:.1f} s of processors"
    line("nothing kept", nothing, note, targets.get("nothing kept"))
    change(round_, 2)
    one, _job = made(user, round_, maker)
    line("one changed", one, f"{USED[-1]:.1f} s of processors", targets.get("one changed"))
    PaperJob.objects.all().delete()
    everything = min(made(user, round_, maker)[0] for _ in range(3))
    line("all kept", everything, f"{USED[-1]:.1f} s of processors", targets.get("all kept"))
    line("last approval to bundle", approved(user, round_, maker), "", targets.get("last approval to bundle"))
    again = seconds(lambda: queue.order(user, kinds.bundle_order(user, round_, _choice(round_)), timezone.now()))
    line("ordered again, nothing changed", again, "answered by the finished one")
    print(f"memory: workers {workers} MB (target 120), the merging process {memory():.0f} MB (target 400 at 100)")
    print(f"        worker process and engines together at most {watch.most:.0f} MB")
    if found := chromium(user, round_):
        line("headless Chromium, the same words", found[0], f"{found[2]} pages, {found[1]:.0f} MB")
        print(
            f"ratio to it: nothing kept {nothing / found[0]:.2f} (target 2.0), one changed {one / found[0]:.2f} (0.25)"
        )
    maker.close()


def _choice(round_: Round) -> Choice:
    return Choice(round_.pk, ("agency_measures",))


def seconds(work: Callable[[], object]) -> float:
    """The wall-clock seconds of `work`."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def growth() -> None:
    """Print the cost of a row in one paper of 56 and of 1,736 rows, and a kept paper."""
    engine, small, large = Engine(), agency_paper(MEASURES), agency_paper(434)
    pdf.render(small, engine=engine)
    few = min(seconds(lambda: pdf.render(small, engine=engine)) for _ in range(3))
    many = seconds(lambda: pdf.render(large, engine=engine))
    print(f"\ncost of a row, 56 to 1,736 rows in one paper: {(many / 1736) / (few / 56):.2f} x   target 1.2")
    pieces.rendered(small, engine=engine)
    line(
        "form A, 56 rows, kept", min(seconds(lambda: pieces.rendered(small, engine=engine)) for _ in range(5)), "", 0.05
    )
    engine.close()


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("agencies", nargs="*", type=int, default=[31, 100])
    call_command("migrate", verbosity=0)
    call_command("load_base", verbosity=0)
    for agencies in parser.parse_args().agencies:
        bundle(agencies)
    growth()
    FOLDER.cleanup()


if __name__ == "__main__":
    main()
