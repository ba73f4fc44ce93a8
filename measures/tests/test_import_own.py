"""Papers of an agency that plans for itself, and of rounds that have no half-year: in the browser and by command."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.choices import Role
from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from assessments.models import IndicatorScore
from measures import importing, planning, workflow
from measures.choices import Action
from measures.errors import WorkflowError
from measures.importing import Request
from measures.models import Event, Intake, Measure, Narrative, Plan, Result, Round, Submission
from measures.tests.papers import ALL, HEAD, LINK, ONE, TITLE_A, TITLE_B, measure_row, word
from measures.tests.test_importing import paper, run  # noqa: F401 - a fixture and a helper

TITLES = [TITLE_A[0], TITLE_A[1].replace("ตัวอย่าง", "ทดสอบบุรี"), "หน่วยงาน : หน่วยงานทดสอบ"]
ROWS = [HEAD, measure_row(1, indicator=ONE), measure_row(4, "ไม่มีการให้บริการ")]
NARRATED = [HEAD, ["IIT", f"{ONE} ในปี 2565 ได้คะแนน 94.71", "๑. เรื่องแรก", ALL, "ทำครบทุกหน่วยงาน"]]


@pytest.fixture(autouse=True)
def base(province, agency):
    load_edition(read_json(fixture("editions", "2566.json")))


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


def upload(client, owner, data=None, *, address="import-new", args=()):
    file = SimpleUploadedFile("แผน.docx", data or word(ROWS, titles=TITLES))
    return client.post(url(address, *args), {"owner": owner, "year": "2566", "paper": file})


def plans():
    named = Plan.objects.values_list("province__name", "agency__name", "measures__label")
    return list(named.order_by("pk", "measures__order"))


def test_head_imports_form_a_as_the_own_plan_and_takes_it_back(client, head, agency):
    client.force_login(head)
    answer = upload(client, f"agency-{agency.pk}")
    page = client.get(answer["Location"]).content.decode()
    client.post(answer["Location"] + "commit/")

    assert ("แผนของหน่วยงานเอง" in page, "แผนของจังหวัด" in page) == (True, False)
    assert plans() == [("ทดสอบบุรี", "หน่วยงานทดสอบ", "1"), ("ทดสอบบุรี", "หน่วยงานทดสอบ", "4")]
    assert Measure.objects.exclude(groups=None).count() == 0
    assert answer["Location"] in client.get(url("plan-detail", Plan.objects.get().pk)).content.decode()

    client.post(answer["Location"] + "undo/")
    assert plans() == []


@pytest.mark.parametrize("role", [Role.STAFF, Role.REVIEWER, Role.VIEWER, Role.ADMIN, "foreign head"])
def test_own_plan_is_brought_by_its_head_alone(client, head, agency, province, make_user, make_agency, role):
    places = {Role.STAFF: agency, Role.REVIEWER: province, "foreign head": make_agency("อีกแห่ง")}
    stranger = make_user(Role.HEAD if role == "foreign head" else role, places.get(role))
    client.force_login(head)
    kept = upload(client, f"agency-{agency.pk}")["Location"]
    client.force_login(stranger)

    assert upload(client, f"agency-{agency.pk}").status_code in (400, 403)
    assert [client.get(kept).status_code, client.post(kept + "commit/").status_code] == [404, 404]
    with pytest.raises(WorkflowError):
        importing.commit(Intake.objects.get(), by=stranger)
    assert plans() == []


def test_import_new_offers_a_head_the_own_agency_and_a_reviewer_the_province(client, head, reviewer, agency, province):
    offered = {}
    for user in (head, reviewer):
        client.force_login(user)
        offered[user] = client.get(url("import-new")).context["form"].fields["owner"].choices

    assert offered == {
        head: [(f"agency-{agency.pk}", "หน่วยงานทดสอบ")],
        reviewer: [(f"province-{province.pk}", "จังหวัดทดสอบบุรี")],
    }


@pytest.fixture
def free_round(province, agency, everyone):
    plan = planning.create_plan(by=None, province=province, fiscal_year=2566)
    measure = planning.save_measure(plan, planning.MeasureTyped(1, "1", "ทำเรื่องที่ 1", groups=(everyone,)), by=None)
    everyone.agencies.add(agency)
    assert measure.pk
    for title in ("รอบพิเศษ", "รอบพิเศษสอง"):
        planned = planning.plan_round(plan, by=None, kind="free", title=title)
        workflow.move_round(planned, Action.ROUND_OPEN, by=None)
    return Round.objects.get(title="รอบพิเศษ")


def answers():
    rows = Result.objects.order_by("pk")
    return [(r.measure.round.name, r.answer, [one.link.typed for one in r.result_links.all()]) for r in rows]


def test_results_go_into_the_free_round_that_one_stands_on(client, staff, free_round):
    client.force_login(staff)
    submission = free_round.submissions.get()
    answer = upload(client, "", address="workbook-import", args=(submission.pk,))
    page = client.get(answer["Location"]).content.decode()
    client.post(answer["Location"] + "commit/")

    assert "รอบพิเศษ" in page
    assert answers() == [("รอบพิเศษ", "done", [LINK]), ("รอบพิเศษสอง", "", [])]


def test_results_for_a_free_round_that_is_gone_are_refused(client, staff, free_round):
    client.force_login(staff)
    answer = upload(client, "", address="workbook-import", args=(free_round.submissions.get().pk,))
    Intake.objects.update(round=None)

    assert client.post(answer["Location"] + "commit/").status_code == 409
    assert [stored for _round, stored, _links in answers()] == ["", ""]


@pytest.mark.parametrize("guarded", [True, False])
def test_staff_cannot_bring_the_provinces_words_with_form_b(client, staff, free_round, monkeypatch, guarded):
    """Control: with both guards taken away the same upload writes the narrative."""
    if not guarded:
        monkeypatch.setattr("measures.importing.service.may", lambda *args: True)
        monkeypatch.setattr("measures.importing.request._lacks", lambda *args: [])
    client.force_login(staff)
    answer = upload(
        client, "", word(NARRATED, titles=TITLE_B), address="workbook-import", args=(free_round.submissions.get().pk,)
    )
    page = client.get(answer["Location"]).content.decode()
    client.post(answer["Location"] + "commit/")

    assert "ไฟล์นี้เป็นแบบรายงานของจังหวัด" in page or not guarded
    assert Narrative.objects.count() == (0 if guarded else 1)


def test_form_b_by_a_service_call_is_refused_for_staff(staff, province, agency, free_round):
    """The same without the page's own check of the form."""
    wanted = Request(province, 2566, agency, with_results=True, round_kind="free", round=free_round)
    _request, reading = importing.examine(word(NARRATED, titles=TITLE_B), Request(province, 2566))
    intake = importing.preview(b"", wanted, filename="a", by=staff, reading=reading)

    with pytest.raises(WorkflowError):
        importing.commit(intake, by=staff)
    assert Narrative.objects.count() == 0


def test_command_makes_the_own_plan_and_finds_it_again(paper, agency):  # noqa: F811
    path = paper(ROWS, titles=TITLES)
    run(path, "--agency", "หน่วยงานทดสอบ", "--own-plan", "--commit")
    again = run(path, "--agency", "หน่วยงานทดสอบ", "--commit")
    run(path, "--agency", "หน่วยงานทดสอบ", "--with-results", "--round", "12", "--commit")

    assert [one["code"] for one in again["doubts"]] == ["not_applicable"]
    assert plans() == [("ทดสอบบุรี", "หน่วยงานทดสอบ", "1"), ("ทดสอบบุรี", "หน่วยงานทดสอบ", "4")]
    assert list(Submission.objects.values_list("round__plan__agency", "agency")) == [(agency.pk, agency.pk)]
    assert [(answer, links) for _round, answer, links in answers()] == [("done", [LINK]), ("not_applicable", [])]
    assert set(Event.objects.filter(action="import.commit").values_list("chain__agency", flat=True)) == {agency.pk}


def test_command_makes_agency_and_own_plan_in_one(paper, province):  # noqa: F811
    path = paper(ROWS, titles=TITLES[:2])
    answer = run(path, "--agency", "เทศบาลใหม่", "--own-plan", "--create", "--commit")

    assert [one["code"] for one in answer["doubts"] if one["code"].startswith("name")] == ["name_new"]
    assert plans() == [("ทดสอบบุรี", "เทศบาลใหม่", "1"), ("ทดสอบบุรี", "เทศบาลใหม่", "4")]


def test_command_asks_whose_own_plan(paper):  # noqa: F811
    answer = run(paper(ROWS, titles=TITLES), "--own-plan", "--commit", code=1)

    assert "ต้องระบุหน่วยงานเจ้าของแผน" in [one["message"] for one in answer["doubts"]]
    assert plans() == []


def test_command_brings_an_agencys_results_into_the_provinces_plan_as_before(paper, agency):  # noqa: F811
    run(paper(ROWS, titles=TITLES), "--with-results", "--round", "12", "--commit")

    assert plans() == [("ทดสอบบุรี", None, "1"), ("ทดสอบบุรี", None, "4")]


def test_whole_own_plan_is_reported_and_undone(agency, head, province):
    plan = planning.create_plan(by=None, province=province, agency=agency, fiscal_year=2566)
    for label in ("1", "7"):
        planning.save_measure(plan, planning.MeasureTyped(1, label, f"ทำเรื่องที่ {label}"), by=None)
    data = word(ROWS, titles=TITLES)
    request, reading = importing.examine(
        data, Request(province, 2566, agency, own_plan=True, with_results=True, round_kind="6")
    )
    intake = importing.commit(importing.preview(data, request, filename="a", by=None, reading=reading), by=None)
    reported = list(Result.objects.values_list("measure__label", "answer"))
    importing.undo(intake, by=head)

    assert reported == [("1", "done"), ("7", "")]
    assert (Round.objects.count(), Plan.objects.count()) == (0, 1)


def test_form_b_of_an_own_plan_states_the_agencys_scores(paper, agency):  # noqa: F811
    run(paper(NARRATED, titles=TITLE_B), "--agency", agency.name, "--own-plan", "--commit")

    scores = IndicatorScore.objects.values_list("card__agency__name", "card__fiscal_year", "number", "score")
    assert [(*row[:3], str(row[3])) for row in scores] == [("หน่วยงานทดสอบ", 2565, 1, "94.71")]
