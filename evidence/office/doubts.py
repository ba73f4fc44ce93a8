"""What a reader of a paper could not understand, where it stands, and what to do about it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from thai.wording import gettext_noop

Severity = Literal["error", "warning"]
# Code of a doubt → how grave it is, and its Thai message with {names} to fill in.
Words = Mapping[str, tuple[Severity, str]]
# Words of a message that are words of ours, too.
_OURS = ("why", "answer", "own", "there", "here")


@dataclass(frozen=True)
class Place:
    """Where in the file: sheet name ("" in Word), table, row and column counted from 1 (0: no place).

    Word: `table` counts the file's tables, `row` the table's rows, heading included. Excel: `row` and
    `column` are the sheet's own, `table` counts the heading rows of the sheet.
    """

    sheet: str = ""
    table: int = 0
    row: int = 0
    column: int = 0


NOWHERE = Place()  # of the paper as a whole


@dataclass(frozen=True)
class Doubt:
    """Something to look at: `error` forbids storing, `warning` does not. The message says what to do.

    `words` are what the message was filled with, by name: other languages fill their own with them.
    """

    code: str
    severity: Severity
    where: Place
    value: str
    message: str
    words: tuple[tuple[str, "str | Place"], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The doubt as a JSON object, in Thai."""
        found = asdict(self)
        del found["words"]
        return found

    @classmethod
    def from_store(cls, stored: dict[str, Any]) -> "Doubt":
        """The doubt that `asdict` made."""
        words = tuple(
            (name, Place(**word) if isinstance(word, dict) else word) for name, word in stored.get("words", ())
        )
        return cls(**{**stored, "where": Place(**stored["where"]), "words": words})


def shown_place(place: Place, say: Callable[[str], str] = str) -> str:
    """A place in words, put into the reader's language by `say`: "แผ่นงาน “…” แถว 5 คอลัมน์ 2", or the table's number."""
    if place.sheet:
        words = say(gettext_noop("แผ่นงาน “{sheet}” แถว {row} คอลัมน์ {column}"))
    else:
        words = say(gettext_noop("ตารางที่ {table} แถว {row} คอลัมน์ {column}"))
    return words.format(sheet=place.sheet, table=place.table, row=place.row, column=place.column)


def told_of(words: Words, one: Doubt, say: Callable[[str], str] = str) -> str:
    """The message of a doubt, put into the reader's language by `say` (Thai text → its translation)."""
    filled = {
        name: shown_place(word, say) if isinstance(word, Place) else say(word) if word and name in _OURS else word
        for name, word in one.words
    }
    return say(words[one.code][1]).format(value=one.value, **filled)


def raised(words: Words, code: str, where: Place, value: str = "", **filled: Any) -> Doubt:
    """The doubt of that code at that place; `filled` fills its message, `value` too."""
    kept = tuple((name, word if isinstance(word, Place) else str(word)) for name, word in filled.items())
    found = Doubt(code, words[code][0], where, value, "", kept)
    return replace(found, message=told_of(words, found))
