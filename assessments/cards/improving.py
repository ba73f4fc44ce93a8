"""Where the way goes on from a card's weak points. Higher floors register, since nothing here may import them."""

from collections.abc import Callable

from agencies.models import Agency, Province, User

# Owner, the card's fiscal year (B.E.), who asks → the address of the page that proposes measures, or "".
Proposing = Callable[[Province | Agency, int, User], str]

_sources: list[Proposing] = []


def register(source: Proposing) -> None:
    """Add a function that knows such pages."""
    if source not in _sources:
        _sources.append(source)


def proposals_of(owner: Province | Agency, fiscal_year: int, *, user: User) -> str:
    """Return the address at which measures are proposed for that card, "" where the person may not use one."""
    return next((url for source in _sources if (url := source(owner, fiscal_year, user))), "")
