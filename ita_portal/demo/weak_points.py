"""Which weak points of the year before the demo's past plan answers, so that it shows whether they were mended."""

from agencies.models import Province
from measures.improving import Drafted, Point, answer_points
from measures.models import Measure, Plan
from measures.planning import typed_of
from measures.selectors.weak import last_year


def mark_weak_points(province: Province, fiscal_year: int) -> None:
    """Let the measures of each weak indicator of the province's plan of that year answer its weak points in turn."""
    plan = Plan.objects.of_province(province).get(fiscal_year=fiscal_year)
    spots: dict[int, list[Point]] = {}
    for spot in last_year(plan).spots:
        # The indicator itself first: the first measure answers it.
        spots.setdefault(spot.indicator, []).insert(0 if spot.is_indicator else 99, Point(spot.code, spot.score))
    measures: dict[int, list[Measure]] = {}
    for measure in plan.measures.order_by("order").prefetch_related("groups"):
        measures.setdefault(measure.indicator, []).append(measure)
    for number, mine in measures.items():
        points = spots.get(number, [])
        for place, measure in enumerate(mine):
            if turn := tuple(points[place :: len(mine)]):
                answer_points(plan, measure, Drafted(typed_of(measure), turn), by=None)
