"""Measures in a cell: split at their labels, with their sub-steps under them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from measures.intake.shapes import SubStep
from thai.digits import to_arabic_digits
from thai.wording import squeeze

_D = r"[0-9๐-๙]"
# "1." "๑)" "(1)" "ข้อ 1" "มาตรการที่ 1"; a bare "1 " counts only at the very beginning of a cell.
_MAIN = re.compile(rf"^(?:(?:ข้อ|มาตรการ)\s*(?:ที่)?\s*)?(?P<n>{_D}{{1,2}})\s*(?P<mark>[.)])(?!{_D})\s*")
_WORDED = re.compile(rf"^(?:ข้อ|มาตรการ)\s*(?:ที่)?\s*(?P<n>{_D}{{1,2}})(?!{_D})[\s.:)]*")
_BARE = re.compile(rf"^(?P<n>{_D}{{1,2}})\s+(?!{_D}|เดือน|ครั้ง|ปี|รอบ|ข้อ|วัน|ร้อยละ|คน|หน่วย|แห่ง|เรื่อง)")
_DOTTED = re.compile(rf"^(?P<n>{_D}{{1,2}}(?:\.{_D}{{1,2}}){{1,5}})(?![.]?{_D})\s*[.)]?\s*")
_STEP = re.compile(rf"^(?P<n>\({_D}{{1,2}}\)|[ก-ฮ][.)](?=\s)|\([ก-ฮ]\)|[-–—•●▪➢*](?=\s|[ก-๙A-Za-z“\"]))\s*")
_INLINE = re.compile(rf"(?<=\s)(?P<n>{_D}{{1,2}}(?:\.{_D}{{1,2}})*)(?P<mark>[.)]?)\s*(?=[ก-๙A-Za-z“\"(])")
_REFERS = re.compile(r"(?:ข้อ|ที่|และ|หรือ|ถึง|กับ|ตัวชี้วัด|ลำดับ|รอบ|ปี|จำนวน|ไตรมาส|ครั้ง|-|–|,|/)\s*$")

_LONGEST_LIST = 40


@dataclass
class Piece:
    """A measure while it is read. `label` is "" for text that stands before the first label."""

    label: str = ""
    words: list[str] = field(default_factory=list)
    steps: list[tuple[str, list[str]]] = field(default_factory=list)
    restarted: list[str] = field(default_factory=list)
    inline: bool = False

    @property
    def text(self) -> str:
        """Its own words, without the sub-steps."""
        return squeeze(" ".join(self.words))

    @property
    def substeps(self) -> tuple[SubStep, ...]:
        """Its sub-steps in order."""
        return tuple(SubStep(label, squeeze(" ".join(words))) for label, words in self.steps)

    @property
    def is_empty(self) -> bool:
        """Whether it holds no words at all."""
        return not self.words and not self.steps

    def go_on(self, words: str) -> None:
        """Add a line that belongs to whatever came last."""
        (self.steps[-1][1] if self.steps else self.words).append(words)


def first_labels(lines: Iterable[str]) -> set[str]:
    """The plain numbers that stand at the beginning of lines: these need no search inside the lines."""
    return {to_arabic_digits(match["n"]) for line in lines if (match := _MAIN.match(line) or _WORDED.match(line))}


def split_cell(lines: Iterable[str], *, elsewhere: frozenset[str] = frozenset(), dotted: bool = False) -> list[Piece]:
    """The measures in a cell's lines, in order; the first piece has no label where text precedes one.

    `elsewhere`: labels that stand at the beginning of a line somewhere in the indicator; only other
    numbers inside a line begin a measure. `dotted`: measures of this indicator are numbered 1.1, 1.2.
    """
    splitter = _Splitter(elsewhere, dotted)
    for index, line in enumerate(lines):
        splitter.line(line.strip(), is_first=index == 0)
    return [piece for piece in splitter.pieces if piece.label or not piece.is_empty]


def one_measure(pieces: list[Piece]) -> Piece:
    """All pieces of a cell as one measure: what looked like further measures are its steps."""
    first, *others = pieces
    for other in others:
        first.steps += [(other.label, other.words), *other.steps]
    return first


@dataclass
class _Splitter:
    elsewhere: frozenset[str]
    dotted: bool
    pieces: list[Piece] = field(default_factory=lambda: [Piece()])
    measure_mark: str = ""
    sub_mark: str = ""
    sub_count: int = 0

    def line(self, line: str, *, is_first: bool) -> None:
        rest = line
        if match := _DOTTED.match(line):
            if self._counts(to_arabic_digits(match["n"])):
                rest = line[match.end() :]
                if self.dotted:
                    self._measure(match["n"])
                else:
                    self._step(match["n"])
        elif match := _MAIN.match(line) or _WORDED.match(line) or (is_first and _BARE.match(line)) or None:
            rest = line[match.end() :]
            self._numbered(match["n"], match.groupdict().get("mark") or "")
        elif match := _STEP.match(line):
            rest = line[match.end() :]
            self._step(match["n"])
        self._words(rest)

    def _numbered(self, number: str, mark: str) -> None:
        """A plain number begins a measure, unless it starts or goes on with a list inside the measure."""
        value, current = int(to_arabic_digits(number)), self._current()
        if self.sub_count and mark == self.sub_mark and value == self.sub_count + 1:
            self.sub_count = value
            self._step(number + mark, restarted=True)
        elif value == 1 and current > 1:
            self.sub_mark, self.sub_count = mark, 1
            self._step(number + mark, restarted=True)
        elif current and mark == ")" and self.measure_mark == ".":
            self.sub_mark, self.sub_count = mark, value
            self._step(number + mark)
        else:
            self._measure(number)
            self.measure_mark = mark

    def _current(self) -> int:
        label = self.pieces[-1].label
        return int(label) if label.isdecimal() else 0

    def _measure(self, number: str, *, inline: bool = False) -> None:
        self.sub_mark, self.sub_count = "", 0
        self.pieces.append(Piece(to_arabic_digits(number), inline=inline))

    def _step(self, label: str, *, restarted: bool = False) -> None:
        label = to_arabic_digits(label).rstrip(".")
        piece = self.pieces[-1]
        piece.steps.append((label, []))
        if restarted:
            piece.restarted.append(label)

    def _words(self, rest: str) -> None:
        """Add a line's words; numbers inside it that count on from the current ones split it."""
        begin = 0
        restarts = False
        for match in _INLINE.finditer(rest):
            if _REFERS.search(rest[: match.start()]):
                continue
            number = to_arabic_digits(match["n"])
            if "." in number and self._next_step(number):
                self._say(rest[begin : match.start()])
                self._step(number)
            elif match["mark"] and number.isdecimal():
                restarts = restarts or int(number) <= self._current()
                if restarts or number in self.elsewhere or int(number) != self._current() + 1 or not self._current():
                    continue
                self._say(rest[begin : match.start()])
                self._measure(number, inline=True)
            else:
                continue
            begin = match.end()
        self._say(rest[begin:])

    def _counts(self, number: str) -> bool:
        """Whether "1.2" at the beginning of a line is a number of a list, not 85.50 or 08.30 o'clock."""
        parts = number.split(".")
        if any(part.startswith("0") or int(part) > _LONGEST_LIST for part in parts):
            return False
        piece, head = self.pieces[-1], parts[0]
        known = [step[0].split(".")[0] for step in piece.steps]
        return self.dotted or piece.is_empty or parts[-1] == "1" or head == piece.label or head in known

    def _next_step(self, number: str) -> bool:
        """Whether "1.2" counts on from "1.1", or "1.1" begins under any measure."""
        head, _, last = number.rpartition(".")
        previous = self.pieces[-1].steps[-1][0] if self.pieces[-1].steps else ""
        if last == "1" and not previous:
            return head == self.pieces[-1].label
        return previous == f"{head}.{int(last) - 1}"

    def _say(self, words: str) -> None:
        if words.strip():
            self.pieces[-1].go_on(words.strip())
