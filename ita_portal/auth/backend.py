"""Who is signed in, with the count that the frame of every page shows: one query for both."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from agencies.models import Notice, User


class PortalBackend(AuthenticationBackend):
    """allauth's way of logging in; the person of a session comes with `unread_notices`."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the person, with the number of open notices nobody has read, or None."""
        mine = Notice.objects.filter(user=OuterRef("pk"), read_at=None, closed_at=None).order_by()
        counted = Subquery(mine.values("user").annotate(n=Count("pk")).values("n"))
        person = User.objects.annotate(unread_notices=Coalesce(counted, 0)).filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None
