"""Parts that forms A and B share: how a measure, an indicator and a block of rows are written."""

from collections.abc import Hashable, Sequence
from itertools import groupby

from reports.document import Cell, Codes, Line, Made, typed_lines
from reports.facts import Indicator, Measure, Reported


def runs(keys: Sequence[Hashable]) -> list[int]:
    """For each place the length of the run of equal keys that begins there, 0 inside a run: aab → [2, 0, 1]."""
    lengths: list[int] = []
    for _key, group in groupby(keys):
        count = len(list(group))
        lengths += [count] + [0] * (count - 1)
    return lengths


def block(lines: tuple[Line, ...], rows: int) -> Cell | None:
    """The cell of a whole block, or None where the block's first row already holds it."""
    return Cell(lines or ((None,),), rows, block=True) if rows else None


def indicator_lines(indicator: Indicator) -> tuple[Line, ...]:
    """ "{1}. {การปฏิบัติหน้าที่}" and "(ข้อคำถาม {i1-i6})", the second only where the edition has a range.

    An issue says that it is one: "ประเด็นที่ {1}. {…}".
    """
    name: Line = (Made(f"{'ประเด็นที่ ' if indicator.by_issue else ''}{indicator.number}. "), indicator.name)
    if not indicator.questions:
        return (name,)
    return name, (Made("(ข้อคำถาม "), Codes(indicator.questions), Made(")"))


def measure_lines(measure: Measure) -> tuple[Line, ...]:
    """The measure's label and text, then each sub-step; a line that was typed as its own stays its own."""
    lines = list(labelled(measure.label, measure.text))
    for label, text in measure.substeps:
        lines += labelled(label, text)
    return tuple(lines) or ((None,),)


def labelled(label: str, text: str) -> tuple[Line, ...]:
    """The official label before the first line of a text; the other lines as typed."""
    typed = typed_lines(text)
    if not label:
        return typed
    # "1" is printed "1. …"; "1.1" and "-" as they are, the way the official papers do
    head = Made(f"{label}. " if label.isdecimal() else f"{label} ")
    if not typed:
        return ((Made(head.text.strip()),),)
    return ((head, *typed[0]), *typed[1:])


def result_lines(reported: Reported) -> tuple[Line, ...]:
    """A result cell: the text, then each link on its own line; not applicable: its reason; blank: "-".

    An answer without any words prints the answer itself: a cell is never empty without saying so.
    """
    if reported.answer == "not_applicable":
        lines = typed_lines(reported.reason)
    else:
        lines = typed_lines(reported.text) + tuple((link,) for link in reported.links)
    if lines:
        return lines
    return ((Made(reported.answer_words),),) if reported.answer else ((None,),)
