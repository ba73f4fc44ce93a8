"""Score cards for the tests of papers, written by the portal's own service."""

from decimal import Decimal

from django.utils import timezone

from agencies.models import Agency, Province
from assessments.authoring import write_card
from assessments.models import ScoreCard
from assessments.scoring import Card, Percents
from assessments.tests.registers import edition


def put_card(
    owner: Agency | Province,
    year: int,
    figures: dict[str, str],
    percents: dict[str, Percents] | None = None,
    *,
    level: str = "",
) -> ScoreCard:
    """Store the owner's card of that year, whose edition is loaded where it is missing."""
    edition(year)
    card = Card({code: Decimal(score) for code, score in figures.items()}, percents or {}, level)
    return write_card(owner, year, card, by=None, source="ทดสอบ", now=timezone.now())
