"""In a real browser: the chip comes beside a link right after typing, is checked, moves on, and asks again."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from evidence.models import WebPage

pytestmark = pytest.mark.browser
URL = "https://www.office.go.th/ita/1"


def found(**columns):
    """Write what a worker would find."""
    old = timezone.now() - dt.timedelta(hours=1)
    usual = {"checked_at": old, "urgent": False, "next_check_at": old + dt.timedelta(days=1)}
    WebPage.objects.filter(url=URL).update(**(usual | columns))


def test_chip_follows_the_link_while_it_is_checked(transactional_db, submission, staff, sign_in):
    result = submission.results.first()
    page: Page = sign_in("staff")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/links/") else None)
    page.goto(reverse("measures:submission-entry", args=[submission.pk, 1]))
    form = page.locator(f"#f{result.pk}")
    form.get_by_label("ลิงก์หลักฐานใหม่").fill(URL)
    form.get_by_label("ผลการดำเนินงาน", exact=True).focus()

    row = form.locator("[data-links-row]").first
    expect(row.locator(".chip")).to_have_text("กำลังตรวจ")
    found(reach="moved", final_url=f"{URL}/new")
    expect(row.locator(".chip")).to_have_text("ย้ายไปที่อื่น")
    # The answer is there: nobody asks any more.
    page.wait_for_timeout(3500)
    settled = len(asked)
    page.wait_for_timeout(3500)
    assert (len(asked), settled <= 6) == (settled, True)

    row.get_by_role("button", name="ใช้ที่อยู่ใหม่").click()
    expect(row.get_by_role("textbox")).to_have_value(f"{URL}/new")
    expect(row.locator(".chip")).to_have_text("กำลังตรวจ")
    assert [row.link.typed for row in result.result_links.select_related("link")] == [f"{URL}/new"]


def test_dead_link_is_checked_again_from_its_row(transactional_db, submission, staff, sign_in):
    from measures import authoring
    from measures.authoring import Typed

    result = submission.results.first()
    authoring.save_result(result, Typed(answer="done", text="ทำแล้ว", urls=(URL,)), by=staff, version=0)
    found(reach="gone", detail="not_found")
    page: Page = sign_in("staff")
    page.goto(reverse("measures:submission-entry", args=[submission.pk, 1]))
    row = page.locator(f"#f{result.pk} [data-links-row]").first
    expect(row.locator(".chip")).to_have_text("ไม่พบหน้า")

    row.get_by_role("button", name="ตรวจอีกครั้ง").click()

    expect(row.locator(".chip")).to_have_text("กำลังตรวจ")
    found(reach="alive", detail="", checked_at=timezone.now())
    expect(row.locator(".chip")).to_have_text("เปิดได้")
    row.get_by_role("link", name=re.compile("^การตรวจ")).click()
    page.get_by_role("button", name="ตรวจอีกครั้ง").click()
    expect(page.get_by_text("เพิ่งตรวจลิงก์นี้ไปไม่ถึง 10 นาที")).to_be_visible()
