"""What of a card calls for a measure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.bands import parse_bands
from assessments.base_data import fixture, read_json
from assessments.edition_data import parse_edition
from assessments.scoring import Card
from assessments.weakness import WeakSpot, code_key, name_of, same_point, weak_spots

EDITIONS = {year: parse_edition(read_json(fixture("editions", f"{year}.json"))) for year in (2565, 2566, 2568)}
BANDS = parse_bands(EDITIONS[2566].bands)
URGENT, BETTER = BANDS.rows[0].wording, BANDS.rows[1].wording
SCORES = st.decimals(0, 100, places=2)


def card(**figures: str) -> Card:
    return Card({code.replace("_", "").replace("p", "."): Decimal(score) for code, score in figures.items()})


def brief(spots):
    return [(spot.code, spot.indicator, str(spot.score), spot.wording) for spot in spots]


def test_weak_points_stand_worst_first_with_the_words_of_their_band():
    figures = card(_1="95", _2="94.99", _4="83.95", _9="91", i19="80", i20="95", e6="94.99", o27="0", o28="100")

    spots = weak_spots(EDITIONS[2566], figures, BANDS)

    assert brief(spots) == [
        ("o27", 9, "0.00", URGENT), ("i19", 4, "80.00", URGENT), ("4", 4, "83.95", URGENT), ("9", 9, "91.00", BETTER),
        ("2", 2, "94.99", BETTER), ("e6", 7, "94.99", BETTER),
    ]  # fmt: skip
    assert (spots[0].name, spots[0].section) == ("แนวปฏิบัติการจัดการเรื่องร้องเรียน", "การส่งเสริมความโปร่งใส")
    assert spots[1].name == "การเอาทรัพย์สินของราชการไปใช้ส่วนตัว"


def test_question_is_reckoned_from_its_answers_and_names_its_weak_parts():
    percents = {
        "i1.1": (Decimal(0), Decimal(0), Decimal(0), Decimal(100)),
        "i1.2": (Decimal(0), Decimal(10), Decimal(30), Decimal(60)),
    }

    spots = weak_spots(EDITIONS[2566], Card({}, percents), BANDS)

    assert [(spot.code, str(spot.score), spot.parts) for spot in spots] == [
        ("i1", "91.70", (("i1.2", Decimal("83.40")),))
    ]


def test_plans_own_bounds_decide_what_is_weak():
    strict = parse_bands({"rows": [{"at_least": "0", "wording": "แก้"}, {"at_least": "99", "wording": "ดี"}]})
    mild = parse_bands({"rows": [{"at_least": "0", "wording": "แก้"}, {"at_least": "60", "wording": "ดี"}]})
    figures = card(_1="98", _2="99", i7="98.5", o1="0")

    assert brief(weak_spots(EDITIONS[2566], figures, strict)) == [
        ("o1", 9, "0.00", "แก้"), ("1", 1, "98.00", "แก้"), ("i7", 2, "98.50", "แก้"),
    ]  # fmt: skip
    assert brief(weak_spots(EDITIONS[2566], figures, mild)) == [("o1", 9, "0.00", "แก้")]


def test_lowest_of_each_instrument_are_weak_but_never_a_full_score():
    lowest = parse_bands(EDITIONS[2566].bands | {"lowest": 1})
    figures = card(_1="99", _2="98", _6="97", _7="96.5", _9="100", _10="100")

    assert [spot.code for spot in weak_spots(EDITIONS[2566], figures, lowest)] == ["7", "2"]


def test_code_that_the_edition_does_not_know_belongs_to_no_indicator():
    spots = weak_spots(EDITIONS[2568], card(i19="80", o3="0"), BANDS)

    assert [(spot.code, spot.indicator, spot.instrument, spot.name) for spot in spots] == [
        ("o3", 0, "OIT", ""), ("i19", 0, "IIT", ""),
    ]  # fmt: skip


@given(st.dictionaries(st.sampled_from([str(n) for n in range(1, 11)] + ["i1", "i1.2", "e4", "o5", "9.1"]), SCORES))
def test_every_weak_point_is_below_its_bound_and_the_order_rises(figures):
    spots = weak_spots(EDITIONS[2566], Card(figures), BANDS)

    assert [spot.score for spot in spots] == sorted(spot.score for spot in spots)
    assert all(spot.score < 95 and (spot.instrument != "OIT" or spot.is_indicator or spot.score == 0) for spot in spots)
    weak = {str(n) for n in range(1, 11) if str(n) in figures and figures[str(n)] < 95}
    assert weak <= {spot.code for spot in spots}


def test_codes_sort_as_people_count():
    assert sorted(["i10", "i2", "9.10", "9.2", "o1"], key=code_key) == ["9.2", "9.10", "i2", "i10", "o1"]


@pytest.mark.parametrize(
    ("code", "here"),
    [
        ("4", "4"), ("i19", "i19"), ("o24", "o22"), ("o28", "o26"), ("o41", "o38"), ("o30", "o28"),
        # Gone in 2566: nothing there has that name, and o20 is something else now.
        ("o20", None),
        # Without a name in either year the code is all there is.
        ("e4", "e4"),
    ],
)  # fmt: skip
def test_point_is_found_by_name_in_a_renumbered_year(code, here):
    assert same_point(code, EDITIONS[2565], EDITIONS[2566]) == here


def test_point_keeps_its_code_in_a_year_that_names_nothing():
    assert same_point("o24", EDITIONS[2565], EDITIONS[2568]) == "o24"
    assert name_of(EDITIONS[2568], "o24") == ""


def test_spot_tells_an_indicator_from_a_question():
    assert WeakSpot("4", 4, "IIT", "", Decimal(1), "").is_indicator
    assert not WeakSpot("o4", 9, "OIT", "", Decimal(0), "").is_indicator
