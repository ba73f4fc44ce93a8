"""How long the papers take: `python bench/papers.py`. Figures are seconds on this machine, medians of five.

Form A has 56 measures of the sample words in `reports/tests/papers.py`, form B the same with narratives; the growth
case is one form A of 1,736 rows. Forms C and D have 20 weak questions and 14 measures, form E 20 photos of 1,600
pixels, read from disk. Targets: form A cold ≤ 1.5, warm ≤ 0.8, form B cold ≤ 1.5, C and D of some ten pages cold
≤ 1.5, HTML ≤ 0.1, cost of a row at 1,736 rows ≤ 1.2 times that at 56.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")

import django
from django.conf import settings

django.setup()

from reports.catalogue.annual_results.form import build as annual_paper  # noqa: E402
from reports.catalogue.annual_results.tests.sample import results  # noqa: E402
from reports.catalogue.score_analysis.form import build as analysis_paper  # noqa: E402
from reports.catalogue.transparency_measures.form import build as measures_paper  # noqa: E402
from reports.document import Document  # noqa: E402
from reports.renderers import docx, html, pdf, xlsx  # noqa: E402
from reports.renderers.engine import Engine  # noqa: E402
from reports.tests.papers import agency_paper, province_paper  # noqa: E402
from reports.tests.report_sample import store  # noqa: E402
from reports.tests.year_data import year_paper  # noqa: E402

TIMES = 5


def seconds(work: Callable[[], object], times: int = TIMES) -> float:
    """Median of the wall-clock seconds of `work`."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def cold(document: Document) -> Callable[[], None]:
    """Render in a process that is started and ended for it."""

    def work() -> None:
        engine = Engine()
        pdf.render(document, engine=engine)
        engine.close()

    return work


def with_photos(count: int) -> Document:
    """Form E with so many photos of a camera's size in a storage of its own."""
    data = results(count, measures=12)
    settings.MEDIA_ROOT = tempfile.mkdtemp(prefix="bench-papers-")
    for told in data.told:
        store(*told.photos)
    return annual_paper(data)


def memory(engine: Engine) -> str:
    """The most that the engine's process has held, in megabytes."""
    status = Path(f"/proc/{engine.pid}/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return f"{int(peak.split()[1]) / 1024:.0f} MB"


def main() -> None:
    """Print the table."""
    form_e, told = with_photos(20), year_paper(20, 6, 14)
    form_c, form_d = analysis_paper(told), measures_paper(told)
    form_a, form_b, all_rows = agency_paper(14), province_paper(14, long=10), agency_paper(434)
    engine = Engine()
    pdf.render(form_a, engine=engine)
    rows = [
        ("form A, 56 measures, PDF, process cold", seconds(cold(form_a)), 1.5),
        ("form A, 56 measures, PDF, worker warm", seconds(lambda: pdf.render(form_a, engine=engine)), 0.8),
        ("form B, 56 measures, PDF, process cold", seconds(cold(form_b)), 1.5),
        ("form B, 56 measures, PDF, worker warm", seconds(lambda: pdf.render(form_b, engine=engine)), None),
        ("form C, 20 weak questions, PDF, process cold", seconds(cold(form_c)), 1.5),
        ("form C, 20 weak questions, PDF, worker warm", seconds(lambda: pdf.render(form_c, engine=engine)), None),
        ("form D, 20 weak questions, PDF, process cold", seconds(cold(form_d)), 1.5),
        ("form D, 20 weak questions, PDF, worker warm", seconds(lambda: pdf.render(form_d, engine=engine)), None),
        ("form E, 24 measures, 20 photos, PDF, process cold", seconds(cold(form_e)), None),
        ("form E, 24 measures, 20 photos, PDF, worker warm", seconds(lambda: pdf.render(form_e, engine=engine)), None),
        ("form E, 24 measures, 20 photos, Word", seconds(lambda: docx.render(form_e)), None),
        ("form A, 56 measures, HTML", seconds(lambda: html.render(form_a)), 0.1),
        ("form A, 56 measures, Excel", seconds(lambda: xlsx.render(form_a)), None),
        ("form A, 56 measures, Word", seconds(lambda: docx.render(form_a)), None),
    ]
    after_small = memory(engine)
    large = seconds(lambda: pdf.render(all_rows, engine=engine), 1)
    growth = (large / 1736) / (rows[1][1] / 56)
    for name, taken, target in rows:
        print(f"{name:<52} {taken:8.3f} s" + (f"   target {target}" if target else ""))
    print(f"{'form A, 1,736 rows, PDF, worker warm':<52} {large:8.3f} s")
    print(f"{'cost of a row, 56 to 1,736 rows':<52} {growth:8.2f} x   target 1.2")
    print(f"{'memory of the worker, 56 measures':<52} {after_small:>10}   target 120 MB")
    print(f"{'memory of the worker, 1,736 rows':<52} {memory(engine):>10}")
    engine.close()


if __name__ == "__main__":
    main()
