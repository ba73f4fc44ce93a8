"""How long the national page takes over the whole country: `python bench/national.py`.

Seeds 8,303 agencies in 77 provinces with cards of three years (249,000 indicator scores) into the database of
DATABASE_URL, which must be empty of cards, and prints the median of 10 of the server's whole time for one signed-in
request, with its number of queries, for each view, order and filter. The target is 300 ms on PostgreSQL, and as many
queries for one page as for another.
"""

import os
import random
import statistics
import sys
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from agencies.choices import Role  # noqa: E402
from agencies.models import Agency, AgencyKind, Membership, Province, User  # noqa: E402
from assessments.base_data import load_base  # noqa: E402
from assessments.models import IndicatorScore, ScoreCard  # noqa: E402

AGENCIES, YEARS, TIMES, TARGET = 8303, (2566, 2567, 2568), 10, 300
QUERIES = {
    "provinces": "", "provinces by mean": "sort=-average", "agencies": "view=agencies",
    "agencies by name": "view=agencies&sort=name", "agencies by indicator 4": "view=agencies&sort=4",
    "agencies, page 160": "view=agencies&page=160", "agencies below 85": "view=agencies&only=below&sort=-overall",
    "agencies without a card": "view=agencies&only=none", "agencies of a name": "view=agencies&q=12",
    "agencies of a level": "view=agencies&level=ผ่านดี",
}  # fmt: skip


@transaction.atomic
def seed() -> None:
    """Make the agencies and their cards; one in forty has no card of a year."""
    load_base()
    chance = random.Random(2568)
    provinces, kinds = list(Province.objects.filter(is_demo=False)), list(AgencyKind.objects.all())
    agencies = Agency.objects.bulk_create(
        Agency(province=provinces[n % len(provinces)], kind=chance.choice(kinds), name=f"หน่วยงานที่ {n:04d}")
        for n in range(AGENCIES)
    )
    for year in YEARS:
        made = [agency for agency in agencies if chance.random() > 1 / 40]
        cards = ScoreCard.objects.bulk_create((_card(agency, year, chance) for agency in made), batch_size=2000)
        scores = (
            IndicatorScore(card=card, number=number, score=_score(chance)) for card in cards for number in range(1, 11)
        )
        IndicatorScore.objects.bulk_create(scores, batch_size=5000)


def _card(agency: Agency, year: int, chance: random.Random) -> ScoreCard:
    score = _score(chance)
    level = "ผ่านดี" if score >= 85 else "ต้องปรับปรุง"
    return ScoreCard(
        province_id=agency.province_id, agency=agency, fiscal_year=year, printed_overall=score, printed_level=level
    )


def _score(chance: random.Random) -> Decimal:
    return Decimal(min(10000, round(chance.gauss(9100, 600)))) / 100


def measure(client: Client, address: str) -> tuple[float, float, int]:
    """Return the median and the longest time in milliseconds, and the number of queries of one page."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    count = len(queries)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    taken = []
    for _ in range(TIMES):
        start = time.perf_counter()
        client.get(address)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), max(taken), count


def main() -> None:
    """Seed, and print one line a page."""
    settings.ALLOWED_HOSTS = ["*"]
    if ScoreCard.objects.exists():
        sys.exit("this database holds cards already: give an empty one in DATABASE_URL")
    start = time.perf_counter()
    seed()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    user = User.objects.create_user(username="bench-viewer", password="!", display_name="bench")
    Membership.objects.create(user=user, role=Role.VIEWER)
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    print(f"{connection.vendor}, {AGENCIES} agencies, {ScoreCard.objects.count()} cards, seeded in "
          f"{time.perf_counter() - start:.0f} s, target {TARGET} ms")  # fmt: skip
    national = reverse("assessments:national")
    pages = {name: f"{national}?{query}" for name, query in QUERIES.items()}
    somewhere = Province.objects.filter(agencies__isnull=False)[0]
    pages["one province"] = reverse("assessments:province", args=[somewhere.pk])
    for name, address in pages.items():
        median, longest, queries = measure(client, address)
        print(f"{name:26} {median:6.1f} ms  (longest {longest:6.1f})  {queries:3} queries")


if __name__ == "__main__":
    main()
