"""Bringing a changed edition into the one that is stored. Pure.

Additions are always allowed; changing what is referenced is refused; nothing is ever removed here but an issue that
the browser's list leaves out and no plan refers to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, TypeVar

from django.utils.translation import gettext

from assessments.edition_data import EditionData, IndicatorData, InstrumentData, IssueData, QuestionData, bounds

T = TypeVar("T")


class Mode(Enum):
    """How much a new version may change."""

    ADD = "add"  # shipped data: only what is missing, an administrator's words stay
    MERGE = "merge"  # an edition file: its values win, what it leaves out stays
    EXACT = "exact"  # the browser: its values win, emptied ones too


@dataclass(frozen=True)
class Locked:
    """What is referenced and therefore fixed."""

    weights: bool = False
    numbers: frozenset[int] = frozenset()
    codes: frozenset[str] = frozenset()
    issues: frozenset[int] = frozenset()


@dataclass
class Merge:
    """What merging did: Thai phrases of what was added, changed, kept against the new version, refused."""

    mode: Mode
    locked: Locked
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def pick(self, old: T, new: T, what: str, *, locked: bool = False) -> T:
        """The value that stays: an empty one is filled, a locked one refused a change."""
        if old == new or (self.mode is not Mode.EXACT and not new and new is not False):
            return old
        if not old and old is not False:
            self.added.append(what)
            return new
        if self.mode is Mode.ADD:
            self.kept.append(what)
            return old
        if locked:
            self.refused.append(
                gettext("%(what)s ถูกใช้แล้ว จึงเปลี่ยนไม่ได้ (เดิม “%(old)s” ใหม่ “%(new)s”)")
                % {"what": what, "old": old, "new": new}
            )
            return old
        self.changed.append(what)
        return new

    def edition(self, old: EditionData, new: EditionData) -> EditionData:
        """`old` with what `new` brings."""
        return replace(
            old,
            verified=self.pick(old.verified, new.verified, "สถานะการตรวจสอบ"),
            source=self.pick(old.source, new.source, "ที่มา"),
            level_rules=self.pick(old.level_rules, new.level_rules, "เกณฑ์ระดับ"),
            bands=self.pick(old.bands, new.bands, "ช่วงคะแนน"),
            instruments=self._joined(
                old.instruments, new.instruments, lambda one: one.code, self._instrument, "แบบสำรวจ"
            ),
            issues=self._issues(old.issues, new.issues),
        )

    def _issues(self, old: tuple[IssueData, ...], new: tuple[IssueData, ...]) -> tuple[IssueData, ...]:
        rows = old
        if self.mode is Mode.EXACT:
            named = {one.number for one in new}
            gone = [one.number for one in old if one.number not in named]
            self.refused += [
                gettext("ประเด็นที่ %(number)s ถูกใช้ในแผนแล้ว จึงลบไม่ได้") % {"number": number}
                for number in gone
                if number in self.locked.issues
            ]
            free = [number for number in gone if number not in self.locked.issues]
            self.changed += [f"ลบประเด็นที่ {number}" for number in free]
            rows = tuple(one for one in old if one.number not in free)
        joined = self._joined(rows, new, lambda one: one.number, self._issue, "ประเด็นที่")
        return tuple(sorted(joined, key=lambda one: one.number))

    def _issue(self, old: IssueData, new: IssueData) -> IssueData:
        what = f"ประเด็นที่ {old.number}"
        name = self.pick(old.name, new.name, f"ชื่อ{what}", locked=old.number in self.locked.issues)
        return replace(old, name=name, aliases=self._aliases(old.aliases, new.aliases, what))

    def _joined(self, old: Sequence[T], new: Iterable[T], key: Any, join: Any, noun: str) -> tuple[T, ...]:
        rows = {key(row): row for row in old}
        for row in new:
            name = key(row)
            if name in rows:
                rows[name] = join(rows[name], row)
            else:
                rows[name] = row
                self.added.append(f"{noun} {name}")
        return tuple(rows.values())

    def _instrument(self, old: InstrumentData, new: InstrumentData) -> InstrumentData:
        weight = self.pick(old.weight, new.weight, f"น้ำหนัก {old.code}", locked=self.locked.weights)
        return replace(
            old,
            name=self.pick(old.name, new.name, f"ชื่อ {old.code}"),
            weight=weight,
            indicators=self._joined(old.indicators, new.indicators, lambda one: one.number, self._indicator, "ตัวชี้วัดที่"),
        )

    def _indicator(self, old: IndicatorData, new: IndicatorData) -> IndicatorData:
        what = f"ตัวชี้วัดที่ {old.number}"
        locked = old.number in self.locked.numbers
        narrower = locked and not _holds(new.question_range, old.question_range)
        subs = self._joined(old.sub_indicators, new.sub_indicators, lambda one: one[0], self._sub_indicator, "ตัวชี้วัดย่อย")
        questions = self._joined(old.questions, new.questions, lambda one: one.code, self._question, "ข้อ")
        return replace(
            old,
            name=self.pick(old.name, new.name, f"ชื่อ{what}", locked=locked),
            aliases=self._aliases(old.aliases, new.aliases, what),
            question_range=self.pick(old.question_range, new.question_range, f"ช่วงข้อคำถามของ{what}", locked=narrower),
            sub_indicators=subs,
            questions=tuple(sorted(questions, key=lambda one: (one.code[0], int(one.code[1:])))),
        )

    def _aliases(self, old: tuple[str, ...], new: tuple[str, ...], what: str) -> tuple[str, ...]:
        if self.mode is Mode.EXACT:
            return self.pick(old, new, f"ชื่ออื่นของ{what}")
        extra = tuple(alias for alias in new if alias not in old)
        if extra:
            self.added.append(f"ชื่ออื่นของ{what}")
        return old + extra

    def _sub_indicator(self, old: tuple[str, str], new: tuple[str, str]) -> tuple[str, str]:
        return old[0], self.pick(old[1], new[1], f"ชื่อตัวชี้วัดย่อย {old[0]}")

    def _question(self, old: QuestionData, new: QuestionData) -> QuestionData:
        what, locked = f"ข้อ {old.code}", old.code in self.locked.codes
        return QuestionData(
            old.code,
            self.pick(old.text, new.text, f"ข้อความ{what}", locked=locked),
            self.pick(old.polarity, new.polarity, f"ทิศทาง{what}", locked=locked),
            self.pick(old.sub_questions, new.sub_questions, f"จำนวนข้อย่อยของ{what}", locked=locked),
            self.pick(old.answer_kind, new.answer_kind, f"ลักษณะคำตอบของ{what}", locked=locked),
            self.pick(old.sub_indicator, new.sub_indicator, f"ตัวชี้วัดย่อยของ{what}", locked=locked),
        )


def _holds(wide: str, narrow: str) -> bool:
    """Whether every code of `narrow` lies in `wide`; an empty range holds nothing and lies in all."""
    if not narrow or not wide:
        return True
    try:
        (letter, first, last), (other, start, end) = bounds(wide), bounds(narrow)
    except ValueError:
        return False
    return letter == other and first <= start and end <= last
