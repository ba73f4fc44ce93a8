"""Papers of form E with the defects that real ones have. Nothing here is a real paper."""

from assessments.matching import KnownIndicator
from measures.intake.catalogue import Catalogue
from measures.tests.papers import CATALOGUE

HEAD_E = [
    "มาตรการ/กิจกรรมที่ดำเนินการ",
    "ขั้นตอน/วิธีปฏิบัติ",
    "สรุปผลการดำเนินงานตามมาตรการหรือกิจกรรม",
    "ผลลัพธ์หรือความสำเร็จ",
    "หน่วยงานผู้รับผิดชอบ",
]
TITLE_E = [
    "รายงานผลการดำเนินการตามแผนส่งเสริมคุณธรรมของหน่วยงาน",
    "ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
    "ขององค์การบริหารส่วนตำบลตัวอย่าง อำเภอสมมติ จังหวัดทดสอบบุรี",
]
NAMES = ("งานโปร่งใสและรวดเร็ว", "บริการและระบบ E-Service", "เผยแพร่ข้อมูลข่าวสาร", "ดูแลทรัพย์สินของราชการ")
ISSUES = tuple(
    KnownIndicator(number, name, ("ดูแลทรัพย์สินของทางราชการ",) if number == 4 else ())
    for number, name in enumerate(NAMES, start=1)
)
CATALOGUE_E = Catalogue(2568, CATALOGUE.indicators, CATALOGUE.instruments, CATALOGUE.parts, CATALOGUE.others, ISSUES)
OFFICE = "สำนักปลัด กองคลัง"


def first(number: int, measure: str) -> str:
    """The first cell of an issue: its line, then the measure."""
    return f"ประเด็นที่ {number}. {NAMES[number - 1]}\n{measure}"


def row(measure: str, steps: str = "ทำตามแผน", result: str = "ทำแล้ว", outcome: str = "ดีขึ้น", who: str = OFFICE):
    """One row of form E."""
    return [measure, steps, result, outcome, who]
