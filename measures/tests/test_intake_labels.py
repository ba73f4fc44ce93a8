"""Cells split at the labels of their measures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.intake.labels import split_cell
from thai.digits import to_thai_digits


def shown(lines, **kwargs):
    return [(p.label, p.text, [(s.label, s.text) for s in p.substeps]) for p in split_cell(lines, **kwargs)]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("1. จัดทำแผน", "1"),
        ("๑๐.จัดทำแผน", "10"),
        ("2) จัดทำแผน", "2"),
        ("3 จัดทำแผน", "3"),
        ("ข้อ 4 จัดทำแผน", "4"),
        ("ข้อที่ ๕. จัดทำแผน", "5"),
        ("มาตรการที่ 6 จัดทำแผน", "6"),
    ],
)
def test_label_is_read_in_its_spellings(line, label):
    assert shown([line]) == [(label, "จัดทำแผน", [])]


@pytest.mark.parametrize("line", ["12 เดือนของปี", "2566 เป็นปีแรก", "3 ครั้งต่อปี"])
def test_number_that_is_no_label_stays_text(line):
    assert shown([line]) == [("", line, [])]


def test_steps_under_another_number_stay_under_their_measure():
    lines = ["7. ระดับองค์กร", "1.1 กำหนด", "1.2 ประกาศ", "8. ระดับบุคคล", "2.1 จัดกิจกรรม"]

    assert shown(lines) == [
        ("7", "ระดับองค์กร", [("1.1", "กำหนด"), ("1.2", "ประกาศ")]),
        ("8", "ระดับบุคคล", [("2.1", "จัดกิจกรรม")]),
    ]


def test_list_that_counts_anew_is_a_list_of_steps():
    lines = ["7. จัดกิจกรรม", "1. อบรม", "2. ประเมิน", "8. รายงาน"]

    assert shown(lines) == [("7", "จัดกิจกรรม", [("1", "อบรม"), ("2", "ประเมิน")]), ("8", "รายงาน", [])]


def test_bracketed_numbers_under_dotted_labels_are_steps():
    assert shown(["1. จัดกิจกรรม", "1) อบรม", "2) ประเมิน", "(3) รายงาน", "ก. แจ้ง"]) == [
        ("1", "จัดกิจกรรม", [("1)", "อบรม"), ("2)", "ประเมิน"), ("(3)", "รายงาน"), ("ก", "แจ้ง")])
    ]


def test_measures_in_one_line_are_split_where_the_numbers_count_on():
    assert shown(["1. จัดทำแผน 2. เผยแพร่แผน 4. ข้ามเลข"]) == [
        ("1", "จัดทำแผน", []),
        ("2", "เผยแพร่แผน 4. ข้ามเลข", []),
    ]
    assert shown(["1. จัดทำแผน 2. เผยแพร่แผน"], elsewhere=frozenset({"1", "2"})) == [("1", "จัดทำแผน 2. เผยแพร่แผน", [])]


@pytest.mark.parametrize("line", ["1. ทำตามข้อ 2. แล้วรายงาน", "1. ดังนี้ 1. อบรม 2. ประเมิน", "1. รอบ 6 เดือน และ 12 เดือน"])
def test_numbers_that_refer_or_list_do_not_split_a_line(line):
    assert [label for label, _, _ in shown([line])] == ["1"]


def test_steps_in_one_line_are_split():
    assert shown(["7. องค์กร 7.1 กำหนด 7.2 ประกาศ"]) == [("7", "องค์กร", [("7.1", "กำหนด"), ("7.2", "ประกาศ")])]


def test_wrapped_lines_go_on_with_what_came_last():
    assert shown(["1. จัดทำแผน", "ประจำปี", "1.1 ขั้นแรก", "ให้ครบ"]) == [("1", "จัดทำแผน ประจำปี", [("1.1", "ขั้นแรก ให้ครบ")])]


def test_measures_numbered_by_indicator_keep_their_dotted_labels():
    assert shown(["1.1 เรื่องแรก", "1.2 เรื่องที่สอง"], dotted=True) == [
        ("1.1", "เรื่องแรก", []),
        ("1.2", "เรื่องที่สอง", []),
    ]


WORDS = st.text("กขคงจชดตทนบปผพมยรลวสหอ าี", min_size=1, max_size=20).map(str.strip).filter(bool)


@given(
    labels=st.lists(st.integers(1, 40), min_size=1, max_size=13, unique=True).map(sorted),
    words=st.lists(WORDS, min_size=13, max_size=13),
    thai=st.booleans(),
)
def test_labels_and_words_come_back_whatever_the_gaps(labels, words, thai):
    lines = [f"{number}. {text}" for number, text in zip(labels, words, strict=False)]
    lines = [to_thai_digits(line) for line in lines] if thai else lines

    assert shown(lines) == [
        (str(number), " ".join(text.split()), []) for number, text in zip(labels, words, strict=False)
    ]


@given(st.lists(st.text(max_size=40), max_size=8))
def test_splitting_never_fails_and_never_drops_a_letter(lines):
    pieces = split_cell(lines)
    kept = "".join(p.label + p.text + "".join(s.label + s.text for s in p.substeps) for p in pieces)

    thai_letters = [c for line in lines for c in line if "ก" <= c <= "ฮ"]
    assert [c for c in kept if "ก" <= c <= "ฮ"] == thai_letters
