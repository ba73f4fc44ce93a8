"""How long the public pages take: `python bench/public.py`. Medians of 50, in milliseconds, on DATABASE_URL's database.

The database holds demo data (`manage.py seed_demo --measures 56`). Each figure is the server's whole time for one
request of nobody in particular: made anew, from the cache, and as 304 to whoever has it; with the number of queries and
the bytes sent. The target is 50 ms from the cache and 150 KB for a first visit: page, style sheets and fonts, packed.
"""

import gzip
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
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from reports.models import Publication  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
TIMES, TARGET, FIRST_VISIT = 50, 50, 150
STYLES = ("tokens", "base", "public")


def addresses() -> dict[str, str]:
    """Return the pages to measure, by name: of the agency with the longest page."""
    rows = Publication.objects.filter(agency__isnull=False).select_related("agency__province")
    longest = max(rows, key=lambda row: len(str(row.data)), default=None)
    if longest is None:
        sys.exit("nothing published here: python manage.py seed_demo --measures 56")
    place = [longest.agency.province.code, longest.agency_id, longest.fiscal_year]
    return {
        "provinces": reverse("public:home"),
        "province": reverse("public:province", args=place[:1]),
        "agency's year": reverse("public:year", args=place),
        "the same in English": reverse("public:year", args=place) + "?lang=en",
        "province's year": reverse("public:province-year", args=[place[0], place[2]]),
        "CSV": reverse("public:year-data", args=[*place, "csv"]),
        "XLSX": reverse("public:year-data", args=[*place, "xlsx"]),
        "JSON": reverse("public:year-data", args=[*place, "json"]),
    }


def timed(client: Client, address: str, **headers: str) -> tuple[float, int, int]:
    """Return milliseconds, queries and bytes of one request."""
    with CaptureQueriesContext(connection) as queries:
        start = time.perf_counter()
        answer = client.get(address, headers={"Accept-Encoding": "gzip"} | headers)
        taken = (time.perf_counter() - start) * 1000
    assert answer.status_code in (200, 304), f"{address}: {answer.status_code}"
    return taken, len(queries), len(answer.content)


def main() -> None:
    """Print one line a page, and the bytes of a first visit."""
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    print(f"{connection.vendor}, target {TARGET} ms from the cache")
    for name, address in addresses().items():
        cache.clear()
        timed(client, reverse("public:dictionary"))
        fresh, made, size = timed(client, address)
        etag = client.get(address)["ETag"]
        kept = [timed(client, address) for _ in range(TIMES)]
        same = [timed(client, address, **{"If-None-Match": etag}) for _ in range(TIMES)]
        times = statistics.median(row[0] for row in kept), statistics.median(row[0] for row in same)
        print(f"{name:20} new {fresh:6.1f} ms {made:2} queries   cache {times[0]:5.1f} ms {kept[0][1]} queries   "
              f"304 {times[1]:5.1f} ms   {size / 1024:5.1f} KB")  # fmt: skip
    page = timed(client, addresses()["agency's year"])[2]
    styles = sum(len(gzip.compress((ROOT / f"static/css/{name}.css").read_bytes())) for name in STYLES)
    fonts = sum(file.stat().st_size for file in (ROOT / "static/vendor/sarabun").glob("*.woff2"))
    print(f"first visit {(page + styles + fonts) / 1024:.0f} KB of {FIRST_VISIT}: page {page / 1024:.0f}, "
          f"styles {styles / 1024:.0f}, fonts {fonts / 1024:.0f}")  # fmt: skip


if __name__ == "__main__":
    main()
