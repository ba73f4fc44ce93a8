"""What of an edition is in use. Higher floors say so by registering, since nothing here may import them."""

from collections.abc import Callable

from assessments.edition_data import EditionData
from assessments.merging import Locked
from assessments.models import Disclosure, Edition, IndicatorScore, Question, ScoreCard

Used = Callable[[int], set[int]]

_holders: list[Used] = []
_issue_holders: list[Used] = []


def register(holder: Used) -> None:
    """Add a function: fiscal year → numbers of the indicators of that year that its rows refer to."""
    if holder not in _holders:
        _holders.append(holder)


def register_issues(holder: Used) -> None:
    """Add a function: fiscal year → numbers of the issues of that year that its rows refer to."""
    if holder not in _issue_holders:
        _issue_holders.append(holder)


def locked_parts(edition: Edition) -> Locked:
    """What of the edition is referenced: weights by any score card of the year, indicators, questions, issues."""
    year = edition.fiscal_year
    numbers = set(IndicatorScore.objects.filter(card__fiscal_year=year).values_list("number", flat=True))
    for holder in _holders:
        numbers |= holder(year)
    codes = Question.objects.filter(indicator__edition=edition, pk__in=_referenced_questions(edition))
    registered = Disclosure.objects.filter(fiscal_year=year).values_list("item", flat=True)
    return Locked(
        weights=ScoreCard.objects.filter(fiscal_year=year).exists(),
        numbers=frozenset(numbers),
        codes=frozenset(codes.values_list("code", flat=True)) | frozenset(registered.distinct()),
        issues=frozenset().union(*(holder(year) for holder in _issue_holders)),
    )


def removable_codes(edition: EditionData, number: int, locked: Locked) -> list[str]:
    """Codes of what may be taken out of an indicator: questions that nothing refers to, empty sub-indicators.

    A verified edition keeps all its questions.
    """
    indicator = next(one for _instrument, one in edition.indicators() if one.number == number)
    homes = {question.sub_indicator for question in indicator.questions}
    free = [one.code for one in indicator.questions if one.code not in locked.codes and not edition.verified]
    return free + [code for code, _name in indicator.sub_indicators if code not in homes]


def _referenced_questions(edition: Edition) -> set[int]:
    """Primary keys of questions that any row with a foreign key to Question points at."""
    found: set[int] = set()
    for relation in Question._meta.related_objects:
        column = relation.field.name
        rows = relation.related_model._default_manager.filter(**{f"{column}__indicator__edition": edition})
        found.update(rows.values_list(f"{column}_id", flat=True))
    return found
