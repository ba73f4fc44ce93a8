"""Form F: two agencies' registers with every kind of cell: several links, long words, มี, ไม่มี, blank."""

from reports.catalogue.oit_register.form import Registers, build
from reports.disclosures import AgencyRegister, Disclosed, DisclosedPart
from reports.document import Document

PARTS = (("9.1", "ข้อมูลพื้นฐาน", 1, 10), ("9.2", "การบริหารงาน", 11, 18), ("10.1", "การดำเนินการเพื่อป้องกันการทุจริต", 31, 38))
WORDS = (
    "แสดงโครงสร้างพร้อมชื่อส่วนงานครบทุกส่วน ปรับปรุงเมื่อเดือนมีนาคม และตรวจซ้ำทุกไตรมาส",
    "แผนงาน งบประมาณ และระยะเวลา (ฉบับ 2566-2570)\nผู้บริหารลงนามแล้ว",
)


def paper() -> Document:
    """The paper that the tests of all forms print."""
    registers = tuple(AgencyRegister(f"องค์การบริหารส่วนตำบลตัวอย่างที่ {n}", parts(n)) for n in (1, 2))
    return build(Registers(2566, "จังหวัดศรีนที", registers, is_province=True))


def parts(agency: int) -> tuple[DisclosedPart, ...]:
    """The parts of one agency's register."""
    return tuple(
        DisclosedPart(code, name, tuple(disclosed(agency, number) for number in range(first, last + 1)))
        for code, name, first, last in PARTS
    )


def disclosed(agency: int, number: int) -> Disclosed:
    """มี with two links, with one, ไม่มี with its reason, or blank, in turn."""
    code, name = f"o{number}", f"รายการที่ต้องเปิดเผยลำดับ {number} ของหน่วยงาน"
    base = f"https://www.agency-{agency}.example/oit/2566-items/disclosed-page_{number:03d}?view=full&id={number}"
    match number % 4:
        case 1:
            return Disclosed(code, name, "yes", (base, f"{base}-2"), WORDS[0])
        case 2:
            return Disclosed(code, name, "no", (), f"ไม่มีงานประเภทนี้ กรณีที่ {number}")
        case 3:
            return Disclosed(code, name)
    return Disclosed(code, name, "yes", (base,), WORDS[1])
