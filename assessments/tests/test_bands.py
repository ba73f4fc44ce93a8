from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.bands import Band, Bands, band_of, parse_bands, wordings

DATA = {
    "rows": [
        {"at_least": "0", "wording": "เร่งด่วน"},
        {"at_least": "85", "wording": "พัฒนา"},
        {"at_least": "95", "wording": "รักษาระดับ"},
    ],
    "lowest": None,
}


def test_parse_bands_reads_the_json_of_an_edition():
    assert parse_bands(DATA) == Bands(
        (Band(Decimal(0), "เร่งด่วน"), Band(Decimal(85), "พัฒนา"), Band(Decimal(95), "รักษาระดับ"))
    )


@pytest.mark.parametrize(
    ("score", "wording"),
    [
        ("0", "เร่งด่วน"),
        ("84.99", "เร่งด่วน"),
        ("85", "พัฒนา"),
        ("94.99", "พัฒนา"),
        ("95.00", "รักษาระดับ"),
        ("100", "รักษาระดับ"),
    ],
)
def test_band_of_takes_a_bound_into_the_band_it_opens(score, wording):
    assert band_of(Decimal(score), parse_bands(DATA)).wording == wording


def test_wordings_mark_the_lowest_of_each_instrument_where_the_plan_says_so():
    bands = parse_bands({**DATA, "lowest": 1})
    scores = {1: Decimal(99), 2: Decimal(98), 6: Decimal(80), 7: Decimal(80), 8: Decimal(81)}
    codes = {1: "IIT", 2: "IIT", 6: "EIT", 7: "EIT", 8: "EIT"}
    assert wordings(scores, codes, bands) == {
        1: "รักษาระดับ",
        2: "เร่งด่วน",
        6: "เร่งด่วน",
        7: "เร่งด่วน",
        8: "รักษาระดับ",
    }


def test_wordings_by_bounds_look_at_each_score_alone():
    scores = {1: Decimal("94.71"), 2: Decimal(100)}
    assert wordings(scores, {1: "IIT", 2: "IIT"}, parse_bands(DATA)) == {1: "พัฒนา", 2: "รักษาระดับ"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"rows": []},
        {"rows": [{"at_least": "5", "wording": "ก"}]},
        {"rows": [{"at_least": "0", "wording": "ก"}, {"at_least": "0", "wording": "ข"}]},
        {"rows": [{"at_least": "0", "wording": " "}]},
        {"rows": [{"at_least": "สูง", "wording": "ก"}]},
        {"rows": [{"at_least": "0", "wording": "ก"}, {"at_least": "NaN", "wording": "ข"}]},
        {"rows": [{"at_least": "0", "wording": "ก"}], "lowest": 0},
    ],
)
def test_parse_bands_refuses_what_cannot_be_read(data):
    with pytest.raises(ValueError, match=r"ช่วงคะแนน|คะแนนต่ำสุด"):
        parse_bands(data)


@given(st.decimals(0, 100, places=2))
def test_band_of_knows_every_score(score):
    bands = parse_bands(DATA)
    band = band_of(score, bands)
    assert band in bands.rows
    assert band.at_least <= score
