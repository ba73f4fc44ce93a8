"""A flowing paper inside a page of the portal, and what its blocks become before anybody draws them."""

import base64
import io
import re

import pytest
from lxml import html as lxml_html
from PIL import Image

from assessments.charts.bars import Bar, bars
from reports.blocks import Cover, Heading, Letterhead, Paragraph, Photos
from reports.document import Cell, Column, Document, Qr, Section, Table
from reports.renderers import html
from reports.renderers.chart_words import taken_apart
from reports.renderers.flow import without_spans
from reports.renderers.marks import qr
from reports.renderers.photo_pages import LOWEST, pages
from reports.renderers.shown import show_rows
from reports.tests.report_sample import LONG, PHOTOS, paper, photo, results, store


def report(*sections, **values):
    usual = {"title": (("หัวเรื่อง",),), "landscape": False, "layout": "report"}
    return Document("agency_measures", "ทดสอบ", sections=sections, **(usual | values))


def article(document):
    return lxml_html.fromstring(html.page(document)).find(".//article")


def ranks(document):
    return [(node.tag, node.text_content()) for node in article(document).xpath(".//h1|.//h2|.//h3|.//h4|.//h5|.//h6")]


def test_page_needs_nothing_from_elsewhere_and_has_nothing_inline():
    store(*PHOTOS)
    shown = article(paper(3))
    sources = [picture.get("src").partition(",")[0] for picture in shown.iter("img")]

    assert set(sources) == {"data:image/svg+xml;base64", "data:image/jpeg;base64", "data:image/png;base64"}
    assert shown.xpath(".//@style | .//style | .//script | .//@onclick") == []
    assert [node.get("aria-label") for node in shown.xpath(".//*[@role='img' and name()='div']")] == [
        "แผนภูมิแท่งคะแนนรายตัวชี้วัด ตัวเลขอยู่ในตาราง"
    ]


def test_page_shows_each_photo_once_under_one_title_and_a_lost_one_as_its_frame():
    store(*PHOTOS)
    lost = photo(92, "ภาพที่หายไป")
    shown = article(report(Section((), (Photos(("ภาพประกอบ",), (*PHOTOS, lost), 2),))))
    figures = shown.xpath(".//figure")

    assert [figure.find("figcaption").text for figure in figures] == [*(one.caption for one in PHOTOS), lost.caption]
    assert [bool(figure.findall("img")) for figure in figures] == [True] * len(PHOTOS) + [False]
    assert [node.text for node in shown.xpath(".//p[@class='title']")] == ["ภาพประกอบ"]


def test_photos_in_a_page_are_small_jpegs_without_notes():
    store(*PHOTOS)
    source = article(report(Section((), (Photos(("ภาพ",), PHOTOS, 4),)))).find(".//figure/img").get("src")
    content = base64.b64decode(source.partition(",")[2])
    picture = Image.open(io.BytesIO(content))

    assert (picture.format, max(picture.size) <= 800, len(content) < 120_000, dict(picture.getexif())) == (
        "JPEG", True, True, {},
    )  # fmt: skip


def test_page_of_a_form_has_no_block_of_a_flowing_paper():
    flowing, form = (
        html.context(document).keys() for document in (paper(1), report(*paper(1).sections[3:4], layout="form"))
    )

    assert (set(flowing), "title" in form) == ({"document", "sections", "stamp"}, True)


@pytest.mark.parametrize(
    ("title", "blocks", "wanted"),
    [
        ((("ชื่อ",),), (Heading(("ก",)), Heading(("ข",), 3), Heading(("ค",), 2)), ["h2", "h3", "h4", "h4"]),
        ((), (Heading(("ก",)), Heading(("ข",), 2), Heading(("ค",))), ["h2", "h3", "h2"]),
        ((), (Letterhead("บันทึก"), Heading(("ก",)), Heading(("ข",), 2)), ["h2", "h3", "h4"]),
        ((), (Cover((("ปก",),)), Heading(("ก",), 3)), ["h2", "h3"]),
    ],
)
def test_headings_never_skip_a_rank(title, blocks, wanted):
    assert [tag for tag, _words in ranks(report(Section((), blocks), title=title))] == wanted


def test_title_opens_the_first_section_that_is_no_cover_and_no_letter():
    starts = (Section((), (Cover((("ปก",),)),)), Section((), (Letterhead("บันทึก"),)), Section((), (Heading(("ก",)),)))

    assert [words for _tag, words in ranks(report(*starts))] == ["ปก", "บันทึก", "หัวเรื่อง", "ก"]
    assert [report(*starts[at:]).titled for at in range(3)] == [2, 1, 0]


def test_items_that_follow_each_other_are_one_list_with_their_own_markers():
    blocks = (
        Paragraph(("ต้น",)), Paragraph(("หนึ่ง",), marker=("๑.",)), Paragraph(("ย่อย",), marker=("-",), depth=1),
        Paragraph(("ท้าย",)), Paragraph(("อีก",), marker=("ก)",)),
    )  # fmt: skip
    lists = article(report(Section((), blocks))).xpath(".//ul")

    assert [[(item.get("class"), item.text_content()) for item in one] for one in lists] == [
        [("depth0", "๑.หนึ่ง"), ("depth1", "-ย่อย")], [("depth0", "ก)อีก")],
    ]  # fmt: skip


def test_rows_without_spans_say_a_block_again_and_other_cells_once():
    columns = (Column("a", "ก", 50), Column("b", "ข", 25), Column("c", "ค", 25))
    rows = (
        (Cell((("กลุ่ม",),), 2, True), Cell((("เล่า",),), 2), Cell((("๑",),))),
        (None, None, Cell((("๒",),))),
    )
    table = Table(columns, rows)
    shown = without_spans(show_rows(table, report(Section((), (table,)))))

    assert [[cell.text for cell in row] for row in shown] == [["กลุ่ม", "เล่า", "๑"], ["กลุ่ม", "", "๒"]]
    assert {cell.rows for row in without_spans(show_rows(results(6), paper())) for cell in row} == {1}


def test_photo_pages_hold_what_was_asked_for_and_room_for_captions_and_stamp():
    def heights(photos, a_page, **options):
        found = pages(Photos(("ภาพ",), photos, a_page), "ภาพ", (160, 247), **options)
        return [[len(row) for row in page] for page in found], [page[0][0].height for page in found]

    short = tuple(photo(n + 100, "สั้น") for n in range(5))
    long = tuple(photo(n + 100, LONG * 30) for n in range(2))
    few = [heights(short[:count], 6)[0] for count in (1, 2, 3)]  # larger, as if fewer had been asked for

    assert [heights(short, a_page)[0] for a_page in (2, 4, 6)] == [
        [[1, 1], [1, 1], [1]], [[2, 2], [1]], [[2, 2, 1]],
    ]  # fmt: skip
    assert few == [[[1]], [[1, 1]], [[2, 1]]]
    assert heights(long, 2) == ([[1], [1]], [LOWEST - 1] * 2)  # the frame of a lost photo
    above, below = heights(short, 4, above=28)[1], heights(short, 4, reserve=28)[1]
    assert (round(above[1] - above[0], 3), round(below[0] - below[1], 3)) == (14, 14)


def test_words_of_a_chart_stand_where_the_drawing_had_them():
    svg = bars([Bar("ก & ข", "IIT", None)], title="ชื่อ", ident="x", lines=(85,), numerals="thai")
    drawing = taken_apart(svg, 200)

    assert ([label.words for label in drawing.labels], "<text" in drawing.svg) == (["๘๕", "ก & ข", "–"], False)
    assert (drawing.width, drawing.height) == (200, 38)
    assert drawing.labels[1].style == "left: 2.00mm; top: 18.86mm; font-size: 7.50mm; color: #1a1a30"
    assert re.match(r"left: [\d.]+mm; width: 120mm; text-align: center; top", drawing.labels[0].style)
    assert drawing.labels[2].style.startswith("right: 2.00mm; ")
    with pytest.raises(ValueError, match="viewBox"):
        taken_apart("<svg></svg>", 10)


def test_code_is_a_square_picture_and_an_address_too_long_for_one_is_left_out():
    picture = Image.open(io.BytesIO(base64.b64decode(qr("https://a.example/1").partition(",")[2])))

    assert (picture.mode, picture.width == picture.height, picture.getextrema()) == ("L", True, (0, 255))
    assert qr("https://a.example/" + "x" * 3000) == ""
    column = Column("qr", "QR", 100)
    long = report(Section((), (Table((column,), ((Cell(((Qr("https://a.example/" + "x" * 3000),),)),),)),)))
    assert article(long).xpath(".//td/img") == []
