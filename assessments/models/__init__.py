"""Editions of the assessment, score cards, the OIT register, and the library of suggested measures."""

from assessments.models.card import CardChange, CardFigure, IndicatorScore, ScoreCard
from assessments.models.disclosure import Disclosure, DisclosureChange, DisclosureLink
from assessments.models.edition import Edition, Indicator, Instrument, Issue, Question, SubIndicator
from assessments.models.suggestion import Suggestion

__all__ = [
    "CardChange",
    "CardFigure",
    "Disclosure",
    "DisclosureChange",
    "DisclosureLink",
    "Edition",
    "Indicator",
    "IndicatorScore",
    "Instrument",
    "Issue",
    "Question",
    "ScoreCard",
    "SubIndicator",
    "Suggestion",
]
