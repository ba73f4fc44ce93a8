"""Thai and Arabic digits, both ways."""

from typing import Literal

Numerals = Literal["thai", "arabic"]

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
ARABIC_DIGITS = "0123456789"
_TO_THAI = str.maketrans(ARABIC_DIGITS, THAI_DIGITS)
_TO_ARABIC = str.maketrans(THAI_DIGITS, ARABIC_DIGITS)


def to_thai_digits(value: object) -> str:
    """`value` as text with every 0–9 written ๐–๙; all other characters stay."""
    return str(value).translate(_TO_THAI)


def to_arabic_digits(text: str) -> str:
    """`text` with every ๐–๙ written 0–9; all other characters stay."""
    return text.translate(_TO_ARABIC)


def in_numerals(value: object, numerals: Numerals) -> str:
    """`value` as text in the chosen numerals: "thai" turns 0–9 into ๐–๙, "arabic" the other way."""
    return to_thai_digits(value) if numerals == "thai" else to_arabic_digits(str(value))
