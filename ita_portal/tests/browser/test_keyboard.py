"""Without a mouse: fill and send, endorse, return, correct, send and endorse again, approve."""

import pytest
from playwright.sync_api import Page, expect

from ita_portal.tests.browser.keyboard import Keys
from measures.choices import State
from measures.models import Submission

pytestmark = pytest.mark.browser
PASSWORD = "a-long-test-password-2570"
DONE, OK, NEEDS_WORK = 0, 0, 1


def entered(browser, live_server, username: str, password: str) -> Keys:
    """Log in with the keys alone."""
    context = browser.new_context(base_url=live_server.url, locale="th-TH", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto("/")
    keys = Keys(page)
    enter(keys, username, password)
    expect(page.get_by_role("navigation", name="เมนูหลัก")).to_be_visible()
    return keys


def enter(keys: Keys, username: str, password: str) -> None:
    keys.to(keys.page.get_by_label("ชื่อผู้ใช้หรืออีเมล"))
    keys.write(username)
    keys.to(keys.page.get_by_label("รหัสผ่าน"))
    keys.write(password)
    with keys.page.expect_navigation():
        keys.press("Enter")


def leave(keys: Keys) -> None:
    """Nothing on the way was out of sight; the person goes."""
    assert keys.faults == []
    keys.page.context.close()


def fill(keys: Keys, label: str, text: str, unfinished: int) -> None:
    """Answer one measure, with a text and a link; leaving the fields saves."""
    page = keys.page
    card = page.locator("article.measure").filter(has=page.locator(".measure__no", has_text=label))
    keys.choose(card.get_by_role("group", name="คำตอบ"), DONE)
    keys.to(card.get_by_label("ผลการดำเนินงาน", exact=True))
    keys.write(text)
    keys.to(card.get_by_label("ลิงก์หลักฐานใหม่"))
    keys.page.keyboard.type(f"https://www.example.go.th/{label}")
    keys.press("Tab")
    expect(page.locator("[data-progress=unfinished]")).to_have_text(str(unfinished))


def send(keys: Keys) -> None:
    page = keys.page
    keys.go(page.get_by_role("link", name="ตรวจทานและส่ง"))
    warnings = page.get_by_label("อ่านคำเตือนแล้ว และขอส่งตามนี้")
    if warnings.count():
        keys.tick(warnings)
    keys.go(page.get_by_role("button", name="ส่งให้หัวหน้ารับรอง"))
    expect(page.get_by_role("heading", level=1)).to_have_text("ใบรับรายงาน")


def endorse(keys: Keys) -> None:
    keys.go(keys.page.get_by_role("link", name="อ่านและรับรอง", exact=True))
    keys.go(keys.page.get_by_role("button", name="รับรองและส่งจังหวัด"))
    expect(keys.page.get_by_role("heading", level=1)).to_have_text("ใบรับรายงาน")


def judge(keys: Keys, label: str, verdict: int, reason: str = "") -> None:
    page = keys.page
    expect(page.locator(".review__head .measure__no")).to_have_text(label)
    keys.choose(page.locator("form.verdict").get_by_role("group"), verdict)
    if reason:
        keys.to(page.get_by_label("เหตุผล", exact=True))
        keys.write(reason)
    keys.go(page.get_by_role("button", name="บันทึกแล้วไปข้อถัดไป"))


def open_review(keys: Keys) -> None:
    keys.go(keys.page.get_by_role("region", name="รอคุณตรวจ").get_by_role("link", name="หน่วยงานทดสอบ"))


def test_report_is_filled_sent_endorsed_returned_corrected_and_approved_without_a_mouse(
    transactional_db, live_server, browser, submission: Submission, staff, head, reviewer
):
    def person(username: str) -> Keys:
        return entered(browser, live_server, username, PASSWORD)

    keys = person("staff")
    skip_the_head(keys)
    keys.go(keys.page.get_by_role("link", name="เริ่มที่มาตรการ 1.1"))
    fill(keys, "1.1", "จัดทำคู่มือแล้ว 8 งาน", 2)
    fill(keys, "1.2", "ติดป้ายทุกจุดบริการ", 1)
    keys.go(keys.page.get_by_role("navigation").get_by_role("link", name="ตัวชี้วัดที่ 9").first)
    fill(keys, "9.1", "เผยแพร่ครบทุกข้อ", 0)
    send(keys)
    leave(keys)
    keys = person("head")
    endorse(keys)
    leave(keys)

    keys = person("reviewer")
    open_review(keys)
    judge(keys, "1.1", OK)
    judge(keys, "1.2", NEEDS_WORK)
    said = keys.page.get_by_role("alert").filter(has_text="เหตุผล")
    expect(said).to_be_visible()
    judge(keys, "1.2", NEEDS_WORK, "ขอภาพป้าย")
    judge(keys, "9.1", OK)
    keys.go(keys.page.get_by_role("button", name="ส่งกลับ 1 มาตรการ"))
    expect(keys.page.get_by_text("ส่งกลับให้หน่วยงานแก้ไขแล้ว")).to_be_visible()
    leave(keys)

    keys = person("staff")
    keys.go(keys.page.get_by_role("link", name="แก้ไข มาตรการ 1.2"))
    fill(keys, "1.2", "ติดป้ายแล้ว มีภาพในลิงก์", 0)
    send(keys)
    leave(keys)
    keys = person("head")
    endorse(keys)
    leave(keys)

    keys = person("reviewer")
    open_review(keys)
    judge(keys, "1.2", OK)
    keys.go(keys.page.get_by_role("button", name="อนุมัติ", exact=True))
    expect(keys.page.get_by_text("อนุมัติรายงานแล้ว")).to_be_visible()
    leave(keys)
    assert Submission.objects.get().state == State.APPROVED


def skip_the_head(keys: Keys) -> None:
    """The first stop of a page leads past its head, into the content."""
    keys.press("Tab")
    expect(keys.page.get_by_role("link", name="ข้ามไปยังเนื้อหา")).to_be_focused()
    keys.press("Enter")
    expect(keys.page.locator("#main")).to_be_focused()
    keys.press("Tab")
    assert keys.page.evaluate("document.querySelector('#main').contains(document.activeElement)")


def test_refused_form_leads_to_what_is_to_be_mended(transactional_db, live_server, browser, staff, agency):
    """Log-in without a person, and a form with several faults: the focus lands there, and goes on to the field."""
    context = browser.new_context(base_url=live_server.url, locale="th-TH")
    page: Page = context.new_page()
    page.goto("/")
    keys = Keys(page)
    enter(keys, "staff", "ไม่ใช่รหัสผ่าน")
    expect(page.get_by_role("alert")).to_be_focused()
    enter(keys, "staff", PASSWORD)
    page.goto("/account/")
    keys.to(page.locator("form.card").get_by_role("textbox").first)
    keys.write(" ")
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    keys.press("Tab")

    assert page.evaluate("document.activeElement.closest('form.card') !== null")
    assert keys.faults == []


def test_hidden_focus_covered_stop_and_trap_are_found(browser):
    """The control: what the hands look for is told where it is planted."""
    page = browser.new_page()
    page.set_content(
        "<style>:focus{outline:3px solid red}#b:focus{outline:0}p{height:200px;margin:0}</style><p></p>"
        "<button id='a'>ก</button><button id='b'>ข</button><p></p>"
        "<button id='c' style='position:fixed;top:9px;left:9px'>ค</button>"
        "<p style='position:fixed;inset:0 0 auto;height:90px;background:#fff'></p><button id='d'>ง</button>"
    )
    keys = Keys(page)
    keys.to(page.locator("#d"))
    assert [fault.partition(": ")[2] for fault in keys.faults] == ["button b shows no focus", "button c is covered"]

    page.set_content(
        "<button id='a'>ก</button><button id='b'>ข</button>"
        "<script>onkeydown = pressed => { if (document.activeElement === a) pressed.preventDefault(); }</script>"
    )
    with pytest.raises(AssertionError, match="never on"):
        keys.to(page.locator("#b"))
