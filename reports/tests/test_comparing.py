"""What differs between two issues is said row by row, in words that a reader can check."""

import pytest

from reports.blocks import Heading, Paragraph, Photo, Photos
from reports.comparing import changes
from reports.document import Cell, Column, Document, Link, Made, Section, Table

COLUMNS = (Column("number", "ข้อ", 10), Column("result", "ผล", 90))


def row(number, text):
    return Cell(((Made(str(number)),),)), Cell(((text,),))


def paper(*blocks, **fields):
    return Document("form", "แบบ", fields.pop("title", (("ชื่อ",),)), (Section(("ตอน ก",), blocks),), **fields)


def table(*rows):
    return paper(Table(COLUMNS, tuple(row(*one) for one in rows)))


def test_same_papers_differ_nowhere():
    assert changes(table((1, "ก")), table((1, "ก"))) == ()


def test_rows_added_removed_and_changed_are_told_with_their_place():
    old = table((1, "ก"), (2, "ข"), (3, "ค"), (4, "ง"))
    new = table((1, "ก"), (2, "ข ใหม่"), (4, "ง"), (5, "จ"))

    assert changes(old, new) == (
        "แก้ไข ตอน ก แถวที่ 2: “ผล” เดิม “ข” เป็น “ข ใหม่”",
        "ตัดออก ตอน ก แถวที่ 3: “๓ | ค”",
        "เพิ่ม ตอน ก แถวที่ 4: “๕ | จ”",
    )


def test_row_put_in_front_is_one_change():
    assert changes(table((1, "ก"), (2, "ข")), table((9, "ใหม่"), (1, "ก"), (2, "ข"))) == ("เพิ่ม ตอน ก แถวที่ 1: “๙ | ใหม่”",)


def test_prose_is_placed_under_its_heading():
    old = paper(Heading(("บทนำ",)), Paragraph(("ข้อความเดิม",)))
    new = paper(Heading(("บทนำ",)), Paragraph(("ข้อความใหม่",)), title=(("ชื่อใหม่",),))

    assert changes(old, new) == ("แก้ไข หัวเอกสาร: เดิม “ชื่อ” เป็น “ชื่อใหม่”", "แก้ไข บทนำ: เดิม “ข้อความเดิม” เป็น “ข้อความใหม่”")


def test_photo_and_target_that_changed_unseen_are_told():
    def with_photo(digest):
        return paper(Photos(("ภาพ",), (Photo("a.jpg", digest, "ประชุม", 4, 3),)))

    def with_link(target):
        return paper(Table(COLUMNS, ((Cell((("1",),)), Cell(((Link("แผน", target),),))),)))

    said = "ปลายทางของลิงก์หรือภาพเปลี่ยน ถ้อยคำคงเดิม"
    assert changes(with_photo("a"), with_photo("b")) == (f"แก้ไข ตอน ก ภาพ: {said}",)
    assert changes(with_link("https://a/1"), with_link("https://a/2")) == (f"แก้ไข ตอน ก แถวที่ 1: {said}",)


def test_other_numerals_are_one_change():
    old = table(*((n, "ก") for n in range(99)))

    assert changes(old, old.in_numerals("arabic")) == ("เปลี่ยนตัวเลขเป็นเลขอารบิก",)
    assert changes(old.in_numerals("arabic"), old) == ("เปลี่ยนตัวเลขเป็นเลขไทย",)


def test_paper_whose_look_alone_changed_says_so():
    assert changes(table((1, "ก")), paper(Table((COLUMNS[0], Column("result", "ผล", 80)), (row(1, "ก"),)))) == (
        "เปลี่ยนรูปแบบหรือภาพประกอบ ถ้อยคำคงเดิม",
    )


@pytest.mark.parametrize(("count", "last"), [(50, "แถวที่ 50"), (51, "และอีก 1 แห่ง"), (400, "และอีก 350 แห่ง")])
def test_long_list_is_counted_beyond_fifty(count, last):
    said = changes(table(), table(*((n, f"แถว {n}") for n in range(count))))

    assert (len(said), last in said[-1]) == (min(count, 51), True)


def test_long_text_is_cut_in_the_list():
    (said,) = changes(table((1, "ก" * 500)), table((1, "ข" * 500)))

    assert said == f"แก้ไข ตอน ก แถวที่ 1: “ผล” เดิม “{'ก' * 120}…” เป็น “{'ข' * 120}…”"


def test_long_paper_that_says_everything_otherwise_is_compared_soon():
    """Each row would else look for its other self among all: a quarter of a minute."""
    old, new = (table(*((f"{word} {n}", "-") for n in range(1736))) for word in ("เดิม", "ใหม่"))

    assert len(changes(old, new)) == 51
