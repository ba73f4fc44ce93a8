"""What was read of a list: lines with their places, ready to be kept. Pure, runs without Django."""

from dataclasses import asdict, dataclass
from typing import Any

from evidence.office.doubts import Doubt, Place

MOST_LINES = 2_000


@dataclass(frozen=True)
class Line:
    """One row of a list. cells: field → (text, column counted from 1); blank cells are not there."""

    sheet: str
    row: int
    cells: dict[str, tuple[str, int]]
    # Field → column of its heading: where to mark what is missing.
    columns: dict[str, int]

    def text(self, field: str) -> str:
        """Return the words of a field, "" for none."""
        return self.cells.get(field, ("", 0))[0]

    def place(self, field: str) -> Place:
        """Return where the field stands, or ought to stand."""
        column = (
            self.cells.get(field, ("", 0))[1] or self.columns.get(field, 0) or min(self.columns.values(), default=1)
        )
        return Place(self.sheet, 0, self.row, column)


@dataclass(frozen=True)
class Found:
    """The lines of a file, and what of it could not be understood."""

    lines: tuple[Line, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def to_store(self) -> dict[str, Any]:
        """The lines as JSON values."""
        return {"lines": [asdict(one) for one in self.lines], "doubts": [asdict(one) for one in self.doubts]}

    @classmethod
    def from_store(cls, stored: dict[str, Any]) -> "Found":
        """The lines that `to_store` made."""
        lines = tuple(
            Line(one["sheet"], one["row"], {name: (text, int(at)) for name, (text, at) in one["cells"].items()},
                 one["columns"])
            for one in stored.get("lines", ())
        )  # fmt: skip
        return cls(lines, tuple(Doubt.from_store(one) for one in stored.get("doubts", ())))
