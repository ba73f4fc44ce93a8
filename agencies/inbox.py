"""What stands in a person's inbox, and which kinds of it come by mail."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from agencies.models import Notice, NoticeKind, NoticeSetting, User
from agencies.models.message import ALWAYS_BY_MAIL

CHOOSABLE = tuple(kind for kind in NoticeKind if kind not in ALWAYS_BY_MAIL)


def notices_of(user: User, *, unread_only: bool = False) -> QuerySet[Notice]:
    """Return the person's notices, the newest first; unread_only: neither read nor done."""
    found = Notice.objects.filter(user=user)
    return found.filter(read_at=None, closed_at=None) if unread_only else found


def kinds_by_mail(user: User) -> frozenset[str]:
    """Return the kinds of notices that also come to the person by mail."""
    off = NoticeSetting.objects.filter(user=user, by_mail=False).values_list("kind", flat=True)
    return frozenset(NoticeKind.values) - (frozenset(off) - ALWAYS_BY_MAIL)


@transaction.atomic
def choose_kinds(user: User, kinds: Iterable[str]) -> None:
    """Let exactly these kinds come by mail, and those of the own account."""
    wanted = set(kinds)
    rows = [NoticeSetting(user=user, kind=kind, by_mail=kind in wanted) for kind in CHOOSABLE]
    NoticeSetting.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", "kind"], update_fields=["by_mail"]
    )


def digest_hour() -> str:
    """Return when the day's mail is made, as Thai offices write a time: "07.30"."""
    return f"{settings.DIGEST_AT:%H.%M}"
