"""What could be done about a card's weak points: the library, other agencies' work, last year's own measures."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.models import CardFigure, IndicatorScore, ScoreCard, Suggestion
from assessments.selectors import indicator_scores
from assessments.topics import fits
from assessments.weakness import WeakSpot, code_key
from measures.choices import SENT, Answer, RoundState, State
from measures.models import Measure, Plan, Result, Round
from measures.selectors.weak import LastYear
from thai.wording import bare

MOST_OTHERS = 3
# How many better agencies are asked for their work, so that three of them have some.
MOST_ASKED = 8


@dataclass(frozen=True)
class Proposal:
    """A measure that may be taken into the plan.

    key: "library-3", "other-41" (a result) or "own-7" (a measure). codes: the weak points that it answers. evidence:
    what proves it (library). agency, score, result, links: whose work it was and what it says in public. counts:
    answers of the latest round of the plan before; change: of the indicator's score in that plan's year. year: of the
    work. taken: it stands in the plan already. issue: that of the measure before, in a plan by issue.
    """

    key: str
    indicator: int
    text: str
    codes: tuple[str, ...]
    steps: tuple[dict[str, str], ...] = ()
    responsible: str = ""
    follow_up: str = ""
    evidence: str = ""
    agency: str = ""
    score: Decimal | None = None
    result: str = ""
    links: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    change: Decimal | None = None
    year: int = 0
    taken: bool = False
    issue: int = 0

    @property
    def answers(self) -> list[tuple[str, int]]:
        """Return the counts with the answers in words."""
        return [(_(str(Answer(answer).label)), count) for answer, count in self.counts]


@dataclass(frozen=True)
class WeakGroup:
    """The weak points of one indicator, worst first, and what is proposed; number 0: not known to the edition."""

    number: int
    name: str
    instrument: str
    score: Decimal | None
    spots: tuple[WeakSpot, ...]
    library: tuple[Proposal, ...] = ()
    others: tuple[Proposal, ...] = ()
    own: tuple[Proposal, ...] = ()

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Return all of them, in the order of the page."""
        return (*self.library, *self.others, *self.own)


def weak_groups(plan: Plan, last: LastYear) -> tuple[WeakGroup, ...]:
    """Return the weak points by indicator, the worst first, each with its proposals: 12 queries at most.

    Those of no known indicator come last.
    """
    by_number: dict[int, list[WeakSpot]] = {}
    for spot in last.spots:
        by_number.setdefault(spot.indicator, []).append(spot)
    if not by_number or last.edition is None or last.card is None:
        return ()
    names = {one.number: (one.name, instrument.code) for instrument, one in last.edition.indicators()}
    there = {(one.indicator, bare(one.text)) for one in plan.measures.all()}
    library, own = _library(by_number), _own(plan, by_number)
    others = _others(plan, by_number)
    return tuple(
        WeakGroup(
            number, names[number][0] if number in names else "",
            names[number][1] if number in names else "",
            last.card.figures.get(str(number)), tuple(spots),
            *(_marked(found.get(number, []), there) for found in (library, others, own)),
        )
        for number, spots in sorted(by_number.items(), key=lambda pair: not pair[0])
    )  # fmt: skip


def _marked(proposals: Iterable[Proposal], there: set[tuple[int, str]]) -> tuple[Proposal, ...]:
    # In a plan by issue a measure need not name the indicator that it serves.
    return tuple(
        replace(one, taken=bool({(one.indicator, bare(one.text)), (0, bare(one.text))} & there)) for one in proposals
    )


def _library(by_number: dict[int, list[WeakSpot]]) -> dict[int, list[Proposal]]:
    """Return the entries that fit a weak question or item by its name, then those of the whole indicator."""
    found: dict[int, list[Proposal]] = {}
    for entry in Suggestion.objects.filter(is_active=True, indicator__in=by_number):
        spots = by_number[entry.indicator]
        whole = [spot.code for spot in spots if spot.is_indicator]
        named = [spot for spot in spots if not spot.is_indicator]
        codes = [spot.code for spot in named if fits(entry.topic, spot.name, spot.section)]
        # A year without known questions shows everything that is there for the indicator.
        if codes or not entry.topic or not named:
            found.setdefault(entry.indicator, []).append(
                Proposal(
                    f"library-{entry.pk}", entry.indicator, entry.text,
                    tuple(codes + whole) or tuple(spot.code for spot in spots),
                    tuple({"label": "", "text": step} for step in entry.steps), evidence=entry.evidence,
                )
            )  # fmt: skip
    for proposals in found.values():
        proposals.sort(key=lambda one: all(code.isdecimal() for code in one.codes))
    return found


def _own(plan: Plan, by_number: dict[int, list[WeakSpot]]) -> dict[int, list[Proposal]]:
    """Return the measures of the owner's last plan with the answers of its latest round and what the score did."""
    same = {"agency": plan.agency} if plan.agency_id else {"province": plan.province, "agency": None}
    before = Plan.objects.filter(fiscal_year__lt=plan.fiscal_year, **same).order_by("-fiscal_year").first()
    if before is None:
        return {}
    year, owner = before.fiscal_year, plan.agency or plan.province
    measures = list(before.measures.filter(indicator__in=by_number))
    counts = _counts(before, measures)
    now, then = indicator_scores(owner, year), indicator_scores(owner, year - 1)
    found: dict[int, list[Proposal]] = {}
    for one in measures:
        rise = now[one.indicator] - then[one.indicator] if one.indicator in now and one.indicator in then else None
        found.setdefault(one.indicator, []).append(
            Proposal(
                f"own-{one.pk}", one.indicator, one.text, tuple(spot.code for spot in by_number[one.indicator]),
                tuple(one.substeps), one.responsible, one.follow_up, counts=counts.get(one.pk, ()), change=rise,
                year=year, issue=one.issue,
            )
        )  # fmt: skip
    return found


def _counts(plan: Plan, measures: Sequence[Measure]) -> dict[int, tuple[tuple[str, int], ...]]:
    """Return measure's key → (answer in words, how many) of what was sent in the plan's latest round."""
    latest = Round.objects.filter(plan=plan).exclude(state=RoundState.PLANNED).order_by("-opened_at", "-pk").first()
    rows = Result.objects.filter(
        measure__round=latest, measure__measure__in=measures, submission__state__in=SENT
    ).values_list("measure__measure", "answer")
    found: dict[int, Counter[str]] = {}
    for measure, answer in rows if latest else ():
        found.setdefault(measure, Counter())[answer] += 1
    return {
        measure: tuple((answer, counted[answer]) for answer in Answer.values if counted[answer])
        for measure, counted in found.items()
    }


def _others(plan: Plan, by_number: dict[int, list[WeakSpot]]) -> dict[int, list[Proposal]]:
    """Return what better agencies of the province reported as done: approved, in a published round.

    Of the card's year or the one before: what leads to a good score is often older than the score.
    """
    better = _better(plan, by_number)
    if not better:
        return {}
    wanted = {agency for found in better.values() for agency, _codes, _score in found}
    years = (plan.fiscal_year - 2, plan.fiscal_year - 1)
    results = (
        Result.objects.filter(submission__agency__in=wanted, submission__state=State.APPROVED, answer=Answer.DONE)
        .filter(submission__round__state=RoundState.PUBLISHED, submission__round__plan__fiscal_year__in=years)
        .filter(measure__indicator__in=better)
        .exclude(text="")
        .select_related("measure", "submission__agency", "submission__round__plan")
        .prefetch_related("result_links__link")
        .order_by(
            "-submission__round__plan__fiscal_year", "-submission__round__opened_at", "measure__order", "pk"
        )
    )  # fmt: skip
    by_place: dict[tuple[int, int], list[Result]] = {}
    for result in results:
        by_place.setdefault((result.measure.indicator, result.submission.agency_id), []).append(result)
    return {
        number: _practice([(by_place.get((number, agency), []), codes, score) for agency, codes, score in found])
        for number, found in better.items()
    }


def _better(plan: Plan, by_number: dict[int, list[WeakSpot]]) -> dict[int, list[tuple[int, tuple[str, ...], Any]]]:
    """Return indicator → (agency, codes where it is better, its indicator's score), the best agencies first."""
    cards = ScoreCard.objects.of_agencies(plan.fiscal_year - 1).filter(province=plan.province, agency__is_active=True)
    if plan.agency_id:
        cards = cards.exclude(agency=plan.agency)
    owners = dict(cards.values_list("pk", "agency_id"))
    codes = [spot.code for spots in by_number.values() for spot in spots if not spot.is_indicator]
    scores: dict[tuple[int | None, str], Any] = {
        (owners[card], str(number)): score
        for card, number, score in IndicatorScore.objects.filter(card__in=owners, number__in=by_number).values_list(
            "card_id", "number", "score"
        )
    }
    figures = CardFigure.objects.filter(card__in=owners, code__in=codes).exclude(score=None)
    scores |= {(owners[card], code): score for card, code, score in figures.values_list("card_id", "code", "score")}
    found: dict[int, list[tuple[int, tuple[str, ...], Any]]] = {}
    for number, spots in by_number.items():
        for agency in owners.values():
            won = tuple(spot.code for spot in spots if scores.get((agency, spot.code), Decimal(-1)) > spot.score)
            if won and agency is not None:
                found.setdefault(number, []).append((agency, won, scores.get((agency, str(number)))))
        if number in found:
            found[number].sort(key=lambda one: (-len(one[1]), -(one[2] or Decimal(0)), one[0]))
            del found[number][MOST_ASKED:]
    return found


def _practice(found: Iterable[tuple[list[Result], tuple[str, ...], Any]]) -> list[Proposal]:
    """Return the best agencies' work, at most three different measures, one of each agency first."""
    taken: dict[str, Proposal] = {}
    for results, codes, score in found:
        for result in results:
            key = bare(result.measure.text)
            if key not in taken:
                taken[key] = _reported(result, codes, score)
                break
        if len(taken) == MOST_OTHERS:
            break
    return list(taken.values())


def _reported(result: Result, codes: tuple[str, ...], score: Decimal | None) -> Proposal:
    row = result.measure
    return Proposal(
        f"other-{result.pk}", row.indicator, row.text, tuple(sorted(codes, key=code_key)), tuple(row.substeps),
        agency=result.submission.agency.name, score=score, result=result.text,
        links=tuple(one.link.typed for one in result.result_links.all()), year=result.submission.round.plan.fiscal_year,
    )  # fmt: skip
