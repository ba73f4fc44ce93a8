"""What was done to people and agencies: append-only, like the history of results."""

from django.conf import settings
from django.db import models


class AccountEvent(models.Model):
    """One act on a person, an agency or a group. A database trigger refuses change and deletion."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ผู้กระทำ",
    )
    action = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    province = models.ForeignKey("agencies.Province", models.PROTECT, null=True, blank=True, related_name="+")
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_type} {self.subject_id}"
