"""What an office has written into its papers of a year."""

from agencies.models import Agency, Province
from measures.models import Prose


def prose_of(owner: Agency | Province, fiscal_year: int, paper: str) -> dict[str, str]:
    """Return the office's own texts of a paper (the form's code) by part code: 1 query.

    A part that is not among them is printed as the portal proposes it.
    """
    return {row.part: row.text for row in rows_of(owner, fiscal_year, paper).values() if row.text}


def rows_of(owner: Agency | Province, fiscal_year: int, paper: str) -> dict[str, Prose]:
    """Return the stored rows of a paper by part code, with their writers: 1 query.

    A row without text was written once and set back to the proposal.
    """
    found = Prose.objects.filter(**owned_by(owner), fiscal_year=fiscal_year, paper=paper)
    return {row.part: row for row in found.select_related("updated_by")}


def owned_by(owner: Agency | Province) -> dict[str, Agency | Province]:
    """Return the field of Prose that names this owner, with it."""
    return {"agency": owner} if isinstance(owner, Agency) else {"province": owner}
