"""The OIT items of a year as the register sees them: code, name, and the part they are counted in. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from assessments.edition_data import EditionData

NAMELESS = "(ยังไม่มีชื่อรายการ)"


@dataclass(frozen=True)
class Item:
    """One OIT item. part: the sub-indicator's code ("9.1"), or the indicator's number where it has none."""

    code: str
    name: str
    indicator: int
    part: str
    part_name: str = ""

    @property
    def title(self) -> str:
        """Return the name, or words that say that there is none yet."""
        return self.name or NAMELESS


def items_in(edition: EditionData) -> tuple[Item, ...]:
    """Return the OIT items of an edition, by part and code; empty where its list is not known."""
    found = []
    for instrument, indicator in edition.indicators():
        if instrument.code != "OIT":
            continue
        names = dict(indicator.sub_indicators)
        for question in indicator.questions:
            part = question.sub_indicator or str(indicator.number)
            name = names.get(question.sub_indicator, indicator.name)
            found.append(Item(question.code, question.text, indicator.number, part, name))
    return in_order(found)


def in_order(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return the items as the commission asks for them: 9.2 before 9.10, o2 before o10."""
    return tuple(sorted(items, key=lambda one: (counted(one.part), counted(one.code[1:]))))


def counted(code: str) -> tuple[int, ...]:
    """Return "9.10" as (9, 10): what it is put in order by. Signs that are no digits count as nothing."""
    return tuple(int(piece) if piece.isdecimal() else 0 for piece in code.split("."))


def parts_of(items: Iterable[Item]) -> list[tuple[Item, tuple[Item, ...]]]:
    """Return (first item, all items) of each part, in order; `items` as in_order has them."""
    groups = (tuple(group) for _part, group in groupby(items, key=lambda one: one.part))
    return [(group[0], group) for group in groups]
