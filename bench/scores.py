"""How long a full card takes from file to findings: `python bench/scores.py`.

Ten indicators, 45 questions with their sub-questions and answer shares, 43 items, as Excel and as Word. Prints
seconds (the median of ten): read and proven in this process, read in the child process as people's files are, and a
card with one misread digit, whose repairs are looked for. The target is 0.3 s. No database is asked.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")

import django

django.setup()

from assessments.consistency import findings  # noqa: E402
from assessments.intake.child import find_lines  # noqa: E402
from assessments.intake.lines import Found  # noqa: E402
from assessments.intake.sandbox import find  # noqa: E402
from assessments.intake.understanding import YearFacts, understand  # noqa: E402
from assessments.levels import parse_rules  # noqa: E402
from assessments.scoring import Card, scheme_of  # noqa: E402
from assessments.tests.score_papers import excel, full_card, full_sheet, word  # noqa: E402
from assessments.tests.test_scoring import edition  # noqa: E402

YEAR, ROUNDS, TARGET = 2565, 10, 0.3


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of the work."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Measure and print."""
    data = edition(YEAR)
    facts, scheme, rules = YearFacts.of(data), scheme_of(data), parse_rules(data.level_rules)
    card = full_card(data)
    rows = full_sheet(YEAR, card)
    sheet = excel(rows)
    text = word(str(rows[0][0]), [["" if cell is None else cell for cell in row] for row in rows[1:]])
    wrong = excel(full_sheet(YEAR, Card({**card.figures, "i1": card.figures["i1"] - 3}, card.percents, card.level)))

    def proven(found: Found) -> None:
        read, _doubts = understand(found, facts)
        findings(scheme, read, rules)

    for name, work in (
        ("Excel, this process", lambda: proven(find_lines(sheet))),
        ("Word, this process", lambda: proven(find_lines(text))),
        ("Excel, child process", lambda: proven(find(sheet)[0])),
        ("Word, child process", lambda: proven(find(text)[0])),
        ("Excel, child process, a misread digit", lambda: proven(find(wrong)[0])),
    ):
        print(f"{name:<40} {seconds(work):7.3f} s   target {TARGET}")


if __name__ == "__main__":
    main()
