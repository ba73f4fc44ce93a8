"""Tokens of the API: what a program shows instead of a person's session."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token may be used for; never more than its person may see."""

    REPORTS = "read:reports", _("แผน รอบ รายงาน ผล และลิงก์หลักฐาน")
    SCORES = "read:scores", _("คะแนนและการเปิดเผยข้อมูล")
    PAPERS = "read:papers", _("เอกสารที่ออกแล้ว")
    HISTORY = "read:history", _("ประวัติการทำรายการ")


class ApiToken(models.Model):
    """A person's token: its SHA-256, what it is for, until when.

    hint: its first characters, by which the person knows it again. stamp: the person's session hash at the time: a new
    password, another role or a closed account ends the token as it ends every session. form: the form it was asked
    with, so that a second click makes no second token.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    scopes = models.JSONField(default=list)
    hint = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    stamp = models.CharField(max_length=64)
    form = models.CharField(max_length=32)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="token_once_a_form")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.hint}…"

    @property
    def scope_words(self) -> list[str]:
        """Return what it is for, in the reader's language."""
        return [str(Scope(scope).label) for scope in self.scopes]
