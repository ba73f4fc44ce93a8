from decimal import Decimal

from reports.catalogue.province_measures.form import build, score_lines
from reports.facts import Indicator, LastScore, Measure, ProvinceRound

DUTY = Indicator("IIT", 1, "การปฏิบัติหน้าที่", "i1-i6")
MONEY = Indicator("IIT", 2, "การใช้งบประมาณ", "i7-i12")
DEFENCE = Indicator("OIT", 10, "การป้องกันการทุจริต", "o31-o43")
MEASURES = (
    *(Measure(DUTY, str(n), "ก", "ทุกหน่วย") for n in (1, 2, 3)),
    *(Measure(MONEY, str(n), "ข", "ทุกหน่วย") for n in (1, 2)),
    Measure(DEFENCE, "1", "ค", "จังหวัด"),
)


def data(*narratives, **more):
    return ProvinceRound(2566, "รอบ 6 เดือน", "ศรีนที", MEASURES, tuple(narratives), **more)


def spans(document):
    """(rows, text) of the narrative cells, table by table."""
    return [
        [(row[4].rows, document.line(row[4].lines[0])) for row in table.rows if row[4]] for table in document.tables()
    ]


def test_form_b_says_its_official_words():
    scores = ((10, LastScore(2565, Decimal("94.71"), "ต้องปรับปรุง")),)
    paper = build(data(("สรุป 12 แห่ง", frozenset({5})), scores=scores, level=5))
    words = list(paper.words())

    assert words[:4] == [
        "ระดับคะแนน ๕",
        "จังหวัดรายงานข้อมูลการดำเนินการตามแผนการขับเคลื่อนเพื่อพัฒนาและยกระดับการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ (รอบ ๖ เดือน)",
        "แบบรายงานมาตรการปรับปรุงและพัฒนาเพื่อยกระดับผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ",
        "ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ จังหวัดศรีนที",
    ]
    assert words[4:9] == [
        "แบบสำรวจ", "ตัวชี้วัดที่", "วิธีการ/ขั้นตอนการดำเนินการ", "หน่วยงาน/ดำเนินการ", "ผลการดำเนินงาน",
    ]  # fmt: skip
    assert words[-8:] == [
        "OIT", "๑๐. การป้องกันการทุจริต", "(ข้อคำถาม ๐๓๑-๐๔๓)", "ในปี ๒๕๖๕ ได้คะแนน ๙๔.๗๑", "ต้องปรับปรุง",
        "๑. ค", "จังหวัด", "สรุป 12 แห่ง",
    ]  # fmt: skip


def test_front_without_a_level_has_one_line():
    assert len(build(data()).front) == 1


def test_whole_score_has_no_decimals():
    lines = score_lines(LastScore(2565, Decimal("100.00"), ""))

    assert [part for line in lines for part in line][1] == Decimal(100)
    assert len(lines) == 1


def test_narrative_of_an_indicator_covers_all_its_rows():
    paper = build(data(("ทั้งตัวชี้วัด", frozenset({0, 1, 2}))))

    assert spans(paper) == [[(3, "ทั้งตัวชี้วัด")], [(1, "-"), (1, "-")], [(1, "-")]]


def test_narrative_over_two_indicators_joins_them_in_one_table():
    paper = build(data(("ข้ามตัวชี้วัด", frozenset({2, 3, 4}))))

    assert spans(paper) == [[(1, "-"), (1, "-"), (3, "ข้ามตัวชี้วัด")], [(1, "-")]]


def test_narratives_of_one_measure_stand_below_each_other():
    paper = build(data(("หนึ่ง", frozenset({0})), ("สอง", frozenset({0}))))

    cell = paper.tables()[0].rows[0][4]
    assert cell is not None
    assert [paper.line(line) for line in cell.lines] == ["หนึ่ง", "สอง"]


def test_form_without_measures_still_has_its_heads():
    paper = build(ProvinceRound(2566, "รอบ 6 เดือน", "ศรีนที", ()))

    assert [len(table.rows) for table in paper.tables()] == [0]
