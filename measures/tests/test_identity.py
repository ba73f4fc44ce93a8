"""Which earlier measure is the same one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.identity import Match, Piece, Wording, difference, match

GUIDE = "จัดทำคู่มือการให้บริการที่ระบุขั้นตอนและระยะเวลาแล้วเสร็จ และเผยแพร่ให้ประชาชนทราบ"
GIFT = "ประกาศนโยบายไม่รับของขวัญและแจ้งให้บุคลากรและประชาชนทราบโดยทั่วกัน"


def one(key, text, *, label="1", indicator=1):
    return Wording(key, indicator, label, text)


def test_same_label_and_words_are_the_same_measure():
    assert match([one(1, GUIDE)], [one(9, GUIDE)]) == {1: Match(9, certain=True)}


@pytest.mark.parametrize("label", ["๑", "1.", " 1 "])
def test_thai_digits_dots_and_spaces_do_not_make_another_label(label):
    assert match([one(1, GUIDE)], [one(9, GUIDE, label=label)]) == {1: Match(9, certain=True)}


def test_reworded_measure_is_offered_not_assumed():
    reworded = GUIDE.replace("และเผยแพร่ให้ประชาชนทราบ", "พร้อมทั้งประชาสัมพันธ์ทางสื่อสังคมออนไลน์")

    assert match([one(1, reworded)], [one(9, GUIDE)]) == {1: Match(9, certain=False)}


def test_same_words_under_another_label_are_offered_not_assumed():
    assert match([one(1, GUIDE)], [one(9, GUIDE, label="4")]) == {1: Match(9, certain=False)}


def test_other_words_under_the_same_label_are_another_measure():
    assert match([one(1, GUIDE)], [one(9, GIFT)]) == {}


def test_measure_of_another_indicator_is_never_offered():
    assert match([one(1, GUIDE)], [one(9, GUIDE, indicator=2)]) == {}


def test_earlier_measure_fits_only_one_and_the_certain_one_has_it():
    now = [one(1, GUIDE + " ทุกแห่ง", label="2"), one(2, GUIDE, label="1")]

    assert match(now, [one(9, GUIDE, label="1")]) == {2: Match(9, certain=True)}


def test_swapped_measures_are_offered_crosswise():
    now = [one(1, GUIDE, label="1"), one(2, GIFT, label="2")]
    before = [one(8, GIFT, label="1"), one(9, GUIDE, label="2")]

    assert match(now, before) == {1: Match(9, certain=False), 2: Match(8, certain=False)}


def test_difference_names_what_came_and_went():
    assert difference("แจ้งประชาชน", "แจ้งประชาชนและบุคลากร") == (
        Piece("same", "แจ้งประชาชน"),
        Piece("ins", "และบุคลากร"),
    )


@given(st.text(alphabet="กขคเ็่้าํ 12a\n😀", max_size=40), st.text(alphabet="กขคเ็่้าํ 12a\n😀", max_size=40))
def test_difference_loses_no_letter_of_either_text(before, now):
    pieces = difference(before, now)

    assert "".join(p.text for p in pieces if p.kind != "ins") == before
    assert "".join(p.text for p in pieces if p.kind != "del") == now


@given(
    st.lists(st.sampled_from([GUIDE, GIFT, GUIDE[:40]]), max_size=5),
    st.lists(st.sampled_from([GUIDE, GIFT]), max_size=5),
)
def test_match_gives_every_earlier_measure_away_at_most_once(now, before):
    found = match(
        [one(n, text, label=str(n)) for n, text in enumerate(now)],
        [one(n, text, label=str(n)) for n, text in enumerate(before)],
    )

    assert len({m.key for m in found.values()}) == len(found)
