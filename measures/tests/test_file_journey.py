"""In a real browser: photos are chosen, moved and captioned; a cut connection says so and goes on by itself."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from measures.models import Event, Result

pytestmark = pytest.mark.browser


def photo(name: str, colour: str) -> dict:
    content = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(content, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}


def opened(page: Page, live_server, submission, result):
    page.goto(live_server.url + reverse("measures:submission-entry", args=[submission.pk, 1]))
    return page.locator(f"#files{result.pk}")


def rows(result):
    return [(row.attachment.name, row.attachment.caption) for row in result.result_attachments.all()]


def test_officer_adds_orders_and_captions_photos_by_mouse_and_keyboard(
    transactional_db, live_server, submission, staff, sign_in
):
    result: Result = submission.results.first()
    page = sign_in("staff")
    part = opened(page, live_server, submission, result)
    svg = {"name": "c.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}
    part.locator("input[name=files]").set_input_files([photo("a.jpg", "teal"), svg, photo("b.jpg", "indigo")])
    part.locator("[data-file]").nth(1).wait_for()
    assert "แนบได้เฉพาะภาพ JPEG PNG WebP HEIC และเอกสาร PDF" in part.inner_text()

    part.locator("input[name=caption]").first.fill("ประชุมคณะทำงาน")
    part.get_by_role("button", name="เลื่อนลง ไฟล์ที่ 1").press("Enter")
    part.locator("[data-file]:first-child", has_text="b.jpg").wait_for()
    part.locator("input[name=caption]").first.fill("ป้ายประกาศ")
    page.keyboard.press("Tab")
    page.wait_for_selector("text=/บันทึกแล้ว \\d\\d\\.\\d\\d น\\./")
    part.locator("[data-photo]").first.click()
    page.locator("dialog img[alt='ป้ายประกาศ'], dialog img[alt='b.jpg']").wait_for()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    page.reload()

    assert rows(result) == [("b.jpg", "ป้ายประกาศ"), ("a.jpg", "ประชุมคณะทำงาน")]
    assert [field.input_value() for field in part.locator("input[name=caption]").all()] == [
        "ป้ายประกาศ", "ประชุมคณะทำงาน",
    ]  # fmt: skip
    assert Event.objects.filter(action="file.edit", result=result).count() == 5


def test_cut_connection_says_so_and_goes_on_when_it_is_back(transactional_db, live_server, submission, staff, sign_in):
    result: Result = submission.results.first()
    page = sign_in("staff")
    part = opened(page, live_server, submission, result)
    page.context.set_offline(True)
    part.locator("input[name=files]").set_input_files([photo("a.jpg", "teal")])
    part.get_by_text("การเชื่อมต่อขาดหาย").wait_for()
    assert rows(result) == []

    page.context.set_offline(False)
    part.locator("[data-file]").wait_for()

    assert rows(result) == [("a.jpg", "")]
    assert part.locator(".moving").count() == 0


def test_badge_findings_rail_and_bar_follow_a_photo_and_its_caption(
    transactional_db, live_server, submission, staff, fill, sign_in
):
    fill(submission)
    result: Result = submission.results.first()
    page = sign_in("staff")
    part = opened(page, live_server, submission, result)
    badge, rail = page.locator(f"[data-card-badge='{result.pk}']"), page.locator("[data-rail='1']")

    def told():
        figures = [page.locator(f"[data-progress='{key}']").inner_text() for key in ("i1", "unfinished", "warnings")]
        findings = page.locator(f"[data-card-findings='{result.pk}'] li").count()
        return figures, findings, rail.locator("rect").nth(1).get_attribute("width"), rail.get_attribute("class")

    part.locator("input[name=files]").set_input_files([photo("a.jpg", "teal")])
    expect(badge).to_have_text("ต้องแก้ 1 ข้อ")
    bare = told()
    part.locator("input[name=caption]").fill("ประชุมคณะทำงาน")
    page.keyboard.press("Tab")
    expect(badge).to_have_text("ครบแล้ว")

    # The two measures without any evidence only warn.
    assert bare == (["1/2", "1", "2"], 1, "50.0", "")
    assert told() == (["2/2", "0", "2"], 0, "100.0", "is-full")
