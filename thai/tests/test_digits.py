from hypothesis import given
from hypothesis import strategies as st

from thai.digits import in_numerals, to_arabic_digits, to_thai_digits


def test_digits_change_and_everything_else_stays():
    assert to_thai_digits("ข้อ 9.1 (o27)") == "ข้อ ๙.๑ (o๒๗)"
    assert to_thai_digits(2568) == "๒๕๖๘"
    assert to_arabic_digits("ข้อ ๙.๑ (o๒๗)") == "ข้อ 9.1 (o27)"


def test_numerals_are_an_option():
    assert (in_numerals("๖ of 12", "thai"), in_numerals("๖ of 12", "arabic")) == ("๖ of ๑๒", "6 of 12")


@given(st.text())
def test_digits_survive_the_way_there_and_back(text):
    assert to_arabic_digits(to_thai_digits(text)) == to_arabic_digits(text)
    assert to_thai_digits(to_arabic_digits(text)) == to_thai_digits(text)
