import copy
import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from agencies.models import AccountEvent, Province
from assessments import references
from assessments.base_data import fixture, load_base
from assessments.edition_data import EditionError, parse_edition, to_json
from assessments.editions import EditionReport, copy_edition, load_edition, read_edition, remove_part
from assessments.merging import Mode
from assessments.models import Edition, Indicator, IndicatorScore, Question, ScoreCard
from assessments.selectors import EditionMissingError, edition_for, indicator_scores, indicators_of

pytestmark = pytest.mark.django_db
YEARS = tuple(range(2563, 2571))


def document(year: int) -> dict:
    return json.loads(fixture("editions", f"{year}.json").read_text(encoding="utf-8"))


def indicator_of(data: dict, number: int) -> dict:
    return next(one for part in data["instruments"] for one in part["indicators"] if one["number"] == number)


def use_indicator(year: int, number: int) -> None:
    province = Province.objects.create(code="99", name="ศรีนที", name_en="Si Nathi")
    card = ScoreCard.objects.create(province=province, fiscal_year=year)
    IndicatorScore.objects.create(card=card, number=number, score=Decimal("91.25"))


@pytest.mark.parametrize("year", YEARS)
def test_every_shipped_edition_is_stored_whole(year):
    load_edition(document(year))
    assert read_edition(edition_for(year)) == parse_edition(document(year))


@pytest.mark.parametrize("year", YEARS)
def test_every_shipped_edition_reads_back_from_its_own_document(year):
    edition = parse_edition(document(year))
    assert parse_edition(json.loads(json.dumps(to_json(edition)))) == edition


def test_edition_2566_has_the_questions_of_its_paper():
    load_edition(document(2566))
    rows = [(one.number, one.name, one.question_range, one.instrument.code) for one in indicators_of(2566)]
    assert rows == [
        (1, "การปฏิบัติหน้าที่", "i1-i6", "IIT"),
        (2, "การใช้งบประมาณ", "i7-i12", "IIT"),
        (3, "การใช้อำนาจ", "i13-i18", "IIT"),
        (4, "การใช้ทรัพย์สินของราชการ", "i19-i24", "IIT"),
        (5, "การแก้ไขปัญหาการทุจริต", "i25-i30", "IIT"),
        (6, "คุณภาพการดำเนินงาน", "e1-e5", "EIT"),
        (7, "ประสิทธิภาพการสื่อสาร", "e6-e10", "EIT"),
        (8, "การปรับปรุงการทำงาน", "e11-e15", "EIT"),
        (9, "การเปิดเผยข้อมูล", "o1-o30", "OIT"),
        (10, "การป้องกันการทุจริต", "o31-o43", "OIT"),
    ]
    assert Question.objects.get(code="o31").text == "ประกาศ No Gift Policy"
    assert list(Question.objects.filter(text="").values_list("code", flat=True)) == [
        "e4",
        "e7",
        "e8",
        "e10",
        "e13",
    ]


def test_indicators_of_asks_once(django_assert_num_queries):
    load_edition(document(2570))
    with django_assert_num_queries(1):
        assert [(one.number, one.instrument.code, one.edition.fiscal_year) for one in indicators_of(2570)][9] == (
            10,
            "OIT",
            2570,
        )


def test_load_base_is_the_same_twice():
    first, second = load_base(), load_base()
    assert (first.provinces, first.skipped, [one.created for one in first.editions]) == (77, (), [True] * 8)
    assert second.editions == tuple(EditionReport(year, created=False) for year in YEARS)
    assert (Province.objects.count(), Edition.objects.count()) == (77, 8)
    assert Province.objects.get(name="กรุงเทพมหานคร").code == "10"
    assert AccountEvent.objects.filter(action="edition.edit").count() == 8


def test_load_base_leaves_an_administrators_words_and_additions():
    load_base()
    Indicator.objects.filter(edition__fiscal_year=2569, number=9).update(
        name="การเปิดเผยข้อมูล (ปรับ)", question_range="o1-o2"
    )
    indicator = Indicator.objects.get(edition__fiscal_year=2569, number=9)
    Question.objects.create(indicator=indicator, code="o1", text="ของผู้ดูแล", answer_kind="disclosure")
    before = read_edition(edition_for(2569))
    report = load_base()
    assert read_edition(edition_for(2569)) == before
    assert report.editions[6].kept == ("ชื่อตัวชี้วัดที่ 9",)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda d: d["instruments"][0].update(weight="31"), "น้ำหนักของแบบสำรวจรวมกันต้องได้ 100 แต่ได้ 101"),
        (lambda d: d["instruments"][0].update(code="EIT"), "แบบสำรวจต้องเป็น IIT, EIT หรือ OIT อย่างละไม่เกินหนึ่ง"),
        (
            lambda d: indicator_of(d, 2).update(question_range="i8-i12"),
            "ตัวชี้วัดที่ 2: ช่วงข้อคำถามต้องเริ่มที่ i7 ไม่ขาดและไม่ซ้อน · ตัวชี้วัดที่ 2: ข้อ i7 อยู่นอกช่วง i8-i12",
        ),
        (lambda d: indicator_of(d, 1)["questions"].pop(2), "ตัวชี้วัดที่ 1: ยังขาดข้อ i3"),
        (lambda d: indicator_of(d, 1)["questions"].append({"code": "i6"}), "รหัสข้อ i6 ซ้ำกัน"),
        (
            lambda d: indicator_of(d, 5).update(number=4),
            "เลขตัวชี้วัดต้องเรียงจาก 1 ไม่ขาดและไม่ซ้ำ",
        ),
        (
            lambda d: indicator_of(d, 1).update(question_range="i1 ถึง i6"),
            "ตัวชี้วัดที่ 1: ช่วงข้อคำถาม “i1 ถึง i6” ไม่ถูกต้อง โปรดพิมพ์เช่น i1-i6",
        ),
        (
            lambda d: indicator_of(d, 1)["questions"][0].update(polarity="บวก"),
            "ตัวชี้วัดที่ 1: ข้อ i1: ทิศทางต้องเป็น + หรือ - หนึ่งตัว หรือเท่าจำนวนข้อย่อย",
        ),
        (
            lambda d: d["bands"]["rows"].pop(0),
            "ช่วงคะแนนต้องเริ่มที่ 0 เรียงจากน้อยไปมาก ไม่ซ้ำกัน และไม่เกิน 100",
        ),
        (lambda d: d.pop("instruments"), "อ่านไฟล์เกณฑ์การประเมินไม่ได้: ขาดหรือผิดรูปแบบที่ 'instruments'"),
        (lambda d: d.update(fiscal_year=2026), "ปีงบประมาณ 2026 ไม่ใช่ปี พ.ศ."),
    ],
)
def test_load_edition_refuses_what_is_not_valid_and_writes_nothing(change, problem):
    data = document(2566)
    change(data)
    with pytest.raises(EditionError) as refusal:
        load_edition(data)
    assert str(refusal.value) == problem
    assert not Edition.objects.exists()


@pytest.mark.parametrize("rubbish", [None, [], "x", 5, {"fiscal_year": "NaN"}, {"instruments": 3}])
def test_load_edition_refuses_what_is_no_edition(rubbish):
    with pytest.raises(EditionError, match="อ่านไฟล์เกณฑ์การประเมินไม่ได้"):
        load_edition(rubbish)


def test_additions_to_a_referenced_indicator_are_welcome():
    load_edition(document(2568))
    use_indicator(2568, 9)
    data = document(2568)
    indicator_of(data, 9).update(question_range="o1-o22", aliases=["การเปิดเผยข้อมูลสาธารณะ"])
    indicator_of(data, 9)["sub_indicators"] = [
        {"code": "9.1", "name": "ข้อมูลพื้นฐาน", "questions": [{"code": "o1", "answer_kind": "disclosure"}]}
    ]
    report = load_edition(data)
    assert report == EditionReport(
        2568,
        created=False,
        added=("ตัวชี้วัดย่อย 9.1", "ข้อ o1", "ชื่ออื่นของตัวชี้วัดที่ 9", "ช่วงข้อคำถามของตัวชี้วัดที่ 9"),
    )
    assert read_edition(edition_for(2568)) == parse_edition(data)


@pytest.mark.parametrize("used", [False, True])
def test_a_referenced_name_or_weight_is_not_changed(used):
    load_edition(document(2566))
    if used:
        use_indicator(2566, 1)
    data = document(2566)
    indicator_of(data, 1)["name"] = "การทำงาน"
    data["instruments"][0]["weight"], data["instruments"][1]["weight"] = "35", "25"
    if not used:
        assert load_edition(data).changed == ("น้ำหนัก IIT", "ชื่อตัวชี้วัดที่ 1", "น้ำหนัก EIT")
        return
    with pytest.raises(EditionError) as refusal:
        load_edition(data)
    assert refusal.value.problems == (
        "น้ำหนัก IIT ถูกใช้แล้ว จึงเปลี่ยนไม่ได้ (เดิม “30” ใหม่ “35”)",
        "ชื่อตัวชี้วัดที่ 1 ถูกใช้แล้ว จึงเปลี่ยนไม่ได้ (เดิม “การปฏิบัติหน้าที่” ใหม่ “การทำงาน”)",
        "น้ำหนัก EIT ถูกใช้แล้ว จึงเปลี่ยนไม่ได้ (เดิม “30” ใหม่ “25”)",
    )
    assert read_edition(edition_for(2566)) == parse_edition(document(2566))


def test_a_higher_floor_can_say_what_it_uses(monkeypatch):
    monkeypatch.setattr(references, "_holders", [])
    load_edition(document(2566))
    references.register(lambda year: {3} if year == 2566 else set())
    assert references.locked_parts(edition_for(2566)).numbers == frozenset({3})


def test_what_a_file_leaves_out_stays():
    load_edition(document(2566))
    data = document(2566)
    indicator_of(data, 1)["questions"][0]["text"] = ""
    assert load_edition(data) == EditionReport(2566, created=False)
    assert read_edition(edition_for(2566)) == parse_edition(document(2566))


def test_a_question_does_not_move_to_another_indicator():
    load_edition(document(2566))
    data = copy.deepcopy(document(2566))
    data["verified"] = False
    for number in (9, 10):
        indicator_of(data, number)["question_range"] = ""
    moved = indicator_of(data, 9)["sub_indicators"][4]["questions"].pop()
    indicator_of(data, 10)["sub_indicators"][0]["questions"].append(moved)
    with pytest.raises(EditionError, match="ข้อ o30 ย้ายที่ไม่ได้ ให้ลบของเดิมก่อน"):
        load_edition(data)


def test_copy_edition_starts_a_year_unverified():
    load_edition(document(2566))
    copy_edition(edition_for(2566), 2571)
    old, new = read_edition(edition_for(2566)), read_edition(edition_for(2571))
    assert (new.instruments, new.bands, new.verified) == (old.instruments, old.bands, False)
    with pytest.raises(EditionError, match=r"มีเกณฑ์ของปีงบประมาณ พ\.ศ\. 2571 อยู่แล้ว"):
        copy_edition(edition_for(2566), 2571)


def test_remove_part_takes_only_what_is_free():
    load_edition(document(2566))
    with pytest.raises(EditionError, match="ยกเลิกสถานะ"):
        remove_part(edition_for(2566), "o43")
    load_edition(document(2566) | {"verified": False})
    remove_part(edition_for(2566), "o43")
    assert not Question.objects.filter(code="o43").exists()
    with pytest.raises(EditionError, match="ไม่มีข้อ o43 ในเกณฑ์ปี 2566"):
        remove_part(edition_for(2566), "o43")


def test_exact_mode_empties_what_the_browser_emptied():
    load_edition(document(2566))
    data = document(2566)
    indicator_of(data, 4)["aliases"] = []
    assert load_edition(data, mode=Mode.MERGE) == EditionReport(2566, created=False)
    assert load_edition(data, mode=Mode.EXACT).changed == ("ชื่ออื่นของตัวชี้วัดที่ 4",)


def test_load_edition_command_reports_and_refuses(tmp_path, capsys):
    path = tmp_path / "2566.json"
    path.write_text(json.dumps(document(2566)), encoding="utf-8-sig")
    call_command("load_edition", str(path))
    assert capsys.readouterr().out == "เกณฑ์ปีงบประมาณ พ.ศ. 2566: สร้างใหม่\n"
    path.write_text("{")
    with pytest.raises(CommandError, match="ไฟล์ต้องเป็น JSON"):
        call_command("load_edition", str(path))


def test_selectors_answer_for_years_and_bodies_without_data():
    province = Province.objects.create(code="99", name="ศรีนที", name_en="Si Nathi")
    with pytest.raises(EditionMissingError, match=r"ยังไม่มีเกณฑ์การประเมินของปีงบประมาณ พ\.ศ\. 2580"):
        edition_for(2580)
    assert (indicators_of(2580), indicator_scores(province, 2580)) == ((), {})
