"""In a real browser: the checks follow what is typed, on every card that they speak of."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FORM = "https://docs.google.com/forms/d/e/{}/viewanalytics"
RIGHT = FORM.format("1FAIpQLSd7Xw2bQmKfZr9TyHcVnPaLsE4uGjI0oDkRxBqWzYtMhNvC8A")


def test_findings_of_both_cards_follow_a_link_that_is_typed(transactional_db, submission, staff, sign_in):
    first, second, _third = submission.results.all()
    page = sign_in("staff")
    page.goto(reverse("measures:submission-entry", args=[submission.pk, 1]))
    one, two = (page.locator(f"#d{result.pk}") for result in (first, second))
    expect(page.locator(f"[data-card-badge='{first.pk}']")).to_have_text("ยังไม่กรอก")

    for result, url in ((first, RIGHT), (second, RIGHT.replace("KfZr", "KfZ"))):
        form = page.locator(f"#f{result.pk}")
        form.get_by_label("ดำเนินการแล้ว", exact=True).check()
        form.get_by_label("ลิงก์หลักฐานใหม่").fill(url)
        form.get_by_label("ผลการดำเนินงาน", exact=True).focus()

    for box, result in ((one, first), (two, second)):
        expect(box).to_contain_text("น่าจะเป็นหน้าเดียวกัน")
        expect(box).not_to_contain_text("ยังไม่ได้เลือกคำตอบ")
        expect(page.locator(f"[data-card-badge='{result.pk}']")).to_have_text("มีคำเตือน 1 ข้อ")
