"""The level that a result leads to, by the rules of the year's edition: a hint, for the printed level counts. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.scoring import OVERALL, Card, Scheme, basis, rounded


@dataclass(frozen=True)
class LevelRule:
    """A level's name and the least scores (0–100) that it asks for; None asks for nothing."""

    name: str
    min_overall: Decimal | None
    min_instrument: Decimal | None
    min_indicator: Decimal | None


@dataclass(frozen=True)
class LevelHint:
    """The level reached, and why not the next better one: one sentence for each condition that failed."""

    name: str
    better: str = ""
    failed: tuple[str, ...] = ()


def parse_rules(rows: Sequence[Mapping[str, Any]]) -> tuple[LevelRule, ...]:
    """Return the rules of an edition's JSON rows, best level first as they stand there."""
    return tuple(
        LevelRule(row["name"], *(_limit(row.get(key)) for key in ("min_overall", "min_instrument", "min_indicator")))
        for row in rows
    )


def _limit(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def level_hint(rules: Sequence[LevelRule], scheme: Scheme, card: Card) -> LevelHint | None:
    """Return the level of a card, or None where the overall score is not known or no rule fits.

    The overall score is the printed one, else the computed one. A missing instrument or indicator fails no
    condition: the hint says what the known figures allow.
    """
    overall = card.figures.get(OVERALL)
    if overall is None:
        exact = basis(OVERALL, scheme, card)
        if exact is None:
            return None
        overall = rounded(exact)
    previous: tuple[str, tuple[str, ...]] = ("", ())
    for rule in rules:
        failed = _failed(rule, overall, scheme, card)
        if not failed:
            return LevelHint(rule.name, *previous)
        previous = (rule.name, failed)
    return None


def _failed(rule: LevelRule, overall: Decimal, scheme: Scheme, card: Card) -> tuple[str, ...]:
    """Return what keeps a card from a level, in the reader's language; empty when nothing does."""
    failed = []
    if rule.min_overall is not None and overall < rule.min_overall:
        told = {"overall": overall, "limit": rule.min_overall}
        failed.append(_("คะแนนรวม %(overall)s ต่ำกว่า %(limit)s") % told)
    for words, codes, limit in (
        (_("แบบสำรวจ %(code)s ได้ %(score)s ต่ำกว่า %(limit)s"), scheme.instruments, rule.min_instrument),
        (_("ตัวชี้วัดที่ %(code)s ได้ %(score)s ต่ำกว่า %(limit)s"), scheme.indicators, rule.min_indicator),
    ):
        for code in codes if limit is not None else ():
            score = basis(code, scheme, card)
            if score is not None and limit is not None and rounded(score) < limit:
                failed.append(words % {"code": code, "score": rounded(score), "limit": limit})
    return tuple(failed)
