"""The appendix: two agencies with links of every verdict, words that are no link, photos and papers."""

import datetime as dt

from reports.catalogue.evidence_appendix.form import build
from reports.document import Document
from reports.evidence_facts import AgencyEvidence, CitedFile, CitedLink, Evidence, Place

VERDICTS = (("เปิดได้", True, False), ("ย้ายไปที่อื่น", True, False), ("ไม่พบหน้า", True, True), ("ยังไม่ได้ตรวจ", False, False))


def link(number: int, agency: int = 1) -> CitedLink:
    """A long address with hyphens; each fourth proves two measures, each seventh is no web address."""
    verdict, checked, broken = VERDICTS[number % 4]
    places = (Place(number % 10 + 1, "1"), Place(number % 10 + 1, "2.1"))[: 1 + (number % 4 == 0)]
    if number % 7 == 6:
        return CitedLink(f"แฟ้มเอกสารเลขที่ {number} ที่ห้องงานแผน", "", "ไม่ใช่ที่อยู่เว็บไซต์", None, places)
    url = f"https://www.agency-{agency}.example/files/annual-report/2568-summary_{number:04d}?id={number}&page=1"
    return CitedLink(url, url, verdict, dt.date(2025, 9, 1 + number % 28) if checked else None, places, broken)


def file(number: int) -> CitedFile:
    """A photo or a paper in turn; each third without a caption."""
    caption = "" if number % 3 == 0 else f"การประชุมติดตามมาตรการ ครั้งที่ {number} พร้อมรายชื่อผู้เข้าร่วม"
    if number % 2:
        return CitedFile(f"ภาพการประชุม-{number}.jpg", caption, None, (Place(number, "1"),))
    return CitedFile(f"รายงานการประชุม ครั้งที่ {number}.pdf", caption, number * 3, (Place(number, "1", by_issue=True),))


def evidence(links: int, files: int = 3, agencies: int = 1) -> Evidence:
    """A round's evidence, so many links and files for each agency; a province's where there are several."""
    names = ("สำนักงานทดสอบจังหวัดศรีนที", "องค์การบริหารส่วนตำบลตัวอย่าง", "เทศบาลตำบลทดลอง")
    found = tuple(
        AgencyEvidence(
            names[number - 1],
            tuple(link(n, number) for n in range(1, links + 1)),
            tuple(file(n) for n in range(1, files + 1)),
        )
        for number in range(1, agencies + 1)
    )
    owner = names[0] if agencies == 1 else "จังหวัดศรีนที"
    return Evidence(2568, "รอบ 12 เดือน", owner, found, is_province=agencies > 1)


def paper() -> Document:
    """The paper that the tests of all forms print."""
    return build(evidence(9, 3, 2))
