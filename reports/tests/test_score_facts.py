"""What of a year's result the papers tell: as printed, else as it follows, with the year before beside it."""

from decimal import Decimal

import pytest

from assessments.bands import parse_bands
from assessments.base_data import fixture, read_json
from assessments.edition_data import parse_edition
from assessments.register.writing import TypedItem
from assessments.scoring import Card
from assessments.tests.registers import SITE, put
from measures.models import Plan
from reports.score_facts import (
    IndicatorScore,
    InstrumentScore,
    ItemScore,
    PartScore,
    PrintedCard,
    QuestionScore,
    ScoreYear,
    score_facts,
    score_year,
)
from reports.tests.carded import put_card

EDITIONS = {year: parse_edition(read_json(fixture("editions", f"{year}.json"))) for year in (2566, 2568)}
BANDS = parse_bands(EDITIONS[2566].bands)
URGENT, BETTER, KEEP = (row.wording for row in BANDS.rows)
FOUR = (Decimal("0.00"), Decimal("10.00"), Decimal("30.00"), Decimal("60.00"))


def facts(year=2566, bands=BANDS, before=None, units=None, percents=None, level="ผ่าน", **figures):
    scores = {code.replace("_", "").replace("p", "."): Decimal(score) for code, score in figures.items()}
    printed = PrintedCard(Card(scores, percents or {}, level), "ตามเกณฑ์")
    return score_facts("ก", year, EDITIONS.get(year), printed, bands=bands, units=units, before=before)


def test_indicators_have_score_year_before_wording_and_whether_they_are_weak():
    before = facts(2566, _1="90.00", _2="91.00")
    told = facts(2568, before=before, _1="83.95", _2="95.00", _4="100.00")

    assert told.indicators[:4] == (
        IndicatorScore(1, "การปฏิบัติหน้าที่", "IIT", Decimal("83.95"), Decimal("90.00"), URGENT, weak=True),
        IndicatorScore(2, "การใช้งบประมาณ", "IIT", Decimal("95.00"), Decimal("91.00"), KEEP),
        IndicatorScore(3, "การใช้อำนาจ", "IIT"),
        IndicatorScore(4, "การใช้ทรัพย์สินของราชการ", "IIT", Decimal("100.00"), None, KEEP),
    )
    assert [one.change for one in told.indicators[:3]] == [Decimal("-6.05"), Decimal("4.00"), None]
    assert (told.lacking, [one.number for one in told.weak_indicators]) == ((3, 5, 6, 7, 8, 9, 10), [1])


def test_number_that_named_another_indicator_has_no_year_before():
    other = ScoreYear("ก", 2565, indicators=(IndicatorScore(1, "ความเสมอภาคในการบริการ", "IIT", Decimal("70.00")),))

    assert facts(2566, before=other, _1="90.00").indicators[0].previous is None


def test_questions_tell_score_answers_sub_questions_and_their_bands():
    told = facts(percents={"i1.1": FOUR, "i1.2": (Decimal(0), Decimal(0), Decimal(0), Decimal(100))}, i19="80.00")
    first = told.questions[0]

    assert first == QuestionScore(
        "i1", first.name, 1, "IIT", Decimal("91.70"), None,
        (PartScore("i1.1", Decimal("83.40"), FOUR, URGENT),
         PartScore("i1.2", Decimal("100.00"), (Decimal(0), Decimal(0), Decimal(0), Decimal(100)), KEEP)),
        weak=True, advice=BETTER,
    )  # fmt: skip
    assert ([one.code for one in told.weak_questions], [one.code for one in told.answered]) == (["i1", "i19"], ["i1"])
    assert ([one.code for one in told.told], len(told.questions)) == (["i1", "i19"], 45)


def test_items_without_points_name_their_section_and_who_answers_for_them():
    told = facts(units={"o27": "งานธุรการ"}, o27="0", o28="100")

    assert told.lost_items == (
        ItemScore("o27", "แนวปฏิบัติการจัดการเรื่องร้องเรียน", 9, "การส่งเสริมความโปร่งใส", Decimal("0.00"), "งานธุรการ", URGENT),
    )


def test_question_of_a_year_without_lists_keeps_its_score_and_names_nothing():
    told = facts(2568, e3="91.00", e10="99.00")

    assert told.questions == (
        QuestionScore("e3", "", 0, "EIT", Decimal("91.00"), weak=True, advice=BETTER),
        QuestionScore("e10", "", 0, "EIT", Decimal("99.00")),
    )


def test_whole_and_instruments_are_as_printed_else_as_they_follow():
    scores = dict.fromkeys((f"_{n}" for n in range(1, 11)), "90.00")
    printed, followed = facts(_1="90.00", overall="92.84", IIT="90.00"), facts(**scores, level="")

    assert (printed.overall, printed.level, printed.level_printed) == (Decimal("92.84"), "ผ่าน", True)
    assert (followed.overall, followed.level, followed.level_printed) == (Decimal("90.00"), "ตามเกณฑ์", False)
    assert followed.instruments == tuple(
        InstrumentScore(one.code, one.name, one.weight, Decimal("90.00")) for one in EDITIONS[2566].instruments
    )


def test_bands_decide_and_without_any_nothing_is_weak():
    strict = parse_bands({"rows": [{"at_least": "0", "wording": "แก้"}, {"at_least": "99", "wording": "ดี"}]})

    assert [(one.number, one.advice) for one in facts(bands=strict, _1="98.00").weak_indicators] == [(1, "แก้")]
    none = facts(bands=None, _1="10.00", o1="0")
    assert (none.weak_indicators, none.marks, [one.code for one in none.lost_items]) == ((), (), ["o1"])


def test_year_that_nobody_knows_is_empty_and_says_so():
    empty = score_facts("ก", 2569, None, None, bands=BANDS)

    assert empty == ScoreYear("ก", 2569, level_printed=False, marks=(85, 95))
    assert (empty.has_details, empty.change, empty.plan_year) == (False, None, 2570)


def test_scores_of_a_year_without_an_edition_keep_their_numbers():
    told = score_facts("ก", 2571, None, PrintedCard(Card({"2": Decimal("80.00"), "1": Decimal("90.00")})))

    assert told.indicators == (IndicatorScore(1, "", "", Decimal("90.00")), IndicatorScore(2, "", "", Decimal("80.00")))


@pytest.mark.django_db
def test_stored_card_is_fetched_with_the_year_before_units_and_the_plans_bands(agency, staff):
    put_card(agency, 2565, {"1": "70.00", "overall": "80.00"}, level="C")
    put_card(agency, 2566, {"1": "98.00", "o1": "0", "overall": "90.00"}, level="ผ่านดี")
    put(agency, staff, 2566, "o1", TypedItem("yes", "ครบ", "กองคลัง", (f"{SITE}/a",)))
    Plan.objects.create(
        province=agency.province, fiscal_year=2567,
        bands={"rows": [{"at_least": "0", "wording": "แก้"}, {"at_least": "99", "wording": "ดี"}]},
    )  # fmt: skip
    told = score_year(agency, 2566)

    assert (told.owner, told.overall, told.level, told.change) == (
        "หน่วยงานทดสอบ", Decimal("90.00"), "ผ่านดี", Decimal("10.00"),
    )  # fmt: skip
    assert told.indicators[0] == IndicatorScore(
        1, "การปฏิบัติหน้าที่", "IIT", Decimal("98.00"), Decimal("70.00"), "แก้", weak=True
    )
    assert [(one.code, one.unit, one.advice) for one in told.lost_items] == [("o1", "กองคลัง", "แก้")]
    assert (told.previous.fiscal_year, told.previous.level, told.previous.previous) == (2565, "C", None)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_many_scores_take_as_many_queries_as_one(agency, province, django_assert_num_queries, count):
    for owner in (agency, province):
        for year in (2565, 2566):
            put_card(owner, year, {f"i{n}": "90.00" for n in range(1, count + 1)} | {"1": "90.00"})
    with django_assert_num_queries(20):
        score_year(agency, 2566)
    with django_assert_num_queries(19):
        assert len(score_year(province, 2566).weak_questions) == count
