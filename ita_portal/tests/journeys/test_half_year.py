"""A whole half-year with four people at once, each in a browser that stays open: from the import to the publication."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from agencies.choices import Role
from agencies.models import Agency, AgencyGroup, User
from ita_portal.tests.journeys import steps
from ita_portal.tests.journeys.paper import EVERYONE, TITLE
from measures.choices import RoundState
from measures.models import Plan, Submission
from measures.tests.papers import HEAD, word

pytestmark = pytest.mark.browser
YEAR = 2570
PAPER = word(
    [
        HEAD,
        ["IIT", "1. การปฏิบัติหน้าที่", "1. ประกาศขั้นตอนการให้บริการ", EVERYONE, ""],
        [None, None, "2. ตั้งผู้รับผิดชอบ", None, ""],
        ["OIT", "9. การเปิดเผยข้อมูล", "1. เผยแพร่แผนจัดซื้อ", EVERYONE, ""],
    ],
    titles=TITLE,
)


@pytest.fixture
def colleague(make_user: Callable[..., User], people: Agency) -> User:
    """Return a second officer of the agency."""
    return make_user(Role.STAFF, people, username="colleague")


def test_four_people_take_a_half_year_from_the_import_to_the_public_page(
    everyone: AgencyGroup, people: Agency, colleague: User, sign_in: Callable[..., Page], browser: Browser
):
    office, officer, second, head = (sign_in(name) for name in ("reviewer", "staff", "colleague", "head"))
    steps.import_plan(office, PAPER, {1: 2, 9: 1})
    plan = Plan.objects.get(fiscal_year=YEAR)
    steps.open_round(office, plan, timezone.localdate() + dt.timedelta(days=30))
    report = Submission.objects.get(agency=people)

    _two_officers_write_at_once(officer, second, report)
    steps.send(officer)
    _sent_report_takes_no_more(second, report)
    head.goto("/")
    steps.read_and_endorse(head)

    steps.review(office, report, send_back={"1.2": "ระบุวันที่ของคำสั่ง"})
    _corrects(officer)
    head.goto("/")
    steps.read_and_endorse(head)
    steps.approve(office, report, corrected=("1.2",))
    steps.move_round(office, plan, "ปิดรับก่อนกำหนด", "ล็อกรอบ", "เผยแพร่รอบ")

    report.refresh_from_db()
    assert (report.state, report.round.state) == ("A", RoundState.PUBLISHED)
    _everybody_reads(browser, officer.url.split("/submissions")[0], people)


def _two_officers_write_at_once(officer: Page, second: Page, report: Submission) -> None:
    """Each writes a measure of their own; at the same measure the later one sees both texts and keeps the other's."""
    for page in (officer, second):
        page.goto(f"/submissions/{report.pk}/indicator/1/")
    steps.answer(officer, "1.1", "ดำเนินการแล้ว", "ประกาศแล้ว 8 งาน", links=("https://www.example.go.th/a",))
    steps.leave_and_see_saved(officer, 2)
    steps.answer(second, "1.2", "ดำเนินการแล้ว", "ตั้งแล้ว", links=("https://www.example.go.th/b",))
    steps.leave_and_see_saved(second, 1)
    steps.answer(second, "1.1", "ดำเนินการแล้ว", "ฉันเขียนทับ")
    second.get_by_role("heading", level=1).click()
    expect(second.locator("[data-autosave-problem]")).to_contain_text("ประกาศแล้ว 8 งาน")
    second.goto(f"/submissions/{report.pk}/indicator/9/")
    steps.answer(second, "9.1", "ดำเนินการแล้ว", "เผยแพร่แล้ว", links=("https://www.example.go.th/c",))
    steps.leave_and_see_saved(second, 0)
    officer.goto(f"/submissions/{report.pk}/indicator/9/")


def _sent_report_takes_no_more(page: Page, report: Submission) -> None:
    """What the colleague types into the page that was still open is refused, and kept."""
    steps.answer(page, "9.1", "ดำเนินการแล้ว", "เขียนหลังส่ง")
    page.get_by_role("heading", level=1).click()
    expect(page.locator("[data-autosave-problem]")).to_be_visible()
    assert report.results.get(measure__indicator=9).text == "เผยแพร่แล้ว"


def _corrects(page: Page) -> None:
    """See the one measure that came back with its reason, correct it and send again."""
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/")
    expect(page.locator(".back-item .quote")).to_have_text(["ระบุวันที่ของคำสั่ง"])
    page.get_by_role("link", name="แก้ไข มาตรการ 1.2").click()
    steps.answer(page, "1.2", "ดำเนินการแล้ว", "ตั้งเมื่อ 2 มีนาคม 2570")
    page.get_by_role("button", name="บันทึก มาตรการ 1.2").click()
    expect(page.get_by_text("บันทึกมาตรการ 1.2 แล้ว")).to_be_visible()
    steps.send(page)


def _everybody_reads(browser: Browser, site: str, agency: Agency) -> None:
    """Without log-in: from the list of provinces to the agency's year, in both languages, and its data."""
    context = browser.new_context(base_url=site, locale="th-TH", java_script_enabled=False)
    page = context.new_page()
    page.goto("/public/")
    page.get_by_role("link", name=agency.province.name).first.click()
    page.get_by_role("link", name=agency.name).first.click()
    page.goto(f"/public/{agency.province.code}/{agency.pk}/{YEAR}/")
    words = page.inner_text("main")
    told = ("ประกาศแล้ว 8 งาน", "ตั้งเมื่อ 2 มีนาคม 2570", "เผยแพร่แล้ว", "ฉันเขียนทับ", "เขียนหลังส่ง", "ระบุวันที่ของคำสั่ง")
    assert [one in words for one in told] == [True, True, True, False, False, False]
    data = page.request.get(f"{page.url}data.json").json()
    assert [row["result"] for row in data["measures"]] == ["ประกาศแล้ว 8 งาน", "ตั้งเมื่อ 2 มีนาคม 2570", "เผยแพร่แล้ว"]
    page.goto(f"/public/{agency.province.code}/{agency.pk}/{YEAR}/?lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    context.close()
