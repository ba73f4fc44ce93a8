"""One mail a person a day: what is new in the inbox, neither read nor done, of the kinds the person wants by mail."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from django.conf import settings
from django.db import transaction

from agencies.models import Notice, NoticeKind, NoticeSetting, OutboxMail, User
from agencies.models.message import ALWAYS_BY_MAIL
from agencies.outbox import DIGEST, post
from thai.dates import BANGKOK, in_bangkok, long_date

# What is about a day goes out on that day, also when it was noticed after the hour of the digest.
OF_THE_DAY = (NoticeKind.DEADLINE, NoticeKind.OVERDUE)
# Older news is in the inbox; nobody wants it by mail after a month of switched-off mails.
NEWS = dt.timedelta(days=7)
LISTED = 20
# Those of some notices that still concern their readers: a role may have gone since.
Still = Callable[[Sequence[Notice]], Collection[Notice]]


def moment_of(day: dt.date) -> dt.datetime:
    """Return when the digest of that day is made: settings.DIGEST_AT in Bangkok."""
    return dt.datetime.combine(day, settings.DIGEST_AT, BANGKOK)


def make_digests(now: dt.datetime, *, still: Still = list) -> int:
    """Post the day's digest to everybody with something open; return how many were new.

    Nothing before the hour of the day. However often it runs, a person gets one a day (the mail's key); who has
    nothing open gets none. still: which of the notices still concern their readers; the others are not mailed.
    A digest of an earlier day that no server has taken yet is taken back: what is still open in it is in today's.
    """
    day = in_bangkok(now).date()
    if now < moment_of(day):
        return 0
    _take_back(day)
    done = 0
    for person, notices in _open(now, moment_of(day), still).items():
        with transaction.atomic():
            done += _post(person, notices, day, now)
    return done


def _take_back(day: dt.date) -> None:
    """Delete the digests of earlier days that still wait and that nobody is sending: 1 query where there are none."""
    late = OutboxMail.objects.filter(
        key__startswith=DIGEST, created_at__lt=moment_of(day), sent_at=None, gave_up_at=None, lease_token=""
    )  # fmt: skip
    if not late.exists():
        return
    with transaction.atomic():
        keys = list(late.select_for_update().values_list("pk", flat=True))
        Notice.objects.filter(mail__in=keys).update(mail=None, mailed_at=None)
        late.filter(pk__in=keys).delete()


def _open(now: dt.datetime, until: dt.datetime, still: Still) -> dict[User, list[Notice]]:
    """Return what each person is still to hear of by mail: 2 queries, and those of `still`."""
    off = set(NoticeSetting.objects.filter(by_mail=False).values_list("user_id", "kind"))
    rows = Notice.objects.filter(
        mailed_at=None, read_at=None, closed_at=None, created_at__gt=now - NEWS, created_at__lte=now,
        user__is_active=True,
    ).exclude(user__email="").select_related("user")  # fmt: skip
    wanted = [
        notice for notice in rows.order_by("user_id", "created_at", "pk")
        if (notice.kind in ALWAYS_BY_MAIL or (notice.user_id, notice.kind) not in off)
        and (notice.created_at <= until or notice.kind in OF_THE_DAY)
    ]  # fmt: skip
    found: dict[User, list[Notice]] = defaultdict(list)
    for notice in still(wanted) if wanted else ():
        found[notice.user].append(notice)
    return found


def _post(person: User, notices: list[Notice], day: dt.date, now: dt.datetime) -> int:
    """Post one person's digest and note it at its notices; 0 where today's has gone already."""
    first, more = notices[0], len(notices) - 1
    subject = first.subject if not more else f"{first.subject} และอีก {more} เรื่อง"
    mail = post(person, subject=subject, text=digest_text(notices, day), key=f"{DIGEST}{person.pk}:{day}", now=now)
    if mail is None or mail.created_at != now:
        return 0
    keys = [notice.pk for notice in notices]
    Notice.objects.filter(pk__in=keys, mailed_at=None).update(mailed_at=now, mail=mail)
    return 1


def digest_text(notices: list[Notice], day: dt.date) -> str:
    """Return the words of a digest, in Thai: each notice with its link at SITE_URL, the latest of too many left out."""
    parts = [f"เรื่องที่รอคุณอยู่ ณ วันที่ {long_date(day, 'arabic')}"]
    for number, notice in enumerate(notices[:LISTED], start=1):
        words = [f"{number}. {notice.subject}", notice.text, link_to(notice.url)]
        parts.append("\n".join(word for word in words if word))
    if (left := len(notices) - LISTED) > 0:
        parts.append(f"และอีก {left} เรื่องในกล่องข้อความ")
    return "\n\n".join([*parts, footer()])


def link_to(path: str) -> str:
    """Return the address of a path of this portal as mails carry it: at SITE_URL, whatever host was asked for."""
    return f"{settings.SITE_URL}{path}"


def footer() -> str:
    """Return the last lines of every mail about work: where it comes from and how to have fewer."""
    return (
        f"ระบบส่งอีเมลนี้อัตโนมัติ โปรดอย่าตอบกลับ\nกล่องข้อความ: {link_to('/inbox/')}\n"
        f"เลือกเรื่องที่ต้องการรับทางอีเมล: {link_to('/inbox/settings/')}"
    )
