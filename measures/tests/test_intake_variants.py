"""Papers as offices really hold them: what must not be lost, misplaced or misread. Each fault was found once."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from measures.intake.child import read_file
from measures.tests.hostile import DOC, rebuilt
from measures.tests.papers import ALL, CATALOGUE, HEAD, LINK, ONE, TITLE_B, TWO, excel, saved, word
from thai.wording import bare

OTHER = "https://example.go.th/b-2"
BOTH = pytest.mark.parametrize("build", [word, excel])


def reading(data):
    return read_file(data, CATALOGUE)


def plan(data):
    return [(m.indicator, m.label, m.text, m.responsible) for m in reading(data).measures]


def results(data):
    return [(m.result.answer, m.result.text or m.result.reason, m.result.urls) for m in reading(data).measures]


def codes(data):
    return [one.code for one in reading(data).doubts]


def answered(text, build=word):
    return results(build([HEAD, ["IIT", ONE, "1. ทำ", ALL, text]]))


@BOTH
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (f"1.{LINK}\n2.{OTHER}", ("done", "", (LINK, OTHER))),
        (f"-{LINK}\n-{OTHER}", ("done", "", (LINK, OTHER))),
        (f"1. คู่มือ {LINK}\n2. แผน {OTHER}", ("done", "1. คู่มือ 2. แผน", (LINK, OTHER))),
        ("https://\nexample.go.th/plan-1", ("done", "", (LINK,))),
        ("example.go.th", ("done", "", ("example.go.th",))),
        ("(ไม่มีการให้บริการ)", ("not_applicable", "(ไม่มีการให้บริการ)", ())),
        ("ไม่ มีการให้บริการ", ("not_applicable", "ไม่ มีการให้บริการ", ())),
        ("/", ("done", "/", ())),
        ("✓", ("done", "✓", ())),
        ("\u200b", ("blank", "", ())),
    ],
)
def test_result_cell_loses_nothing(build, text, answer):
    assert answered(text, build) == [answer]


@BOTH
def test_signs_that_nobody_sees_hide_no_label(build):
    rows = [HEAD, ["IIT", "1.\u00a0การปฏิบัติ\u200bหน้าที่", "\u200b1.\u00a0จัด\u00adทำ", ALL, LINK]]

    assert plan(build([*rows, ["", "", "\ufeff2. ให้น\u0e4d\u0e49\u0e32", "", LINK]])) == [
        (1, "1", "จัดทำ", ALL),
        (1, "2", "ให้น้ำ", ALL),
    ]


@BOTH
@pytest.mark.parametrize("ditto", ['"', "”", "-", "(ต่อ)", "ต่อ"])
def test_ditto_marks_go_on_with_the_cell_above(build, ditto):
    rows = [HEAD, ["IIT", ONE, "1. ก", "สำนักงานจังหวัด", LINK], [ditto, ditto, "2. ข", ditto, LINK]]

    assert plan(build(rows)) == [(1, "1", "ก", "สำนักงานจังหวัด"), (1, "2", "ข", "สำนักงานจังหวัด")]


@BOTH
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1. การปฏิบัติหน้าที่", "(ข้อคำถาม i1-i6)"),
        ("1. การปฏิบัติหน้าที่", "ในปี ๒๕๖๕ ได้คะแนน ๙๔.๗๑ ต้องปรับปรุง/พัฒนา ให้ดียิ่งขึ้น"),
        ("1. การปฏิบัติ", "หน้าที่ (ข้อคำถาม i1-i6)"),
    ],
)
def test_indicator_cell_cut_over_two_rows_is_one_indicator(build, first, second):
    found = reading(build([HEAD, ["IIT", first, "1. ก", ALL, LINK], ["", second, "2. ข", "", LINK]]))

    assert [(m.indicator, m.label) for m in found.measures] == [(1, "1"), (1, "2")]
    assert [s.score for s in found.scores] == (["94.71"] if "๙๔" in second else [])
    assert not found.refused


@BOTH
@pytest.mark.parametrize(
    ("words", "score"),
    [
        ("ในปี ๒๕๖๕ ได้รับคะแนน ๙๔.๗๑", "94.71"),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๕ คะแนน ๙๔ .๗๑", "94.71"),
        ("ในปี ๒๕๖๕ ได้คะแนนร้อยละ ๙๔,๗๑", "94.71"),
    ],
)
def test_score_is_read_in_further_wordings(build, words, score):
    rows = [HEAD, ["IIT", f"{ONE} {words}", "๑. ก", ALL, "เล่า"]]

    assert [(s.indicator, s.year, s.score) for s in reading(build(rows, titles=TITLE_B)).scores] == [(1, 2565, score)]


@BOTH
def test_narrative_goes_on_in_blank_cells_where_the_paper_leaves_them_blank(build):
    rows = [
        HEAD,
        ["IIT", ONE, "๑. ก", ALL, "เล่าทั้งตัวชี้วัด"],
        ["", "", "๒. ข", "", ""],
        ["IIT", TWO, "๑. ค", ALL, ""],
    ]
    found = reading(build(rows, titles=TITLE_B))

    assert [([(c.indicator, c.labels) for c in n.covers], n.text) for n in found.narratives] == [
        ([(1, ("1", "2"))], "เล่าทั้งตัวชี้วัด")
    ]
    assert [one.code for one in found.doubts] == ["narrative_goes_on", "narrative_blank"]


@BOTH
@pytest.mark.parametrize("line", ["85.50 ขึ้นไป", "08.30 น. ถึง 16.30 น."])
def test_figure_at_the_beginning_of_a_line_is_no_step(build, line):
    found = reading(build([HEAD, ["IIT", ONE, f"1. ให้ได้\n{line}", ALL, LINK]]))

    assert [(m.text, m.substeps) for m in found.measures] == [(f"ให้ได้ {line}", ())]


@BOTH
def test_words_before_the_first_label_are_named(build):
    found = reading(build([HEAD, ["IIT", ONE, "มาตรการเด่น\n1. ก", ALL, LINK]]))

    assert [(m.label, m.text, m.result.urls) for m in found.measures] == [("1", "ก", (LINK,))]
    assert [(d.code, d.value) for d in found.doubts] == [("text_before", "มาตรการเด่น")]


@BOTH
def test_further_columns_of_a_result_join_it_and_unknown_ones_are_doubted(build):
    rows = [[*HEAD[:4], "ผลการดำเนินงาน", "URL", "หมายเหตุ"], ["IIT", ONE, "1. ก", ALL, "ทำแล้ว", LINK, "จดไว้"]]
    data = build(rows)

    assert results(data) == [("done", "ทำแล้ว", (LINK,))]
    assert [(d.code, d.value) for d in reading(data).doubts] == [("column_unread", "จดไว้")]


def merged(rows, change):
    def edit(parts):
        parts[DOC] = change(parts[DOC].decode()).encode()

    return rebuilt(word(rows), edit)


def test_heading_over_two_columns_keeps_the_words_of_both():
    wide = [*HEAD[:4], "XX", "YY"]

    def widen(xml):
        head, _, rest = xml.partition("</w:tr>")
        cells = head.rsplit("<w:tc>", 2)
        head = f'{cells[0]}<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{cells[1].split("</w:tcPr>")[-1]}'
        return head.replace("XX", HEAD[4]) + "</w:tr>" + rest

    assert results(merged([wide, ["IIT", ONE, "1. ก", ALL, "ทำแล้ว", LINK]], widen)) == [("done", "ทำแล้ว", (LINK,))]


def test_merged_cell_cut_by_a_repeated_heading_goes_on_under_it():
    rows = [HEAD, ["IIT", ONE, "1. ก", ALL, LINK], HEAD, [None, None, "2. ข", None, LINK]]

    assert plan(word(rows)) == [(1, "1", "ก", ALL), (1, "2", "ข", ALL)]


def test_words_under_a_merged_cell_are_named():
    rows = [HEAD, ["IIT", ONE, "1. ก", "XX", LINK], [None, None, "2. ข", None, LINK]]

    def write_under(xml):
        before, _, after = xml.rpartition("<w:vMerge/>")
        return before + "<w:vMerge/>" + after.replace("</w:tcPr>", "</w:tcPr><w:p><w:r><w:t>YY</w:t></w:r></w:p>", 1)

    assert [(d.code, d.value) for d in reading(merged(rows, write_under)).doubts] == [("text_covered", "YY")]


def test_formula_without_a_value_is_named():
    book = load_workbook(io.BytesIO(excel([HEAD, ["IIT", ONE, "1. ก", ALL, LINK]])))
    book.active["E5"] = f'=HYPERLINK("{LINK}")'

    assert codes(saved(book)) == ["answer_blank", "formula"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (dt.date(2023, 3, 1), "1/3/2566"),
        (dt.date(2566, 3, 1), "1/3/2566"),
        (94.71, "94.71"),
        (1.0, "1"),
        (True, "TRUE"),
    ],
)
def test_cell_of_a_sheet_is_read_as_it_is_shown(value, shown):
    book = load_workbook(io.BytesIO(excel([HEAD, ["IIT", ONE, "1. ก", ALL, LINK]])))
    book.active["E5"] = value

    assert results(saved(book)) == [("done", shown, ())]


@BOTH
def test_words_of_a_row_without_a_measure_are_named(build):
    rows = [
        HEAD,
        ["IIT", ONE, "1. ก", ALL, LINK],
        ["", "", "", "ลงชื่อ ผู้รายงาน", ""],
        ["หมายเหตุ : แนบแล้ว", "", "", "", ""],
    ]
    found = reading(build(rows))

    assert [m.label for m in found.measures] == ["1"]
    assert [(d.code, d.value) for d in found.doubts] == [
        ("row_unread", "ลงชื่อ ผู้รายงาน"),
        ("row_unread", "หมายเหตุ : แนบแล้ว"),
    ]


@BOTH
def test_links_counted_in_one_line_go_to_their_measures(build):
    data = build([HEAD, ["IIT", ONE, "1. ก\n2. ข", ALL, f"1. {LINK} 2. {OTHER}"]])

    assert results(data) == [("done", "", (LINK,)), ("done", "", (OTHER,))]


@BOTH
@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (
            ["แบบรายงาน ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ จังหวัดสมมติ หน่วยงาน : ที่ว่าการ  อำเภอ"],
            (2566, "", "สมมติ", "ที่ว่าการ อำเภอ"),
        ),
        (["ประจำปี พ.ศ. ๒๕๖๖ จังหวัดสมมติ (รอบ ๑๒ เดือน)", "หน่วยงาน ที่ว่าการอำเภอ"], (2566, "12", "สมมติ", "ที่ว่าการอำเภอ")),
        (["ประจำปีงบประมาณ 2566 กรุงเทพมหานคร"], (2566, "", "กรุงเทพมหานคร", "")),
    ],
)
def test_heading_is_read_in_further_wordings(build, titles, said):
    heading = reading(build([HEAD, ["IIT", ONE, "1. ก", ALL, LINK]], titles=titles)).heading

    assert (heading.year, heading.round, heading.province, heading.agency) == said


ROWS = [
    HEAD,
    ["IIT", ONE, "คำนำ\n1. จัดทำ 08.30 น.\n1.1 ขั้นแรก\n- ขั้นย่อย\n2) เผยแพร่", "สนจ.", f"ดูที่{LINK}นะ\n(คู่มือ) {OTHER}"],
    ["", "", "3. ข้อ ๓ ปี ๒๕๖๖ 2. ไม่ใช่ข้อ", "ที่ดิน", "ไม่มีการให้บริการ"],
    HEAD,
    ["", "", "เรื่องที่ค้าง", "", "ต่อท้าย"],
    ["IIT", TWO, "มาตรการที่ 1 ตรวจ\n(1) ก\nก) ข", "-", "✓ ครบ 100%"],
]


@BOTH
@pytest.mark.parametrize("titles", [(), tuple(TITLE_B)])
def test_every_word_of_a_paper_is_somewhere_in_the_answer(build, titles):
    found = reading(build(ROWS, titles=titles))
    said = [d.value for d in found.doubts] + [n.text for n in found.narratives]
    for m in found.measures:
        said += [m.label, m.text, m.responsible, *(f"{s.label} {s.text}" for s in m.substeps)]
        said += [m.result.text, m.result.reason, *m.result.urls] if m.result else []
    whole = bare(" ".join(said))
    words = [word for row in ROWS if row is not HEAD for cell in row[2:] for word in cell.split()]

    # The links stand apart from the words glued to them; "มาตรการที่" is part of the label.
    glued = {bare(f"ดูที่{LINK}นะ"), bare("มาตรการที่")}
    assert [one for one in words if bare(one) not in whole and bare(one) not in glued] == []
