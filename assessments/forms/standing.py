"""What a reader of cards side by side asks for; anything that is no question has no effect."""

from django.http import QueryDict

from assessments.standing import BARE, BELOW, Wanted

LONGEST = 100
SORTS = (
    "name",
    "overall",
    "province",
    "share",
    "average",
    "cards",
    "agencies",
    *(str(number) for number in range(1, 31)),
)


def number_of(text: str) -> int:
    """Return the number typed, 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def wanted_of(data: QueryDict, *, sort: str = "name") -> Wanted:
    """Return what an address asks for; sort: where it names none."""
    asked = data.get("sort", "")
    only = data.get("only", "")
    return Wanted(
        q=data.get("q", "").strip().replace("\x00", "")[:LONGEST],
        kind=number_of(data.get("kind", "")),
        level=data.get("level", "").replace("\x00", "")[:LONGEST],
        only=only if only in (BELOW, BARE) else "",
        sort=asked if asked.removeprefix("-") in SORTS else sort,
        province=number_of(data.get("province", "")),
    )


def year_of(data: QueryDict, years: list[int]) -> int:
    """Return the year asked for where there are cards of it, else the newest; 0 where there are none."""
    asked = number_of(data.get("year", ""))
    return asked if asked in years else years[0] if years else 0


def query_of(data: QueryDict, *leave_out: str) -> str:
    """Return the address's own query without some of its words, to be gone on with ("a=1&")."""
    rest = data.copy()
    for name in leave_out:
        rest.pop(name, None)
    return f"{rest.urlencode()}&" if rest else ""
