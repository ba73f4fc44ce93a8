"""From the office's Word table to the filed form: the whole job, each person at their own screen."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agencies.models import Agency, AgencyGroup
from ita_portal.tests.journeys import papers, steps
from ita_portal.tests.journeys.paper import COUNTS, YEAR, plan_paper, text
from measures import planning, workflow
from measures.choices import Action, Answer, State
from measures.models import Plan, Result, Submission

SignIn = Callable[..., Page]
pytestmark = pytest.mark.browser
DONE, NOT_APPLICABLE = "ดำเนินการแล้ว", "ไม่เกี่ยวข้อง"


@pytest.fixture
def last_year(people: Agency, everyone: AgencyGroup) -> Result:
    """Return what the agency reported a year ago for the measure that is 1.2 again this year."""
    plan = planning.create_plan(by=None, province=people.province, fiscal_year=YEAR - 1)
    again = planning.MeasureTyped(indicator=1, label="2", text=text(1, 2), responsible="", groups=(everyone,))
    planning.save_measure(plan, again, by=None)
    round_ = planning.plan_round(plan, by=None, kind="12")
    workflow.move_round(round_, Action.ROUND_OPEN, by=None)
    Result.objects.update(answer=Answer.DONE, text="ทำแล้วเมื่อปีก่อน", confirmed=True)
    workflow.move_round(round_, Action.ROUND_CLOSE, by=None, note="สิ้นปี")
    return Result.objects.get()


def test_office_table_becomes_an_approved_report_and_the_filed_forms(
    last_year, everyone, service_group, people, sign_in
):
    office = sign_in("reviewer")
    # a plan takes no results: their blanks and cut links are no matter of it
    counts = dict(enumerate(COUNTS, start=1))
    steps.import_plan(office, plan_paper(), counts, doubts=("ตารางที่ 2 แถว 2 คอลัมน์ 3",))
    steps.choose_groups(office, everyone, service_group)
    steps.open_round(office, Plan.objects.get(fiscal_year=YEAR), timezone.localdate() + dt.timedelta(days=30))
    report = Submission.objects.get(agency=people, round__plan__fiscal_year=YEAR)
    assert report.results.count() == 56

    page = _starts_and_leaves(sign_in, report)
    page = _comes_back_and_fills_the_rest(sign_in, page, report)
    steps.send(page)
    page.context.close()
    steps.endorse(sign_in("head"))

    steps.review(office, report, send_back={"1.3": "ระบุหลักฐานว่าไม่มีคิว", "2.1": "ลิงก์เปิดไม่ได้"})
    _corrects_exactly_those(sign_in("staff"), report)
    steps.endorse(sign_in("head"))
    steps.approve(office, report, corrected=("1.3", "2.1"))
    report.refresh_from_db()
    assert report.state == State.APPROVED

    papers.check_agency_paper(office, report, ["แก้ไขแล้ว ข้อ 2.1", "ไม่มีจุดบริการ จึงไม่มีคิว", "ทำแล้วเมื่อปีก่อน", text(3, 8)])
    papers.check_province_paper(office, report.round, [text(1, 1), text(3, 8), text(10, 2)])


def _starts_and_leaves(sign_in: SignIn, report: Submission) -> Page:
    """Fill three measures: several links, not applicable, last year's answer. Then the browser is gone."""
    page = sign_in("staff")
    page.get_by_role("link", name="เริ่มที่มาตรการ 1.1").click()
    steps.answer(
        page, "1.1", DONE, "ประกาศแล้ว 8 งาน", links=("https://www.example.go.th/a", "https://www.example.go.th/b")
    )
    steps.leave_and_see_saved(page, 55)
    steps.answer(page, "1.3", NOT_APPLICABLE, reason="ไม่มีจุดบริการ")
    steps.leave_and_see_saved(page, 54)
    card = steps.entry_card(page, "1.2")
    expect(card).to_contain_text("ทำแล้วเมื่อปีก่อน")
    card.get_by_role("button", name="ใช้ข้อความนี้").click()
    expect(steps.entry_card(page, "1.2")).to_contain_text("ยังไม่ยืนยัน")
    expect(page.locator("[data-progress=unfinished]")).to_have_text("54")
    steps.entry_card(page, "1.2").get_by_role("button", name="ยืนยันว่ายังถูกต้อง").click()
    expect(page.locator("[data-progress=unfinished]")).to_have_text("53")
    page.context.close()
    first = report.results.get(measure__indicator=1, measure__label="1")
    urls = [row.link.typed for row in first.result_links.order_by("order", "pk")]
    assert (first.text, urls) == ("ประกาศแล้ว 8 งาน", ["https://www.example.go.th/a", "https://www.example.go.th/b"])
    return page


def _comes_back_and_fills_the_rest(sign_in: SignIn, page: Page, report: Submission) -> Page:
    """Log in again, go on at the first gap; the session ends in the middle; nothing typed is lost."""
    page = sign_in("staff")
    page.get_by_role("link", name="ทำต่อที่มาตรการ 1.4").click()
    expect(steps.entry_card(page, "1.1").get_by_label("ผลการดำเนินงาน", exact=True)).to_have_value("ประกาศแล้ว 8 งาน")
    page.context.clear_cookies(name="sessionid")
    with page.expect_response(lambda answer: "พิมพ์ไว้นานมาก" in (answer.request.post_data or "")):
        steps.answer(page, "1.4", DONE, "พิมพ์ไว้นานมาก")
        page.get_by_role("heading", level=1).click()
    expect(page.get_by_role("alert")).to_contain_text("หมดเวลาการเข้าสู่ระบบ")
    page.context.close()

    page = sign_in("staff")
    page.get_by_role("link", name="ทำต่อที่มาตรการ 1.4").click()
    page.get_by_role("link", name="ดูและเลือกข้อความ").click()
    page.get_by_role("button", name="ใช้ข้อความของฉัน").click()
    expect(steps.entry_card(page, "1.4").get_by_label("ผลการดำเนินงาน", exact=True)).to_have_value("พิมพ์ไว้นานมาก")
    steps.fill_the_rest(page, report)
    return page


def _corrects_exactly_those(page: Page, report: Submission) -> None:
    """See the two measures that came back with their reasons, and no other; correct and send them."""
    expect(page.locator(".back-item .measure__no")).to_have_text(["1.3", "2.1"])
    expect(page.locator(".back-item .quote")).to_have_text(["ระบุหลักฐานว่าไม่มีคิว", "ลิงก์เปิดไม่ได้"])
    page.get_by_role("link", name="แก้ไข มาตรการ 1.3").click()
    expect(page.locator("form[data-autosave]")).to_have_count(1)
    steps.answer(page, "1.3", NOT_APPLICABLE, reason="ไม่มีจุดบริการ จึงไม่มีคิว")
    page.get_by_role("button", name="บันทึก มาตรการ 1.3").click()
    expect(page.get_by_text("บันทึกมาตรการ 1.3 แล้ว")).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name="แก้ไข มาตรการ 2.1").click()
    expect(page.locator("form[data-autosave]")).to_have_count(1)
    steps.answer(page, "2.1", DONE, "แก้ไขแล้ว ข้อ 2.1")
    page.get_by_role("button", name="บันทึก มาตรการ 2.1").click()
    expect(page.get_by_text("บันทึกมาตรการ 2.1 แล้ว")).to_be_visible()
    steps.send(page)
    page.context.close()
