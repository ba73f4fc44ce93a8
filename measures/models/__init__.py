"""The work of a round: plan, measure, round, submission, result, review, history."""

from measures.models.event import Event, EventChain
from measures.models.evidence import CheckWaiver, EvidenceProof, FindingDecision, ResultAttachment
from measures.models.intake import Intake
from measures.models.narrative import Narrative
from measures.models.plan import Measure, Plan, WeakPoint
from measures.models.result import EditSitting, Result, ResultLink, ReviewNote, UnsavedText
from measures.models.round import Extension, Round, RoundMeasure, Submission
from measures.models.writing import Crest, Memo, Prose

__all__ = [
    "CheckWaiver",
    "Crest",
    "EditSitting",
    "Event",
    "EventChain",
    "EvidenceProof",
    "Extension",
    "FindingDecision",
    "Intake",
    "Measure",
    "Memo",
    "Narrative",
    "Plan",
    "Prose",
    "Result",
    "ResultAttachment",
    "ResultLink",
    "ReviewNote",
    "Round",
    "RoundMeasure",
    "Submission",
    "UnsavedText",
    "WeakPoint",
]
