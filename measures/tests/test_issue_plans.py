"""Plans by issue on every page: grouped, labelled, ordered, filled, judged and carried by issue."""

import pytest
from django.urls import reverse

from agencies.choices import Role
from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from measures import authoring, planning, workflow
from measures.authoring import Typed
from measures.checks import find_all, read
from measures.choices import Action, Grouping
from measures.clock import database_now
from measures.errors import WorkflowError
from measures.grouping import heads_of, in_groups, number_of, place_of
from measures.models import Event, Measure, Narrative, Plan, Result, RoundMeasure, Submission
from measures.planning import MeasureTyped
from measures.selectors.carry import earlier_answers
from measures.selectors.plans import plan_page
from measures.selectors.progress import overview
from measures.tests.entering import typed
from measures.workflow import content_hash

ONE, TWO = "1. กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ", "2. การให้บริการและระบบ E-Service"


@pytest.fixture(autouse=True)
def editions(db):
    for year in ("2569", "2570"):
        load_edition(read_json(fixture("editions", f"{year}.json")))


@pytest.fixture
def plan(make_plan, agency):
    return make_plan(shape={2: 1, 1: 2}, grouping=Grouping.ISSUE)


@pytest.fixture
def report(plan, make_round, agency):
    return Submission.objects.with_context().get(round=make_round(plan), agency=agency)


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


def words(answer):
    return answer.content.decode()


def test_groups_are_issues_in_their_order_and_label_their_measures(plan, reviewer):
    groups = plan_page(plan, user=reviewer, now=database_now()).groups

    assert [(g.heading, g.instrument, [str(line.measure) for line in g.lines]) for g in groups] == [
        (ONE, "", ["1.1", "1.2"]), (TWO, "", ["2.1"])
    ]  # fmt: skip


def test_indicators_and_issues_of_one_number_are_two_places():
    issue, indicator = Measure(issue=3, indicator=9), Measure(indicator=3)

    assert (number_of(issue), number_of(indicator)) == (3, 3)
    assert (place_of(issue), place_of(indicator)) == ((True, 3), (False, 3))


@pytest.mark.parametrize("count", [1, 3])
def test_heads_cost_one_query_however_many_groups(make_plan, django_assert_num_queries, count):
    plan = make_plan(shape=dict.fromkeys(range(1, count + 1), 1), grouping=Grouping.ISSUE)
    rows = list(plan.measures.all())
    with django_assert_num_queries(1):
        found = in_groups(plan, rows, lambda row: row)

    assert [(head.number, len(rows)) for head, rows in found] == [(n, 1) for n in range(1, count + 1)]


def test_year_without_an_edition_names_the_issue_by_its_number(make_plan):
    plan = make_plan(2599, {3: 1}, grouping=Grouping.ISSUE)

    assert [head.heading for head, _rows in in_groups(plan, plan.measures.all(), lambda row: row)] == ["ประเด็นที่ 3"]
    assert heads_of(plan) == {}


@pytest.mark.parametrize(
    ("grouping", "typed_measure", "says"),
    [
        ("issue", MeasureTyped(4, "1", "ก"), "แผนนี้จัดกลุ่มตามประเด็น โปรดเลือกประเด็นของมาตรการ"),
        ("indicator", MeasureTyped(0, "1", "ก"), "แผนนี้จัดกลุ่มตามตัวชี้วัด โปรดเลือกตัวชี้วัดของมาตรการ"),
        ("indicator", MeasureTyped(4, "1", "ก", issue=2), "แผนนี้จัดกลุ่มตามตัวชี้วัด โปรดเลือกตัวชี้วัดของมาตรการ"),
    ],
)
def test_measure_of_the_other_grouping_is_refused(province, grouping, typed_measure, says):
    plan = planning.create_plan(by=None, province=province, fiscal_year=2570, grouping=grouping)
    with pytest.raises(WorkflowError) as refusal:
        planning.save_measure(plan, typed_measure, by=None)

    assert (str(refusal.value), plan.measures.count()) == (says, 0)


def test_label_stands_once_an_issue_whatever_indicator_is_served(plan):
    with pytest.raises(WorkflowError) as refusal:
        planning.save_measure(plan, MeasureTyped(7, "1", "อีกข้อ", issue=1), by=None)
    planning.save_measure(plan, MeasureTyped(7, "1", "อีกข้อ", issue=3), by=None)

    assert str(refusal.value) == "ประเด็นที่ 1 มีข้อ 1 อยู่แล้ว โปรดใช้เลขข้ออื่น"
    assert list(plan.measures.values_list("issue", "indicator", "label")) == [
        (2, 0, "1"), (1, 0, "1"), (1, 0, "2"), (3, 7, "1"),
    ]  # fmt: skip


def test_moving_swaps_within_the_issue(plan, reviewer):
    planning.save_measure(plan, MeasureTyped(5, "3", "ข้อสาม", issue=1), by=None)
    last = plan.measures.get(issue=1, label="3")
    planning.move_measure(last, by=reviewer, up=True)

    assert [str(one) for one in plan.measures.all()] == ["2.1", "1.1", "1.3", "1.2"]


def test_desk_makes_a_plan_by_issue_and_its_measures(client, reviewer, province, everyone):
    client.force_login(reviewer)
    made = client.post(url("plan-new"), {"owner": f"province-{province.pk}", "year": "2570", "grouping": "issue"})
    plan = Plan.objects.get()
    form = words(client.get(url("measure-new", plan.pk) + "?issue=2"))
    client.post(url("measure-new", plan.pk), {"issue": "2", "label": "1", "text": "เปิดระบบ", "version": "0"})
    client.post(
        url("measure-new", plan.pk), {"issue": "2", "indicator": "6", "label": "2", "text": "สำรวจ", "version": "0"}
    )

    assert (made.status_code, plan.grouping) == (302, "issue")
    assert f'<option value="2" selected>{TWO}</option>' in form
    assert list(plan.measures.values_list("issue", "indicator", "label")) == [(2, 0, "1"), (2, 6, "2")]
    assert Event.objects.get(action="plan.create").changes == {
        "fiscal_year": [None, 2570], "grouping": [None, "issue"],
    }  # fmt: skip


def test_grouping_changes_only_while_the_plan_has_no_measures(client, reviewer, make_plan, province):
    client.force_login(reviewer)
    empty = planning.create_plan(by=None, province=province, fiscal_year=2569)
    full = make_plan()
    offers = [url("plan-regroup", one.pk) in words(client.get(url("plan-detail", one.pk))) for one in (empty, full)]
    answers = [client.post(url("plan-regroup", one.pk), {"grouping": "issue"}).status_code for one in (empty, full)]
    odd = client.post(url("plan-regroup", empty.pk), {"grouping": "อื่น"}).status_code

    assert (offers, answers, odd) == ([True, False], [302, 409], 400)
    assert list(Plan.objects.order_by("fiscal_year").values_list("grouping", flat=True)) == ["issue", "indicator"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.HEAD, Role.VIEWER, Role.ADMIN])
def test_grouping_of_a_provinces_plan_is_its_desks_alone(client, make_user, province, agency, role):
    plan = planning.create_plan(by=None, province=province, fiscal_year=2569)
    client.force_login(make_user(role, agency if role in (Role.STAFF, Role.HEAD) else None))
    answer = client.post(url("plan-regroup", plan.pk), {"grouping": "issue"})

    assert (answer.status_code in (403, 404), Plan.objects.get().grouping) == (True, "indicator")


def test_round_takes_the_issues_along(report):
    rows = RoundMeasure.objects.values_list("issue", "indicator", "label")

    assert list(rows) == [(2, 0, "1"), (1, 0, "1"), (1, 0, "2")]


def test_entry_page_is_an_issue_with_rail_steps_and_outcome(client, staff, report):
    client.force_login(staff)
    page = words(client.get(url("submission-entry", report.pk, 1)))

    assert f"<h1>{ONE}</h1>" in page
    assert ('aria-label="ประเด็น"' in page, "ประเด็นที่ 2" in page, "ตัวชี้วัดที่" in page) == (True, True, False)
    assert page.count('name="outcome"') == 2
    assert client.get(url("submission-entry", report.pk, 3)).status_code == 404


def test_outcome_is_stored_shown_hashed_and_told_in_the_history(client, staff, report):
    client.force_login(staff)
    result = report.results.get(measure__issue=2)
    before = content_hash(report.results.all())
    client.post(url("result-save", result.pk), typed(result, staff, outcome="ประชาชนสะดวก"))
    result.refresh_from_db()
    authoring_page = words(client.get(url("submission-detail", report.pk)))
    history = words(client.get(url("result-history", result.pk)))

    assert (result.outcome, before == content_hash(report.results.all())) == ("ประชาชนสะดวก", False)
    assert TWO in authoring_page
    assert "ประวัติมาตรการ 2.1" in history


def test_checks_name_the_issue(report):
    findings = find_all(read(report, list(report.results.select_related("measure")), now=database_now()))

    assert [(one.code, one.measure, one.group) for one in findings] == [
        ("blank", "2.1", 2), ("blank", "1.1", 1), ("blank", "1.2", 1),
    ]  # fmt: skip


def test_review_pages_speak_of_issues(client, reviewer, staff, head, report, fill):
    fill(report)
    workflow.act(report, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(report, Action.ENDORSE, by=head)
    client.force_login(reviewer)
    result = report.results.get(measure__issue=1, measure__label="1")
    page = words(client.get(url("review-result", report.pk, result.pk)))

    assert (ONE in page, "ประเด็นอื่น" in page, "ตัวชี้วัดที่" in page) == (True, True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_overview_costs_the_same_for_one_issue_and_three(
    make_plan, make_round, agency, staff, django_assert_num_queries, count
):
    plan = make_plan(shape=dict.fromkeys(range(1, count + 1), 1), grouping=Grouping.ISSUE)
    report = Submission.objects.with_context().get(round=make_round(plan), agency=agency)
    staff.held  # noqa: B018 - fetched once a request
    with django_assert_num_queries(9):
        seen = overview(report, user=staff, now=database_now())

    assert [group.number for group in seen.groups] == list(range(1, count + 1))


def test_last_rounds_answers_stand_beside_the_issues_measures(make_round, make_plan, plan, agency, staff):
    before = Submission.objects.get(round=make_round(plan), agency=agency)
    earlier = before.results.get(measure__issue=1, measure__label="2")
    earlier = authoring.save_result(earlier, Typed("done", "ทำครบ", outcome="ดีขึ้น"), by=staff, version=0)
    now = Submission.objects.with_context().get(round=make_round(plan, kind="12"), agency=agency)
    offers = earlier_answers(now, list(now.results.select_related("measure")))
    here = now.results.get(measure__issue=1, measure__label="2")
    copied = authoring.use_last(here, earlier, by=staff, version=0)

    assert {pk: (one.result.pk, one.certain) for pk, one in offers.items()} == {here.pk: (earlier.pk, True)}
    assert (copied.text, copied.outcome, copied.confirmed) == ("ทำครบ", "ดีขึ้น", False)


def test_answers_of_an_indicator_are_not_offered_to_the_issue_of_that_number(make_round, make_plan, agency, staff):
    old = Submission.objects.get(round=make_round(make_plan(2569, {1: 1})), agency=agency)
    authoring.save_result(old.results.get(), Typed("done", "ของตัวชี้วัด"), by=staff, version=0)
    Measure.objects.update(text="ถ้อยคำเดียวกัน")
    RoundMeasure.objects.update(text="ถ้อยคำเดียวกัน")
    new = make_plan(2570, {1: 1}, grouping=Grouping.ISSUE)
    new.measures.update(text="ถ้อยคำเดียวกัน")
    report = Submission.objects.with_context().get(round=make_round(new), agency=agency)

    assert earlier_answers(report, list(report.results.select_related("measure"))) == {}


def test_narrative_of_a_plan_by_issue_says_what_came_of_it(client, reviewer, report):
    client.force_login(reviewer)
    round_ = report.round
    form = words(client.get(url("narrative-new", round_.pk)))
    body = {"text": "ทุกแห่งทำแล้ว", "outcome": "ร้องเรียนลดลง", "group": "1"}
    client.post(url("narrative-new", round_.pk), body)
    narrative = Narrative.objects.get()
    edited = {**body, "outcome": "ไม่มีเรื่องร้องเรียน", "version": "1"}
    client.post(url("narrative-edit", round_.pk, narrative.pk), edited)
    stale = client.post(url("narrative-edit", round_.pk, narrative.pk), {**edited, "outcome": "อื่น"})
    narrative.refresh_from_db()

    assert 'name="outcome"' in form
    assert (narrative.text, narrative.outcome, narrative.version) == ("ทุกแห่งทำแล้ว", "ไม่มีเรื่องร้องเรียน", 2)
    assert [str(row) for row in narrative.covers.all()] == ["1.1", "1.2"]
    assert (stale.status_code, "ไม่มีเรื่องร้องเรียน" in words(stale), ">อื่น</textarea>" in words(stale)) == (
        409, True, True,
    )  # fmt: skip
    assert Event.objects.filter(action=Action.NARRATIVE_EDIT).last().changes == {
        "text": ["ทุกแห่งทำแล้ว", "ทุกแห่งทำแล้ว"], "covers": ["1.1", "1.2"],
        "outcome": ["ร้องเรียนลดลง", "ไม่มีเรื่องร้องเรียน"],
    }  # fmt: skip
    assert "ไม่มีเรื่องร้องเรียน" in words(client.get(url("narratives", round_.pk)))


def test_narrative_takes_an_agencys_outcome_along(client, reviewer, report):
    result = report.results.get(measure__issue=2)
    Result.objects.filter(pk=result.pk).update(answer="done", text="เปิดระบบแล้ว", outcome="สะดวก")
    Submission.objects.filter(pk=report.pk).update(state="S")
    client.force_login(reviewer)
    page = client.post(url("narrative-new", report.round_id), {"take": result.pk, "measure": result.measure_id})

    assert (page.context["typed"].text, page.context["typed"].outcome) == ("เปิดระบบแล้ว", "สะดวก")


def test_plan_by_indicator_asks_no_outcome_anywhere(client, staff, reviewer, submission):
    client.force_login(staff)
    entry = words(client.get(url("submission-entry", submission.pk, 1)))
    client.force_login(reviewer)
    narrative = words(client.get(url("narrative-new", submission.round_id)))

    assert ('name="outcome"' in entry, 'name="outcome"' in narrative, "ประเด็น" in entry) == (False, False, False)
