"""Form C: a year with weak points of every kind, and measures that answer them."""

from reports.catalogue.score_analysis.form import build
from reports.document import Document
from reports.tests.year_data import year_paper


def paper() -> Document:
    """The paper that the tests of all forms print."""
    return build(year_paper(7, 3, 6))
