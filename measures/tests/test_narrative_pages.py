"""The province's own texts: what is covered, the agencies' answers beside, words taken over."""

import pytest
from django.urls import reverse

from agencies.choices import Role
from measures import authoring
from measures.choices import Answer, RoundState, State
from measures.models import Narrative, Result, Round, Submission


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


def texts(round_):
    return sorted((one.text, sorted(str(m) for m in one.covers.all())) for one in round_.narratives.all())


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def round_(agency, make_round):
    return make_round()


@pytest.fixture
def rows(round_):
    return {str(row): row for row in round_.measures.all()}


@pytest.fixture
def narrative(round_, rows, reviewer):
    return authoring.save_narrative(round_, "ข้อความเดิม", by=reviewer, covers=[rows["1.1"]])


@pytest.mark.parametrize(
    ("ticks", "covers"),
    [
        ({"group": ["1"]}, ["1.1", "1.2"]),
        ({"measure": ["1.2"]}, ["1.2"]),
        ({"measure": ["1.1", "9.1"]}, ["1.1", "9.1"]),
        ({"group": ["1", "9"]}, ["1.1", "1.2", "9.1"]),
        ({"group": ["9"], "measure": ["1.1"]}, ["1.1", "9.1"]),
    ],
)
def test_narrative_covers_an_indicator_some_measures_a_group_or_one(desk, round_, rows, ticks, covers):
    keys = {"measure": [rows[label].pk for label in ticks.get("measure", [])]}

    answer = desk.post(url("narrative-new", round_.pk), ticks | keys | {"text": " ทั้งจังหวัด \r\nทำแล้ว", "do": "save"})

    assert (answer.status_code, answer.url) == (302, url("narratives", round_.pk))
    assert texts(round_) == [("ทั้งจังหวัด \nทำแล้ว", covers)]


def test_foreign_measures_are_never_covered(desk, round_, rows, make_plan, make_round):
    foreign = make_round(make_plan(2571)).measures.first()

    only = desk.post(url("narrative-new", round_.pk), {"measure": [foreign.pk], "text": "ก"})
    mixed = desk.post(url("narrative-new", round_.pk), {"measure": [foreign.pk, rows["1.1"].pk], "text": "ก"})

    assert (only.status_code, mixed.status_code, texts(round_)) == (400, 302, [("ก", ["1.1"])])
    assert foreign.narratives.count() == 0


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"text": "ไม่ได้เลือก"}, "โปรดเลือกมาตรการที่ข้อความนี้ครอบคลุม"),
        ({"text": " ", "group": "1"}, "โปรดพิมพ์ข้อความ ถ้าไม่ต้องการใช้แล้วให้กด “ลบข้อความนี้”"),
        ({"text": "ก" * 20_001, "group": "1"}, "ข้อความยาวเกิน 20,000 ตัวอักษร โปรดย่อข้อความ"),
    ],
)
def test_unfinished_narrative_is_refused_and_kept_on_the_page(desk, round_, typed, says):
    answer = desk.post(url("narrative-new", round_.pk), typed)

    assert (answer.status_code, answer.context["problem"]) == (400, says)
    assert answer.context["typed"].text == typed["text"].strip()
    assert texts(round_) == []


def test_list_shows_by_indicator_what_is_covered_and_what_is_not(desk, round_, rows, reviewer):
    one = authoring.save_narrative(round_, "สองตัวชี้วัด", by=reviewer, covers=[rows["1.2"], rows["9.1"]])

    context = desk.get(url("narratives", round_.pk)).context

    assert (context["done"], context["total"]) == (2, 3)
    assert [(g.number, g.narratives, [str(m) for m in g.bare]) for g in context["groups"]] == [
        (1, [(one, [rows["1.2"]])], ["1.1"]), (9, [(one, [rows["9.1"]])], []),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_narrative_pages_ask_the_same_number_of_queries(
    desk, make_agency, make_plan, make_round, reviewer, django_assert_num_queries, count
):
    for number in range(count):
        make_agency(f"หน่วยงาน {number}")
    round_ = make_round(make_plan(shape={1: count}))
    for row in round_.measures.all():
        narrative = authoring.save_narrative(round_, "ทำแล้ว", by=reviewer, covers=[row])
    Submission.objects.filter(round=round_).update(state=State.SUBMITTED)
    Result.objects.filter(submission__round=round_).update(text="ทำ", answer=Answer.DONE)

    with django_assert_num_queries(7):
        desk.get(url("narratives", round_.pk))
    with django_assert_num_queries(11):
        desk.get(url("narrative-edit", round_.pk, narrative.pk))


@pytest.fixture
def answers(agency, make_agency, make_round):
    """Return a round in which five agencies stand in the five states, each "done" with its own words."""
    named = dict(zip("DESRA", [agency, *(make_agency(name) for name in ("ข", "ค", "ง", "จ"))], strict=True))
    round_ = make_round()
    for state, one in named.items():
        Submission.objects.filter(round=round_, agency=one).update(state=state)
        Result.objects.filter(submission__round=round_, submission__agency=one).update(
            text=f"ถ้อยคำของ {state}", answer=Answer.IN_PROGRESS if state == "R" else Answer.DONE
        )
    return round_


def test_answers_of_sent_reports_stand_beside_and_others_are_only_named(desk, answers):
    row = answers.measures.first()

    answer = desk.get(url("narrative-new", answers.pk), {"measure": row.pk})

    said = answer.context["said"]
    assert [(one.measure, one.done, one.sent, one.unsent) for one in said] == [(row, 2, 3, ("ข", "หน่วยงานทดสอบ"))]
    assert [(result.submission.agency.name, result.text) for result in said[0].results] == [
        ("ค", "ถ้อยคำของ S"), ("ง", "ถ้อยคำของ R"), ("จ", "ถ้อยคำของ A"),
    ]  # fmt: skip
    assert {words: count for _value, words, count in said[0].counts if count} == {
        "ดำเนินการแล้ว": 2, "กำลังดำเนินการ": 1,
    }  # fmt: skip
    page = answer.content.decode()
    assert ("ถ้อยคำของ D" in page, "ถ้อยคำของ E" in page, "ถ้อยคำของ S" in page) == (False, False, True)


def test_one_click_takes_an_agencys_words_over_and_keeps_what_was_typed(desk, answers):
    row = answers.measures.first()
    result = Result.objects.get(measure=row, submission__state="S")
    typed = {"text": "ขึ้นต้นเอง", "measure": [row.pk], "take": result.pk}

    once = desk.post(url("narrative-new", answers.pk), typed)
    twice = desk.post(url("narrative-new", answers.pk), typed | {"text": once.context["typed"].text})

    assert [(a.status_code, a.context["typed"].text, a.context["ticked"]) for a in (once, twice)] == [
        (200, "ขึ้นต้นเอง\n\nถ้อยคำของ S", {row.pk})
    ] * 2
    assert texts(answers) == []


def test_words_of_unsent_or_foreign_reports_cannot_be_taken(desk, answers, make_plan, make_round):
    row = answers.measures.first()
    draft = Result.objects.get(measure=row, submission__state="D")
    elsewhere = make_round(make_plan(2571))
    Submission.objects.filter(round=elsewhere).update(state=State.SUBMITTED)
    foreign = Result.objects.filter(submission__round=elsewhere).first()
    Result.objects.filter(pk=foreign.pk).update(text="ถ้อยคำรอบอื่น")

    taken = [
        desk.post(url("narrative-new", answers.pk), {"text": "เดิม", "measure": [row.pk], "take": key})
        for key in (draft.pk, foreign.pk, "9" * 30)
    ]

    assert taken[0].context["typed"].text == taken[1].context["typed"].text == "เดิม"
    assert [answer.status_code for answer in taken] == [200, 200, 302]


def test_stale_narrative_shows_both_texts_and_can_then_be_saved(desk, round_, rows, narrative, reviewer):
    old = narrative.version
    authoring.save_narrative(round_, "ของเขา", by=reviewer, covers=[rows["1.1"]], narrative=narrative, version=old)
    typed = {"text": "ของฉัน", "measure": [rows["1.1"].pk, rows["1.2"].pk], "version": old}

    refused = desk.post(url("narrative-edit", round_.pk, narrative.pk), typed)

    assert refused.status_code == 409
    assert (refused.context["yours"], refused.context["theirs"]) == ("ของฉัน", "ของเขา")
    assert (refused.context["typed"].text, texts(round_)) == ("ของฉัน", [("ของเขา", ["1.1"])])
    again = desk.post(url("narrative-edit", round_.pk, narrative.pk), typed | {"version": refused.context["version"]})
    assert (again.status_code, texts(round_)) == (302, [("ของฉัน", ["1.1", "1.2"])])


def test_taking_words_over_keeps_the_version_that_the_page_was_made_of(desk, round_, rows, narrative, reviewer):
    old = narrative.version
    authoring.save_narrative(round_, "ของเขา", by=reviewer, covers=[rows["1.1"]], narrative=narrative, version=old)

    shown = desk.post(url("narrative-edit", round_.pk, narrative.pk), {"text": "ของฉัน", "version": old, "do": "show"})

    assert (shown.status_code, shown.context["version"], shown.context["typed"].text) == (200, old, "ของฉัน")


def test_narrative_is_taken_away_only_by_its_own_button(desk, round_, narrative):
    address = url("narrative-edit", round_.pk, narrative.pk)

    emptied = desk.post(address, {"text": "", "group": "1", "version": narrative.version})
    assert (emptied.status_code, texts(round_)) == (400, [("ข้อความเดิม", ["1.1"])])
    removed = desk.post(address, {"text": "", "do": "remove", "version": narrative.version})

    assert (removed.status_code, texts(round_)) == (302, [])


def test_edit_of_a_narrative_that_is_gone_keeps_what_was_typed(desk, round_, narrative):
    address = url("narrative-edit", round_.pk, narrative.pk)
    narrative.delete()

    answer = desk.post(address, {"text": "ของฉัน", "group": "1"})

    assert (answer.status_code, answer.context["note"]) == (409, "ของฉัน")
    assert desk.get(address).status_code == 404


def test_narrative_of_another_round_is_not_there(desk, round_, narrative, make_plan, make_round):
    other = make_round(make_plan(2571))

    address = url("narrative-edit", other.pk, narrative.pk)

    assert [desk.get(address).status_code, desk.post(address, {"text": "ก"}).status_code] == [404, 404]
    assert Narrative.objects.get().text == "ข้อความเดิม"


def test_locked_round_is_refused_with_the_state_and_the_typed_text(desk, round_):
    Round.objects.filter(pk=round_.pk).update(state=RoundState.LOCKED)

    answer = desk.post(url("narrative-new", round_.pk), {"text": "สายไป", "group": "1"})

    bare = desk.post(url("narrative-new", round_.pk))

    assert (answer.status_code, answer.context["note"], bare.status_code) == (409, "สายไป", 409)
    assert answer.context["message"] == "รอบนี้ล็อกแล้ว จึงทำรายการนี้ไม่ได้"
    assert desk.get(url("narratives", round_.pk)).status_code == 200


@pytest.mark.parametrize(("who", "reads"), [("staff", 403), ("head", 403), ("viewer", 200), ("admin", 403)])
def test_others_may_not_write_and_only_those_with_the_paper_may_read(client, request, round_, narrative, who, reads):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url("narratives", round_.pk)).status_code == reads
    statuses = [
        client.get(url("narrative-new", round_.pk)).status_code,
        client.post(url("narrative-new", round_.pk), {"text": "ก", "group": "1"}).status_code,
        client.post(url("narrative-edit", round_.pk, narrative.pk), {"text": "ก", "group": "1"}).status_code,
    ]
    assert (statuses, texts(round_)) == ([403, 403, 403], [("ข้อความเดิม", ["1.1"])])


def test_foreign_reviewer_finds_nothing(client, make_user, other_province, round_, narrative):
    client.force_login(make_user(Role.REVIEWER, other_province))

    assert client.get(url("narrative-edit", round_.pk, narrative.pk)).status_code == 404
