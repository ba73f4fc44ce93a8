"""Form E is read as offices write it: issues above their measures, steps, results, outcomes, cut rows."""

import io

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image as Drawing
from PIL import Image

from evidence.office.doubts import Place
from measures.intake.catalogue import Catalogue
from measures.intake.child import read_file
from measures.intake.marking import marked
from measures.intake.shapes import Heading, Reading
from measures.tests.issue_papers import CATALOGUE_E, HEAD_E, NAMES, OFFICE, TITLE_E, first, row
from measures.tests.papers import CATALOGUE, HEAD, ONE, TITLE_A, excel, saved, word
from thai.wording import bare

BOTH = pytest.mark.parametrize("build", [word, excel])


def reading(data, catalogue=CATALOGUE_E):
    return read_file(data, catalogue)


def kept(found):
    """(issue, label, text, steps, result, outcome, responsible) of each measure."""
    return [
        (one.issue, one.label, one.text, [(s.label, s.text) for s in one.substeps], one.result.text,
         one.result.outcome, one.responsible)
        for one in found.measures
    ]  # fmt: skip


def places(found):
    return [(m.issue, m.label) for m in found.measures]


def codes(found):
    return [one.code for one in found.doubts]


TABLES = (
    [
        HEAD_E,
        row(first(1, "๑. จัดทำผังงาน"), "๑. สำรวจ\n๒. ลดขั้นตอน", "จัดทำผังงาน\n๑. งานรับเรื่อง\n๒. งานภาษี", "ประชาชนทราบ"),
    ],
    [HEAD_E, row("๒. จัดทำคู่มือ", "ปรับปรุงคู่มือและเผยแพร่", "๑. มีคู่มือ", "๑) ชัดเจน\n๒) รวดเร็ว")],
    [HEAD_E, row(first(2, "๑. เปิด Line"), "๑) สมัคร\n๒) แจก QR", "เผยแพร่ที่ www.example.go.th แล้ว", "สอบถามได้สะดวก")],
)


def test_form_e_is_read_whole():
    found = reading(word(*TABLES, titles=TITLE_E))

    assert found.heading == Heading("E", 2568, "", "ทดสอบบุรี", "องค์การบริหารส่วนตำบลตัวอย่าง")
    assert [one.as_json() for one in found.measures] == [
        {
            "indicator": 0, "issue": 1, "label": "1", "text": "จัดทำผังงาน", "responsible": OFFICE,
            "substeps": [{"label": "1", "text": "สำรวจ"}, {"label": "2", "text": "ลดขั้นตอน"}],
            "result": {"answer": "done", "text": "จัดทำผังงาน\n๑. งานรับเรื่อง\n๒. งานภาษี", "urls": [], "reason": "",
                       "outcome": "ประชาชนทราบ"},
        },
        {
            "indicator": 0, "issue": 1, "label": "2", "text": "จัดทำคู่มือ", "responsible": OFFICE,
            "substeps": [{"label": "", "text": "ปรับปรุงคู่มือและเผยแพร่"}],
            "result": {"answer": "done", "text": "๑. มีคู่มือ", "urls": [], "reason": "",
                       "outcome": "๑) ชัดเจน\n๒) รวดเร็ว"},
        },
        {
            "indicator": 0, "issue": 2, "label": "1", "text": "เปิด Line", "responsible": OFFICE,
            "substeps": [{"label": "1)", "text": "สมัคร"}, {"label": "2)", "text": "แจก QR"}],
            "result": {"answer": "done", "text": "เผยแพร่ที่ www.example.go.th แล้ว", "urls": [], "reason": "",
                       "outcome": "สอบถามได้สะดวก"},
        },
    ]  # fmt: skip
    assert found.doubts == ()
    assert Reading.from_store(found.to_store()) == found


@BOTH
def test_form_e_in_one_table_is_read_the_same(build):
    rows = [HEAD_E, *(line for table in TABLES for line in table[1:])]

    assert kept(reading(build(rows, titles=TITLE_E))) == kept(reading(word(*TABLES, titles=TITLE_E)))


@BOTH
@pytest.mark.parametrize(
    "head",
    [
        ["มาตรการ", "วิธีการ", "ผลการดำเนินงาน", "ผลลัพธ์", "ผู้รับผิดชอบ"],
        ["กิจกรรม / โครงการ", "ขั้นตอนการปฏิบัติ", "สรุปผล", "ความสำเร็จ", "ส่วนราชการ"],
        ["มาตรการ\nกิจกรรมที่ดำเนินการ", "แนวทาง", "ผลการปฏิบัติงาน", "ผลลัพธ์ / ความสำเร็จ", "หน่วยงาน"],
    ],
)
def test_headings_are_read_in_their_variants(build, head):
    found = reading(build([head, row(first(3, "1. ลงข่าว"))]))

    assert (places(found), found.heading.form) == ([(3, "1")], "E")


@BOTH
def test_issue_column_and_issue_rows_are_read(build):
    own = [["ประเด็น", *HEAD_E], [f"๔. {NAMES[3]}", *row("1. นับของ")], ["", *row("2. ติดรหัส")]]
    wide = f"ประเด็นที่ ๒ {NAMES[1]}"
    over = [HEAD_E, [wide] * 5, row("1. เปิดระบบ")]
    data = excel(own) if build is excel else word(own)

    assert places(reading(data)) == [(4, "1"), (4, "2")]
    assert places(reading(_merged(over, build))) == [(2, "1")]


def _merged(rows, build):
    """The paper with equal cells of a row as one wide cell."""
    if build is word:
        document = Document()
        table = document.add_table(rows=0, cols=5)
        for line in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, line, strict=True):
                cell.text = text
            if len(set(line)) == 1:
                cells[0].merge(cells[4]).text = line[0]
        return saved(document)
    book = Workbook()
    for number, line in enumerate(rows, start=1):
        for column, text in enumerate(line, start=1):
            book.active.cell(number, column, text)
        if len(set(line)) == 1:
            book.active.merge_cells(start_row=number, end_row=number, start_column=1, end_column=5)
    return saved(book)


def test_issue_in_a_line_above_the_table_is_read():
    titles = [*TITLE_E, "ประเด็นที่ ๓. เผยแพร่ข้อมูลข่าวสาร"]

    assert places(reading(word([HEAD_E, row("1. ลงข่าว")], titles=titles))) == [(3, "1")]


@pytest.mark.parametrize(
    ("line", "issue", "said"),
    [
        (f"ประเด็นที่ ๑. {NAMES[0]}", 1, []),
        (f"ประเด็นที่ ๑ {NAMES[0]}", 1, []),
        (f"ประเด็นที่ 1) {NAMES[0]}", 1, []),
        (f"ประเด็น {NAMES[2]}", 3, []),
        ("ประเด็นที่ ๒", 2, []),
        ("ประเด็นที่ ๒. บริการและระบบ e-service", 2, []),
        ("ประเด็นที่ ๔. ดูแลทรัพย์สินของทางราชการ", 4, []),
        ("ประเด็นที่ ๔. ดูแลทรัพย์สิน\nของราชการ", 4, []),
        (f"ประเด็นที่ ๒. {NAMES[3]}", 4, ["indicator_differs_issue"]),
        ("ประเด็นที่ ๓. เรื่องอื่นของหน่วยงาน", 3, ["issue_named_otherwise"]),
        ("ประเด็นที่ ๙. เรื่องอื่นของหน่วยงาน", 0, ["unknown_indicator_issue"]),
    ],
)
def test_issue_is_told_by_name_or_number(line, issue, said):
    found = reading(word([HEAD_E, row(f"{line}\n๑. ทำเรื่องแรก")]))

    assert (places(found), codes(found), found.refused) == ([(issue, "1")], said, issue == 0)


def test_row_without_any_issue_is_refused_with_its_place():
    found = reading(word([HEAD_E, row("1. ทำเรื่องแรก")]))

    assert [(d.code, d.severity, d.where) for d in found.doubts] == [
        ("indicator_missing_issue", "error", Place("", 1, 2, 1))
    ]


def test_one_label_twice_in_an_issue_is_refused_and_in_two_issues_is_not():
    once = [HEAD_E, row(first(1, "1. ก")), row(first(2, "1. ข"))]
    twice = [HEAD_E, row(first(1, "1. ก")), row("1. ข")]

    assert (codes(reading(word(once))), codes(reading(word(twice)))) == ([], ["label_twice_issue"])


@BOTH
def test_several_measures_of_a_cell_take_their_own_lines_where_these_are_numbered(build):
    cells = row(first(1, "๑. ทำผัง\n๒. ทำคู่มือ"), "๑. สำรวจ\n๒. พิมพ์", "๑. มีผัง\n๒. มีคู่มือ", "ทุกคนทราบ")
    found = reading(build([HEAD_E, cells]))

    assert kept(found) == [
        (1, "1", "ทำผัง", [("", "สำรวจ")], "มีผัง", "ทุกคนทราบ", OFFICE),
        (1, "2", "ทำคู่มือ", [("", "พิมพ์")], "มีคู่มือ", "ทุกคนทราบ", OFFICE),
    ]
    assert codes(found) == ["answer_split", "answer_split", "answer_spread"]


def test_row_cut_at_a_page_goes_on_with_its_measure():
    cut = [
        [HEAD_E, row(first(1, "๑. จัดทำผังงาน"), "๑. สำรวจ", "จัดทำผังงานของ", "ประชาชน")],
        [HEAD_E, row("และเผยแพร่", "ทุกงาน\n๒. พิมพ์", "ทุกกอง\nครบแล้ว", "ทราบ", "")],
        [row("", "๓. แจก", "", "", "")],
    ]
    found = reading(word(*cut))

    assert kept(found) == [
        (1, "1", "จัดทำผังงาน และเผยแพร่", [("1", "สำรวจ ทุกงาน"), ("2", "พิมพ์"), ("3", "แจก")],
         "จัดทำผังงานของ ทุกกอง\nครบแล้ว", "ประชาชน ทราบ", OFFICE),
    ]  # fmt: skip
    assert codes(found) == ["row_continued", "row_continued"]


def test_label_shown_again_after_a_page_is_no_second_measure():
    again = [[HEAD_E, row(first(1, "๑. จัดทำผังงาน"))], [HEAD_E, row("๑. จัดทำผังงาน", "", "ทำต่อจนครบ", "", OFFICE)]]

    assert kept(reading(word(*again))) == [(1, "1", "จัดทำผังงาน", [("", "ทำตามแผน")], "ทำแล้ว ทำต่อจนครบ", "ดีขึ้น", OFFICE)]


def test_measure_without_a_label_that_names_who_is_responsible_is_one_of_its_own():
    found = reading(word([HEAD_E, row(first(1, "๑. ทำผัง"))], [HEAD_E, row("ประชุมประจำเดือน")]))

    assert ([(one[1], one[2]) for one in kept(found)], codes(found)) == (
        [("1", "ทำผัง"), ("", "ประชุมประจำเดือน")], ["label_missing"],
    )  # fmt: skip


@pytest.mark.parametrize("nothing", ["", "-", "None. (ไม่มีมาตรการย่อย)", "ไม่มีกิจกรรม"])
def test_issue_without_a_measure_is_its_own_measure(nothing):
    found = reading(word([HEAD_E, row(first(4, nothing))]))

    assert (kept(found)[0][:3], codes(found)) == ((4, "", NAMES[3]), ["measure_of_issue"])


@pytest.mark.parametrize(
    ("result", "outcome", "answer", "said"),
    [
        ("", "", "blank", ["answer_blank"]),
        ("-", "ดีขึ้น", "done", ["answer_blank"]),
        ("ไม่มีเรื่องร้องเรียน", "", "done", []),
        ("ไม่เกี่ยวข้องกับภารกิจ", "", "not_applicable", ["not_applicable"]),
        ("ยังไม่ได้ดำเนินการ", "", "not_started", ["not_done_yet"]),
        ("อยู่ระหว่างจัดทำ", "", "in_progress", ["not_done_yet"]),
    ],
)
def test_result_tells_its_answer(result, outcome, answer, said):
    found = reading(word([HEAD_E, row(first(1, "1. ก"), result=result, outcome=outcome)]))

    assert (found.measures[0].result.answer, codes(found)) == (answer, said)


def test_line_that_is_only_a_link_is_evidence_and_prose_with_an_address_stays_whole():
    text = "เผยแพร่ที่ https://example.go.th/a แล้ว\nhttps://example.go.th/b"
    result = reading(word([HEAD_E, row(first(1, "1. ก"), result=text)])).measures[0].result

    assert (result.text, result.urls) == ("เผยแพร่ที่ https://example.go.th/a แล้ว", ("https://example.go.th/b",))


@BOTH
def test_pictures_are_counted_and_left_out(build):
    data = build([HEAD_E, row(first(1, "1. ก"))])
    picture = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(picture, "PNG")
    if build is word:
        document = Document(io.BytesIO(data))
        document.add_paragraph("ภาพประกอบผลการดำเนินงานตามมาตรการ")
        for _ in range(2):
            picture.seek(0)
            document.add_picture(picture)
    else:
        document = load_workbook(io.BytesIO(data))
        for place in ("A9", "C9"):
            document.active.add_image(Drawing(io.BytesIO(picture.getvalue())), place)
    found = reading(saved(document))

    assert [(d.code, dict(d.words)) for d in found.doubts] == [("pictures_left", {"count": "2"})]
    assert places(found) == [(1, "1")]


def test_year_without_issues_is_refused_with_what_to_do():
    found = reading(word([HEAD_E, row(first(1, "1. ก"))]), Catalogue(2568, CATALOGUE.indicators))

    assert (codes(found), found.measures) == (["no_issues"], ())


def test_other_papers_are_no_form_e():
    plan = [["มาตรการ", "ขั้นตอนหรือวิธีการ", "ผู้รับผิดชอบ", "การกำกับติดตาม"], ["1. ก", "ข", "ค", "ง"]]
    form_a = [HEAD, ["IIT", ONE, "1. ก", OFFICE, "https://example.go.th/a"]]

    assert codes(reading(word(plan))) == ["no_table"]
    assert reading(word(form_a, titles=TITLE_A)).heading.form == "A"


def test_marked_copy_notes_the_doubts_and_is_read_the_same_again():
    data = word([HEAD_E, row(first(1, "๑. ก"), result="")], [HEAD_E, row("ไม่มีเลข")], titles=TITLE_E)
    found = reading(data)
    copy = marked(data, "docx", found.doubts)

    assert codes(found) == ["answer_blank", "label_missing"]
    assert reading(copy) == found
    assert Document(io.BytesIO(copy)).tables[1].cell(1, 0).text.count("【") == 1


WORDS = st.lists(
    st.sampled_from(["ทำ", "แผน", "๑.", "2)", "-", "(ต่อ)", "ประเด็นที่ ๒", "www.a.go.th", "85.50"]), max_size=5
)
CELL = st.lists(WORDS.map(" ".join), max_size=3).map("\n".join)
ROW = st.lists(CELL, min_size=5, max_size=5)


@settings(deadline=None, max_examples=25)
@given(st.lists(ROW, min_size=1, max_size=4), st.booleans())
def test_no_table_is_too_odd_and_no_word_of_a_result_is_lost(rows, apart):
    rows = [row(first(1, "๑. เรื่องแรก")), *rows]
    tables = [[HEAD_E, one] for one in rows] if apart else [[HEAD_E, *rows]]
    found = reading(word(*tables))
    said = bare(" ".join([
        *(d.value for d in found.doubts),
        *(m.text for m in found.measures), *(m.responsible for m in found.measures),
        *(f"{s.label} {s.text}" for m in found.measures for s in m.substeps),
        *(f"{m.result.text} {m.result.reason} {m.result.outcome} {' '.join(m.result.urls)}" for m in found.measures),
    ]))  # fmt: skip

    lost = [
        word for line in rows for cell in (line[2], line[3]) for word in cell.split()
        if bare(word) and bare(word) not in said and not word.strip("๑2.)-").isspace() and word not in ("๑.", "2)", "-")
    ]  # fmt: skip
    assert lost == []
