"""What checks of the demo's invented links found. Nothing is asked: the hosts are reserved names that lead nowhere."""

import datetime as dt
import hashlib
import random
from collections.abc import Iterator

from django.db.models import Max

from assessments.models import DisclosureLink
from evidence.choices import Reach, Why
from evidence.models import Link, LinkCheck, WebPage
from evidence.schedule import is_example
from measures.models import ResultLink
from thai.dates import BANGKOK, fiscal_year, fiscal_year_bounds

WEEK = dt.timedelta(weeks=1)
CORRECTIONS = dt.timedelta(days=45)  # demo/public.py
# Out of a hundred links; the others are there.
_FOUND = (
    (3, Reach.MOVED, Why.NONE, 200),
    (3, Reach.GONE, Why.NOT_FOUND, 404),
    (2, Reach.LOGIN, Why.WALL, 401),
    (2, Reach.BROKEN, Why.NO_ANSWER, None),
    (3, Reach.UNCLEAR, Why.ROBOT, 403),
)


def check_links(today: dt.date) -> None:
    """Give every page that the demo's links lead to its believable checks, and no time for a real one."""
    _find_pages()
    years = ResultLink.objects.filter(link__page__isnull=False).values_list("link__page")
    last_cited = dict(years.annotate(Max("result__submission__round__plan__fiscal_year")))
    disclosed = DisclosureLink.objects.filter(link__page__isnull=False).values_list("link__page")
    last_cited |= dict(disclosed.annotate(Max("disclosure__fiscal_year")))
    pages = [page for page in WebPage.objects.filter(pk__in=last_cited, checked_at=None) if is_example(page.host)]
    checks: list[LinkCheck] = []
    for page in pages:
        checks += _checks(page, _last_day(last_cited[page.pk], today))
    # Thousands of rows: an upsert takes a tenth of the time of an update.
    WebPage.objects.bulk_create(
        pages, update_conflicts=True, unique_fields=["id"], batch_size=500,
        update_fields=["reach", "detail", "status", "final_url", "title", "checked_at", "alive_at", "next_check_at"],
    )  # fmt: skip
    LinkCheck.objects.bulk_create(checks, batch_size=500)


def _find_pages() -> None:
    """Give links that were written in bulk their pages."""
    links = list(Link.objects.filter(page=None).exclude(url=""))
    for link in links:
        link.page = WebPage.objects.at(link.url)
    Link.objects.bulk_update(links, ["page"], batch_size=500)


def _last_day(year: int, today: dt.date) -> dt.datetime:
    """Return when a link of that fiscal year was checked last: this morning, or after the year's corrections."""
    day = today if year == fiscal_year(today) else min(today, fiscal_year_bounds(year)[1] + CORRECTIONS)
    return dt.datetime(day.year, day.month, day.day, 5, 30, tzinfo=BANGKOK)


def _checks(page: WebPage, last: dt.datetime) -> Iterator[LinkCheck]:
    """Set the page's columns and yield its checks, the oldest first: it was there, then came what is found now."""
    chance = random.Random(page.url)  # noqa: S311
    at = last - dt.timedelta(minutes=chance.randrange(180))
    reach, why, status = _found(chance.randrange(100))
    final = page.url.rpartition("/")[0] + f"/{chance.randrange(1000, 9999)}" if reach == Reach.MOVED else ""
    page.reach, page.detail, page.status, page.final_url = reach, why, status, final
    page.checked_at, page.next_check_at = at, None
    is_there = reach in (Reach.ALIVE, Reach.MOVED)
    page.alive_at = at if is_there else at - WEEK
    host = page.host.removeprefix("www.")
    seen = {"title": f"ข้อมูลเผยแพร่ · {host}", "content_hash": hashlib.sha256(page.url.encode()).hexdigest()}
    words = f"หน้าแรก ข่าว ข้อมูลเผยแพร่ ติดต่อ เอกสารหลักฐานของ {host} เผยแพร่ต่อสาธารณะ ดาวน์โหลดเอกสารฉบับเต็มได้ด้านล่าง"
    page.title = seen["title"] if is_there else ""
    yield LinkCheck(page=page, at=at - WEEK, reach=Reach.ALIVE, status=200, excerpt=words, **seen)
    yield LinkCheck(
        page=page, at=at, reach=reach, detail=why, status=status, final_url=final, **(seen if is_there else {})
    )


def _found(roll: int) -> tuple[str, str, int | None]:
    for share, reach, why, status in _FOUND:
        if roll < share:
            return reach, why, status
        roll -= share
    return Reach.ALIVE, Why.NONE, 200
