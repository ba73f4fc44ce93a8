from reports.catalogue.agency_measures.form import build, result_lines
from reports.document import Cell, Codes, Link, Made
from reports.facts import AgencyRound, Indicator, Measure, Reported

DUTY = Indicator("IIT", 1, "การปฏิบัติหน้าที่", "i1-i6")
MONEY = Indicator("IIT", 2, "การใช้งบประมาณ")
SITE = Link("https://a.example/1", "https://a.example/1")


def paper():
    entries = (
        (Measure(DUTY, "1", "ข้อแรก", "ทุกหน่วย"), Reported("done", "ดำเนินการแล้ว", "ทำแล้ว", "", (SITE,))),
        (Measure(DUTY, "3", "ข้อสาม", "ทุกหน่วย", (("3.1", "ย่อย"),)), Reported()),
        (Measure(MONEY, "1", "ข้อแรก", ""), Reported("not_applicable", "ไม่เกี่ยวข้อง", "", "ไม่มีบริการ")),
    )
    return build(AgencyRound(2566, "ศรีนที", "สำนักงานทดสอบ", entries))


def test_form_a_says_its_official_words():
    assert list(paper().words()) == [
        "แบบรายงานการดำเนินงานตามมาตรการปรับปรุงและพัฒนาเพื่อยกระดับผลการประเมินคุณธรรมและความโปร่งใส",
        "ในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. 2566 จังหวัดศรีนที",
        "หน่วยงาน : สำนักงานทดสอบ",
        *("แบบสำรวจ", "ตัวชี้วัดที่", "วิธีการ/ขั้นตอนการดำเนินการ", "หน่วยงาน/ผู้รับผิดชอบ", "ผลการดำเนินงาน (ระบุ URL)"),
        *("IIT", "1. การปฏิบัติหน้าที่", "(ข้อคำถาม i1-i6)", "1. ข้อแรก", "ทุกหน่วย", "ทำแล้ว", "https://a.example/1"),
        *("3. ข้อสาม", "3.1 ย่อย", "-"),
        *("แบบสำรวจ", "ตัวชี้วัดที่", "วิธีการ/ขั้นตอนการดำเนินการ", "หน่วยงาน/ผู้รับผิดชอบ", "ผลการดำเนินงาน (ระบุ URL)"),
        *("IIT", "2. การใช้งบประมาณ", "1. ข้อแรก", "-", "ไม่มีบริการ"),
    ]


def test_block_cells_cover_their_whole_block():
    first = paper().tables()[0]

    assert first.rows == (
        (
            Cell((("IIT",),), 2, block=True),
            Cell(((Made("1. "), DUTY.name), (Made("(ข้อคำถาม "), Codes("i1-i6"), Made(")"))), 2, block=True),
            Cell(((Made("1. "), "ข้อแรก"),)),
            Cell((("ทุกหน่วย",),), 2, block=True),
            Cell((("ทำแล้ว",), (SITE,))),
        ),
        (None, None, Cell(((Made("3. "), "ข้อสาม"), (Made("3.1 "), "ย่อย"))), None, Cell(((None,),))),
    )


def test_each_indicator_begins_a_page_and_titles_stand_on_every_page():
    made = paper()

    assert (made.fresh_pages, made.landscape, made.page_number, made.numerals) == (True, True, "-{}-", "arabic")
    assert [made.line(section.bookmark) for section in made.sections] == ["1. การปฏิบัติหน้าที่", "2. การใช้งบประมาณ"]


def test_answer_without_words_prints_the_answer():
    assert result_lines(Reported("not_started", "ยังไม่ดำเนินการ")) == ((Made("ยังไม่ดำเนินการ"),),)
    assert result_lines(Reported("not_applicable", "ไม่เกี่ยวข้อง")) == ((Made("ไม่เกี่ยวข้อง"),),)
    assert result_lines(Reported()) == ((None,),)
