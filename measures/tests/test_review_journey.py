"""In a real browser: judge with the keys j, k, a and r, and return what is flagged; without a script as well."""

import pytest
from playwright.sync_api import Page, expect

from measures.choices import State
from measures.models import ReviewNote, Submission

pytestmark = pytest.mark.browser


def open_report(sign_in, *, script: bool = True) -> Page:
    page = sign_in("reviewer", script=script)
    page.get_by_role("region", name="รอคุณตรวจ").get_by_role("link", name="หน่วยงานทดสอบ").click()
    return page


def shows(page: Page, label: str) -> None:
    """Wait until the measure's page is there, with its scripts."""
    expect(page.locator(".review__head .measure__no")).to_have_text(label)
    page.wait_for_load_state()


def flagged_and_returned(sent: Submission) -> None:
    assert Submission.objects.get(pk=sent.pk).state == State.RETURNED
    assert list(sent.results.order_by("pk").values_list("flagged", flat=True)) == [False, True, True]
    assert list(ReviewNote.objects.order_by("pk").values_list("text", flat=True)) == ["ขาดรายงาน", "ลิงก์เปิดไม่ได้"]


def test_keys_judge_and_two_flagged_measures_go_back(transactional_db, sent, reviewer, sign_in):
    page = open_report(sign_in)
    shows(page, "1.1")
    page.keyboard.press("j")
    shows(page, "1.2")
    page.keyboard.press("k")
    shows(page, "1.1")
    # One key judges and saves.
    page.keyboard.press("a")
    for label, reason, after in (("1.2", "ขาดรายงาน", "9.1"), ("9.1", "ลิงก์เปิดไม่ได้", "")):
        shows(page, label)
        page.keyboard.press("r")
        expect(page.locator("#why")).to_be_focused()
        # Inside the field the letters are letters: j does not lead away.
        page.keyboard.type(f"j{reason}")
        page.keyboard.press("Home")
        page.keyboard.press("Delete")
        page.keyboard.press("Control+Enter")
        if after:
            shows(page, after)
    expect(page.get_by_role("heading", level=1)).to_have_text("ต้องแก้ไข 2 จาก 3 มาตรการ")
    page.get_by_role("button", name="ส่งกลับ 2 มาตรการ").click()
    expect(page.get_by_text("ส่งกลับให้หน่วยงานแก้ไขแล้ว")).to_be_visible()

    flagged_and_returned(sent)


def test_choice_that_was_not_saved_is_never_dropped_without_a_word(transactional_db, sent, reviewer, sign_in):
    page = open_report(sign_in)
    shows(page, "1.1")
    page.get_by_role("radio", name="ผ่าน", exact=True).check()

    page.keyboard.press("j")

    expect(page.get_by_text("ยังไม่ได้บันทึกผลตรวจข้อนี้")).to_be_visible()
    expect(page.get_by_role("button", name="บันทึกแล้วไปข้อถัดไป")).to_be_focused()
    page.keyboard.press("Enter")
    shows(page, "1.2")
    assert list(sent.results.order_by("pk").values_list("mark", flat=True)) == ["ok", "", ""]

    page.get_by_role("radio", name="ผ่าน", exact=True).check()
    for _ in range(2):
        page.keyboard.press("j")
    shows(page, "9.1")
    assert list(sent.results.order_by("pk").values_list("mark", flat=True)) == ["ok", "", ""]


def test_review_works_without_a_script(transactional_db, sent, reviewer, sign_in):
    page = open_report(sign_in, script=False)
    page.get_by_role("radio", name="ผ่าน", exact=True).check()
    page.get_by_role("button", name="บันทึกแล้วไปข้อถัดไป").click()
    for label, reason in (("1.2", "ขาดรายงาน"), ("9.1", "ลิงก์เปิดไม่ได้")):
        expect(page.locator(".review__head .measure__no")).to_have_text(label)
        page.get_by_role("radio", name="ต้องแก้ไข", exact=True).check()
        page.get_by_label("เหตุผล", exact=True).fill(reason)
        page.get_by_role("button", name="บันทึกแล้วไปข้อถัดไป").click()
    page.get_by_role("button", name="ส่งกลับ 2 มาตรการ").click()
    expect(page.get_by_text("ส่งกลับให้หน่วยงานแก้ไขแล้ว")).to_be_visible()

    flagged_and_returned(sent)
