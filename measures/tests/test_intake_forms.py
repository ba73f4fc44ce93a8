"""Forms A and B, read from papers with the defects of real ones."""

import pytest

from measures.intake.child import read_file
from measures.intake.shapes import Heading, Place
from measures.tests.papers import (
    ALL,
    CATALOGUE,
    HEAD,
    LINK,
    NINE,
    ONE,
    TITLE_A,
    TITLE_B,
    TWO,
    excel,
    measure_row,
    word,
)

BOTH = pytest.mark.parametrize("build", [word, excel])


def read(build, *tables, **kwargs):
    return read_file(build(*tables, **kwargs), CATALOGUE)


def shown(reading):
    return [
        (m.indicator, m.label, m.text, m.responsible, m.result.answer if m.result else None) for m in reading.measures
    ]


def said(reading):
    return [(d.code, d.severity, d.where.row, d.where.column) for d in reading.doubts]


def done(indicator, label, text=None, responsible=ALL):
    return (indicator, label, text or f"ทำเรื่องที่ {label}", responsible, "done")


@BOTH
def test_reading_understands_a_paper_in_order(build):
    reading = read(
        build, [HEAD, measure_row(1, indicator=ONE), measure_row(2), measure_row(4), measure_row(1, indicator=TWO)]
    )

    assert shown(reading) == [done(1, "1"), done(1, "2"), done(1, "4"), done(2, "1")]
    assert reading.heading == Heading("A", 2566, "", "ตัวอย่าง", "สำนักงานทดสอบจังหวัดตัวอย่าง")
    assert reading.doubts == ()


@BOTH
def test_reading_answers_the_public_shape(build):
    row = ["IIT", ONE, "1. จัดระบบ\n1.1 ตั้งจุดบริการ\n- ติดป้าย", ALL, f"จัดแล้ว\n{LINK}"]

    assert read(build, [HEAD, row]).as_json() == {
        "measures": [
            {
                "indicator": 1,
                "label": "1",
                "text": "จัดระบบ",
                "substeps": [{"label": "1.1", "text": "ตั้งจุดบริการ"}, {"label": "-", "text": "ติดป้าย"}],
                "responsible": ALL,
                "result": {"answer": "done", "text": "จัดแล้ว", "urls": [LINK], "reason": ""},
            }
        ],
        "narratives": [],
        "scores": [],
        "doubts": [],
    }


@BOTH
def test_reading_goes_on_after_a_page_break_without_an_indicator(build):
    first = [HEAD, measure_row(1, indicator=ONE)]
    second = [HEAD, ["IIT", "", "2. ทำเรื่องที่ 2", ALL, LINK], measure_row(1, indicator=TWO)]

    assert shown(read(build, first, second)) == [done(1, "1"), done(1, "2"), done(2, "1")]


def test_reading_goes_on_in_a_word_table_without_a_heading():
    first = [HEAD, measure_row(1, indicator=ONE)]
    second = [["IIT", "", "2. ทำเรื่องที่ 2", "", LINK]]

    assert shown(read(word, first, second)) == [done(1, "1"), done(1, "2")]


@BOTH
def test_reading_takes_blank_cells_as_the_block_above(build):
    rows = [HEAD, ["IIT", ONE, "1. ทำเรื่องที่ 1", ALL, LINK], ["", "", "2. ทำเรื่องที่ 2", "", LINK]]

    assert shown(read(build, rows)) == [done(1, "1"), done(1, "2")]


@BOTH
def test_reading_understands_thai_digits(build):
    rows = [HEAD, ["IIT", "๑. การปฏิบัติหน้าที่ (ข้อคำถาม i๑-i๖)", "๑. ทำเรื่องที่ 1\n๑.๑ ขั้นแรก", ALL, LINK]]
    reading = read(build, rows)

    assert shown(reading) == [done(1, "1")]
    assert [(step.label, step.text) for step in reading.measures[0].substeps] == [("1.1", "ขั้นแรก")]
    assert reading.doubts == ()


@pytest.mark.parametrize(
    "head",
    [
        ["แบบ สำรวจ", "ตัวชี้วัด", "วิธีการดำเนินการ", "หน่วยงาน ดำเนินการ", "ผลการดำเนินงาน"],
        ["แบบสำรวจ", "ตัวชี้วัดที่", "วิธีการ/แนวทางดำเนินการ", "หน่วยงาน/ดำเนินการ", "ผลการดำเนินงาน (ระบุ URL)"],
        ["แบบสำรวจ", "ตัวชี้วัดที่", "วิธีการ/\nขั้นตอนการดำเนินการ", "หน่วยงานดำเนินการ", "ผลการดำเนินงาน\n(ระบุ  URL)"],
        ["แบบสำรวจ", "ตัวชี้ัวดที่", "วิธีการ/ขั้นตอน", "ผู้รับผิดชอบ", "ผลการดําเนินงาน"],
    ],
)
@BOTH
def test_reading_knows_the_headings_in_their_variants(build, head):
    assert shown(read(build, [head, measure_row(1, indicator=ONE)])) == [done(1, "1")]


@BOTH
def test_reading_splits_several_measures_in_a_cell(build):
    cell = "๗. ระดับองค์กร\n๑.๑ กำหนดเกณฑ์\n๑.๒ ประกาศยกย่อง\n๘. ระดับบุคคล\n๒.๑ จัดกิจกรรม\n๑๐. ข้อสุดท้าย"
    reading = read(build, [HEAD, ["IIT", ONE, cell, ALL, "ทำครบทุกข้อตามแผน"]], titles=TITLE_B)

    assert [(m.label, m.text, [s.label for s in m.substeps], m.result) for m in reading.measures] == [
        ("7", "ระดับองค์กร", ["1.1", "1.2"], None),
        ("8", "ระดับบุคคล", ["2.1"], None),
        ("10", "ข้อสุดท้าย", [], None),
    ]
    assert reading.as_json()["narratives"] == [
        {"covers": [{"indicator": 1, "labels": ["7", "8", "10"]}], "text": "ทำครบทุกข้อตามแผน"}
    ]


@BOTH
def test_narrative_of_a_merged_cell_covers_measures_of_two_indicators(build):
    rows = [
        HEAD,
        ["IIT", ONE, "1. ทำเรื่องที่ 1", ALL, "ภาพรวมของทั้งสองตัวชี้วัด"],
        [None, None, "2. ทำเรื่องที่ 2", None, None],
        [None, TWO, "1. ทำเรื่องที่ 1", ALL, None],
        [None, None, "2. ทำเรื่องที่ 2", None, "ภาพรวมของทั้งสองตัวชี้วัด"],
    ]
    reading = read(build, rows, titles=TITLE_B)

    assert reading.as_json()["narratives"] == [
        {
            "covers": [{"indicator": 1, "labels": ["1", "2"]}, {"indicator": 2, "labels": ["1"]}],
            "text": "ภาพรวมของทั้งสองตัวชี้วัด",
        },
        {"covers": [{"indicator": 2, "labels": ["2"]}], "text": "ภาพรวมของทั้งสองตัวชี้วัด"},
    ]
    assert reading.heading == Heading("B", 2566, "6", "ตัวอย่าง", "")


@pytest.mark.parametrize(
    "words",
    ["ในปี ๒๕๖๕ ได้คะแนน ๙๔.๗๑", "ในปีงบประมาณ ๒๕๖๕ ได้ ๙๔.๗๑ คะแนน", "ในปี พ.ศ. 2565 ได้คะแนน 94.71 คะแนน"],
)
@BOTH
def test_score_is_read_from_the_indicator_cell(build, words):
    cell = f"๑. การปฏิบัติหน้าที่\n(ข้อคำถาม i๑-i๖)\n{words}\nต้องปรับปรุง/พัฒนา ให้ดียิ่งขึ้น"
    reading = read(build, [HEAD, ["IIT", cell, "๑. ทำเรื่องที่ 1", ALL, "ทำแล้ว"]], titles=TITLE_B)

    assert reading.as_json()["scores"] == [{"indicator": 1, "year": 2565, "score": "94.71"}]
    assert shown(reading) == [(1, "1", "ทำเรื่องที่ 1", ALL, None)]


@BOTH
def test_merged_result_of_form_a_counts_for_its_whole_block(build):
    rows = [HEAD, measure_row(1, LINK, indicator=ONE), measure_row(2, None), measure_row(3, "")]
    reading = read(build, rows)

    assert [m.result.urls for m in reading.measures] == [(LINK,), (LINK,), ()]


@BOTH
def test_row_cut_at_a_page_break_goes_on_with_its_measure(build):
    first = [HEAD, ["IIT", ONE, "1. จัดทำคู่มือการ", ALL, "https://example.go.th/manual-"]]
    second = [HEAD, ["IIT", "", "ให้บริการประชาชน", "", "2566.pdf"], ["", "", "2. ทำเรื่องที่ 2", "", LINK]]
    reading = read(build, first, second)

    assert shown(reading) == [done(1, "1", "จัดทำคู่มือการ ให้บริการประชาชน"), done(1, "2")]
    assert reading.measures[0].result.urls == ("https://example.go.th/manual-2566.pdf",)
    assert sorted(doubt.code for doubt in reading.doubts) == ["link_joined", "row_continued"]


@BOTH
def test_row_of_substeps_alone_belongs_to_the_measure_before(build):
    rows = [HEAD, measure_row(7, indicator=ONE), [None, None, "1.1 ขั้นแรก", None, "https://example.go.th/step"]]
    reading = read(build, rows)

    assert [(m.label, [s.label for s in m.substeps], m.result.urls) for m in reading.measures] == [
        ("7", ["1.1"], (LINK, "https://example.go.th/step"))
    ]


@BOTH
def test_second_row_of_links_belongs_to_the_measure_before(build):
    rows = [HEAD, measure_row(1, indicator=ONE), [None, None, "", None, "https://example.go.th/second"]]

    assert [m.result.urls for m in read(build, rows).measures] == [(LINK, "https://example.go.th/second")]


@BOTH
def test_unlabelled_measure_with_its_own_result_is_kept_and_doubted(build):
    rows = [HEAD, measure_row(1, indicator=ONE), [None, None, "ทำเรื่องที่ไม่มีเลข", None, "https://example.go.th/x"]]
    reading = read(build, rows)

    assert [(m.label, m.text) for m in reading.measures] == [("1", "ทำเรื่องที่ 1"), ("", "ทำเรื่องที่ไม่มีเลข")]
    assert [d.code for d in reading.doubts] == ["label_missing"]


@BOTH
def test_title_lines_and_page_numbers_inside_the_table_are_no_measures(build):
    blank = ["", "", "", ""]
    rows = [
        HEAD,
        measure_row(1, indicator=ONE),
        [TITLE_A[0], *blank],
        ["-2-", *blank],
        HEAD,
        ["IIT", "", "2. ทำเรื่องที่ 2", "", LINK],
    ]

    assert shown(read(build, rows)) == [done(1, "1"), done(1, "2")]


@pytest.mark.parametrize("cell", ["11. เรื่องใหม่", "การปลูกป่า", "3. การใช้อำนาจ", "1. การปลูกป่า"])
@BOTH
def test_unknown_indicator_is_an_error_at_its_cell(build, cell):
    reading = read(build, [HEAD, measure_row(1, indicator=ONE), measure_row(1, indicator=cell)])

    assert [(d.code, d.severity, d.where.column, d.value) for d in reading.doubts] == [
        ("unknown_indicator", "error", 2, cell)
    ]
    assert reading.refused


@BOTH
def test_label_twice_in_an_indicator_is_an_error_at_the_second(build):
    reading = read(build, [HEAD, measure_row(1, indicator=ONE), measure_row(2), measure_row("๒")])
    row = 4 if build is word else 7

    assert said(reading) == [("label_twice", "error", row, 3)]


@BOTH
def test_same_label_in_two_indicators_is_no_doubt(build):
    assert read(build, [HEAD, measure_row(1, indicator=ONE), measure_row(1, indicator=TWO)]).doubts == ()


@BOTH
def test_first_row_without_an_indicator_is_an_error(build):
    assert [d.code for d in read(build, [HEAD, ["IIT", "", "1. ทำ", ALL, LINK]]).doubts] == ["indicator_missing"]


@BOTH
def test_paper_without_a_table_of_measures_is_an_error(build):
    assert [d.code for d in read(build, [["ชื่อ", "คะแนน"], ["สมมติ", "10"]]).doubts] == ["no_table"]
    assert [d.code for d in read(build, [HEAD]).doubts] == ["no_measure"]


@BOTH
def test_blank_not_applicable_and_cut_answers_are_doubted_with_their_place(build):
    rows = [
        HEAD,
        measure_row(1, "ไม่มีการให้บริการจองคิว", indicator=ONE),
        measure_row(2, ""),
        measure_row(3, "https://example.go.th/page-"),
        measure_row(4, "ดำเนินการเรียบร้อย"),
        measure_row(5, "-"),
    ]
    reading = read(build, rows)
    top = 2 if build is word else 5

    assert [(m.result.answer, m.result.text, m.result.reason) for m in reading.measures] == [
        ("not_applicable", "", "ไม่มีการให้บริการจองคิว"),
        ("blank", "", ""),
        ("done", "", ""),
        ("done", "ดำเนินการเรียบร้อย", ""),
        ("blank", "", ""),
    ]
    assert said(reading) == [
        ("not_applicable", "warning", top, 5),
        ("answer_blank", "warning", top + 1, 5),
        ("link_cut", "warning", top + 2, 5),
        ("text_for_link", "warning", top + 3, 5),
        ("answer_blank", "warning", top + 4, 5),
    ]


@BOTH
def test_ranges_of_an_older_year_are_doubted(build):
    rows = [HEAD, ["OIT", "9. การเปิดเผยข้อมูล (ข้อคำถาม o๑-o๓๓)", "1. ตามข้อคำถาม o1-o9", ALL, LINK]]
    reading = read(build, rows)

    assert [(d.code, d.value) for d in reading.doubts] == [("range_older", "o1-o33"), ("range_older", "o1-o9")]
    assert [d.code for d in read(build, [HEAD, ["OIT", NINE, "1. ตามข้อคำถาม o1-o10", ALL, LINK]]).doubts] == []


@BOTH
def test_number_and_name_that_disagree_are_doubted_and_the_name_wins(build):
    reading = read(build, [HEAD, measure_row(1, indicator="1. การใช้งบประมาณ")])

    assert [m.indicator for m in reading.measures] == [2]
    assert [d.code for d in reading.doubts] == ["indicator_differs"]


@BOTH
def test_wrong_instrument_is_doubted(build):
    assert [d.code for d in read(build, [HEAD, ["EIT", ONE, "1. ทำ", ALL, LINK]]).doubts] == ["instrument_differs"]


def test_place_names_sheet_or_table():
    rows = [HEAD, measure_row(1, "", indicator=ONE)]

    assert read(excel, rows, sheet="รอบ 6").doubts[0].where == Place("รอบ 6", 1, 5, 5)
    assert read(word, rows, rows[:1]).doubts[0].where == Place("", 1, 2, 5)


@BOTH
def test_labels_of_several_measures_in_the_result_cell_share_it_out(build):
    rows = [HEAD, ["IIT", ONE, "1. เรื่องแรก\n2. เรื่องที่สอง", ALL, f"1. {LINK}\n2. ไม่มีการรับเรื่อง"]]

    assert [(m.result.answer, m.result.urls, m.result.reason) for m in read(build, rows).measures] == [
        ("done", (LINK,), ""),
        ("not_applicable", (), "ไม่มีการรับเรื่อง"),
    ]


@BOTH
def test_reading_survives_its_way_through_storage(build):
    reading = read(build, [HEAD, measure_row(1, "", indicator=ONE)])

    assert type(reading).from_store(reading.to_store()) == reading


@BOTH
def test_label_shown_again_after_a_page_break_goes_on_with_its_measure(build):
    rows = [HEAD, measure_row(1, indicator=ONE), HEAD, ["IIT", ONE, "1. (ต่อ) อีกส่วน", ALL, "https://example.go.th/b"]]
    reading = read(build, rows)

    assert [(m.label, m.text, m.result.urls) for m in reading.measures] == [
        ("1", "ทำเรื่องที่ 1 อีกส่วน", (LINK, "https://example.go.th/b"))
    ]


@BOTH
def test_indicator_named_in_full_is_no_heading(build):
    rows = [HEAD, ["IIT", "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่", "มาตรการเดียวของปีนี้", "หน่วยงานที่เกี่ยวข้อง", LINK]]
    reading = read(build, rows)

    assert [(m.indicator, m.label, m.text) for m in reading.measures] == [(1, "", "มาตรการเดียวของปีนี้")]


@BOTH
def test_several_measures_without_labels_cannot_be_told_apart(build):
    row = ["", "", "อีกเรื่องหนึ่ง", "", LINK]
    reading = read(build, [HEAD, ["IIT", ONE, "เรื่องหนึ่ง", ALL, LINK], row])

    assert [(d.code, d.severity) for d in reading.doubts] == [
        ("label_missing", "warning"),
        ("label_missing", "warning"),
        ("labels_missing", "error"),
    ]
