"""Which items a measure speaks of: codes as offices write them, names that mean one thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.base_data import fixture, read_json
from assessments.edition_data import parse_edition
from assessments.items import items_in
from assessments.mentions import mentioned

ITEMS = items_in(parse_edition(read_json(fixture("editions", "2566.json"))))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("เผยแพร่ o24 ให้ครบ", ("o24",)),
        ("เผยแพร่ O24", ("o24",)),
        ("ข้อ ๐๒๔ และ ๐๓๑", ("o24", "o31")),
        ("o๒๔", ("o24",)),
        ("ข้อ ๐๕", ("o5",)),
        ("ตัวชี้วัดย่อย (๐๓๑-๐๓๓)", ("o31", "o32", "o33")),
        ("o41 ถึง o43", ("o41", "o42", "o43")),
        ("o1, o2 และo3", ("o1", "o2", "o3")),
        ("จัดทำรายงานผลการจัดซื้อจัดจ้างประจำปี แล้วเผยแพร่", ("o22",)),
        ("ทบทวนแผนปฏิบัติการ ป้องกันการทุจริต", ("o36",)),
        ("ข้อ o99", ()),
    ],
)
def test_item_is_found_by_code_and_by_name(text, codes):
    assert mentioned(text, ITEMS) == codes


@pytest.mark.parametrize(
    "text",
    [
        "โทร. 02 234 5678", "โทร. ๐๒ ๒๓๔ ๕๖๗๘", "โทรศัพท์ 042-222333", "โทร ๐๔๒ ๒๒๒", "ปี 2566", "https://a.go.th/o24/x",
        "รายงานผลประจำปี", "การดำเนินการตามแผน", "สถิติ", "pho24", "เวลา 08.30 น.", "ร้อยละ 0.25", "", "i24 e5",
    ],
)  # fmt: skip
def test_other_words_and_numbers_are_no_items(text):
    assert mentioned(text, ITEMS) == ()


@given(st.text(max_size=60))
def test_any_text_is_read_and_only_known_items_come_out(text):
    known = [one.code for one in ITEMS]

    assert [code for code in known if code in mentioned(text, ITEMS)] == list(mentioned(text, ITEMS))
