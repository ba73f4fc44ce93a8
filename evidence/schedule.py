"""When a page is checked: asked for by people, then daily or weekly for as long as somebody cites it."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import F, ManyToOneRel, Q

from evidence.choices import Reach, Why
from evidence.models import Link, WebPage

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
# Names that lead nowhere by definition (RFC 2606, RFC 6761): the demo and examples in documents use them.
_RESERVED = ("example", "test", "invalid", "localhost", "local", "internal")
_EXAMPLES = ("example.com", "example.org", "example.net")


def is_example(host: str) -> bool:
    """Say whether a host is a reserved name, which nobody can open."""
    name = host.lower().rstrip(".")
    if name.rpartition(".")[2] in _RESERVED:
        return True
    return any(name == one or name.endswith(f".{one}") for one in _EXAMPLES)


def request_check(pages: Iterable[WebPage], now: dt.datetime) -> int:
    """Ask that these pages be checked next, before what only falls due; return how many will be.

    A page that a worker holds at this moment, or that waits already, is left alone; examples are never asked.
    """
    wanted = []
    for page in pages:
        if not is_example(page.host):
            wanted.append(page.pk)
        elif page.detail != Why.EXAMPLE and page.reach == Reach.UNKNOWN:
            WebPage.objects.filter(pk=page.pk).update(detail=Why.EXAMPLE)
    idle = WebPage.objects.filter(pk__in=wanted).exclude(urgent=True, next_check_at__lte=now)
    return idle.filter(Q(lease_until=None) | Q(lease_until__lt=now)).update(next_check_at=now, urgent=True, tries=0)


def watch(
    pages: Iterable[WebPage], *, daily_until: dt.datetime | None, weekly_until: dt.datetime | None, now: dt.datetime
) -> int:
    """Keep these pages under watch: daily up to the one time, weekly up to the other (None: not at all).

    Who asked for longer keeps it. A page that was never checked, or that nobody watched for over a day, is
    checked at once. Return how many are checked now.
    """
    pages = list(pages)
    keys = [page.pk for page in pages if not is_example(page.host)]
    known = WebPage.objects.filter(pk__in=keys)
    for column, until in (("daily_until", daily_until), ("weekly_until", weekly_until)):
        if until is not None:
            known.filter(Q(**{column: None}) | Q(**{f"{column}__lt": until})).update(**{column: until})
    stale = [p for p in pages if p.checked_at is None or (p.next_check_at is None and p.checked_at < now - DAY)]
    known.filter(next_check_at=None, checked_at__gte=now - DAY).update(next_check_at=F("checked_at") + DAY)
    return request_check(stale, now)


def unwatch(pages: Collection[int | None]) -> int:
    """Check pages (their keys) no more that nothing cites now, whichever table cites links; return how many.

    Part of the transaction that took the links out. Without this, addresses typed and taken out again would be
    asked for a year: thousands, perhaps, of one stranger's host.
    """
    keys = {key for key in pages if key}
    cited: set[int | None] = set()
    for relation in Link._meta.get_fields(include_hidden=True) if keys else ():
        if isinstance(relation, ManyToOneRel):
            name = f"{relation.field.name}__page"
            citing = relation.related_model._base_manager.filter(**{f"{name}__in": keys})
            cited.update(citing.values_list(name, flat=True))
    gone = WebPage.objects.filter(pk__in=keys - cited)
    return gone.update(daily_until=None, weekly_until=None, next_check_at=None, urgent=False) if keys - cited else 0


def next_regular(page: WebPage, now: dt.datetime) -> dt.datetime | None:
    """Return when a page that was checked now is checked again, or None when nobody wants that any more."""
    if page.daily_until and now < page.daily_until:
        return now + DAY
    return now + WEEK if page.weekly_until and now < page.weekly_until else None


def sweep(now: dt.datetime) -> int:
    """Put pages back on the list that are wanted and yet have no time: a daily look for stragglers."""
    wanted = WebPage.objects.filter(Q(daily_until__gt=now) | Q(weekly_until__gt=now), next_check_at=None)
    old = wanted.filter(Q(checked_at=None) | Q(checked_at__lt=now - DAY))
    return old.filter(Q(lease_until=None) | Q(lease_until__lt=now)).exclude(_examples()).update(next_check_at=now)


def _examples() -> Q:
    """Return the condition of is_example for the database."""
    names = Q(host__in=(*_RESERVED, *_EXAMPLES))
    for name in (*_RESERVED, *_EXAMPLES):
        names |= Q(host__endswith=f".{name}")
    return names
