"""How allauth behaves here: nobody signs up, mails carry our own address, refusals are Thai."""

import time
from typing import Any
from urllib.parse import quote

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from agencies import outbox
from agencies.models import User
from ita_portal.auth import sessions, throttle

LONGEST_NAME = 254


class PortalAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by heads, provincial offices and administrators only."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("บัญชีนี้ปิดใช้งานแล้ว โปรดติดต่อสำนักงานจังหวัด"),
        "email_password_mismatch": _("ชื่อผู้ใช้ อีเมล หรือรหัสผ่านไม่ถูกต้อง"),
        "username_password_mismatch": _("ชื่อผู้ใช้ อีเมล หรือรหัสผ่านไม่ถูกต้อง"),
        "invalid_login": _("ชื่อผู้ใช้ อีเมล หรือรหัสผ่านไม่ถูกต้อง"),
        "enter_current_password": _("โปรดพิมพ์รหัสผ่านปัจจุบันให้ถูกต้อง"),
        "incorrect_code": _("รหัสไม่ถูกต้อง โปรดดูรหัสล่าสุดในแอปแล้วพิมพ์อีกครั้ง"),
        "incorrect_password": _("รหัสผ่านไม่ถูกต้อง"),
        "invalid_password_reset": _("ลิงก์ตั้งรหัสผ่านใช้ไม่ได้แล้ว โปรดขอลิงก์ใหม่"),
        "too_many_login_attempts": _("พิมพ์รหัสผิดหลายครั้งเกินไป โปรดรอสักครู่แล้วลองใหม่ หรือตั้งรหัสผ่านใหม่"),
        "unknown_email": _("ไม่พบบัญชีที่ใช้อีเมลนี้"),
        "rate_limited": _("ส่งคำขอถี่เกินไป โปรดรอสักครู่แล้วลองใหม่"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the reset link at SITE_URL: a forged Host header must not reach a mail."""
        # The key is set in afterwards: reverse() would quote the user's part of it.
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.SITE_URL}{path.replace('UID-KEY', quote(key))}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; refuse at once what is longer than any name (a database balks at looking for it)."""
        if any(len(str(credentials.get(name) or "")) > LONGEST_NAME for name in ("username", "email")):
            raise self.validation_error("username_password_mismatch")
        # allauth takes this usage back when the password is right.
        self._login_failed_rl_usage = throttle.count(
            request, self._get_login_attempts_cache_key(request, **credentials)
        )
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        """Answer a log-in that is complete, and know the browser from now on."""
        response: HttpResponse = super().post_login(request, user, **facts)
        throttle.remember(request, response, user)
        sessions.begin(request, user)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Say whether the password is asked for once more: not of someone who has just typed it to log in.

        allauth counts only what was asked again; a head's first log-in would ask twice in a row.
        """
        records = get_authentication_records(context.request, context.request.user)
        newest = max((record["at"] for record in records), default=0)
        return time.time() - newest >= app_settings.REAUTHENTICATION_TIMEOUT

    def forget_wrong_tries(self, request: HttpRequest, user: User) -> None:
        """Let a person in again who has just set a password by a one-time link."""
        throttle.forget(request, user.pk)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Do the same after a password reset by mail, of which allauth tells by this."""
        person = self._person(**credentials)
        if person:
            throttle.forget(request, person)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Return what wrong tries are counted on: the person, by user name or by address, or what was typed."""
        person = self._person(**credentials)
        return throttle.name_of(person) if person else f"name:{self._typed(**credentials)}"

    @staticmethod
    def _typed(**credentials: Any) -> str:
        return str(credentials.get("email") or credentials.get("username") or "").strip().lower()

    def _person(self, **credentials: Any) -> int | None:
        typed = self._typed(**credentials)
        found = User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed, email__gt=""))
        return found.order_by("pk").values_list("pk", flat=True).first()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post a mail with our own address in its text; the worker sends it."""
        words = context | {"site_url": settings.SITE_URL}
        subject, text = (render_to_string(f"{template_prefix}_{part}.txt", words) for part in ("subject", "message"))
        person = context.get("user")
        to = person if isinstance(person, User) else email
        key = f"{outbox.SECRET_RESET}{get_random_string(32)}"
        outbox.post(to, subject=subject, text=text.strip(), key=key, now=timezone.now(), urgent=True)


class PortalMFAAdapter(DefaultMFAAdapter):
    """A second factor that a role calls for cannot be taken off."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("รหัสไม่ถูกต้อง โปรดดูรหัสล่าสุดในแอปแล้วพิมพ์อีกครั้ง"),
        "cannot_delete_authenticator": _("บทบาทของคุณต้องใช้การยืนยันตัวตนขั้นที่สอง จึงปิดไม่ได้"),
        "cannot_generate_recovery_codes": _("โปรดตั้งแอปยืนยันตัวตนก่อนสร้างรหัสสำรอง"),
    }

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Say whether the app may be taken off: not while REQUIRE_MFA and a role of the person need it."""
        return not authenticator.user.must_have_second_factor
