"""Mails that wait to be sent: written in the transaction of what they tell of, sent by the worker (posting.py)."""

import datetime as dt
import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import get_random_string

from agencies.models import OutboxMail, User

LONGEST_SUBJECT = 200
# Keys of mails whose words open an account: the words go as soon as the mail is on its way (posting.py).
SECRET_LINK, SECRET_RESET = "link:", "reset:"
SECRETS = (SECRET_LINK, SECRET_RESET)
# Keys of the day's mails (digests.py).
DIGEST = "digest:"
# Long enough for the last try (some 31 hours after the first), short enough that a restored backup tells no old news.
WORTH_SENDING = dt.timedelta(days=3)


def one_line(text: str) -> str:
    """Return a text fit for a header: no line break, no control or invisible character, at most 200 characters.

    Unicode's own line separators and direction marks go, too: some mail programs obey them.
    """
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") else c for c in text)
    return re.sub(r"\s+", " ", plain).strip()[:LONGEST_SUBJECT]


def without_nul(text: str) -> str:
    """Return a text that every database stores."""
    return text.replace("\x00", "")


def address_of(to: User | str) -> str:
    """Return the address to send to, or "": none is known, it is not one, or the account is switched off."""
    if isinstance(to, User) and not to.is_active:
        return ""
    address = to if isinstance(to, str) else to.email
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return "" if len(address) > 254 or one_line(address) != address else address


def subject_line(subject: str) -> str:
    """Return the subject of a mail as it goes out."""
    return one_line(f"[ITA มาตรการ] {subject}")


def draft(
    to: User | str, *, subject: str, text: str, key: str, now: dt.datetime, urgent: bool = False
) -> OutboxMail | None:
    """Return the row of a mail, not yet stored, or None where there is no address. See `post`."""
    address = address_of(to)
    if not address:
        return None
    host = re.sub(r"^https?://|[:/].*$", "", settings.SITE_URL) or "localhost"
    return OutboxMail(
        user=to if isinstance(to, User) else None, to=address, subject=subject_line(subject),
        body=without_nul(text), key=key, message_id=f"<{get_random_string(32)}@{host}>", created_at=now,
        # The queue is in the order of due_at: what somebody waits for goes before a thousand digests.
        due_at=now - dt.timedelta(hours=1) if urgent else now,
    )  # fmt: skip


def post(
    to: User | str, *, subject: str, text: str, key: str, now: dt.datetime, urgent: bool = False
) -> OutboxMail | None:
    """Put a mail in plain text into the outbox; part of the caller's transaction.

    to: a person or an address; without a usable address nothing happens. key (≤ 200 characters): the same key again
    is the mail that is there, whoever comes second. urgent: goes before the others. Returns the row, or None.
    """
    mail = draft(to, subject=subject, text=text, key=key, now=now, urgent=urgent)
    if mail is None:
        return None
    OutboxMail.objects.bulk_create([mail], ignore_conflicts=True)
    return OutboxMail.objects.get(key=key)
