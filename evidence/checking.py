"""Check pages that are due: any number of workers share the work, none is checked twice, none is lost.

A worker takes pages with a lease and a token of its own. What it found is written only where the token still
stands, in one transaction with the page's new state: a killed worker's pages come back when the lease ends, and
a worker that was merely slow finds its token gone and writes nothing.
"""

import datetime as dt
import logging
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from evidence.choices import Reach, Why
from evidence.courtesy import SharedCourtesy
from evidence.models import LinkCheck, WebHost, WebPage
from evidence.reading import Found, failed, is_login, judge
from evidence.schedule import next_regular, request_check

if TYPE_CHECKING:
    from evidence.net import Answer, Fetcher

logger = logging.getLogger(__name__)
__all__ = ["Checker", "check_due", "excerpt_of", "fetcher", "request_check"]

LEASE = dt.timedelta(minutes=3)
AT_ONCE = 64
BATCH, BATCH_SECONDS = 50, 0.25
# A bad answer alone is no news. Short where nobody has seen the page yet and a person waits for the word.
AGAIN_NEW = (dt.timedelta(seconds=4), dt.timedelta(seconds=15))
AGAIN_KNOWN = (dt.timedelta(minutes=10), dt.timedelta(hours=1))
OFFLINE_PAUSE = dt.timedelta(minutes=10)
# While no host at all has answered for so long, it is our own network that is away.
ONLINE = dt.timedelta(hours=1)
NOTED = dt.timedelta(minutes=10)
# Room between two pages of one host that has too many due: HEAD and GET are a second each.
SPACING = dt.timedelta(seconds=2)
LONGEST_QUEUE = dt.timedelta(days=1)
# Failures that say nothing of the page where the network itself may be away.
OF_THE_NETWORK = frozenset({"name", "refused", "timeout", "other"})


def fetcher() -> "Fetcher":
    """Return the fetcher of production: guarded, polite, named. Raises ImproperlyConfigured where pycurl is missing."""
    from evidence.net import Fetcher

    agent = f"Mozilla/5.0 (compatible; ITA-Portal-LinkCheck/1.0; +{settings.SITE_URL})"
    return Fetcher(agent=agent, courtesy=SharedCourtesy(), walls=is_login)


def check_due(now: dt.datetime, limit: int, *, using: "Fetcher | None" = None) -> int:
    """Check up to `limit` pages that are due at `now`, and wait for all of them; return how many were written."""
    checker = Checker(using)
    try:
        return checker.run_once(now, limit)
    finally:
        checker.close()


class Checker:
    """One worker's pages: takes what is due, asks, writes. Used by one thread.

    using: the fetcher (None: the one of production, made at the first page). lease: how long pages are held.
    polite: take at most one page a host at a time. only: keys of the pages to look at (None: all).
    """

    def __init__(
        self,
        using: "Fetcher | None" = None,
        *,
        lease: dt.timedelta = LEASE,
        polite: bool = True,
        at_once: int = AT_ONCE,
        only: Iterable[int] | None = None,
        clock: Callable[[], dt.datetime] = timezone.now,
    ) -> None:
        self._net, self.lease, self.polite, self.at_once, self.clock = using, lease, polite, at_once, clock
        self.only = None if only is None else frozenset(only)
        self._held: dict[int, WebPage] = {}
        self._ready: list[tuple[WebPage, Answer]] = []
        self._ready_since = 0.0
        self._online_seen: dt.datetime | None = None

    @property
    def net(self) -> "Fetcher":
        """Return the fetcher."""
        if self._net is None:
            self._net = fetcher()
        return self._net

    def __len__(self) -> int:
        """Return how many pages are held."""
        return len(self._held) + len(self._ready)

    def run_once(self, now: dt.datetime, limit: int) -> int:
        """Check up to `limit` pages due at `now`; return how many were written."""
        written, taken = 0, 0
        while True:
            room = min(self.at_once - len(self), limit - taken)
            fresh = self.take(now, room) if room > 0 else []
            taken += len(fresh)
            if not len(self):
                return written
            written += self.turn(0.1)

    def take(self, now: dt.datetime, limit: int) -> list[WebPage]:
        """Lease up to `limit` due pages and begin to visit them."""
        pages = claim(now, limit, lease=self.lease, polite=self.polite, only=self.only) if limit > 0 else []
        for page in pages:
            self._held[page.pk] = page
            self.net.add(page.pk, page.url)
        return pages

    def turn(self, patience: float) -> int:
        """Work on the visits for about that many seconds and write what is ready; return how many were written."""
        for key, answer in self.net.step(patience) if self._held else ():
            if not self._ready:
                self._ready_since = time.monotonic()
            self._ready.append((self._held.pop(key), answer))
        waited = time.monotonic() - self._ready_since
        if not self._ready or (self._held and len(self._ready) < BATCH and waited < BATCH_SECONDS):
            return 0
        # Many answers, one transaction: the database's other writers wait once, and shortly.
        ready, self._ready = self._ready, []
        return self.write(ready)

    def write(self, ready: Sequence[tuple[WebPage, "Answer"]]) -> int:
        """Write a batch of answers in one short transaction; return how many pages were still ours."""
        now = self.clock()
        if answered := {page.host for page, answer in ready if answer.status}:
            self._online_seen = now
            note_answers(answered, now)
        online = self._is_online(now)
        found = [(page, _understood(page, answer, online=online)) for page, answer in ready]
        with transaction.atomic():
            refresh([page for page, _one in found])
            ours = [(page, one) for page, one in found if settle(page, one, now) and one]
            checks = kept([(page, one) for page, one in ours if one.detail != Why.OFFLINE], now)
            LinkCheck.objects.bulk_create(checks)
        return len(ours)

    def _is_online(self, now: dt.datetime) -> bool:
        """Say whether any host answered any worker within the last hour."""
        if self._online_seen is None or self._online_seen < now - ONLINE / 2:
            self._online_seen = WebHost.objects.filter(answered_at__gte=now - ONLINE).order_by(
                "-answered_at").values_list("answered_at", flat=True).first()  # fmt: skip
        return self._online_seen is not None

    def close(self, *, give_back: bool = True) -> None:
        """Stop: give back the pages that are held, undone (else their leases end), and close the connections."""
        pages = [*self._held.values(), *(page for page, _answer in self._ready)]
        held = [(page.pk, page.lease_token) for page in pages]
        self._held, self._ready = {}, []
        for pk, token in held if give_back else ():
            WebPage.objects.filter(pk=pk, lease_token=token).update(lease_until=None, lease_token="")
        if self._net is not None:
            self._net.close()


def claim(
    now: dt.datetime, limit: int, *, lease: dt.timedelta, polite: bool, only: frozenset[int] | None = None
) -> list[WebPage]:
    """Lease up to `limit` due pages to a token of their own and return them.

    Urgent pages come first, the newest of them before all; then what has been due for longest. polite: one page a
    free host; the others of a host make room for other hosts' pages by moving back in time.
    """
    free = WebPage.objects.filter(Q(lease_until=None) | Q(lease_until__lt=now), next_check_at__lte=now)
    if only is not None:
        free = free.filter(pk__in=only)
    rows = free.select_for_update(skip_locked=True) if connection.features.has_select_for_update_skip_locked else free
    with transaction.atomic():
        window = limit * 4 if polite else limit
        due = list(rows.filter(urgent=True).order_by("-next_check_at")[:window])
        if len(due) < window:
            due += list(rows.filter(urgent=False).order_by("next_check_at")[: window - len(due)])
        chosen = _one_a_host(due, now, limit) if polite else due[:limit]
        token = secrets.token_hex(16)
        keys = [page.pk for page in chosen]
        free.filter(pk__in=keys).update(lease_until=now + lease, lease_token=token)
        mine = set(WebPage.objects.filter(pk__in=keys, lease_token=token).values_list("pk", flat=True))
    for page in chosen:
        page.lease_token = token
    return [page for page in chosen if page.pk in mine]


def _one_a_host(due: Sequence[WebPage], now: dt.datetime, limit: int) -> list[WebPage]:
    """Return the first page of each host that may be asked now; move the others of these hosts back."""
    names = {page.host for page in due}
    known = {host.name: host for host in WebHost.objects.filter(name__in=names)}
    fresh = [WebHost(name=name) for name in sorted(names - known.keys())]
    WebHost.objects.bulk_create(fresh, ignore_conflicts=True)
    known |= {host.name: host for host in fresh}
    chosen: list[WebPage] = []
    behind: list[WebPage] = []
    queues: dict[str, dict[bool, dt.datetime]] = {}
    for page in due:
        host = known[page.host]
        if page.host not in queues:
            queues[page.host] = {True: now, False: max(now, host.queue_until)}
            if host.next_free_at <= now:
                if len(chosen) < limit:
                    chosen.append(page)
                continue
        # What a person waits for does not stand behind what only falls due.
        queue = queues[page.host]
        queue[page.urgent] = min(queue[page.urgent] + SPACING, now + LONGEST_QUEUE)
        page.next_check_at = queue[page.urgent]
        behind.append(page)
    WebPage.objects.bulk_update(behind, ["next_check_at"], batch_size=200)
    for name in {page.host for page in behind if not page.urgent}:
        WebHost.objects.filter(name=name).update(queue_until=queues[name][False])
    return chosen


def _understood(page: WebPage, answer: "Answer", *, online: bool) -> Found | None:
    """Return what `understand` does; a page on which we stumble is told as odd and stops no other one."""
    try:
        return understand(page, answer, online=online)
    except Exception:
        logger.exception("Page %s could not be understood", page.pk)
        return Found(Reach.UNCLEAR, Why.ODD)


def understand(page: WebPage, answer: "Answer", *, online: bool) -> Found | None:
    """Return what an answer says of the page; None when it was put off and says nothing."""
    if answer.failure == "postponed":
        return None
    if answer.failure in OF_THE_NETWORK and not online:
        return Found(Reach.UNCLEAR, Why.OFFLINE)
    if answer.failure:
        return failed(answer.failure)
    return judge(
        page.url, final=answer.final, status=answer.status, hops=answer.hops, content_type=answer.content_type,
        server=answer.server, body=answer.body, unverified=answer.unverified,
    )  # fmt: skip


def refresh(pages: Sequence[WebPage]) -> None:
    """Read anew for how long the pages are wanted: somebody may have cited them while they were visited."""
    rows = WebPage.objects.filter(pk__in=[page.pk for page in pages]).values_list("pk", "daily_until", "weekly_until")
    wanted = {pk: (daily, weekly) for pk, daily, weekly in rows}
    for page in pages:
        page.daily_until, page.weekly_until = wanted.get(page.pk, (None, None))


def settle(page: WebPage, found: Found | None, now: dt.datetime) -> bool:
    """Write the page's new state where our lease still stands; say whether it did."""
    columns: dict[str, Any] = {"lease_until": None, "lease_token": ""}
    columns |= _state_after(page, found, now) if found else {"next_check_at": now + SPACING}
    return bool(WebPage.objects.filter(pk=page.pk, lease_token=page.lease_token).update(**columns))


def kept(found: Sequence[tuple[WebPage, Found]], now: dt.datetime) -> list[LinkCheck]:
    """Return the checks to append. The words of a page are kept once for each content."""
    hashes = {one.content_hash for _page, one in found if one.content_hash}
    pages = [page.pk for page, _one in found]
    told = set(LinkCheck.objects.filter(page__in=pages, content_hash__in=hashes).values_list("page", "content_hash"))
    return [
        LinkCheck(
            page=page, at=now, reach=one.reach, detail=one.detail, status=one.status, final_url=one.final_url,
            title=one.title, content_hash=one.content_hash,
            excerpt="" if (page.pk, one.content_hash) in told else one.excerpt,
        )
        for page, one in found
    ]  # fmt: skip


def _state_after(page: WebPage, found: Found, now: dt.datetime) -> dict[str, Any]:
    """Return the page's columns after a check. A bad answer keeps what was known until it has come three times."""
    again = AGAIN_KNOWN if page.alive_at else AGAIN_NEW
    if found.is_bad and page.tries < len(again) and page.reach not in (Reach.GONE, Reach.BROKEN):
        return {"tries": page.tries + 1, "next_check_at": now + again[page.tries], "urgent": page.alive_at is None}
    columns: dict[str, Any] = {
        "reach": found.reach, "detail": found.detail, "status": found.status, "final_url": found.final_url,
        "title": found.title, "checked_at": now, "tries": 0, "urgent": False,
        "next_check_at": now + OFFLINE_PAUSE if found.detail == Why.OFFLINE else next_regular(page, now),
    }  # fmt: skip
    if found.detail == Why.OFFLINE and page.reach != Reach.UNKNOWN:
        # That our own network was away says nothing against what is known.
        columns = {key: columns[key] for key in ("tries", "urgent", "next_check_at")}
    if found.reach in (Reach.ALIVE, Reach.MOVED):
        columns["alive_at"] = now
    return columns


def note_answers(hosts: Iterable[str], now: dt.datetime) -> None:
    """Remember that these hosts answered, at most every ten minutes each."""
    old = Q(answered_at=None) | Q(answered_at__lt=now - NOTED)
    names = set(hosts)
    if not WebHost.objects.filter(old, name__in=names).update(answered_at=now):
        known = WebHost.objects.filter(name__in=names).count()
        if known < len(names):
            WebHost.objects.bulk_create([WebHost(name=one, answered_at=now) for one in names], ignore_conflicts=True)


def excerpt_of(check: LinkCheck) -> str:
    """Return the first words of the page as this check saw it: its own, or an earlier one's with the same content."""
    if check.excerpt or not check.content_hash:
        return check.excerpt
    same = LinkCheck.objects.filter(page=check.page_id, content_hash=check.content_hash, at__lte=check.at)
    return same.exclude(excerpt="").values_list("excerpt", flat=True).first() or ""
