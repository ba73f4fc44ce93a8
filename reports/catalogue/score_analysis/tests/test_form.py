"""Form C says its words, part after part, whatever of a year is known."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from reports.catalogue.score_analysis.form import PARTS, build, fetch, gaps
from reports.parts import blocks_of
from reports.registry import form
from reports.selectors import Gaps, NothingToPrint, find_subject
from reports.tests.carded import put_card
from reports.tests.year_data import OWNER, perfect, question, totals_alone, without_a_card, year_paper

WRITTEN = {
    "preface": "คำนำของเรา",
    "rationale": "เหตุผลปี 2567",
    "analysis": "เหตุ**สำคัญ**",
    "recommendations": "1. แนะนำ",
}
HEADS = ["ประเด็นประเมิน", "คะแนน", "ประเด็นที่ควรพัฒนา"]
ITEM_HEADS = ["ประเด็นการตรวจ", "คะแนน", "สำนัก/กอง/หน่วย ที่รับผิดชอบข้อมูล", "ประเด็นที่ควรพัฒนา"]
MEASURE_HEADS = ["มาตรการ", "ขั้นตอนหรือวิธีการ", "ผู้รับผิดชอบ", "การกำกับติดตาม"]
URGENT, BETTER, KEEP = "ต้องปรับปรุง/แก้ไขอย่างเร่งด่วน", "ต้องปรับปรุง/พัฒนา ให้ดียิ่งขึ้น", "ต้องรักษาระดับ"
ASKED = "ผู้ตอบเห็นว่าหน่วยงานทำงานตามขั้นตอนที่ประกาศไว้มากน้อยเพียงใด ข้อที่"


def written(data):
    return replace(data, prose=WRITTEN)


def after(data, heading):
    """The words of the paper from that heading on."""
    words = list(build(written(data)).words())
    return words[words.index(heading) :]


def test_form_c_says_its_words():
    assert list(build(written(year_paper())).words()) == [
        "รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส", "ในการดำเนินงานของหน่วยงานภาครัฐ",
        "(Integrity and Transparency Assessment: ITA)", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๗", OWNER,
        "คำนำ", "คำนำของเรา",
        "๑ หลักการและเหตุผล", "เหตุผลปี 2567",
        "๒ ผลการประเมิน", "คะแนนการประเมินในภาพรวม ประจำปี พ.ศ.๒๕๖๗ คิดเป็น ๙๒.๘๔ คะแนน ระดับการประเมิน ผ่าน",
        "๒.๑ คะแนนตามแบบสำรวจ",
        "แบบสำรวจ", "น้ำหนัก (ร้อยละ)", "คะแนนปีก่อน", "คะแนน",
        "แบบวัดภายใน (IIT)", "๓๐", "๙๐.๐๐", "๘๗.๕๐",
        "แบบวัดภายนอก (EIT)", "๓๐", "-", "๙๘.๔๘",
        "แบบตรวจการเปิดเผยข้อมูล (OIT)", "๔๐", "๑๐๐.๐๐", "๙๑.๐๐",
        "คะแนนรวม", "๑๐๐", "๘๘.๑๐", "๙๒.๘๔",
        "๒.๒ คะแนนรายตัวชี้วัด",
        "แบบสำรวจ", "ตัวชี้วัด", "คะแนนปีก่อน", "คะแนน", "เพิ่ม (ลด)", "แนวทางตามช่วงคะแนน",
        "IIT", "๑. การปฏิบัติหน้าที่", "๙๐.๐๐", "๘๓.๕๗", "(๖.๔๓)", URGENT,
        "๒. การใช้งบประมาณ", "๙๐.๐๐", "๙๑.๔๓", "๑.๔๓", BETTER,
        "EIT", "๖. คุณภาพการดำเนินงาน", "-", "๙๘.๔๘", "-", KEEP,
        "OIT", "๙. การเปิดเผยข้อมูล", "๑๐๐.๐๐", "๙๑.๐๐", "(๙.๐๐)", BETTER,
        "๒.๓ เปรียบเทียบกับปีก่อน",
        "๓ การวิเคราะห์", "เหตุสำคัญ",
        "๔ ข้อเสนอแนะ", "1. แนะนำ",
        "๕ ประเด็นที่หน่วยงานต้องพัฒนา",
        "๕.๑ แบบวัดภายใน (IIT)", *HEADS,
        "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่", "๘๓.๕๗", URGENT,
        f"I๑ {ASKED} 1", "๘๙.๒๕", BETTER, "(มาตรการ ตัวชี้วัดที่ ๙ ข้อ ๒)",
        "- ข้อย่อยที่ ๑", "๘๘.๒๕", BETTER, "- ข้อย่อยที่ ๒", "๘๗.๒๕", BETTER,
        f"I๒ {ASKED} 2", "๘๘.๒๕", BETTER,
        "ตัวชี้วัดที่ ๒ การใช้งบประมาณ", "๙๑.๔๓", BETTER,
        "๕.๒ แบบตรวจการเปิดเผยข้อมูล (OIT)", *ITEM_HEADS,
        "ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล", "๙๑.๐๐", BETTER,
        "O๑ รายการที่ 1", "(ข้อมูลพื้นฐาน)", "๐.๐๐", "งานนโยบายและแผน", URGENT, "(มาตรการ ตัวชี้วัดที่ ๙ ข้อ ๒)",
        "๖ มาตรการ", *MEASURE_HEADS,
        "ตัวชี้วัดที่ ๙ ข้อ ๒", "จัดทำคู่มือการให้บริการ ฉบับที่ 2", "และเผยแพร่บนเว็บไซต์", "ตอบประเด็น I๑, O๑",
        "๑) แต่งตั้งผู้รับผิดชอบ", "๒) เผยแพร่ทุก 3 เดือน", "ทุกส่วนงาน",
        "รายงานผู้บริหารทุกไตรมาส", "กำหนดแล้วเสร็จ ๓๑ มีนาคม ๒๕๖๘",
        "ตัวชี้วัดที่ ๑ ข้อ ๑", "จัดทำคู่มือการให้บริการ ฉบับที่ 1", "และเผยแพร่บนเว็บไซต์", "-", "ทุกส่วนงาน", "-",
    ]  # fmt: skip


def test_form_c_of_totals_alone_says_what_is_missing():
    assert after(totals_alone(), "๒ ผลการประเมิน") == [
        "๒ ผลการประเมิน", "คะแนนการประเมินในภาพรวม ประจำปี พ.ศ.๒๕๖๗ คิดเป็น ๙๒.๘๔ คะแนน ระดับการประเมิน ผ่าน",
        "๓ การวิเคราะห์", "เหตุสำคัญ", "๔ ข้อเสนอแนะ", "1. แนะนำ",
        "๕ ประเด็นที่หน่วยงานต้องพัฒนา", "ยังไม่มีคะแนนรายตัวชี้วัดและรายข้อ จึงยังระบุประเด็นที่ต้องพัฒนาไม่ได้",
        "๖ มาตรการ", "ยังไม่มีแผนมาตรการปีงบประมาณ พ.ศ. ๒๕๖๘",
    ]  # fmt: skip


def test_form_c_without_a_card_prints_the_measures_of_the_province():
    words = after(without_a_card(), "๒ ผลการประเมิน")

    assert words[:10] == [
        "๒ ผลการประเมิน", "ยังไม่มีผลคะแนนปีงบประมาณ พ.ศ. ๒๕๖๗ จึงยังไม่มีตารางและแผนภูมิคะแนน",
        "๓ การวิเคราะห์", "เหตุสำคัญ", "๔ ข้อเสนอแนะ", "1. แนะนำ",
        "๕ ประเด็นที่หน่วยงานต้องพัฒนา", "ยังไม่มีผลคะแนนปีงบประมาณ พ.ศ. ๒๕๖๗ จึงยังไม่มีประเด็นที่ต้องพัฒนา",
        "๖ มาตรการ", "มาตรการตามแผนปีงบประมาณ พ.ศ. ๒๕๖๘ ของจังหวัดศรีนที ที่หน่วยงานต้องดำเนินการ มีดังนี้",
    ]  # fmt: skip


def test_form_c_of_a_perfect_card_has_no_weak_tables():
    assert after(perfect(), "๕ ประเด็นที่หน่วยงานต้องพัฒนา")[1:] == [
        "ไม่มีตัวชี้วัด ข้อคำถาม หรือรายการที่ต้องพัฒนาตามช่วงคะแนนที่กำหนด ให้รักษาระดับการปฏิบัติงานต่อไป",
        "๖ มาตรการ", "แผนมาตรการปีงบประมาณ พ.ศ. ๒๕๖๘ ยังไม่มีมาตรการ",
    ]  # fmt: skip


def test_form_c_proposes_the_parts_that_nobody_wrote():
    data = year_paper()
    sections = build(data).sections

    for part, section in zip(PARTS, (1, 2, 4, 5), strict=True):
        assert sections[section].blocks[1:] == blocks_of(PARTS, data, part.code) != ()


def test_form_c_says_where_nobody_wrote_and_nothing_can_be_proposed():
    words = list(build(totals_alone()).words())
    place = words.index("๔ ข้อเสนอแนะ")

    assert words[place : place + 3] == ["๔ ข้อเสนอแนะ", "ยังไม่มีข้อความในส่วนนี้", "๕ ประเด็นที่หน่วยงานต้องพัฒนา"]


def test_form_c_names_no_indicator_where_the_edition_knows_none_of_a_question():
    loose = replace(question("e3", 0, "91.00"), name="")
    data = replace(year_paper(0, 0, 0), scores=replace(year_paper(0, 0).scores, indicators=(), questions=(loose,)))

    assert after(data, "๕.๑ แบบวัดภายนอก (EIT)") == [
        "๕.๑ แบบวัดภายนอก (EIT)", *HEADS, "E๓", "๙๑.๐๐", BETTER,
        "๖ มาตรการ", "แผนมาตรการปีงบประมาณ พ.ศ. ๒๕๖๘ ยังไม่มีมาตรการ",
    ]  # fmt: skip


def test_form_c_takes_the_measures_people_where_the_register_names_nobody():
    items = year_paper(0, 1).scores.items
    data = replace(year_paper(0, 1), scores=replace(year_paper(0, 1).scores, items=(replace(items[0], unit=""),)))
    row = next(table for table in build(data).tables() if table.columns[0].heading == ITEM_HEADS[0]).rows[1]

    assert row[2].lines == (("ทุกส่วนงาน",),)


@pytest.mark.parametrize(
    ("data", "draft"), [(year_paper(), False), (totals_alone(), True), (without_a_card(), True), (perfect(), True)]
)
def test_form_c_is_a_draft_until_there_are_a_card_and_measures(data, draft):
    assert build(data).draft is draft


def test_paper_of_a_year_tells_of_the_card_before_it(agency, province):
    put_card(agency, 2567, {"1": "90.00", "2": "100.00"})
    data = fetch(find_subject(agency, 2568, of_round=False))

    assert (data.owner, data.fiscal_year, data.scores.fiscal_year, data.plan, data.prose) == (
        "หน่วยงานทดสอบ", 2568, 2567, None, {},
    )  # fmt: skip
    assert [(one.number, one.score) for one in data.scores.indicators[:3]] == [
        (1, Decimal("90.00")), (2, Decimal("100.00")), (3, None),
    ]  # fmt: skip


def test_gaps_name_card_and_plan_and_the_parts_that_nobody_wrote(agency, make_plan):
    make_plan(2568, {1: 1, 9: 12})

    assert gaps(find_subject(agency, 2568, of_round=False)) == Gaps(
        said=(
            "ยังไม่มีผลคะแนนปีงบประมาณ พ.ศ. 2567",
            "ยังไม่ระบุการกำกับติดตาม: ตัวชี้วัดที่ 1 ข้อ 1, "
            + ", ".join(f"ตัวชี้วัดที่ 9 ข้อ {n}" for n in range(1, 10)) + " และอีก 3 แห่ง",
            "ยังเป็นข้อความที่ระบบเสนอ: คำนำ, หลักการและเหตุผล, การวิเคราะห์, ข้อเสนอแนะ",
        )
    )  # fmt: skip


def test_gaps_name_the_figures_that_a_card_lacks(agency):
    put_card(agency, 2566, {"1": "90.00", "i1": "88.00", "o1": "0"})

    assert gaps(find_subject(agency, 2567, of_round=False)).said[:4] == (
        "ยังไม่มีแผนมาตรการปีงบประมาณ พ.ศ. 2567", "คะแนนปี 2566 ยังขาดตัวชี้วัดที่ 2, 3, 4, 5, 6, 7, 8, 9, 10",
        "ยังไม่มีร้อยละของคำตอบรายข้อคำถาม", "ข้อ OIT ที่ไม่ได้คะแนนยังไม่มีผู้รับผิดชอบข้อมูล: o1",
    )  # fmt: skip


@pytest.mark.parametrize("code", ["score_analysis", "transparency_measures"])
def test_year_without_card_and_plan_says_what_is_missing(agency, province, tmp_path, code):
    said = "ยังไม่มีผลคะแนนปีงบประมาณ พ.ศ. 2567 และยังไม่มีแผนมาตรการปีงบประมาณ พ.ศ. 2568"
    for owner in (agency, province):
        with pytest.raises(NothingToPrint, match=said):
            form(code).document(find_subject(owner, 2568, of_round=False))
    with pytest.raises(CommandError, match=said):
        call_command(
            "render_report", code, "--year", "2568", "--agency", agency.name, "--format", "html",
            "--output", str(tmp_path / "c.html"),
        )  # fmt: skip


@pytest.mark.parametrize("code", ["score_analysis", "transparency_measures"])
@pytest.mark.parametrize("whose", [("--agency", "หน่วยงานทดสอบ"), ("--province", "ทดสอบบุรี")])
def test_command_prints_forms_c_and_d_without_a_round(agency, province, tmp_path, code, whose):
    put_card(agency, 2567, {"1": "90.00"})
    put_card(province, 2567, {"1": "90.00"})
    target = tmp_path / "c.html"
    call_command("render_report", code, "--year", "2568", *whose, "--format", "html", "--output", str(target))

    assert "๙๐.๐๐" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", ["score_analysis", "transparency_measures"])
def test_forms_c_and_d_are_thai_whoever_reads(agency, make_plan, code):
    make_plan(2568)
    put_card(agency, 2567, {"1": "90.00", "i1": "88.00", "o1": "0", "overall": "90.00"})
    subject = find_subject(agency, 2568, of_round=False)
    thai = form(code).document(subject)
    with translation.override("en"):
        assert form(code).document(subject) == thai


@pytest.mark.parametrize("count", [6, 30])  # six questions are a whole indicator
def test_long_paper_takes_as_many_queries_as_a_short_one(agency, make_plan, django_assert_num_queries, count):
    make_plan(2567, {1: count})
    put_card(agency, 2566, {f"i{n}": "90.00" for n in range(1, count + 1)})
    subject = find_subject(agency, 2567, of_round=False)
    with django_assert_num_queries(23):
        paper = form("score_analysis").document(subject)

    assert len(paper.tables()[-1].rows) == count
