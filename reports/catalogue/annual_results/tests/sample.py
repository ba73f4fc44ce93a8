"""Form E: two issues with measures of every kind, photos after one of them, a memo and two years' scores."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from reports.annual_facts import AnnualResults, Group, Told
from reports.blocks import Photo
from reports.catalogue.annual_results.form import build
from reports.document import Document, Link
from reports.facts import Indicator, Measure, Reported
from reports.letters import Letter
from reports.score_facts import IndicatorScore, ScoreYear
from reports.tests.report_sample import photo

OWNER = "องค์การบริหารส่วนตำบลตัวอย่าง"
ISSUES = (
    (1, "กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ"),
    (2, "การให้บริการและระบบ E-Service"),
)
URL = "https://www.agency.example/open-data/2568-files/manual_of_service.pdf?view=full&id="
LETTER = Letter(
    office=f"สำนักปลัด {OWNER}", phone="0 3600 0000 ต่อ 12", number="ศน 74201/ว 15", date=dt.date(2025, 10, 13),
    subject="รายงานผลการดำเนินการตามแผนงาน ประจำปีงบประมาณ พ.ศ. 2568", to="นายกองค์การบริหารส่วนตำบลตัวอย่าง",
    since="ตามที่องค์การบริหารส่วนตำบลตัวอย่างได้กำหนดมาตรการไว้ 4 มาตรการ นั้น",
    body="บัดนี้ดำเนินการแล้วเสร็จ ดังนี้\n1. จัดทำคู่มือ\n2. เผยแพร่ผล\n\nรายละเอียดตามรายงานที่แนบมาพร้อมนี้",
    closing="จึงเรียนมาเพื่อโปรดทราบ และพิจารณาสั่งการ",
    reporter_name="นายตัวอย่าง ทดสอบ", reporter_position="นักวิเคราะห์นโยบายและแผนชำนาญการ",
    deputy_position="ปลัดองค์การบริหารส่วนตำบลตัวอย่าง", head_name="นางสาวสมมุติ ทดลอง",
    head_position="นายกองค์การบริหารส่วนตำบลตัวอย่าง",
)  # fmt: skip


def paper() -> Document:
    """The paper that the tests of all forms print."""
    return build(results())


def results(photos: int = 5, *, measures: int = 2) -> AnnualResults:
    """All of form E: so many photos after the first measure, so many measures in each issue."""
    groups = tuple(
        Group(
            number, name, tuple(told(number, n, photos if (number, n) == (1, 1) else 0) for n in range(1, measures + 1))
        )
        for number, name in ISSUES
    )
    return AnnualResults(
        fiscal_year=2568, round_name="รอบ 12 เดือน", owner=OWNER, province="ศรีนที", groups=groups, letter=LETTER,
        written=True, scores=scores(), prose={"recommendations": "1. พัฒนาระบบบริการ\n2. เผยแพร่ข้อมูลทุกไตรมาส"},
    )  # fmt: skip


def told(issue: int, number: int, photos: int = 0) -> Told:
    """A measure: done with a link and an outcome, done without outcome, or one that does not concern the body."""
    steps = (("1", "แต่งตั้งคณะทำงาน"), ("2", "ประชุมทุกเดือนและสรุปผลเสนอผู้บริหาร ปี 2568"))
    measure = Measure(
        Indicator("", 0, ""),
        str(number),
        f"จัดทำคู่มือการให้บริการประชาชน ชุดที่ {issue}",
        "สำนักปลัด",
        steps if number % 2 else (),
    )
    if number % 2:
        link = Link(f"{URL}{issue}", f"{URL}{issue}")
        reported = Reported("done", "ดำเนินการแล้ว", "1. จัดทำคู่มือแล้ว\n2. เผยแพร่บนเว็บไซต์แล้ว", links=(link,))
        return Told(measure, issue, reported, "ประชาชนได้รับบริการเร็วขึ้น", tuple(pictures(photos)))
    if issue == 2:
        return Told(measure, issue, Reported("not_applicable", "ไม่เกี่ยวข้อง", reason="ไม่มีงานประเภทนี้"))
    return Told(measure, issue, Reported("in_progress", "กำลังดำเนินการ", "อยู่ระหว่างจัดทำ"))


def pictures(count: int) -> list[Photo]:
    """Photos of both shapes in turn."""
    return [photo(n, upright=n % 3 == 2) for n in range(1, count + 1)]


def scores() -> ScoreYear:
    """The result of 2568 beside that of 2567."""
    names = ("การปฏิบัติหน้าที่", "การใช้งบประมาณ")
    then = tuple(IndicatorScore(n, name, "IIT", Decimal("92.84")) for n, name in enumerate(names, start=1))
    now = tuple(replace(one, score=Decimal("98.97"), previous=one.score) for one in then)
    before = ScoreYear(OWNER, 2567, True, Decimal("92.84"), "ผ่าน", indicators=then)
    return ScoreYear(OWNER, 2568, True, Decimal("98.97"), "ผ่านดีเยี่ยม", indicators=now, previous=before)
