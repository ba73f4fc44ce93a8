"""Form A: eight measures under each of four indicators."""

from reports.catalogue.agency_measures.form import build
from reports.document import Document
from reports.tests.papers import agency_data


def paper() -> Document:
    """The paper that the tests of all forms print."""
    return build(agency_data())
