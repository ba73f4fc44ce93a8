"""The PDF of a flowing paper: every word, every picture, nothing cut, nothing left alone on a page."""

import io
import re
from dataclasses import replace

import pikepdf
import pytest

from reports.blocks import Heading, Letterhead, Paragraph, Photo, Photos, Signature, Signatures
from reports.document import Bold, Cell, Column, Document, Link, Made, Section, Table
from reports.renderers import pdf
from reports.tests.extracting import EXTRACTORS, bare, pdfium_pages, poppler_pages, poppler_raw_pages
from reports.tests.papers import agency_paper
from reports.tests.pdfa import elements, faults, ua_faults
from reports.tests.report_sample import LONG, PHOTOS, STAMP, address, paper, photo, results, store
from reports.tests.test_pdf import missing, widths

STAMPED = bare("เอกสารเลขที่ ITA ๒๕๖๘/๐๐๐๔๒")
COLUMNS = (Column("a", "หัวตาราง ก", 40), Column("b", "หัวตาราง ข", 60))


def report(*sections, **values):
    usual = {"title": (("หัวเรื่อง",),), "landscape": False, "layout": "report"}
    return Document("agency_measures", "ทดสอบ", sections=sections, **(usual | values))


def lines(count):
    """Paragraphs of one line each."""
    return tuple(Paragraph((f"บรรทัด {number}",), indent=False) for number in range(count))


def table(count, high=1):
    """A table of `count` rows of `high` lines."""
    rows = ((Cell(((f"แถว{n:03d}ก",),)), Cell(tuple((f"คำ{n:03d}/{k}",) for k in range(high)))) for n in range(count))
    return Table(COLUMNS, tuple(rows))


def named(rows):
    """The table below a row of its own in bold, as the name of an indicator stands above its questions."""
    name = (Cell(((Bold("ชื่อของแถว"),),)), *(Cell(()) for _ in rows.columns[1:]))
    return replace(rows, rows=(name, *rows.rows))


def pages_of(document, **options):
    return [bare(page) for page in pdfium_pages(pdf.render(document, **options))]


def pictures_of(content):
    """How many pictures each page draws."""
    opened = pikepdf.open(io.BytesIO(content))
    return [len(re.findall(rb"/\S+ Do\b", page.Contents.read_bytes())) for page in opened.pages]


@pytest.fixture
def stored():
    """The photos of the sample in the test's own storage."""
    store(*PHOTOS)


@pytest.fixture(scope="module")
def made():
    """The sample as PDF, the official look and the tagged copy."""
    store(*PHOTOS)
    return {copy: pdf.render(paper(7), accessible=copy) for copy in (False, True)}


@pytest.mark.parametrize("extractor", EXTRACTORS)
@pytest.mark.parametrize("copy", [False, True], ids=["official", "tagged"])
def test_every_line_is_found_in_the_text(made, copy, extractor):
    assert missing(paper(7), EXTRACTORS[extractor](made[copy])) == []


def test_same_paper_gives_the_same_bytes(made, stored):
    assert [pdf.render(paper(7), accessible=copy) == made[copy] for copy in (False, True)] == [True, True]


def test_fonts_are_ours_and_no_mark_stands_apart_not_even_in_a_chart(made):
    files = [pikepdf.open(io.BytesIO(content)) for content in made.values()]
    fonts = [
        thing
        for opened in files
        for thing in opened.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/CIDFontType2"
    ]

    assert {str(font.BaseFont)[8:] for font in fonts} == {"Sarabun-Report", "Sarabun-Report-Bold"}
    assert max(sum(width == 0 for width in widths(font)) for font in fonts) <= 1  # the joiner after hyphens


def test_pdf_follows_the_rules_of_pdfa_2b_and_its_copy_those_of_pdfua(made):
    assert faults(made[False]) == []
    assert ua_faults(made[True]) == []
    assert ua_faults(made[False]) != []


def test_tagged_copy_tells_headings_lists_tables_and_pictures(made):
    kinds = [str(element.S)[1:] for element in elements(pikepdf.open(io.BytesIO(made[True])))]
    told = [str(one.Alt) for one in elements(pikepdf.open(io.BytesIO(made[True]))) if str(one.S) == "/Figure"]

    assert [kind for kind in kinds if re.fullmatch("H[1-6]", kind)] == [
        "H1",
        "H2",
        "H3",
        "H4",
        "H1",
        "H1",
        "H2",
        "H3",
        "H2",
    ]
    assert (kinds.count("L"), kinds.count("LI"), kinds.count("Caption")) == (2, 5, len(PHOTOS))
    assert [words for words in told if not words.startswith("คิวอาร์โค้ด")] == [
        "ตรา", "แผนภูมิแท่งคะแนนรายตัวชี้วัด ตัวเลขอยู่ในตาราง", *(one.caption for one in PHOTOS),
    ]  # fmt: skip
    assert missing(paper(7), poppler_raw_pages(made[True])) == []  # in the order of its content, as a reader hears it


def test_link_targets_are_exact(made):
    wanted = {address(number).href for number in range(8)} | {STAMP.address}
    opened = pikepdf.open(io.BytesIO(made[False]))
    found = {str(note.A.URI) for page in opened.pages for note in page.get("/Annots", []) if "/A" in note}

    assert found == wanted


def test_sections_and_headings_are_outlined_once(made):
    def names(items, depth=0):
        return [told for item in items for told in [(depth, str(item.title)), *names(item.children, depth + 1)]]

    with pikepdf.open(io.BytesIO(made[False])).open_outline() as outline:
        assert names(outline.root) == [
            (0, "หลักการและเหตุผล"), (1, "๑. หลักการและเหตุผล"), (2, "๑.๑ วัตถุประสงค์"), (3, "ข้อย่อย"),
            (0, "บันทึกข้อความ"), (0, "ปก"),
            (0, "ผลการประเมินปี ๒๕๖๘"), (1, "๒. ผลการประเมินปีงบประมาณ พ.ศ. ๒๕๖๘"),
            (0, "ผลการดำเนินงาน"), (1, "กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ"),
            (0, "ภาพประกอบ"), (0, "ภาคผนวก"),
        ]  # fmt: skip


def test_pages_lie_as_their_section_and_have_numbers_but_for_first_letter_and_cover(made):
    opened = pikepdf.open(io.BytesIO(made[False]))
    wide = [page.MediaBox[2] > page.MediaBox[3] for page in opened.pages]
    numbers = [re.findall("-([๐-๙]+)-", bare(page)) for page in pdfium_pages(made[False])]

    assert wide == [False] * 5 + [True] * 3 + [False] * 3
    assert numbers == [[], [], [], *([number] for number in ["๔", "๕", "๖", "๗", "๘", "๙", "๑๐", "๑๑"])]


def test_page_numbers_follow_the_numerals_and_words_of_the_document():
    document = report(Section((), lines(60)), numerals="arabic", page_number="หน้า {}")

    assert [found and found[0] for found in (re.findall(r"หน้า\d", page) for page in pages_of(document))] == [[], "หน้า2"]


def test_letter_of_usual_length_is_one_page_and_a_longer_one_goes_on_with_a_number():
    letter = paper().sections[1]
    longer = replace(letter, blocks=(*letter.blocks[:4], *[Paragraph((LONG,))] * 12, *letter.blocks[4:]))
    one, two = (pages_of(report(section, title=())) for section in (letter, longer))

    assert len(one) == 1
    assert ("-๒-" in two[0], "-๒-" in two[1], len(two)) == (False, True, 2)


FOLLOWERS = {
    "prose": (Paragraph((LONG * 2,)),),
    "table": (table(8, 2),),
    "high rows": (table(3, 12),),
    "row spans": (results(3),),
    "named rows": (named(table(8, 2)),),
    "list": (Paragraph((LONG,), marker=("๑.",)), Paragraph((LONG,), marker=("๒.",))),
    "headings": (Heading(("ข้อย่อยถัดมา",), 2), table(4, 2)),
    "leading line": (Paragraph(("ตารางต่อไปนี้",), centred=True), table(4, 2)),
}


@pytest.mark.parametrize("follower", FOLLOWERS)
def test_heading_never_stands_alone_at_the_foot_of_a_page(follower):
    counts = range(27, 39, 2)
    wanted = {"headings": bare("แถว000ก"), "leading line": bare("แถว000ก"), "named rows": bare("แถว000ก")}.get(follower)
    sections = (
        Section((), (*lines(count), Heading((f"หัวข้อหลัง{count}บรรทัด",)), *FOLLOWERS[follower]), fresh=True)
        for count in counts
    )
    pages = pages_of(report(*sections, title=()))
    found = [re.search(r"หัวข้อหลัง(\d+)บรรทัด(.*)", page, re.DOTALL) for page in pages]
    after = {int(one[1]): one[2] for one in found if one}

    assert list(after) == list(counts)
    assert [count for count, words in after.items() if len(words) < 8 or (wanted and wanted not in words)] == []


def test_long_table_repeats_its_heads_and_cuts_no_row():
    document = report(Section((), (table(400, 2),)))
    content = pdf.render(document)
    pages = [bare(page) for page in pdfium_pages(content)]

    assert missing(document, poppler_pages(content)) == []
    assert [page for page in pages if "หัวตารางกหัวตารางข" not in page] == []
    assert [
        n for n in range(400) if sum(f"แถว{n:03d}ก" in page and f"คำ{n:03d}/1" in page for page in pages) != 1
    ] == []


@pytest.mark.parametrize("accessible", [False, True])
def test_row_higher_than_a_page_goes_on_and_a_table_without_rows_says_so(accessible):
    high = report(Section((), (*lines(9), table(1, 90))))
    empty = report(Section((), (table(0),)))

    assert missing(high, poppler_pages(pdf.render(high, accessible=accessible))) == []
    assert pages_of(empty, accessible=accessible) == [bare("หัวเรื่อง หัวตาราง ก หัวตาราง ข -")]


def test_text_of_covering_cells_and_the_heads_stand_on_every_page():
    document = report(Section((), (*lines(5), results(18)), landscape=True))
    content = pdf.render(document)
    pages = [bare(page) for page in pdfium_pages(content)]
    steps = [[n for n in range(18) if f"ลำดับที่{n + 1}-" in page] for page in pages]
    parts = [{n // 3 for n in found} for found in steps]

    assert [n for found in steps for n in found] == list(range(18))
    assert [page.count("จัดทำคู่มือสำหรับประชาชน") for page in pages] == [len(found) for found in parts]
    assert [page.count("สำนักปลัด") for page in pages] == [len(found) for found in parts]
    assert [page for page, found in zip(pages, steps, strict=True) if found and "ขั้นตอน/วิธีปฏิบัติ" not in page] == []
    assert missing(document, poppler_pages(content)) == []


@pytest.mark.parametrize(("count", "a_page"), [(1, 2), (2, 4), (4, 4), (5, 4), (5, 2), (5, 6)])
@pytest.mark.parametrize("landscape", [False, True])
def test_photos_stand_with_their_captions_under_the_title_on_each_page(stored, count, a_page, landscape):
    block = Photos((Made("ภาพประกอบ 2568"),), PHOTOS[:count], a_page)
    content = pdf.render(report(Section((), (block,), landscape=landscape), title=()))
    pages = [bare(page) for page in pdfium_pages(content)]
    captions = [[one.caption for one in block.photos if bare(one.caption) in page] for page in pages]

    assert [len(found) for found in captions] == pictures_of(content)
    assert captions == [
        [one.caption for one in block.photos[at : at + a_page]] for at in range(0, count, a_page)
    ]  # fmt: skip
    assert [page.count("ภาพประกอบ๒๕๖๘") for page in pages] == [1] * len(pages)


def test_long_captions_leave_their_photos_on_the_page_and_smaller(stored):
    told = tuple(replace(one, caption=f"คำบรรยาย{n} {LONG * n}") for n, one in enumerate(PHOTOS))
    content = pdf.render(report(Section((), (Photos(("ภาพ",), told, 4),)), title=()))
    pages = [bare(page) for page in pdfium_pages(content)]

    assert [sum(bare(one.caption) in page for page in pages) for one in told] == [1] * len(told)
    assert [sum(bare(one.caption) in page for one in told) for page in pages] == pictures_of(content)


def test_lost_photo_is_a_frame_with_its_caption(stored):
    lost = photo(91, "ภาพที่หายไป")
    pages = pages_of(report(Section((), (Photos(("ภาพ",), (PHOTOS[0], lost), 4),)), title=()))

    assert [page.count("(ไม่พบไฟล์ภาพ)ภาพที่หายไป") for page in pages] == [1]


def test_forty_photos_are_a_small_file(stored):
    photos = tuple(replace(PHOTOS[n % 2 * 3], caption=f"ภาพที่ {n}") for n in range(40))

    assert len(pdf.render(report(Section((), (Photos(("ภาพ",), photos, 4),))))) < 4_000_000


@pytest.mark.parametrize("last", ["prose", "table", "list", "photos", "signatures"])
def test_stamp_stands_once_on_the_last_page_beside_other_words(stored, last):
    ends = FOLLOWERS | {
        "photos": (Photos(("ภาพ",), PHOTOS[:4], 4),),
        "signatures": (Signatures((Signature("นายตัวอย่าง", "ปลัด"),)),),
    }
    for count in (31, 35):
        pages = pages_of(report(Section((), (*lines(count), *ends[last])), stamp=STAMP))

        assert [page.count(STAMPED) for page in pages] == [0] * (len(pages) - 1) + [1]
        assert len(re.sub(f"{STAMPED}.*?2e5b", "", pages[-1])) > 6


def test_form_carries_its_stamp_too_and_only_where_it_was_issued():
    plain, stamped = agency_paper(3), replace(agency_paper(3), stamp=STAMP)

    for accessible in (False, True):
        pages = pages_of(stamped, accessible=accessible)
        assert [page.count("เอกสารเลขที่") for page in pages] == [0] * (len(pages) - 1) + [1]
        assert "เอกสารเลขที่" not in pdf.page(plain, accessible=accessible)[0]


def test_draft_mark_is_a_drawing_and_adds_no_word(stored):
    plain, draft = (pdf.render(paper(2, draft=draft)) for draft in (False, True))

    assert plain != draft
    assert pdfium_pages(plain) == pdfium_pages(draft)
    assert faults(draft) == []


def test_no_page_is_empty_and_headings_go_onto_the_page_of_their_photos(stored):
    photos = Photos(("ภาพ",), PHOTOS[:2], 2)
    sections = (
        Section((), (photos,), fresh=True), Section((), (photos, photos), landscape=True),
        Section((), (Photos(("ไม่มีภาพ",), ()),), fresh=True),
        Section((), (*lines(2), Heading(("ท้าย",)), Heading(("ข้อย่อย",), 2), photos), fresh=True),
    )  # fmt: skip
    content = pdf.render(report(*sections))
    pages = [bare(page) for page in pdfium_pages(content)]

    assert pictures_of(content) == [0, 2, 2, 2, 0, 0, 2]
    assert [page.removesuffix(f"-{n}-") for page, n in zip(pages[4:], "๕๖๗", strict=True)] == [
        bare("ไม่มีภาพ -"), bare("บรรทัด 0 บรรทัด 1"), bare(f"ท้าย ข้อย่อย ภาพ {PHOTOS[0].caption} {PHOTOS[1].caption}"),
    ]  # fmt: skip


def test_words_of_a_person_are_never_markup():
    evil = '<img src="http://127.0.0.1/x"><script>alert(1)</script>&amp;'
    blocks = (
        Heading((evil,)), Paragraph((evil,)), Paragraph((evil,), marker=(evil,)), Letterhead(evil),
        Signatures((Signature(evil, evil, (evil,)),)), Photos((evil,), (Photo("none.jpg", "", evil, 4, 3),)),
        Table((Column("a", evil, 100),), ((Cell(((evil,), (Link(evil, evil),))),),)),
    )  # fmt: skip
    document = report(Section((evil,), blocks))

    assert missing(document, poppler_pages(pdf.render(document))) == []
    assert re.findall("<img [^>]*http:|<script", pdf.page(document)[0]) == []
