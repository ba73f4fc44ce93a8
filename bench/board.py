"""How long the board takes with many agencies: `python bench/board.py`. Medians of 10, in milliseconds.

Seeds one province with 200 agencies that report 56 measures of 10 indicators, in every state, with links, events and
findings, into the database of DATABASE_URL, which must hold no round of the year 2599. Each figure is the server's
whole time for one signed-in request, with its number of queries and the size of its answer. The target is 200 ms on
SQLite and on PostgreSQL, and as many queries for 200 agencies as for one.
"""

import os
import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")

import django

django.setup()

import datetime as dt  # noqa: E402

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from agencies.choices import Role  # noqa: E402
from agencies.models import Agency, AgencyGroup, AgencyKind, Membership, Province, User  # noqa: E402
from assessments.base_data import load_base  # noqa: E402
from evidence.models import Link  # noqa: E402
from measures import history  # noqa: E402
from measures.choices import Answer, State  # noqa: E402
from measures.models import Plan, Result, ResultLink, Round, RoundMeasure, Submission  # noqa: E402

AGENCIES, TIMES, TARGET, YEAR = 200, 10, 200, 2599
# As many measures by indicator as a provincial form has today.
SHAPE = {1: 13, 2: 4, 3: 8, 4: 6, 5: 6, 6: 7, 7: 3, 8: 5, 9: 2, 10: 2}
QUERIES = {"whole": "", "by indicator 3": "sort=-3", "late": "state=late", "of a name": "q=12", "OIT": "instrument=OIT"}


@transaction.atomic
def seed() -> Round:
    """Make the round and its reports with bulk rows."""
    load_base()
    chance = random.Random(2599)
    province, kinds = Province.objects.filter(is_demo=False)[0], list(AgencyKind.objects.all())
    plan = Plan.objects.create(province=province, fiscal_year=YEAR)
    now = timezone.now()
    round_ = Round.objects.create(
        plan=plan, kind="6", state="O", opened_at=now - dt.timedelta(days=40), due_at=now - dt.timedelta(days=1)
    )
    asked = RoundMeasure.objects.bulk_create(
        RoundMeasure(round=round_, indicator=number, label=str(label), text=f"มาตรการ {number}.{label}", order=label)
        for number, count in SHAPE.items() for label in range(1, count + 1)
    )  # fmt: skip
    agencies = Agency.objects.bulk_create(
        Agency(province=province, kind=chance.choice(kinds), name=f"หน่วยงานวัดเวลาที่ {n:03d}") for n in range(AGENCIES)
    )
    AgencyGroup.objects.create(province=province, name="กลุ่มวัดเวลา").agencies.set(agencies[::2])
    reports = Submission.objects.bulk_create(
        Submission(round=round_, agency=agency, state=chance.choice(State.values)) for agency in agencies
    )
    results = Result.objects.bulk_create((_result(one, row, chance, now) for one in reports for row in asked), 2000)
    links = Link.objects.bulk_create(
        Link(agency=agency, typed=f"https://example.go.th/{agency.pk}", url="", digest=f"{agency.pk:064d}")
        for agency in agencies
    )
    by_agency = {link.agency_id: link for link in links}
    ResultLink.objects.bulk_create(
        (ResultLink(result=one, link=by_agency[one.submission.agency_id]) for one in results if chance.random() < 0.8),
        2000,
    )
    for report in reports:
        for _nth in range(3):
            history.record("submit", by=None, agency=report.agency, submission=report, round=round_)
    return round_


def _result(report: Submission, row: RoundMeasure, chance: random.Random, now: dt.datetime) -> Result:
    blank = report.state == State.DRAFT and chance.random() < 0.5
    return Result(
        submission=report, measure=row, answer=Answer.BLANK if blank else Answer.DONE, text="" if blank else "ผล" * 80,
        confirmed=chance.random() < 0.95, flagged=report.state == State.RETURNED and chance.random() < 0.1,
        updated_at=None if blank else now,
    )  # fmt: skip


def measure(client: Client, address: str) -> str:
    """Return times, number of queries and size of one page, as a line; the processor's time is this program's own."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    count = len(queries)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    taken, worked = [], []
    for _ in range(TIMES):
        start, begun = time.perf_counter(), time.process_time()
        client.get(address)
        taken.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - begun) * 1000)
    size = len(answer.content) // 1024
    times = (
        f"{statistics.median(taken):6.1f} ms  (shortest {min(taken):6.1f}, processor {statistics.median(worked):6.1f})"
    )
    return f"{times}  {count:3} queries  {size:5} KB"


def main() -> None:
    """Seed, and print one line a page."""
    settings.ALLOWED_HOSTS = ["*"]
    if Plan.objects.filter(fiscal_year=YEAR).exists():
        sys.exit("this database was measured before: give an empty one in DATABASE_URL")
    round_ = seed()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    user = User.objects.create_user(username="bench-board", password="!", display_name="bench")
    Membership.objects.create(user=user, role=Role.REVIEWER, province=round_.plan.province)
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    print(f"{connection.vendor}, {AGENCIES} agencies × {len(SHAPE)} indicators, {sum(SHAPE.values())} measures each, "
          f"target {TARGET} ms")  # fmt: skip
    page = reverse("measures:board", args=[round_.pk])
    for name, query in QUERIES.items():
        print(f"{name:16} {measure(client, f'{page}?{query}')}")
    print(f"{'workbook':16} {measure(client, reverse('measures:board-excel', args=[round_.pk]))}")


if __name__ == "__main__":
    main()
