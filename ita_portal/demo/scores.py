"""Invented score cards of the demo's bodies."""

import random
from decimal import ROUND_HALF_UP, Decimal

from agencies.models import Agency, Province
from assessments.models import Indicator, IndicatorScore, ScoreCard
from assessments.selectors import indicators_of
from ita_portal.demo.data import demo_data

CENT = Decimal("0.01")


def score_year(province: Province, agencies: list[Agency], fiscal_year: int) -> None:
    """Give the province and each agency a card of that year, with the total and level that it leads to."""
    data, year = demo_data("scores"), str(fiscal_year)
    indicators = indicators_of(fiscal_year)
    _card(province, None, indicators, [Decimal(score) for score in data["province"][year]])
    for agency in agencies:
        chance = random.Random(f"{agency.name} {year}")  # noqa: S311
        scores = [_around(base, chance) for base in data["agencies"][year]]
        _card(province, agency, indicators, scores)


def _around(base: int, chance: random.Random) -> Decimal:
    return min(Decimal(100), Decimal(base) + Decimal(chance.randint(-600, 500)) / 100)


def _card(province: Province, agency: Agency | None, indicators: tuple[Indicator, ...], scores: list[Decimal]) -> None:
    total = _overall(indicators, scores)
    card = ScoreCard.objects.create(
        province=province,
        agency=agency,
        fiscal_year=indicators[0].edition.fiscal_year,
        printed_overall=total,
        printed_level=_level(indicators, total, min(scores)),
    )
    IndicatorScore.objects.bulk_create(
        IndicatorScore(card=card, number=indicator.number, score=score)
        for indicator, score in zip(indicators, scores, strict=True)
    )


def _overall(indicators: tuple[Indicator, ...], scores: list[Decimal]) -> Decimal:
    parts: dict[str, list[Decimal]] = {}
    weights = {one.instrument.code: one.instrument.weight for one in indicators}
    for indicator, score in zip(indicators, scores, strict=True):
        parts.setdefault(indicator.instrument.code, []).append(score)
    total = sum((_mean(part) * weights[code] / 100 for code, part in parts.items()), Decimal(0))
    return total.quantize(CENT, ROUND_HALF_UP)


def _mean(scores: list[Decimal]) -> Decimal:
    return sum(scores, Decimal(0)) / len(scores)


def _level(indicators: tuple[Indicator, ...], total: Decimal, lowest: Decimal) -> str:
    for rule in indicators[0].edition.level_rules:
        if total >= Decimal(rule["min_overall"]) and lowest >= Decimal(rule["min_indicator"] or 0):
            return str(rule["name"])
    return ""
