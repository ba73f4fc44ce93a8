"""Weakness bands: what a score calls for, in the words that the papers print (domain.md §4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True)
class Band:
    """From `at_least` per cent upwards (to the next band) the paper prints `wording`."""

    at_least: Decimal
    wording: str


@dataclass(frozen=True)
class Bands:
    """Bands in rising order. With `lowest` = n, the n lowest of each instrument take the first wording."""

    rows: tuple[Band, ...]
    lowest: int | None = None


def parse_bands(data: Mapping[str, Any]) -> Bands:
    """Bands from the JSON of an edition or a plan.

    `{"rows": [{"at_least": "0", "wording": "…"}, …], "lowest": null | n}`; the lowest band starts at 0.
    Raises ValueError with a Thai message.
    """
    try:
        rows = tuple(Band(_finite(row["at_least"]), str(row["wording"]).strip()) for row in data["rows"])
        lowest = None if data.get("lowest") is None else int(data["lowest"])
    except (KeyError, TypeError, ValueError, InvalidOperation):
        raise ValueError(gettext("อ่านช่วงคะแนนไม่ได้ แต่ละช่วงต้องมีคะแนนเริ่มต้นและถ้อยคำ")) from None
    starts = [row.at_least for row in rows]
    if not rows or starts[0] != 0 or starts != sorted(set(starts)) or starts[-1] > 100:
        raise ValueError(gettext("ช่วงคะแนนต้องเริ่มที่ 0 เรียงจากน้อยไปมาก ไม่ซ้ำกัน และไม่เกิน 100"))
    if not all(row.wording for row in rows):
        raise ValueError(gettext("ช่วงคะแนนทุกช่วงต้องมีถ้อยคำ"))
    if lowest is not None and lowest < 1:
        raise ValueError(gettext("จำนวนตัวชี้วัดที่คะแนนต่ำสุดต้องเป็น 1 ขึ้นไป"))
    return Bands(rows, lowest)


def _finite(value: object) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(value)
    return number


def band_of(score: Decimal, bands: Bands) -> Band:
    """The band that `score` (0–100) lies in; a bound belongs to the band that it opens."""
    return [row for row in bands.rows if row.at_least <= score][-1]


def wordings(scores: Mapping[int, Decimal], instruments: Mapping[int, str], bands: Bands) -> dict[int, str]:
    """Indicator number → wording.

    `scores` maps numbers to per cent, `instruments` the same numbers to their instrument's code. With
    `bands.lowest` = n, the n lowest indicators of each instrument (equal scores together) take the wording
    of the first band and all others that of the last.
    """
    if bands.lowest is None:
        return {number: band_of(score, bands).wording for number, score in scores.items()}
    weak = _lowest(scores, instruments, bands.lowest)
    return {number: bands.rows[0 if number in weak else -1].wording for number in scores}


def _lowest(scores: Mapping[int, Decimal], instruments: Mapping[int, str], count: int) -> set[int]:
    by_instrument: dict[str, list[Decimal]] = {}
    for number, score in scores.items():
        by_instrument.setdefault(instruments[number], []).append(score)
    limits = {code: _nth(sorted(values), count) for code, values in by_instrument.items()}
    return {number for number, score in scores.items() if score <= limits[instruments[number]]}


def _nth(values: Sequence[Decimal], count: int) -> Decimal:
    return values[min(count, len(values)) - 1]
