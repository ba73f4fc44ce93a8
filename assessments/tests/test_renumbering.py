"""Codes of OIT items in a text, rewritten for another year's list: certain ones at once, the others asked."""

import pytest

from assessments.base_data import fixture, read_json
from assessments.edition_data import parse_edition
from assessments.items import Item, items_in
from assessments.renumbering import KEEP, Renumbering


def item(code, name):
    return Item(code, name, 9, "9.1")


OLD = [item("o1", "โครงสร้างองค์กร"), item("o2", "ข้อมูลผู้บริหาร"), item("o3", "อำนาจหน้าที่"),
       item("o12", "แผนการใช้จ่ายงบประมาณประจำปี"), item("o24", "รายงานผลการบริหารทรัพยากรบุคคล"),
       item("o30", "ช่องทางแจ้งเรื่องร้องเรียน")]  # fmt: skip
NEW = [item("o1", "โครงสร้างองค์กร"), item("o5", "ข้อมูลผู้บริหาร"), item("o6", "อำนาจหน้าที่"),
       item("o10", "แผนการใช้จ่ายงบประมาณประจำปี"), item("o22", "รายงานผลการบริหารทรัพยากรบุคคล"),
       item("o31", "ช่องทางรับแจ้งเรื่องร้องเรียนการทุจริต")]  # fmt: skip
RULES = Renumbering(OLD, NEW)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("เผยแพร่ตาม o24 บนเว็บไซต์", "เผยแพร่ตาม o22 บนเว็บไซต์"),
        ("เผยแพร่ตาม O24", "เผยแพร่ตาม o22"),
        ("ข้อ o๒๔ และ o๑๒", "ข้อ o๒๒ และ o๑๐"),
        ("ตาม o2-o3 ทุกข้อ", "ตาม o5-o6 ทุกข้อ"),
        ("ตาม o๒ ถึง o๓", "ตาม o๕-o๖"),
        ("o1 คงเดิม", "o1 คงเดิม"),
        ("ไม่มีเลขข้อ โทร 02-123-4567", "ไม่มีเลขข้อ โทร 02-123-4567"),
        ("", ""),
    ],
)
def test_certain_codes_are_rewritten_in_the_digits_of_the_text(before, after):
    made = RULES.rewrite(before)

    assert (made.text, made.questions) == (after, ())


def test_changes_name_each_code_as_it_was_and_is():
    assert RULES.rewrite("o1 o2 o24").changes == (("o2", "o5"), ("o24", "o22"))


@pytest.mark.parametrize(
    ("text", "why", "likely"),
    [
        ("ตาม o30", "gone", ["o31"]),
        ("ตาม o99", "unknown", []),
        ("จัดทำแผนการใช้จ่ายงบประมาณประจำปี (o24)", "named", ["o22", "o10"]),
        ("ตาม o1-o3", "scattered", ["o1 o5 o6"]),
        ("ติดต่อ 024", "zero", ["o22"]),
    ],
)
def test_doubtful_codes_are_asked_and_left_as_they_are(text, why, likely):
    made = RULES.rewrite(text)

    assert made.text == text
    assert [(one.why, [choice.value for choice in one.likely]) for one in made.questions] == [(why, likely)]


@pytest.mark.parametrize(
    ("text", "answer", "after"),
    [
        ("ตาม o30 เดิม", "o31", "ตาม o31 เดิม"),
        ("ตาม o30 เดิม", KEEP, "ตาม o30 เดิม"),
        ("ตาม o1-o3", "o1 o5 o6", "ตาม o1, o5-o6"),
        ("ติดต่อ ๐๒๔", "o22", "ติดต่อ o๒๒"),
        ("ตาม o99", "o6", "ตาม o6"),
    ],
)
def test_answers_are_written_as_the_text_writes(text, answer, after):
    made = RULES.rewrite(text, {0: answer})

    assert (made.text, made.questions) == (after, ())


def test_answer_that_was_not_offered_answers_nothing():
    made = RULES.rewrite("ตาม o30", {0: "o77 <script>"})

    assert (made.text, [one.why for one in made.questions]) == ("ตาม o30", ["gone"])


def test_codes_are_told_apart_by_their_place():
    made = RULES.rewrite("o30 และ o30", {1: "o31"})

    assert (made.text, [one.place for one in made.questions]) == ("o30 และ o31", [0])


def test_lists_of_2565_and_2566_agree_with_their_names():
    old, new = (items_in(parse_edition(read_json(fixture("editions", f"{year}.json")))) for year in (2565, 2566))
    rules = Renumbering(old, new)
    names = {one.code: one.name for one in new}

    assert rules.rewrite("o24").text == "o22"
    assert {code: one.name for code, one in rules.sure.items()} == {
        code: names[one.code] for code, one in rules.sure.items()
    }
    assert len(rules.sure) == 20
