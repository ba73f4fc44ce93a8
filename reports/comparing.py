"""What differs between two issues of a paper, in Thai words, row by row: papers are Thai, whoever reads."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from reports.blocks import Heading, Photos
from reports.document import Cell, Document, Link, Section, Table
from reports.values import BLANK, Line

MOST = 50  # lines; the rest is counted
_SHORT = 120  # letters of a cited text
_NEAR = 100  # units in which a changed one looks for its other self: all of a long paper's would take minutes


@dataclass(frozen=True)
class Unit:
    """One row or one line: its place in words, its texts (a row: by column), and what stands behind them unseen
    (the target of a link, the content of a photo). `heads`: the columns' headings."""

    place: str
    texts: tuple[str, ...]
    unseen: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[tuple[str, ...], ...]:
        """What makes two units equal, wherever they stand."""
        return self.texts, self.unseen, self.heads


def changes(old: Document, new: Document, *, most: int = MOST) -> tuple[str, ...]:
    """What was added, removed and changed, each with its place; () where the papers say the same.

    At most `most` lines, then "และอีก n แห่ง". The choice of numerals is one change, not one for each number.
    """
    lines = list(_said(old, new))
    if not lines and replace(old, stamp=None, numerals="thai") != replace(new, stamp=None, numerals="thai"):
        lines.append("เปลี่ยนรูปแบบหรือภาพประกอบ ถ้อยคำคงเดิม")
    if old.numerals != new.numerals:
        lines.insert(0, f"เปลี่ยนตัวเลขเป็น{'เลขไทย' if new.numerals == 'thai' else 'เลขอารบิก'}")
    if len(lines) > most:
        return *lines[:most], f"และอีก {len(lines) - most} แห่ง"
    return tuple(lines)


def _said(old: Document, new: Document) -> Iterator[str]:
    before, after = list(_units(old)), list(_units(new))
    matcher = SequenceMatcher(None, [one.key for one in before], [one.key for one in after], autojunk=False)
    for kind, start, stop, new_start, new_stop in matcher.get_opcodes():
        if kind == "equal":
            continue
        gone, come = before[start:stop], after[new_start:new_stop]
        for pair in _paired(gone, come):
            yield _words(*pair)


def _paired(gone: list[Unit], come: list[Unit]) -> Iterator[tuple[Unit | None, Unit | None]]:
    """The units of a changed stretch: those that share a text (a label, a name) as changed, others gone or come."""
    left = list(come)
    alone = len(gone) == len(come) == 1
    for one in gone:
        shared = [_shared(one, other) + alone for other in left[:_NEAR]]
        if (best := max(shared, default=0)) > 0:
            yield one, left.pop(shared.index(best))
        else:
            yield one, None
    yield from ((None, one) for one in left)


def _shared(one: Unit, other: Unit) -> int:
    """How many texts two rows of the same columns have in common, blanks not counted; -1 for different columns."""
    if one.heads != other.heads or len(one.texts) != len(other.texts):
        return -1
    return sum(a == b and a not in ("", BLANK) for a, b in zip(one.texts, other.texts, strict=True))


def _words(before: Unit | None, after: Unit | None) -> str:
    if before and after:
        return _changed(before, after)
    if after:
        return f"เพิ่ม {after.place}: {_cited(_all(after))}"
    return f"ตัดออก {before.place}: {_cited(_all(before))}" if before else ""


def _changed(before: Unit, after: Unit) -> str:
    differing = [
        f"{f'“{head}” ' if head else ''}เดิม {_cited(a)} เป็น {_cited(b)}"
        for head, a, b in zip(after.heads or ("",) * len(after.texts), before.texts, after.texts, strict=True)
        if a != b
    ]
    if not differing:
        return f"แก้ไข {after.place}: ปลายทางของลิงก์หรือภาพเปลี่ยน ถ้อยคำคงเดิม"
    return f"แก้ไข {after.place}: {'; '.join(differing)}"


def _all(unit: Unit) -> str:
    return " | ".join(text for text in unit.texts if text)


def _cited(text: str) -> str:
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= _SHORT else plain[:_SHORT].rstrip() + '…'}”"


def _units(document: Document) -> Iterator[Unit]:
    """Everything that the paper says, in reading order; numbers in Thai digits, so that two papers compare."""
    alike = document.in_numerals("thai")
    for line in (*alike.front, *alike.title, *alike.subtitle):
        yield Unit("หัวเอกสาร", (alike.line(line),))
    for section in alike.sections:
        yield from _of_section(section, alike)


def _of_section(section: Section, document: Document) -> Iterator[Unit]:
    place, row = document.line(section.bookmark) or "เอกสาร", 0
    for block in section.blocks:
        match block:
            case Heading():
                place, row = document.line(block.line), 0
                yield Unit("หัวข้อ", (place,))
            case Table():
                yield from _of_table(block, document, place, row)
                row += len(block.rows)
            case Photos():
                for photo in block.photos:
                    yield Unit(f"{place} ภาพ", (photo.caption,), (photo.digest,))
            case _:
                for line in block.spoken():
                    yield Unit(place, (document.line(line),), _targets((line,)))


def _of_table(table: Table, document: Document, place: str, rows_before: int) -> Iterator[Unit]:
    heads = tuple(column.heading for column in table.columns)
    for number, row in enumerate(table.rows, start=rows_before + 1):
        texts = tuple(_text(cell, document) for cell in row)
        unseen = tuple(target for cell in row if cell for target in _targets(cell.lines))
        yield Unit(f"{place} แถวที่ {number}", texts, unseen, heads)


def _text(cell: Cell | None, document: Document) -> str:
    return "\n".join(document.line(line) for line in cell.lines) if cell else ""


def _targets(lines: tuple[Line, ...]) -> tuple[str, ...]:
    return tuple(value.target for line in lines for value in line if isinstance(value, Link))
