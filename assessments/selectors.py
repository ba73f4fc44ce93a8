"""What other rooms ask the assessment."""

from decimal import Decimal

from agencies.models import Agency, Province
from assessments.editions import read_instruments
from assessments.levels import LevelRule, parse_rules
from assessments.models import Edition, Indicator, IndicatorScore, Issue, ScoreCard
from assessments.scoring import OVERALL, Card, Scheme, scheme_of


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


def issues_of(fiscal_year: int) -> tuple[Issue, ...]:
    """The issues of a year in order: one query. Empty if unknown."""
    return tuple(Issue.objects.filter(edition__fiscal_year=fiscal_year).order_by("number"))


def latest_names() -> dict[int, str]:
    """Indicator number → Thai name in the newest edition: one query. For what belongs to no year."""
    rows = Indicator.objects.order_by("edition__fiscal_year").values_list("number", "name")
    return dict(rows)


def indicator_scores(owner: Province | Agency, fiscal_year: int) -> dict[int, Decimal]:
    """Indicator number → score (0–100, two places) of the owner's card of that year: one query."""
    cards = ScoreCard.objects.of(owner, fiscal_year)
    return dict(IndicatorScore.objects.filter(card__in=cards).values_list("number", "score"))


def indicator_score(owner: Province | Agency, fiscal_year: int, number: int) -> Decimal | None:
    """The score of one indicator, or None where nothing is known."""
    return indicator_scores(owner, fiscal_year).get(number)


def scheme_for(fiscal_year: int) -> tuple[Scheme, tuple[LevelRule, ...]]:
    """What a year's scores are made of, and its level rules, best first: 5 queries. Raises EditionMissingError."""
    edition = edition_for(fiscal_year)
    return scheme_of(read_instruments(edition)), parse_rules(edition.level_rules)


def card_of(card: ScoreCard) -> Card:
    """The printed figures of a stored card as the arithmetic takes them: 2 queries, none where they were fetched along.

    Shares count only where all four stand.
    """
    figures = {str(row.number): row.score for row in card.scores.all()}
    rows = list(card.figures.all())
    figures |= {row.code: row.score for row in rows if row.score is not None}
    if card.printed_overall is not None:
        figures[OVERALL] = card.printed_overall
    shares = {row.code: (row.least, row.little, row.much, row.most) for row in rows}
    whole = {code: four for code, four in shares.items() if None not in four}
    return Card(figures, whole, card.printed_level)  # type: ignore[arg-type]
