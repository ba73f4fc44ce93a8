"""What people do on the pages, in their own words: each step waits for what the person would wait for."""

import datetime as dt
import re

from playwright.sync_api import Locator, Page, expect

from agencies.models import AgencyGroup
from measures.models import Plan, Submission
from thai.dates import short_date


def exactly(words: str) -> re.Pattern[str]:
    """Match these words and no others."""
    return re.compile(rf"^{re.escape(words)}$")


def entry_card(page: Page, label: str) -> Locator:
    """The card of measure "1.1" on an entry page."""
    return page.locator("article.measure").filter(has=page.locator(".measure__no", has_text=exactly(label)))


def answer(
    page: Page, label: str, answer: str, text: str = "", *, links: tuple[str, ...] = (), reason: str = ""
) -> None:
    """Fill one measure; nothing is pressed: leaving the fields saves."""
    card = entry_card(page, label)
    card.get_by_label(answer, exact=True).check()
    if reason:
        card.get_by_label("เหตุผลที่ไม่เกี่ยวข้อง (ต้องระบุ)").fill(reason)
    if text:
        card.get_by_label("ผลการดำเนินงาน", exact=True).fill(text)
    for number, link in enumerate(links):
        if number:
            card.get_by_role("button", name="เพิ่มลิงก์").click()
            page.keyboard.type(link)
        else:
            card.get_by_label("ลิงก์หลักฐานใหม่").fill(link)


def leave_and_see_saved(page: Page, unfinished: int) -> None:
    """Leave the field, and wait until the page says that it saved and how many measures are still to do."""
    page.get_by_role("heading", level=1).click()
    expect(page.locator("[data-progress=unfinished]")).to_have_text(str(unfinished))
    expect(page.locator("[data-autosave-status]")).to_have_text(re.compile(r"^บันทึกแล้ว \d\d\.\d\d น\.$"))


def unfinished(submission: Submission) -> int:
    """How many measures the database still calls blank or unconfirmed."""
    return sum(not result.is_complete for result in submission.results.all())


def fill_the_rest(page: Page, report: Submission) -> None:
    """Answer every blank measure, indicator by indicator; each is saved when the next one is begun."""
    left = unfinished(report)
    for number in sorted({result.measure.indicator for result in report.results.select_related("measure")}):
        page.goto(f"/submissions/{report.pk}/indicator/{number}/")
        for card in page.locator("article.measure").all():
            if not card.locator("input[name=answer]:checked").count():
                label = card.locator(".measure__no").inner_text()
                card.get_by_label("ดำเนินการแล้ว", exact=True).check()
                card.get_by_label("ผลการดำเนินงาน", exact=True).fill(f"ดำเนินการข้อ {label} ครบถ้วน")
                card.get_by_label("ลิงก์หลักฐานใหม่").fill(f"https://www.example.go.th/{label}")
                left -= 1
        leave_and_see_saved(page, left)


def send(page: Page) -> None:
    """Look over the report and send it to the head; the receipt comes."""
    page.get_by_role("link", name="ตรวจทานและส่ง").click()
    warnings = page.get_by_label("อ่านคำเตือนแล้ว และขอส่งตามนี้")
    if warnings.count():
        warnings.check()
    page.get_by_role("button", name="ส่งให้หัวหน้ารับรอง").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ใบรับรายงาน")
    expect(page.locator(".hash")).to_have_text(re.compile(r"^[0-9a-f]{64}$"))


def endorse(page: Page) -> None:
    """The head reads the whole report, endorses it, and goes."""
    read_and_endorse(page)
    page.context.close()


def read_and_endorse(page: Page) -> None:
    """The head reads the whole report and endorses it."""
    page.get_by_role("link", name="อ่านและรับรอง", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("อ่านและรับรอง")
    page.get_by_role("button", name="รับรองและส่งจังหวัด").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ใบรับรายงาน")


def import_plan(page: Page, paper: bytes, counts: dict[int, int], doubts: tuple[str, ...] = ()) -> None:
    """Upload the office's table, read the preview, and commit it as the province's plan."""
    page.get_by_role("navigation", name="เมนูหลัก").get_by_role("link", name="แผน").click()
    page.get_by_role("link", name="นำเข้าจากไฟล์").click()
    page.get_by_label("ปีงบประมาณ พ.ศ.").select_option("2570")
    page.get_by_label("ไฟล์ Word (.docx) หรือ Excel (.xlsx)").set_input_files(
        {"name": "แบบรายงาน.docx", "mimeType": "application/octet-stream", "buffer": paper}
    )
    page.get_by_role("button", name="อ่านไฟล์").click()
    expect(page.locator("a.chip")).to_have_text([f"ตัวชี้วัดที่ {n}: {c} ข้อ" for n, c in counts.items()])
    expect(page.locator("#doubts tbody td:nth-child(2)")).to_have_text(list(doubts))
    page.get_by_role("button", name="ยืนยันนำเข้า").click()
    expect(page.get_by_text("นำเข้าแล้ว").first).to_be_visible()


def choose_groups(page: Page, everyone: AgencyGroup, service: AgencyGroup) -> None:
    """Say in the plan that both groups report the measures of indicator 6: 7 measures, one press."""
    page.get_by_role("link", name="ไปที่แผน").click()
    page.get_by_role("link", name="กำหนดผู้รายงาน").first.click()
    page.get_by_role("button", name="ทั้งตัวชี้วัด 6").click()
    expect(page.get_by_text("เลือกอยู่ 7/56")).to_be_visible()
    for group in (everyone, service):
        page.get_by_role("group", name="กลุ่มที่ต้องรายงาน").get_by_label(group.name).check()
    page.get_by_role("button", name="ใช้กับมาตรการที่เลือก").click()


def open_round(page: Page, plan: Plan, deadline: dt.date) -> None:
    """Add the 12-month round and open it, with the deadline as a Thai office types it."""
    page.goto(f"/plans/{plan.pk}/")
    page.get_by_role("link", name="เพิ่มรอบ").click()
    page.get_by_label("รอบ 12 เดือน").check()
    page.get_by_role("button", name="ต่อไป").click()
    page.get_by_label("วันครบกำหนดส่ง").fill(short_date(deadline, "thai"))
    page.get_by_role("button", name="เปิดรอบ").click()
    expect(page.get_by_text(short_date(deadline)).first).to_be_visible()


def review(page: Page, report: Submission, *, send_back: dict[str, str]) -> None:
    """Flag those measures with their reasons, and return the report."""
    open_review(page, report)
    page.get_by_role("link", name="ดูเป็นตาราง").click()
    for label, reason in send_back.items():
        page.locator(".review-table th a").filter(has=page.locator("b", has_text=exactly(label))).click()
        page.get_by_label("ต้องแก้ไข").check()
        page.get_by_label("เหตุผล", exact=True).fill(reason)
        page.get_by_role("button", name="บันทึกแล้วไปข้อถัดไป").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.get_by_role("link", name="ดูเป็นตาราง").click()
    page.get_by_role("button", name=f"ส่งกลับ {len(send_back)} มาตรการ").click()
    expect(page.get_by_text("ส่งกลับให้หน่วยงานแก้ไขแล้ว")).to_be_visible()


def approve(page: Page, report: Submission, *, corrected: tuple[str, ...]) -> None:
    """Look at the corrected measures, let them and the rest pass, and approve."""
    open_review(page, report)
    page.get_by_role("link", name="ดูเป็นตาราง").click()
    for label in corrected:
        page.get_by_label(f"เลือกมาตรการ {label}", exact=True).check()
    page.get_by_role("button", name="ให้ข้อที่เลือกผ่าน").click()
    expect(page.get_by_role("status").locator("li")).to_have_text([f"{label} ผ่าน" for label in corrected])
    page.get_by_label("มาตรการที่รอตรวจผ่าน").check()
    page.get_by_role("button", name="อนุมัติ", exact=True).click()
    expect(page.get_by_text("อนุมัติรายงานแล้ว")).to_be_visible()


def move_round(page: Page, plan: Plan, *titles: str) -> None:
    """Close, lock and publish: each from the page of the round, each asked once more."""
    for title in titles:
        page.goto(f"/plans/{plan.pk}/")
        page.get_by_role("link", name="รอบ 12 เดือน").first.click()
        page.get_by_role("link", name=title, exact=True).click()
        page.get_by_role("button", name=title, exact=True).click()
        expect(page.get_by_role("status").first).to_be_visible()


def open_review(page: Page, report: Submission) -> None:
    """From the first page to the report that waits."""
    page.goto("/")
    page.get_by_role("region", name="รอคุณตรวจ").get_by_role("link", name=report.agency.name).click()
