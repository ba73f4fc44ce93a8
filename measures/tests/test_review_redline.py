"""The word diff: both texts can be read back from it, splinters are joined, long texts end in time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.identity import Piece
from measures.redline import MOST_LETTERS, compare

# Thai consonants, vowels, tones and digits, Latin letters, blanks and line ends: few, so that much is alike.
TEXTS = st.text(alphabet="กขคเแาิุ่้ำ๑2aB \n", max_size=80)


def without(pieces, kind):
    return "".join(piece.text for piece in pieces if piece.kind != kind)


@given(TEXTS, TEXTS)
def test_both_texts_are_read_back_from_the_pieces(before, now):
    pieces = compare(before, now)

    assert (without(pieces, "ins"), without(pieces, "del")) == (before, now)
    assert all(piece.text for piece in pieces)


@given(TEXTS)
def test_equal_texts_have_no_change(text):
    assert compare(text, text) == ((Piece("same", text),) if text else ())


def test_whole_words_are_cut_out_and_put_in():
    before = "อยู่ระหว่างออกหนังสือเวียนกำชับผู้บังคับบัญชา"
    now = "ออกหนังสือเวียนกำชับผู้บังคับบัญชา เมื่อวันที่ 2 มิถุนายน 2566"

    assert compare(before, now) == (
        Piece("del", "อยู่ระหว่าง"), Piece("same", "ออกหนังสือเวียนกำชับผู้บังคับบัญชา"),
        Piece("ins", " เมื่อวันที่ 2 มิถุนายน 2566"),
    )  # fmt: skip


def test_single_letters_that_stayed_between_changes_are_no_islands():
    assert compare("ร้อยละ 97 พึงพอใจมาก", "ร้อยละ 98.3 ไม่พึงพอใจมาก") == (
        Piece("same", "ร้อยละ "), Piece("del", "97 "), Piece("ins", "98.3 ไม่"), Piece("same", "พึงพอใจมาก"),
    )  # fmt: skip


@pytest.mark.parametrize("times", [1, 3])
def test_long_texts_are_compared_phrase_by_phrase(times):
    before = "ดำเนินการแล้ว ครบถ้วน " * MOST_LETTERS * times
    now = before.replace("ครบถ้วน", "บางส่วน", 1)

    pieces = compare(before, now)

    assert (without(pieces, "ins"), without(pieces, "del")) == (before, now)


def test_longest_texts_are_one_change_each():
    """Letter by letter they would take minutes."""
    before = "".join(chr(0x0E01 + n * n % 46) for n in range(20_000))
    now = "".join(chr(0x0E01 + n * 7 % 46) + " " for n in range(10_000))

    assert compare(before, now) == (Piece("del", before), Piece("ins", now))
    assert compare(now, now[::-1]) == (Piece("del", now), Piece("ins", now[::-1]))
