"""What the child process does with a file of scores: finds its lines."""

import json
from typing import Any

from assessments.intake.cells import cell_lines
from assessments.intake.headings import owners_in
from assessments.intake.lines import MOST_LINES, Found
from assessments.intake.tables import table_lines
from evidence.office.limits import RefusedFile
from evidence.office.opening import paper_of
from thai.wording import gettext_noop


def work(words: dict[str, Any], data: bytes) -> bytes:
    """The lines of a file as JSON. Raises RefusedFile, and ParseError for broken XML."""
    return json.dumps(find_lines(data).to_store()).encode()


def find_lines(data: bytes) -> Found:
    """The lines of a file, found in this very process. Raises as `work` does."""
    paper = paper_of(data)
    lines = [*table_lines(paper), *cell_lines(paper)]
    if len(lines) > MOST_LINES:
        raise RefusedFile(gettext_noop("ไฟล์มีแถวคะแนนมากผิดปกติ ให้คัดลอกเฉพาะตารางคะแนนของหน่วยงานเดียวไปไว้ในไฟล์ใหม่"))
    return Found(tuple(lines), tuple(paper.hidden_sheets), owners_in(paper))
