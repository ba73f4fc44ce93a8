"""The parts of a paper that an office may write itself: what they are called, and what the portal proposes.

A form names its parts in `PARTS` (docs/new-form.md). Its `fetch` puts the office's stored texts, `prose_of(owner,
fiscal_year, CODE)` of measures.selectors.prose, into its data as `prose`; its `build` prints
`blocks_of(PARTS, data, code)`: the office's own words where it has written some, else the proposal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from reports.blocks import Paragraph
from reports.prose import proposed_blocks, written_blocks


@dataclass(frozen=True)
class Part:
    """One part: its code inside the paper, its Thai title (marked by gettext_noop), and `propose`.

    `propose` gets the form's own fetched data and returns a text in the markup of reports.prose: facts of the data
    alone, words of others inside `cited()`; "" where there is nothing to propose.
    """

    code: str
    title: str
    propose: Callable[[Any], str]


class Written(Protocol):
    """What a form's data holds for its parts: the office's texts by part code."""

    @property
    def prose(self) -> Mapping[str, str]:
        """Stored texts by part code."""


def part_of(parts: tuple[Part, ...], code: str) -> Part:
    """The part of that code. Raises KeyError."""
    return {part.code: part for part in parts}[code]


def blocks_of(parts: tuple[Part, ...], data: Written, code: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a part: the office's own words, else the proposal. Raises KeyError for an unknown part."""
    part = part_of(parts, code)
    if own := data.prose.get(code, "").strip():
        return written_blocks(own)
    return proposed_blocks(part.propose(data))


def as_proposed(parts: tuple[Part, ...], data: Written) -> tuple[str, ...]:
    """The titles of the parts that the office has not written: for the gaps of a form."""
    return tuple(part.title for part in parts if not data.prose.get(part.code, "").strip())
