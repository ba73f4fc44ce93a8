"""Sentences about editions and score cards."""

from typing import TYPE_CHECKING, Self

from django.db import models

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
