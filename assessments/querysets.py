"""Sentences about editions and score cards."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from agencies.choices import Role

if TYPE_CHECKING:
    from agencies.models import Agency, Province


class IndicatorQuerySet(models.QuerySet):
    """Indicators of any edition."""

    def of_year(self, fiscal_year: int) -> Self:
        """The indicators of the edition of `fiscal_year` (Buddhist era), with their instrument, in order."""
        return self.filter(edition__fiscal_year=fiscal_year).select_related("instrument", "edition").order_by("number")


class ScoreCardQuerySet(models.QuerySet):
    """Score cards of provinces and agencies."""

    def of(self, owner: "Province | Agency", fiscal_year: int) -> Self:
        """The card of one province (as a whole) or of one agency in one fiscal year."""
        from agencies.models import Agency

        if isinstance(owner, Agency):
            return self.filter(agency=owner, fiscal_year=fiscal_year)
        return self.filter(province=owner, agency__isnull=True, fiscal_year=fiscal_year)

    def of_agencies(self, fiscal_year: int) -> Self:
        """The cards of single agencies in one fiscal year."""
        return self.filter(fiscal_year=fiscal_year, agency__isnull=False)

    def with_overall(self) -> Self:
        """Add `overall`: the printed overall score, else the computed one."""
        return self.annotate(overall=Coalesce("printed_overall", "computed_overall"))

    def owned_by(self, owner: "Province | Agency") -> Self:
        """The cards of one province (as a whole) or of one agency, of all years."""
        from agencies.models import Agency

        if isinstance(owner, Agency):
            return self.filter(agency=owner)
        return self.filter(province=owner, agency__isnull=True)

    def visible_to(self, user: Any) -> Self:
        """The cards that the person may read: own agencies', own provinces', all of them for national roles."""
        if not user.is_authenticated:
            return self.none()
        if user.roles & {Role.VIEWER, Role.ADMIN}:
            return self
        agencies = [m.agency_id for m in user.held if m.agency_id]
        homes = [m.agency.province_id for m in user.held if m.agency_id]
        reviewed = [m.province_id for m in user.held if m.province_id]
        return self.filter(
            Q(agency__in=agencies) | Q(province__in=reviewed) | Q(province__in=homes, agency__isnull=True)
        )


class DisclosureQuerySet(models.QuerySet):
    """Items of the OIT register."""

    def of(self, agency: "Agency", fiscal_year: int) -> Self:
        """The agency's items of that fiscal year (Buddhist era)."""
        return self.filter(agency=agency, fiscal_year=fiscal_year)

    def visible_to(self, user: Any) -> Self:
        """The items of the person's agencies and provinces; all of them for national roles."""
        if not user.is_authenticated:
            return self.none()
        if user.roles & {Role.VIEWER, Role.ADMIN}:
            return self
        agencies = [m.agency_id for m in user.held if m.agency_id]
        reviewed = [m.province_id for m in user.held if m.province_id]
        return self.filter(Q(agency__in=agencies) | Q(agency__province__in=reviewed))
