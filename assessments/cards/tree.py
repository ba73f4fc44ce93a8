"""All codes of a year's card in the order of a full sheet's tree, each with its name. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.edition_data import EditionData
from assessments.intake.figures import order_of
from assessments.scoring import OVERALL, Scheme, scheme_of

WHOLE = gettext_noop("คะแนนรวม")
SUB_QUESTION = gettext_noop("ข้อย่อย %(number)s")
_LETTERS = {"i": "IIT", "e": "EIT", "o": "OIT"}


@dataclass(frozen=True)
class Node:
    """One code. kind: overall, instrument, indicator, sub, question, item; depth: 0 (whole) to 3; leaf: no parts."""

    code: str
    name: str
    kind: str
    depth: int
    leaf: bool
    listed: bool = True

    @property
    def takes_shares(self) -> bool:
        """Whether four answer shares may stand at it: a sub-question, or a question that has none."""
        return self.leaf and self.kind == "question"


def tree_of(edition: EditionData | None, codes: Iterable[str] = ()) -> list[Node]:
    """Every code of the edition, and those of `codes` that it does not list: below their parents, else last."""
    wanted = sorted(set(codes) - {OVERALL}, key=order_of)
    scheme = (scheme_of(edition) if edition else Scheme({OVERALL: ()}, {})).with_codes(wanted)
    names = names_of(edition)
    listed = set(names) | {part for parts in scheme.parts.values() for part in parts if part.partition(".")[0] in names}
    nodes = list(_below(OVERALL, 0, scheme, names, listed))
    there = {node.code for node in nodes}
    for code in wanted:
        if code not in there:
            nodes.insert(_end_of(code, nodes), _node(code, 3 if "." in code else 2, scheme, names, listed))
    return nodes


def names_of(edition: EditionData | None) -> dict[str, str]:
    """Code → name, for all that an edition lists; those that the catalogue knows in the reader's language."""
    if edition is None:
        return {}
    names = {OVERALL: _(WHOLE)} | {one.code: _titled(one.name) for one in edition.instruments}
    for _instrument, indicator in edition.indicators():
        names[str(indicator.number)] = _titled(indicator.name)
        names |= dict(indicator.sub_indicators)
        names |= {question.code: question.text for question in indicator.questions}
    return names


def _titled(name: str) -> str:
    return _(name) if name else ""


def _below(code: str, depth: int, scheme: Scheme, names: Mapping[str, str], listed: set[str]) -> Iterator[Node]:
    yield _node(code, depth, scheme, names, listed)
    for part in scheme.parts.get(code, ()):
        yield from _below(part, depth + (code != OVERALL), scheme, names, listed)


def _node(code: str, depth: int, scheme: Scheme, names: Mapping[str, str], listed: set[str]) -> Node:
    name = names.get(code, "")
    kind = kind_of(code)
    if kind == "question" and "." in code and not name:
        name = _(SUB_QUESTION) % {"number": code.partition(".")[2]}
    return Node(code, name, kind, depth, code not in scheme.parts, code in listed)


def kind_of(code: str) -> str:
    """What a code is: "overall", "instrument", "indicator", "sub", "question" or "item"."""
    if code == OVERALL:
        return "overall"
    if code[0].isdecimal():
        return "sub" if "." in code else "indicator"
    if code in _LETTERS.values():
        return "instrument"
    return "item" if code.startswith("o") else "question"


def instrument_of(code: str) -> str:
    """The instrument that a question or item belongs to by its letter, "" for other codes."""
    return _LETTERS.get(code[0], "")


def _end_of(code: str, nodes: list[Node]) -> int:
    """Where a code that nothing lists stands: at the end of its instrument."""
    inside = False
    for index, node in enumerate(nodes):
        if inside and node.kind == "instrument":
            return index
        inside = inside or node.code == instrument_of(code)
    return len(nodes)
