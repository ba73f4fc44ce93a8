"""Scores that an indicator cell of a paper states."""

from decimal import Decimal

from agencies.models import Agency, Province
from assessments.models import IndicatorScore, ScoreCard
from assessments.selectors import indicator_scores
from measures.importing.request import Request
from measures.intake.doubts import doubt
from measures.intake.shapes import Doubt, Reading


def owner_of(request: Request, reading: Reading) -> Province | Agency | None:
    """Whose scores a paper states: form B the plan owner's, form A the agency's where one is named.

    None while an agency that plans for itself is still to be made.
    """
    return request.agency if reading.heading.form == "A" and request.agency else request.owner


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


def write_scores(request: Request, reading: Reading) -> list[int]:
    """Put the paper's scores into the score cards where none is yet; answer the keys of the rows made."""
    owner = owner_of(request, reading)
    assert owner is not None
    made = []
    for one in reading.scores:
        card = ScoreCard.objects.of(owner, one.year).first()
        if card is None:
            agency = owner if isinstance(owner, Agency) else None
            card = ScoreCard.objects.create(province=request.province, agency=agency, fiscal_year=one.year)
        score = Decimal(one.score).quantize(Decimal("0.01"))
        row, is_new = IndicatorScore.objects.get_or_create(card=card, number=one.indicator, defaults={"score": score})
        if is_new:
            made.append(row.pk)
    return made
