"""The grid: what is typed comes back, what cannot be read says why, nothing breaks it."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.cards.grid import MOST_CODES, Typed, error_list, rows_of
from assessments.cards.tree import tree_of
from assessments.scoring import OVERALL, Card, scheme_of
from assessments.tests.score_papers import full_card
from assessments.tests.test_scoring import edition

DATA_2566, DATA_2568 = edition(2566), edition(2568)
SCHEME = scheme_of(DATA_2566)


def post(**texts: str) -> Typed:
    return Typed.of_post({name.replace("__", ".").replace("_", ":"): text for name, text in texts.items()})


def test_stored_card_is_typed_back_to_itself():
    card = full_card(DATA_2566)
    typed = Typed.of_card(card)
    assert Typed.of_post({**typed.texts, "level": card.level}).card() == card


def test_every_code_of_the_edition_has_a_row_and_fits_into_one_request():
    for year in (2563, 2564, 2565, 2566, 2567, 2568):
        data = edition(year)
        rows = rows_of(data, Typed(), scheme_of(data))
        fields = [cell.field for row in rows for cell in (row.score, *row.shares)]
        codes = {code for parts in scheme_of(data).parts.values() for code in parts} | {OVERALL}
        assert {row.node.code for row in rows} == codes
        assert len(fields) == len(set(fields)) < 900


def test_rows_compute_from_what_is_typed():
    typed = post(
        i1__1_least="0", i1__1_little="0", i1__1_much="๑๐", i1__1_most="90", i1__2_score="90.50", o1_score="100"
    )
    computed = {row.node.code: row.computed for row in rows_of(DATA_2566, typed, SCHEME) if row.computed}
    assert computed == {"i1.1": "96.70", "i1": "93.60"}


def test_wrong_cells_say_why_and_the_rest_is_kept():
    typed = post(i1_score="abc", i2_least="5", o1_score="101", e1_score="99,5", overall_score="-3")
    card = typed.card()
    wrong = [(field, error) for field, _label, error in error_list(rows_of(DATA_2566, typed, SCHEME))]
    assert card == Card({"e1": Decimal("99.50")})
    assert wrong == [
        ("overall:score", "ต้องอยู่ระหว่าง 0 ถึง 100"), ("i1:score", "ไม่ใช่ตัวเลข"),
        ("i2:little", "กรอกร้อยละให้ครบสี่ช่อง หรือเว้นว่างทั้งหมด"), ("o1:score", "ต้องอยู่ระหว่าง 0 ถึง 100"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("block", "card", "unread"),
    [
        ("รวม\t\t\t\t\t\t92.84\nระดับ\t\t\t\t\t\tผ่าน", Card({OVERALL: Decimal("92.84")}, level="ผ่าน"), []),
        ("๑\tการปฏิบัติหน้าที่\t๙๖.๒๘\r\n2\t98.04", Card({"1": Decimal("96.28"), "2": Decimal("98.04")}), []),
        (
            "i1.1\tข้อย่อย\t0\t0\t10\t90\t96.70",
            Card({"i1.1": Decimal("96.7")}, {"i1.1": (Decimal(0), Decimal(0), Decimal(10), Decimal(90))}),
            [],
        ),
        ("o1\t\t\t\t\t\t100\n๐๓๑ 100", Card({"o1": Decimal(100), "o31": Decimal(100)}), []),
        ("เฉลี่ย\t95\nหัวข้อ\tคะแนน", Card(), ["เฉลี่ย\t95"]),
    ],
)
def test_block_from_a_sheet_is_pasted_by_its_codes(block, card, unread):
    typed = Typed()
    typed.paste(block)
    assert (typed.card(), typed.unread) == (card, unread)


def test_codes_that_no_edition_lists_get_rows_of_their_own():
    typed = post(i1_score="90", i1__1_score="80", **{"9__7_score": "70"})
    rows = [row.node for row in rows_of(DATA_2568, typed, scheme_of(DATA_2568)) if not row.node.listed]
    assert [(node.code, node.kind, node.name) for node in rows] == [
        ("i1", "question", ""), ("i1.1", "question", "ข้อย่อย 1"),
    ]  # fmt: skip
    codes = [node.code for node in tree_of(DATA_2568, typed.codes)]
    assert codes[codes.index("9") + 1] == "9.7"
    assert codes.index("5") < codes.index("i1") < codes.index("EIT")


def test_whole_grid_may_come_as_one_field():
    assert Typed.of_post({"grid": json.dumps({"1:score": "90", "level": "ผ่าน"})}).card() == Card(
        {"1": Decimal(90)}, level="ผ่าน"
    )


@pytest.mark.parametrize("grid", ["[]", "{", "[" * 9999, '{"1:score": 5}', "null", '"1"'])
def test_broken_field_is_no_grid(grid):
    assert Typed.of_post({"grid": grid}).card() == Card()


def test_flood_of_codes_ends():
    flood = {f"i{n}.{m}:score": "1" for n in range(1, 99) for m in range(1, 20)}
    assert len(Typed.of_post(flood).codes) == MOST_CODES


FIELDS = st.one_of(
    st.sampled_from(["1:score", "i1:least", "i1.1:most", "o1:score", "overall:score", "level", "grid", "9.9:score"]),
    st.from_regex(r"[a-z0-9.]{1,9}:(score|least)", fullmatch=True),
    st.text(max_size=12),
)
TEXTS = st.one_of(
    st.text(max_size=60), st.sampled_from(["๙๙", "1e9", "-0", "100.005", "NaN", "Infinity", "٣", "²", "\0"])
)


@given(st.dictionaries(FIELDS, TEXTS, max_size=12), st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_nothing_that_is_typed_or_pasted_breaks_the_grid(texts, block):
    typed = Typed.of_post(texts)
    typed.paste(block)
    card = typed.card()
    rows = rows_of(DATA_2566, typed, SCHEME)
    assert all(0 <= score <= 100 and score == score.quantize(Decimal("0.01")) for score in card.figures.values())
    assert {row.node.code for row in rows} >= set(typed.codes)
