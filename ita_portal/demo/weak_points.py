"""Which weak points of the year before the demo's plans answer, so that it shows whether they were mended."""

from measures.improving import Drafted, Point, answer_points
from measures.models import Measure, Plan
from measures.planning import typed_of
from measures.selectors.weak import last_year


def mark_weak_points(plan: Plan) -> None:
    """Let the measures that serve a weak indicator answer its weak points in turn."""
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
