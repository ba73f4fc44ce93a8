"""The indicator cell: which indicator, which question range, which score of which year."""

import re
from dataclasses import replace
from decimal import Decimal

from assessments.intake.printed import SCORE, scores_in
from assessments.matching import match_indicator, stated_range
from evidence.office.grid import Cell
from measures.intake.catalogue import Catalogue
from measures.intake.doubts import code_of, doubt
from measures.intake.shapes import Doubt, FoundScore
from thai.digits import to_arabic_digits
from thai.wording import bare, gettext_noop, squeeze

# What stands in an indicator cell beside number, name and score: the wording of the weakness bands.
_BAND = re.compile(
    r"ต้อง\s*ปรับปรุง|ต้อง\s*รักษาระดับ|แก้ไข\s*อย่าง\s*เร่งด่วน|พัฒนา|ให้ดียิ่งขึ้น|การปฏิบัติงาน|และ|การบริการ|ที่ได้มาตรฐาน|"
    r"ข้อคำถาม|ระดับ|คะแนน"
)
_RANGES = re.compile(r"(?<![\w.])[ieo]\s*[0-9๐-๙]{1,2}\s*(?:-|–|—|ถึง)\s*[ieo]?\s*[0-9๐-๙]{1,2}(?!\w)", re.IGNORECASE)
_GOES_ON = re.compile(r"\(\s*ต่อ\s*\)")
_ISSUE = re.compile(r"^ประเด็น(?:\s*ที่)?\s*[:：]?\s*")
_ENOUGH = 6  # letters of a name that was cut off


def read_indicator(cell: Cell, catalogue: Catalogue) -> tuple[int | None, list[FoundScore], list[Doubt]]:
    """The number of the indicator that the cell names (None: unknown, an error is among the doubts)."""
    text = squeeze(_GOES_ON.sub("", cell.text))
    plain = _ISSUE.sub("", to_arabic_digits(text)) if catalogue.by_issue else to_arabic_digits(text)
    match = match_indicator(SCORE.sub("", plain), catalogue.indicators)
    if match.number is None and (number := _begun(match.typed_name, match.typed_number, catalogue)):
        match = replace(match, number=number, how="both")
    if match.number is None:
        code = code_of("unknown_indicator", by_issue=catalogue.by_issue)
        return None, [], [doubt(code, cell.place, _short(text), year=catalogue.year)]
    doubts: list[Doubt] = []
    if match.how == "conflict":
        words = {"typed": match.typed_number, "indicator": match.number}
        code = code_of("indicator_differs", by_issue=catalogue.by_issue)
        doubts.append(doubt(code, cell.place, _short(text), **words))
    if match.range_differs:
        doubts.append(_range_doubt(cell, match.stated_range, match.number, catalogue))
    scores, wrong = read_scores(cell, match.number)
    return match.number, scores, doubts + wrong


def _begun(name: str, number: int | None, catalogue: Catalogue) -> int | None:
    """The number where the name beside it is only begun, cut off by a page break: "9. การเปิดเผย"."""
    names = [one.name for one in catalogue.indicators if one.number == number]
    return number if names and len(bare(name)) >= _ENOUGH and bare(names[0]).startswith(bare(name)) else None


def goes_on_with(cell: Cell, number: int, catalogue: Catalogue) -> bool:
    """Whether a cell under an indicator's own only goes on with it: range, score, band, end of the name."""
    plain = squeeze(to_arabic_digits(_GOES_ON.sub("", cell.text)))
    rest = bare(_BAND.sub("", _RANGES.sub("", SCORE.sub("", plain))))
    names = [bare(one.name) for one in catalogue.indicators if one.number == number]
    whole = match_indicator(plain, catalogue.indicators).number
    return not rest or (whole is None and any(name.endswith(rest) and len(rest) > 2 for name in names))


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
    words = {"older": _years(years), "year": catalogue.year, "own": _own(own)}
    return doubt("range_older", cell.place, ", ".join(older), **words)


def _own(ranges: str) -> str:
    return ranges or gettext_noop("อื่น")


def _first(text: str) -> int:
    return int(text[1:].partition("-")[0])


def _range_doubt(cell: Cell, stated: str, number: int, catalogue: Catalogue) -> Doubt:
    words = {"year": catalogue.year, "own": _own(catalogue.range_of(number))}
    if years := catalogue.others.get(stated):
        return doubt("range_older", cell.place, stated, older=_years(sorted(years)), **words)
    return doubt("range_unknown", cell.place, stated, **words)


def _years(years: list[int]) -> str:
    consecutive = years == list(range(years[0], years[-1] + 1))
    return f"{years[0]}–{years[-1]}" if consecutive and len(years) > 2 else ", ".join(map(str, years))


def read_scores(cell: Cell, number: int) -> tuple[list[FoundScore], list[Doubt]]:
    """The scores that a cell of that indicator states, and doubts about impossible ones."""
    scores, doubts = [], []
    for year, written in scores_in(cell.text):
        score = written.replace(",", ".")
        if Decimal(score) > 100:
            doubts.append(doubt("score_out_of_range", cell.place, written))
        else:
            scores.append(FoundScore(number, year, score))
    return scores, doubts


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
