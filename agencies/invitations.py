"""One-time links: made by those who manage a person, opened once by that person to set a password."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from agencies import outbox
from agencies.models import AccountEvent, OutboxMail, User

LINK_SHOWN, LINK_MAILED, LINK_OPENED, LINK_USED = "user.link", "user.link_mail", "user.link_open", "user.password"
LINKS = frozenset({LINK_SHOWN, LINK_MAILED})
# After these no link made before works any more: see InvitationTokens.
READDRESSED = "user.email"
ENDINGS = frozenset({
    "role.add", "role.remove", "user.disable", "user.clear_second_factor", "session.end_others", READDRESSED,
})  # fmt: skip


class InvitationTokens(PasswordResetTokenGenerator):
    """A token dies when it is used (the password changes), after PASSWORD_RESET_TIMEOUT, or when the roles change.

    Who made the link knows it: it must not open an account that has been given more since, or was closed between.
    """

    key_salt = "agencies.invitations.InvitationTokens"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{user.pk}:{user.password}:{user.is_active}:{user.role_stamp}:{timestamp}"


tokens = InvitationTokens()


def link_for(user: User) -> str:
    """Return a new one-time address for that person, at SITE_URL."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("agencies:invitation", kwargs={"uid": uid, "token": tokens.make_token(user)})
    return f"{settings.SITE_URL}{path}"


def post_link(user: User, link: str, *, event: int, now: dt.datetime) -> OutboxMail | None:
    """Post that link to the person's own address, as part of the caller's transaction; None without a usable address.

    event: primary key of the AccountEvent that records the link; the mail is found again by it.
    """
    subject, text = words_of(user, link)
    return outbox.post(user, subject=subject, text=text, key=mail_key(event), now=now, urgent=True)


def words_of(user: User, link: str) -> tuple[str, str]:
    """Return subject and text of the mail that brings a link, in Thai."""
    if user.has_usable_password():
        subject, first = "ลิงก์ตั้งรหัสผ่านใหม่", "ผู้ดูแลบัญชีของคุณส่งลิงก์ตั้งรหัสผ่านใหม่ของระบบ ITA มาตรการ มาให้"
        last = "ถ้าคุณไม่ได้ขอ ไม่ต้องทำอะไร รหัสผ่านเดิมยังใช้ได้"
    else:
        subject, first = "คำเชิญเข้าใช้ระบบ", "คุณได้รับเชิญให้ใช้ระบบ ITA มาตรการ เพื่อรายงานและติดตามมาตรการของหน่วยงาน"
        last = "ถ้าคุณไม่รู้จักคำเชิญนี้ ไม่ต้องทำอะไร"
    lines = (
        first, f"ชื่อผู้ใช้: {user.username}", "",
        f"เปิดลิงก์นี้เพื่อตั้งรหัสผ่าน ลิงก์ใช้ได้ครั้งเดียวภายใน {days_valid()} วัน", link, "", last,
    )  # fmt: skip
    return subject, "\n".join(lines)


def mail_key(event: int) -> str:
    """Return the key in the outbox of the mail that brings the link of that AccountEvent."""
    return f"{outbox.SECRET_LINK}{event}"


@dataclass(frozen=True)
class Invitation:
    """The newest link of a person. state: sent, opened, used or expired; `mail` where it went by mail."""

    state: str
    at: dt.datetime
    until: dt.datetime
    mail: OutboxMail | None = None


def invitation_of(person: User, *, now: dt.datetime) -> Invitation | None:
    """Return what has become of the newest one-time link of the person, or None where there was none."""
    told = LINKS | ENDINGS | {LINK_OPENED, LINK_USED}
    events = AccountEvent.objects.filter(subject_type="user", subject_id=person.pk, action__in=told)
    later: set[str] = set()
    for event in events.only("pk", "at", "action"):
        if event.action in LINKS:
            break
        later.add(event.action)
    else:
        return None
    until = event.at + dt.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    mail = OutboxMail.objects.filter(key=mail_key(event.pk)).first() if event.action == LINK_MAILED else None
    return Invitation(_state(later, over=now > until or not person.is_active), event.at, until, mail)


def _state(later: set[str], *, over: bool) -> str:
    if LINK_USED in later:
        return "used"
    if over or later & ENDINGS:
        return "expired"
    return "opened" if LINK_OPENED in later else "sent"


def person_of(uid: str, token: str) -> User | None:
    """Return the person whose live link this is, or None (used, expired, disabled, made up)."""
    try:
        key = int(urlsafe_base64_decode(uid).decode("ascii"))
    except (ValueError, OverflowError):
        return None
    # Beyond what an id column holds there is nobody to look for.
    user = User.objects.filter(pk=key).first() if 0 < key < 2**63 else None
    return user if user is not None and _open(user) and tokens.check_token(user, token) else None


def _open(user: User) -> bool:
    return user.is_active


def days_valid() -> int:
    """Return for how many days a link can be used."""
    return settings.PASSWORD_RESET_TIMEOUT // 86_400
