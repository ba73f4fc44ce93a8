"""Which measures of a year hold for whom, as the papers tell them."""

from decimal import Decimal

import pytest

from assessments.tests.registers import edition
from measures.choices import Grouping
from measures.models import Measure, Plan, WeakPoint
from reports.plan_facts import Group, Planned, PlanYear, plan_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(make_plan):
    edition(2568)
    return make_plan(2568, {1: 1, 9: 1})


def planned(plan, group, label="1", **fields):
    text = f"มาตรการที่ {group.number}.{label} ของปี 2568"
    return Planned(group, label, text, responsible="ทุกส่วนราชการ", **fields)


ONE, NINE = Group(1, "การปฏิบัติหน้าที่"), Group(9, "การเปิดเผยข้อมูล")


def test_province_has_all_measures_of_its_plan_with_what_they_answer(plan, province):
    first = plan.measures.get(indicator=1)
    WeakPoint.objects.create(measure=first, fiscal_year=2567, code="i3", score=Decimal("80.00"))
    WeakPoint.objects.create(measure=first, fiscal_year=2566, code="i9")
    Measure.objects.filter(indicator=9).update(follow_up="รายเดือน", substeps=[{"label": "1.1", "text": "ประกาศ"}])
    told = plan_year(province, 2568)

    assert told == PlanYear(
        2568, "จังหวัดทดสอบบุรี", True,
        (planned(plan, ONE, answers=("i3",)), planned(plan, NINE, steps=(("1.1", "ประกาศ"),), follow_up="รายเดือน")),
    )  # fmt: skip
    assert told.answering("i3") == told.measures[:1]
    assert [(group.words, len(ones)) for group, ones in told.groups()] == [("ตัวชี้วัดที่ 1", 1), ("ตัวชี้วัดที่ 9", 1)]


def test_agency_has_the_measures_that_are_assigned_to_it(plan, make_agency):
    member, stranger = make_agency("ในกลุ่ม"), make_agency("นอกกลุ่ม", grouped=False)
    plan.measures.get(indicator=9).agencies.add(stranger)

    assert plan_year(member, 2568) == PlanYear(2568, "จังหวัดทดสอบบุรี", False, (planned(plan, ONE), planned(plan, NINE)))
    assert plan_year(stranger, 2568) == PlanYear(2568, "จังหวัดทดสอบบุรี", False, (planned(plan, NINE),))


def test_agency_that_plans_for_itself_has_its_own_measures_by_issue(plan, agency):
    own = Plan.objects.create(province=agency.province, agency=agency, fiscal_year=2568, grouping=Grouping.ISSUE)
    Measure.objects.create(plan=own, indicator=0, issue=2, label="1", text="ยื่นคำขอออนไลน์")
    name = edition(2568).issues.get(number=2).name

    assert plan_year(agency, 2568) == PlanYear(
        2568, "หน่วยงานทดสอบ", True, (Planned(Group(2, name, is_issue=True), "1", "ยื่นคำขอออนไลน์"),)
    )
    assert plan_year(agency, 2568).measures[0].place == "ประเด็นที่ 2 ข้อ 1"


def test_year_without_a_plan_has_no_measures(agency, province):
    assert (plan_year(agency, 2568), plan_year(province, 2568)) == (None, None)


@pytest.mark.parametrize("count", [1, 20])
def test_many_measures_take_as_many_queries_as_one(make_plan, agency, province, django_assert_num_queries, count):
    make_plan(2568, {1: count})
    with django_assert_num_queries(7):
        assert len(plan_year(agency, 2568).measures) == count
    with django_assert_num_queries(4):
        assert len(plan_year(province, 2568).measures) == count
