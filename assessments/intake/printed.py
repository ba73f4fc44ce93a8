"""How papers write a score inside a sentence: "ในปี ๒๕๖๕ ได้คะแนน ๙๔.๗๑", "คะแนนการประเมินในภาพรวม … ระดับ …"."""

import re
from collections.abc import Iterator

from thai.digits import to_arabic_digits
from thai.wording import squeeze

SCORE = re.compile(
    r"(?:ใน)?\s*ปี\s*(?:งบประมาณ)?\s*(?:พ\s*\.?\s*ศ\s*\.?)?\s*(25\d\d)\s*"
    r"(?:ได้(?:รับ)?\s*(?:ผล)?(?:คะแนน)?|(?:ผล)?คะแนน)\s*(?:เฉลี่ย|รวม)?\s*(?:ร้อยละ|เท่ากับ|คิดเป็น)?\s*[:=]?\s*"
    r"(\d{1,4}(?:\s?[.,]\s?\d{1,4})?)(?!\d)\s*(?:คะแนน|%)?"
)
_SUMMARY = re.compile(
    r"(?:ผล)?คะแนน(?:การประเมิน|ผลการประเมิน)?\s*(?:ใน|โดย)?(?:ภาพ)?รวม\s*"
    r"(?:(?:ประจำ)?\s*ปี\s*(?:งบประมาณ)?\s*(?:พ\s*\.?\s*ศ\s*\.?)?\s*(25\d\d))?\s*"
    r"(?:คิดเป็น|เท่ากับ|ได้)?(?:ร้อยละ)?\s*[:=]?\s*(\d{1,3}(?:\s?[.,]\s?\d{1,4})?)(?!\d)\s*(?:คะแนน|%)?"
    r"(?:\s*(?:อยู่ใน)?\s*ระดับ\s*(?:ผล)?(?:การประเมิน|คะแนน)?\s*[:=]?\s*(\S.{0,58}))?"
)
_YEAR = re.compile(r"(?<!\d)(25\d\d)(?!\d)")


def scores_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield (fiscal year B.E., the figure as written in Arabic digits) of each score that a sentence states."""
    for match in SCORE.finditer(to_arabic_digits(squeeze(text))):
        yield int(match[1]), "".join(match[2].split())


def summary_in(text: str) -> tuple[int | None, str, str] | None:
    """Return (year or None, overall score as written, level or "") of a sentence about the whole, else None."""
    match = _SUMMARY.search(to_arabic_digits(squeeze(text)))
    if match is None:
        return None
    return int(match[1]) if match[1] else None, "".join(match[2].split()), (match[3] or "").strip(" .")


def year_in(text: str) -> int | None:
    """Return the one fiscal year (B.E.) that a heading names; None where it names none or several."""
    years = {int(year) for year in _YEAR.findall(to_arabic_digits(text))}
    return years.pop() if len(years) == 1 else None
