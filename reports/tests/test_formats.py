"""HTML, Word, Excel and PDF of every form say the same words; the office files print as the paper does."""

import io
import re
import zipfile

import docx
import openpyxl
import pytest
from lxml import html as lxml_html

from reports.blocks import Chart, Cover, Heading, Letterhead, Paragraph
from reports.document import Cell, Codes, Column, Document, Line, Link, Made, Section, Table
from reports.renderers import docx as word
from reports.renderers import html, pdf, xlsx
from reports.renderers.office import LINE_POINTS
from reports.tests.extracting import bare, pdfium_pages
from reports.tests.papers import RESPONSIBLE, agency_paper, province_paper
from reports.tests.samples import SAMPLES

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1+1", '=HYPERLINK("http://a.example")']

# What a flowing paper prints beside its words: places to sign, dots to write on, the frame of a lost photo.
SIGNS = re.compile(r"\(ลงชื่อ\)|\(ไม่พบไฟล์ภาพ\)|[().…]")


def wanted(document, kind=""):
    """The paper's lines without white space, in no order; heads are counted once.

    A workbook of a flowing paper holds its title and tables, each under its heading.
    """
    if kind != "xlsx" or document.layout == "form":
        return {bare(line) for line in document.words()} - ({""} if document.layout == "report" else set())
    titles = (*document.front, *(document.title or opening(document)), *document.subtitle)
    said = (*map(document.line, (*titles, *headings(document))), *document.table_words())
    return {bare(line) for line in said} - {""}


def opening(document):
    """The lines at the beginning of a paper without a title: those of its cover, else its first centred ones."""
    blocks = [block for section in document.sections for block in section.blocks]
    covers = [block for block in blocks if isinstance(block, Cover)]
    if covers:
        return (*covers[0].lines, *covers[0].foot)
    letter = {place for place, section in enumerate(document.sections) if isinstance(section.blocks[0], Letterhead)}
    first = next(section for place, section in enumerate(document.sections) if place not in letter)
    return tuple(block.line for block in first.blocks if isinstance(block, Paragraph) and block.centred)


def headings(document):
    """The heading right above each table."""
    for section in document.sections:
        above: Line = ()
        for block in section.blocks:
            if isinstance(block, Table) and above:
                yield above
            above = block.line if isinstance(block, Heading) else () if isinstance(block, Table) else above


def in_lines(document, lines):
    """The paper's lines that stand in these, and what stands there beside them.

    A printed line of a flowing paper may hold several (label and value of a letter's field), and signs of its own.
    """
    found, rest = set(), "\n".join(lines)
    for drawing in charts(document):
        rest = rest.replace(bare(document.line((Made(drawing.alt),))), "")
    for line in sorted(wanted(document), key=len, reverse=True):
        if line in rest:
            found.add(line)
            rest = rest.replace(line, "\n")
    return found | {left for left in SIGNS.sub("", rest).split("\n") if left}


def words_of_html(document):
    page = lxml_html.fromstring(html.page(document))
    for end in page.iter("br"):
        end.tail = "\n" + (end.tail or "")
    if document.layout == "report":
        for drawing in page.xpath("//article//svg"):
            drawing.drop_tree()
        for part in page.xpath("//article//*[self::p or self::li or self::td or self::th or self::figcaption]"):
            part.tail = "\n" + (part.tail or "")
        return in_lines(document, map(bare, page.xpath("//article")[0].text_content().split("\n")))
    texts = [node.text_content() for node in page.xpath("//article//p | //article//h2 | //article//th | //article//td")]
    return {bare(line) for text in texts for line in text.split("\n") if bare(line)}


def words_of_xlsx(document):
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(document)))
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return {bare(line) for value in cells for line in str(value).split("\n")}


def words_of_docx(document):
    file = docx.Document(io.BytesIO(word.render(document)))
    section = file.sections[0]
    roots = [file.element.body, section.first_page_header._element]
    found = ["".join(t.text or "" for t in p.iter(f"{W}t")) for root in roots for p in root.iter(f"{W}p")]
    lines = [bare(line) for line in found if line]
    return in_lines(document, lines) if document.layout == "report" else set(lines)


READERS = {"html": words_of_html, "xlsx": words_of_xlsx, "docx": words_of_docx}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("code", SAMPLES)
def test_every_format_says_exactly_the_words_of_the_paper(code, kind):
    document = SAMPLES[code]()

    assert READERS[kind](document) == wanted(document, kind)


def register():
    """A plain register: no block texts, short and long cells, links, a blank."""
    heads = (
        ("number", "ข้อ", 8),
        ("item", "รายการ", 30),
        ("given", "มี/ไม่มี", 10),
        ("url", "URL", 32),
        ("why", "คำอธิบาย", 20),
    )
    url = "https://www.agency.example/open-data/2566/"
    rows = tuple(
        (
            Cell(((Codes(f"o{n}"),),)), Cell(((f"รายการข้อมูลที่ต้องเปิดเผยลำดับ {n} ของหน่วยงาน",),)),
            Cell((("มี" if n % 3 else "ไม่มี",),)), Cell(((Link(f"{url}{n}", f"{url}{n}"),),)), Cell(),
        )
        for n in range(1, 44)
    )  # fmt: skip
    columns = tuple(Column(key, heading, share) for key, heading, share in heads)
    return Document(
        "agency_measures", "ทะเบียน", (("ทะเบียนข้อมูลสาธารณะ",),), (Section(("ทะเบียน",), (Table(columns, rows),)),)
    )


@pytest.mark.parametrize("kind", READERS)
def test_plain_register_says_its_words_in_every_format(kind):
    assert READERS[kind](register()) == wanted(register())


def test_plain_register_has_its_heads_on_every_page_of_the_pdf():
    for accessible in (False, True):
        pages = [bare(page) for page in pdfium_pages(pdf.render(register(), accessible=accessible))]

        assert len(pages) > 1
        assert [page for page in pages if "รายการมี/ไม่มีURLคำอธิบาย" not in page] == []
        assert [n for n in range(1, 44) if f"ลำดับ{n}ของหน่วยงาน" not in "".join(pages)] == []


def charts(document):
    """The drawings of a paper."""
    return [block for section in document.sections for block in section.blocks if isinstance(block, Chart)]


def drawn(document):
    """The words in the drawings of a paper."""
    for drawing in charts(document):
        yield from lxml_html.fromstring(drawing.svg).xpath("//text/text() | //tspan/text()")


@pytest.mark.parametrize("code", SAMPLES)
def test_pdf_says_no_word_that_the_paper_does_not(code):
    document = SAMPLES[code]()
    left = bare("".join(pdfium_pages(pdf.render(document))))
    for line in sorted(map(bare, (*document.words(), *drawn(document))), key=len, reverse=True):
        left = left.replace(line, "")
    left = SIGNS.sub("", left)

    # what is left over: page numbers, and the two halves of lines that a page's end cut
    assert len(re.sub(r"-[0-9๐-๙]+-", "", left)) < 0.02 * sum(len(line) for line in document.words())


@pytest.mark.parametrize("render", [xlsx.render, word.render], ids=["xlsx", "docx"])
@pytest.mark.parametrize("code", SAMPLES)
def test_same_paper_gives_the_same_office_file(code, render):
    assert render(SAMPLES[code]()) == render(SAMPLES[code]())


def one_cell(text):
    column = Column("text", "หัว", 100)
    return Document(
        "agency_measures", "ทดสอบ", (("ชื่อ",),), (Section(("ก",), (Table((column,), (((Cell(((text,),))),),)),)),)
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_text_like_a_formula_stays_text_in_excel(text):
    content = xlsx.render(one_cell(text))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()

    assert (sheet["A3"].value.strip(), sheet["A3"].data_type, sheet["A3"].quotePrefix) == (text.strip(), "s", True)
    assert "<f>" not in xml


def test_formula_guard_is_needed():
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"

    assert book.active["A1"].data_type == "f"


@pytest.mark.parametrize("render", [xlsx.render, word.render, html.page], ids=["xlsx", "docx", "html"])
def test_control_characters_and_markup_break_no_file(render):
    content = render(one_cell("ก\x00\x0b\x1f<script>alert(1)</script>&amp;\ud800ข".replace("\ud800", "")))

    assert content
    if render is html.page:
        assert "<script>" not in content
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
    if render is word.render:
        assert "<script>alert(1)</script>&amp;" in docx.Document(io.BytesIO(content)).tables[0].cell(1, 0).text


def test_html_link_that_is_no_web_address_is_plain_text():
    page = html.render(one_cell(Link("javascript:alert(1)", "javascript:alert(1)")))

    assert ("javascript:alert(1)" in page, "<a " in page) == (True, False)


def test_html_table_is_readable_without_sight():
    tables = lxml_html.fromstring(html.page(agency_paper(2))).xpath("//table")

    assert tables[0].get("aria-label") == "1. การปฏิบัติหน้าที่"
    assert {cell.get("scope") for table in tables for cell in table.xpath(".//th")} == {"col"}
    assert [cell.get("rowspan") for cell in tables[0].xpath("(.//tbody/tr)[1]/td")] == ["2", "2", None, "2", None]


def test_excel_prints_landscape_with_title_and_heads_on_every_page():
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(province_paper()))).active

    # a fixed scale: where Excel fits the width by itself it may pass over page breaks
    assert (sheet.page_setup.orientation, sheet.page_setup.scale, sheet.sheet_properties.pageSetUpPr.fitToPage) == (
        "landscape", 88, None,
    )  # fmt: skip
    points = sum(7 * sheet.column_dimensions[letter].width + 5 for letter in "ABCDE") * 0.88 * 72 / 96
    assert points < 842 - 2 * 0.45 * 72
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$5", "A6")
    assert sheet["A5"].value == "แบบสำรวจ"
    assert sheet.oddHeader.center.text == "-&P-"
    assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {"TH SarabunPSK"}


def test_excel_breaks_pages_itself_and_shows_block_texts_again_behind_each():
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(agency_paper(9)))).active
    tops = [5, *(one.id + 1 for one in sheet.row_breaks.brk)]
    heights = [
        sum(sheet.row_dimensions[row].height for row in range(top, stop))
        for top, stop in zip(tops, [*tops[1:], sheet.max_row + 1], strict=True)
    ]
    named = [sheet.cell(top, 2).value.split("\n")[0] for top in tops]

    assert [sheet.cell(top, 1).value for top in tops] == ["IIT"] * named.index("6. คุณภาพการดำเนินงาน") + [
        {"6": "EIT", "1": "OIT"}[name[0]] for name in named[named.index("6. คุณภาพการดำเนินงาน") :]
    ]
    assert list(dict.fromkeys(named)) == [agency_paper().line(section.bookmark) for section in agency_paper().sections]
    assert len(named) > 4
    assert {sheet.cell(top, 4).value for top in tops} == {RESPONSIBLE}
    assert max(heights) * 0.88 < 595 - (0.65 + 0.35) * 72 - 0.88 * sum(
        sheet.row_dimensions[row].height for row in range(1, 5)
    )


def test_word_breaks_pages_itself_and_shows_block_texts_again_behind_each():
    file = docx.Document(io.BytesIO(word.render(agency_paper(9))))
    breaks = file.element.body.findall(f"{W}p/{W}pPr/{W}pageBreakBefore")
    named = [table.cell(1, 1).text.split("\n")[0] for table in file.tables]

    assert len(breaks) == len(file.tables) - 1
    assert list(dict.fromkeys(named)) == [agency_paper().line(section.bookmark) for section in agency_paper().sections]
    assert len(named) > 4
    assert {table.cell(1, 3).text for table in file.tables} == {RESPONSIBLE}
    assert all(table.rows[0]._tr.find(f".//{W}tblHeader") is not None for table in file.tables)


def test_word_lines_have_the_height_they_were_counted_with():
    file = docx.Document(io.BytesIO(word.render(agency_paper(2))))

    assert '<w:spacing w:before="0" w:after="0" w:line="340" w:lineRule="exact"/>' in file.styles["Normal"].element.xml


def test_excel_rows_are_high_enough_and_below_excels_limit():
    document = province_paper(3, long=80)
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.render(document))).active
    heights = {row: sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)}
    merged = {area.min_row: area for area in sheet.merged_cells.ranges if area.min_col == 5}
    long = next(row for row in merged if len(str(sheet.cell(row, 5).value)) > 3000)
    height = sum(heights[row] for row in range(merged[long].min_row, merged[long].max_row + 1))

    assert max(heights.values()) <= 409
    assert height > len(sheet.cell(long, 5).value) / 60 * 22


def test_excel_links_short_addresses_and_never_a_long_one():
    # LibreOffice cuts a linked cell at its border in print; a plain one wraps
    short, long = "https://a.example/1", "https://a.example/" + "x" * 200
    sheets = [openpyxl.load_workbook(io.BytesIO(xlsx.render(one_cell(Link(url, url))))).active for url in (short, long)]

    assert [(s["A3"].value, s["A3"].hyperlink and s["A3"].hyperlink.target) for s in sheets] == [
        (short, short),
        (long, None),
    ]
    assert sheets[1].row_dimensions[3].height >= sheets[0].row_dimensions[3].height + LINE_POINTS


def test_word_prints_landscape_with_heads_and_title_on_every_page():
    file = docx.Document(io.BytesIO(word.render(agency_paper(3))))
    section, table = file.sections[0], file.tables[0]

    assert (section.page_width or 0) > (section.page_height or 0)
    assert section.different_first_page_header_footer
    assert table.rows[0]._tr.find(f".//{W}tblHeader") is not None
    assert all(row._tr.find(f".//{W}cantSplit") is not None for row in table.rows)
    assert [p.text for p in section.header.paragraphs[1:4]] == [
        agency_paper().line(line) for line in (*agency_paper().title, *agency_paper().subtitle)
    ]
    assert "PAGE \\* Arabic" in section.header.paragraphs[0]._p.xml
    assert (
        "PAGE \\* THAIARABIC"
        in docx.Document(io.BytesIO(word.render(province_paper()))).sections[0].header._element.xml
    )


def test_word_names_the_thai_font_everywhere_and_merges_blocks():
    xml = docx.Document(io.BytesIO(word.render(agency_paper(3)))).element.xml

    assert set(re.findall(r'w:cs="([^"]+)"', xml)) == {"TH SarabunPSK"}
    assert set(re.findall(r'w:szCs w:val="(\d+)"', xml)) == {"32", "2"}
    assert xml.count('<w:vMerge w:val="restart"/>') == 3 * 4
    assert xml.count("<w:hyperlink ") == xml.count("<w:u w:val") > 0


def test_word_draft_has_its_mark_and_no_more_words():
    plain, draft = agency_paper(2), agency_paper(2, draft=True)

    assert 'string="ร่าง"' in docx.Document(io.BytesIO(word.render(draft))).sections[0].header._element.xml
    assert words_of_docx(plain) == words_of_docx(draft)
