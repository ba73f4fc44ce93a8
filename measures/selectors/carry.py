"""Last round's answers beside this round's measures: offered to be copied, never assumed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.models import User
from measures.choices import Action, Answer, RoundKind
from measures.grouping import beside, place_of
from measures.identity import Match, Piece, Wording, difference, match
from measures.models import Result, Submission
from measures.rules import may

# How many earlier reports are looked at: the last round, and the one before it where that says nothing.
DEPTH = 2
_ORDER = {RoundKind.SIX: 0, RoundKind.TWELVE: 1, RoundKind.FREE: 2}


@dataclass(frozen=True)
class Earlier:
    """An earlier answer to (nearly) the same measure. `pieces`: how the words differ, empty when certain."""

    result: Result
    round_name: str
    certain: bool
    pieces: tuple[Piece, ...]
    urls: tuple[str, ...]
    files: tuple[str, ...] = ()


def earlier_answers(
    submission: Submission, results: Sequence[Result], *, reader: User | None = None
) -> dict[int, Earlier]:
    """Return {pk of result: Earlier} for results of that submission: 6 queries at most, whatever their number.

    The newest earlier report of the same agency that answers the measure wins. reader: who looks at it from
    outside and must be allowed to read that report, too (None: the agency itself).
    """
    reports = _earlier_reports(submission, reader)
    if not reports or not results:
        return {}
    answers = list(
        Result.objects.filter(_of_groups(results), submission__in=reports)
        .exclude(answer=Answer.BLANK)
        .select_related("measure")
        .prefetch_related("result_links__link", "result_attachments__attachment")
    )
    found: dict[int, Earlier] = {}
    for report in reports:
        mine = [answer for answer in answers if answer.submission_id == report.pk]
        open_results = [result for result in results if result.pk not in found]
        by_pk = {answer.pk: answer for answer in mine}
        fits = match([_wording(r) for r in open_results], [_wording(a) for a in mine])
        for result in open_results:
            if fit := fits.get(result.pk):
                found[result.pk] = _earlier(report, by_pk[fit.key], result, fit)
    return found


def source_for(result: Result, source_pk: int) -> Result | None:
    """Return the earlier result that may be copied into this one, if that key is the one on offer.

    Matched among its neighbours, as the entry page does: alone it might fit another measure.
    """
    same = result.submission.results.filter(**beside(result.measure, "measure__"))
    neighbours = list(same.select_related("measure").order_by("measure__order", "pk"))
    offer = earlier_answers(result.submission, neighbours).get(result.pk)
    return offer.result if offer and offer.result.pk == source_pk else None


def _earlier_reports(submission: Submission, reader: User | None) -> list[Submission]:
    here = _place(submission)
    others = (
        Submission.objects.filter(agency=submission.agency_id, round__plan__fiscal_year__lte=here[0])
        .exclude(pk=submission.pk)
        .select_related("round__plan", "agency__province")
    )
    before = sorted((one for one in others if _place(one) < here), key=_place, reverse=True)
    # A report that was never sent stays the agency's own, also beside one that was.
    readable = (one for one in before if reader is None or may(reader, Action.RESULT_READ, one))
    return list(islice(readable, DEPTH))


def _place(submission: Submission) -> tuple[int, int, int]:
    round_ = submission.round
    return round_.plan.fiscal_year, _ORDER[RoundKind(round_.kind)], round_.pk


def _of_groups(results: Sequence[Result]) -> Q:
    """The measures of the same groups: issues among plans by issue, indicators among the others."""
    groups = {place_of(result.measure) for result in results}
    issues, indicators = ([number for is_issue, number in groups if is_issue == kind] for kind in (True, False))
    return Q(measure__issue__in=issues) | Q(measure__issue=0, measure__indicator__in=indicators)


def _wording(result: Result) -> Wording:
    return Wording(result.pk, place_of(result.measure), result.measure.label, result.measure.text)


def _earlier(report: Submission, answer: Result, result: Result, fit: Match) -> Earlier:
    pieces = () if fit.certain else difference(answer.measure.text, result.measure.text)
    urls = tuple(row.link.typed for row in answer.result_links.all())
    files = tuple(row.attachment.caption or row.attachment.name for row in answer.result_attachments.all())
    words = _("%(round)s ปี %(year)s") % {"round": report.round.name, "year": report.round.plan.fiscal_year}
    return Earlier(answer, words, fit.certain, pieces, urls, files)
