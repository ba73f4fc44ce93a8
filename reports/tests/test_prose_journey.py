"""In a real browser, with a script and without: from the paper to its words, marked by buttons or by hand, and back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from measures.models import Prose
from reports.tests.carded import put_card

pytestmark = pytest.mark.browser


@pytest.fixture
def page_of_paper(transactional_db, head, agency):
    put_card(agency, 2567, {"1": "92.84", "4": "65.29"})
    return reverse("reports:year-agency-paper", args=["score_analysis", 2568, agency.pk])


def test_buttons_mark_words_and_the_preview_follows(sign_in, page_of_paper):
    page = sign_in("head", width=360, height=800)
    page.goto(page_of_paper)
    page.get_by_role("link", name="ข้อความในเอกสาร").click()
    page.get_by_role("link", name="เขียน คำนำ").click()
    text = page.get_by_label("ข้อความที่จะพิมพ์")
    text.fill("สำคัญ\n\nหนึ่ง\nสอง")
    text.evaluate("field => field.setSelectionRange(0, 5)")
    page.get_by_role("button", name="ตัวหนา").click()
    text.evaluate("field => field.setSelectionRange(field.value.indexOf('หนึ่ง'), field.value.length)")
    page.get_by_role("button", name="รายการตัวเลข").click()

    assert text.input_value() == "**สำคัญ**\n\n1. หนึ่ง\n2. สอง"
    expect(page.locator("#preview strong")).to_have_text("สำคัญ")
    expect(page.locator("#preview p")).to_have_count(3)
    text.evaluate("field => field.setSelectionRange(field.value.indexOf('หนึ่ง'), field.value.length)")
    page.get_by_role("button", name="รายการย่อย").click()
    assert text.input_value() == "**สำคัญ**\n\n- หนึ่ง\n- สอง"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(page.get_by_text("คำนำ: บันทึกข้อความแล้ว")).to_be_visible()

    assert Prose.objects.get().text == "**สำคัญ**\n\n- หนึ่ง\n- สอง"


def test_everything_works_without_a_script(sign_in, page_of_paper):
    page = sign_in("head", script=False)
    page.goto(page_of_paper)
    page.get_by_role("link", name="ข้อความในเอกสาร").click()
    page.get_by_role("link", name="เขียน คำนำ").click()
    text = page.get_by_label("ข้อความที่จะพิมพ์")
    text.fill("ของเรา **เอง**")
    page.get_by_role("button", name="ดูตัวอย่าง").click()
    expect(page.locator("#preview strong")).to_have_text("เอง")
    page.get_by_role("button", name="ต่อท้าย").first.click()
    assert text.input_value().startswith("ของเรา **เอง**\n\nการประเมินคุณธรรม")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.goto(page_of_paper)

    expect(page.locator(".paper-sheet")).to_contain_text("ของเรา เอง")
    assert page.get_by_role("button", name="ตัวหนา").count() == 0
