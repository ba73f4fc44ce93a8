"""In a real browser: fill, close the browser in the middle, come back, send; the head endorses."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from measures.models import Result, Submission, UnsavedText

pytestmark = pytest.mark.browser


def card(page: Page, result: Result):
    return page.locator(f"#f{result.pk}")


def test_officer_fills_leaves_comes_back_and_sends_and_the_head_endorses(
    transactional_db, submission, staff, head, sign_in
):
    first, second, third = submission.results.all()
    page = sign_in("staff")
    page.click("text=เริ่มที่มาตรการ 1.1")
    form = card(page, first)
    form.get_by_label("ดำเนินการแล้ว", exact=True).check()
    form.get_by_label("ผลการดำเนินงาน", exact=True).fill("จัดทำคู่มือแล้ว 8 งาน")
    form.get_by_label("ลิงก์หลักฐานใหม่").fill("https://www.example.go.th/guide")
    form.get_by_role("button", name="เพิ่มลิงก์").click()
    page.keyboard.type("https://www.example.go.th/poster")
    card(page, second).get_by_label("ผลการดำเนินงาน", exact=True).focus()
    page.wait_for_selector("text=/บันทึกแล้ว \\d\\d\\.\\d\\d น\\./")
    page.wait_for_function("document.querySelector('[data-progress=unfinished]').textContent === '2'")
    page.context.close()

    page = sign_in("staff")
    assert Result.objects.get(pk=first.pk).text == "จัดทำคู่มือแล้ว 8 งาน"
    page.click("text=ทำต่อที่มาตรการ 1.2")
    assert card(page, first).get_by_label("ผลการดำเนินงาน", exact=True).input_value() == "จัดทำคู่มือแล้ว 8 งาน"
    assert card(page, first).locator("[name=url]").evaluate_all("fields => fields.map(f => f.value)") == [
        "https://www.example.go.th/guide", "https://www.example.go.th/poster", "",
    ]  # fmt: skip
    form = card(page, second)
    assert not form.get_by_label("เหตุผลที่ไม่เกี่ยวข้อง (ต้องระบุ)").is_visible()
    form.get_by_label("ไม่เกี่ยวข้อง", exact=True).check()
    form.get_by_label("เหตุผลที่ไม่เกี่ยวข้อง (ต้องระบุ)").fill("ไม่มีงานบริการประชาชน")
    form.get_by_role("button", name="บันทึก").click()
    page.wait_for_selector("text=บันทึกมาตรการ 1.2 แล้ว")
    page.click("text=ตัวชี้วัดที่ 9")
    form = card(page, third)
    form.get_by_label("กำลังดำเนินการ", exact=True).check()
    form.get_by_label("ผลการดำเนินงาน", exact=True).fill("อยู่ระหว่างจัดทำ")
    form.get_by_role("button", name="บันทึก").click()
    page.wait_for_selector("text=บันทึกมาตรการ 9.1 แล้ว")
    page.click("text=ตรวจทานและส่ง")
    page.click("text=ส่งให้หัวหน้ารับรอง")
    page.wait_for_selector("text=ใบรับรายงาน")
    page.context.close()

    page = sign_in("head")
    page.get_by_role("link", name="อ่านและรับรอง", exact=True).click()
    page.wait_for_selector("text=ไม่มีงานบริการประชาชน")
    page.get_by_role("button", name="รับรองและส่งจังหวัด").click()
    page.wait_for_selector("text=ใบรับรายงาน")
    assert Submission.objects.get().state == "S"


def test_text_typed_when_the_session_ended_waits_after_log_in(transactional_db, submission, staff, sign_in):
    result = submission.results.first()
    page = sign_in("staff")
    page.goto(reverse("measures:submission-entry", args=[submission.pk, 1]))
    page.context.clear_cookies(name="sessionid")
    card(page, result).get_by_label("ผลการดำเนินงาน", exact=True).fill("พิมพ์ไว้นานมาก")
    card(page, result).get_by_label("ดำเนินการแล้ว", exact=True).focus()
    page.wait_for_selector("text=หมดเวลาการเข้าสู่ระบบ")
    assert UnsavedText.objects.get().payload["text"] == "พิมพ์ไว้นานมาก"
    page.context.close()

    page = sign_in("staff")
    page.goto(reverse("measures:submission-entry", args=[submission.pk, 1]))
    page.click("text=ดูและเลือกข้อความ")
    page.click("text=ใช้ข้อความของฉัน")
    page.wait_for_selector("text=บันทึกข้อความที่เก็บไว้แล้ว")

    assert Result.objects.get(pk=result.pk).text == "พิมพ์ไว้นานมาก"


def test_whole_entry_works_without_script(transactional_db, submission, staff, sign_in):
    result = submission.results.first()
    page = sign_in("staff", script=False)
    page.goto(reverse("measures:submission-entry", args=[submission.pk, 1]))
    form = card(page, result)
    form.get_by_label("ดำเนินการแล้ว", exact=True).check()
    form.get_by_label("ผลการดำเนินงาน", exact=True).fill("ไม่ใช้สคริปต์")
    form.get_by_label("ลิงก์หลักฐานใหม่").fill("https://www.example.go.th/1")
    form.get_by_label("ลิงก์หลักฐานใหม่").press("Enter")
    page.wait_for_selector("text=บันทึกมาตรการ 1.1 แล้ว")

    saved = Result.objects.get(pk=result.pk)
    assert (saved.answer, saved.text, saved.result_links.count()) == ("done", "ไม่ใช้สคริปต์", 1)
