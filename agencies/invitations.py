"""One-time links: made by those who manage a person, opened once by that person to set a password."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from agencies.models import User


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


def send(user: User, link: str) -> None:
    """Send that link to the person's own address, in the words of a password reset. Raises OSError."""
    context = {"user": user, "password_reset_url": link}
    get_adapter().send_password_reset_mail(user, user.email, context)


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
