"""Form B: narratives over an indicator, over parts of two, over one measure."""

from reports.catalogue.province_measures.form import build
from reports.document import Document
from reports.tests.papers import province_data


def paper() -> Document:
    """The paper that the tests of all forms print."""
    return build(province_data())
