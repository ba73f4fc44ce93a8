"""Web pages that links lead to: one row an address, however many agencies cite it, and every check of it."""

import datetime as dt
import hashlib
from urllib.parse import urlsplit

from django.db import models

from evidence.choices import Reach

LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def digest_of(url: str) -> str:
    """Return the SHA-256 (hex) by which an address is unique: a fragment is never sent, so it does not count."""
    return hashlib.sha256(url.partition("#")[0].encode()).hexdigest()


def host_of(url: str) -> str:
    """Return the host of a canonical address, as courtesy counts it: without its port and the root's dot."""
    return (urlsplit(url).hostname or "").rstrip(".")[:253]


class WebPageManager(models.Manager["WebPage"]):
    """Pages, one an address."""

    def at(self, url: str) -> "WebPage":
        """Return the page of a canonical address, made when it is new."""
        plain = url.partition("#")[0]
        return self.get_or_create(digest=digest_of(url), defaults={"url": plain, "host": host_of(plain)})[0]


class WebPage(models.Model):
    """A canonical http(s) address and what its last check found.

    `next_check_at` empty: nobody asks for a check. A worker that takes the page holds it until `lease_until`;
    one that is killed leaves only the lease behind, and that ends.
    """

    url = models.TextField("ที่อยู่เว็บ", max_length=2048)
    digest = models.CharField(max_length=64, unique=True)
    host = models.CharField(max_length=253, blank=True, default="", db_default="")
    reach = models.CharField("ผลตรวจ", max_length=8, choices=Reach, blank=True, default=Reach.UNKNOWN)
    # A code of choices.Why.
    detail = models.CharField("รายละเอียด", max_length=200, blank=True)
    status = models.PositiveSmallIntegerField("รหัสตอบ", null=True, blank=True)
    final_url = models.TextField("ที่อยู่ปลายทาง", max_length=2048, blank=True)
    title = models.CharField("ชื่อหน้า", max_length=300, blank=True)
    checked_at = models.DateTimeField("ตรวจเมื่อ", null=True, blank=True)
    # The last time that the page was there (alive or moved).
    alive_at = models.DateTimeField("เปิดได้ล่าสุดเมื่อ", null=True, blank=True)
    # Bad answers in a row: one alone is tried again before anybody hears of it.
    tries = models.PositiveSmallIntegerField(default=0)
    next_check_at = models.DateTimeField(null=True, blank=True)
    # A person waits for the answer: checked before what only falls due.
    urgent = models.BooleanField(default=False, db_default=False)
    # Who cites the page wants it checked daily up to the one time, weekly up to the other, never after both.
    daily_until = models.DateTimeField(null=True, blank=True)
    weekly_until = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.CharField(max_length=32, blank=True)

    objects = WebPageManager()

    class Meta:
        indexes = [
            # Millions of pages, few of them due: both ways of asking read only what is due.
            models.Index(fields=["next_check_at"], name="page_due", condition=models.Q(next_check_at__isnull=False)),
            models.Index(fields=["next_check_at"], name="page_urgent", condition=models.Q(urgent=True)),
        ]

    def __str__(self) -> str:
        return self.url


class WebHost(models.Model):
    """When a host may be asked again: shared by all workers, so that together they stay polite.

    Two lanes are two connections; a lane is taken until its time, which also ends the hold of a killed worker.
    """

    name = models.CharField(max_length=253, primary_key=True)
    next_free_at = models.DateTimeField(default=LONG_AGO)
    lane_one = models.DateTimeField(default=LONG_AGO)
    lane_two = models.DateTimeField(default=LONG_AGO)
    # The end of the queue of pages that only fall due; what a person waits for does not queue.
    queue_until = models.DateTimeField(default=LONG_AGO)
    # The last time that it answered anything: while no host does, it is our own network that is away.
    answered_at = models.DateTimeField(null=True, blank=True, db_index=True)

    def __str__(self) -> str:
        return self.name


class LinkCheck(models.Model):
    """One check of a page, append-only: the proof of what was there and when."""

    page = models.ForeignKey(WebPage, models.CASCADE, related_name="checks")
    at = models.DateTimeField()
    reach = models.CharField(max_length=8, choices=Reach)
    detail = models.CharField(max_length=200, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    final_url = models.TextField(max_length=2048, blank=True)
    title = models.CharField(max_length=300, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    # The first words of the page, 2,000 characters at most: kept so that "it was there" can be shown.
    # Empty where an earlier check of the page has the same content_hash and holds the words (see checking.excerpt_of).
    excerpt = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.reach} {self.at:%Y-%m-%d}"
