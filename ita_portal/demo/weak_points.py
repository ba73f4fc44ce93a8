"""Which weak points of the year before the demo's past plan answers, so that it shows whether they were mended."""

from agencies.models import Province
from measures.improving import Drafted, Point, answer_points
from measures.models import Plan
from measures.planning import typed_of
from measures.selectors.weak import last_year


def mark_weak_points(province: Province, fiscal_year: int) -> None:
    """Let the first measure of each weak indicator of the province's plan of that year answer it."""
    plan = Plan.objects.of_province(province).get(fiscal_year=fiscal_year)
    spots = {spot.indicator: spot for spot in last_year(plan).spots if spot.is_indicator}
    for measure in plan.measures.order_by("order").prefetch_related("groups"):
        if spot := spots.pop(measure.indicator, None):
            drafted = Drafted(typed_of(measure), (Point(spot.code, spot.score),))
            answer_points(plan, measure, drafted, by=None)
