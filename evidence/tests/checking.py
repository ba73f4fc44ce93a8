"""Help for tests of the checker: pages on a server of the test's own, and a checker that may ask it."""

import datetime as dt

from django.utils import timezone

from evidence.checking import Checker
from evidence.models import WebPage
from evidence.net import Fetcher, Guard, NoCourtesy
from evidence.reading import is_login


def own_fetcher(port, *, courtesy=None, seconds=2.0, resolve=()):
    """Return a fetcher that may ask this port of this machine."""
    guard = Guard(also=[("127.0.0.1", port)])
    return Fetcher(
        agent="test", courtesy=courtesy or NoCourtesy(), guard=guard, walls=is_login, seconds=seconds, resolve=resolve
    )


def own_checker(port, *, polite=False, courtesy=None, lease=dt.timedelta(minutes=3), clock=timezone.now, **kept):
    """Return a checker of that port, in a hurry unless told otherwise."""
    return Checker(own_fetcher(port, courtesy=courtesy), polite=polite, lease=lease, clock=clock, **kept)


NOW = dt.datetime(2026, 11, 21, 3, 0, tzinfo=dt.UTC)


def due_page(url, **columns):
    """Make a page that is due at NOW."""
    page = WebPage.objects.at(url)
    WebPage.objects.filter(pk=page.pk).update(**({"next_check_at": NOW} | columns))
    return WebPage.objects.get(pk=page.pk)


def check(port, now=NOW, **kept):
    """Check everything that is due at `now`, which is the checker's clock too; return how many were written."""
    checker = own_checker(port, **({"clock": lambda: now} | kept))
    try:
        return checker.run_once(now, 10_000)
    finally:
        checker.close()
