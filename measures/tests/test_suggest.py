"""From last year's weak points to measures of a plan, and whether they helped."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from assessments.models import CardFigure, IndicatorScore, ScoreCard, Suggestion
from evidence.models import Link
from measures import improving, planning
from measures.choices import Answer, RoundState, State
from measures.errors import WorkflowError
from measures.forms.suggest import next_labels
from measures.improving import Drafted, Point
from measures.models import Event, Measure, Result, ResultLink, Round, RoundMeasure, Submission, WeakPoint
from measures.planning import MeasureTyped
from measures.selectors.proposals import weak_groups
from measures.selectors.weak import helped, last_year

pytestmark = pytest.mark.django_db

WORDS = {"d0-text": "นับทรัพย์สินทุกเดือน", "d0-substeps": "1.1 นับ\nรายงาน", "d0-responsible": "ทุกส่วนราชการ"}


def make_card(owner, year, figures):
    """figures: {"4": "83.95", "i19": "80"}; numbers are indicators."""
    is_province = hasattr(owner, "name_en")
    card = ScoreCard.objects.create(
        province=owner if is_province else owner.province, agency=None if is_province else owner, fiscal_year=year
    )
    for code, score in figures.items():
        if code.isdecimal():
            IndicatorScore.objects.create(card=card, number=int(code), score=Decimal(score))
        else:
            CardFigure.objects.create(card=card, code=code, score=Decimal(score))
    return card


def report(agency, plan, text, *, state=State.APPROVED, published=True, indicator=4, answer=Answer.DONE, words="ทำแล้ว"):
    """One agency's result of one measure of a plan's yearly round, made with bulk rows as it stood long ago."""
    round_, _made = Round.objects.get_or_create(
        plan=plan, kind="12", defaults={"state": RoundState.PUBLISHED if published else RoundState.LOCKED}
    )
    measure = plan.measures.filter(text=text).first()
    label = str(round_.measures.count() + 1)
    row, _made = RoundMeasure.objects.get_or_create(
        round=round_, indicator=indicator, text=text, defaults={"label": label, "measure": measure}
    )
    submission, _made = Submission.objects.get_or_create(round=round_, agency=agency, defaults={"state": state})
    return Result.objects.create(submission=submission, measure=row, answer=answer, text=words)


def url(plan, name="plan-suggest"):
    return reverse(f"measures:{name}", args=[plan.pk])


@pytest.fixture(autouse=True)
def editions(db):
    for year in (2565, 2566):
        load_edition(read_json(fixture("editions", f"{year}.json")))
    load_edition(read_json(fixture("editions", "2567.json")))


@pytest.fixture
def library(db):
    return [
        Suggestion.objects.create(
            code=code, indicator=4, topic=topic, text=text, evidence="หลักฐาน", steps=["นับ"], **more
        )
        for code, topic, text, more in [
            ("whole", "", "สื่อสารเรื่องทรัพย์สิน", {}), ("own", "ใช้ส่วนตัว", "ติดรหัสทรัพย์สิน", {}),
            ("other", "ขออนุญาต", "ทะเบียนยืมคืน", {}), ("off", "ใช้ส่วนตัว", "ปิดแล้ว", {"is_active": False}),
        ]
    ]  # fmt: skip


@pytest.fixture
def plan(province, everyone):
    plan = planning.create_plan(by=None, province=province, fiscal_year=2567)
    make_card(province, 2566, {"1": "96", "4": "83.95", "8": "94", "i19": "80", "i24": "99"})
    return plan


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


def groups_of(plan):
    return weak_groups(plan, last_year(plan))


def test_weak_points_stand_by_indicator_with_the_entries_that_answer_them(plan, library):
    found = groups_of(plan)

    assert [(one.number, [spot.code for spot in one.spots]) for one in found] == [(4, ["i19", "4"]), (8, ["8"])]
    assert [(one.key, one.codes) for one in found[0].library] == [
        (f"library-{library[1].pk}", ("i19", "4")), (f"library-{library[0].pk}", ("4",)),
    ]  # fmt: skip
    assert found[1].library == ()


def test_better_agencies_published_and_approved_work_is_proposed_and_no_other(
    plan, province, make_agency, other_province
):
    past = planning.create_plan(by=None, province=province, fiscal_year=2566)
    unpublished = planning.create_plan(by=None, province=province, fiscal_year=2565)
    best, same, draft, hidden = (make_agency(name) for name in ("ดีกว่า", "เท่ากัน", "ยังไม่อนุมัติ", "ยังไม่เผยแพร่"))
    foreign = make_agency("ต่างถิ่น", province=other_province)
    for agency in (best, draft, hidden, foreign):
        make_card(agency, 2566, {"4": "95"})
    make_card(same, 2566, {"4": "83.95", "i19": "80"})
    result = report(best, past, "ทะเบียนยืมคืนออนไลน์", words="เปิดใช้ตั้งแต่มกราคม")
    ResultLink.objects.create(result=result, link=Link.objects.typed(best.pk, "https://best.go.th/a"))
    report(best, past, "ยังไม่เริ่ม", answer=Answer.NOT_STARTED)
    report(same, past, "ของผู้ที่ไม่ดีกว่า")
    report(draft, past, "ของผู้ที่ยังไม่อนุมัติ", state=State.SUBMITTED)
    report(foreign, planning.create_plan(by=None, province=other_province, fiscal_year=2566), "ของต่างจังหวัด")
    report(hidden, unpublished, "ของรอบที่ยังไม่เผยแพร่", published=False)

    [group] = [one for one in groups_of(plan) if one.others]

    assert [(one.agency, one.text, one.result, one.links, one.codes, one.score) for one in group.others] == [
        ("ดีกว่า", "ทะเบียนยืมคืนออนไลน์", "เปิดใช้ตั้งแต่มกราคม", ("https://best.go.th/a",), ("4",), Decimal(95)),
    ]  # fmt: skip


def test_own_measures_of_the_plan_before_come_with_answers_and_the_scores_change(plan, province, make_agency):
    past = planning.create_plan(by=None, province=province, fiscal_year=2566)
    planning.save_measure(past, MeasureTyped(4, "7", "ตรวจนับ", "สำนักงาน", follow_up="ทุกเดือน"), by=None)
    make_card(province, 2565, {"4": "80"})
    for answer, state in ((Answer.DONE, "A"), (Answer.DONE, "S"), (Answer.NOT_STARTED, "R"), (Answer.DONE, "D")):
        report(make_agency(), past, "ตรวจนับ", state=state, answer=answer)
    Round.objects.update(opened_at=timezone.now())

    [own] = next(one for one in groups_of(plan) if one.number == 4).own

    assert (own.text, own.responsible, own.follow_up, own.counts, own.change, own.year, own.codes) == (
        "ตรวจนับ", "สำนักงาน", "ทุกเดือน", (("done", 2), ("not_started", 1)), Decimal("3.95"), 2566, ("i19", "4"),
    )  # fmt: skip


def test_what_stands_in_the_plan_is_marked_and_cannot_be_ticked(desk, plan, library):
    planning.save_measure(plan, MeasureTyped(4, "1", library[1].text), by=None)

    page = desk.get(url(plan)).content.decode()

    assert f'value="library-{library[1].pk}" disabled' in page
    assert "มีในแผนแล้ว" in page


def test_labels_go_on_after_the_greatest_number_of_the_indicator(plan):
    for label in ("2", "๙.1", "ก", "4.2"):
        planning.save_measure(plan, MeasureTyped(4, label, f"ข้อ {label}"), by=None)

    assert next_labels(plan, [4, 1, 4, 1]) == ["10", "1", "11", "2"]


def test_ticking_leads_to_drafts_and_writes_nothing(desk, plan, library, everyone):
    answer = desk.post(url(plan), {"do": "draft", "pick": [f"library-{library[1].pk}", "library-999999", "x"]})
    [(form, name)] = answer.context["drafts"]

    assert (answer.status_code, name) == (200, "การใช้ทรัพย์สินของราชการ")
    assert {key: form.initial[key] for key in ("indicator", "label", "text", "substeps", "responsible", "codes")} == {
        "indicator": 4, "label": "1", "text": "ติดรหัสทรัพย์สิน", "substeps": "นับ", "responsible": everyone.name,
        "codes": ["i19", "4"],
    }  # fmt: skip
    assert Measure.objects.count() == 0


@pytest.mark.parametrize("picked", [[], ["library-0"], ["own-1", "' OR 1=1"]])
def test_ticking_nothing_is_told(desk, plan, library, picked):
    answer = desk.post(url(plan), {"do": "draft", "pick": picked})

    assert answer.status_code == 400
    assert "โปรดเลือกมาตรการอย่างน้อยหนึ่งข้อ" in answer.content.decode()


def sent(everyone, **changes):
    draft = {"d0-key": "library-1", "d0-indicator": "4", "d0-label": "3", "d0-groups": [everyone.pk]}
    return {"do": "create", "drafts": "1"} | draft | WORDS | {"d0-codes": ["i19", "4"]} | changes


def test_creating_makes_measures_with_their_weak_points_and_history_once(desk, plan, everyone, reviewer):
    first = desk.post(url(plan), sent(everyone))
    desk.post(url(plan), sent(everyone))

    measure = Measure.objects.get()
    assert first.url == reverse("measures:plan-detail", args=[plan.pk]) + f"#m{measure.pk}"
    assert (str(measure), measure.text, measure.responsible) == ("4.3", "นับทรัพย์สินทุกเดือน", "ทุกส่วนราชการ")
    assert measure.substeps == [{"label": "1.1", "text": "นับ"}, {"label": "", "text": "รายงาน"}]
    assert list(measure.groups.all()) == [everyone]
    assert list(WeakPoint.objects.values_list("fiscal_year", "code", "score")) == [
        (2566, "i19", Decimal(80)), (2566, "4", Decimal("83.95")),
    ]  # fmt: skip
    event = Event.objects.get(action="measure.answer")
    assert (event.actor, event.changes) == (
        reviewer, {"measure": "4.3", "answers": {"i19": "80.00", "4": "83.95"}, "source": "library-1"},
    )  # fmt: skip
    assert Event.objects.filter(action="measure.edit").count() == 1


def test_one_wrong_draft_keeps_all_out_and_every_word_in_the_page(desk, plan, everyone):
    two = sent(everyone) | {"drafts": "2", "d1-key": "own-1", "d1-indicator": "4", "d1-label": "3", "d1-text": "ข้อซ้ำ"}

    answer = desk.post(url(plan), two)
    page = answer.content.decode()

    assert answer.status_code == 400
    assert "4.3: ตัวชี้วัดที่ 4 มีข้อ 3 อยู่แล้ว โปรดใช้เลขข้ออื่น" in page
    assert "นับทรัพย์สินทุกเดือน" in page
    assert "ข้อซ้ำ" in page
    assert (Measure.objects.count(), WeakPoint.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "wrong", [{"d0-text": " "}, {"d0-label": ""}, {"d0-indicator": "77"}, {"d0-codes": ["i20"]}, {"d0-key": "x"}]
)
def test_wrong_draft_is_refused(desk, plan, everyone, wrong):
    assert desk.post(url(plan), sent(everyone, **wrong)).status_code == 400
    assert Measure.objects.count() == 0


def test_draft_that_is_left_out_is_not_made(desk, plan, everyone):
    answer = desk.post(url(plan), sent(everyone, **{"d0-leave": "on"}))

    assert answer.status_code == 400
    assert Measure.objects.count() == 0


def test_open_round_refuses_new_measures_with_the_words_kept(desk, plan, make_round, everyone, agency):
    planning.save_measure(plan, MeasureTyped(1, "1", "ข้อเดิม", groups=(everyone,)), by=None)
    make_round(plan)

    answer = desk.post(url(plan), sent(everyone))

    assert answer.status_code == 409
    assert "นับทรัพย์สินทุกเดือน" in answer.content.decode()
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("name", ["plan-suggest", "plan-bands"])
def test_suggestions_and_bands_are_the_planners(client, make_user, agency, province, other_province, plan, name):
    answers = {}
    people = {
        Role.STAFF: agency, Role.HEAD: agency, Role.VIEWER: None, Role.ADMIN: None, Role.REVIEWER: province,
        "foreign": other_province,
    }  # fmt: skip
    for role, place in people.items():
        client.force_login(make_user(Role.REVIEWER if role == "foreign" else role, place))
        answers[role] = client.get(url(plan, name)).status_code

    assert answers == {
        Role.STAFF: 403, Role.HEAD: 403, Role.VIEWER: 403, Role.ADMIN: 403, Role.REVIEWER: 200, "foreign": 404,
    }  # fmt: skip


def test_own_plan_is_led_by_the_agencys_own_card(client, agency, head, library, province):
    own = planning.create_plan(by=None, province=province, agency=agency, fiscal_year=2567)
    make_card(agency, 2566, {"4": "90"})
    make_card(province, 2566, {"1": "50"})
    client.force_login(head)

    answer = client.get(url(own))
    drafts = client.post(url(own), {"do": "draft", "pick": [f"library-{library[0].pk}"]}).context["drafts"]

    assert [group.number for group in answer.context["groups"]] == [4]
    assert (drafts[0][0].initial["responsible"], "groups" in drafts[0][0].fields) == (agency.name, False)


@pytest.mark.parametrize(
    ("figures", "words"),
    [(None, "ยังไม่มีผลคะแนนปี 2566"), ({"1": "99"}, "ไม่มีจุดอ่อนตามเกณฑ์ของแผน"), ({"x": "1"}, "ไม่มีจุดอ่อนตามเกณฑ์ของแผน")],
)
def test_page_without_weak_points_says_what_to_do(desk, province, everyone, figures, words):
    bare = planning.create_plan(by=None, province=province, fiscal_year=2567)
    if figures:
        make_card(province, 2566, figures)

    assert words in desk.get(url(bare)).content.decode()


def test_year_without_an_edition_says_so(desk, province, everyone):
    bare = planning.create_plan(by=None, province=province, fiscal_year=2570)
    make_card(province, 2569, {"1": "50"})

    assert "ยังไม่มีเกณฑ์การประเมินของปี" in desk.get(url(bare)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_suggestions_ask_the_same_number_of_queries(
    desk, plan, province, make_agency, django_assert_num_queries, count
):
    past = planning.create_plan(by=None, province=province, fiscal_year=2566)
    for n in range(count):
        Suggestion.objects.create(code=f"s{n}", indicator=4, text=f"มาตรการ {n}", evidence="ก")
        agency = make_agency()
        make_card(agency, 2566, {"4": "95"})
        planning.save_measure(past, MeasureTyped(4, str(n), f"ปีก่อน {n}"), by=None)
        result = report(agency, past, f"ปีก่อน {n}")
        ResultLink.objects.create(result=result, link=Link.objects.typed(agency.pk, f"https://a.go.th/{n}"))
    desk.get(url(plan))

    with django_assert_num_queries(33):
        desk.get(url(plan))


def answered(plan, code="i19", score="80", indicator=4):
    drafted = Drafted(MeasureTyped(indicator, "1", "นับ"), (Point(code, Decimal(score)),))
    [measure] = improving.add_drafted(plan, [drafted], by=None)
    return measure


def outcome(plan):
    measures = list(plan.measures.prefetch_related("weak_points"))
    return [
        (one.code, one.name, one.then, one.now, one.change) for ones in helped(plan, measures).values() for one in ones
    ]


def test_measure_shows_whether_it_helped_once_the_next_card_is_there(desk, province, everyone):
    plan = planning.create_plan(by=None, province=province, fiscal_year=2566)
    answered(plan)
    name = "การเอาทรัพย์สินของราชการไปใช้ส่วนตัว"
    assert outcome(plan) == [("i19", name, Decimal(80), None, None)]

    make_card(province, 2566, {"i19": "91.50"})
    page = desk.get(reverse("measures:plan-detail", args=[plan.pk])).content.decode()

    assert outcome(plan) == [("i19", name, Decimal(80), Decimal("91.50"), Decimal("11.50"))]
    assert "80.00 → 91.50 ▲" in page
    edit = desk.get(reverse("measures:measure-edit", args=[plan.pk, plan.measures.get().pk])).content.decode()
    assert "80.00 → 91.50 ▲" in edit


def test_renumbered_item_is_followed_by_its_name(province, everyone):
    plan = planning.create_plan(by=None, province=province, fiscal_year=2566)
    answered(plan, "o24", "0", 9)
    make_card(province, 2566, {"o22": "100", "o24": "0"})

    assert outcome(plan) == [("o24", "รายงานผลการจัดซื้อจัดจ้างประจำปี", Decimal(0), Decimal(100), Decimal(100))]


def test_drafts_are_made_by_who_may_alone(plan, staff):
    with pytest.raises(WorkflowError):
        improving.add_drafted(plan, [Drafted(MeasureTyped(4, "1", "นับ"))], by=staff)

    assert Measure.objects.count() == 0


def test_proposal_taken_into_a_plan_by_issue_asks_for_the_issue_and_numbers_itself(
    client, reviewer, make_plan, province
):
    load_edition(read_json(fixture("editions", "2569.json")))
    load_edition(read_json(fixture("editions", "2570.json")))
    make_card(province, 2569, {"4": "83.95"})
    entry = Suggestion.objects.create(indicator=4, text="นับทรัพย์สินทุกเดือน", code="count")
    plan = make_plan(2570, {4: 1}, grouping="issue")
    client.force_login(reviewer)
    draft = client.post(url(plan), {"pick": f"library-{entry.pk}"}).content.decode()
    sent = WORDS | {
        "do": "create",
        "drafts": "1",
        "d0-key": f"library-{entry.pk}",
        "d0-indicator": "4",
        "d0-codes": "4",
    }
    refused = client.post(url(plan), sent)
    made = [client.post(url(plan), sent | {"d0-issue": "4"}).status_code for _click in range(2)]

    assert ('name="d0-issue"' in draft, refused.status_code, made) == (True, 400, [302, 302])
    assert list(plan.measures.values_list("issue", "indicator", "label", "text")) == [
        (4, 0, "1", "มาตรการที่ 4.1 ของปี 2570"), (4, 4, "2", "นับทรัพย์สินทุกเดือน"),
    ]  # fmt: skip
    assert [str(point.measure) for point in WeakPoint.objects.all()] == ["4.2"]
