"""Several papers as one PDF: all pages, one outline, numbers on each page, still PDF/A."""

import io

import pikepdf
import pytest

from reports.catalogue.agency_measures import form as form_a
from reports.renderers import pdf
from reports.renderers.merging import Entry, Part, merged, outline_of, stamp_sheet
from reports.tests.extracting import pdfium_pages
from reports.tests.papers import INDICATORS, agency_data, agency_paper, province_paper
from reports.tests.pdfa import faults


@pytest.fixture(scope="module")
def papers():
    small = form_a.build(agency_data(1, INDICATORS[:2]))
    return [pdf.render(small), pdf.render(province_paper(1)), pdf.render(agency_paper(1))]


@pytest.fixture(scope="module")
def stamps():
    return stamp_sheet("thai")


def joined(papers, stamps):
    names = [("จังหวัดศรีนที", "แบบ ข"), ("หน่วยงาน ก", "แบบ ก"), ("หน่วยงาน ก", "แบบ ฉ")]
    parts = [Part(name, paper) for name, paper in zip(names, papers, strict=True)]
    return merged(parts, title="ชุดเอกสาร", author="จังหวัดศรีนที", numerals="thai", stamps=stamps)


def test_every_page_is_there_in_order_with_its_number(papers, stamps):
    pages = pdfium_pages(joined(papers, stamps))
    alone = [page for paper in papers for page in pdfium_pages(paper)]
    total = "".join("๐๑๒๓๔๕๖๗๘๙"[int(digit)] for digit in str(len(alone)))

    assert len(pages) == len(alone)
    for number, (page, before) in enumerate(zip(pages, alone, strict=True), start=1):
        words = "".join(page.split())
        said = "".join("๐๑๒๓๔๕๖๗๘๙"[int(digit)] for digit in str(number))
        assert f"หน้า{said}จาก{total}" in words
        assert set(before.split()) <= set(page.split())


def test_outline_leads_from_the_owner_over_the_paper_to_the_indicator(papers, stamps):
    first, second = (len(pdfium_pages(paper)) for paper in papers[:2])
    found = outline_of(joined(papers, stamps))
    inner = outline_of(papers[2])

    assert [(entry.title, entry.page) for entry in found] == [("จังหวัดศรีนที", 0), ("หน่วยงาน ก", first)]
    assert [(entry.title, entry.page) for entry in found[1].under] == [("แบบ ก", first), ("แบบ ฉ", first + second)]
    assert found[1].under[1].under == tuple(Entry(one.title, one.page + first + second, one.under) for one in inner)
    assert inner[0].title == "1. การปฏิบัติหน้าที่"


def test_merged_file_is_still_pdf_a_and_says_whose_it_is(papers, stamps):
    whole = joined(papers, stamps)
    with pikepdf.open(io.BytesIO(whole)) as file, file.open_metadata() as about:
        said = (about["dc:title"], about["dc:creator"], str(file.docinfo["/Title"]), "/StructTreeRoot" in file.Root)

    assert faults(whole) == []
    assert said == ("ชุดเอกสาร", ["จังหวัดศรีนที"], "ชุดเอกสาร", False)


def test_faults_are_found_where_the_first_paper_is_no_pdf_a(papers, stamps):
    """The control: a file begun empty lacks what PDF/A asks for."""
    empty = pikepdf.new()
    empty.add_blank_page()
    target = io.BytesIO()
    empty.save(target)

    assert faults(joined([target.getvalue(), *papers[1:]], stamps)) != []


def test_same_papers_give_the_same_bytes(papers, stamps):
    assert joined(papers, stamps) == joined(papers, stamps)
    assert stamp_sheet("thai") == stamps


def test_nothing_cannot_be_merged(stamps):
    with pytest.raises(ValueError, match="nothing"):
        merged([], title="", author="", numerals="thai", stamps=stamps)
