"""The work of a round: plan, measure, round, submission, result, review, history."""

from measures.models.event import Event, EventChain
from measures.models.intake import Intake
from measures.models.narrative import Narrative
from measures.models.plan import Measure, Plan
from measures.models.result import EditSitting, Result, ResultLink, ReviewNote, UnsavedText
from measures.models.round import Extension, Round, RoundMeasure, Submission

__all__ = [
    "EditSitting",
    "Event",
    "EventChain",
    "Extension",
    "Intake",
    "Measure",
    "Narrative",
    "Plan",
    "Result",
    "ResultLink",
    "ReviewNote",
    "Round",
    "RoundMeasure",
    "Submission",
    "UnsavedText",
]
