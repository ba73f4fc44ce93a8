"""Invented score cards of the demo's bodies: in full where the year's edition knows its questions.

Every figure follows from those below it, so the cards add up; one card has a digit that was read wrongly.
"""

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal

from django.utils import timezone

from agencies.models import Agency, Province
from assessments.authoring import save_card
from assessments.cards.tree import Node, tree_of
from assessments.edition_data import EditionData
from assessments.editions import read_instruments
from assessments.levels import LevelRule, level_hint, parse_rules
from assessments.scoring import OVERALL, Card, Percents, Scheme, rounded, scheme_of, value
from assessments.selectors import edition_for
from ita_portal.demo.data import demo_data
from thai.wording import gettext_noop

SOURCE = gettext_noop("ข้อมูลสาธิต")
# Of the first agency: the whole score, as a tired reader sees it.
MISREAD = 2567
_LOOKS_LIKE = {"1": "7", "7": "1", "3": "8", "8": "3", "5": "6", "6": "5", "9": "8", "0": "8", "2": "7", "4": "1"}
_HUNDRED = Decimal(100)


def score_year(province: Province, agencies: list[Agency], fiscal_year: int, *, now: dt.datetime | None = None) -> None:
    """Give the province and each agency a card of that year, with the total and level that it leads to."""
    data, year = demo_data("scores"), str(fiscal_year)
    edition = edition_for(fiscal_year)
    known, rules = read_instruments(edition), parse_rules(edition.level_rules)
    moment = now or timezone.now()
    wanted = [Decimal(score) for score in data["province"][year]]
    save_card(
        province, fiscal_year, _card(known, rules, wanted, year), by=None, version=None, source=SOURCE, now=moment
    )
    for agency in agencies:
        chance = random.Random(f"{agency.name} {year}")  # noqa: S311
        scores = [_around(base, chance) for base in data["agencies"][year]]
        card = _card(known, rules, scores, f"{agency.name} {year}")
        if fiscal_year == MISREAD and agency == agencies[0]:
            card = _misread(card)
        save_card(agency, fiscal_year, card, by=None, version=None, source=SOURCE, now=moment)


def _around(base: int, chance: random.Random) -> Decimal:
    return min(_HUNDRED, Decimal(base) + Decimal(chance.randint(-600, 500)) / 100)


def _card(edition: EditionData, rules: tuple[LevelRule, ...], scores: list[Decimal], seed: str) -> Card:
    """A card that adds up, with indicators near the scores given: exactly these where the year knows no questions."""
    scheme, nodes, chance = scheme_of(edition), tree_of(edition), random.Random(seed)  # noqa: S311
    near = {str(number): score for number, score in enumerate(scores, start=1)}
    card = Card()
    for node in nodes:
        if node.leaf:
            card = _with_leaf(card, node, near, scheme, chance)
    for node in sorted((one for one in nodes if not one.leaf), key=lambda one: -one.depth * 2 + (one.code == OVERALL)):
        exact = value(node.code, scheme, card)
        if exact is not None:
            card = Card({**card.figures, node.code: rounded(exact)}, card.percents)
    hint = level_hint(rules, scheme, card)
    return replace(card, level=hint.name if hint else "")


def _with_leaf(card: Card, node: Node, near: dict[str, Decimal], scheme: Scheme, chance: random.Random) -> Card:
    """Score the last parts: an indicator without questions, a question with its answers, an item."""
    if node.kind == "indicator":
        return Card({**card.figures, node.code: near[node.code]}, card.percents)
    parents = scheme.parents()
    home = node.code
    while not home.isdecimal():
        home = parents[home]
    if node.kind == "item":
        is_there = Decimal(chance.randint(0, 10_000)) / 100 < near[home] + 3
        return Card({**card.figures, node.code: _HUNDRED if is_there else Decimal(0)}, card.percents)
    shares = _shares(near[home] + Decimal(chance.randint(-300, 300)) / 100, chance)
    if scheme.sign(node.code) == "-":
        shares = shares[::-1]
    percents = {**card.percents, node.code: shares}
    exact = value(node.code, scheme, Card(percents=percents))
    assert exact is not None
    return Card({**card.figures, node.code: rounded(exact)}, percents)


def _shares(score: Decimal, chance: random.Random) -> Percents:
    """Four shares of answers, 100 together, whose score is near the one given."""
    score = max(Decimal(67), min(score, _HUNDRED))
    little = Decimal(chance.randint(0, 150)) / 100
    most = min(_HUNDRED - little, rounded((score - 67) / 33 * 100 + little))
    return Decimal(0), little, _HUNDRED - little - most, most


def _misread(card: Card) -> Card:
    """The card with one digit of its whole score taken for one that looks like it."""
    text = str(card.figures[OVERALL])
    wrong = text[:-2] + _LOOKS_LIKE[text[-2]] + text[-1]
    return Card({**card.figures, OVERALL: Decimal(wrong)}, card.percents, card.level)
