"""Which OIT item of an earlier year is which of this year: codes move from year to year, names stay. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assessments.items import Item
from thai.wording import alike, bare

# Two items of one part share this much of their wording before they are offered as perhaps the same.
NEARLY = 0.55
# Items of different parts speak of different things in like words ("รายงานผลประจำปี"): they must be closer.
NEARLY_ELSEWHERE = 0.75
# A name that is the beginning of the other, or inside it, is one writer's short form of it.
SHORTEST = 4
INSIDE = 0.9
OFFERS = 3

Key = tuple[object, str]


@dataclass(frozen=True)
class Match:
    """An item of the new year with what it probably was. sure: one item of the same name, or None.

    offers: items that may be the same, the likeliest first; empty where `sure` is there or nothing is near.
    """

    item: Item
    sure: Item | None = None
    offers: tuple[Item, ...] = ()


def match_items(old: Sequence[Item], new: Sequence[Item]) -> list[Match]:
    """Return a match for each new item, in order. No old item is the sure one of two new items.

    Sure: the same name (spacing, punctuation and digit style apart), of the same part, or once in each year within
    one indicator. What is left is offered by likeness.
    """
    sure = _same_names(old, new)
    taken = {one.code for one in sure.values()}
    free = [one for one in old if one.code not in taken]
    return [
        Match(item, sure[item.code]) if item.code in sure else Match(item, offers=_near(item, free)) for item in new
    ]


def problem_of(chosen: Mapping[str, str]) -> str:
    """Return the old code that two new items were given in `chosen` (new code → old code), or ""."""
    uses = Counter(chosen.values())
    return next((code for code, count in uses.items() if count > 1), "")


def _same_names(old: Sequence[Item], new: Sequence[Item]) -> dict[str, Item]:
    """Return new code → the old item of the same name: first within one part, then within one indicator."""
    found: dict[str, Item] = {}
    for place in (_part, _indicator):
        taken = {one.code for one in found.values()}
        left = _alone([one for one in old if one.code not in taken], place)
        right = _alone([one for one in new if one.code not in found], place)
        found |= {one.code: left[key] for key, one in right.items() if key in left}
    return found


def _part(item: Item) -> Key:
    return item.part, bare(item.name)


def _indicator(item: Item) -> Key:
    return item.indicator, bare(item.name)


def _alone(items: Sequence[Item], place: Callable[[Item], Key]) -> dict[Key, Item]:
    """Return the items that alone have their name in that place."""
    keyed = [(place(one), one) for one in items if bare(one.name)]
    counts = Counter(key for key, _one in keyed)
    return {key: one for key, one in keyed if counts[key] == 1}


def _near(item: Item, old: Sequence[Item]) -> tuple[Item, ...]:
    ranked = [(_likeness(item, one), one) for one in old]
    close = [(like, one) for like, one in ranked if like >= (NEARLY if one.part == item.part else NEARLY_ELSEWHERE)]
    return tuple(one for _like, one in sorted(close, key=lambda pair: (-pair[0], pair[1].part != item.part))[:OFFERS])


def _likeness(item: Item, other: Item) -> float:
    mine, theirs = bare(item.name), bare(other.name)
    if not mine or not theirs:
        return 0.0
    short, long = sorted((mine, theirs), key=len)
    if len(short) >= SHORTEST and short in long:
        # Within one part only: "การดำเนินการ" is inside many names.
        return max(INSIDE if item.part == other.part else 0.0, alike(item.name, other.name))
    return alike(item.name, other.name)
