"""The year's indicators as the reading of papers wants them."""

from collections import defaultdict

from assessments.matching import KnownIndicator
from assessments.models import Edition, SubIndicator
from assessments.selectors import edition_for, indicators_of, issues_of
from measures.intake.catalogue import Catalogue


def catalogue_for(fiscal_year: int) -> Catalogue:
    """The catalogue of that year's edition; ranges of other years come from the verified editions.

    Raises EditionMissingError.
    """
    edition_for(fiscal_year)
    indicators = indicators_of(fiscal_year)
    known = tuple(KnownIndicator(one.number, one.name, tuple(one.aliases), one.question_range) for one in indicators)
    instruments = {one.number: one.instrument.code for one in indicators}
    ranges = _ranges()
    others = {text: tuple(sorted(years)) for text, years in ranges.items() if fiscal_year not in years}
    own = frozenset(text for text, years in ranges.items() if fiscal_year in years)
    issues = tuple(KnownIndicator(one.number, one.name, tuple(one.aliases)) for one in issues_of(fiscal_year))
    return Catalogue(fiscal_year, known, instruments, own, others, issues)


def _ranges() -> dict[str, set[int]]:
    """Question range → the years that use it, of indicators and their parts."""
    found: dict[str, set[int]] = defaultdict(set)
    editions = Edition.objects.filter(indicators__isnull=False).distinct()
    for year, text in editions.values_list("fiscal_year", "indicators__question_range"):
        if text:
            found[text].add(year)
    parts = SubIndicator.objects.prefetch_related("questions").select_related("indicator__edition")
    for part in parts:
        codes = sorted((one.code for one in part.questions.all()), key=lambda code: int(code[1:] or 0))
        if codes:
            found[f"{codes[0]}-{codes[-1]}"].add(part.indicator.edition.fiscal_year)
    return found
