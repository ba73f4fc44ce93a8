"""A plan and last year's card: its bands, its weak points, and whether the measures helped."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from agencies.models import Agency, Province, User
from assessments.bands import Bands, parse_bands
from assessments.edition_data import EditionData
from assessments.editions import read_instruments
from assessments.models import Edition, ScoreCard
from assessments.scoring import Card, basis, rounded, scheme_of
from assessments.selectors import card_of
from assessments.weakness import WeakSpot, name_of, same_point, weak_spots
from measures.choices import Action
from measures.models import Measure, Plan
from measures.rules import may


@dataclass(frozen=True)
class LastYear:
    """What is known of the year before a plan: its edition and card, None where there is none, and weak points."""

    year: int
    edition: EditionData | None
    card: Card | None
    spots: tuple[WeakSpot, ...] = ()


@dataclass(frozen=True)
class Helped:
    """A weak point of a measure: the score that it had, and the one that it has now (None: no card or no such item).

    code: as planned; name: that year's.
    """

    code: str
    name: str
    then: Decimal | None
    now: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        """Return by how much the score rose (below zero: fell), None where one of both is unknown."""
        return None if self.then is None or self.now is None else self.now - self.then


def proposals_for(owner: Province | Agency, fiscal_year: int, user: User) -> str:
    """Return where measures are proposed for the owner's card of that year: at the next year's plan, or ""."""
    plans = Plan.objects.visible_to(user).filter(fiscal_year=fiscal_year + 1)
    own = plans.filter(agency=owner) if isinstance(owner, Agency) else plans.of_province(owner)
    plan = own.select_related("province", "agency").first()
    return reverse("measures:plan-suggest", args=[plan.pk]) if plan and may(user, Action.MEASURE_EDIT, plan) else ""


def plan_bands(plan: Plan, edition: Edition | None = None) -> Bands | None:
    """Return the bands that a plan's papers print: its own, else those of its year's edition; None without either.

    edition: that of the plan's year, where it is at hand: no query then, else 1 unless the plan has its own.
    """
    if not plan.bands and edition is None:
        edition = Edition.objects.filter(fiscal_year=plan.fiscal_year).first()
    data = plan.bands or (edition.bands if edition else None)
    return parse_bands(data) if data else None


def last_year(plan: Plan) -> LastYear:
    """Return last year's card of the plan's owner with its weak points, worst first: 9 queries at most."""
    year = plan.fiscal_year - 1
    edition, card = _edition(year), _card(plan, year)
    bands = plan_bands(plan)
    if edition is None or card is None or bands is None:
        return LastYear(year, edition, card)
    return LastYear(year, edition, card, weak_spots(edition, card, bands))


def _edition(year: int) -> EditionData | None:
    found = Edition.objects.filter(fiscal_year=year).first()
    return read_instruments(found) if found else None


def _card(plan: Plan, year: int) -> Card | None:
    cards = ScoreCard.objects.of(plan.agency or plan.province, year).prefetch_related("scores", "figures")
    found = cards.first()
    return card_of(found) if found else None


def helped(plan: Plan, measures: Iterable[Measure]) -> dict[int, tuple[Helped, ...]]:
    """Return measure's key → its weak points with the scores then and now.

    measures: with weak_points fetched along. No query where none has any, else at most 13. The card of the plan's
    own year says what became of them; a renumbered question or item is found by its name.
    """
    marked = {one.pk: list(one.weak_points.all()) for one in measures}
    if not any(marked.values()):
        return {}
    then, now, card = _edition(plan.fiscal_year - 1), _edition(plan.fiscal_year), _card(plan, plan.fiscal_year)
    return {
        pk: tuple(Helped(one.code, _name(one.code, then), one.score, _now(one.code, then, now, card)) for one in points)
        for pk, points in marked.items()
        if points
    }


def _name(code: str, edition: EditionData | None) -> str:
    return name_of(edition, code) if edition else ""


def _now(code: str, then: EditionData | None, now: EditionData | None, card: Card | None) -> Decimal | None:
    if card is None or now is None:
        return None
    here = same_point(code, then, now) if then else code
    score = basis(here, scheme_of(now).with_codes((*card.figures, *card.percents)), card) if here else None
    return None if score is None else rounded(score)
