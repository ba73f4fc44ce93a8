"""In a real browser, without a script and with one: plan, choose who reports, open a 12-month round."""

import pytest
from playwright.sync_api import Page

from measures.choices import RoundState
from measures.models import Plan, Round

pytestmark = pytest.mark.browser


def add_measure(page: Page, indicator: str, label: str, text: str) -> None:
    page.get_by_role("link", name="เพิ่มมาตรการ", exact=True).click()
    page.get_by_label("ตัวชี้วัดที่").select_option(indicator)
    page.get_by_label("ข้อ", exact=False).first.fill(label)
    page.locator("#id_text").fill(text)
    page.get_by_role("button", name="บันทึก").click()
    page.wait_for_selector(f"text=บันทึกมาตรการ {indicator}.{label} แล้ว")


@pytest.mark.parametrize("script", [True, False])
def test_office_plans_a_year_chooses_who_reports_and_opens_a_round(
    transactional_db, sign_in, reviewer, staff, everyone, script
):
    page = sign_in("reviewer", script=script, width=360, height=800)
    page.get_by_role("link", name="แผนและมาตรการ").click()
    page.get_by_role("link", name="สร้างแผน").first.click()
    page.get_by_label("ปีงบประมาณ พ.ศ.").fill("๒๕๗๐")
    page.get_by_role("button", name="สร้างแผน").click()
    add_measure(page, "1", "1", "จัดทำคู่มือขั้นตอนการให้บริการ")
    add_measure(page, "9", "1", "เปิดเผยแผนการใช้จ่ายงบประมาณ")

    page.get_by_role("link", name="เลือกกลุ่มเอง").click()
    assert page.locator("[name=measure]:checked").count() == 2
    page.get_by_role("button", name="ไม่เลือกเลย").click()
    page.get_by_role("button", name="ทั้งตัวชี้วัด 9").click()
    assert page.locator("[name=measure]:checked").count() == 1
    page.get_by_role("button", name="เลือกทั้งหมด").click()
    page.get_by_label(everyone.name).check()
    page.get_by_role("button", name="ใช้กับมาตรการที่เลือก").click()
    page.wait_for_selector("text=กำหนดให้ ทุกส่วนราชการ รายงานมาตรการ 1.1, 9.1 แล้ว")
    page.get_by_role("link", name="เสร็จแล้ว กลับไปที่แผน").click()

    page.get_by_role("link", name="เพิ่มรอบ").click()
    page.get_by_label("รอบ 12 เดือน").check()
    page.get_by_role("button", name="ต่อไป").click()
    assert page.locator("h1").inner_text() == "1 หน่วยงานจะรายงาน 2 มาตรการ"
    assert page.get_by_label("เวลา").input_value() == "16.30"
    page.get_by_label("วันครบกำหนดส่ง").fill("๓๐ กันยายน ๒๕๗๐")
    page.get_by_role("button", name="เปิดรอบ").click()
    page.wait_for_selector("text=เปิดรอบแล้ว หน่วยงานเริ่มกรอกได้")

    round_ = Round.objects.get()
    assert (round_.kind, round_.state, round_.due_at.isoformat()) == (
        "12", RoundState.OPEN, "2027-09-30T09:30:00+00:00",
    )  # fmt: skip
    assert [(str(one.agency), one.results.count()) for one in round_.submissions.all()] == [("หน่วยงานทดสอบ", 2)]
    assert [str(plan) for plan in Plan.objects.all()] == ["จังหวัดทดสอบบุรี 2570"]
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0 if script else True
