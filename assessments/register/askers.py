"""Which measures ask for an item. Higher floors say so by registering, since nothing here may import them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from agencies.models import Agency, User
from assessments.items import Item


@dataclass(frozen=True)
class Asker:
    """A measure that asks for an item: its label with the indicator ("9.2"), its words, and where it is filled."""

    label: str
    text: str
    url: str


Asking = Callable[[Agency, int, Sequence[Item], User], Mapping[str, Sequence[Asker]]]

_sources: list[Asking] = []


def register(source: Asking) -> None:
    """Add a function: agency, fiscal year, its items, who asks → item's code → measures that ask for it."""
    if source not in _sources:
        _sources.append(source)


def askers_of(agency: Agency, fiscal_year: int, items: Sequence[Item], *, user: User) -> dict[str, list[Asker]]:
    """Return item's code → the measures that ask for it, as far as the person may know of them."""
    found: dict[str, list[Asker]] = {}
    for source in _sources:
        for code, rows in source(agency, fiscal_year, items, user).items():
            found.setdefault(code, []).extend(rows)
    return found
