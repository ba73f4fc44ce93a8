"""What the plans refer to in an edition of the assessment."""

from measures.models import Measure, RoundMeasure


def used_indicators(fiscal_year: int) -> set[int]:
    """Numbers of the indicators that a plan or a round of that fiscal year (B.E.) has measures for."""
    planned = Measure.objects.filter(plan__fiscal_year=fiscal_year).values_list("indicator", flat=True)
    asked = RoundMeasure.objects.filter(round__plan__fiscal_year=fiscal_year).values_list("indicator", flat=True)
    return (set(planned.distinct()) | set(asked.distinct())) - {0}


def used_issues(fiscal_year: int) -> set[int]:
    """Numbers of the issues that a plan or a round of that fiscal year (B.E.) has measures for."""
    planned = Measure.objects.filter(plan__fiscal_year=fiscal_year).values_list("issue", flat=True)
    asked = RoundMeasure.objects.filter(round__plan__fiscal_year=fiscal_year).values_list("issue", flat=True)
    return (set(planned.distinct()) | set(asked.distinct())) - {0}
