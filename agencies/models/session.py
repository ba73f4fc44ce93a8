"""Where a person is signed in: one row a session, so that the person can end those that are not theirs."""

from django.conf import settings
from django.db import models


class SessionSeen(models.Model):
    """One open session of a person. `device` and `address` are coarse: enough to know the own ones again.

    The session itself lives in the session engine under `session_key`; a row without one there is over.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sessions_seen")
    session_key = models.CharField(max_length=64, db_index=True)
    device = models.CharField(max_length=80)
    address = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.device} {self.address}"
