"""A paper as a whole: from its grids to a Reading."""

from dataclasses import replace

from evidence.office.grid import Paper
from measures.intake.assembly import Assembly
from measures.intake.catalogue import Catalogue
from measures.intake.doubts import doubt, refusal
from measures.intake.headings import read_heading, says_issues
from measures.intake.issue_form import is_issue_form, read_issue_form
from measures.intake.labels import first_labels
from measures.intake.rows import Walk
from measures.intake.shapes import Doubt, Reading


def read_forms(paper: Paper, catalogue: Catalogue) -> Reading:
    """Everything that forms A, B and E say in `paper`, by the indicators or issues of the catalogue's year."""
    if is_issue_form(paper):
        reading = read_issue_form(paper, catalogue)
        return replace(reading, doubts=_in_order(list(reading.doubts)))
    if any(says_issues(row) for grid in paper.grids for row in grid):
        catalogue = catalogue.of_issues()
    walk = Walk(catalogue).over(paper)
    if not walk.has_table:
        return Reading(doubts=(*walk.doubts, doubt("no_table")))
    results = [entry.result for entry in walk.entries if entry.result is not None]
    many = any(len(first_labels(entry.method.lines)) > 1 for entry in walk.entries if entry.method)
    heading = read_heading(walk.titles, dict.fromkeys(results), many_in_a_cell=many)
    assembly = Assembly(heading.form, by_issue=catalogue.by_issue).of(walk.entries)
    measures = assembly.measures()
    if not measures and not any(one.severity == "error" for one in walk.doubts):
        return refusal("no_measure")
    narratives = assembly.found_narratives()
    doubts = _in_order([*walk.doubts, *assembly.doubts])
    # What an issue's cell says of scores is no score of the indicator of that number.
    scores = () if catalogue.by_issue else tuple(walk.scores)
    return Reading(heading, measures, narratives, scores, doubts)


def _in_order(doubts: list[Doubt]) -> tuple[Doubt, ...]:
    """Each doubt once, errors and warnings as they stand on the paper."""
    once = list(dict.fromkeys(doubts))
    sheets = list(dict.fromkeys(one.where.sheet for one in once))
    return tuple(
        sorted(once, key=lambda one: (sheets.index(one.where.sheet), one.where.table, one.where.row, one.where.column))
    )


def expectation_doubts(
    reading: Reading, *, year: int, province: str, agency: str = "", round_kind: str = ""
) -> list[Doubt]:
    """Warnings where the paper's own heading differs from what the person chose; the choice wins."""
    heading = reading.heading
    pairs = (
        ("year_differs", str(heading.year or ""), str(year)),
        ("round_differs", heading.round, round_kind if round_kind in ("6", "12") else ""),
        ("province_differs", heading.province, province),
        ("agency_differs", heading.agency, agency),
    )
    return [
        doubt(code, value=paper, paper=paper, chosen=chosen)
        for code, paper, chosen in pairs
        if paper and chosen and "".join(paper.split()) != "".join(chosen.split())
    ]
