"""The pages of plans: what they show, what they change, whom they refuse."""

import re

import pytest
from django.urls import reverse

from agencies.choices import Role
from agencies.models import AgencyGroup
from measures import planning, workflow
from measures.choices import Action
from measures.models import Event, Measure, Plan

WORDS = {
    "indicator": "1", "label": "7", "text": "จัดทำคู่มือ", "responsible": "ทุกส่วนราชการ",
    "substeps": "1.1 ร่าง\nประกาศใช้", "follow_up": "ทุกไตรมาส", "deadline": "30 ก.ย. 70", "version": "0",
}  # fmt: skip


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


def labels(plan):
    return [str(measure) for measure in plan.measures.order_by("order", "pk")]


def groups_by_label(plan):
    return {str(m): sorted(group.name for group in m.groups.all()) for m in plan.measures.all()}


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def plan(make_plan):
    return make_plan()


def test_plan_list_shows_own_plans_newest_first_with_those_without_reporters(
    desk, make_plan, other_province, make_round
):
    make_plan(2569)
    newest = make_plan(2570)
    newest.measures.get(label="2").groups.clear()
    foreign = planning.create_plan(by=None, province=other_province, fiscal_year=2570)

    lines = desk.get(url("plan-list")).context["lines"]

    assert [(str(line.plan), line.measures, line.unassigned) for line in lines] == [
        ("จังหวัดทดสอบบุรี 2570", 3, 1), ("จังหวัดทดสอบบุรี 2569", 3, 0),
    ]  # fmt: skip
    assert foreign not in [line.plan for line in lines]


def test_plan_new_makes_the_years_plan_and_refuses_a_second_one_keeping_what_was_typed(desk, province, make_user):
    typed = {"owner": f"province-{province.pk}", "year": "๒๕๗๑"}

    made = desk.post(url("plan-new"), typed)
    desk.force_login(make_user(Role.REVIEWER, province))
    again = desk.post(url("plan-new"), typed)

    plan = Plan.objects.get()
    assert (made.status_code, made.url) == (302, url("plan-detail", plan.pk))
    assert (plan.owner_name, plan.fiscal_year) == ("จังหวัดทดสอบบุรี", 2571)
    assert (again.status_code, again.context["form"]["year"].value()) == (400, "๒๕๗๑")
    assert again.context["form"].non_field_errors() == ["มีแผนของปีงบประมาณ 2571 อยู่แล้ว"]


def test_plan_new_refuses_a_foreign_owner(desk, other_province):
    answer = desk.post(url("plan-new"), {"owner": f"province-{other_province.pk}", "year": "2571"})

    assert (answer.status_code, Plan.objects.count()) == (400, 0)


@pytest.mark.parametrize("role", [Role.STAFF, Role.VIEWER, Role.ADMIN])
def test_plan_new_is_refused_to_others(client, make_user, agency, role):
    client.force_login(make_user(role, agency if role == Role.STAFF else None))

    assert client.get(url("plan-new")).status_code == 403


def test_plan_page_shows_measures_by_indicator_with_their_reporters(desk, plan, everyone):
    single = plan.measures.get(indicator=9)
    single.groups.clear()

    page = desk.get(url("plan-detail", plan.pk)).context["page"]

    assert [(g.number, [(str(one.measure), one.reporters) for one in g.lines]) for g in page.groups] == [
        (1, [("1.1", (everyone.name,)), ("1.2", (everyone.name,))]), (9, [("9.1", ())]),
    ]  # fmt: skip
    assert [str(measure) for measure in page.unassigned] == ["9.1"]


def test_one_click_gives_measures_without_reporters_to_all_agencies(desk, plan, everyone):
    for measure in plan.measures.filter(indicator=1):
        measure.groups.clear()
    text = desk.get(url("plan-detail", plan.pk)).content.decode()
    form = re.search(r'<form method="post" action="[^"]*/assign/".*?</form>', text, re.DOTALL)[0]
    fields = {name: re.findall(rf'name="{name}" value="(\d+)"', form) for name in ("group", "measure")}

    answer = desk.post(url("plan-assign", plan.pk), fields)

    assert (answer.status_code, answer.url) == (302, url("plan-detail", plan.pk))
    assert groups_by_label(plan) == {"1.1": [everyone.name], "1.2": [everyone.name], "9.1": [everyone.name]}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["plan-detail", "plan-assign"])
def test_plan_pages_ask_the_same_number_of_queries(desk, make_plan, django_assert_num_queries, name, count):
    plan = make_plan(shape={1: count})
    desk.get(url(name, plan.pk))

    with django_assert_num_queries(QUERIES[name]):
        desk.get(url(name, plan.pk))


@pytest.mark.parametrize("count", [1, 3])
def test_plan_list_asks_the_same_number_of_queries(desk, make_plan, django_assert_num_queries, count):
    for year in range(count):
        planning.plan_round(make_plan(2570 + year), by=None, kind="6")

    with django_assert_num_queries(QUERIES["plan-list"]):
        desk.get(url("plan-list"))


QUERIES = {"plan-list": 5, "plan-detail": 14, "plan-assign": 17}


def test_measure_new_adds_all_that_was_typed_at_the_end(desk, plan, everyone):
    answer = desk.post(url("measure-new", plan.pk), WORDS | {"group": "", "groups": [everyone.pk]})

    made = plan.measures.get(label="7")
    assert (answer.status_code, answer.url) == (302, url("plan-detail", plan.pk) + f"#m{made.pk}")
    assert labels(plan) == ["1.1", "1.2", "9.1", "1.7"]
    assert (made.text, made.responsible, made.follow_up) == ("จัดทำคู่มือ", "ทุกส่วนราชการ", "ทุกไตรมาส")
    assert made.substeps == [{"label": "1.1", "text": "ร่าง"}, {"label": "", "text": "ประกาศใช้"}]
    assert (made.deadline.isoformat(), list(made.groups.all())) == ("2027-09-30", [everyone])
    assert Event.objects.filter(action="measure.edit", plan=plan, actor__username="reviewer").count() == 1


def test_measure_new_refuses_a_taken_label_and_keeps_every_word(desk, plan):
    answer = desk.post(url("measure-new", plan.pk), WORDS | {"label": "1"})

    assert answer.status_code == 400
    assert answer.context["form"].non_field_errors() == ["ตัวชี้วัดที่ 1 มีข้อ 1 อยู่แล้ว โปรดใช้เลขข้ออื่น"]
    assert answer.context["form"]["text"].value() == "จัดทำคู่มือ"
    assert labels(plan) == ["1.1", "1.2", "9.1"]


def test_measure_edit_of_an_old_version_keeps_both_texts_and_can_then_be_saved(desk, plan):
    measure = plan.measures.get(indicator=9)
    stale = {"indicator": "9", "label": "1", "text": "ของฉัน", "responsible": "ฉัน", "version": str(measure.version)}
    planning.save_measure(
        plan, planning.MeasureTyped(9, "1", "ของเขา", "เขา"), by=None, measure=measure, version=measure.version
    )

    refused = desk.post(url("measure-edit", plan.pk, measure.pk), stale)

    assert refused.status_code == 409
    assert {name: refused.context[name] for name in ("yours", "theirs", "your_responsible", "their_responsible")} == {
        "yours": "ของฉัน", "theirs": "ของเขา", "your_responsible": "ฉัน", "their_responsible": "เขา",
    }  # fmt: skip
    assert refused.context["form"]["text"].value() == "ของฉัน"
    again = desk.post(url("measure-edit", plan.pk, measure.pk), stale | {"version": str(refused.context["version"])})
    assert (again.status_code, Measure.objects.get(pk=measure.pk).text) == (302, "ของฉัน")


def test_measure_edit_changes_only_words_while_a_round_is_open(desk, agency, make_round, everyone):
    round_ = make_round()
    plan, measure = round_.plan, round_.plan.measures.first()
    page = desk.get(url("measure-edit", plan.pk, measure.pk))
    typed = WORDS | {"text": "ถ้อยคำใหม่", "label": "99", "version": str(measure.version), "groups": []}

    answer = desk.post(url("measure-edit", plan.pk, measure.pk), typed)

    measure.refresh_from_db()
    assert "แก้ไขได้เฉพาะถ้อยคำ" in page.content.decode()
    assert answer.status_code == 302
    assert (measure.text, measure.label, measure.deadline, list(measure.groups.all())) == (
        "ถ้อยคำใหม่", "1", None, [everyone],
    )  # fmt: skip
    assert round_.measures.first().text == "ถ้อยคำใหม่"


def test_nothing_but_words_is_taken_while_a_round_is_open(desk, agency, make_round, everyone):
    plan = make_round().plan
    first, second, _third = plan.measures.all()
    before = groups_by_label(plan)

    answers = [
        desk.post(url("measure-new", plan.pk), WORDS),
        desk.post(url("measure-delete", plan.pk, first.pk)),
        desk.post(url("measure-move", plan.pk, second.pk), {"to": "up"}),
        desk.post(url("plan-assign", plan.pk), {"measure": [first.pk], "do": "clear"}),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409, 409]
    assert "จัดทำคู่มือ" in answers[0].content.decode()
    assert (labels(plan), groups_by_label(plan)) == (["1.1", "1.2", "9.1"], before)


def test_measures_move_within_their_indicator_and_stop_at_its_ends(desk, plan):
    first, _second, third = plan.measures.all()
    for measure in (first, third):
        desk.post(url("measure-move", plan.pk, measure.pk), {"to": "down"})
    assert labels(plan) == ["1.2", "1.1", "9.1"]

    answer = desk.post(url("measure-move", plan.pk, first.pk), {"to": "up"})

    assert (answer.status_code, labels(plan)) == (302, ["1.1", "1.2", "9.1"])


def test_measure_delete_asks_first_and_keeps_the_text_in_history(desk, plan):
    measure = plan.measures.get(indicator=9)
    address = url("measure-delete", plan.pk, measure.pk)

    asked = desk.get(address)
    assert (asked.status_code, plan.measures.count()) == (200, 3)
    answer = desk.post(address)

    assert (answer.status_code, labels(plan)) == (302, ["1.1", "1.2"])
    event = Event.objects.get(action="measure.delete")
    assert event.changes == {"measure": "9.1", "text": ["มาตรการที่ 9.1 ของปี 2570", None]}


@pytest.mark.parametrize(
    ("tick", "ticked"),
    [("all", ["1.1", "1.2", "9.1"]), ("group-9", ["1.1", "9.1"]), ("unassigned", ["1.1", "1.2"]), ("none", [])],
)
def test_plan_assign_ticks_all_of_something_without_script_and_changes_nothing(desk, plan, everyone, tick, ticked):
    first, second, _third = plan.measures.all()
    second.groups.clear()
    before = groups_by_label(plan)

    answer = desk.post(url("plan-assign", plan.pk), {"tick": tick, "measure": [first.pk], "group": [everyone.pk]})

    assert answer.status_code == 200
    assert [str(m) for m in plan.measures.all() if m.pk in answer.context["ticked"]] == ticked
    assert (answer.context["chosen_groups"], groups_by_label(plan)) == ({everyone.pk}, before)


def test_plan_assign_replaces_the_groups_of_the_ticked_measures(desk, plan, province, everyone):
    service = AgencyGroup.objects.create(province=province, name="หน่วยงานที่ให้บริการประชาชน")
    first = plan.measures.first()

    desk.post(url("plan-assign", plan.pk), {"measure": [first.pk], "group": [service.pk]})
    assert groups_by_label(plan) == {"1.1": [service.name], "1.2": [everyone.name], "9.1": [everyone.name]}
    desk.post(url("plan-assign", plan.pk), {"measure": [first.pk], "do": "clear"})

    assert groups_by_label(plan) == {"1.1": [], "1.2": [everyone.name], "9.1": [everyone.name]}


def test_plan_assign_stays_and_says_what_was_applied(desk, plan, everyone):
    first, second, _third = plan.measures.all()
    ticks = {"measure": [first.pk, second.pk], "group": [everyone.pk], "stay": "yes"}

    applied = desk.post(url("plan-assign", plan.pk), ticks, follow=True)
    taken = desk.post(url("plan-assign", plan.pk), ticks | {"group": [], "do": "clear"}, follow=True)

    said = [str(note) for answer in (applied, taken) for note in answer.context["messages"]]
    assert [answer.redirect_chain for answer in (applied, taken)] == [[(url("plan-assign", plan.pk), 302)]] * 2
    assert said == ["กำหนดให้ ทุกส่วนราชการ รายงานมาตรการ 1.1, 1.2 แล้ว", "เอาทุกกลุ่มออกจากมาตรการ 1.1, 1.2 แล้ว"]


@pytest.mark.parametrize(
    ("ticks", "asks"),
    [
        ((), "โปรดเลือกมาตรการอย่างน้อยหนึ่งข้อ และกลุ่มหน่วยงานอย่างน้อยหนึ่งกลุ่ม"),
        (("group",), "โปรดเลือกมาตรการอย่างน้อยหนึ่งข้อ"),
        (("measure",), "โปรดเลือกกลุ่มหน่วยงานอย่างน้อยหนึ่งกลุ่ม"),
    ],
)
def test_plan_assign_names_all_that_was_not_ticked(desk, plan, everyone, ticks, asks):
    made = {"measure": plan.measures.first().pk, "group": everyone.pk}

    answer = desk.post(url("plan-assign", plan.pk), {name: made[name] for name in ticks})

    assert (answer.status_code, answer.context["problem"]) == (400, asks)


def test_foreign_keys_in_an_assignment_have_no_effect(desk, plan, other_province, everyone):
    other_plan = planning.create_plan(by=None, province=other_province, fiscal_year=2570)
    planning.save_measure(other_plan, planning.MeasureTyped(1, "1", "ของจังหวัดอื่น"), by=None)
    foreign = AgencyGroup.objects.create(province=other_province, name="กลุ่มต่างถิ่น")
    theirs, own = other_plan.measures.first(), plan.measures.first()
    before = groups_by_label(other_plan)
    address = url("plan-assign", plan.pk)

    only_foreign = desk.post(address, {"measure": [theirs.pk], "group": [everyone.pk]})
    foreign_group = desk.post(address, {"measure": [own.pk], "group": [foreign.pk]})
    mixed = desk.post(address, {"measure": [theirs.pk, own.pk, "x"], "group": [everyone.pk, foreign.pk, "-1"]})

    assert [only_foreign.status_code, foreign_group.status_code, mixed.status_code] == [400, 400, 302]
    assert groups_by_label(other_plan) == before
    assert groups_by_label(plan) == {"1.1": [everyone.name], "1.2": [everyone.name], "9.1": [everyone.name]}


def addresses(plan, measure):
    return [
        ("get", url("plan-assign", plan.pk)), ("post", url("plan-assign", plan.pk)),
        ("get", url("measure-new", plan.pk)), ("post", url("measure-new", plan.pk)),
        ("get", url("measure-edit", plan.pk, measure.pk)), ("post", url("measure-edit", plan.pk, measure.pk)),
        ("get", url("measure-delete", plan.pk, measure.pk)), ("post", url("measure-delete", plan.pk, measure.pk)),
        ("post", url("measure-move", plan.pk, measure.pk)), ("get", url("round-new", plan.pk)),
    ]  # fmt: skip


@pytest.mark.parametrize(("who", "status"), [("staff", 403), ("head", 403), ("viewer", 403), ("admin", 403)])
def test_plan_acts_are_refused_to_other_roles_with_the_reason(client, plan, request, agency, who, status):
    client.force_login(request.getfixturevalue(who))

    answers = [getattr(client, method)(address) for method, address in addresses(plan, plan.measures.first())]

    assert [answer.status_code for answer in answers] == [status] * len(answers)
    assert "บทบาทของคุณทำรายการนี้ไม่ได้" in answers[0].content.decode()
    assert labels(plan) == ["1.1", "1.2", "9.1"]


def test_foreign_plan_is_not_there(client, make_user, other_province, plan):
    client.force_login(make_user(Role.REVIEWER, other_province))
    everything = [("get", url("plan-detail", plan.pk)), *addresses(plan, plan.measures.first())]

    assert {getattr(client, method)(address).status_code for method, address in everything} == {404}


def test_edit_of_a_measure_that_was_deleted_keeps_what_was_typed(desk, plan):
    measure = plan.measures.first()
    address = url("measure-edit", plan.pk, measure.pk)
    measure.delete()

    answer = desk.post(address, WORDS)

    assert (answer.status_code, answer.context["note"]) == (409, "จัดทำคู่มือ")


def test_measure_of_another_plan_is_not_there(desk, plan, make_plan):
    theirs = make_plan(2571).measures.first()

    assert desk.post(url("measure-delete", plan.pk, theirs.pk)).status_code == 404
    assert Measure.objects.filter(pk=theirs.pk).exists()


def test_plan_of_a_closed_round_is_refused_with_the_state_until_a_new_round_is_planned(
    desk, agency, make_round, reviewer
):
    round_ = workflow.move_round(make_round(), Action.ROUND_CLOSE, by=reviewer)
    measure = round_.plan.measures.first()

    refused = desk.get(url("measure-edit", round_.plan_id, measure.pk))
    desk.post(url("round-new", round_.plan_id), {"kind": "12"})

    assert refused.status_code == 409
    assert "รอบนี้ปิดรับแล้ว จึงทำรายการนี้ไม่ได้" in refused.content.decode()
    assert desk.get(url("measure-edit", round_.plan_id, measure.pk)).status_code == 200


def test_plan_of_a_locked_round_answers_409_to_every_act_and_keeps_what_was_typed(desk, agency, make_round, reviewer):
    round_ = workflow.move_round(make_round(), Action.ROUND_CLOSE, by=reviewer)
    plan, measure = round_.plan, round_.plan.measures.first()

    answers = [getattr(desk, method)(address) for method, address in addresses(plan, measure)[:-1]]
    typed = desk.post(url("measure-edit", plan.pk, measure.pk), WORDS)

    assert [answer.status_code for answer in answers] == [409] * 9
    assert (typed.status_code, typed.context["form"]["text"].value()) == (409, "จัดทำคู่มือ")


def test_menu_shows_plans_to_those_who_plan(client, reviewer, head, staff, viewer):
    def entries(user):
        client.force_login(user)
        return [tab.label for tab in client.get("/").context["frame"].tabs]

    assert {user.username: "แผนและมาตรการ" in entries(user) for user in (reviewer, head, staff, viewer)} == {
        "reviewer": True, "head": True, "staff": False, "viewer": True,
    }  # fmt: skip
