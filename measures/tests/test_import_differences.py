"""A paper beside a plan that is there: what differs is told once, what is the same not at all."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from measures import importing
from measures.importing import Request, display
from measures.intake.doubts import WORDS, doubt, told
from measures.intake.shapes import Place
from measures.models import Event, Measure
from measures.tests.papers import ALL, HEAD, ONE, TITLE_A, measure_row, word

TITLES = [TITLE_A[0], TITLE_A[1].replace("ตัวอย่าง", "ทดสอบบุรี")]


@pytest.fixture(autouse=True)
def base(province):
    load_edition(read_json(fixture("editions", "2566.json")))


def rows(numbers, words="ทำเรื่องที่"):
    first, *others = numbers
    lines = [[*measure_row(first, indicator=ONE)], *(measure_row(number) for number in others)]
    return [HEAD, *([*line[:2], line[2].replace("ทำเรื่องที่", words), *line[3:]] for line in lines)]


def examined(province, table, **fields):
    data = word(table, titles=TITLES)
    request, reading = importing.examine(data, Request(province, 2566, **fields))
    return importing.preview(data, request, filename="แผน.docx", by=None, reading=reading), reading


def committed(province, table):
    return importing.commit(examined(province, table)[0], by=None)


def told_of(reading):
    return [(one.code, one.severity, one.message) for one in reading.doubts]


def test_same_paper_again_has_no_doubt_and_changes_nothing(province):
    committed(province, rows(range(1, 9)))
    before = Event.objects.count()
    intake, reading = examined(province, rows(range(1, 9)))
    importing.commit(intake, by=None)

    assert (told_of(reading), intake.made, Event.objects.count() - before) == ([], {}, 0)


@pytest.mark.parametrize("count", [1, 5])
def test_a_handful_of_other_words_is_told_one_by_one(province, count):
    committed(province, rows(range(1, 9)))
    table = rows(range(1, 9))
    for row in table[1 : count + 1]:
        row[2] = row[2].replace("ทำ", "เลิกทำ")
    _intake, reading = examined(province, table)

    assert [(one.code, one.where.row) for one in reading.doubts] == [
        ("wording_differs", row) for row in range(2, count + 2)
    ]


def test_many_differences_are_told_once_each_kind_with_count_and_list(province):
    committed(province, rows(range(1, 15)))
    _intake, reading = examined(province, [*rows(range(1, 7), words="เขียนใหม่เรื่อง"), *rows(range(20, 26))[1:]])

    assert told_of(reading) == [
        (
            "wordings_differ", "warning",
            "มาตรการ 6 ข้อเขียนไม่ตรงกับแผนที่มีอยู่ แผนเดิมคงไว้ ให้ตรวจว่าเป็นแผนเดียวกัน (ตัวชี้วัด.ข้อ): "
            "1.1, 1.2, 1.3, 1.4, 1.5, 1.6",
        ),
        (
            "measures_extra", "warning",
            "แผนที่มีอยู่ไม่มีมาตรการ 6 ข้อของไฟล์ จึงไม่นำเข้า ให้เพิ่มในแผนก่อนหากต้องการ (ตัวชี้วัด.ข้อ): "
            "1.20, 1.21, 1.22, 1.23, 1.24, 1.25",
        ),
        (
            "measures_missing", "warning",
            "แผนที่มีอยู่มีมาตรการ 8 ข้อที่ไม่มีในไฟล์ แผนเดิมคงไว้ ให้ตรวจว่าไฟล์ครบ (ตัวชี้วัด.ข้อ): "
            "1.7, 1.8, 1.9, 1.10, 1.11, 1.12, 1.13, 1.14",
        ),
    ]  # fmt: skip


def test_measure_that_the_paper_lacks_is_told_of_a_plan_and_not_of_results(province, agency):
    committed(province, rows(range(1, 4)))
    _intake, plan = examined(province, rows(range(1, 3)))
    _intake, results = examined(province, rows(range(1, 3)), agency=agency, with_results=True, round_kind="12")

    assert [one.code for one in plan.doubts] == ["measure_missing"]
    assert [one.code for one in results.doubts] == []


BLANK = [
    HEAD,
    ["IIT", ONE, "1. เขียนให้เกิด", ALL, ""],
    measure_row(2, "ไม่มีการให้บริการ"),
    measure_row(3, "https://example.go.th/a-\nhttps://"),
]


def test_preview_of_a_plan_lists_doubts_about_the_plan_alone(province, agency):
    plan, whole = examined(province, BLANK)
    results, _reading = examined(province, BLANK, agency=agency, with_results=True, round_kind="12")

    def stored(intake):
        return {one["code"] for one in intake.reading["doubts"]}

    assert stored(plan) == {"text_cut"}
    assert stored(results) == {one.code for one in whole.doubts}
    assert {"answer_blank", "not_applicable", "link_cut"} <= stored(results)


@pytest.fixture
def told_by_the_command(province, tmp_path):
    def run(table, *options):
        path = tmp_path / "paper.docx"
        path.write_bytes(word(table, titles=TITLES))
        out = StringIO()
        call_command("import_plan", str(path), "--province", "ทดสอบบุรี", "--year", "2566", *options, stdout=out)
        return out.getvalue().splitlines()

    return run


def test_command_says_that_the_same_paper_changes_nothing(told_by_the_command):
    unchanged = "ไฟล์นี้ไม่มีสิ่งที่ต้องเพิ่ม ข้อมูลที่มีอยู่คงเดิม จึงไม่มีอะไรเปลี่ยน"
    count = "มาตรการ 3 ข้อ ใน 1 ตัวชี้วัด 3"

    assert told_by_the_command(rows(range(1, 4)), "--commit") == [count, "บันทึกแล้ว"]
    assert told_by_the_command(rows(range(1, 4))) == [count, unchanged]
    assert told_by_the_command(rows(range(1, 4)), "--commit") == [count, unchanged]
    assert Measure.objects.count() == 3


def test_command_tells_of_a_plan_only_what_concerns_the_plan(told_by_the_command):
    assert [line.partition(":")[2].strip() for line in told_by_the_command(BLANK) if "[" in line] == [
        "ข้อความน่าจะขาดตอนท้าย ให้เติมข้อความให้ครบจากต้นฉบับ (เขียนให้เกิด)"
    ]


def test_doubt_is_told_again_in_another_language():
    found = doubt("label_twice", Place("แบบ", 0, 9, 2), "4", indicator=1, first=Place("แบบ", 0, 3, 2))
    english = {
        WORDS["label_twice"][1]: "{indicator}: {value} again, first at {first}",
        "แผ่นงาน “{sheet}” แถว {row} คอลัมน์ {column}": "sheet {sheet} row {row} column {column}",
    }

    assert "(ข้อแรกอยู่ที่ แผ่นงาน “แบบ” แถว 3 คอลัมน์ 2)" in found.message
    assert told(found, english.__getitem__) == "1: 4 again, first at sheet แบบ row 3 column 2"


def test_doubt_kept_by_an_earlier_version_is_shown_in_thai(province):
    _intake, reading = examined(province, BLANK)
    stored = reading.to_store()
    for one in stored["doubts"]:
        del one["words"]
    old = type(reading).from_store(stored)

    with translation.override("en"):
        shown = [one.message for one in display.shown_doubts(old) if one.doubt.code == "answer_blank"]
    assert shown == ["ยังไม่มีผลการดำเนินงานของข้อ 1 ให้กรอกผล หรือระบุเหตุผลหากไม่เกี่ยวข้อง"]
