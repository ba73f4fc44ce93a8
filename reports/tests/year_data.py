"""A year's scores and measures to print papers from: facts written by hand, as many weak points as a test wants."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from reports.plan_facts import Group, Planned, PlanYear
from reports.score_facts import (
    IndicatorScore,
    InstrumentScore,
    ItemScore,
    PartScore,
    QuestionScore,
    ScoreYear,
    SectionScore,
)
from reports.year_papers import YearPaper

OWNER = "สำนักงานทดสอบจังหวัดศรีนที"
URGENT, BETTER, KEEP = "ต้องปรับปรุง/แก้ไขอย่างเร่งด่วน", "ต้องปรับปรุง/พัฒนา ให้ดียิ่งขึ้น", "ต้องรักษาระดับ"
INTERNAL, EXTERNAL, OPEN = "แบบวัดภายใน", "แบบวัดภายนอก", "แบบตรวจการเปิดเผยข้อมูล"
FOUR = (Decimal("1.50"), Decimal("2.50"), Decimal("46.00"), Decimal("50.00"))


def question(code: str, indicator: int, score: str, *, parts: int = 0) -> QuestionScore:
    """A weak question with its answers, or with sub-questions that have them."""
    instrument = "IIT" if code.startswith("i") else "EIT"
    subs = tuple(PartScore(f"{code}.{n}", Decimal(score) - n, FOUR, BETTER) for n in range(1, parts + 1))
    name = f"ผู้ตอบเห็นว่าหน่วยงานทำงานตามขั้นตอนที่ประกาศไว้มากน้อยเพียงใด ข้อที่ {code[1:]}"
    shares = None if subs else FOUR
    return QuestionScore(code, name, indicator, instrument, Decimal(score), shares, subs, weak=True, advice=BETTER)


def scores(questions: int = 2, items: int = 1) -> ScoreYear:
    """The year 2567: one weak indicator of each instrument, so many weak questions and lost items."""
    asked = tuple(question(f"i{n}", 1, f"{90 - n % 7}.25", parts=2 * (n % 3 == 1)) for n in range(1, questions + 1))
    lost = tuple(
        ItemScore(f"o{n}", f"รายการที่ {n}", 9, "ข้อมูลพื้นฐาน", Decimal("0.00"), "งานนโยบายและแผน" * (n % 2), URGENT)
        for n in range(1, items + 1)
    )
    before = ScoreYear(OWNER, 2566, has_card=True, overall=Decimal("88.10"), level="A")
    return ScoreYear(
        OWNER, 2567, True, Decimal("92.84"), "ผ่าน", True,
        (
            InstrumentScore("IIT", INTERNAL, Decimal(30), Decimal("87.50"), Decimal("90.00")),
            InstrumentScore("EIT", EXTERNAL, Decimal(30), Decimal("98.48")),
            InstrumentScore("OIT", OPEN, Decimal(40), Decimal("91.00"), Decimal("100.00")),
        ),
        (
            IndicatorScore(1, "การปฏิบัติหน้าที่", "IIT", Decimal("83.57"), Decimal("90.00"), URGENT, weak=True),
            IndicatorScore(2, "การใช้งบประมาณ", "IIT", Decimal("91.43"), Decimal("90.00"), BETTER, weak=True),
            IndicatorScore(6, "คุณภาพการดำเนินงาน", "EIT", Decimal("98.48"), None, KEEP),
            IndicatorScore(
                9, "การเปิดเผยข้อมูล", "OIT", Decimal("91.00"), Decimal("100.00"), BETTER, weak=True,
                sections=(SectionScore("9.1", "ข้อมูลพื้นฐาน", Decimal("91.00")),),
            ),
        ),
        asked, lost, (85, 95), before,
    )  # fmt: skip


def plan(measures: int = 2, *, is_own: bool = True) -> PlanYear:
    """The plan of 2568; every third measure answers the first weak indicator, the second answers i1 and o1."""
    return PlanYear(2568, OWNER if is_own else "จังหวัดศรีนที", is_own, tuple(map(_planned, range(1, measures + 1))))


def _planned(number: int) -> Planned:
    group = Group(1, "การปฏิบัติหน้าที่") if number % 2 else Group(9, "การเปิดเผยข้อมูล")
    answers = {0: ("1",), 2: ("i1", "o1")}.get(number % 3, ())
    steps = (("1)", "แต่งตั้งผู้รับผิดชอบ"), ("2)", "เผยแพร่ทุก 3 เดือน")) if number % 2 == 0 else ()
    return Planned(
        group, str(number), f"จัดทำคู่มือการให้บริการ ฉบับที่ {number}\nและเผยแพร่บนเว็บไซต์", steps, "ทุกส่วนงาน",
        "รายงานผู้บริหารทุกไตรมาส" if number % 2 == 0 else "",
        dt.date(2025, 3, 31) if number % 2 == 0 else None, answers,
    )  # fmt: skip


def year_paper(questions: int = 2, items: int = 1, measures: int = 2) -> YearPaper:
    """Everything: scores, measures, one part in the office's own words."""
    return YearPaper(scores(questions, items), plan(measures), {"analysis": "คะแนนปี 2567 ลดลง\n\n1. เหตุ**สำคัญ**"})


def totals_alone() -> YearPaper:
    """A card of totals and nothing below them, no plan."""
    return YearPaper(ScoreYear(OWNER, 2567, True, Decimal("92.84"), "ผ่าน"))


def without_a_card() -> YearPaper:
    """A plan of the province and no scores."""
    return YearPaper(ScoreYear(OWNER, 2567), plan(is_own=False))


def perfect() -> YearPaper:
    """A card without one weak point."""
    whole = tuple(replace(one, score=Decimal(100), advice=KEEP, weak=False) for one in scores().indicators)
    return YearPaper(replace(scores(0, 0), indicators=whole), plan(0))
