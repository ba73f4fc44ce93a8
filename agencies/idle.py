"""Accounts that nobody uses: warned after so many days without a log-in, closed after more, never without a warning.

The last head of an agency, the last reviewer of a province and the last administrator stay open: those above them are
told instead, because closing them would stop the work of a whole office (or lock everybody out).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from agencies import notices
from agencies.authoring import end_sessions, home_of, record
from agencies.choices import Role
from agencies.models import AccountEvent, Membership, Notice, NoticeKind, User
from thai.dates import in_bangkok, long_date

CLOSED = "user.close_idle"
# Whoever looks after an account and opens it again, or sends a link, means it to live.
SIGNS_OF_LIFE = ("user.invite", "user.enable", "user.link", "user.link_mail", "user.password", "role.add")
KEPT_ROLES = frozenset({Role.HEAD, Role.REVIEWER, Role.ADMIN})


@dataclass(frozen=True)
class Swept:
    """How many were warned and closed, and of how many those above were told instead."""

    warned: int = 0
    closed: int = 0
    kept: int = 0


def sweep_idle(now: dt.datetime) -> Swept:
    """Warn and close idle accounts; as often as one likes a day. Nothing where IDLE_CLOSE_DAYS is 0."""
    if not settings.IDLE_CLOSE_DAYS:
        return Swept()
    warn, close = (dt.timedelta(days=days) for days in (settings.IDLE_WARN_DAYS, settings.IDLE_CLOSE_DAYS))
    warned = closed = kept = 0
    # Those used last come last: of several idle administrators the one who was here most recently stays.
    for user, since in sorted(_idle(now - warn), key=lambda one: (one[1], one[0].pk)):
        with transaction.atomic():
            warned += _warn(user, since, now, close)
            if now - since < close or not _was_warned(user, since, now - (close - warn)):
                continue
            if places := last_places(user, KEPT_ROLES, came=True):
                kept += _tell_those_above(user, places, since, now)
            else:
                closed += _close(user, since, now)
    return Swept(warned, closed, kept)


def _idle(until: dt.datetime) -> list[tuple[User, dt.datetime]]:
    """Return active people without a sign of life since `until`, and when the last one was: 2 queries."""
    events = AccountEvent.objects.filter(subject_type="user", subject_id=OuterRef("pk"), action__in=SIGNS_OF_LIFE)
    latest = events.order_by().values("subject_id").annotate(at=Max("at")).values("at")
    seen = Q(last_login__lt=until) | Q(last_login=None)
    people: QuerySet[Any] = User.objects.filter(seen, is_active=True, date_joined__lt=until)
    people = people.annotate(cared_for=Subquery(latest))
    held = Membership.objects.select_related("agency__province", "province").order_by("pk")
    found: list[tuple[User, dt.datetime]] = []
    for user in people:
        signs: list[dt.datetime] = [at for at in (user.date_joined, user.last_login, user.cared_for) if at]
        if max(signs) < until:
            found.append((user, max(signs)))
    places: dict[int, list[Membership]] = {user.pk: [] for user, _since in found}
    for membership in held.filter(user__in=places):
        places[membership.user_id].append(membership)
    for user, _since in found:
        user.__dict__["held"] = tuple(places[user.pk])
    return found


def _key(since: dt.datetime) -> str:
    return f"idle:{since:%Y%m%d%H%M%S}"


def _warn(user: User, since: dt.datetime, now: dt.datetime, close: dt.timedelta) -> int:
    """Tell the person, once for this spell; the day's mail brings it, too."""
    day = long_date(in_bangkok(max(since + close, now + close - _warning_time())).date(), "arabic")
    return notices.tell(
        [user], kind=NoticeKind.ACCOUNT, subject="บัญชีของคุณไม่มีการใช้งาน และจะถูกปิด",
        text=f"หากไม่เข้าสู่ระบบก่อนวันที่ {day} ระบบจะปิดบัญชีนี้ เข้าสู่ระบบหนึ่งครั้งก็พอ งานและข้อมูลเดิมยังอยู่ครบ",
        url=reverse("agencies:account"), key=_key(since), now=now,
    )  # fmt: skip


def _warning_time() -> dt.timedelta:
    return dt.timedelta(days=settings.IDLE_WARN_DAYS)


def _was_warned(user: User, since: dt.datetime, before: dt.datetime) -> bool:
    return Notice.objects.filter(user=user, key=_key(since), created_at__lte=before).exists()


def last_places(user: User, roles: Iterable[str], *, came: bool = False) -> list[Membership]:
    """Return the person's memberships of these roles that no other active account holds at the same place.

    came: only of accounts that somebody has logged in to. An invitation may never be taken up, and opens no door.
    """
    others = Membership.objects.filter(user__is_active=True).exclude(user=user)
    others = others.exclude(user__last_login=None) if came else others
    return [
        one for one in user.held if one.role in set(roles)
        and not others.filter(role=one.role, agency=one.agency_id, province=one.province_id).exists()
    ]  # fmt: skip


def managers_of(places: Iterable[Membership]) -> QuerySet[User]:
    """Return those above these places: the province's reviewers and the agency's heads; administrators for the rest."""
    wanted = Q(pk__in=[])
    for one in places:
        if one.agency:
            wanted |= Q(memberships__role=Role.REVIEWER, memberships__province=one.agency.province_id)
            if one.role == Role.STAFF:
                wanted |= Q(memberships__role=Role.HEAD, memberships__agency=one.agency_id)
        else:
            wanted |= Q(memberships__role=Role.ADMIN)
    return User.objects.filter(wanted, is_active=True).distinct()


def _above(user: User, places: Iterable[Membership]) -> list[User]:
    return [one for one in managers_of(places) if one.pk != user.pk]


def _tell_those_above(user: User, places: list[Membership], since: dt.datetime, now: dt.datetime) -> int:
    """Say that an office's last account is idle: it stays open, somebody must look. 1 where that was news."""
    where = ", ".join(f"{one.place} ({Role(one.role).label})" for one in places)
    return int(bool(notices.tell(
        _above(user, places), kind=NoticeKind.ACCOUNT, subject="บัญชีสุดท้ายของหน่วยงานไม่มีการใช้งาน",
        text=f"{where} ไม่มีการเข้าสู่ระบบนานเกิน {settings.IDLE_CLOSE_DAYS} วัน ระบบยังไม่ปิดบัญชีเพราะไม่มีผู้ใช้อื่นทำหน้าที่นี้ "
             "โปรดตรวจว่ายังปฏิบัติหน้าที่อยู่ หรือเพิ่มผู้รับช่วง",
        url=reverse("agencies:person-detail", args=[user.pk]), key=f"{_key(since)}:{user.pk}:kept", now=now,
    )))  # fmt: skip


def _close(user: User, since: dt.datetime, now: dt.datetime) -> int:
    """Close the account unless somebody logged in or closed it meanwhile; those above are told."""
    closed = User.objects.filter(pk=user.pk, is_active=True, last_login=user.last_login).update(is_active=False)
    if not closed:
        return 0
    end_sessions(user)
    record(None, CLOSED, user, home_of(user), days=(now - since).days)
    where = ", ".join(one.place for one in user.held)
    notices.tell(
        _above(user, user.held), kind=NoticeKind.ACCOUNT, subject="ปิดบัญชีที่ไม่มีการใช้งานแล้ว",
        text=f"{where}: ปิดบัญชีที่ไม่ได้เข้าสู่ระบบนานเกิน {settings.IDLE_CLOSE_DAYS} วัน เปิดใหม่ได้ที่หน้าผู้ใช้",
        url=reverse("agencies:person-detail", args=[user.pk]), key=f"{_key(since)}:{user.pk}:closed", now=now,
    )  # fmt: skip
    return 1
