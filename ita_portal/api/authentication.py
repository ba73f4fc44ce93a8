"""Who asks: the person behind a token, or whoever is signed in to the portal in the same browser."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from agencies import tokens
from agencies.models import ApiToken, User
from agencies.rules import DISABLED
from ita_portal.api.errors import Unauthenticated
from ita_portal.auth.middleware import lacks_second_factor

WHY = {
    "revoked": gettext_noop("โทเคนนี้ถูกยกเลิกแล้ว โปรดออกโทเคนใหม่ที่หน้าบัญชีของฉัน"),
    "expired": gettext_noop("โทเคนนี้หมดอายุแล้ว โปรดออกโทเคนใหม่ที่หน้าบัญชีของฉัน"),
    "outdated": gettext_noop("รหัสผ่านหรือบทบาทของบัญชีเปลี่ยนแล้ว โปรดออกโทเคนใหม่ที่หน้าบัญชีของฉัน"),
}
LONGEST = 200


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer ita_…`. A token that is there and wrong is refused, also where none is needed."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return the token and its person; None without a token. Raises Unauthenticated."""
        header = request.META.get("HTTP_AUTHORIZATION", "")
        if not header:
            return None
        kind, _blank, secret = header.partition(" ")
        token = tokens.find(secret) if kind.lower() == "bearer" and len(secret) <= LONGEST else None
        if token is None:
            raise Unauthenticated(_("ไม่รู้จักโทเคนนี้ โปรดตรวจว่าคัดลอกมาครบ"), "invalid_token")
        now, person = timezone.now(), token.user
        if not person.is_active:
            raise Unauthenticated(_(DISABLED), "account_disabled")
        if why := tokens.why_dead(token, person, now=now):
            raise Unauthenticated(_(WHY[why]), f"token_{why}")
        if lacks_second_factor(person):
            # Every rule refuses such a person (agencies.rules.barred), as it does on pages.
            person.is_halfauth = True  # type: ignore[attr-defined]
        tokens.note_use(token, now=now)
        return person, token

    def authenticate_header(self, request: Request) -> str:
        """Return what a 401 asks for."""
        return 'Bearer realm="api"'


class SessionAuthentication(BaseAuthentication):
    """The person who is signed in: to try the API in a browser. Nothing is written here, so no form can be forged."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        """Return the person of the session, or None."""
        user: Any = request._request.user
        return (user, None) if user.is_authenticated else None
