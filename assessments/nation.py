"""The cards of the whole nation: its provinces, and its agencies, thousands of them, with the database counting."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Case, Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from agencies.models import Agency, Province
from assessments.models import IndicatorScore, ScoreCard
from assessments.scoring import rounded
from assessments.selectors import indicators_of
from assessments.standing import BARE, BELOW, Line, Mean, Wanted, cards_of, line_of, scores_of
from thai.wording import bare, thai_sort_key

FIGURES = ("share", "average", "overall", "cards", "agencies")


# What counts of a card: the printed figure, else the one that we computed.
_SCORE = Coalesce("printed_overall", "computed_overall")
_LEVEL = Case(When(printed_level="", then=F("level_hint")), default=F("printed_level"))


@dataclass(frozen=True)
class ProvinceLine:
    """A province: how many agencies, how many with a card, how many at the pass mark, means; its own card."""

    province: Province
    agencies: int
    cards: int
    passed: int
    average: Decimal | None
    overall: Decimal | None
    level: str

    @property
    def share(self) -> Decimal | None:
        """Return the per cent of cards that reach the pass mark."""
        return share_of(self.passed, self.cards)


@dataclass(frozen=True)
class CardTally:
    """The cards of agencies in a year, to be added up.

    How many, how many at the pass mark, how many have a score at all, and these scores together.
    """

    cards: int = 0
    passed: int = 0
    scored: int = 0
    points: Decimal = Decimal(0)

    def __add__(self, other: "CardTally") -> "CardTally":
        return CardTally(
            self.cards + other.cards, self.passed + other.passed, self.scored + other.scored, self.points + other.points
        )  # fmt: skip

    @property
    def average(self) -> Decimal | None:
        """Return the mean of the scores, two places."""
        return rounded(self.points / self.scored) if self.scored else None

    @property
    def share(self) -> Decimal | None:
        """Return the per cent of cards that reach the pass mark, two places."""
        return share_of(self.passed, self.cards)


def share_of(part: int, whole: int) -> Decimal | None:
    """Return the per cent that part is of whole, two places; None of nothing."""
    return rounded(Decimal(part) * 100 / whole) if whole else None


def card_tallies(year: int, mark: int) -> dict[int, CardTally]:
    """Return province's key → its active agencies' cards of the year: 1 query."""
    passes = Q(printed_overall__gte=mark) | Q(printed_overall=None, computed_overall__gte=mark)
    rows = (
        ScoreCard.objects.of_agencies(year)
        .filter(agency__is_active=True)
        .values("province")
        .order_by()
        .annotate(
            cards=Count("pk"), passed=Count("pk", filter=passes), scored=Count(_SCORE), points=Sum(_SCORE),
        )
    )  # fmt: skip
    return {
        one["province"]: CardTally(one["cards"], one["passed"], one["scored"], Decimal(one["points"] or 0))
        for one in rows
    }


def level_tallies(year: int) -> dict[int, dict[str, int]]:
    """Return province's key → name of a level → its active agencies that reached it in the year: 1 query.

    The printed level, else the one that our hint gives.
    """
    rows = (
        ScoreCard.objects.of_agencies(year)
        .filter(agency__is_active=True)
        .values("province", level=_LEVEL)
        .order_by()
        .annotate(agencies=Count("pk"))
    )
    found: dict[int, dict[str, int]] = {}
    for row in rows:
        if row["level"]:
            found.setdefault(row["province"], {})[row["level"]] = row["agencies"]
    return found


def years_with_cards() -> list[int]:
    """Return the fiscal years that any card is of, newest first: 1 query."""
    found = ScoreCard.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True)
    return list(found.distinct())


def nation_means(year: int, mark: int) -> tuple[Mean, ...]:
    """Return every indicator's mean over all agencies' cards of the year, weakest first: 2 queries."""
    known = {one.number: one for one in indicators_of(year)}
    rows = (
        IndicatorScore.objects.filter(card__fiscal_year=year, card__agency__isnull=False)
        .values("number")
        .order_by()
        .annotate(mean=Avg("score"), below=Count("pk", filter=Q(score__lt=mark)), cards=Count("pk"))
    )
    means = [
        Mean(known[row["number"]], rounded(Decimal(row["mean"])), row["below"], row["cards"])
        for row in rows
        if row["number"] in known
    ]
    return tuple(sorted(means, key=lambda one: (one.score, one.indicator.number)))


def province_lines(year: int, mark: int, wanted: Wanted) -> list[ProvinceLine]:
    """Return every province with the cards of its agencies counted: 4 queries."""
    counted = card_tallies(year, mark)
    own = {
        card.province_id: card
        for card in ScoreCard.objects.filter(fiscal_year=year, agency__isnull=True).with_overall()
    }  # fmt: skip
    sizes = dict(
        Agency.objects.active().values("province").order_by().annotate(size=Count("pk")).values_list("province", "size")
    )
    lines = [
        _province(province, sizes.get(province.pk, 0), counted.get(province.pk, CardTally()), own.get(province.pk))
        for province in Province.objects.all()
    ]
    words = bare(wanted.q)
    named = [line for line in lines if words in bare(f"{line.province.name} {line.province.name_en}")]
    return _provinces_sorted(named, wanted)


def _province(province: Province, size: int, tally: "CardTally", card: Any) -> ProvinceLine:
    return ProvinceLine(
        province, size, tally.cards, tally.passed, tally.average, card.overall if card else None,
        (card.printed_level or card.level_hint) if card else "",
    )  # fmt: skip


def _provinces_sorted(lines: list[ProvinceLine], wanted: Wanted) -> list[ProvinceLine]:
    lines = sorted(lines, key=lambda line: thai_sort_key(line.province.local_name))
    if wanted.key in FIGURES:
        having = [line for line in lines if getattr(line, wanted.key) is not None]
        bare_ones = [line for line in lines if getattr(line, wanted.key) is None]
        return sorted(having, key=lambda line: getattr(line, wanted.key), reverse=wanted.falling) + bare_ones
    return lines[::-1] if wanted.key == "name" and wanted.falling else lines


def nation_agencies(year: int, mark: int, wanted: Wanted) -> QuerySet[Agency]:
    """Return the nation's agencies with `overall` of that year, filtered and sorted."""
    agencies = (
        Agency.objects.active()
        .annotate(card=FilteredRelation("score_cards", condition=Q(score_cards__fiscal_year=year)))
        .annotate(overall=Coalesce("card__printed_overall", "card__computed_overall"))
        .select_related("kind", "province")
    )
    if wanted.q:
        agencies = agencies.filter(name__icontains=wanted.q.strip())
    if wanted.province:
        agencies = agencies.filter(province=wanted.province)
    if wanted.kind:
        agencies = agencies.filter(kind=wanted.kind)
    if wanted.level:
        named = Q(card__printed_level=wanted.level) | Q(card__printed_level="", card__level_hint=wanted.level)
        agencies = agencies.filter(named)
    if wanted.only == BELOW:
        agencies = agencies.filter(overall__lt=mark)
    elif wanted.only == BARE:
        agencies = agencies.filter(card__pk=None)
    return agencies.order_by(*_order(year, wanted), "name", "pk")


def _order(year: int, wanted: Wanted) -> list[Any]:
    """Return what the agencies are sorted by; those without a figure come last, whatever the direction."""
    by: Any = {"overall": F("overall"), "province": F("province__name"), "name": F("name")}.get(wanted.key)
    if wanted.key.isdecimal():
        scores = IndicatorScore.objects.filter(
            card__agency=OuterRef("pk"), card__fiscal_year=year, number=int(wanted.key)
        )
        by = Subquery(scores.values("score")[:1])
    if by is None:
        return []
    return [by.desc(nulls_last=True) if wanted.falling else by.asc(nulls_last=True)]


def nation_page(agencies: Sequence[Agency], year: int) -> list[Line]:
    """Return the lines of one page of agencies: 2 queries."""
    cards = cards_of(ScoreCard.objects.of_agencies(year).filter(agency__in=[one.pk for one in agencies]))
    scores = scores_of(card.pk for card in cards.values())
    return [line_of(one, cards.get(one.pk), scores) for one in agencies]


def levels_of(year: int) -> list[str]:
    """Return the names of the levels that agencies reached in the year, or that our hint gives: 1 query."""
    found = ScoreCard.objects.of_agencies(year).values_list("printed_level", "level_hint").order_by().distinct()
    return sorted({printed or hint for printed, hint in found} - {""})
