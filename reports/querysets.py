"""Sentences about issued papers."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from agencies.choices import Role
from agencies.models import Agency, Province

if TYPE_CHECKING:
    from agencies.models import User
    from reports.models import IssuedReport  # noqa: F401 - named in the quoted base below


class IssuedReportQuerySet(models.QuerySet["IssuedReport"]):
    """Issued papers, narrowed by who asks or whose they are."""

    def visible_to(self, user: "User") -> "IssuedReportQuerySet":
        """Return what the person may see, as the papers themselves (permissions.md rows 21 and 22).

        An agency's papers: its people, its province's office, the viewer. A province's, and that of a round which an
        agency opened for itself: the office and the viewer. Papers of a whole year also those who may know of the
        agency, or read the whole province.
        """
        whole = Q(round=None)
        seen = whole & Q(agency__in=Agency.objects.visible_to(user))
        if Role.VIEWER in user.roles:
            return self
        if Role.ADMIN in user.roles:
            seen |= whole
        agencies = [m.agency_id for m in user.held if m.agency_id]
        offices = [m.province_id for m in user.held if m.role == Role.REVIEWER and m.province_id]
        seen |= Q(agency__in=agencies, submission__isnull=False)
        seen |= Q(agency__province__in=offices) | Q(province__in=offices)
        return self.filter(seen)

    def of_owner(self, owner: Agency | Province) -> "IssuedReportQuerySet":
        """Return the owner's own papers."""
        return self.filter(agency=owner) if isinstance(owner, Agency) else self.filter(province=owner)

    def with_context(self) -> "IssuedReportQuerySet":
        """Return them with what their pages say of them: one query."""
        return self.select_related(
            "agency__province", "province", "round__plan__province", "round__plan__agency", "submission__agency",
            "submission__round__plan", "issued_by", "previous", "following",
        )  # fmt: skip
