"""Checks before sending: errors block, warnings ask for a tick."""

from measures.checks.finding import Finding, find_all, refusals

__all__ = ["Finding", "find_all", "refusals"]
