"""The same job without JavaScript, and with the keyboard alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from ita_portal.tests.journeys import steps
from measures.choices import Mark, State

pytestmark = pytest.mark.browser


def test_indicator_is_filled_and_the_report_sent_without_javascript(people, submission, sign_in):
    page = sign_in("staff", script=False)
    page.get_by_role("link", name="เริ่มที่มาตรการ 1.1").click()
    steps.answer(page, "1.1", "ดำเนินการแล้ว", "ไม่ใช้สคริปต์", links=("https://www.example.go.th/1",))
    page.get_by_role("button", name="บันทึก มาตรการ 1.1").click()
    expect(page.get_by_text("บันทึกมาตรการ 1.1 แล้ว")).to_be_visible()
    steps.answer(page, "1.2", "ไม่เกี่ยวข้อง", reason="ไม่มีงานบริการ")
    page.get_by_role("button", name="บันทึก มาตรการ 1.2").click()
    page.get_by_role("link", name="ตัวชี้วัดที่ 9").last.click()
    steps.answer(page, "9.1", "กำลังดำเนินการ", "อยู่ระหว่างจัดทำ")
    page.get_by_role("button", name="บันทึก มาตรการ 9.1").click()
    expect(page.get_by_text("บันทึกมาตรการ 9.1 แล้ว")).to_be_visible()
    steps.send(page)

    said = list(submission.results.values_list("answer", "text", "reason"))
    assert said == [
        ("done", "ไม่ใช้สคริปต์", ""), ("not_applicable", "", "ไม่มีงานบริการ"), ("in_progress", "อยู่ระหว่างจัดทำ", ""),
    ]  # fmt: skip
    submission.refresh_from_db()
    assert submission.state == State.ENDORSEMENT


def test_report_is_filled_sent_reviewed_and_approved_with_the_keyboard_alone(people, submission, sign_in):
    page = sign_in("staff")
    press(page, page.get_by_role("link", name="เริ่มที่มาตรการ 1.1"))
    for label in ("1.1", "1.2"):
        fill_by_keys(page, label)
    press(page, page.get_by_role("link", name="ตัวชี้วัดที่ 9").last)
    fill_by_keys(page, "9.1")
    expect(page.locator("[data-progress=unfinished]")).to_have_text("0")
    press(page, page.get_by_role("link", name="ตรวจทานและส่ง"))
    warnings = page.get_by_label("อ่านคำเตือนแล้ว และขอส่งตามนี้")
    if warnings.count():
        press(page, warnings, key="Space")
    press(page, page.get_by_role("button", name="ส่งให้หัวหน้ารับรอง"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ใบรับรายงาน")
    page.context.close()

    page = sign_in("head")
    press(page, page.get_by_role("link", name="อ่านและรับรอง", exact=True))
    press(page, page.get_by_role("button", name="รับรองและส่งจังหวัด"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ใบรับรายงาน")
    page.context.close()

    page = sign_in("reviewer")
    press(page, page.get_by_role("region", name="รอคุณตรวจ").get_by_role("link"))
    for label in ("1.1", "1.2", "9.1"):
        expect(page.locator(".review__head .measure__no")).to_have_text(label)
        page.wait_for_load_state()  # the keys work once the scripts are there
        page.keyboard.press("a")
    expect(page.get_by_text("ตรวจครบทุกมาตรการแล้ว")).to_be_visible()
    press(page, page.get_by_role("button", name="อนุมัติ", exact=True))
    expect(page.get_by_text("อนุมัติรายงานแล้ว")).to_be_visible()

    submission.refresh_from_db()
    assert submission.state == State.APPROVED
    assert set(submission.results.values_list("mark", flat=True)) == {Mark.OK}


def press(page: Page, target: Locator, *, key: str = "Enter") -> None:
    """Reach it with the Tab key, and press."""
    reach(page, target)
    page.keyboard.press(key)


def reach(page: Page, target: Locator) -> None:
    """Go on with the Tab key until the focus is there; fail where it never comes."""
    expect(target).to_be_visible()
    for _ in range(150):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key never reaches {target}")


def fill_by_keys(page: Page, label: str) -> None:
    """Answer "done" with the arrow keys' radio group, type the text and a link."""
    card = steps.entry_card(page, label)
    reach(page, card.get_by_label("ดำเนินการแล้ว", exact=True))
    page.keyboard.press("Space")
    reach(page, card.get_by_label("ผลการดำเนินงาน", exact=True))
    page.keyboard.type(f"ทำแล้ว {label}")
    reach(page, card.get_by_label("ลิงก์หลักฐานใหม่"))
    page.keyboard.type(f"https://www.example.go.th/{label}")
    page.keyboard.press("Tab")
