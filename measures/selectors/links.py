"""What is known of a result's links: the chip beside each, and the checks of one."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from evidence.chips import LOOKS, LinkChip, why
from evidence.choices import Reach
from evidence.models import LinkCheck
from measures.models import Result, ResultLink

HISTORY = 50


@dataclass(frozen=True)
class Chip(LinkChip):
    """One link of a result and what its last check found."""

    result_pk: int = 0


@dataclass(frozen=True)
class Seen:
    """One check as its line in the history."""

    at: dt.datetime
    words: str
    tone: str
    icon: str
    why: str
    final_url: str
    title: str


def chips(result: Result) -> list[Chip]:
    """Return the chips of a result's links in order. Fetch `result_links` with `link__page` before: no query then."""
    return [Chip(row.link, row.link.page, result.pk) for row in result.result_links.all()]


def fresh_chips(result: Result) -> list[Chip]:
    """Return the same, read anew: 1 query."""
    rows = ResultLink.objects.filter(result=result).select_related("link__page")
    return [Chip(row.link, row.link.page, result.pk) for row in rows]


def chip_of(result: Result, link_pk: int) -> Chip | None:
    """Return the chip of one link of the result, or None where the result has no such link."""
    return next((chip for chip in fresh_chips(result) if chip.link.pk == link_pk), None)


def history_of(chip: Chip) -> list[Seen]:
    """Return the last 50 checks of the page, the newest first."""
    checks: Any = LinkCheck.objects.filter(page=chip.page)[:HISTORY] if chip.page else ()
    return [
        Seen(
            one.at, str(Reach(one.reach).label), *LOOKS[Reach(one.reach)], why(one.detail), one.final_url, one.title
        )
        for one in checks
    ]  # fmt: skip
