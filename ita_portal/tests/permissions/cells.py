"""Read matrix.json: a second, independent reading of the cell texts, for the tests alone."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

PERSONAS = (
    "anon", "staff", "staff_foreign", "head", "head_foreign", "rev", "rev_foreign", "viewer", "admin", "disabled",
    "halfauth",
)  # fmt: skip
PAIRS = (("P", ""), *((round_state, state) for round_state in "OCLX" for state in "DESRA"))


class Cell(NamedTuple):
    """Where a round and an agency's submission stand; `extended`: an unexpired extension is there."""

    round: str
    state: str
    extended: bool = False

    def __str__(self) -> str:
        return f"{self.round}{':' + self.state if self.state else ''}{' ext' if self.extended else ''}"


CELLS = (*(Cell(*pair) for pair in PAIRS), *(Cell(*pair, True) for pair in PAIRS if pair[1]))


def fits(part: str, cell: Cell) -> bool:
    """Say whether one "rounds:submissions" of a cell text covers the cell."""
    rounds, _, states = (piece.strip() for piece in part.partition(":"))
    if states and cell.state not in states.split(","):
        return False
    here = {cell.round, "any"}
    if cell.round == "C":
        here.add("ext" if cell.extended else "C-")
    return any(name.strip() in here for name in rounds.split(","))


def expand(text: str) -> frozenset[Cell]:
    """Return the cells that a text such as "O:D,R; C:R; ext:D,R" allows."""
    if text == "all":
        return frozenset(CELLS)
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return frozenset(cell for cell in CELLS if any(fits(part, cell) for part in parts))


@cache
def data() -> dict[str, Any]:
    """Return matrix.json."""
    return json.loads((Path(__file__).parent / "matrix.json").read_text("utf-8"))


class Row(NamedTuple):
    """One action asked of one kind of object, with the allowed cells of each persona."""

    number: int
    action: str
    on: str
    later: str
    owned: bool
    allowed: dict[str, frozenset[Cell]]

    def __str__(self) -> str:
        return f"{self.number}-{self.action}-{self.on.replace(' ', '_')}{'-owned' if self.owned else ''}"

    def answer(self, persona: str, cell: Cell) -> str:
        """Return "yes", "not now" (the same person may in another state) or "no"."""
        if cell in self.allowed[persona]:
            return "yes"
        own = persona in ("staff", "head", "rev", "viewer", "admin")
        return "not now" if own and self.allowed[persona] else "no"


def _row(entry: dict[str, Any], *, owned: bool) -> Row:
    columns = data()["columns"]
    allowed = {persona: expand(entry.get(persona, entry.get(columns.get(persona, ""), ""))) for persona in PERSONAS}
    return Row(entry["row"], entry["action"], entry["on"], entry.get("later", ""), owned, allowed)


ROWS = tuple(_row(entry, owned=False) for entry in data()["rows"])
OWNED_ROWS = tuple(_row(entry, owned=True) for entry in data()["owned"]["rows"])
