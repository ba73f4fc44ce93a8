"""The province's own texts of a round, and what the agencies said beside them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from measures.choices import Answer
from measures.grouping import Titled, in_groups
from measures.models import Narrative, Result, Round, RoundMeasure
from measures.selectors.rounds import READABLE

# Texts of one measure that a page shows; the counts are always of all.
SHOWN = 40


@dataclass(frozen=True)
class Covered:
    """One measure of a round and the text that covers it, if any."""

    measure: RoundMeasure
    narrative: Narrative | None


@dataclass(frozen=True)
class NarrativeGroup(Titled):
    """The measures of one indicator or issue."""

    number: int
    name: str
    instrument: str
    rows: tuple[Covered, ...]
    by_issue: bool = False

    @property
    def narratives(self) -> list[tuple[Narrative, list[RoundMeasure]]]:
        """Return each text of this group with the measures that it covers here."""
        found: dict[Narrative, list[RoundMeasure]] = {}
        for row in self.rows:
            if row.narrative:
                found.setdefault(row.narrative, []).append(row.measure)
        return list(found.items())

    @property
    def bare(self) -> list[RoundMeasure]:
        """Return the measures without a text."""
        return [row.measure for row in self.rows if row.narrative is None]

    @property
    def done(self) -> int:
        """Return how many measures have a text."""
        return len(self.rows) - len(self.bare)


@dataclass(frozen=True)
class Said:
    """What the agencies that sent say of one measure. `unsent`: those who have not sent; they count nowhere."""

    measure: RoundMeasure
    counts: tuple[tuple[str, str, int], ...]
    sent: int
    results: tuple[Result, ...]
    unsent: tuple[str, ...]

    @property
    def done(self) -> int:
        """Return how many of those who sent have done it."""
        return next(count for answer, _words, count in self.counts if answer == Answer.DONE)


def narrative_groups(round_: Round) -> tuple[NarrativeGroup, ...]:
    """Return the round's measures by indicator or issue with the texts over them: 3 queries."""
    rows = [
        Covered(measure, next(iter(measure.narratives.all()), None))
        for measure in round_.measures.prefetch_related("narratives").order_by("order", "pk")
    ]
    return tuple(
        NarrativeGroup(head.number, head.name, head.instrument, tuple(found), head.by_issue)
        for head, found in in_groups(round_.plan, rows, lambda row: row.measure)
    )


def chosen(groups: Iterable[NarrativeGroup], *, numbers: set[int], measures: set[int]) -> list[RoundMeasure]:
    """Return the round's measures of whole groups (by number) or named singly; foreign keys have no effect."""
    return [
        row.measure for group in groups for row in group.rows if group.number in numbers or row.measure.pk in measures
    ]


def said_of(round_: Round, measures: list[RoundMeasure]) -> list[Said]:
    """Return what the agencies answered to these measures: 1 query. Words of unsent reports stay unread."""
    found = Result.objects.filter(measure__in=measures, submission__round=round_)
    sent: dict[int, list[Result]] = {measure.pk: [] for measure in measures}
    for result in (
        found.filter(submission__state__in=READABLE)
        .select_related("submission__agency")
        .order_by("submission__agency__name")
    ):
        sent[result.measure_id].append(result)
    unsent: dict[int, list[str]] = {measure.pk: [] for measure in measures}
    names = found.exclude(submission__state__in=READABLE).order_by("submission__agency__name")
    for key, name in names.values_list("measure_id", "submission__agency__name"):
        unsent[key].append(name)
    return [_said(measure, sent[measure.pk], unsent[measure.pk]) for measure in measures]


def _said(measure: RoundMeasure, results: list[Result], unsent: list[str]) -> Said:
    counts = tuple((answer.value, _(str(answer.label)), sum(r.answer == answer for r in results)) for answer in Answer)
    with_words = tuple(result for result in results if result.text.strip())
    return Said(measure, counts, len(results), with_words[:SHOWN], tuple(unsent))


def takeable(round_: Round, pk: int) -> Result | None:
    """Return a sent result of the round whose words may be taken over, or None."""
    sent: QuerySet[Result] = Result.objects.filter(submission__round=round_, submission__state__in=READABLE)
    return sent.select_related("submission__agency", "measure").filter(pk=pk).first()


def narrative_at(pk: int) -> Narrative | None:
    """Return a text by its key, whatever round it is of, or None when it is gone."""
    return Narrative.objects.filter(pk=pk).prefetch_related("covers").first()
