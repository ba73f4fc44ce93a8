"""The PDF says every word, on every page where it must, in our own fonts, and follows PDF/A-2b."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from reports.catalogue.province_measures import form as form_b
from reports.document import Cell, Column, Document, Link, Section, Table
from reports.renderers import pdf
from reports.tests.extracting import EXTRACTORS, bare, pdfium_pages, poppler_pages, poppler_raw_pages
from reports.tests.papers import agency_data, agency_paper, province_data, province_paper
from reports.tests.pdfa import faults
from reports.tests.samples import SAMPLES


@pytest.fixture(scope="module")
def made():
    """The finished PDF of each sample, by code."""
    return {code: pdf.render(sample()) for code, sample in SAMPLES.items()}


def missing(document, pages):
    """Lines of the paper that its pages do not say. A line may go on on the next page, under its title again."""
    body = bare("".join(pages))
    once = [bare(line) for line in document.words()]
    lost = [line for line in once if line not in body]
    # what a page's end cuts is found in two pieces, each at least a few letters long
    return [line for line in lost if not any(line[:n] in body and line[n:] in body for n in range(4, len(line) - 3))]


@pytest.mark.parametrize("extractor", EXTRACTORS)
@pytest.mark.parametrize("code", SAMPLES)
def test_every_line_of_every_cell_is_found_in_the_text(made, code, extractor):
    assert missing(SAMPLES[code](), EXTRACTORS[extractor](made[code])) == []


@pytest.mark.parametrize("code", SAMPLES)
def test_no_mark_stands_apart_from_its_consonant(made, code):
    opened = pikepdf.open(io.BytesIO(made[code]))
    shown = b"".join(page.Contents.read_bytes() for page in opened.pages)
    narrow = [
        glyph
        for thing in opened.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/CIDFontType2"
        for glyph in widths(thing)
        if glyph == 0
    ]

    # extractors sort glyphs by their place: one without width or above its line lands behind its neighbour
    assert set(re.findall(rb"(\S+) Ts", shown)) <= {b"0"}
    assert len(narrow) <= 1  # the joiner after hyphens


def widths(font):
    """The widths of the glyphs of a font, in thousandths of its size."""
    return [int(width) for part in font.W if isinstance(part, pikepdf.Array) for width in part]


def test_text_check_notices_a_lost_word(made):
    other = agency_paper(9)

    assert missing(other, poppler_pages(made["agency_measures"])) != []


@pytest.mark.parametrize("code", SAMPLES)
def test_link_targets_are_exact(made, code):
    wanted = {
        value.href
        for section in SAMPLES[code]().sections
        for block in section.blocks
        for line in block.spoken()
        for value in line
        if isinstance(value, Link) and value.href
    }
    opened = pikepdf.open(io.BytesIO(made[code]))
    found = {str(note.A.URI) for page in opened.pages for note in page.get("/Annots", []) if "/A" in note}

    assert found == wanted


@pytest.mark.parametrize("code", SAMPLES)
def test_same_paper_gives_the_same_bytes(made, code):
    assert pdf.render(SAMPLES[code]()) == made[code]


@pytest.mark.parametrize("code", SAMPLES)
def test_pdf_follows_the_rules_of_pdfa_2b(made, code):
    assert faults(made[code]) == []


def test_pdfa_check_notices_an_ordinary_pdf():
    plain = pdf.ENGINE.render("<p lang=th>ก</p>", [], {})

    assert any("output intent" in fault for fault in faults(plain))


@pytest.mark.parametrize("code", SAMPLES)
def test_fonts_embedded_are_ours(made, code):
    opened = pikepdf.open(io.BytesIO(made[code]))
    names = {
        re.sub(r"^/[A-Z]{6}\+", "", str(thing.BaseFont))
        for thing in opened.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font"
    }

    assert names == {"Sarabun-Report", "Sarabun-Report-Bold"}


def test_title_heads_and_block_texts_stand_on_every_page_of_form_a(made):
    paper = agency_paper()
    pages = [bare(page) for page in pdfium_pages(made["agency_measures"])]
    top = [bare(paper.line(line)) for line in (*paper.title, *paper.subtitle)]
    heads = [bare(column.heading) for column in paper.tables()[0].columns]
    named = [[n for n, section in enumerate(paper.sections) if bare(paper.line(section.bookmark)) in p] for p in pages]

    assert all(words in page for page in pages for words in (*top, *heads))
    assert all(page.count(bare(agency_data().entries[0][0].responsible)) == 1 for page in pages)
    # one indicator a page, each going on over several, none out of order
    assert all(len(numbers) == 1 for numbers in named)
    assert [numbers[0] for numbers in named] == sorted(numbers[0] for numbers in named)
    assert len(pages) > len(paper.sections)


PARTLY = {"ก": range(6), "ข": range(6, 13), "ค": range(15, 26), "ง": range(26, 30), "จ": range(30, 39)}


def partly_told():
    """Form B of 13 measures an indicator; the texts of `PARTLY` cover parts of three of them."""
    data = province_data(13)
    told = {sign: f"สรุปช่วง {sign} หน่วยงานทำครบ 12 แห่ง จังหวัดติดตามทุกเดือน" for sign in PARTLY}
    measures = tuple(replace(one, text=f"เรื่อง {n:03d} {one.text}") for n, one in enumerate(data.measures))
    narratives = tuple((told[sign], frozenset(span)) for sign, span in PARTLY.items())
    return form_b.build(replace(data, measures=measures, narratives=narratives)), told


@pytest.mark.parametrize("extractor", [poppler_pages, pdfium_pages])
def test_narrative_of_part_of_an_indicator_stands_on_every_page_of_its_measures(extractor):
    document, told = partly_told()
    pages = [bare(page) for page in extractor(pdf.render(document))]
    here = {sign: [any(f"เรื่อง{n:03d}" in page for n in span) for page in pages] for sign, span in PARTLY.items()}

    assert {sign: [page.count(bare(text)) for page in pages] for sign, text in told.items()} == {
        sign: [int(found) for found in on] for sign, on in here.items()
    }
    assert sum(sum(on) > 1 for on in here.values()) >= 2  # some do go on on the next page
    assert missing(document, pages) == []


def test_page_numbers_begin_on_page_two(made):
    first, *others = [bare(page) for page in pdfium_pages(made["agency_measures"])]
    thai = [bare(page) for page in pdfium_pages(made["province_measures"])]

    assert "-1-" not in first
    assert [f"-{number}-" in page for number, page in enumerate(others, start=2)] == [True] * len(others)
    assert ("-๑-" in thai[0], "-๒-" in thai[1]) == (False, True)


def test_front_lines_of_form_b_stand_on_page_one_only(made):
    paper = province_paper()
    pages = [bare(page) for page in pdfium_pages(made["province_measures"])]

    for line in paper.front:
        assert [bare(paper.line(line)) in page for page in pages] == [True] + [False] * (len(pages) - 1)


def test_bookmarks_name_the_sections(made):
    with pikepdf.open(io.BytesIO(made["agency_measures"])).open_outline() as outline:
        titles = [str(item.title) for item in outline.root]

    paper = agency_paper()
    assert titles == [paper.line(section.bookmark) for section in paper.sections]


def test_metadata_name_paper_and_author(made):
    opened = pikepdf.open(io.BytesIO(made["agency_measures"]))
    info = opened.docinfo

    assert str(info["/Author"]) == "สำนักงานทดสอบจังหวัดศรีนที"
    assert str(info["/Title"]).endswith("ประจำปีงบประมาณ พ.ศ. 2566 จังหวัดศรีนที")


def test_draft_mark_is_a_drawing_and_adds_no_word():
    plain, draft = (pdf.render(agency_paper(1, draft=draft)) for draft in (False, True))

    assert plain != draft
    assert [bare(page) for page in pdfium_pages(draft)] == [bare(page) for page in pdfium_pages(plain)]
    assert faults(draft) == []


@pytest.mark.parametrize("paper", [agency_paper, province_paper])
@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_small_papers_lose_no_word(paper, count):
    document = paper(count)

    assert missing(document, poppler_pages(pdf.render(document))) == []


@pytest.mark.parametrize("long", [1, 12, 60])
def test_narrative_of_any_length_over_several_measures_loses_no_word(long):
    document = province_paper(7, long=long)
    pages = poppler_pages(pdf.render(document))
    whole = bare("".join(pages))

    # sentences are short: a page's end cuts few of them, none may be lost
    sentence = bare("หน่วยงานในจังหวัดดำเนินการครบถ้วน")
    told = sum(
        bare("".join(document.line(line) for line in cell.lines)).count(sentence)
        for table in document.tables()
        for row in table.rows
        for cell in row
        if cell
    )
    assert told - whole.count(sentence) <= len(pages)
    assert missing(document, pages) == [] or long == 60


def test_every_page_has_words_below_its_heads():
    for document in (agency_paper(13), province_paper(13, long=20)):
        top = sum(len(bare(document.line(line))) for line in (*document.title, *document.subtitle))
        assert [n for n, page in enumerate(pdfium_pages(pdf.render(document)), 1) if len(bare(page)) < top + 70] == []


def test_accessible_copy_is_tagged_and_says_every_word():
    for sample in SAMPLES.values():
        copy = pdf.render(sample(), accessible=True)
        opened = pikepdf.open(io.BytesIO(copy))
        root = opened.Root

        assert (bool(root.MarkInfo.Marked), str(root.Lang), "/StructTreeRoot" in root) == (True, "th", True)
        assert b"pdfuaid" in root.Metadata.read_bytes()
        assert missing(sample(), poppler_raw_pages(copy)) == []  # in the order of its content, as a reader hears it


def test_accessible_copy_keeps_a_row_on_one_page_unless_it_is_too_high():
    block = Cell((("กลุ่ม",),), 30, block=True)
    rows = [
        (None if n else block, Cell(((f"ต้น{n:02d}ก",),) * 5), Cell(((f"ท้าย{n:02d}ก",),))) for n in range(30)
    ]  # fmt: skip
    columns = (Column("block", "กลุ่ม", 20), Column("text", "ข้อความ", 40), Column("told", "สรุป", 40))
    small = Document("agency_measures", "ทดสอบ", (("ชื่อ",),), (Section(("ก",), (Table(columns, tuple(rows)),)),))
    pages = poppler_pages(pdf.render(small, accessible=True))

    assert [sum(f"ต้น{n:02d}ก" in page for page in pages) for n in range(30)] == [1] * 30


def test_automatic_table_widths_are_used_nowhere():
    folder = Path(pdf.__file__).parent / "css"
    sheets = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.css")}
    sheets |= {code: "\n".join(pdf.page(sample())[1]) for code, sample in SAMPLES.items()}

    assert [name for name, text in sheets.items() if re.search(r"table-layout:\s*auto", text)] == []
    assert [name for name, text in sheets.items() if not re.search(r"\btable \{ table-layout: fixed", text)] == []


@pytest.mark.parametrize("code", SAMPLES)
def test_every_column_has_a_width(code):
    html, sheets = pdf.page(SAMPLES[code]())
    keys = set(re.findall(r'<col class="(\w+)">', html))

    assert {key for key in keys if f"col.{key} {{ width:" not in sheets[-1]} == set()


@pytest.mark.slow
def test_a_whole_province_of_rows_loses_no_word():
    document = agency_paper(434)
    assert sum(len(table.rows) for table in document.tables()) == 1736

    assert missing(document, poppler_pages(pdf.render(document))) == []
