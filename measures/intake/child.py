"""What the child process does with a paper: reads it."""

import json
from typing import Any

from evidence.office.opening import paper_of
from measures.intake.catalogue import Catalogue
from measures.intake.forms import read_forms
from measures.intake.shapes import Reading


def work(words: dict[str, Any], data: bytes) -> bytes:
    """The reading of a file as JSON. Raises RefusedFile, and ParseError for broken XML."""
    return json.dumps(read_file(data, Catalogue.from_store(words["catalogue"])).to_store()).encode()


def read_file(data: bytes, catalogue: Catalogue) -> Reading:
    """The reading of a file, in this very process. Raises as `work` does."""
    return read_forms(paper_of(data), catalogue)
