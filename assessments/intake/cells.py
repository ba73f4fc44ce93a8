"""Scores inside the indicator cells of a plan or report: "1. การปฏิบัติหน้าที่ … ในปี ๒๕๖๕ ได้คะแนน ๙๔.๗๑"."""

import re

from assessments.intake.lines import Line
from assessments.intake.printed import SCORE, scores_in
from evidence.office.grid import Cell, Paper
from thai.digits import to_arabic_digits
from thai.wording import bare, squeeze

_NAMED = re.compile(r"^(?:ตัวชี้วัด\s*(?:ที่)?\s*)?\d{1,2}\s*[.)]?\s*[ก-๙]|^ตัวชี้วัด")
_BAND = re.compile(r"(?:เป็น)?\s*(?:ต้อง|ควร)\s*(?:ปรับปรุง|รักษาระดับ).*$", re.DOTALL)
_LONGEST = 200


def cell_lines(paper: Paper) -> list[Line]:
    """One line for each score that a cell states; a score alone belongs to the indicator above it in its column."""
    found = []
    seen: set[Cell] = set()
    for grid in paper.grids:
        above: dict[int, str] = {}
        for row in grid:
            for cell in row.distinct():
                if cell in seen:
                    continue
                seen.add(cell)
                text = squeeze(to_arabic_digits(cell.text))
                own = _BAND.sub("", SCORE.sub(" ", text)).strip()
                if _NAMED.match(own):
                    above[cell.place.column] = own
                name = own if bare(own) else above.get(cell.place.column, "")
                found += [
                    Line(year, "", name[:_LONGEST], score, cell.place, kind="cell") for year, score in scores_in(text)
                ]
    return found
