"""What the title lines of form E say: the year, the round, whose paper it is."""

import re
from collections.abc import Iterable

from measures.intake.shapes import Heading
from thai.digits import to_arabic_digits
from thai.wording import squeeze

_YEAR = re.compile(r"ปี(?:งบประมาณ)?\s*(?:พ\s*\.?\s*ศ\s*\.?)?\s*(25\d\d)")
_ROUND = re.compile(r"รอบ\s*(6|12)\s*เดือน")
# An agency's name begins so; what follows it is its district and province.
_AGENCY = re.compile(
    r"(?:(?:^|\s|\d)ของ\s*|^หน่วยงาน\s*[:：]\s*|^)"
    r"((?:องค์การ|เทศบาล|สำนักงาน|สำนัก|ที่ว่าการ|ที่ทำการ|โรงพยาบาล|โรงเรียน|วิทยาลัย|มหาวิทยาลัย|เรือนจำ|สถานี|ศูนย์|กรม|กอง"
    r"|อบต|อบจ|เมืองพัทยา|แขวง|ด่าน|หน่วย)\S.*?)(?=\s+(?:อำเภอ|จังหวัด|ประจำปี|ปีงบประมาณ|รอบ)|$)"
)
_PROVINCE = re.compile(r"(?:จังหวัด\s*([ก-๎]{2,})|(กรุงเทพมหานคร))")
_TITLE = re.compile(r"^(?:รายงาน|แบบรายงาน|ประจำปี|ของ|หน่วยงาน\s*[:：]|รอบ|จังหวัด)")
_LONGEST = 220


def read_issue_heading(lines: Iterable[str]) -> Heading:
    """The heading of form E. Title lines are believed first: a memo before the report speaks of other years, too."""
    plain = [squeeze(to_arabic_digits(line)) for line in lines]
    titles = [line for line in plain if _TITLE.match(line) and len(line) <= _LONGEST]
    year = _first(_YEAR, titles) or _first(_YEAR, plain)
    round_ = _first(_ROUND, titles)
    agency = _first(_AGENCY, titles).strip(" ._…:")
    rest = [line.replace(agency, " ") if agency else line for line in titles]
    province = next((match[1] or match[2] for line in rest if (match := _PROVINCE.search(line))), "")
    return Heading("E", int(year) if year else None, round_, province, agency)


def _first(pattern: re.Pattern[str], lines: list[str]) -> str:
    return next((match[1] for line in lines if (match := pattern.search(line))), "")
