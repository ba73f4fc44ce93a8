"""Sentences about agencies."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from agencies.choices import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from agencies.models import Agency, Province, User  # noqa: F401 - named in the quoted base below


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies, narrowed by who asks or where they are."""

    def visible_to(self, user: "User | AnonymousUser") -> "AgencyQuerySet":
        """Return the agencies that the person may know of: own, own province's, or all for the nation."""
        if not user.is_authenticated:
            return self.none()
        if user.roles & {Role.VIEWER, Role.ADMIN}:
            return self
        agencies = [m.agency_id for m in user.held if m.agency_id]
        provinces = [m.province_id for m in user.held if m.role == Role.REVIEWER]
        return self.filter(Q(pk__in=agencies) | Q(province__in=provinces))

    def of_province(self, province: "Province") -> "AgencyQuerySet":
        """Return the province's agencies."""
        return self.filter(province=province)

    def active(self) -> "AgencyQuerySet":
        """Return the agencies in use."""
        return self.filter(is_active=True)
