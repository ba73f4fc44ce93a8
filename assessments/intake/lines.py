"""A printed line of scores as found in a file, not yet understood."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from evidence.office.doubts import Place

MOST_LINES = 3_000


@dataclass(frozen=True)
class Line:
    """One row of a table, one sentence or one indicator cell.

    year: fiscal year (B.E.) that it belongs to, None where the file does not say. code: "" where only `name` says
    what it is. score, shares: as written; shares four or none. kind: "table", "sentence" or "cell".
    """

    year: int | None
    code: str
    name: str
    score: str
    place: Place
    shares: tuple[str, ...] = ()
    kind: str = "table"
    is_formula: bool = False
    name_column: int = 0

    @property
    def name_place(self) -> Place:
        """Where the name stands, or the score where they are one cell."""
        return replace(self.place, column=self.name_column or self.place.column)

    @classmethod
    def from_store(cls, stored: dict[str, Any]) -> "Line":
        """The line that `asdict` made."""
        return cls(**{**stored, "place": Place(**stored["place"]), "shares": tuple(stored["shares"])})


@dataclass(frozen=True)
class Found:
    """What a file holds: its lines, names of sheets that are hidden and were not read, owners that its titles name."""

    lines: tuple[Line, ...] = ()
    hidden: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()

    def to_store(self) -> dict[str, Any]:
        """JSON values; `from_store` reads them back."""
        lines = [asdict(one) for one in self.lines]
        return {"lines": lines, "hidden": list(self.hidden), "owners": list(self.owners)}

    @classmethod
    def from_store(cls, stored: dict[str, Any]) -> "Found":
        """What `to_store` wrote."""
        lines = tuple(Line.from_store(one) for one in stored["lines"])
        return cls(lines, tuple(stored["hidden"]), tuple(stored.get("owners", ())))

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years that the lines belong to, in order."""
        return tuple(sorted({one.year for one in self.lines if one.year is not None}))
