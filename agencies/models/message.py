"""What people are told: notices in the portal's own inbox, and mails that wait to be sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    """What a notice is about; a person chooses for each kind whether it also comes by mail."""

    DEADLINE = "deadline", _("ใกล้ครบกำหนดส่ง")
    OVERDUE = "overdue", _("เลยกำหนดส่ง")
    RETURNED = "returned", _("รายงานถูกส่งกลับหรือเปิดให้แก้ไข")
    APPROVED = "approved", _("รายงานได้รับอนุมัติ")
    EXTENDED = "extended", _("ได้รับการขยายเวลา")
    SENT = "sent", _("มีรายงานส่งมาให้ตรวจ")
    ENDORSE = "endorse", _("มีรายงานรอรับรอง")
    DEAD_LINK = "dead_link", _("ลิงก์หลักฐานเปิดไม่ได้แล้ว")
    MANUAL = "manual", _("ข้อความเตือนจากผู้ตรวจ")
    ACCOUNT = "account", _("บัญชีผู้ใช้และความปลอดภัย")


# Nobody can switch these off: they tell of the person's own account.
ALWAYS_BY_MAIL = frozenset({NoticeKind.ACCOUNT})


class OutboxMail(models.Model):
    """A mail in plain text that is to be sent, was sent, or was given up; written in the transaction it tells of.

    `message_id` is fixed when the row is made: a mail that a killed worker may have sent already goes out again under
    the same one, so that mail programs show it once.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    gave_up_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["due_at"], name="mail_still_to_send", condition=Q(sent_at__isnull=True, gave_up_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.to}"


class Notice(models.Model):
    """One message to one person, in the inbox; `key` tells it apart for that person, so that it comes once.

    url: a path of this portal ("/submissions/12/"). about: what it concerns, from the large to the small
    ("round:5:submission:12:"), for closing what has been done meanwhile and for the delivery log.
    mail: the mail that carried it (a digest, or its own); none while it stands in the inbox alone.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    key = models.CharField(max_length=160)
    about = models.CharField(max_length=80, blank=True, db_index=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    # What it asked for has been done, or can no longer be done: it is not mailed and no longer counted.
    closed_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(OutboxMail, models.SET_NULL, null=True, blank=True, related_name="notices")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once_a_person")]
        indexes = [
            models.Index(
                fields=["user"], name="notice_unread", condition=Q(read_at__isnull=True, closed_at__isnull=True)
            ),
            models.Index(fields=["user", "-created_at"], name="notice_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}: {self.subject}"


class NoticeSetting(models.Model):
    """Whether a kind of notice also comes to a person by mail; no row: it does."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_settings")
    kind = models.CharField(max_length=12, choices=NoticeKind)
    by_mail = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_setting_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}: {self.by_mail}"
