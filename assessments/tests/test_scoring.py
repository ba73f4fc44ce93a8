"""The arithmetic of the scores, on figures that stand in real papers."""

from decimal import Decimal

import pytest

from assessments.base_data import fixture, read_json
from assessments.edition_data import parse_edition
from assessments.levels import LevelHint, level_hint, parse_rules
from assessments.scoring import OVERALL, Card, computed, distribution_score, rounded, scheme_of

SHARES = tuple(Decimal(text) for text in ("1.50", "3.25", "40.25", "55.00"))


def edition(fiscal_year: int):
    return parse_edition(read_json(fixture("editions", f"{fiscal_year}.json")))


def card(text: str, **printed: str) -> Card:
    figures = {str(n): Decimal(score) for n, score in enumerate(text.split(), start=1)}
    return Card(figures | {code: Decimal(score) for code, score in printed.items()})


YEARS = [
    (
        2568,
        "99.65 99.30 99.82 97.02 99.30 98.75 97.17 96.71 100 100",
        {"IIT": "99.02", "EIT": "97.54", "OIT": "100.00", OVERALL: "98.97"},
        "ผ่านดีเยี่ยม",
    ),
    (
        2567,
        "96.28 98.04 100 65.29 96.47 98.19 98.48 90.95 83.57 100",
        {"IIT": "91.22", "EIT": "95.87", "OIT": "91.79", OVERALL: "92.84"},
        "ผ่าน",
    ),
]


@pytest.mark.parametrize(("year", "text", "expected", "level"), YEARS)
def test_card_of_indicators_leads_to_the_printed_totals_and_level(year, text, expected, level):
    data = edition(year)
    scheme = scheme_of(data)

    exact = computed(scheme, card(text))
    hint = level_hint(parse_rules(data.level_rules), scheme, card(text))

    assert {code: str(rounded(value)) for code, value in exact.items()} == expected
    assert hint is not None
    assert hint.name == level


def test_level_hint_names_every_condition_that_failed():
    data = edition(2567)

    hint = level_hint(parse_rules(data.level_rules), scheme_of(data), card(YEARS[1][1]))

    failed = ("ตัวชี้วัดที่ 4 ได้ 65.29 ต่ำกว่า 85", "ตัวชี้วัดที่ 9 ได้ 83.57 ต่ำกว่า 85")
    assert hint == LevelHint("ผ่าน", "ผ่านดี", failed)


@pytest.mark.parametrize(
    ("overall", "level"),
    [("95", "AA"), ("94.99", "A"), ("85", "A"), ("84.99", "B"), ("64.99", "D"), ("50", "E"), ("49.99", "F")],
)
def test_letter_levels_change_at_their_bounds(overall, level):
    data = edition(2565)

    hint = level_hint(parse_rules(data.level_rules), scheme_of(data), Card({OVERALL: Decimal(overall)}))

    assert hint is not None
    assert hint.name == level


def test_indicator_nine_is_the_mean_of_its_sub_indicators_not_of_its_items():
    scheme = scheme_of(edition(2563))
    items = {f"o{n}": Decimal(0 if n in (27, 30) else 100) for n in range(1, 44)}

    exact = computed(scheme, Card(items))

    assert {code: exact[code] for code in ("9.1", "9.4", "9.5", "9", "10", "OIT")} == {
        "9.1": 100, "9.4": 75, "9.5": 80, "9": 91, "10": 100, "OIT": Decimal("95.5"),
    }  # fmt: skip


@pytest.mark.parametrize(("sign", "expected"), [("+", "83.0400"), ("-", "16.9600")])
def test_four_answer_shares_weigh_0_33_67_100_and_turn_round_for_a_negative_question(sign, expected):
    assert distribution_score(SHARES, sign) == Decimal(expected)


def test_question_is_the_mean_of_its_sub_questions_each_with_its_own_sign():
    scheme = scheme_of(edition(2564))
    shares = {"i11.1": SHARES, "i11.2": SHARES}

    assert computed(scheme, Card(percents=shares))["i11"] == Decimal(50)


def test_parts_without_a_question_list_are_told_by_their_codes():
    scheme = scheme_of(edition(2568)).with_codes(["9.1", "9.6", "i1.1"])

    assert scheme.parts["9"] == ("9.1", "9.6")


def test_rounding_happens_once_at_the_end_and_half_up():
    scheme = scheme_of(edition(2568))
    figures = {code: Decimal(85) for code in scheme.indicators} | {"1": Decimal("85.05")}

    exact = computed(scheme, Card(figures))

    assert (exact["IIT"], exact[OVERALL], rounded(Decimal("85.005"))) == (
        Decimal("85.01"), Decimal("85.003"), Decimal("85.01"),
    )  # fmt: skip
