"""A text carried forward: the years and figures in it that belong to last year are named."""

from hypothesis import given
from hypothesis import strategies as st

from reports.carrying import Carried, Words, carried

LAST = "ในปีงบประมาณ พ.ศ.๒๕๖๗ ได้ ๙๒.๘๔ คะแนน ตัวชี้วัดที่ ๔ ข้อ I19 ได้ 65.29\n1. แผนปี 2569 มี 12 มาตรการ"


def test_years_and_figures_of_last_year_are_named():
    assert carried(LAST, 2569, "ปี ๒๕๖๘ ได้ ๖๕.๒๙ คะแนน ๑. ก") == Carried(
        (
            Words("ในปีงบประมาณ พ.ศ."), Words("๒๕๖๗", dated=True), Words(" ได้ "), Words("๙๒.๘๔", dated=True),
            Words(" คะแนน ตัวชี้วัดที่ ๔ ข้อ I19 ได้ 65.29\n1. แผนปี 2569 มี "), Words("12", dated=True),
            Words(" มาตรการ"),
        ),
        ("๒๕๖๗",),
        ("๙๒.๘๔", "12"),
    )  # fmt: skip


def test_each_is_named_once():
    found = carried("ปี 2567 และปี 2567 ได้ 9.50 กับ 9.50", 2569, "")

    assert (found.years, found.figures) == (("2567",), ("9.50",))


def test_text_without_figures_has_nothing_to_warn_of():
    assert carried("ข้อความทั่วไป", 2569, "") == Carried((Words("ข้อความทั่วไป"),), (), ())


@given(st.text(), st.text())
def test_no_word_is_lost(text, proposal):
    assert "".join(piece.text for piece in carried(text, 2569, proposal).pieces) == text


def test_number_of_thousands_of_digits_is_a_figure():
    """Python refuses to read it as a number."""
    assert carried("๑" * 5000, 2569, "").figures == ("๑" * 5000,)
