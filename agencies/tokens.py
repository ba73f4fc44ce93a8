"""Tokens of the API: make one, find the person behind one, take one back."""

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string
from django.utils.translation import gettext as _

from agencies.actions import Action
from agencies.directory import has_second_factor
from agencies.models import AccountEvent, ApiToken, User
from agencies.models.message import NoticeKind
from agencies.notices import tell
from agencies.rules import may

MARK = "ita_"
# 43 characters of 62: 256 bits, so that a plain SHA-256 of it cannot be searched.
LENGTH = 43
MOST = 10
DAYS = (30, 90, 180, 365)
# The row is written at most this often: a program that reads all day makes no write of each request.
USED_EVERY = dt.timedelta(minutes=10)


class TokenRefused(Exception):
    """The token is not made; the message is the Thai reason."""


def digest_of(secret: str) -> str:
    """Return the SHA-256 (hex) under which a token is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue(
    user: User, *, name: str, scopes: Sequence[str], days: int, form: str, now: dt.datetime
) -> tuple[ApiToken, str]:
    """Make a token of the person and return it with its text, which nobody can see again.

    scopes: values of Scope; days: one of DAYS; form: the mark of the form it was asked with (at most 32 characters).
    Raises TokenRefused: no second factor where one is needed, ten that live, the form was sent before.
    """
    verdict = may(user, Action.ACCOUNT_SELF)
    if not verdict:
        raise TokenRefused(verdict.reason)
    if user.must_have_second_factor and not has_second_factor(user):
        raise TokenRefused(_("บทบาทของคุณต้องยืนยันตัวตนสองขั้น โปรดตั้งแอปยืนยันตัวตนก่อนเริ่มงาน"))
    if days not in DAYS:
        raise ValueError(f"a token lives one of {DAYS} days, not {days}")
    person = User.objects.select_for_update().get(pk=user.pk)
    if ApiToken.objects.filter(user=person, form=form).exists():
        raise TokenRefused(_("โทเคนจากแบบฟอร์มนี้ออกไปแล้ว และแสดงได้ครั้งเดียว ถ้าไม่ได้คัดลอกไว้ให้ยกเลิกแล้วออกใหม่"))
    if sum(is_live(token, person, now=now) for token in tokens_of(person)) >= MOST:
        raise TokenRefused(_("มีโทเคนที่ใช้ได้ครบ %(most)s รายการแล้ว โปรดยกเลิกโทเคนที่ไม่ใช้ก่อน") % {"most": MOST})
    secret = MARK + get_random_string(LENGTH)
    token = ApiToken.objects.create(
        user=person, name=name, scopes=list(scopes), hint=secret[: len(MARK) + 4], digest=digest_of(secret),
        stamp=person.get_session_auth_hash(), form=form, created_at=now, expires_at=now + dt.timedelta(days=days),
    )  # fmt: skip
    _record(token, "token.issue")
    subject = _("ออกโทเคน API “%(name)s” ของบัญชีนี้แล้ว") % {"name": name}
    text = _("ถ้าคุณไม่ได้ออกเอง โปรดยกเลิกโทเคนและเปลี่ยนรหัสผ่านทันที")
    key = f"token:{token.pk}:issued"
    page = reverse("agencies:token-list")
    tell((person,), kind=NoticeKind.ACCOUNT, subject=subject, text=text, url=page, key=key, now=now)
    return token, secret


@transaction.atomic
def revoke(user: User, pk: int, *, now: dt.datetime) -> bool:
    """Take one of the person's own tokens back; False where there is none that still stands."""
    token = ApiToken.objects.select_for_update().filter(user=user, pk=pk, revoked_at=None).first()
    if token is None:
        return False
    token.revoked_at = now
    token.save(update_fields=["revoked_at"])
    _record(token, "token.revoke")
    return True


def _record(token: ApiToken, action: str) -> None:
    changes = {"token": token.pk, "scopes": token.scopes, "until": token.expires_at.isoformat()}
    AccountEvent.objects.create(
        actor_id=token.user_id, action=action, subject_type="user", subject_id=token.user_id, changes=changes
    )


def tokens_of(user: User) -> list[ApiToken]:
    """Return the person's tokens, the newest first: one query."""
    return list(ApiToken.objects.filter(user=user).order_by("-pk"))


def is_live(token: ApiToken, person: User, *, now: dt.datetime) -> bool:
    """Say whether the person's token still opens anything."""
    return not why_dead(token, person, now=now)


def why_dead(token: ApiToken, person: User, *, now: dt.datetime) -> str:
    """Return why the person's token opens nothing any more: "revoked", "expired", "outdated", or ""."""
    if token.revoked_at is not None:
        return "revoked"
    if token.expires_at <= now:
        return "expired"
    return "" if constant_time_compare(token.stamp, person.get_session_auth_hash()) else "outdated"


def find(secret: str) -> ApiToken | None:
    """Return the token with that text and its person, alive or not: one query. None: no such token."""
    return ApiToken.objects.select_related("user").filter(digest=digest_of(secret)).first()


def note_use(token: ApiToken, *, now: dt.datetime) -> None:
    """Keep when the token was used last, to about ten minutes."""
    if token.last_used_at is None or now - token.last_used_at >= USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
