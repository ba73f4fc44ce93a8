"""What people write in a cell of a score table, read: codes and figures."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assessments.scoring import CENT, OVERALL
from thai.digits import to_arabic_digits
from thai.wording import bare, squeeze

LEVEL = "level"
INSTRUMENTS = ("IIT", "EIT", "OIT")

_BEFORE = re.compile(r"^(?:ตัวชี้วัด\s*(?:ย่อย)?\s*(?:ที่)?|ข้อ\s*(?:คำถาม)?\s*(?:ที่)?)\s*")
_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2})?$")
# The letter o is often typed as a zero: ๐๓๑ for o31.
_QUESTION = re.compile(r"^([ieo]|0(?=\d))\s*\.?\s*(\d{1,2})(?:\.(\d{1,2}))?$")
_OVERALL = re.compile(
    r"^(?:(?:ผล)?คะแนน(?:ผล)?(?:การประเมิน|ita)?(?:ใน|โดย)?(?:ภาพ)?รวม|(?:ใน|โดย)?(?:ภาพ)?รวม|overall|total)"
    r"(?:ทั้งหมด|ทั้งสิ้น|ita|(?:ประจำ)?ปี.*|พศ.*|25\d\d)*$"
)
_LEVEL = re.compile(r"^(?:ระดับ(?:ผล)?(?:การประเมิน|คะแนน)?|level)(?:(?:ประจำ)?ปี.*|พศ.*|25\d\d)*$")
_INSTRUMENT = re.compile(r"(?<![a-z])(iit|eit|oit)(?![a-z])")
_INSTRUMENT_WORDS = (("ผู้มีส่วนได้ส่วนเสียภายใน", "IIT"), ("ผู้มีส่วนได้ส่วนเสียภายนอก", "EIT"), ("แบบตรวจการเปิดเผย", "OIT"))
_BLANK = frozenset({"", "-", "–", "—", "n/a", "na", "ไม่มี", "ไม่มีข้อมูล"})
_FIGURE = re.compile(r"^(?:\d{1,3}(?:\.\d*)?|\.\d+)(?:e-\d{1,3})?$")
_COMMA = re.compile(r"^\d{1,3},\d{1,2}$")
_BEYOND = re.compile(r"^(?:-\s?\d+|\d{4,9}|\d{1,3}(?:,\d{3})+)(?:\.\d*)?$")
_UNIT = re.compile(r"\s*(?:คะแนน|%|ร้อยละ)\s*$")


_NOISE = Decimal("0.000001")  # what a sheet's binary fractions add to a figure with two places


@dataclass(frozen=True)
class Figure:
    """A cell as a figure: `value` (0–100, two places) or None where it is blank or wrong.

    problem: "" or what to say of it: "unreadable" and "out_of_range" (value None), "comma", "rounded" (value kept).
    """

    value: Decimal | None = None
    problem: str = ""


def figure_of(text: str) -> Figure:
    """Return the figure in a cell: Thai digits, "100", "94.71 คะแนน", "94.71%" and a comma for the point are read."""
    plain = re.sub(r"\s*([.,])\s*", r"\1", _UNIT.sub("", squeeze(to_arabic_digits(text)))).lower()
    if plain in _BLANK:
        return Figure()
    if _COMMA.match(plain):
        return Figure(_in_range(Decimal(plain.replace(",", "."))), "comma")
    if not _FIGURE.match(plain):
        return Figure(problem="out_of_range" if _BEYOND.match(plain) else "unreadable")
    exact = Decimal(plain)
    value = _in_range(exact)
    if value is None:
        return Figure(problem="out_of_range")
    return Figure(value, "rounded" if abs(value - exact) > _NOISE else "")


def _in_range(value: Decimal) -> Decimal | None:
    return value.quantize(CENT, ROUND_HALF_UP) if 0 <= value <= 100 else None


def code_of(text: str, *, zero_is_o: bool = True) -> str:
    """Return the code that a cell writes ("overall", LEVEL, "IIT", "9", "9.1", "i1", "i1.1", "o1"), "" if none.

    zero_is_o: "031" is o31; off where a column holds numbers of indicators alone ("01").
    """
    plain = _BEFORE.sub("", squeeze(to_arabic_digits(text)).lower()).strip(" .):-")
    if plain.upper() in INSTRUMENTS:
        return plain.upper()
    if _NUMBER.match(plain) and not (zero_is_o and plain.startswith("0")):
        head, dot, tail = plain.partition(".")
        return str(int(head)) + (f".{int(tail)}" if dot else "")
    if match := _QUESTION.match(plain):
        letter = "o" if match[1] == "0" else match[1]
        return f"{letter}{int(match[2])}" + (f".{int(match[3])}" if match[3] else "")
    words = bare(plain)
    if words in ("รวม", "overall", "total", "คะแนนรวม"):
        return OVERALL
    return LEVEL if words in ("ระดับ", "level", "ระดับการประเมิน", "ระดับผลการประเมิน") else ""


def code_named(name: str) -> str:
    """Return the code that a row's name alone tells: the whole, the level or an instrument; "" for anything else."""
    words = bare(name)
    if _OVERALL.match(words):
        return OVERALL
    if _LEVEL.match(words):
        return LEVEL
    named = set(_INSTRUMENT.findall(squeeze(name).lower()))
    if len(named) == 1:
        return str(named.pop()).upper()
    return next((code for part, code in _INSTRUMENT_WORDS if part in words), "")


def order_of(code: str) -> tuple[int, float, str, float]:
    """Return the key that sorts codes as a full sheet does: whole, level, instruments, 1–10, 9.1, i1, i1.1, e1, o1."""
    if code in (OVERALL, LEVEL):
        return (0, float(code == LEVEL), "", 0)
    if code in INSTRUMENTS:
        return (1, INSTRUMENTS.index(code), "", 0)
    head, _, tail = code.partition(".")
    if head.isdecimal():
        return (3 if tail else 2, float(head), "", float(tail or 0))
    return (4 + "ieo".find(head[0]), float(head[1:] or 0), head, float(tail or 0))
