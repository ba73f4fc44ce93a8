"""A card as a grid that people type into: every cell as text, with what is wrong with it beside it. Pure."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.cards.shapes import two
from assessments.cards.tree import Node, tree_of
from assessments.edition_data import EditionData
from assessments.intake.figures import LEVEL, code_of, figure_of
from assessments.intake.understanding import LONGEST_LEVEL
from assessments.scoring import OVERALL, Card, Scheme, computed, rounded

COLUMNS = ("score", "least", "little", "much", "most")
SHARE_COLUMNS = COLUMNS[1:]
COLUMN_NAMES = {
    "score": gettext_noop("คะแนน"), "least": gettext_noop("น้อยที่สุดหรือไม่มีเลย"), "little": gettext_noop("น้อย"),
    "much": gettext_noop("มาก"), "most": gettext_noop("มากที่สุด"),
}  # fmt: skip
MOST_CODES = 600
_LONGEST_CODE, _LONGEST_TEXT = 8, 40
_FIELD = re.compile(r"^([A-Za-z0-9.]{1,8}):(score|least|little|much|most)$")
_WHY = {
    "unreadable": gettext_noop("ไม่ใช่ตัวเลข"),
    "out_of_range": gettext_noop("ต้องอยู่ระหว่าง 0 ถึง 100"),
    "shares": gettext_noop("กรอกร้อยละให้ครบสี่ช่อง หรือเว้นว่างทั้งหมด"),
}


@dataclass(frozen=True)
class GridCell:
    """One cell: its field and column, the column in words, all in words, what is typed, what is wrong."""

    field: str
    column: str
    heading: str
    label: str
    value: str
    error: str = ""


@dataclass(frozen=True)
class GridRow:
    """One code with its cells; computed: what its parts lead to, "" where they are not known."""

    node: Node
    score: GridCell
    shares: tuple[GridCell, ...]
    computed: str


@dataclass
class Typed:
    """What stands in a grid: field → text, and the level."""

    texts: dict[str, str] = field(default_factory=dict)
    level: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        """The codes with a field of their own, in the order of the form."""
        return list(dict.fromkeys(name.partition(":")[0] for name in self.texts))

    def card(self) -> Card:
        """The figures that can be read; `errors` then names the fields that cannot."""
        figures: dict[str, Decimal] = {}
        percents: dict[str, Any] = {}
        for code in self.codes:
            if (score := self._figure(f"{code}:score")) is not None:
                figures[code] = score
            shares = [self._figure(f"{code}:{column}") for column in SHARE_COLUMNS]
            if all(one is not None for one in shares):
                percents[code] = tuple(shares)
            elif any(one is not None for one in shares):
                self._say(f"{code}:{SHARE_COLUMNS[shares.index(None)]}", "shares")
        if len(self.level) > LONGEST_LEVEL:
            self.errors[LEVEL] = _("ระดับยาวเกิน %(most)s ตัวอักษร") % {"most": LONGEST_LEVEL}
        return Card(figures, percents, self.level)

    def _figure(self, name: str) -> Decimal | None:
        figure = figure_of(self.texts.get(name, ""))
        if figure.value is None and figure.problem:
            self._say(name, figure.problem if figure.problem in _WHY else "out_of_range")
        return figure.value

    def _say(self, name: str, problem: str) -> None:
        self.errors.setdefault(name, _(_WHY[problem]))

    @classmethod
    def of_card(cls, card: Card) -> "Typed":
        """The grid of a card as it stands."""
        texts = {f"{code}:score": two(score) for code, score in card.figures.items()}
        for code, shares in card.percents.items():
            texts |= {f"{code}:{name}": two(share) for name, share in zip(SHARE_COLUMNS, shares, strict=True)}
        return cls(texts, card.level)

    @classmethod
    def of_post(cls, data: Mapping[str, str]) -> "Typed":
        """What was sent: fields "i1.1:least" …, or all of them as one JSON object in the field "grid"."""
        sent = dict(data.items()) | _packed(data.get("grid", ""))
        texts: dict[str, str] = {}
        codes: set[str] = set()
        for name, value in sent.items():
            match = _FIELD.match(name)
            if match is None or (code_of(match[1]) or "") != match[1] or len(match[1]) > _LONGEST_CODE:
                continue
            codes.add(match[1])
            if len(codes) <= MOST_CODES:
                texts[name] = _plain(value)[:_LONGEST_TEXT]
        return cls(texts, " ".join(_plain(sent.get(LEVEL, "")).split())[: LONGEST_LEVEL + 1])

    def paste(self, block: str) -> None:
        """Put lines copied from a sheet into the grid: code first, score last, four shares before it where there are.

        `unread` then has the lines whose code is not understood.
        """
        for line in _plain(block).splitlines()[: 2 * MOST_CODES]:
            cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else line.split())]
            if not any(cells):
                continue
            code = code_of(cells[0])
            rest = cells[1:]
            while rest and not rest[-1]:
                rest.pop()
            if not code or not rest:
                if any(figure_of(cell).value is not None for cell in cells):
                    self.unread.append(line.strip()[:80])
            elif code == LEVEL:
                self.level = rest[-1]
            else:
                self.texts[f"{code}:score"] = rest[-1][:_LONGEST_TEXT]
                if len(rest) >= len(COLUMNS) and code[0] in "ie":
                    shares = zip(SHARE_COLUMNS, rest[-5:-1], strict=True)
                    self.texts |= {f"{code}:{name}": share[:_LONGEST_TEXT] for name, share in shares}


def _packed(text: str) -> dict[str, str]:
    """The fields of one JSON object; anything else is none."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return {str(k): v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}


def _plain(value: Any) -> str:
    """A text that a database keeps."""
    return str(value).replace("\0", "").encode("utf-8", "ignore").decode()


def rows_of(edition: EditionData, typed: Typed, scheme: Scheme) -> list[GridRow]:
    """The rows of a grid: every code of the edition, and the further ones that were typed."""
    card = typed.card()
    exact = computed(scheme.with_codes([*card.figures, *card.percents]), card)
    return [_row(node, typed, exact) for node in tree_of(edition, typed.codes)]


def _row(node: Node, typed: Typed, exact: Mapping[str, Decimal]) -> GridRow:
    has_shares = node.takes_shares or any(f"{node.code}:{one}" in typed.texts for one in SHARE_COLUMNS)
    cells = [_cell(node, column, typed) for column in COLUMNS]
    value = exact.get(node.code)
    return GridRow(node, cells[0], tuple(cells[1:]) if has_shares else (), "" if value is None else two(rounded(value)))


def _cell(node: Node, column: str, typed: Typed) -> GridCell:
    name, heading = f"{node.code}:{column}", _(COLUMN_NAMES[column])
    label = f"{node.name if node.code == OVERALL else node.code} {heading}"
    return GridCell(name, column, heading, label, typed.texts.get(name, ""), typed.errors.get(name, ""))


def scheme_json(scheme: Scheme) -> str:
    """What the browser needs to compute the same: parts, weights and signs as JSON."""
    whole: dict[str, Any] = {
        "parts": {code: list(parts) for code, parts in scheme.parts.items()},
        "weights": {code: str(weight) for code, weight in scheme.weights.items()},
        "signs": dict(scheme.signs),
    }
    return json.dumps(whole)


def levels_of(edition: EditionData) -> tuple[str, ...]:
    """The names of a year's levels, best first."""
    return tuple(str(rule["name"]) for rule in edition.level_rules)


def error_list(rows: Iterable[GridRow]) -> list[tuple[str, str, str]]:
    """(field, label, what is wrong) of every wrong cell, in the order of the grid."""
    return [
        (cell.field, cell.label, cell.error) for row in rows for cell in (*row.shares, row.score) if cell.error
    ]  # fmt: skip
