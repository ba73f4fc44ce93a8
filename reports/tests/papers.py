"""Papers to test with: plain facts in our own words, as large or as small as a test wants."""

from decimal import Decimal

from reports.catalogue.agency_measures import form as form_a
from reports.catalogue.province_measures import form as form_b
from reports.document import Document, Link
from reports.facts import AgencyRound, Indicator, LastScore, Measure, ProvinceRound, Reported

INDICATORS = (
    Indicator("IIT", 1, "การปฏิบัติหน้าที่", "i1-i6"),
    Indicator("IIT", 2, "การใช้งบประมาณ", "i7-i12"),
    Indicator("EIT", 6, "คุณภาพการดำเนินงาน", "e1-e5"),
    Indicator("OIT", 10, "การป้องกันการทุจริต", "o31-o43"),
)
RESPONSIBLE = "ทุกส่วนราชการดำเนินการและเผยแพร่บนเว็บไซต์ของหน่วยงาน"
WORDS = (
    "กำหนดผู้รับผิดชอบเรื่องร้องเรียน พร้อมเวลาตอบกลับไม่เกิน 15 วัน และแจ้งผลให้ผู้ร้องทราบทุกเรื่อง",
    "จัดทำคู่มือสำหรับประชาชน (ฉบับ 2566-2570) แล้วเผยแพร่ที่จุดบริการและบนเว็บไซต์",
    "ประชุมทบทวนขั้นตอนทำงานทุกไตรมาส บันทึกข้อตกลงและผู้รับผิดชอบไว้ในรายงานการประชุม",
)


def address(number: int) -> Link:
    """A long address with hyphens, different for each number."""
    url = f"https://www.agency-{number}.example/files/annual-report/2566-summary_{number:04d}?id={number}&p=1"
    return Link(url, url)


def measure(indicator: Indicator, number: int, responsible: str = RESPONSIBLE) -> Measure:
    """The measure of that label, two of three with words enough for three lines."""
    text = f"{WORDS[number % 3]} (มาตรการลำดับ {number} ของตัวชี้วัด {indicator.number})"
    steps = ((f"{number}.1", "ประกาศให้ทราบทั่วกัน"), (f"{number}.2", "ติดตามผลทุกเดือน")) if number % 4 == 0 else ()
    return Measure(indicator, str(number), text, responsible, steps)


def reported(number: int) -> Reported:
    """Done with two links, not applicable, or blank, in turn."""
    match number % 4:
        case 1:
            return Reported("not_applicable", "ไม่เกี่ยวข้อง", "", f"ไม่มีงานบริการประเภทนี้ กรณีที่ {number}")
        case 2:
            return Reported()
    return Reported(
        "done", "ดำเนินการแล้ว", f"ดำเนินการครบถ้วน ครั้งที่ {number}\nรายงานผู้บริหารแล้ว", "",
        (address(number), address(1000 + number)),
    )  # fmt: skip


def agency_data(count: int = 8, indicators: tuple[Indicator, ...] = INDICATORS, *, draft: bool = False) -> AgencyRound:
    """An agency's round with `count` measures under each indicator."""
    entries = tuple(
        (measure(indicator, number), reported(place * count + number))
        for place, indicator in enumerate(indicators)
        for number in range(1, count + 1)
    )
    return AgencyRound(2566, "ศรีนที", "สำนักงานทดสอบจังหวัดศรีนที", entries, draft)


def agency_paper(count: int = 8, *, draft: bool = False) -> Document:
    """Form A."""
    return form_a.build(agency_data(count, draft=draft))


def province_data(count: int = 8, *, long: int = 3, draft: bool = False) -> ProvinceRound:
    """A province's round: one text over a whole indicator, one over parts of two, one over a single measure."""
    measures = tuple(measure(i, number) for i in INDICATORS for number in range(1, count + 1))
    telling = "หน่วยงานในจังหวัดดำเนินการครบถ้วน เผยแพร่ผลบนเว็บไซต์ และรายงานต่อที่ประชุมทุกเดือน "
    spans = (range(count), range(count, 2 * count + count // 2), range(3 * count, 3 * count + 1))
    narratives = tuple(
        (f"ข้อสรุปที่ {n} {telling * long}\nจังหวัดติดตามต่อเนื่อง ครั้งที่ {n}", frozenset(span))
        for n, span in enumerate(spans, start=1)
        if span
    )
    scores = (
        (1, LastScore(2565, Decimal("94.71"), "ต้องปรับปรุง/พัฒนา ให้ดียิ่งขึ้น")),
        (10, LastScore(2565, Decimal("100.00"), "ต้องรักษาระดับ")),
    )
    return ProvinceRound(2566, "รอบ 6 เดือน", "ศรีนที", measures, narratives, scores, 5, draft)


def province_paper(count: int = 8, *, long: int = 3, draft: bool = False) -> Document:
    """Form B."""
    return form_b.build(province_data(count, long=long, draft=draft))
