"""Flowing papers as Word and Excel files: what an office's own programs find in them."""

import io
import re
import zipfile
from dataclasses import replace

import docx
import openpyxl
import pytest
from PIL import Image

from reports.blocks import Chart, Cover, Heading, Letterhead, Paragraph, Photo, Photos, Signature, Signatures
from reports.document import Cell, Column, Document, Link, Made, Section, Table
from reports.renderers import crest, pictures, xlsx
from reports.renderers import docx as word
from reports.tests.papers import agency_paper
from reports.tests.report_sample import PHOTOS, STAMP, URL, paper, photo, store
from reports.tests.test_formats import READERS, wanted

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Children in the order of the schema (ECMA-376 part 1, 17): Word calls a file with another one damaged.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore pBdr tabs spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rFonts b bCs color sz szCs u lang",
    "tblPr": "tblW jc tblBorders tblLayout tblCellMar",
    "tblCellMar": "top left bottom right",
    "tcPr": "tcW gridSpan vMerge shd vAlign",
    "sectPr": "headerReference type pgSz pgMar pgNumType titlePg",
}
BOTH = pytest.mark.parametrize("render", [word.render, xlsx.render], ids=["docx", "xlsx"])


def opened(document):
    return docx.Document(io.BytesIO(word.render(document)))


def book_of(document):
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(document)))


def report(*blocks, **fields):
    sections = fields.pop("sections", (Section(("ส่วน",), blocks),))
    usual = {"title": (("ชื่อเอกสาร",),), "landscape": False, "layout": "report"}
    return Document("score_analysis", "ทดสอบ", sections=sections, **(usual | fields))


def grouped(rows, words="ขั้นตอน"):
    """A table of one cell beside all its rows."""
    columns = (Column("group", "กลุ่ม", 30), Column("text", "รายการ", 70))
    lines = ((Cell((("ชื่อกลุ่ม",),), rows, True) if n == 0 else None, Cell(((f"{words} {n}",),))) for n in range(rows))
    return Table(columns, tuple(lines))


@pytest.mark.parametrize("rows", [0, 1, 40])
@pytest.mark.parametrize("kind", READERS)
def test_paper_of_every_block_says_its_words(kind, rows):
    document = paper(rows, stamp=None)

    assert READERS[kind](document) == wanted(document, kind) | ({"-"} if rows == 0 else set())


@BOTH
def test_same_paper_with_photos_gives_the_same_file(render):
    store(*PHOTOS)

    assert render(paper()) == render(paper())


@BOTH
def test_paper_without_any_block_makes_a_file(render):
    assert zipfile.ZipFile(io.BytesIO(render(report()))).testzip() is None
    assert zipfile.ZipFile(io.BytesIO(render(report(sections=(), title=())))).testzip() is None


def test_word_sections_lie_as_the_paper_says_and_count_pages_in_thai():
    file = opened(paper())

    assert [(s.page_width.mm > s.page_height.mm, s.different_first_page_header_footer) for s in file.sections] == [
        (False, True), (False, True), (False, True), (False, False), (True, False), (False, False), (False, False),
    ]  # fmt: skip
    assert {s._sectPr.find(f"{W}pgNumType").get(f"{W}fmt") for s in file.sections} == {"thaiNumbers"}
    assert "PAGE \\* THAIARABIC" in file.sections[-1].header._element.xml
    assert [p.text for p in file.sections[0].first_page_header.paragraphs] == [""]


def test_word_counts_pages_of_an_arabic_paper_in_arabic():
    file = opened(paper().in_numerals("arabic"))

    assert "PAGE \\* Arabic" in file.sections[0].header._element.xml
    assert {s._sectPr.find(f"{W}pgNumType").get(f"{W}fmt") for s in file.sections} == {"decimal"}


def test_word_headings_are_known_to_its_navigation():
    file = opened(paper())
    headings = [(p.style.name, p.text) for p in file.paragraphs if p.style.name.startswith("Heading")]

    assert headings == [
        ("Heading 1", "๑. หลักการและเหตุผล"),
        ("Heading 2", "๑.๑ วัตถุประสงค์"),
        ("Heading 3", "ข้อย่อย"),
        ("Heading 1", "๒. ผลการประเมินปีงบประมาณ พ.ศ. ๒๕๖๘"),
        ("Heading 2", "กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ"),
        ("Heading 1", "ภาคผนวก"),
    ]
    styles = [file.styles[f"Heading {level}"].element for level in (1, 2, 3)]
    assert [style.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") for style in styles] == ["0", "1", "2"]
    assert all(style.find(f"{W}pPr/{W}keepNext") is not None for style in styles)


def test_word_prose_begins_a_thumb_in_and_lists_hang():
    file = opened(
        report(
            Paragraph(("ย่อหน้า",)), Paragraph(("ชิดซ้าย",), indent=False), Paragraph(("กลาง",), centred=True),
            Paragraph(("ข้อ",), marker=(Made("1."),)), Paragraph(("ข้อใน",), marker=("-",), depth=1),
        )
    )  # fmt: skip
    found = [
        (p.text, p.paragraph_format.first_line_indent, p.paragraph_format.left_indent, p.alignment)
        for p in file.paragraphs[1:6]
    ]
    said = [(text, first and round(first.mm), left and round(left.mm, 1), side) for text, first, left, side in found]

    assert said == [
        ("ย่อหน้า", 25, 0, None),
        ("ชิดซ้าย", None, None, None),
        ("กลาง", None, None, 1),
        ("๑.\tข้อ", -8, 20.5, None),
        ("-\tข้อใน", -8, 30.5, None),
    ]


def test_word_names_the_thai_font_and_no_other():
    xml = opened(paper()).element.xml

    assert set(re.findall(r'w:cs="([^"]+)"', xml)) == {"TH SarabunPSK"}
    assert set(re.findall(r'w:szCs w:val="(\d+)"', xml)) == {"2", "28", "32", "40", "52", "58"}


def test_word_memo_has_crest_name_fields_and_places_to_sign():
    file = opened(paper())
    head, reporter, opinions = file.tables[0], file.tables[1], file.tables[2]
    fields = [p for p in file.paragraphs if p.text.startswith(("ส่วนราชการ", "ที่", "เรื่อง"))]

    assert head.cell(0, 1).text == "บันทึกข้อความ"
    assert head.cell(0, 0)._tc.find(f".//{A}blip") is not None
    assert [p.text.count("\t") for p in fields] == [2, 2, 2]
    assert all('w:leader="dot"' in p._p.xml for p in fields)
    assert reporter.cell(0, 0).text == ""
    assert reporter.cell(0, 1).text.split("\n")[1:] == ["(นายตัวอย่าง ทดสอบ)", "นักวิเคราะห์นโยบายและแผนชำนาญการ"]
    assert [cell.text for cell in opinions.rows[0].cells] == ["ความเห็นปลัดเทศบาล", "ความเห็นนายกเทศมนตรี"]
    assert [cell._tc.xml.count("<w:pBdr>") for cell in opinions.rows[1].cells] == [3, 3]
    assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in opinions.rows)


def test_word_place_to_sign_without_a_name_has_dots():
    file = opened(report(Signatures((Signature("", "ปลัด"),))))

    assert re.fullmatch(r"\(ลงชื่อ\)\.+\n\(\.+\)\nปลัด", file.tables[0].cell(0, 1).text)


@pytest.mark.parametrize(("a_page", "grids"), [(2, [(2, 1), (2, 1), (1, 1)]), (4, [(2, 2), (1, 2)]), (6, [(3, 2)])])
def test_word_photos_stand_two_four_or_six_a_page_each_with_its_caption(a_page, grids):
    store(*PHOTOS)
    file = opened(report(Photos(("ภาพประกอบ",), PHOTOS, a_page)))
    rows = [row for table in file.tables for row in table.rows]
    captions = [cell.text.strip() for row in rows for cell in dict.fromkeys(row.cells)]

    assert [(len(table.rows), len(table.columns)) for table in file.tables] == grids
    assert [p.text for p in file.paragraphs].count("ภาพประกอบ") == len(grids)
    assert [caption for caption in captions if caption] == [one.caption for one in PHOTOS]
    assert len(file.element.body.findall(f".//{A}blip")) == len(PHOTOS)
    assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_word_photo_whose_file_is_lost_says_so_above_its_caption():
    file = opened(report(Photos(("ภาพประกอบ",), (photo(1),), 2)))
    cell = file.tables[0].cell(0, 0)

    assert (cell.tables[0].cell(0, 0).text, cell.paragraphs[-1].text) == ("(ไม่พบไฟล์ภาพ)", PHOTOS[0].caption)
    assert file.element.body.findall(f".//{A}blip") == []


def test_photos_are_no_larger_than_print_needs():
    store(PHOTOS[0])
    small, large = (pictures.jpeg(PHOTOS[0], box) for box in ((50, 50), (500, 500)))

    assert [Image.open(io.BytesIO(one or b"")).size for one in (small, large)] == [(354, 236), (1600, 1067)]
    assert pictures.jpeg(photo(9), (50, 50)) is None
    assert pictures.fitted(Photo("x", "", "", 200, 100), (50, 50)) == (50, 25)


def test_file_that_is_no_picture_counts_as_lost(settings):
    settings.MEDIA_ROOT.mkdir(parents=True)
    (settings.MEDIA_ROOT / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")

    assert pictures.jpeg(Photo("broken.jpg", "", "", 10, 10), (50, 50)) is None


def test_crest_of_the_portal_is_the_same_square_picture_every_time():
    first = crest.png()
    crest.png.cache_clear()

    assert (crest.png(), Image.open(io.BytesIO(first)).size) == (first, (480, 480))


def test_word_table_repeats_its_heads_and_cuts_no_row_that_fits():
    column, cells = Column("text", "หัว", 100), (Cell((("คำ",),)), Cell((("คำ " * 60,),)))
    long = opened(report(Table((column,), tuple((cells[n % 2],) for n in range(300))))).tables[0]

    assert long.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert len(long.rows) == 301
    assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in long.rows)


def test_word_row_higher_than_half_a_page_may_be_cut():
    column = Column("text", "หัว", 100)
    table = Table((column,), ((Cell(((f"บรรทัด {'ยาว ' * 3000}",),)),), (Cell((("สั้น",),)),)))
    rows = opened(report(table)).tables[0].rows

    assert [row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, False, True]


def test_word_keeps_a_low_group_on_one_page():
    rows = opened(report(grouped(4))).tables[0].rows
    kept = [all(p.paragraph_format.keep_with_next for p in cell.paragraphs) for row in rows for cell in row.cells[1:]]

    assert kept == [True, True, True, True, False]


def test_word_shows_the_text_of_a_high_group_again_on_each_page():
    file = opened(report(grouped(70)))
    breaks = file.element.body.findall(f"{W}p/{W}pPr/{W}pageBreakBefore")

    assert len(file.tables) == 3
    assert len(breaks) == 2
    assert [table.cell(1, 0).text for table in file.tables] == ["ชื่อกลุ่ม"] * 3
    assert [n for table in file.tables for n in (cell.text for cell in table.columns[1].cells[1:])] == [
        f"ขั้นตอน {n}" for n in range(70)
    ]


def test_word_heading_goes_to_the_next_page_with_its_high_group():
    filler = (Paragraph(("คำ " * 60,)),) * 12
    file = opened(report(*filler, Heading(("หัวข้อ",)), grouped(40, "ขั้นตอนที่ยาว " * 20)))
    body = list(file.element.body)
    heading = next(place for place, one in enumerate(body) if "".join(t.text for t in one.iter(f"{W}t")) == "หัวข้อ")

    assert body[heading - 1].find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert body[heading + 1].tag == f"{W}tbl"


def test_word_links_lead_to_the_exact_address_and_qr_codes_have_words():
    file = opened(paper(2))
    targets = {one.target_ref for one in file.part.rels.values() if one.is_external}
    told = re.findall(r'descr="([^"]+)"', file.element.xml)

    assert targets == {f"{URL}{n}" for n in (0, 1, 2)} | {STAMP.address}
    assert [one.replace("&amp;", "&") for one in told if one.startswith("QR")] == [f"QR code {URL}{n}" for n in (1, 2)]


def test_word_drawing_is_left_out_and_its_words_stand_under_a_heading_without_more():
    alone, beside = Chart("<svg></svg>", "แผนภูมิ ปี 2568"), Chart("<svg></svg>", "แผนภูมิข้างตาราง")
    file = opened(report(Heading(("ก",)), beside, Paragraph(("คำ",)), Heading(("ข",)), alone, Heading(("ค",))))

    assert [p.text for p in file.paragraphs if p.text] == ["ชื่อเอกสาร", "ก", "คำ", "ข", "(แผนภูมิ ปี ๒๕๖๘)", "ค"]


def test_word_cover_and_memo_begin_pages_of_their_own():
    sections = (
        Section(("ปก",), (Cover((("ปก",),), (("สำนักงาน",),)), Paragraph(("ต่อจากปก",)))),
        Section(("บันทึก",), (Letterhead("บันทึกข้อความ"), Paragraph(("เนื้อความ",))), fresh=True),
    )
    file = opened(report(sections=sections, title=()))
    after = next(p for p in file.paragraphs if p.text == "ต่อจากปก")._p.getprevious()

    assert after.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert [s.different_first_page_header_footer for s in file.sections] == [True, True]
    assert file.core_properties.title == "ทดสอบ"


def test_word_draft_has_its_mark_on_first_and_other_pages():
    section = opened(paper(draft=True)).sections[0]

    assert ['string="ร่าง"' in header._element.xml for header in (section.header, section.first_page_header)] == [
        True,
        True,
    ]
    assert 'string="ร่าง"' not in opened(paper()).sections[0].header._element.xml


def test_issued_paper_says_its_number_date_and_address_at_its_end():
    said = ["เอกสารเลขที่ ITA ๒๕๖๘/๐๐๐๔๒", "ออกเมื่อวันที่ ๒๑ พฤศจิกายน ๒๕๖๘", f"ตรวจสอบได้ที่ {STAMP.address}"]
    flowing, form = paper(), replace(agency_paper(2).in_numerals("thai"), stamp=STAMP)

    for document in (flowing, form):
        table, sheet = opened(document).tables[-1], book_of(document).worksheets[-1]
        assert table.cell(0, 1).text.split("\n") == said
        assert table.cell(0, 0)._tc.find(f".//{A}blip") is not None
        assert [sheet.cell(row, 1).value for row in range(sheet.max_row - 2, sheet.max_row + 1)] == said
    assert "ตรวจสอบได้ที่" not in opened(agency_paper(2)).element.xml


def test_excel_has_a_sheet_for_tables_of_the_same_columns_named_after_its_heading():
    columns, other = (Column("a", "หัว", 100),), (Column("a", "หัวอื่น", 100),)
    rows = (((Cell((("คำ",),))),),)
    book = book_of(
        report(
            Heading((Made("1. ตาราง [ก]/ข: ที่มีชื่อยาวเกินกว่าที่โปรแกรมรับได้"),)), Table(columns, rows),
            Heading(("ตารางอื่น",)), Table(other, rows), Heading(("ต่อ",)), Table(columns, rows), Table(columns, rows),
        )
    )  # fmt: skip

    assert [len(name) <= 31 for name in book.sheetnames] == [True, True]
    assert (book.sheetnames[0][:15], book.sheetnames[1]) == ("๑. ตาราง  ก  ข ", "ตารางอื่น")
    assert [[cell.value for cell in sheet["A"]] for sheet in book] == [
        ["ชื่อเอกสาร", "หัว", "๑. ตาราง [ก]/ข: ที่มีชื่อยาวเกินกว่าที่โปรแกรมรับได้", "คำ", "ต่อ", "คำ", "คำ"],
        ["ชื่อเอกสาร", "ตารางอื่น", "หัวอื่น", "คำ"],
    ]


def test_excel_sheets_lie_as_their_section_and_repeat_their_heads():
    book = book_of(paper(60))
    sheets = [(s.page_setup.orientation, s.print_title_rows, s.freeze_panes) for s in book]

    assert sheets == [
        ("portrait", "$5:$5", "A6"),
        ("landscape", "$5:$5", "A6"),
        ("portrait", "$5:$5", "A6"),
    ]
    assert {cell.font.name for s in book for row in s.iter_rows() for cell in row if cell.value} == {"TH SarabunPSK"}
    assert len(book.worksheets[2]._images) == 60


def test_excel_pages_are_no_higher_than_the_paper_and_begin_with_their_group():
    sheet = book_of(paper(60)).worksheets[1]
    tops = [6, *(one.id + 1 for one in sheet.row_breaks.brk)]
    stops = [*tops[1:], sheet.max_row + 1]
    heights = [
        sum(sheet.row_dimensions[row].height for row in range(top, stop)) for top, stop in zip(tops, stops, strict=True)
    ]

    assert len(tops) > 10
    assert max(heights) <= 580 - 42
    assert [sheet.cell(top, 1).value is None for top in tops] == [False] * len(tops)


def test_excel_heading_stands_on_the_page_of_its_first_rows():
    document = report(*(block for n in range(9) for block in (Heading((f"หัวข้อ {n}",)), grouped(9, f"{n}"))))
    sheet = book_of(document).active
    breaks = [one.id for one in sheet.row_breaks.brk]
    heights = [
        sum(sheet.row_dimensions[row].height for row in range(top + 1, stop + 1))
        for top, stop in zip([0, *breaks], [*breaks, sheet.max_row], strict=True)
    ]

    assert (len(breaks), max(heights) <= 860) == (2, True)
    assert [row for row in breaks if str(sheet.cell(row, 1).value).startswith("หัวข้อ")] == []


def test_excel_text_like_a_formula_stays_text():
    column = Column("a", "=1+1", 100)
    sheet = book_of(report(Heading(("=2+2",)), Table((column,), ((Cell((("=3+3",),)),),)))).active

    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in list(sheet["A"])[1:]] == [
        (f"={n}+{n}", "s", True) for n in (2, 1, 3)
    ]


def test_excel_of_a_paper_without_tables_says_where_its_words_are():
    sheet = book_of(report(Paragraph(("คำ",)))).active

    assert [cell.value for cell in sheet["A"]] == ["ชื่อเอกสาร", "เอกสารนี้ไม่มีตาราง โปรดดาวน์โหลดเป็น PDF หรือ Word"]


def test_hostile_words_break_no_file():
    words = 'ก\x00\x0b<w:p/>&amp;"\ud800'.replace("\ud800", "")
    link = Link('https://a.example/?a=1&b="<2>', 'https://a.example/?a=1&b="<2>')
    lost = Photo("x.jpg", "", words, 10, 10)
    table = Table((Column("a", words, 100),), ((Cell(((words,), (link,))),),))
    document = report(Heading((words,)), Paragraph((words, link)), table, Photos((words,), (lost,)), author=words)

    assert 'ก<w:p/>&amp;"' in [p.text for p in opened(document).paragraphs]
    assert book_of(document).active.title == "รายงาน"


def test_word_finds_every_property_in_the_order_that_it_insists_on():
    store(*PHOTOS)
    wrong = {
        (parent, tuple(found))
        for parent, order in ORDER.items()
        for element in opened(paper(draft=True)).element.iter(f"{W}{parent}")
        if (found := [child.tag.removeprefix(W) for child in element]) != sorted(found, key=order.split().index)
    }

    assert wrong == set()
