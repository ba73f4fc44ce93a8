"""An edition file as typed data: reading, writing, and what makes one valid (domain.md §1). Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext

from assessments.bands import parse_bands

LETTER = {"IIT": "i", "EIT": "e", "OIT": "o"}
_RANGE = re.compile(r"([ieo])([1-9]\d?)-\1([1-9]\d?)")
_CODE = re.compile(r"[ieo][1-9]\d?")
_POLARITY = re.compile(r"[+-]+")
LONGEST_ISSUE = 200
_KINDS = ("scale", "yes_no", "disclosure")


class EditionError(ValueError):
    """An edition that cannot be stored; `problems` are Thai sentences, one a problem."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" · ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class QuestionData:
    """A question or OIT item; `sub_indicator` is a code such as "9.1", or ""."""

    code: str
    text: str = ""
    polarity: str = "+"
    sub_questions: int = 1
    answer_kind: str = "scale"
    sub_indicator: str = ""


@dataclass(frozen=True)
class IndicatorData:
    """An indicator; `sub_indicators` are (code, name)."""

    number: int
    name: str
    aliases: tuple[str, ...] = ()
    question_range: str = ""
    sub_indicators: tuple[tuple[str, str], ...] = ()
    questions: tuple[QuestionData, ...] = ()


@dataclass(frozen=True)
class InstrumentData:
    """An instrument with its weight in per cent."""

    code: str
    name: str
    weight: Decimal
    indicators: tuple[IndicatorData, ...] = ()


@dataclass(frozen=True)
class IssueData:
    """An issue (ประเด็น) under which plans may group their measures."""

    number: int
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class EditionData:
    """A whole edition."""

    fiscal_year: int
    verified: bool
    source: str
    level_rules: tuple[dict[str, Any], ...]
    bands: dict[str, Any]
    instruments: tuple[InstrumentData, ...]
    issues: tuple[IssueData, ...] = ()

    def indicators(self) -> Iterator[tuple[InstrumentData, IndicatorData]]:
        """Every indicator with its instrument, in order."""
        return ((one, indicator) for one in self.instruments for indicator in one.indicators)


def bounds(question_range: str) -> tuple[str, int, int]:
    """("i", 1, 6) of "i1-i6". Raises ValueError (Thai) for anything else."""
    match = _RANGE.fullmatch(question_range)
    if match is None or int(match[2]) > int(match[3]):
        raise ValueError(gettext("ช่วงข้อคำถาม “%(range)s” ไม่ถูกต้อง โปรดพิมพ์เช่น i1-i6") % {"range": question_range})
    return match[1], int(match[2]), int(match[3])


def parse_edition(data: Any) -> EditionData:
    """The edition of a decoded JSON document. Raises EditionError where the shape or the facts are wrong."""
    try:
        edition = _edition(data)
    except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation) as error:
        raise EditionError(gettext("อ่านไฟล์เกณฑ์การประเมินไม่ได้: ขาดหรือผิดรูปแบบที่ %(error)s") % {"error": error}) from error
    if problems := problems_of(edition):
        raise EditionError(*problems)
    return edition


def to_json(edition: EditionData) -> dict[str, Any]:
    """The document that `parse_edition` reads back to the same edition."""
    return {
        "fiscal_year": edition.fiscal_year,
        "verified": edition.verified,
        "source": edition.source,
        "level_rules": list(edition.level_rules),
        "bands": edition.bands,
        "instruments": [
            {
                "code": one.code,
                "name": one.name,
                "weight": str(one.weight),
                "indicators": [_indicator_json(indicator) for indicator in one.indicators],
            }
            for one in edition.instruments
        ],
        "issues": [{"number": one.number, "name": one.name, "aliases": list(one.aliases)} for one in edition.issues],
    }


def problems_of(edition: EditionData) -> list[str]:
    """What is wrong with the edition, as Thai sentences; empty if nothing is."""
    problems = []
    if not 2540 <= edition.fiscal_year <= 2699:
        problems.append(gettext("ปีงบประมาณ %(year)s ไม่ใช่ปี พ.ศ.") % {"year": edition.fiscal_year})
    codes = [one.code for one in edition.instruments]
    if sorted(codes) != sorted(set(codes) & set(LETTER)):
        problems.append(gettext("แบบสำรวจต้องเป็น IIT, EIT หรือ OIT อย่างละไม่เกินหนึ่ง"))
        return problems
    if (total := sum(one.weight for one in edition.instruments)) != 100:
        problems.append(gettext("น้ำหนักของแบบสำรวจรวมกันต้องได้ 100 แต่ได้ %(total)s") % {"total": total})
    problems += _number_problems(edition)
    for instrument in edition.instruments:
        problems += _range_problems(instrument, complete=edition.verified)
    for instrument, indicator in edition.indicators():
        problems += _indicator_problems(instrument, indicator, complete=edition.verified)
    return problems + issue_problems(edition.issues) + _rule_problems(edition)


def issue_problems(issues: Sequence[IssueData]) -> list[str]:
    """What is wrong with an edition's issues, as Thai sentences; a year without any is good."""
    problems = []
    if [one.number for one in issues] != list(range(1, len(issues) + 1)):
        problems.append(gettext("เลขประเด็นต้องเรียงจาก 1 ไม่ขาดและไม่ซ้ำ"))
    for one in issues:
        if not one.name or len(one.name) > LONGEST_ISSUE:
            problems.append(
                gettext("ประเด็นที่ %(number)s ต้องมีชื่อ ยาวไม่เกิน %(longest)s ตัวอักษร")
                % {"number": one.number, "longest": LONGEST_ISSUE}
            )
    return problems


def _number_problems(edition: EditionData) -> list[str]:
    numbers = [indicator.number for _, indicator in edition.indicators()]
    problems = []
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        problems.append(gettext("เลขตัวชี้วัดต้องเรียงจาก 1 ไม่ขาดและไม่ซ้ำ"))
    codes = Counter(question.code for _, indicator in edition.indicators() for question in indicator.questions)
    problems += [gettext("รหัสข้อ %(code)s ซ้ำกัน") % {"code": code} for code, count in codes.items() if count > 1]
    subs = Counter(code for _, indicator in edition.indicators() for code, _ in indicator.sub_indicators)
    return problems + [
        gettext("รหัสตัวชี้วัดย่อย %(code)s ซ้ำกัน") % {"code": code} for code, count in subs.items() if count > 1
    ]


def _range_problems(instrument: InstrumentData, *, complete: bool) -> list[str]:
    problems = []
    expected: int | None = 1
    for indicator in instrument.indicators:
        if not indicator.question_range:
            if complete:
                problems.append(gettext("ตัวชี้วัดที่ %(number)s ยังไม่มีช่วงข้อคำถาม") % {"number": indicator.number})
            expected = None
            continue
        try:
            letter, first, last = bounds(indicator.question_range)
        except ValueError as error:
            return [*problems, gettext("ตัวชี้วัดที่ %(number)s: %(error)s") % {"number": indicator.number, "error": error}]
        if letter != LETTER[instrument.code]:
            problems.append(
                gettext("ตัวชี้วัดที่ %(number)s: ข้อคำถามของ %(code)s ขึ้นต้นด้วย %(letter)s ไม่ได้")
                % {"number": indicator.number, "code": instrument.code, "letter": letter}
            )
        if expected is not None and first != expected:
            problems.append(
                gettext("ตัวชี้วัดที่ %(number)s: ช่วงข้อคำถามต้องเริ่มที่ %(letter)s%(expected)s ไม่ขาดและไม่ซ้อน")
                % {"number": indicator.number, "letter": letter, "expected": expected}
            )
        expected = last + 1
    return problems


def _indicator_problems(instrument: InstrumentData, indicator: IndicatorData, *, complete: bool) -> list[str]:
    where = gettext("ตัวชี้วัดที่ %(number)s") % {"number": indicator.number}
    problems = [] if indicator.name else [gettext("%(where)s ไม่มีชื่อ") % {"where": where}]
    subs = {code for code, _ in indicator.sub_indicators}
    problems += [
        gettext("%(where)s: ตัวชี้วัดย่อย %(code)s ต้องขึ้นต้นด้วย %(number)s. และมีชื่อ")
        % {"where": where, "code": code, "number": indicator.number}
        for code, name in indicator.sub_indicators
        if not re.fullmatch(rf"{indicator.number}\.[1-9]\d?", code) or not name
    ]
    allowed = _codes(indicator.question_range)
    for question in indicator.questions:
        problems += [f"{where}: {text}" for text in _question_problems(question, LETTER[instrument.code])]
        if allowed and question.code not in allowed:
            problems.append(
                gettext("%(where)s: ข้อ %(code)s อยู่นอกช่วง %(range)s")
                % {"where": where, "code": question.code, "range": indicator.question_range}
            )
        if question.sub_indicator and question.sub_indicator not in subs:
            problems.append(
                gettext("%(where)s: ข้อ %(code)s อ้างตัวชี้วัดย่อย %(sub_indicator)s ที่ไม่มี")
                % {"where": where, "code": question.code, "sub_indicator": question.sub_indicator}
            )
    if complete and (missing := [code for code in allowed if code not in {q.code for q in indicator.questions}]):
        problems.append(gettext("%(where)s: ยังขาดข้อ %(missing)s") % {"where": where, "missing": ", ".join(missing)})
    return problems


def _codes(question_range: str) -> list[str]:
    try:
        letter, first, last = bounds(question_range)
    except ValueError:
        return []
    return [f"{letter}{number}" for number in range(first, last + 1)]


def _question_problems(question: QuestionData, letter: str) -> list[str]:
    problems = []
    if not _CODE.fullmatch(question.code) or not question.code.startswith(letter):
        problems.append(
            gettext("รหัสข้อ “%(code)s” ไม่ถูกต้อง ต้องเป็น %(letter)s ตามด้วยเลข เช่น %(letter)s1")
            % {"code": question.code, "letter": letter}
        )
    if question.answer_kind not in _KINDS or not 1 <= question.sub_questions <= 20 or len(question.text) > 300:
        problems.append(gettext("ข้อ %(code)s: ลักษณะคำตอบ จำนวนข้อย่อย หรือความยาวข้อความไม่ถูกต้อง") % {"code": question.code})
    signs = question.polarity
    if not _POLARITY.fullmatch(signs) or len(signs) not in (1, question.sub_questions):
        problems.append(gettext("ข้อ %(code)s: ทิศทางต้องเป็น + หรือ - หนึ่งตัว หรือเท่าจำนวนข้อย่อย") % {"code": question.code})
    return problems


def _rule_problems(edition: EditionData) -> list[str]:
    problems = []
    for rule in edition.level_rules:
        limits = [rule.get(key) for key in ("min_overall", "min_instrument", "min_indicator")]
        if not rule.get("name") or not all(limit is None or _is_percent(limit) for limit in limits):
            problems.append(gettext("เกณฑ์ระดับทุกบรรทัดต้องมีชื่อ และคะแนนขั้นต่ำเป็น 0 ถึง 100"))
            break
    try:
        parse_bands(edition.bands)
    except ValueError as error:
        problems.append(str(error))
    return problems


def _is_percent(value: Any) -> bool:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return False
    return number.is_finite() and 0 <= number <= 100


def _edition(data: Mapping[str, Any]) -> EditionData:
    return EditionData(
        int(data["fiscal_year"]),
        bool(data.get("verified", False)),
        _text(data.get("source", "")),
        tuple(dict(rule) for rule in data.get("level_rules", [])),
        dict(data["bands"]),
        tuple(_instrument(row) for row in data["instruments"]),
        tuple(sorted(map(_issue, data.get("issues", [])), key=lambda one: one.number)),
    )


def _issue(row: Mapping[str, Any]) -> IssueData:
    return IssueData(int(row["number"]), _text(row["name"]), tuple(_text(alias) for alias in row.get("aliases", [])))


def _instrument(row: Mapping[str, Any]) -> InstrumentData:
    weight = str(row["weight"])
    if not _is_percent(weight):
        raise ValueError(f"น้ำหนัก {weight}")
    indicators = tuple(_indicator(one) for one in row["indicators"])
    return InstrumentData(_text(row["code"]), _text(row["name"]), Decimal(weight), indicators)


def _indicator(row: Mapping[str, Any]) -> IndicatorData:
    subs = row.get("sub_indicators", [])
    questions = [_question(one, "") for one in row.get("questions", [])]
    questions += [_question(one, _text(sub["code"])) for sub in subs for one in sub.get("questions", [])]
    return IndicatorData(
        int(row["number"]),
        _text(row["name"]),
        tuple(_text(alias) for alias in row.get("aliases", [])),
        _text(row.get("question_range", "")),
        tuple((_text(sub["code"]), _text(sub["name"])) for sub in subs),
        tuple(sorted(questions, key=_code_order)),
    )


def _question(row: Mapping[str, Any], sub_indicator: str) -> QuestionData:
    return QuestionData(
        _text(row["code"]),
        _text(row.get("text", "")),
        _text(row.get("polarity", "+")),
        int(row.get("sub_questions", 1)),
        _text(row.get("answer_kind", "scale")),
        sub_indicator,
    )


def _code_order(question: QuestionData) -> tuple[str, int, str]:
    digits = question.code[1:]
    return question.code[:1], int(digits) if digits.isdecimal() else 0, question.code


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(repr(value))
    return value.strip()


def _indicator_json(indicator: IndicatorData) -> dict[str, Any]:
    return {
        "number": indicator.number,
        "name": indicator.name,
        "aliases": list(indicator.aliases),
        "question_range": indicator.question_range,
        "questions": _questions_json(indicator, ""),
        "sub_indicators": [
            {"code": code, "name": name, "questions": _questions_json(indicator, code)}
            for code, name in indicator.sub_indicators
        ],
    }


def _questions_json(indicator: IndicatorData, sub_indicator: str) -> list[dict[str, Any]]:
    return [
        {
            "code": question.code,
            "text": question.text,
            "polarity": question.polarity,
            "sub_questions": question.sub_questions,
            "answer_kind": question.answer_kind,
        }
        for question in indicator.questions
        if question.sub_indicator == sub_indicator
    ]
