"""The filed forms as a person gets them: seen on the page, then downloaded in each format."""

import io
import re

import openpyxl
from docx import Document as WordDocument
from playwright.sync_api import Page, expect

from measures.models import Round, Submission
from reports.tests.extracting import bare, pdfium_pages


def check_agency_paper(page: Page, report: Submission, words: list[str]) -> None:
    """Choose form A of the report's agency, see it, download it, and find the words in every format."""
    _choose(page, "แบบรายงานการดำเนินงานตามมาตรการของหน่วยงาน (ระบุ URL)", report.round, agency=report.agency.name)
    expect(page.get_by_text("ฉบับร่าง")).to_have_count(0)
    _see_and_download(page, words)


def check_province_paper(page: Page, round_: Round, words: list[str]) -> None:
    """Choose form B of the round, a draft while the round runs; see it, download it, find the words everywhere."""
    _choose(page, "แบบรายงานมาตรการปรับปรุงและพัฒนาของจังหวัด", round_)
    expect(page.get_by_role("heading", level=1)).to_contain_text("ฉบับร่าง")
    _see_and_download(page, words)


def _choose(page: Page, form: str, round_: Round, *, agency: str = "") -> None:
    page.get_by_role("navigation", name="เมนูหลัก").get_by_role("link", name="เอกสาร").click()
    chooser = page.get_by_role("form", name="เอกสารของรอบรายงาน")
    chooser.get_by_label("แบบรายงาน").select_option(label=form)
    rounds = chooser.get_by_label("รอบรายงาน")
    if rounds.input_value() != str(round_.pk):
        # Another round fetches the page again with its agencies.
        with page.expect_navigation():
            rounds.select_option(str(round_.pk))
    if agency:
        choice = chooser.get_by_label("หน่วยงาน", exact=True).locator("option", has_text=agency).inner_text()
        chooser.get_by_label("หน่วยงาน", exact=True).select_option(label=choice)
    chooser.get_by_role("button", name="เลือกเอกสารนี้").click()
    page.get_by_role("link", name="อ่านบนหน้าจอ").click()


def _see_and_download(page: Page, words: list[str]) -> None:
    for one in words:
        expect(page.locator(".paper-sheet")).to_contain_text(one)
    readers = {"PDF": _pdf, "Word": _word, "Excel": _excel}
    for name, read in readers.items():
        with page.expect_download() as download:
            page.get_by_role("list", name="ดาวน์โหลด").get_by_role("link", name=re.compile(f"^{name}")).first.click()
        text = bare(read(download.value.path().read_bytes()))
        assert [one for one in words if bare(one) not in text] == [], name


def _pdf(data: bytes) -> str:
    return "".join(pdfium_pages(data))


def _word(data: bytes) -> str:
    cells = {
        cell._tc: cell.text
        for table in WordDocument(io.BytesIO(data)).tables
        for row in table.rows
        for cell in row.cells
    }
    return "".join(cells.values())


def _excel(data: bytes) -> str:
    sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    return "".join(
        str(value) for sheet in sheets for row in sheet.iter_rows(values_only=True) for value in row if value
    )
