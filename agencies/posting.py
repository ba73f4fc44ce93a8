"""Sending what stands in the outbox: a lease for each mail, tries that come ever later, an end with its reason.

A mail is marked as sent after the server took it. A worker killed between the two leaves a lease behind, and when that
ends the mail goes out again: no program can rule that out, so both copies carry the same Message-ID, by which mail
programs show one. Two workers never hold one mail, and a mail marked as sent is never taken again.
"""

import datetime as dt
import logging
import secrets
import smtplib
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from agencies.digests import Still
from agencies.models import Notice, OutboxMail
from agencies.outbox import DIGEST, SECRETS, WORTH_SENDING, address_of
from thai.dates import in_bangkok

logger = logging.getLogger(__name__)
# Longer than a slow server may take for one mail (settings.EMAIL_TIMEOUT), so that nobody else takes it meanwhile.
LEASE = dt.timedelta(minutes=5)
BACK_OFF = (
    dt.timedelta(minutes=1), dt.timedelta(minutes=10), dt.timedelta(hours=1), dt.timedelta(hours=6),
    dt.timedelta(hours=24),
)  # fmt: skip
# After so long the words and the address of a sent mail are no longer needed; its key stays, so that it stays sent.
KEPT = dt.timedelta(days=90)
ERASED = "erased@example.invalid"
# A stored reason is Thai; where it is shown it is put into the reader's language.
TOO_OLD = gettext_noop("รอส่งนานเกิน 3 วัน ข่าวจึงเก่าเกินไป")
REFUSED_ADDRESS = gettext_noop("เซิร์ฟเวอร์ปฏิเสธที่อยู่อีเมลนี้")
REFUSED_MAIL = gettext_noop("เซิร์ฟเวอร์ปฏิเสธอีเมลฉบับนี้")
REFUSED_LOGIN = gettext_noop("เซิร์ฟเวอร์อีเมลไม่รับชื่อผู้ใช้หรือรหัสผ่านของระบบ")
REFUSED_SENDER = gettext_noop("เซิร์ฟเวอร์อีเมลไม่รับที่อยู่ผู้ส่งของระบบ")
NO_SERVER = gettext_noop("ติดต่อเซิร์ฟเวอร์อีเมลไม่ได้")
SWITCHED_OFF = gettext_noop("บัญชีผู้รับถูกปิดใช้งานแล้ว")
DONE_MEANWHILE = gettext_noop("เรื่องในอีเมลนี้ไม่ต้องทำแล้ว หรือไม่ใช่หน้าที่ของผู้รับแล้ว จึงไม่ส่ง")


def waiting() -> QuerySet[OutboxMail]:
    """Return the mails that are neither sent nor given up."""
    return OutboxMail.objects.filter(sent_at=None, gave_up_at=None)


def claim(now: dt.datetime, *, lease: dt.timedelta = LEASE) -> OutboxMail | None:
    """Take the mail that has been due for longest and that nobody holds, for `lease`; None where none is due."""
    free = waiting().filter(Q(lease_until=None) | Q(lease_until__lt=now), due_at__lte=now).order_by("due_at", "pk")
    skips = connection.features.has_select_for_update_skip_locked
    rows = free.select_for_update(skip_locked=True, of=("self",)) if skips else free
    with transaction.atomic():
        while (mail := rows.select_related("user").first()) is not None:
            token = secrets.token_hex(16)
            mine = free.filter(pk=mail.pk, tries=mail.tries).update(
                lease_token=token, lease_until=now + lease, tries=F("tries") + 1
            )
            if mine:
                mail.lease_token, mail.tries = token, mail.tries + 1
                return mail
    return None


class Poster:
    """Sends one mail after the other over one connection. Used by one thread.

    open_: makes the connection (None: the one of the settings). clock: now. still: which notices of a mail still
    concern their reader.
    """

    def __init__(
        self,
        open_: Callable[[], BaseEmailBackend] | None = None,
        *,
        clock: Callable[[], dt.datetime] = timezone.now,
        lease: dt.timedelta = LEASE,
        still: Still = list,
    ) -> None:
        self.open, self.clock, self.lease, self.still = open_ or get_connection, clock, lease, still
        self._server: BaseEmailBackend | None = None

    def send_one(self) -> OutboxMail | None:
        """Take one mail that is due and send it; return it as it is then, None where none is due."""
        mail = claim(self.clock(), lease=self.lease)
        if mail is None:
            return None
        if why := _not_any_more(mail, self.clock(), self.still):
            _write(mail, gave_up_at=self.clock(), error=why)
            return mail
        try:
            if self._server is None:
                self._server = self.open()
                self._server.open()
            self._server.send_messages([message(mail)])
        except Exception as problem:  # noqa: BLE001 - whatever an odd text or server makes of it, others go on
            self.close()
            _failed(mail, problem, self.clock())
        else:
            _write(mail, sent_at=self.clock(), error="")
        return mail

    def close(self) -> None:
        """End the connection to the server."""
        server, self._server = self._server, None
        try:
            if server is not None:
                server.close()
        except (OSError, smtplib.SMTPException):
            logger.info("The mail server went away before it was said good-bye to")


def message(mail: OutboxMail) -> EmailMessage:
    """Return the mail as it goes out: plain text, the row's own Message-ID, nothing that answers automatically."""
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    return EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers)


def _not_any_more(mail: OutboxMail, now: dt.datetime, still: Still) -> str:
    """Return why a mail is no longer to be sent, or ""."""
    if mail.user is not None and not mail.user.is_active:
        return SWITCHED_OFF
    if now - mail.created_at > WORTH_SENDING:
        return TOO_OLD
    told = list(Notice.objects.filter(mail=mail))
    # It may have waited for a day: reports were sent since, people gave up their role.
    return DONE_MEANWHILE if told and not still([one for one in told if one.closed_at is None]) else ""


def reason_of(problem: Exception) -> tuple[str, bool]:
    """Return why a mail was not taken, in Thai words, and whether it is of any use to try again."""
    match problem:
        case smtplib.SMTPRecipientsRefused():
            codes = [code for code, _said in problem.recipients.values()]
            return REFUSED_ADDRESS, not all(500 <= code < 600 for code in codes)
        case smtplib.SMTPAuthenticationError():
            return REFUSED_LOGIN, True
        # What is wrong with the server or with our settings is not the fault of this one mail.
        case smtplib.SMTPSenderRefused():
            return REFUSED_SENDER, True
        case smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return NO_SERVER, True
        case smtplib.SMTPResponseException():
            return REFUSED_MAIL, not 500 <= problem.smtp_code < 600
        case OSError() | smtplib.SMTPException():
            return NO_SERVER, True
    return REFUSED_MAIL, False


def _failed(mail: OutboxMail, problem: Exception, now: dt.datetime) -> None:
    reason, again = reason_of(problem)
    # The server's own words may hold addresses and text of others: they go to the log only, by their kind.
    logger.warning("Mail %s was not sent (try %s): %s", mail.pk, mail.tries, type(problem).__name__)
    if again and mail.tries <= len(BACK_OFF):
        _write(mail, due_at=now + BACK_OFF[mail.tries - 1], error=reason)
    else:
        _write(mail, gave_up_at=now, error=reason)


def _write(mail: OutboxMail, **columns: object) -> None:
    """Write how a try ended, where our lease still stands; who lost it has nothing to say any more.

    A link that sets a password does not stay in the database, nor in its backups, once nobody is to send it any more.
    """
    if mail.key.startswith(SECRETS) and (columns.get("sent_at") or columns.get("gave_up_at")):
        columns["body"] = ""
    held = OutboxMail.objects.filter(pk=mail.pk, lease_token=mail.lease_token)
    held.update(lease_token="", lease_until=None, **columns)
    mail.refresh_from_db()


def try_again(mails: QuerySet[OutboxMail], *, now: dt.datetime) -> int:
    """Put mails that were given up back to the start of their tries, at today's address; return how many.

    One without words stays, and so does one whose matters are done. The digest of an earlier day is not sent again:
    what is still open in it comes with the next, which is the only one of its day.
    """
    failed = mails.exclude(gave_up_at=None).filter(sent_at=None).exclude(body="").select_related("user")
    today, count = in_bangkok(now).date(), 0
    for mail in failed.filter(Q(notices=None) | Q(notices__closed_at=None)).distinct():
        if mail.key.startswith(DIGEST) and in_bangkok(mail.created_at).date() != today:
            count += bool(Notice.objects.filter(mail=mail).update(mail=None, mailed_at=None))
        else:
            # A wrong address is why most mails fail; it has been put right before somebody comes here.
            to = (address_of(mail.user) if mail.user else "") or mail.to
            count += failed.filter(pk=mail.pk).update(
                to=to, gave_up_at=None, due_at=now, created_at=now, tries=0, lease_token="", lease_until=None
            )
    return count


def sweep_mails(now: dt.datetime) -> int:
    """Blank the words and addresses of mails that ended more than 90 days ago; return how many."""
    old = OutboxMail.objects.filter(Q(sent_at__lt=now - KEPT) | Q(gave_up_at__lt=now - KEPT)).exclude(to=ERASED)
    return old.update(to=ERASED, subject="", body="")
