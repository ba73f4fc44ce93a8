"""Pages of Word and Excel are counted out: none too high, each beginning with its block texts, no word lost."""

import pytest

from reports.document import Cell, Column, Document, Section, Table
from reports.renderers.bands import TIGHT
from reports.renderers.sheets import Room, sheets
from reports.tests.extracting import bare
from reports.tests.papers import agency_paper, province_paper
from reports.tests.samples import SAMPLES

ROOM = Room(first=300, other=360, line=20, row=1, characters=TIGHT)
COLUMNS = (Column("block", "กลุ่ม", 20), Column("text", "ข้อความ", 40), Column("told", "สรุป", 40))


def paper(*rows, columns=COLUMNS):
    return Document("agency_measures", "ทดสอบ", (("ชื่อ",),), (Section(("ก",), (Table(columns, rows),)),))


def block(text, rows):
    return Cell(((text,),), rows, block=True)


def texts(document, room=ROOM):
    """For each page the texts of its rows; None where a cell from above covers the place."""
    return [
        [[cell and cell.text for cell in row] for sheet in page for row in sheet.rows]
        for page in sheets(document, room)
    ]


@pytest.mark.parametrize("code", SAMPLES)
def test_no_page_is_higher_than_its_room(code):
    pages = sheets(SAMPLES[code](), ROOM)
    heights = [sum(sum(sheet.heights) for sheet in page) for page in pages]

    assert heights[0] <= ROOM.first
    assert [height for height in heights[1:] if height > ROOM.other] == []


@pytest.mark.parametrize("document", [agency_paper(13), province_paper(13), province_paper(13, long=9)])
def test_every_page_begins_with_a_text_in_every_column(document):
    assert [row for page in texts(document) for row in page[:1] if None in row] == []


def test_new_indicator_begins_a_page_where_the_paper_wants_it():
    pages = [{row[1] for row in page if row[1]} for page in texts(agency_paper(9))]

    assert {len(names) for names in pages} == {1}
    assert len(pages) > 4


def test_new_indicator_follows_on_the_same_page_where_the_paper_wants_no_fresh_one():
    pages = sheets(province_paper(1), Room(900, 900, 20, 1, TIGHT))

    assert [len(sheet.rows) for page in pages for sheet in page] == [4]


@pytest.mark.parametrize("code", SAMPLES)
def test_every_text_of_the_paper_is_on_a_page(code):
    document = SAMPLES[code]()
    found = "".join(bare(text) for page in texts(document) for row in page for text in row if text)
    cells = [cell for table in document.tables() for row in table.rows for cell in row if cell]

    assert [line for cell in cells for line in cell.lines if bare(document.line(line)) not in found] == []


def test_block_and_low_text_are_shown_again_on_the_next_page():
    rows = [[block("กลุ่มหนึ่ง", 20), Cell((("ข้อ 1",),)), Cell((("สรุปสั้น",),), 20)]]
    rows += [[None, Cell(((f"ข้อ {n}",),)), None] for n in range(2, 21)]

    first, second = texts(paper(*rows), Room(300, 300, 20, 1, TIGHT))
    assert (len(first), first[0], first[1]) == (14, ["กลุ่มหนึ่ง", "ข้อ 1", "สรุปสั้น"], [None, "ข้อ 2", None])
    assert (len(second), second[0], second[5]) == (6, ["กลุ่มหนึ่ง", "ข้อ 15", "สรุปสั้น"], [None, "ข้อ 20", None])


def test_high_text_goes_on_where_the_page_before_had_no_room_left():
    words = [f"ประโยคที่ {n:02d} ของเรื่องนี้" for n in range(60)]
    rows = [[block("กลุ่ม", 30), Cell((("ข้อ",),)), Cell(((" ".join(words),),), 30)]]
    rows += [[None, Cell((("ข้อ",),)), None]] * 29

    pages = texts(paper(*rows), Room(300, 300, 20, 1, TIGHT))
    told = [page[0][2] for page in pages]
    assert len(pages) == 3
    # whole words, each once and in order; where all are said the last ones stand there again
    assert " ".join(dict.fromkeys(told)) == " ".join(words)


def test_high_text_that_one_page_holds_is_shown_again_whole():
    text = "ประโยคหนึ่งของเรื่องนี้ " * 15
    rows = [[block("กลุ่ม", 30), Cell((("ข้อ",),)), Cell(((text.strip(),),), 30)]]
    rows += [[None, Cell((("ข้อ",),)), None]] * 29

    pages = texts(paper(*rows), Room(300, 300, 20, 1, TIGHT))
    assert [page[0][2] for page in pages] == [text.strip()] * len(pages)
    assert len(pages) == 3


def test_rows_beside_a_merged_text_share_the_height_that_it_needs():
    words = Cell(((" ".join(["คำ"] * 200),),), 3)
    rows = [[block("กลุ่ม", 3), Cell((("1",),)), words], [None, Cell((("2",),)), None], [None, Cell((("3",),)), None]]

    ((sheet,),) = sheets(paper(*rows), Room(900, 900, 20, 1, TIGHT))
    shown = sheet.rows[0][2]
    assert shown is not None
    assert sheet.heights == pytest.approx([ROOM.high(shown) / 3] * 3)


def test_text_without_a_space_is_never_cut():
    word = "ก" * 2000
    rows = [[block("กลุ่ม", 30), Cell((("ข้อ",),)), Cell(((word,),), 30)], *[[None, Cell((("ข้อ",),)), None]] * 29]

    told = [row[2] for page in texts(paper(*rows), Room(300, 300, 20, 1, TIGHT)) for row in page if row[2]]
    assert set(told) == {word}


def test_row_higher_than_a_page_stays_whole_on_a_page_of_its_own():
    high = Cell((("ยาว " * 400,),))
    document = paper(
        (block("ก", 1), Cell((("1",),)), Cell((("-",),))),
        (block("ข", 1), high, Cell((("-",),))),
        (block("ค", 1), Cell((("3",),)), Cell((("-",),))),
    )

    assert [[row[0] for row in page] for page in texts(document)] == [["ก"], ["ข"], ["ค"]]


def test_tables_of_other_columns_have_heads_of_their_own():
    other = (Column("a", "ก", 50), Column("b", "ข", 50))
    row, wide = (Cell(), Cell()), (Cell(), Cell(), Cell())
    document = Document(
        "agency_measures", "ทดสอบ", (("ชื่อ",),),
        (Section(("ก",), (Table(COLUMNS, (wide,)), Table(COLUMNS, (wide,)), Table(other, (row,)))),),
    )  # fmt: skip

    assert [[(len(sheet.columns), len(sheet.rows)) for sheet in page] for page in sheets(document, ROOM)] == [
        [(3, 2), (2, 1)]
    ]


def test_paper_without_rows_still_has_a_page_with_heads():
    (page,) = sheets(agency_paper(0), ROOM)

    assert [(len(sheet.columns), sheet.rows) for sheet in page] == [(5, ())]
