"""Form E says its words: the memo, measures in groups with photos behind them, two years' scores, suggestions."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.authoring import save_card
from assessments.models import Edition, Issue
from assessments.scoring import OVERALL, Card
from evidence.models import Attachment
from ita_portal.tests.permissions.world import attach_photo
from measures.models import Crest, Memo, Narrative, Plan, Prose, Result, Round, RoundMeasure
from reports.annual_facts import Group, Told, annual_results, proposed_letter
from reports.blocks import Heading, Photo, Photos
from reports.catalogue.annual_results.form import CODE, build, fetch, gaps
from reports.catalogue.annual_results.tests.sample import ISSUES, LETTER, OWNER, URL, results, told
from reports.document import Cell, Table
from reports.facts import Indicator, Measure, Reported
from reports.score_facts import ScoreYear
from reports.selectors import Gaps, NothingToPrint, subject_of

HEADS = [
    "มาตรการ/กิจกรรมที่ดำเนินการ", "ขั้นตอน/วิธีปฏิบัติ", "สรุปผลการดำเนินงานตามมาตรการหรือกิจกรรม", "ผลลัพธ์หรือความสำเร็จ",
    "หน่วยงานผู้รับผิดชอบ",
]  # fmt: skip
MEMO = [
    "บันทึกข้อความ", "ส่วนราชการ", f"สำนักปลัด {OWNER}", "โทร.", "0 3600 0000 ต่อ 12", "ที่", "ศน 74201/ว 15",
    "วันที่", "๑๓ ตุลาคม ๒๕๖๘", "เรื่อง", "รายงานผลการดำเนินการตามแผนงาน ประจำปีงบประมาณ พ.ศ. 2568",
    "เรียน  นายกองค์การบริหารส่วนตำบลตัวอย่าง", "ตามที่องค์การบริหารส่วนตำบลตัวอย่างได้กำหนดมาตรการไว้ 4 มาตรการ นั้น",
    "บัดนี้ดำเนินการแล้วเสร็จ ดังนี้", "1. จัดทำคู่มือ", "2. เผยแพร่ผล", "รายละเอียดตามรายงานที่แนบมาพร้อมนี้",
    "จึงเรียนมาเพื่อโปรดทราบ และพิจารณาสั่งการ", "นายตัวอย่าง ทดสอบ", "นักวิเคราะห์นโยบายและแผนชำนาญการ",
    "ความเห็นปลัดองค์การบริหารส่วนตำบลตัวอย่าง", "", "ปลัดองค์การบริหารส่วนตำบลตัวอย่าง",
    "ความเห็นนายกองค์การบริหารส่วนตำบลตัวอย่าง", "นางสาวสมมุติ ทดลอง", "นายกองค์การบริหารส่วนตำบลตัวอย่าง",
]  # fmt: skip
TITLE = [
    "รายงานผลการดำเนินการตามแผนงานเสริมสร้างคุณธรรม จริยธรรม ธรรมาภิบาลเพื่อป้องกันการทุจริต",
    "ประจำปีงบประมาณ พ.ศ. ๒๕๖๘", "ขององค์การบริหารส่วนตำบลตัวอย่าง จังหวัดศรีนที",
]  # fmt: skip
STEPS = ["๑. แต่งตั้งคณะทำงาน", "๒. ประชุมทุกเดือนและสรุปผลเสนอผู้บริหาร ปี 2568"]


def scored(year: str, score: str, level: str) -> list[str]:
    return [
        f"สรุปผลการประเมินรายตัวชี้วัด ประจำปี พ.ศ.{year}", "ตัวชี้วัด", "รายละเอียดตัวชี้วัด", "คะแนน",
        "๑", "การปฏิบัติหน้าที่", score, "๒", "การใช้งบประมาณ", score,
        f"คะแนนการประเมินในภาพรวม ประจำปี พ.ศ.{year} คิดเป็น {score} คะแนน ระดับการประเมิน {level}",
    ]  # fmt: skip


def test_form_e_says_its_words():
    data = replace(
        results(1), prose={"opening": "บทนำของเรา ปี 2568", "overall": "ดี**ขึ้น**", "recommendations": "1. ทำต่อ"}
    )

    assert list(build(data).words()) == [
        *MEMO, *TITLE, "บทนำของเรา ปี 2568",
        "ประเด็นที่ ๑. กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ", *HEADS,
        "๑. จัดทำคู่มือการให้บริการประชาชน ชุดที่ 1", *STEPS, "1. จัดทำคู่มือแล้ว", "2. เผยแพร่บนเว็บไซต์แล้ว", f"{URL}1",
        "ประชาชนได้รับบริการเร็วขึ้น", "สำนักปลัด",
        "ภาพประกอบผลการดำเนินงานตามมาตรการ", "ภาพที่ 1 การประชุมชี้แจงมาตรการ", *HEADS,
        "๒. จัดทำคู่มือการให้บริการประชาชน ชุดที่ 1", "-", "อยู่ระหว่างจัดทำ", "-", "สำนักปลัด",
        "ประเด็นที่ ๒. การให้บริการและระบบ E-Service", *HEADS,
        "๑. จัดทำคู่มือการให้บริการประชาชน ชุดที่ 2", *STEPS, "1. จัดทำคู่มือแล้ว", "2. เผยแพร่บนเว็บไซต์แล้ว", f"{URL}2",
        "ประชาชนได้รับบริการเร็วขึ้น", "สำนักปลัด",
        "๒. จัดทำคู่มือการให้บริการประชาชน ชุดที่ 2", "-", "ไม่มีงานประเภทนี้", "-", "สำนักปลัด",
        "ผลลัพธ์หรือความสำเร็จของการดำเนินการในภาพรวม",
        *scored("๒๕๖๗", "๙๒.๘๔", "ผ่าน"), *scored("๒๕๖๘", "๙๘.๙๗", "ผ่านดีเยี่ยม"), "ดีขึ้น", "ข้อเสนอแนะ", "1. ทำต่อ",
    ]  # fmt: skip


def test_sections_lie_as_on_paper_and_groups_flow_on():
    found = [(section.landscape, section.fresh) for section in build(results()).sections]

    assert found == [(False, False), (True, False), (True, False), (True, False), (False, True)]


@pytest.mark.parametrize("count", [0, 1, 2, 4, 5, 13])
def test_photos_stand_after_their_measure_and_the_table_goes_on_behind_them(count):
    data = replace(results(count), photos_a_page=6)
    blocks = build(data).sections[2].blocks
    found = [(type(block).__name__, len(getattr(block, "rows", getattr(block, "photos", ())))) for block in blocks]

    parted = [("Heading", 0), ("Table", 1), ("Photos", count), ("Table", 1)]
    assert found == (parted if count else [("Heading", 0), ("Table", 2)])
    assert [block.a_page for block in blocks if isinstance(block, Photos)] == ([6] if count else [])


def test_group_of_an_indicator_is_headed_by_its_number():
    data = replace(results(0), by_issue=False, groups=(Group(9, "การเปิดเผยข้อมูล", (told(2, 1),)),))

    assert build(data).sections[2].blocks[0] == Heading(build(data).sections[2].bookmark)
    assert build(data).line(build(data).sections[2].bookmark) == "ตัวชี้วัดที่ ๙. การเปิดเผยข้อมูล"


def test_text_of_a_province_over_several_measures_stands_once_beside_them():
    measures = [Measure(Indicator("IIT", 1, "ก"), str(n), f"มาตรการ {n}", "ทุกส่วนราชการ") for n in (1, 2, 3)]
    over = [Told(one, 1, Reported(text="ทำแล้วทุกอำเภอ"), "โปร่งใสขึ้น", shared=7) for one in measures[:2]]
    data = replace(
        results(), owner="จังหวัดศรีนที", is_province=True, by_issue=False,
        groups=(Group(1, "ก", (*over, Told(measures[2], 1))),),
    )  # fmt: skip
    table = build(data).sections[2].blocks[1]
    assert isinstance(table, Table)

    assert [row[2:4] for row in table.rows] == [
        (Cell((("ทำแล้วทุกอำเภอ",),), 2, True), Cell((("โปร่งใสขึ้น",),), 2, True)), (None, None), (Cell(), Cell()),
    ]  # fmt: skip
    assert "ของจังหวัดศรีนที" in list(build(data).words())


def test_round_of_six_months_is_named_in_the_title():
    words = list(build(replace(results(), round_name="รอบ 6 เดือน", is_whole_year=False)).words())

    assert "ประจำปีงบประมาณ พ.ศ. ๒๕๖๘ (รอบ ๖ เดือน)" in words


def test_year_without_scores_says_so():
    data = results()
    bare = ScoreYear(data.owner, 2568, previous=ScoreYear(data.owner, 2567))
    words = list(build(replace(data, scores=bare)).words())

    assert [word for word in words if word.startswith("ยังไม่มีคะแนนการประเมิน ")] == [
        "ยังไม่มีคะแนนการประเมิน ประจำปี พ.ศ.๒๕๖๗", "ยังไม่มีคะแนนการประเมิน ประจำปี พ.ศ.๒๕๖๘",
    ]  # fmt: skip


@pytest.fixture
def issues(submission):
    """Make the plan one by issue: 1.1 and 1.2 stand under issue 2, 9.1 under issue 7."""
    plan = submission.round.plan
    Plan.objects.filter(pk=plan.pk).update(grouping="issue")
    edition, _made = Edition.objects.get_or_create(fiscal_year=plan.fiscal_year)
    edition.issues.all().delete()
    for number, name in ISSUES:
        Issue.objects.create(edition=edition, number=number, name=name)
    for row in submission.round.measures.all():
        RoundMeasure.objects.filter(pk=row.pk).update(issue=2 if row.indicator == 1 else 7)
    submission.round.plan.refresh_from_db()
    return submission


def test_report_is_fetched_by_issue_with_photos_outcomes_and_crest(issues, staff):
    first = issues.results.order_by("measure__order").first()
    Result.objects.filter(pk=first.pk).update(answer="done", text="ทำแล้ว", outcome="เร็วขึ้น")
    photo = attach_photo(first, staff).attachment
    paper = attach_photo(first, staff).attachment
    Attachment.objects.filter(pk=paper.pk).update(kind="pdf", width=None, height=None)
    Crest.objects.create(
        agency=issues.agency, file="crests/c.png", sha256="c" * 64, width=300, height=310, uploaded_by=staff,
        uploaded_at=timezone.now(),
    )  # fmt: skip
    data = fetch(subject_of(issues))

    assert [(group.number, group.name, len(group.told)) for group in data.groups] == [(2, ISSUES[1][1], 2), (7, "", 1)]
    assert data.told[0] == Told(
        replace(data.told[0].measure, text="มาตรการที่ 1.1 ของปี 2570"), 2,
        Reported("done", "ดำเนินการแล้ว", "ทำแล้ว"), "เร็วขึ้น", (Photo(str(photo.file), "a" * 64, "ภาพการประชุม", 4, 3),),
    )  # fmt: skip
    assert (data.crest, data.written, data.draft) == (Photo("crests/c.png", "c" * 64, "", 300, 310), False, True)


def test_province_tells_its_own_words_and_no_word_of_a_draft(submission):
    Result.objects.filter(submission=submission).update(text="ถ้อยคำลับ", outcome="ถ้อยคำลับ", answer="done")
    rows = list(submission.round.measures.all())
    Narrative.objects.create(round=submission.round, text="ผลของจังหวัด", outcome="โปร่งใสขึ้น").covers.set(rows[:2])
    document = build(fetch(subject_of(submission.round)))
    words = list(document.words())

    assert [words.count("ผลของจังหวัด"), words.count("โปร่งใสขึ้น"), words.count("ถ้อยคำลับ")] == [1, 1, 0]
    assert "ของจังหวัดทดสอบบุรี" in words


def test_round_of_an_own_plan_asks_for_its_agency(make_plan, make_round, agency):
    round_ = make_round(make_plan(2569, {1: 1}, agency=agency))

    with pytest.raises(NothingToPrint, match="โปรดเลือกหน่วยงาน"):
        fetch(subject_of(round_))


def test_gaps_name_blank_results_missing_outcomes_captions_memo_parts_and_scores(issues, staff):
    first = issues.results.order_by("measure__order").first()
    Result.objects.filter(pk=first.pk).update(answer="done", text="ทำแล้ว")
    photo = attach_photo(first, staff).attachment
    Attachment.objects.filter(pk=photo.pk).update(caption="")

    assert gaps(subject_of(issues)) == Gaps(
        blank=((2, "2"), (7, "1")),
        said=(
            "ยังไม่มีผลลัพธ์หรือความสำเร็จ 1 มาตรการ จะพิมพ์เป็น “-”",
            "ภาพประกอบ 1 ภาพยังไม่มีคำบรรยาย",
            "ยังไม่ได้เขียนบันทึกข้อความ จะพิมพ์ตามที่ระบบเสนอ โดยเว้นที่ไว้ให้เติมชื่อและวันที่",
            "ข้อความต่อไปนี้ยังเป็นข้อความที่ระบบเสนอ: บทนำ, ผลลัพธ์หรือความสำเร็จของการดำเนินการในภาพรวม, ข้อเสนอแนะ",
            "ยังไม่มีคะแนนของปี 2569",
            "ยังไม่มีคะแนนของปี 2570",
        ),
    )


def test_nothing_is_missing_where_everything_was_written(issues, staff, agency):
    Result.objects.filter(submission=issues).update(answer="done", text="ทำแล้ว", outcome="ดีขึ้น")
    Memo.objects.create(
        agency=agency, round=issues.round, subject="รายงาน", updated_by=staff, updated_at=timezone.now()
    )
    for part in ("opening", "overall", "recommendations"):
        Prose.objects.create(
            agency=agency,
            fiscal_year=2570,
            paper=CODE,
            part=part,
            text="ของเรา",
            updated_by=staff,
            updated_at=timezone.now(),
        )
    Edition.objects.get_or_create(fiscal_year=2569)
    for year in (2569, 2570):
        card = Card({OVERALL: Decimal("90.00")})
        save_card(agency, year, card, by=None, version=None, source="", now=timezone.now())

    assert gaps(subject_of(issues)) == Gaps()


@pytest.mark.parametrize("count", [1, 3])
def test_report_takes_as_many_queries_for_many_photos_as_for_one(
    make_plan, make_round, agency, staff, django_assert_num_queries, count
):
    round_ = make_round(make_plan(shape={1: count, 9: count}))
    submission = round_.submissions.get(agency=agency)
    for result in submission.results.all():
        for _ in range(count):
            attach_photo(result, staff)
    subject = subject_of(type(submission).objects.with_context().get(pk=submission.pk))
    with django_assert_num_queries(QUERIES):
        data = annual_results(subject, CODE)

    assert len(data.told) == 2 * count


QUERIES = 15


def test_memo_is_proposed_from_the_round_and_last_years_memo(sent, agency, staff, make_plan, make_round):
    type(agency).objects.filter(pk=agency.pk).update(name="องค์การบริหารส่วนตำบลบ้านใหม่", memo_prefix="ทบ 71001/")
    before = Round.objects.create(plan=make_plan(2569, {1: 1}), kind="12")
    Memo.objects.create(
        agency=agency, round=before, office="สำนักปลัด", number="ทบ 71001/9", date=dt.date(2026, 10, 1), body="เก่า",
        reporter_name="นายสมมุติ ทดลอง", reporter_position="นักวิชาการ", updated_by=staff, updated_at=timezone.now(),
    )  # fmt: skip
    sent.agency.refresh_from_db()

    assert proposed_letter(sent.agency, sent.round, sent) == replace(
        LETTER, office="สำนักปลัด", phone="", number="ทบ 71001/", date=None,
        subject="รายงานผลการดำเนินการตามแผนงานเสริมสร้างคุณธรรม จริยธรรม ธรรมาภิบาลเพื่อป้องกันการทุจริต "
        "ประจำปีงบประมาณ พ.ศ. ๒๕๗๐ (รอบ ๖ เดือน)",
        to="นายกองค์การบริหารส่วนตำบลบ้านใหม่",
        since="ตามที่จังหวัดทดสอบบุรีได้กำหนดมาตรการเพื่อเสริมสร้างคุณธรรมและความโปร่งใสในการดำเนินงาน ประจำปีงบประมาณ พ.ศ. ๒๕๗๐ "
        "ให้หน่วยงานดำเนินการ โดยองค์การบริหารส่วนตำบลบ้านใหม่รับผิดชอบจำนวน ๓ มาตรการ นั้น",
        body="ในการนี้ องค์การบริหารส่วนตำบลบ้านใหม่ขอรายงานผลการดำเนินการตามมาตรการดังกล่าว รอบ ๖ เดือน โดยดำเนินการแล้ว ๓ มาตรการ "
        "จากทั้งหมด ๓ มาตรการ รายละเอียดปรากฏตามรายงานที่แนบมาพร้อมนี้",
        reporter_name="นายสมมุติ ทดลอง", reporter_position="นักวิชาการ",
        deputy_position="ปลัดองค์การบริหารส่วนตำบลบ้านใหม่", head_name="", head_position="นายกองค์การบริหารส่วนตำบลบ้านใหม่",
    )  # fmt: skip
