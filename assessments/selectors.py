"""What other rooms ask the assessment."""

from decimal import Decimal

from agencies.models import Agency, Province
from assessments.models import Edition, Indicator, IndicatorScore, ScoreCard


class EditionMissingError(LookupError):
    """No edition exists for a fiscal year; the message is Thai and says what to do."""

    def __init__(self, fiscal_year: int) -> None:
        super().__init__(f"ยังไม่มีเกณฑ์การประเมินของปีงบประมาณ พ.ศ. {fiscal_year} ให้ผู้ดูแลระบบสร้างจากเกณฑ์ของปีก่อนหน้าก่อน")


def edition_for(fiscal_year: int) -> Edition:
    """The edition of `fiscal_year` (Buddhist era). Raises EditionMissingError."""
    edition = Edition.objects.filter(fiscal_year=fiscal_year).first()
    if edition is None:
        raise EditionMissingError(fiscal_year)
    return edition


def indicators_of(fiscal_year: int) -> tuple[Indicator, ...]:
    """The indicators of a year in order, with instrument and edition: one query. Empty if unknown."""
    return tuple(Indicator.objects.of_year(fiscal_year))


def indicator_scores(owner: Province | Agency, fiscal_year: int) -> dict[int, Decimal]:
    """Indicator number → score (0–100, two places) of the owner's card of that year: one query."""
    cards = ScoreCard.objects.of(owner, fiscal_year)
    return dict(IndicatorScore.objects.filter(card__in=cards).values_list("number", "score"))


def indicator_score(owner: Province | Agency, fiscal_year: int, number: int) -> Decimal | None:
    """The score of one indicator, or None where nothing is known."""
    return indicator_scores(owner, fiscal_year).get(number)
