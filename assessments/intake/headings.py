"""Whose scores a paper says that it holds: "จังหวัด…" at the end of a title, "หน่วยงาน : …", the portal's own sheet."""

import re
from collections.abc import Iterator

from evidence.office.grid import Grid, Paper
from thai.wording import squeeze

_SHEET = re.compile(r"^ผลการประเมิน ITA ปีงบประมาณ พ\.ศ\. \d{4} (.+)$")
_AGENCY = re.compile(r"^หน่วยงาน\s*:\s*(\S.*)$")
_PROVINCE = re.compile(r"จังหวัด\s*[ก-๙]{2,30}$")
TITLE_ROWS = 5
MOST_NAMES = 20


def owners_in(paper: Paper) -> tuple[str, ...]:
    """Return the owners that the titles name, each once, in order; a province with "จังหวัด" before its name."""
    names = dict.fromkeys(name for line in _titles(paper) if (name := _owner(squeeze(line))))
    return tuple(names)[:MOST_NAMES]


def _titles(paper: Paper) -> Iterator[str]:
    yield from paper.lines
    for grid in paper.grids:
        yield from grid.above
        yield from _title_rows(grid)


def _title_rows(grid: Grid) -> Iterator[str]:
    for row in grid.rows[:TITLE_ROWS]:
        filled = [cell.text for cell in row.distinct() if not cell.is_blank]
        if len(filled) == 1:
            yield filled[0]


def _owner(line: str) -> str:
    if own := _SHEET.match(line) or _AGENCY.match(line):
        return own[1][:200]
    found = _PROVINCE.search(line)
    return "".join(found[0].split()) if found else ""
