"""Politeness that all workers of all machines share: at most one request a second and two connections a host.

Each step is one UPDATE that succeeds only where the host is free, so no lock is held while the network is waited
for. The workers' clocks may differ by a little; so may the second between two requests.
"""

import datetime as dt

from django.utils import timezone

from evidence.models import WebHost

SECOND = dt.timedelta(seconds=1)
# Longer than any request: a worker that is killed gives its connection back by this.
HOLD = dt.timedelta(seconds=15)
LANES = ("lane_one", "lane_two")
# How soon to ask again when both connections are in use.
SOON = 0.5


class SharedCourtesy:
    """A `net.Courtesy` kept in the table of hosts. One a worker."""

    def __init__(self) -> None:
        self._held: dict[str, list[tuple[str, dt.datetime]]] = {}

    def take(self, host: str) -> float:
        """Take the host's next second and one of its connections: 0.0, or seconds to wait before asking again."""
        now = timezone.now()
        free = WebHost.objects.filter(name=host, next_free_at__lte=now)
        for lane in LANES:
            until = now + HOLD
            if free.filter(**{f"{lane}__lte": now}).update(**{lane: until, "next_free_at": now + SECOND}):
                self._held.setdefault(host, []).append((lane, until))
                return 0.0
        known = WebHost.objects.filter(name=host).values_list("next_free_at", flat=True).first()
        if known is None:
            WebHost.objects.get_or_create(name=host)
            return self.take(host)
        return max((known - now).total_seconds(), 0.01) if known > now else SOON

    def give_back(self, host: str) -> None:
        """Free the connection that was taken first."""
        if held := self._held.get(host):
            lane, until = held.pop(0)
            WebHost.objects.filter(name=host, **{lane: until}).update(**{lane: timezone.now()})
