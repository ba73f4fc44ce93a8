"""Checks before sending: errors block, warnings ask for a tick, what a reviewer waived does neither."""

from measures.checks.finding import CHECKS, NAMES, Finding, Kind, by_kind, find_all, refusals
from measures.checks.report import Report, read

__all__ = ["CHECKS", "NAMES", "Finding", "Kind", "Report", "by_kind", "find_all", "read", "refusals"]
