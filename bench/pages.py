"""How long the busiest pages take: `python bench/pages.py`. Medians of 20, in milliseconds, on DATABASE_URL's database.

The database holds demo data (`manage.py seed_demo --measures 56`). Each figure is the server's whole time for one
signed-in request, with its number of queries; the target is 100 ms on SQLite and on PostgreSQL.
"""

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from agencies.choices import Role  # noqa: E402
from agencies.models import Membership  # noqa: E402
from measures.choices import State  # noqa: E402
from measures.models import Submission  # noqa: E402

TIMES = 20
TARGET = 100


def addresses(submission: Submission) -> dict[str, str]:
    """Return the pages to measure, by name."""
    busiest = (
        submission.results.values("measure__indicator").annotate(measures=Count("pk")).order_by("-measures").first()
    )
    return {
        "home": reverse("home"),
        "overview": reverse("measures:submission-detail", args=[submission.pk]),
        f"entry ({busiest['measures']} measures)": reverse(
            "measures:submission-entry", args=[submission.pk, busiest["measure__indicator"]]
        ),
        "whole report to read": reverse("measures:submission-endorse", args=[submission.pk]),
        "form A as HTML": reverse(
            "reports:agency-paper", args=["agency_measures", submission.round_id, submission.agency_id]
        ),
    }


def measure(client: Client, address: str) -> tuple[float, int]:
    """Return the median time in milliseconds and the number of queries of one page."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    count = len(queries)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        client.get(address)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000, count


def main() -> None:
    """Print one line a page."""
    settings.ALLOWED_HOSTS = ["*"]
    drafts = Submission.objects.filter(state=State.DRAFT).annotate(measures=Count("results"))
    submission = drafts.order_by("-measures", "pk").first()
    if submission is None:
        sys.exit("no draft here: python manage.py seed_demo --measures 56")
    member = Membership.objects.filter(agency=submission.agency, role=Role.STAFF).first()
    client = Client()
    client.force_login(member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    print(f"{connection.vendor}, {submission.measures} measures, target {TARGET} ms")
    for name, address in addresses(submission).items():
        taken, queries = measure(client, address)
        print(f"{name:24} {taken:6.1f} ms  {queries:3} queries")


if __name__ == "__main__":
    main()
