"""Suspicions about a report's links: gathered, and decided by a person."""

from measures.findings.deciding import accept, dismiss, undo
from measures.findings.panel import Panel, panel
from measures.suspicions import Suspicion, of_submission

__all__ = ["Panel", "Suspicion", "accept", "dismiss", "of_submission", "panel", "undo"]
