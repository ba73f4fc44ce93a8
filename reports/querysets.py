"""Sentences about issued papers and about what was published."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from agencies.choices import Role
from agencies.models import Agency, Province

if TYPE_CHECKING:
    from agencies.models import User
    from reports.models import IssuedReport, Publication, PublicFile  # noqa: F401 - named in the quoted bases below


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


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Publications: everybody may see them, but for those that were withdrawn."""

    def of_owner(self, owner: Agency | Province) -> "PublicationQuerySet":
        """Return the owner's own."""
        return self.filter(agency=owner) if isinstance(owner, Agency) else self.filter(province=owner)

    def of_year(self, owner: Agency | Province, fiscal_year: int) -> "PublicationQuerySet":
        """Return the owner's versions of that year, the newest first."""
        return self.of_owner(owner).filter(fiscal_year=fiscal_year).order_by("-version")

    def standing(self) -> "PublicationQuerySet":
        """Return those that nothing has taken the place of and that were not withdrawn."""
        return self.filter(following=None, withdrawn_at=None)

    def of_agencies(self, province: Province) -> "PublicationQuerySet":
        """Return those of the province's agencies, as they stand."""
        return self.standing().filter(agency__province=province)


class PublicFileQuerySet(models.QuerySet["PublicFile"]):
    """Copies of public files."""

    def shown(self) -> "PublicFileQuerySet":
        """Return those that everybody may have: of publications that were not withdrawn."""
        return self.filter(publication__withdrawn_at=None)
