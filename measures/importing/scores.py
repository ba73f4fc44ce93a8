"""Scores that an indicator cell of a paper states."""

from decimal import Decimal

from agencies.models import Agency, Province, User
from assessments.authoring import write_card
from assessments.cards.shapes import merged
from assessments.models import IndicatorScore, ScoreCard
from assessments.scoring import Card, rounded
from assessments.selectors import card_of, indicator_scores
from measures.clock import database_now
from measures.importing.request import Request
from measures.intake.doubts import doubt
from measures.intake.shapes import Doubt, Reading
from thai.wording import gettext_noop

SOURCE = gettext_noop("ช่องตัวชี้วัดของแบบรายงานที่นำเข้า")


def owner_of(request: Request, reading: Reading) -> Province | Agency | None:
    """Whose scores a paper states: form B the plan owner's, forms A and E the agency's where one is named.

    None while an agency that plans for itself is still to be made.
    """
    return request.agency if reading.heading.of_agency and request.agency else request.owner


def score_doubts(request: Request, reading: Reading) -> list[Doubt]:
    """Where a stored score differs from the paper's; the stored one stays."""
    owner = owner_of(request, reading)
    if owner is None:
        return []
    known = {year: indicator_scores(owner, year) for year in {one.year for one in reading.scores}}
    doubts = []
    for one in reading.scores:
        kept = known[one.year].get(one.indicator)
        if kept is not None and kept != Decimal(one.score):
            found = doubt("score_kept", value=one.score, indicator=one.indicator, year=one.year, kept=kept)
            doubts.append(found)
    return doubts


def has_new_scores(request: Request, reading: Reading) -> bool:
    """Whether the paper states a score where none is stored."""
    owner = owner_of(request, reading)
    if owner is None:
        return bool(reading.scores)
    return any(one.indicator not in indicator_scores(owner, one.year) for one in reading.scores)


def write_scores(request: Request, reading: Reading, *, by: User | None) -> list[int]:
    """Put the paper's scores into the score cards where none is yet; answer the keys of the rows made.

    by: who commits the paper; the rule was asked for the paper as a whole.
    """
    owner = owner_of(request, reading)
    assert owner is not None
    made: list[int] = []
    for year in dict.fromkeys(one.year for one in reading.scores):
        row = ScoreCard.objects.of(owner, year).first()
        card = card_of(row) if row else Card()
        stated: dict[str, Decimal] = {}
        for one in reading.scores:
            if one.year == year and str(one.indicator) not in card.figures:
                stated.setdefault(str(one.indicator), rounded(Decimal(one.score)))
        if stated:
            row = write_card(owner, year, merged(card, Card(stated)), by=by, source=SOURCE, now=database_now())
            fresh = IndicatorScore.objects.filter(card=row, number__in=[int(code) for code in stated])
            made += fresh.values_list("pk", flat=True)
    return made
