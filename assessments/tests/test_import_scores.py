"""`import_scores`: the document of --json, exit codes, what a commit makes, whose scores a name means."""

import json
import re

import pytest
from django.core.management import CommandError, call_command

from agencies.models import AccountEvent, Agency
from assessments.base_data import fixture, read_json
from assessments.cards.shapes import card_json
from assessments.editions import load_edition
from assessments.models import CardChange, IndicatorScore, ScoreCard
from assessments.selectors import EditionMissingError, card_of
from assessments.tests.score_papers import NAMES, OF_2567, OF_2568, excel, full_card, full_sheet, simple
from assessments.tests.test_scoring import edition

NOWHERE = {"sheet": "", "table": 0, "row": 0, "column": 0}
GROUPS: dict[str, dict[str, str]] = {
    "instruments": {},
    "sub_indicators": {},
    "questions": {},
    "distributions": {},
    "items": {},
}
BOTH = excel([*simple(2567, OF_2567, 92.84, "ผ่าน"), [], *simple(2568, OF_2568, 98.97, "ผ่านดีเยี่ยม")])
REPAIRS = [
    {"of": of, "from": before, "to": after}
    for of, before, after in [
        ("overall", "93.97", "98.97"), ("8", "96.71", "46.71"), ("7", "97.17", "47.17"), ("6", "98.75", "48.75"),
    ]
]  # fmt: skip
INDICATORS = {str(n): f"{score:.2f}" for n, score in enumerate(OF_2568, start=1)}
CARD_2568 = {"year": 2568, "overall": "98.97", "level": "ผ่านดีเยี่ยม", **GROUPS, "indicators": INDICATORS}


@pytest.fixture
def editions(db):
    for year in (2566, 2567, 2568):
        load_edition(read_json(fixture("editions", f"{year}.json")))


@pytest.fixture
def run(tmp_path, capsys, province, editions):
    def run(data: bytes, *words: str, name: str = "scores.xlsx"):
        path = tmp_path / name
        path.write_bytes(data)
        code: object = 0
        try:
            call_command("import_scores", str(path), *words, "--json")
        except SystemExit as end:
            code = end.code
        except CommandError:
            code = 1
        return code, json.loads(capsys.readouterr().out)

    return run


def test_document_of_a_sound_card_is_the_card_and_nothing_else(run):
    assert run(BOTH, "--year", "2568", "--province", "จังหวัดทดสอบบุรี") == (
        0,
        {"card": CARD_2568, "findings": [], "other_years": [2567], "doubts": []},
    )
    assert not ScoreCard.objects.exists()


def test_misread_digit_is_found_with_its_repairs_and_level(run):
    paper = excel(simple(2568, OF_2568, 93.97, "ผ่านดีเยี่ยม"))

    code, document = run(paper, "--year", "2568", "--province", "ทดสอบบุรี")

    assert code == 0
    assert document["card"] == CARD_2568 | {"overall": "93.97"}
    assert document["findings"] == [
        {
            "kind": "mismatch", "of": "overall", "printed": "93.97", "computed": "98.97", "interval": None,
            "repairs": REPAIRS,
            "message": "คะแนนรวม พิมพ์ไว้ 93.97 แต่คำนวณจากส่วนประกอบได้ 98.97"
            " หากอ่านผิดหลักเดียว อาจเป็นคะแนนรวม จาก 93.97 เป็น 98.97",
        },
        {
            "kind": "repair", "of": "overall", "printed": "93.97", "computed": "98.97", "interval": None,
            "repairs": REPAIRS,
            "message": "ทุกยอดจะตรงกันถ้าแก้คะแนนรวม จาก 93.97 เป็น 98.97"
            " หรือแก้อย่างอื่นอีก 3 แบบ โปรดเทียบกับเอกสารต้นฉบับก่อนแก้",
        },
        {
            "kind": "level", "of": "overall", "printed": "ผ่านดีเยี่ยม", "computed": "ผ่านดี", "interval": None,
            "repairs": [], "message": "ระดับที่พิมพ์ไว้คือ “ผ่านดีเยี่ยม” แต่ตามเกณฑ์ของปีนี้น่าจะเป็น “ผ่านดี”"
            " ไม่ถึง “ผ่านดีเยี่ยม” เพราะคะแนนรวม 93.97 ต่ำกว่า 95",
        },
    ]  # fmt: skip


def test_missing_part_cannot_be_proven_and_gets_its_interval(run):
    paper = excel(simple(2568, OF_2568[:9], 98.97))
    _code, document = run(paper, "--year", "2568", "--province", "ทดสอบบุรี")
    assert [(one["kind"], one["of"], one["interval"], one["repairs"]) for one in document["findings"]] == [
        ("cannot_prove", "overall", ["99.96", "100.00"], [])
    ]


def test_doubts_have_code_severity_place_value_and_message(run):
    rows = simple(2568, OF_2568)
    rows[2][1], rows[3][2] = "การปฏิบัติงาน", "99,30"
    _code, document = run(excel(rows, names=["คะแนน"]), "--year", "2568", "--province", "ทดสอบบุรี")
    assert document["doubts"] == [
        {
            "code": "name_unknown", "severity": "warning", "value": "การปฏิบัติงาน",
            "where": {"sheet": "คะแนน", "table": 0, "row": 3, "column": 2},
            "message": f"ชื่อ “การปฏิบัติงาน” ไม่ใช่ชื่อของตัวชี้วัดที่ 1 ({NAMES[0]}) ใช้เลขตัวชี้วัดเป็นหลัก ให้ตรวจว่าเป็นตัวชี้วัดนี้",
        },
        {
            "code": "comma_decimal", "severity": "warning", "value": "99,30",
            "where": {"sheet": "คะแนน", "table": 0, "row": 4, "column": 3},
            "message": "คะแนน “99,30” ใช้จุลภาคแทนจุด อ่านเป็น 99.30 ให้ตรวจ",
        },
    ]  # fmt: skip


def test_refused_file_has_no_card_and_ends_with_1(run):
    code, document = run(BOTH, "--year", "2566", "--province", "ทดสอบบุรี", "--commit")
    message = "ไฟล์นี้ไม่มีคะแนนปี 2566 พบเฉพาะปี 2567, 2568 ให้เลือกปีที่มีในไฟล์ หรือเลือกไฟล์ของปี 2566"
    assert (code, document) == (
        1,
        {
            "card": None, "findings": [], "other_years": [2567, 2568],
            "doubts": [
                {
                    "code": "year_not_found", "severity": "error", "where": NOWHERE, "value": "2567, 2568",
                    "message": message,
                },
            ],
        },
    )  # fmt: skip
    assert not ScoreCard.objects.exists()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--year", "2568"), "โปรดระบุ --province หรือ --agency ว่าเป็นคะแนนของใคร"),
        (("--year", "2568", "--province", "ไม่มี"), "ไม่พบจังหวัดชื่อ “ไม่มี” โปรดตรวจตัวสะกด"),
        (("--year", "2568", "--agency", "ไม่มี"), "ไม่พบหน่วยงานชื่อ “ไม่มี” โปรดตรวจตัวสะกด"),
        (("--year", "2568", "--agency", "ไม่มี", "--create"), "ไม่พบหน่วยงานชื่อ “ไม่มี” โปรดตรวจตัวสะกด"),
        (
            ("--year", "2599", "--province", "ทดสอบบุรี"),
            str(EditionMissingError(2599)),
        ),
    ],
)
def test_unknown_owner_or_year_is_refused(run, words, why):
    code, document = run(BOTH, *words)
    assert (code, document["card"], [one["message"] for one in document["doubts"]]) == (1, None, [why])


def test_name_found_twice_is_refused_until_the_province_is_named(run, make_agency, other_province):
    make_agency("อบต.ตัวอย่าง")
    make_agency("อบต.ตัวอย่าง", province=other_province)
    assert run(BOTH, "--year", "2568", "--agency", "อบต.ตัวอย่าง")[0] == 1
    assert run(BOTH, "--year", "2568", "--agency", "อบต.ตัวอย่าง", "--province", "ต่างถิ่น")[0] == 0


def test_commit_makes_the_card_with_what_follows_and_its_history(run, agency):
    run(BOTH, "--year", "2567", "--agency", agency.name, "--commit")
    row = ScoreCard.objects.get()
    assert (row.agency, row.province, row.fiscal_year, row.version) == (agency, agency.province, 2567, 1)
    assert (str(row.computed_overall), row.level_hint, row.findings_count) == ("92.84", "ผ่าน", 0)
    assert card_json(2567, card_of(row)) == {
        "year": 2567, "overall": "92.84", "level": "ผ่าน", **GROUPS,
        "indicators": {str(n): f"{score:.2f}" for n, score in enumerate(OF_2567, start=1)},
    }  # fmt: skip
    change = CardChange.objects.get()
    assert (change.by, change.source, len(change.changes), change.changes["4"]) == (
        None, "import_scores scores.xlsx", 12, [None, "65.29"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("แบบรายงานมาตรการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ จังหวัด{other}", ["จังหวัด{other}"]),
        ("แบบรายงานมาตรการ ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ จังหวัด{province}", []),
        ("หน่วยงาน : อบต.อื่น", ["อบต.อื่น"]),
        ("หน่วยงาน :  {agency}", []),
        ("ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568 อบต.อื่น", ["อบต.อื่น"]),
        ("ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2568 {agency} จังหวัด{province}", []),
        ("คะแนนของหน่วยงานภายในจังหวัดดังนี้", []),
    ],
)
def test_chosen_owner_wins_over_the_heading_and_a_difference_names_both(run, agency, other_province, heading, told):
    names = {"agency": agency.name, "province": agency.province.name, "other": other_province.name}
    heading, told = heading.format(**names), [one.format(**names) for one in told]
    paper = excel([[heading], *simple(2568, OF_2568)])

    code, document = run(paper, "--year", "2568", "--agency", agency.name, "--commit")

    said = [one for one in document["doubts"] if one["code"] == "owner_differs"]
    assert (code, [one["value"] for one in said]) == (0, told)
    assert all(f"“{told[0]}” แต่กำลังนำเข้า “{agency.name}”" in one["message"] for one in said)
    assert ScoreCard.objects.get().agency == agency


def test_same_file_twice_changes_nothing(run, agency):
    for _ in range(2):
        assert run(BOTH, "--year", "2567", "--agency", agency.name, "--commit")[0] == 0
    assert (ScoreCard.objects.get().version, CardChange.objects.count(), IndicatorScore.objects.count()) == (1, 1, 10)


def test_what_the_file_leaves_out_stays_and_what_differs_is_named_first(run, province):
    full = full_card(edition(2566))
    words = ("--year", "2566", "--province", province.name, "--commit")
    assert run(excel(full_sheet(2566, full)), *words)[0] == 0

    _code, document = run(excel(simple(2566, [50])), *words)

    assert [one["code"] for one in document["doubts"]] == ["figure_replaced", "kept_disagrees"]
    assert f"ตัวชี้วัดที่ 1 {full.figures['1']:.2f} → 50.00" in document["doubts"][0]["message"]
    assert "แต่ไม่ตรงกับไฟล์: คะแนนรวม, IIT, ตัวชี้วัดที่ 1 ให้" in document["doubts"][1]["message"]
    stored = card_of(ScoreCard.objects.get())
    assert stored.figures == full.figures | {"1": 50}
    assert stored.percents == full.percents


def test_create_makes_the_agency_with_commit_only(run, province):
    words = ("--year", "2568", "--agency", "อบต.ใหม่", "--province", province.name, "--create")
    code, document = run(BOTH, *words)
    assert (code, [one["code"] for one in document["doubts"]]) == (0, ["name_new"])
    assert not Agency.objects.exists()

    assert run(BOTH, *words, "--commit")[0] == 0

    assert list(Agency.objects.values_list("name", "groups__name")) == [("อบต.ใหม่", "ทุกส่วนราชการ")]
    assert ScoreCard.objects.get().agency.name == "อบต.ใหม่"
    made = AccountEvent.objects.get(subject_type="agency")
    assert (made.action, made.actor) == ("agency.add", None)


def test_words_without_json_say_card_findings_and_end(tmp_path, capsys, province, editions):
    path = tmp_path / "a.xlsx"
    path.write_bytes(BOTH)
    call_command("import_scores", str(path), "--year", "2568", "--province", province.name, "--commit")
    assert capsys.readouterr().out == (
        "ปี 2568 คะแนนรวม 98.97 ระดับ ผ่านดีเยี่ยม\nตัวเลข 11 ค่า ร้อยละของคำตอบ 0 ข้อ\nในไฟล์มีปีอื่นด้วย: 2567\nบันทึกแล้ว\n"
    )
    with pytest.raises(CommandError, match=re.escape("ไม่ได้บันทึก โปรดแก้ข้อผิดพลาดแล้วลองใหม่")):
        call_command("import_scores", str(path), "--year", "2566", "--province", province.name)


def test_missing_file_is_a_refusal(run, tmp_path, capsys, province):
    with pytest.raises(SystemExit) as end:
        call_command(
            "import_scores", str(tmp_path / "no.xlsx"), "--year", "2568", "--province", province.name, "--json"
        )
    document = json.loads(capsys.readouterr().out)
    assert (end.value.code, [one["code"] for one in document["doubts"]]) == (1, ["hostile_file"])
