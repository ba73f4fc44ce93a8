"""How long the central viewer's pages take over the whole country: `python bench/central.py`. Medians of 10.

Seeds 77 provinces with 8,303 agencies, a round each with 70 measures an agency (581,210 results), 1 page in 50 dead,
and cards of two years into the database of DATABASE_URL, which must hold no plan of the year 2599. Each figure is the
server's whole time for one signed-in request, with its number of queries and the size of its answer. The target is
400 ms on PostgreSQL, and as many queries for one page as for another.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")

import django

django.setup()

import datetime as dt  # noqa: E402

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from agencies.choices import Role  # noqa: E402
from agencies.models import Agency, AgencyKind, Membership, Province, User  # noqa: E402
from assessments.base_data import load_base  # noqa: E402
from assessments.models import ScoreCard  # noqa: E402
from evidence.models import Link, WebPage  # noqa: E402
from measures.choices import Answer, State  # noqa: E402
from measures.models import Plan, Result, ResultLink, Round, RoundMeasure, Submission  # noqa: E402

AGENCIES, TIMES, TARGET, YEAR, CARD_YEARS = 8303, 10, 400, 2599, (2597, 2598)
# As many measures by indicator as a large provincial form has.
SHAPE = {1: 13, 2: 6, 3: 9, 4: 8, 5: 8, 6: 8, 7: 5, 8: 6, 9: 4, 10: 3}
LEVELS = ((95, "ผ่านดีเยี่ยม"), (85, "ผ่านดี"), (70, "ต้องปรับปรุง"), (0, "ต้องปรับปรุงโดยด่วน"))
VIEWS = {"whole": "", "by share at the mark": "sort=-share", "by percent": "sort=percent", "late alone": "late=1",
         "of a name": "q=นคร", "the other round": "round=12"}  # fmt: skip


@transaction.atomic
def seed() -> None:
    """Make all of it with bulk rows, a province at a time."""
    load_base()
    chance, now = random.Random(YEAR), timezone.now()
    provinces, kinds = list(Province.objects.filter(is_demo=False)), list(AgencyKind.objects.all())
    for place, province in enumerate(provinces):
        names = range(place, AGENCIES, len(provinces))
        agencies = Agency.objects.bulk_create(
            Agency(province=province, kind=chance.choice(kinds), name=f"หน่วยงานวัดเวลาที่ {n:04d}") for n in names
        )
        _round(province, agencies, chance, now)
        ScoreCard.objects.bulk_create(_card(agency, year, chance) for agency in agencies for year in CARD_YEARS)


def _round(province: Province, agencies: list[Agency], chance: random.Random, now: dt.datetime) -> None:
    due = now + dt.timedelta(days=chance.choice((-1, 7)))
    round_ = Round.objects.create(
        plan=Plan.objects.create(province=province, fiscal_year=YEAR), kind="6", state="O",
        opened_at=now - dt.timedelta(days=40), due_at=due,
    )  # fmt: skip
    asked = RoundMeasure.objects.bulk_create(
        RoundMeasure(round=round_, indicator=number, label=str(label), text=f"มาตรการ {number}.{label}", order=label)
        for number, count in SHAPE.items() for label in range(1, count + 1)
    )  # fmt: skip
    reports = Submission.objects.bulk_create(
        Submission(round=round_, agency=agency, state=chance.choice(State.values)) for agency in agencies
    )
    results = Result.objects.bulk_create(_results(reports, asked, chance, now), 2000)
    pages = WebPage.objects.bulk_create(
        WebPage(url=f"https://example.go.th/{agency.pk}/{n}", digest=f"{agency.pk:056d}{n:08d}",
                reach="gone" if chance.random() < 0.02 else "alive")
        for agency in agencies for n in range(5)
    )  # fmt: skip
    links = Link.objects.bulk_create(
        Link(agency=agencies[n // 5], typed=page.url, url=page.url, page=page, digest=f"{page.pk:064d}")
        for n, page in enumerate(pages)
    )
    step, width = len(asked), len(links) // len(agencies)
    ResultLink.objects.bulk_create(
        (ResultLink(result=one, link=links[n // step * width + n % width])
         for n, one in enumerate(results) if one.answer and n % 3 == 0), 5000,
    )  # fmt: skip


def _results(
    reports: list[Submission], asked: list[RoundMeasure], chance: random.Random, now: dt.datetime
) -> Iterator[Result]:
    for report in reports:
        begun = report.state != State.DRAFT or chance.random() < 0.6
        for row in asked:
            blank = not begun or (report.state == State.DRAFT and chance.random() < 0.5)
            yield Result(
                submission=report, measure=row, answer=Answer.BLANK if blank else Answer.DONE,
                text="" if blank else "ได้ดำเนินการแล้ว " * chance.randint(4, 16), confirmed=chance.random() < 0.97,
                flagged=report.state == State.RETURNED and chance.random() < 0.1, updated_at=None if blank else now,
            )  # fmt: skip


def _card(agency: Agency, year: int, chance: random.Random) -> ScoreCard:
    score = Decimal(max(4000, min(10000, round(chance.gauss(8900, 700))))) / 100
    level = next(name for mark, name in LEVELS if score >= mark)
    return ScoreCard(
        province_id=agency.province_id, agency=agency, fiscal_year=year, printed_overall=score, printed_level=level
    )


def measure(client: Client, address: str, *, anew: bool = False) -> str:
    """Return times, number of queries and size of one page, as a line; the processor's time is this program's own.

    anew: each time without the count of the measures that is held for a minute, as one reader a minute meets it.
    """
    if anew:
        cache.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    count = len(queries)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    taken, worked = [], []
    for _ in range(TIMES):
        if anew:
            cache.clear()
        start, begun = time.perf_counter(), time.process_time()
        client.get(address)
        taken.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - begun) * 1000)
    times = (
        f"{statistics.median(taken):6.1f} ms  (shortest {min(taken):6.1f}, processor {statistics.median(worked):6.1f})"
    )
    return f"{times}  {count:3} queries  {len(answer.content) // 1024:5} KB"


def main() -> None:
    """Seed, and print one line a page."""
    settings.ALLOWED_HOSTS = ["*"]
    if Plan.objects.filter(fiscal_year=YEAR).exists():
        sys.exit("this database was measured before: give an empty one in DATABASE_URL")
    start = time.perf_counter()
    seed()
    made = time.perf_counter() - start
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # What autovacuum does in a running portal: without it no scan can stay within an index.
            cursor.execute("VACUUM ANALYZE")
    user = User.objects.create_user(username="bench-central", password="!", display_name="bench")
    Membership.objects.create(user=user, role=Role.VIEWER)
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    print(f"{connection.vendor}, {AGENCIES} agencies, {Result.objects.count()} results, seeded in {made:.0f} s, "
          f"target {TARGET} ms")  # fmt: skip
    nation, somewhere = reverse("measures:nation"), Province.objects.filter(agencies__isnull=False)[0]
    pages = {name: f"{nation}?{query}" for name, query in VIEWS.items()}
    pages["one province"] = reverse("measures:nation-province", args=[somewhere.code])
    pages["the nation's workbook"] = reverse("measures:nation-file", args=["xlsx"])
    pages["first page of the viewer"] = reverse("home")
    print(f"{'whole, counted anew':26} {measure(client, nation, anew=True)}")
    for name, address in pages.items():
        print(f"{name:26} {measure(client, address)}")


if __name__ == "__main__":
    main()
