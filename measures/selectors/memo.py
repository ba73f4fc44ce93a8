"""The memo of a round's report, and the crest at the head of an office's letters."""

from agencies.models import Agency, Province
from measures.models import Crest, Memo, Round
from measures.selectors.prose import owned_by


def memo_at(owner: Agency | Province, round_: Round) -> Memo | None:
    """Return the memo of that owner and round with its writer, None where none was written yet: 1 query."""
    return Memo.objects.filter(**owned_by(owner), round=round_).select_related("updated_by").first()


def memo_before(owner: Agency | Province, round_: Round) -> Memo | None:
    """Return the owner's memo of the latest other round, None without one: 1 query."""
    others = Memo.objects.filter(**owned_by(owner)).exclude(round=round_)
    return others.order_by("-round__plan__fiscal_year", "-round__pk").first()


def crest_at(owner: Agency | Province) -> Crest | None:
    """Return the crest that the office uploaded, None without one: 1 query."""
    return Crest.objects.filter(**owned_by(owner)).first()
