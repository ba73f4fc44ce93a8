"""Measures of the library that answer the weak points of a year's result, for recommendations to choose from."""

from collections.abc import Iterable

from assessments.models import Suggestion
from assessments.topics import fits
from reports.score_facts import ItemScore, QuestionScore, ScoreYear

MOST = 2


def suggestions_for(facts: ScoreYear) -> dict[int, tuple[str, ...]]:
    """Return indicator number → at most two measures of the library, those that fit its weak points first: 1 query."""
    numbers = [one.number for one in facts.weak_indicators]
    found: dict[int, list[Suggestion]] = {number: [] for number in numbers}
    for entry in Suggestion.objects.filter(indicator__in=numbers, is_active=True):
        found[entry.indicator].append(entry)
    return {number: _best(entries, _weak_points(facts, number)) for number, entries in found.items() if entries}


def _weak_points(facts: ScoreYear, number: int) -> list[tuple[str, str]]:
    points: Iterable[QuestionScore | ItemScore] = (*facts.weak_questions, *facts.lost_items)
    return [(one.name, getattr(one, "section", "")) for one in points if one.indicator == number]


def _best(entries: list[Suggestion], points: list[tuple[str, str]]) -> tuple[str, ...]:
    """Those that answer a named weak point, then those for the whole indicator; one of a topic at most."""
    fitting = [one for one in entries if any(fits(one.topic, name, section) for name, section in points)]
    chosen: dict[str, str] = {}
    for one in (*fitting, *(one for one in entries if not one.topic), *entries):
        chosen.setdefault(one.topic, one.text)
    return tuple(chosen.values())[:MOST]
