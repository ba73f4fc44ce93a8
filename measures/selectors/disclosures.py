"""Measures that ask for OIT items: which items a measure names, and which measures name an item."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse

from agencies.models import Agency, User
from assessments.items import Item
from assessments.mentions import mentioned
from assessments.register.askers import Asker
from assessments.register.reading import items_of
from measures.choices import Action
from measures.models import Result, RoundMeasure, Submission
from measures.rules import may

# What an OIT code may look like, in either script: most pages have none, and then nothing is asked of the database.
_CODE = re.compile(r"[oO0๐]\s?[0-9๐-๙]")


def words_of(measure: RoundMeasure) -> str:
    """Return all words of a measure: its text and its sub-steps."""
    return "\n".join([measure.text, *(str(step.get("text", "")) for step in measure.substeps)])


def named_items(
    measures: Iterable[RoundMeasure], fiscal_year: int, *, of_oit: bool
) -> dict[int, tuple[Item, ...]]:  # fmt: skip
    """Return key of a measure → the items of that year that it names: 1 query at most.

    of_oit: the measures belong to an indicator of OIT; of others only those are looked at that hold a code.
    """
    words = {measure.pk: words_of(measure) for measure in measures}
    asked = {key: text for key, text in words.items() if of_oit or _CODE.search(text)}
    items = items_of(fiscal_year) if asked else ()
    found = {key: mentioned(text, items) for key, text in asked.items()}
    by_code = {item.code: item for item in items}
    return {key: tuple(by_code[code] for code in codes) for key, codes in found.items() if codes}


def measures_asking(
    agency: Agency, fiscal_year: int, items: Sequence[Item], user: User
) -> Mapping[str, Sequence[Asker]]:  # fmt: skip
    """Return code → the measures of the agency's newest round of that year that name the item: 2 queries."""
    reported = Submission.objects.visible_to(user).filter(agency=agency, round__plan__fiscal_year=fiscal_year)
    submission = reported.with_context().order_by("-round__pk").first()
    if submission is None:
        return {}
    results = Result.objects.filter(submission=submission).select_related("measure")
    reads = bool(may(user, Action.RESULT_READ, submission))
    found: dict[str, list[Asker]] = {}
    for result in results.order_by("measure__order", "measure__pk"):
        for code in mentioned(words_of(result.measure), items):
            found.setdefault(code, []).append(_asker(result, submission, reads=reads))
    return found


def _asker(result: Result, submission: Submission, *, reads: bool) -> Asker:
    measure = result.measure
    page = reverse("measures:submission-detail", args=[submission.pk])
    if reads:
        page = f"{reverse('measures:submission-entry', args=[submission.pk, measure.group])}#m{result.pk}"
    return Asker(str(measure), measure.text, page)
