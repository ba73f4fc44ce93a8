"""The inbox: tell people something once, mark it read, close what has been done meanwhile."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.http import url_has_allowed_host_and_scheme

from agencies.models import Notice, User
from agencies.outbox import one_line, without_nul


@dataclass(frozen=True)
class Message:
    """What is told to some people: see `tell` for the fields."""

    people: tuple[User, ...]
    kind: str
    subject: str
    text: str
    url: str
    key: str
    about: str = ""


def tell(
    people: Iterable[User], *, kind: str, subject: str, text: str, url: str, key: str, now: dt.datetime, about: str = ""
) -> int:
    """Write one notice for each active person, and return how many were new; part of the caller's transaction.

    kind: a NoticeKind. url: a path of this portal. key (≤ 160 characters): a person is told the same key once.
    about: what it concerns ("round:5:submission:12:"). Whether it also comes by mail is the person's own setting; the
    day's digest brings it (digests.py). Raises ValueError for an address that is not a path of this portal.
    """
    return tell_all([Message(tuple(people), kind, subject, text, url, key, about)], now=now)


def tell_all(messages: Iterable[Message], *, now: dt.datetime) -> int:
    """Write the notices of many messages at once: three queries however many. Returns how many were new."""
    rows = {}
    for one in messages:
        if not one.url.startswith("/") or not url_has_allowed_host_and_scheme(one.url, allowed_hosts=None):
            raise ValueError(f"A notice leads to a path of this portal, not to {one.url!r}")
        for person in one.people:
            if person.is_active:
                rows[person.pk, one.key] = Notice(
                    user=person, kind=one.kind, subject=one_line(one.subject), text=without_nul(one.text),
                    url=one.url, key=one.key, about=one.about, created_at=now,
                )  # fmt: skip
    if not rows:
        return 0
    there = Notice.objects.filter(user__in={pk for pk, _ in rows}, key__in={key for _, key in rows})
    before = there.count()
    Notice.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=500)
    return there.count() - before


def close(about: str, *, kinds: Iterable[str], now: dt.datetime) -> int:
    """Close the open notices of these kinds about that thing or a part of it; return how many.

    Whoever was asked for something that another has done meanwhile is not asked any more, nor by mail.
    """
    return Notice.objects.filter(about__startswith=about, kind__in=tuple(kinds), closed_at=None).update(closed_at=now)


def mark_read(user: User, *, now: dt.datetime, pk: int | None = None) -> int:
    """Mark one notice of the person as read, or all; return how many were not."""
    unread = Notice.objects.filter(Q(pk=pk) if pk is not None else Q(), user=user, read_at=None)
    return unread.update(read_at=now)
