"""Buddhist era, fiscal years, Thai dates as people write and read them.

The only place that knows how far the Buddhist era is from the common era.
"""

import datetime as dt
import re

from thai.digits import Numerals, in_numerals, to_arabic_digits
from thai.wording import gettext_noop

# Thailand has kept one offset without daylight saving since 1920.
BANGKOK = dt.timezone(dt.timedelta(hours=7), "Asia/Bangkok")

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_ERA = 543
_FISCAL_START = 10  # the fiscal year N runs from 1 October N−1 to 30 September N
_BUDDHIST_YEARS = range(2400, 2701)
_COMMON_YEARS = range(1857, 2158)
_MONTH_BY_NAME = {
    re.sub(r"[.\s]", "", name): number for names in (MONTHS, SHORT_MONTHS) for number, name in enumerate(names, start=1)
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_WORDS = re.compile(r"(\d{1,2})\s*([ก-๎][ก-๎.\s]*?)\s*(\d{4}|\d{2})")
_LEADING_WORDS = re.compile(r"^(?:วัน\S{0,12}ที่|วันที่|ที่)\s*")
_ERA_WORDS = re.compile(r"(พ\s*\.?\s*ศ\s*\.?|ค\s*\.?\s*ศ\s*\.?)\s*(?=\d)")


class DateProblem(ValueError):
    """What a person typed is no date. `words`: the Thai message with "%(typed)s" where `typed` belongs."""

    def __init__(self, words: str, typed: object) -> None:
        super().__init__(words % {"typed": typed})
        self.words = words
        self.typed = typed


def buddhist_year(day: dt.date) -> int:
    """The calendar year of `day` in the Buddhist era: 2025-09-30 → 2568."""
    return day.year + _ERA


def fiscal_year(day: dt.date) -> int:
    """The Thai fiscal year (Buddhist era) that `day` lies in.

    Source: fiscal year N runs from 1 October N−1 to 30 September N (Budget Procedures Act).
    """
    # 1 October already belongs to the next fiscal year
    return buddhist_year(day) + (1 if day.month >= _FISCAL_START else 0)


def fiscal_year_bounds(year: int) -> tuple[dt.date, dt.date]:
    """First and last day of the fiscal year `year` (Buddhist era)."""
    common = year - _ERA
    return dt.date(common - 1, _FISCAL_START, 1), dt.date(common, _FISCAL_START - 1, 30)


def long_date(day: dt.date, numerals: Numerals = "thai") -> str:
    """`day` in full, as letters and forms print it: "๑๓ ตุลาคม ๒๕๖๘"."""
    return in_numerals(f"{day.day} {MONTHS[day.month - 1]} {buddhist_year(day)}", numerals)


def short_date(day: dt.date, numerals: Numerals = "arabic") -> str:
    """`day` for tables and screens: "13 ต.ค. 68"."""
    return in_numerals(f"{day.day} {SHORT_MONTHS[day.month - 1]} {buddhist_year(day) % 100:02d}", numerals)


def short_datetime(moment: dt.datetime, numerals: Numerals = "arabic") -> str:
    """`moment` on a Thai clock: "13 ก.ย. 66 เวลา 15.20 น.". A naive value is taken as Thai time."""
    local = in_bangkok(moment)
    return short_date(local, numerals) + in_numerals(f" เวลา {local:%H.%M} น.", numerals)


def english_date(day: dt.date, *, short: bool = False) -> str:
    """`day` for readers of English, both eras: "30 September 2025 (2568)", or "30 Sep 2025 (2568)"."""
    month = ENGLISH_MONTHS[day.month - 1]
    return f"{day.day} {month[:3] if short else month} {day.year} ({buddhist_year(day)})"


def english_datetime(moment: dt.datetime) -> str:
    """`moment` on a Thai clock for readers of English: "13 Sep 2023 (2566), 15:20"."""
    local = in_bangkok(moment)
    return f"{english_date(local, short=True)}, {local:%H:%M}"


def in_bangkok(moment: dt.datetime) -> dt.datetime:
    """`moment` as Thai wall-clock time; a naive value already is."""
    return moment.replace(tzinfo=BANGKOK) if moment.tzinfo is None else moment.astimezone(BANGKOK)


def common_year(year: int, *, era: str = "") -> int:
    """The common-era year of a typed year.

    `year` has two digits (always of the Buddhist century 25xx) or four; `era` is "พ.ศ." or "ค.ศ."
    where the writer said so. Raises DateProblem (Thai) for a year that is neither.
    """
    if year < 100:
        year += 2500 if era != "ค.ศ." else 2000
    if year in _BUDDHIST_YEARS and era != "ค.ศ.":
        return year - _ERA
    if year in _COMMON_YEARS and era != "พ.ศ.":
        return year
    raise DateProblem(gettext_noop("ไม่เข้าใจปี “%(typed)s” โปรดพิมพ์ปี พ.ศ. สี่หลัก เช่น 2568"), year)


def parse_date(text: str) -> dt.date:
    """The day that a person typed.

    Understands "๓๐ ก.ย. ๖๘", "30 กันยายน พ.ศ. 2568", "30/9/2568", "30-09-68", "2025-09-30", in Thai or
    Arabic digits. The era is converted before the day is checked, so 29/02/2567 is a leap day.
    Raises DateProblem with a Thai message that says what to type.
    """
    plain = to_arabic_digits(" ".join(text.split()))
    era = _written_era(plain)
    plain = _LEADING_WORDS.sub("", _ERA_WORDS.sub("", plain))
    if match := _ISO.fullmatch(plain):
        year, month, day = (int(part) for part in match.groups())
    elif match := _NUMBERS.fullmatch(plain):
        day, month, year = (int(part) for part in match.groups())
    elif match := _WORDS.fullmatch(plain):
        day, year = int(match[1]), int(match[3])
        month = _MONTH_BY_NAME.get(re.sub(r"[.\s]", "", match[2]), 0)
    else:
        raise DateProblem(gettext_noop("ไม่เข้าใจวันที่ “%(typed)s” โปรดพิมพ์เช่น 30/9/2568 หรือ 30 ก.ย. 68"), text)
    return _checked_date(common_year(year, era=era), month, day, text)


def _written_era(plain: str) -> str:
    match = _ERA_WORDS.search(plain)
    return "" if match is None else ("ค.ศ." if match[1].startswith("ค") else "พ.ศ.")


def _checked_date(year: int, month: int, day: int, typed: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise DateProblem(gettext_noop("ไม่มีวันที่ “%(typed)s” ในปฏิทิน โปรดตรวจวันและเดือนอีกครั้ง"), typed) from None
