from hypothesis import given
from hypothesis import strategies as st

from thai.wording import alike, squeeze, thai_sort_key


def test_squeeze_leaves_single_spaces_and_no_invisible_characters():
    assert squeeze(" การ\u00a0 ใช้\n\tจ่าย\u200bงบ ") == "การ ใช้ จ่ายงบ"


def test_squeeze_joins_a_decomposed_sara_am():
    assert squeeze("ท\u0e4d\u0e32งาน") == "ทำงาน"


@given(st.text())
def test_squeeze_is_the_same_twice(text):
    assert squeeze(squeeze(text)) == squeeze(text)


def test_thai_names_sort_as_in_a_dictionary():
    names = ["เชียงใหม่", "กระบี่", "แพร่", "ชลบุรี", "พะเยา", "ไชยา", "เลย", "ขอนแก่น", "โคราช"]
    assert sorted(names, key=thai_sort_key) == [
        "กระบี่",
        "ขอนแก่น",
        "โคราช",
        "ชลบุรี",
        "เชียงใหม่",
        "ไชยา",
        "พะเยา",
        "แพร่",
        "เลย",
    ]


def test_alike_ignores_spacing_punctuation_and_digit_style():
    assert alike("1. จัดทำแผน  ประจำปี 2566", "๑) จัดทำแผนประจำปี ๒๕๖๖") == 1.0


def test_alike_tells_a_small_change_from_another_text():
    text = "เผยแพร่ข้อมูลการใช้จ่ายงบประมาณให้บุคลากรทราบ"
    assert alike(text, text.replace("บุคลากร", "เจ้าหน้าที่")) > 0.75
    assert alike(text, "ผู้บริหารประกาศเจตจำนงสุจริต") < 0.5


@given(st.text(), st.text())
def test_alike_lies_between_nothing_and_all(one, other):
    assert 0.0 <= alike(one, other) <= 1.0
    assert alike(one, one) == 1.0
