"""Scores are read from every table that offices hold; the number decides, what is doubtful is said with its place."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessments.intake.child import find_lines
from assessments.intake.figures import Figure, code_named, code_of, figure_of
from assessments.intake.printed import scores_in, summary_in, year_in
from assessments.intake.sandbox import find
from assessments.intake.understanding import YearFacts, understand
from assessments.scoring import OVERALL, Card
from assessments.tests.score_papers import (
    NAMES,
    OF_2567,
    OF_2568,
    SIMPLE,
    excel,
    full_card,
    full_sheet,
    simple,
    title,
    word,
)
from assessments.tests.test_scoring import edition
from evidence.office.doubts import Place

CARD_2567 = {str(n): f"{score:.2f}" for n, score in enumerate(OF_2567, start=1)} | {OVERALL: "92.84"}
CARD_2568 = {str(n): f"{score:.2f}" for n, score in enumerate(OF_2568, start=1)} | {OVERALL: "98.97"}
ONE = simple(2567, OF_2567, 92.84, "ผ่าน")
TWO = simple(2568, OF_2568, 98.97, "ผ่านดีเยี่ยม")


def read(data: bytes, year: int):
    """Return figures as text, level, and the doubts as (code, row, column)."""
    card, doubts = understand(find_lines(data), YearFacts.of(edition(year)))
    return (
        {code: str(score) for code, score in card.figures.items()},
        card.level,
        [(one.code, one.where.row, one.where.column) for one in doubts],
    )


def beside(left, right):
    """Put two tables side by side, a blank column between."""
    return [[*a, *[""] * (4 - len(a)), *b] for a, b in zip(left, right, strict=True)]


YEARS_IN_COLUMNS = [
    [*SIMPLE[:2], "คะแนน ปี 2567", "คะแนน ปี 2568"],
    *[[n, name, a, b] for n, (name, a, b) in enumerate(zip(NAMES, OF_2567, OF_2568, strict=True), start=1)],
    ["", "คะแนนการประเมินในภาพรวม", 92.84, 98.97],
    ["", "ระดับการประเมิน", "ผ่าน", "ผ่านดีเยี่ยม"],
]
YEARS_BELOW = [[*SIMPLE, ""], ["", "", 2567, 2568], *YEARS_IN_COLUMNS[1:]]
THAI = [[str(cell).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) for cell in row] for row in ONE + TWO]
SUMMED_UP = [
    *simple(2567, OF_2567),
    ["คะแนนการประเมินในภาพรวม ประจำปี พ.ศ.2567 คิดเป็น 92.84 คะแนน ระดับการประเมิน ผ่าน"],
]
TEXT = [[str(cell) for cell in row] for row in ONE]
LAYOUTS = {
    "one below the other": excel([*ONE, [], *TWO]),
    "side by side": excel(beside(ONE, TWO)),
    "years in columns": excel(YEARS_IN_COLUMNS),
    "years below one heading": excel(YEARS_BELOW),
    "years below a merged heading": excel(YEARS_BELOW, merge=["C1:D1"]),
    "a sheet each": excel(ONE[1:], TWO[1:], names=["ปี 2567", "ปี 2568"]),
    "Thai digits": excel(THAI),
    "sentence below": excel([*SUMMED_UP, [], *TWO]),
    "Word, one below the other": word(title(2567)[0], ONE[1:], title(2568)[0], TWO[1:]),
    "Word, Thai digits": word(THAI[0][0], THAI[1:14], THAI[14][0], THAI[15:]),
    "Word, title in the table": word(ONE, "", TWO),
    "Word, cut by a page": word(title(2567)[0], ONE[1:6], ONE[6:], title(2568)[0], TWO[1:]),
    "Word, heading on each page": word(title(2567)[0], ONE[1:6], [SIMPLE, *ONE[6:]], title(2568)[0], TWO[1:]),
    "Word, sentence below": word(title(2567)[0], SUMMED_UP[1:-1], SUMMED_UP[-1][0], title(2568)[0], TWO[1:]),
}


@pytest.mark.parametrize("data", LAYOUTS.values(), ids=LAYOUTS)
def test_two_years_are_read_from_each_layout(data):
    assert read(data, 2567) == (CARD_2567, "ผ่าน", [])
    assert read(data, 2568) == (CARD_2568, "ผ่านดีเยี่ยม", [])


def test_number_decides_and_an_unknown_or_other_name_is_doubtful():
    rows = [*simple(2568, OF_2568[:4]), ["5", "การใช้อำนาจ", 90], ["10", "การป้องกันทุจริต", 100]]
    rows[2][1], rows[5][1] = "การปฏิบัติงาน", "การใช้ทรัพย์สินของทางราชการ"

    figures, _level, doubts = read(excel(rows), 2568)

    assert figures == {"1": "99.65", "2": "99.30", "3": "99.82", "4": "97.02", "5": "90.00", "10": "100.00"}
    assert doubts == [("name_unknown", 3, 2), ("name_differs", 7, 2)]


def test_name_and_number_in_one_cell_are_read():
    rows = [title(2568), ["ตัวชี้วัด", "คะแนน"], ["1. การปฏิบัติหน้าที่", 99.65], ["การใช้งบประมาณ", "99.30"], ["คะแนนรวม", 98]]
    assert read(excel(rows), 2568) == ({"1": "99.65", "2": "99.30", OVERALL: "98.00"}, "", [])


@pytest.mark.parametrize("year", [2563, 2565, 2566])
def test_full_sheet_is_read_to_the_last_share(year):
    card = full_card(edition(year))

    found, doubts = understand(find_lines(excel(full_sheet(year, card))), YearFacts.of(edition(year)))

    assert (found, doubts) == (card, [])


def test_full_sheet_in_word_is_read_too():
    card = full_card(edition(2566))
    rows = [["" if cell is None else cell for cell in row] for row in full_sheet(2566, card)]

    found, doubts = understand(find_lines(word(str(rows[0][0]), rows[1:])), YearFacts.of(edition(2566)))

    assert (found, doubts) == (card, [])


@pytest.mark.parametrize(
    ("typed", "code"),
    {
        "รวม": OVERALL, "ระดับ": "level", "IIT": "IIT", "eit": "EIT", "๙": "9", "9.1": "9.1", "๑๐.๒": "10.2", "i1": "i1",
        "I ๑": "i1", "i1.1": "i1.1", "E15": "e15", "o1": "o1", "๐๓๑": "o31", "031": "o31", "ตัวชี้วัดที่ 4": "4",
        "ข้อ i2": "i2", "x1": "", "i": "", "1-2": "", "": "",
    }.items(),
)  # fmt: skip
def test_code_is_read_as_people_write_it(typed, code):
    assert code_of(typed) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    {
        "คะแนนการประเมินในภาพรวม": OVERALL, "คะแนนรวม ประจำปี พ.ศ. 2567": OVERALL, "ระดับการประเมิน": "level",
        "คะแนน IIT": "IIT", "แบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)": "OIT", "ระดับความพึงพอใจของผู้รับบริการ": "",
        "การปฏิบัติหน้าที่": "",
    }.items(),
)  # fmt: skip
def test_row_without_a_code_is_known_by_its_name(typed, code):
    assert code_named(typed) == code


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("๙๔.๗๑", Figure(Decimal("94.71"))), ("100", Figure(Decimal(100))), ("100.00", Figure(Decimal(100))),
        ("94.71 คะแนน", Figure(Decimal("94.71"))), ("94. 71%", Figure(Decimal("94.71"))), ("-", Figure()),
        ("", Figure()), ("94,71", Figure(Decimal("94.71"), "comma")), ("95.515", Figure(Decimal("95.52"), "rounded")),
        ("0.30000000000000004", Figure(Decimal("0.3"))), ("100.01", Figure(None, "out_of_range")),
        ("-5", Figure(None, "out_of_range")), ("9471", Figure(None, "out_of_range")), ("ดี", Figure(None, "unreadable")),
        ("94.7.1", Figure(None, "unreadable")), ("1,234", Figure(None, "out_of_range")),
        ("NaN", Figure(None, "unreadable")),
    ],
)  # fmt: skip
def test_figure_is_read_as_people_write_it(typed, figure):
    assert figure_of(typed) == figure


def test_binary_floats_become_two_places():
    rows = [title(2568), SIMPLE, [1, NAMES[0], 0.1 + 0.2], [2, NAMES[1], 90.1 + 4.61], [3, NAMES[2], 2.675]]
    figures, _level, doubts = read(excel(rows), 2568)
    assert figures == {"1": "0.30", "2": "94.71", "3": "2.68"}
    assert doubts == [("rounded", 5, 3)]


FAULTS = [
    ([1, NAMES[0], 101], ("score_out_of_range", 3, 3)),
    ([1, NAMES[0], -1], ("score_out_of_range", 3, 3)),
    ([1, NAMES[0], "ดีมาก"], ("score_unreadable", 3, 3)),
    (["i99x", "", 90], ("code_unreadable", 3, 3)),
    ([11, "ใหม่", 90], ("indicator_unknown", 3, 3)),
]


@pytest.mark.parametrize(("row", "doubt"), FAULTS)
def test_what_cannot_be_stored_is_an_error_with_its_place(row, doubt):
    _card, doubts = understand(find_lines(excel([title(2568), SIMPLE, row])), YearFacts.of(edition(2568)))
    errors = [one for one in doubts if one.severity == "error"]
    assert [(one.code, one.where.row, one.where.column) for one in errors] == [doubt]


def test_code_twice_in_a_table_is_an_error_and_equal_figures_in_two_tables_are_none():
    twice = excel([*simple(2568, OF_2568), [1, NAMES[0], 99.65]])
    assert read(twice, 2568)[2] == [("row_twice", 13, 3)]
    again = excel(simple(2568, OF_2568), simple(2568, OF_2568))
    assert read(again, 2568)[2] == []
    differs = excel(simple(2568, OF_2568), simple(2568, [99.56]))
    assert read(differs, 2568)[2] == [("code_twice", 3, 3)]


def test_shares_that_are_not_four_or_out_of_range_are_said():
    head = ["รหัส", "รายการ", "น้อยที่สุดหรือไม่มีเลย", "น้อย", "มาก", "มากที่สุด", "คะแนน"]
    rows = [
        title(2566),
        head,
        ["i2", "", 0, "", 30, 70, 90],
        ["i7", "", 0, 0, 30, 170, 90],
        ["o1", "", 1, 2, 3, 94, 100],
    ]
    card, doubts = understand(find_lines(excel(rows)), YearFacts.of(edition(2566)))
    assert card.percents == {}
    assert [(one.code, one.where.row) for one in doubts] == [
        ("shares_incomplete", 3), ("score_out_of_range", 4), ("shares_incomplete", 4), ("shares_unused", 5),
    ]  # fmt: skip


def test_code_that_the_year_does_not_know_is_kept_and_doubtful():
    rows = [title(2566), ["รหัส", "รายการ", "คะแนน"], ["o44", "", 100], ["9.6", "", 50], ["i1.9", "", 50]]
    figures, _level, doubts = read(excel(rows), 2566)
    assert figures == {"o44": "100.00", "9.6": "50.00", "i1.9": "50.00"}
    assert doubts == [("code_unknown", 3, 3), ("code_unknown", 4, 3)]


def test_share_shown_as_per_cent_is_read_as_people_see_it():
    book = load_workbook(BytesIO(excel([title(2568), SIMPLE, [1, NAMES[0], 0.9471]])))
    book.active["C3"].number_format = "0.00%"
    stream = BytesIO()
    book.save(stream)
    assert read(stream.getvalue(), 2568)[0] == {"1": "94.71"}


CELLS = [
    ["แบบสำรวจ", "ตัวชี้วัดที่", "วิธีการ/ขั้นตอนการดำเนินการ"],
    ["IIT", "๑. การปฏิบัติหน้าที่ (ข้อคำถาม i๑-i๖)\nในปี ๒๕๖๕ ได้คะแนน ๙๔.๗๑\nต้องปรับปรุง/พัฒนา ให้ดียิ่งขึ้น", "๑. ทำ"],
    ["IIT", "๒. การใช้งบประมาณ (ข้อคำถาม i๗-i๑๒)", "๑. ทำ"],
    ["", "ในปีงบประมาณ ๒๕๖๕ ได้ ๑๐๐ คะแนน", "๒. ทำ"],
]


@pytest.mark.parametrize("data", [excel(CELLS), word(CELLS)], ids=["Excel", "Word"])
def test_indicator_cells_of_a_report_state_scores(data):
    assert read(data, 2565) == ({"1": "94.71", "2": "100.00"}, "", [])


def test_year_that_is_not_there_is_refused_with_the_years_found():
    card, doubts = understand(find_lines(LAYOUTS["side by side"]), YearFacts.of(edition(2566)))
    assert card == Card()
    assert [(one.code, one.message) for one in doubts] == [
        ("year_not_found", "ไฟล์นี้ไม่มีคะแนนปี 2566 พบเฉพาะปี 2567, 2568 ให้เลือกปีที่มีในไฟล์ หรือเลือกไฟล์ของปี 2566")
    ]


def test_file_without_any_year_is_taken_for_the_chosen_one_and_says_so():
    assert read(excel(ONE[1:]), 2567) == (CARD_2567, "ผ่าน", [("year_missing", 0, 0)])


def test_file_without_scores_is_refused():
    assert read(excel([["ชื่อ", "ที่อยู่"], ["ก", "ข"]]), 2568)[2] == [("no_scores", 0, 0)]


def test_hidden_sheet_is_named_and_not_read():
    found = read(excel(ONE, TWO, hidden=[1]), 2567)
    assert found == (CARD_2567, "ผ่าน", [("hidden_sheet", 0, 0)])


def test_level_that_the_year_does_not_know_is_kept_and_doubtful():
    rows = [*simple(2568, OF_2568), ["", "ระดับการประเมิน", "ดีเลิศ"]]
    _figures, level, doubts = read(excel(rows), 2568)
    assert (level, doubts) == ("ดีเลิศ", [("level_unknown", 13, 3)])


def test_broken_and_hostile_files_are_refused_by_the_child_process():
    for data in (b"", b"PK\x03\x04", b"%PDF-1.7", excel(ONE)[:-200], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)):
        found, doubts = find(data)
        assert (found.lines, [one.code for one in doubts]) == ((), ["hostile_file"])


def test_child_process_reads_what_this_one_reads():
    assert find(LAYOUTS["Thai digits"]) == (find_lines(LAYOUTS["Thai digits"]), ())


def test_sentences_and_headings_are_read():
    assert list(scores_in("ในปี ๒๕๖๕ ได้คะแนน ๙๔.๗๑ และในปี 2566 ได้ 95 คะแนน")) == [(2565, "94.71"), (2566, "95")]
    assert summary_in("คะแนนการประเมินในภาพรวม คิดเป็น ๙๘.๙๗ คะแนน อยู่ในระดับ ผ่านดีเยี่ยม") == (None, "98.97", "ผ่านดีเยี่ยม")
    assert summary_in("คะแนนของหน่วยงาน") is None
    assert (year_in("ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"), year_in("ปี 2567 และ 2568"), year_in("ปี")) == (2567, None, None)


def test_doubt_names_the_place_of_the_first_of_two():
    _card, doubts = understand(
        find_lines(excel([*simple(2568, OF_2568), [1, NAMES[0], 99.65]], names=["คะแนน"])), YearFacts.of(edition(2568))
    )
    assert dict(doubts[0].words)["first"] == Place("คะแนน", 0, 3, 3)
    assert doubts[0].message == "รหัส 1 อยู่สองแถวในตารางเดียวกัน (แถวแรกอยู่ที่ แผ่นงาน “คะแนน” แถว 3 คอลัมน์ 3) ให้ลบแถวที่ซ้ำ"
