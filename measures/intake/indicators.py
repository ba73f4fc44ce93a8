"""The indicator cell: which indicator, which question range, which score of which year."""

import re
from decimal import Decimal

from assessments.matching import match_indicator, stated_range
from measures.intake.catalogue import Catalogue
from measures.intake.doubts import doubt
from measures.intake.grid import Cell
from measures.intake.shapes import Doubt, FoundScore
from thai.digits import to_arabic_digits
from thai.wording import squeeze

_SCORE = re.compile(
    r"(?:ใน)?\s*ปี\s*(?:งบประมาณ)?\s*(?:พ\s*\.?\s*ศ\s*\.?)?\s*(25\d\d)\s*ได้\s*(?:คะแนน)?\s*[:=]?\s*"
    r"(\d{1,4}(?:\.\d{1,4})?)(?!\d)\s*(?:คะแนน)?"
)
_RANGES = re.compile(r"(?<![\w.])[ieo]\s*[0-9๐-๙]{1,2}\s*(?:-|–|—|ถึง)\s*[ieo]?\s*[0-9๐-๙]{1,2}(?!\w)", re.IGNORECASE)
_GOES_ON = re.compile(r"\(\s*ต่อ\s*\)")


def read_indicator(cell: Cell, catalogue: Catalogue) -> tuple[int | None, list[FoundScore], list[Doubt]]:
    """The number of the indicator that the cell names (None: unknown, an error is among the doubts)."""
    text = squeeze(_GOES_ON.sub("", cell.text))
    plain = to_arabic_digits(text)
    match = match_indicator(_SCORE.sub("", plain), catalogue.indicators)
    if match.number is None:
        return None, [], [doubt("unknown_indicator", cell.place, _short(text), year=catalogue.year)]
    doubts: list[Doubt] = []
    if match.how == "conflict":
        words = {"typed": match.typed_number, "indicator": match.number}
        doubts.append(doubt("indicator_differs", cell.place, _short(text), **words))
    if match.range_differs:
        doubts.append(_range_doubt(cell, match.stated_range, match.number, catalogue))
    scores, wrong = _scores(plain, match.number, cell)
    return match.number, scores, doubts + wrong


def instrument_doubt(cell: Cell | None, number: int, catalogue: Catalogue) -> Doubt | None:
    """Say so where the instrument cell names another instrument than the indicator's own."""
    own = catalogue.instruments.get(number)
    if cell is None or own is None or cell.is_blank:
        return None
    typed = re.search(r"\b(IIT|EIT|OIT)\b", cell.text.upper())
    if typed is None or typed[1] == own:
        return None
    return doubt("instrument_differs", cell.place, squeeze(cell.text), indicator=number, own=own)


def older_ranges(cell: Cell, number: int, catalogue: Catalogue) -> Doubt | None:
    """Say so where a measure's words name question ranges that only another year uses."""
    stated = dict.fromkeys(stated_range(match[0]) for match in _RANGES.finditer(to_arabic_digits(cell.text)))
    older = [one for one in stated if one not in catalogue.own and one in catalogue.others]
    if not older:
        return None
    years = sorted({year for one in older for year in catalogue.others[one]})
    own = ", ".join(sorted(catalogue.parts, key=_first)) if catalogue.parts else catalogue.range_of(number)
    own = catalogue.range_of(number) or own
    words = {"older": _years(years), "year": catalogue.year, "own": own}
    return doubt("range_older", cell.place, ", ".join(older), **words)


def _first(text: str) -> int:
    return int(text[1:].partition("-")[0])


def _range_doubt(cell: Cell, stated: str, number: int, catalogue: Catalogue) -> Doubt:
    words = {"year": catalogue.year, "own": catalogue.range_of(number)}
    if years := catalogue.others.get(stated):
        return doubt("range_older", cell.place, stated, older=_years(sorted(years)), **words)
    return doubt("range_unknown", cell.place, stated, **words)


def _years(years: list[int]) -> str:
    consecutive = years == list(range(years[0], years[-1] + 1))
    return f"{years[0]}–{years[-1]}" if consecutive and len(years) > 2 else ", ".join(map(str, years))


def _scores(plain: str, number: int, cell: Cell) -> tuple[list[FoundScore], list[Doubt]]:
    scores, doubts = [], []
    for match in _SCORE.finditer(plain):
        if Decimal(match[2]) > 100:
            doubts.append(doubt("score_out_of_range", cell.place, match[2]))
        else:
            scores.append(FoundScore(number, int(match[1]), match[2]))
    return scores, doubts


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
