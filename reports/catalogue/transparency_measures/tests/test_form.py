"""Form D says its words, whatever of a year is known."""

from dataclasses import replace
from decimal import Decimal

from reports.catalogue.transparency_measures.form import PARTS, build
from reports.parts import blocks_of
from reports.tests.year_data import FOUR, OWNER, question, totals_alone, without_a_card, year_paper

WRITTEN = {"rationale": "เหตุผลปี 2567", "analysis": "เหตุ**สำคัญ**"}
ANSWER_HEADS = ["หัวข้อการประเมิน", "น้อยที่สุดหรือไม่มีเลย", "น้อย", "มาก", "มากที่สุด", "คะแนน"]
MEASURE_HEADS = ["มาตรการ", "แนวทางการดำเนินการ/ การปฏิบัติ", "การกำกับติดตาม/ การรายงานผล", "ผู้รับผิดชอบ"]
SHARES = ["๑.๕๐", "๒.๕๐", "๔๖.๐๐", "๕๐.๐๐"]
ASKED = "ผู้ตอบเห็นว่าหน่วยงานทำงานตามขั้นตอนที่ประกาศไว้มากน้อยเพียงใด ข้อที่"


def words(data):
    return list(build(replace(data, prose=WRITTEN)).words())


def test_form_d_says_its_words():
    assert words(year_paper()) == [
        f"มาตรการส่งเสริมความโปร่งใสภายในหน่วยงาน{OWNER}", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
        "๑ หลักการและเหตุผล", "เหตุผลปี 2567",
        "๒ ผลการประเมิน", "คะแนนการประเมินในภาพรวม ประจำปี พ.ศ.๒๕๖๗ คิดเป็น ๙๒.๘๔ คะแนน ระดับการประเมิน ผ่าน",
        "๒.๑ แบบวัดภายใน (IIT)",
        "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ ๘๓.๕๗ คะแนน", *ANSWER_HEADS,
        f"I๑ {ASKED} 1", "๘๙.๒๕", "- ข้อย่อยที่ ๑", *SHARES, "๘๘.๒๕", "- ข้อย่อยที่ ๒", *SHARES, "๘๗.๒๕",
        f"I๒ {ASKED} 2", *SHARES, "๘๘.๒๕",
        "ตัวชี้วัดที่ ๒ การใช้งบประมาณ ๙๑.๔๓ คะแนน", "ผลตามช่วงคะแนน: ต้องปรับปรุง/พัฒนา ให้ดียิ่งขึ้น",
        "๒.๒ แบบวัดภายนอก (EIT)",
        "ตัวชี้วัดที่ ๖ คุณภาพการดำเนินงาน ๙๘.๔๘ คะแนน", "ผลตามช่วงคะแนน: ต้องรักษาระดับ",
        "๒.๓ แบบตรวจการเปิดเผยข้อมูล (OIT)",
        "ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล ๙๑.๐๐ คะแนน",
        "ตัวชี้วัดย่อย", "คะแนน", "ข้อที่ไม่ได้คะแนน", "๙.๑ ข้อมูลพื้นฐาน", "๙๑.๐๐", "O๑ รายการที่ 1",
        "๓ การวิเคราะห์", "ผลการวิเคราะห์", "เหตุสำคัญ",
        "๔ มาตรการส่งเสริมความโปร่งใสภายในหน่วยงาน",
        "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่", *MEASURE_HEADS,
        "๑. จัดทำคู่มือการให้บริการ ฉบับที่ 1", "และเผยแพร่บนเว็บไซต์", "-", "-", "ทุกส่วนงาน",
        "ตัวชี้วัดที่ ๙ การเปิดเผยข้อมูล", *MEASURE_HEADS,
        "๒. จัดทำคู่มือการให้บริการ ฉบับที่ 2", "และเผยแพร่บนเว็บไซต์", "๑) แต่งตั้งผู้รับผิดชอบ", "๒) เผยแพร่ทุก 3 เดือน",
        "รายงานผู้บริหารทุกไตรมาส", "กำหนดแล้วเสร็จ ๓๑ มีนาคม ๒๕๖๘", "ทุกส่วนงาน",
    ]  # fmt: skip


def test_form_d_of_totals_alone_says_what_is_missing():
    assert words(totals_alone())[4:] == [
        "๒ ผลการประเมิน", "คะแนนการประเมินในภาพรวม ประจำปี พ.ศ.๒๕๖๗ คิดเป็น ๙๒.๘๔ คะแนน ระดับการประเมิน ผ่าน",
        "๓ การวิเคราะห์", "ผลการวิเคราะห์", "เหตุสำคัญ",
        "๔ มาตรการส่งเสริมความโปร่งใสภายในหน่วยงาน", "ยังไม่มีแผนมาตรการปีงบประมาณ พ.ศ. ๒๕๖๘",
    ]  # fmt: skip


def test_form_d_without_a_card_prints_the_measures_of_the_province():
    assert words(without_a_card())[4:12] == [
        "๒ ผลการประเมิน", "ยังไม่มีผลคะแนนปีงบประมาณ พ.ศ. ๒๕๖๗",
        "๓ การวิเคราะห์", "ผลการวิเคราะห์", "เหตุสำคัญ",
        "๔ มาตรการส่งเสริมความโปร่งใสภายในหน่วยงาน",
        "มาตรการตามแผนปีงบประมาณ พ.ศ. ๒๕๖๘ ของจังหวัดศรีนที ที่หน่วยงานต้องดำเนินการ มีดังนี้",
        "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่",
    ]  # fmt: skip


def test_form_d_proposes_the_parts_that_nobody_wrote():
    data = replace(year_paper(), prose={})
    rationale, _results, analysis, _measures = build(data).sections

    assert rationale.blocks[1:] == blocks_of(PARTS, data, "rationale") != ()
    assert analysis.blocks[2:] == blocks_of(PARTS, data, "analysis") != ()


def test_form_d_tells_a_question_whose_indicator_or_answers_nobody_knows():
    loose = replace(question("e3", 0, "91.00"), name="")
    bare = replace(question("i7", 2, "88.00"), name="ข้อเจ็ด", shares=None)
    scores = replace(year_paper(0, 0).scores, questions=(bare, loose))
    tables = [table for table in build(replace(year_paper(0, 0), scores=scores)).tables() if len(table.columns) == 6]

    cells = [[cell.lines[0][-1] for cell in table.rows[0]] for table in tables]
    assert cells == [
        ["ข้อเจ็ด", None, None, None, None, Decimal("88.00")],
        [tables[1].rows[0][0].lines[0][-1], *FOUR, Decimal("91.00")],
    ]
    assert "E๓" in words(replace(year_paper(0, 0), scores=scores))
