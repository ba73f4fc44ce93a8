import pytest

from assessments.matching import IndicatorMatch, KnownIndicator, match_indicator, stated_range

KNOWN = (
    KnownIndicator(1, "การปฏิบัติหน้าที่", (), "i1-i6"),
    KnownIndicator(2, "การใช้งบประมาณ", (), "i7-i12"),
    KnownIndicator(3, "การใช้อำนาจ", (), "i13-i18"),
    KnownIndicator(4, "การใช้ทรัพย์สินของราชการ", ("การใช้ทรัพย์สินของทางราชการ",), "i19-i24"),
    KnownIndicator(5, "การแก้ไขปัญหาการทุจริต", (), "i25-i30"),
    KnownIndicator(6, "คุณภาพการดำเนินงาน", (), "e1-e5"),
    KnownIndicator(7, "ประสิทธิภาพการสื่อสาร", (), "e6-e10"),
    KnownIndicator(8, "การปรับปรุงการทำงาน", ("การปรับปรุงระบบการทำงาน",), "e11-e15"),
    KnownIndicator(9, "การเปิดเผยข้อมูล", (), "o1-o30"),
    KnownIndicator(10, "การป้องกันการทุจริต", ("การป้องกันทุจริต",), "o31-o43"),
)


@pytest.mark.parametrize(
    ("cell", "match"),
    [
        (
            "1. การปฏิบัติหน้าที่\n(ข้อคำถาม i1-i6)",
            IndicatorMatch(1, "both", 1, "การปฏิบัติหน้าที่", "i1-i6"),
        ),
        (
            "๔. การใช้ทรัพย์สินของทางราชการ (ข้อคำถาม i๑๙-i๒๔)",
            IndicatorMatch(4, "both", 4, "การใช้ทรัพย์สินของทางราชการ", "i19-i24"),
        ),
        (
            "๑๐. การป้องกันทุจริต (ข้อคำถาม ๐๓๑-๐๔๓) ในปี ๒๕๖๕ ได้คะแนน ๑๐๐",
            IndicatorMatch(10, "both", 10, "การป้องกันทุจริต", "o31-o43"),
        ),
        (
            "9. การเปิดเผยข้อมูล (ข้อคำถาม o1-o33)",
            IndicatorMatch(9, "both", 9, "การเปิดเผยข้อมูล", "o1-o33", range_differs=True),
        ),
        ("ตัวชี้วัดที่ 8 การปรับปรุงระบบการทำงาน", IndicatorMatch(8, "both", 8, "การปรับปรุงระบบการทำงาน")),
        ("การใช้อำนาจ", IndicatorMatch(3, "name", None, "การใช้อำนาจ")),
        ("7", IndicatorMatch(7, "number", 7)),
        ("๑๐.", IndicatorMatch(10, "number", 10)),
        ("2. การใช้อำนาจ", IndicatorMatch(3, "conflict", 2, "การใช้อำนาจ")),
        ("6. คุณภาพการดําเนินงาน", IndicatorMatch(6, "both", 6, "คุณภาพการดำเนินงาน")),
        ("5. การเเก้ไขปัญหาการทุจริต", IndicatorMatch(5, "both", 5, "การเเก้ไขปัญหาการทุจริต")),
        ("2. เรื่องเงินทองของหน่วยงาน", IndicatorMatch(None, "none", 2, "เรื่องเงินทองของหน่วยงาน")),
        (
            "2. เรื่องเงินทอง (ข้อคำถาม i7-i12)",
            IndicatorMatch(2, "number", 2, "เรื่องเงินทอง", "i7-i12"),
        ),
        ("11. ตัวชี้วัดใหม่", IndicatorMatch(None, "none", 11, "ตัวชี้วัดใหม่")),
        ("", IndicatorMatch(None, "none")),
    ],
)
def test_match_indicator_reads_the_cell_as_people_write_it(cell, match):
    assert match_indicator(cell, KNOWN) == match


@pytest.mark.parametrize("known", KNOWN)
def test_match_indicator_finds_every_printed_cell(known):
    printed = f"{known.number}. {known.name} (ข้อคำถาม {known.question_range})"
    assert match_indicator(printed, KNOWN) == IndicatorMatch(
        known.number, "both", known.number, known.name, known.question_range
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("i1-i6", "i1-i6"),
        ("O1 – O30", "o1-o30"),
        ("e6 ถึง e10", "e6-e10"),
        ("ปี 2565-2566", ""),
        ("i1-6", "i1-i6"),
    ],
)
def test_stated_range_is_read_in_any_spelling(text, found):
    assert stated_range(text) == found
