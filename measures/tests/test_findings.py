"""Suspicious links of a report: gathered, accepted, dismissed, taken back, shown, told on the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation

from evidence.models import WebPage
from measures import authoring, findings, history, workflow
from measures.choices import Action
from measures.errors import WorkflowError
from measures.findings import deciding
from measures.models import Event, FindingDecision, Result, Submission
from measures.selectors.named import report_of
from measures.selectors.progress import overview
from measures.tests.entering import typed

FORM = "https://docs.google.com/forms/d/e/{}/viewform"
RIGHT = FORM.format("1FAIpQLSd7Xw2bQmKfZr9TyHcVnPaLsE4uGjI0oDkRxBqWzYtMhNvC8A")
LOST = RIGHT.replace("KfZr", "KfZ")
WRONG = "https://www.office.gov.th/plan.pdf"


def results_of(submission):
    return list(Result.objects.with_context().filter(submission=submission).order_by("measure__order"))


def links_of(submission):
    return [[row.link.typed for row in result.result_links.all()] for result in results_of(submission)]


@pytest.fixture
def spelt(submission):
    """The report with one form in two spellings, and a mistyped host twice."""
    one, two, three = results_of(submission)
    authoring.set_links(one, (RIGHT, WRONG))
    authoring.set_links(two, (LOST, "https://www.office.go.th/a"))
    authoring.set_links(three, (WRONG,))
    return Submission.objects.with_context().get(pk=submission.pk)


def of_kind(submission, kind):
    return next(one for one in findings.of_submission(submission) if one.kind == kind)


def test_findings_of_a_report_name_links_measures_and_results(spelt, django_assert_num_queries):
    with django_assert_num_queries(5):
        found = findings.of_submission(spelt)

    assert [(one.kind, one.measures, one.proposal) for one in found] == [
        ("look_alike", ("1.1", "1.2"), RIGHT),
        ("host_twin", ("1.1", "9.1"), "www.office.go.th"),
    ]
    assert [str(result.measure) for result in found[0].results] == ["1.1", "1.2"]
    assert [str(result.measure) for result in found[0].mendable] == ["1.2"]


def test_accept_mends_every_result_in_one_go_and_tells_history(spelt, staff):
    versions = [result.version for result in results_of(spelt)]

    decision = findings.accept(spelt, of_kind(spelt, "host_twin").key, by=staff)

    mended = "https://www.office.go.th/plan.pdf"
    assert links_of(spelt) == [[RIGHT, mended], [LOST, "https://www.office.go.th/a"], [mended]]
    assert [result.version for result in results_of(spelt)] == [versions[0] + 1, versions[1], versions[2] + 1]
    assert (decision.decision, decision.by, decision.about["measures"]) == ("accepted", staff, ["1.1", "9.1"])
    events = Event.objects.filter(action=Action.FINDING_DECIDE).order_by("pk")
    assert [(str(e.result.measure), e.changes["finding"][1]) for e in events] == [
        ("1.1", "accepted"), ("9.1", "accepted"),
    ]  # fmt: skip
    assert history.first_broken_link() == ""


def test_accept_twice_changes_nothing_more(spelt, staff):
    key = of_kind(spelt, "look_alike").key
    first = findings.accept(spelt, key, by=staff)
    versions = [result.version for result in results_of(spelt)]

    assert findings.accept(spelt, key, by=staff) == first
    assert [result.version for result in results_of(spelt)] == versions
    assert FindingDecision.objects.count() == 1


def test_accepted_suspicion_that_comes_back_is_raised_again(spelt, staff):
    key = of_kind(spelt, "look_alike").key
    findings.accept(spelt, key, by=staff)
    authoring.set_links(results_of(spelt)[1], (LOST,))

    assert of_kind(spelt, "look_alike").decision is None
    findings.accept(spelt, key, by=staff)
    assert links_of(spelt)[1] == [RIGHT]


def test_accepting_stands_in_the_edit_history_as_the_persons_own_change(spelt, staff):
    findings.accept(spelt, of_kind(spelt, "look_alike").key, by=staff)
    history.close_sittings(spelt, deciding.lock(spelt.round_id))

    event = Event.objects.get(action="result.edit")
    assert (event.actor, event.changes) == (
        staff, {"urls": [[LOST, "https://www.office.go.th/a"], [RIGHT, "https://www.office.go.th/a"]]},
    )  # fmt: skip


def test_dismiss_needs_a_reason_and_keeps_it(spelt, staff):
    key = of_kind(spelt, "host_twin").key
    with pytest.raises(WorkflowError, match="โปรดระบุเหตุผล"):
        findings.dismiss(spelt, key, by=staff, reason="  ")

    findings.dismiss(spelt, key, by=staff, reason="เป็นเว็บไซต์เดิมของหน่วยงาน")

    found = findings.of_submission(spelt)
    assert [(one.kind, one.decision and one.decision.reason) for one in found] == [
        ("look_alike", None), ("host_twin", "เป็นเว็บไซต์เดิมของหน่วยงาน"),
    ]  # fmt: skip
    assert links_of(spelt)[2] == [WRONG]


def test_dismissed_suspicion_with_a_new_spelling_is_a_new_one(spelt, staff):
    findings.dismiss(spelt, of_kind(spelt, "look_alike").key, by=staff, reason="คนละแบบสอบถาม")
    authoring.set_links(results_of(spelt)[2], (RIGHT.replace("Xw2b", "Xw2d"),))

    assert of_kind(spelt, "look_alike").decision is None


def test_undo_puts_the_links_back(spelt, staff):
    before, key = links_of(spelt), of_kind(spelt, "host_twin").key
    findings.accept(spelt, key, by=staff)

    findings.undo(spelt, key, by=staff)

    assert links_of(spelt) == before
    assert FindingDecision.objects.count() == 0
    assert [e.changes["finding"][1] for e in Event.objects.filter(action=Action.FINDING_DECIDE).order_by("pk")] == [
        "accepted", "accepted", "undone", "undone",
    ]  # fmt: skip


def test_undo_leaves_what_was_changed_since(spelt, staff):
    key = of_kind(spelt, "host_twin").key
    findings.accept(spelt, key, by=staff)
    authoring.set_links(results_of(spelt)[0], ("https://www.office.go.th/newer",))
    now = links_of(spelt)

    with pytest.raises(WorkflowError, match="ถูกแก้ไขหลังจากนั้น") as refusal:
        findings.undo(spelt, key, by=staff)

    assert refusal.value.conflict
    assert links_of(spelt) == now


def test_findings_are_decided_by_staff_while_the_report_is_open(spelt, staff, head, reviewer, fill):
    key = of_kind(spelt, "host_twin").key
    for other in (head, reviewer):
        with pytest.raises(WorkflowError):
            findings.accept(spelt, key, by=other)
    fill(spelt)
    workflow.act(spelt, Action.SUBMIT, by=staff, acknowledged=True)

    for decide in (findings.accept, findings.undo):
        with pytest.raises(WorkflowError) as refusal:
            decide(spelt, key, by=staff)
        assert refusal.value.conflict
    assert links_of(spelt)[2] == [WRONG]


def test_in_a_returned_report_only_what_came_back_is_mended(spelt, staff, head, reviewer, fill):
    fill(spelt)
    workflow.act(spelt, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(spelt, Action.ENDORSE, by=head)
    authoring.mark(results_of(spelt)[2], "needs_work", by=reviewer, reason="ลิงก์ผิด")
    returned = workflow.act(spelt, Action.RETURN, by=reviewer)
    twin, like = of_kind(returned, "host_twin"), of_kind(returned, "look_alike")

    findings.accept(returned, twin.key, by=staff)
    for decide in (findings.accept, lambda *a, **k: findings.dismiss(*a, reason="ถูกแล้ว", **k)):
        with pytest.raises(WorkflowError, match="ไม่ได้ถูกส่งกลับ"):
            decide(returned, like.key, by=staff)

    assert links_of(returned) == [
        [RIGHT, WRONG], [LOST, "https://www.office.go.th/a"], ["https://www.office.go.th/plan.pdf"],
    ]  # fmt: skip


def test_in_a_returned_report_the_guard_is_what_keeps_the_others(spelt, staff, head, reviewer, fill, monkeypatch):
    """The control: without the rule about what came back, every measure would be mended."""
    fill(spelt)
    workflow.act(spelt, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(spelt, Action.ENDORSE, by=head)
    authoring.mark(results_of(spelt)[2], "needs_work", by=reviewer, reason="ลิงก์ผิด")
    returned = workflow.act(spelt, Action.RETURN, by=reviewer)
    monkeypatch.setattr(deciding, "is_open", lambda submission, result: True)

    findings.accept(returned, of_kind(returned, "look_alike").key, by=staff)

    assert links_of(returned)[1][0] == RIGHT


def test_stale_key_is_refused(spelt, staff):
    key = of_kind(spelt, "look_alike").key
    authoring.set_links(results_of(spelt)[1], ())

    with pytest.raises(WorkflowError, match="ลิงก์เปลี่ยนไปแล้ว") as refusal:
        findings.accept(spelt, key, by=staff)
    assert refusal.value.conflict


def test_dead_page_is_found_after_its_check(spelt):
    WebPage.objects.filter(url="https://www.office.go.th/a").update(reach="gone")

    assert of_kind(spelt, "dead").measures == ("1.2",)


def test_stored_words_are_thai_whatever_the_reader_reads(spelt, staff):
    with translation.override("en"):
        decision = findings.dismiss(spelt, of_kind(spelt, "host_twin").key, by=staff, reason="right")

    assert "น่าจะพิมพ์ผิด" in decision.about["message"]


def post(client, user, name, submission, **data):
    client.force_login(user)
    return client.post(reverse(f"measures:finding-{name}", args=[submission.pk]), data)


def test_finding_pages_accept_dismiss_and_undo(client, spelt, staff):
    twin, like = of_kind(spelt, "host_twin").key, of_kind(spelt, "look_alike").key
    overview = reverse("measures:submission-detail", args=[spelt.pk])

    answers = [
        post(client, staff, "accept", spelt, key=like, group="1").url,
        post(client, staff, "dismiss", spelt, key=twin, reason="ถูกแล้ว").url,
        post(client, staff, "undo", spelt, key=twin).url,
    ]

    entry = reverse("measures:submission-entry", args=[spelt.pk, 1])
    assert answers == [f"{entry}?findings=1#evidence-findings", *[f"{overview}?findings=1#evidence-findings"] * 2]
    assert [row.key for row in FindingDecision.objects.all()] == [like]


def test_finding_dismiss_keeps_the_typed_reason_on_a_refusal(client, spelt, staff):
    answer = post(client, staff, "dismiss", spelt, key="0" * 64, reason="เหตุผลที่พิมพ์ไว้")

    assert (answer.status_code, "เหตุผลที่พิมพ์ไว้" in answer.content.decode()) == (409, True)


def test_findings_stand_on_the_entry_page_and_for_the_province_once_sent(client, spelt, staff, head, reviewer, fill):
    findings.dismiss(spelt, of_kind(spelt, "host_twin").key, by=staff, reason="เว็บไซต์เดิมของเรา")
    client.force_login(staff)
    entry = client.get(reverse("measures:submission-entry", args=[spelt.pk, 9])).content.decode()
    client.force_login(reviewer)
    draft = client.get(reverse("measures:submission-detail", args=[spelt.pk])).content.decode()
    fill(spelt)
    workflow.act(spelt, Action.SUBMIT, by=staff, acknowledged=True)
    workflow.act(spelt, Action.ENDORSE, by=head)
    table = client.get(reverse("measures:review-table", args=[spelt.pk])).content.decode()

    accept, undo = (reverse(f"measures:finding-{name}", args=[spelt.pk]) for name in ("accept", "undo"))
    # Indicator 9 has the dismissed twin only; the spelling belongs to indicator 1.
    assert ("เว็บไซต์เดิมของเรา" in entry, undo in entry, RIGHT in entry) == (True, True, False)
    assert "เว็บไซต์เดิมของเรา" not in draft
    assert ("เว็บไซต์เดิมของเรา" in table, accept in table, undo in table) == (True, False, False)


def test_text_in_a_link_field_is_repaired_with_one_click_and_nothing_typed_is_lost(client, spelt, staff):
    result = results_of(spelt)[1]
    authoring.set_links(result, ("ดูที่ www.office.go.th/a และ www.office.go.th/b",))
    client.force_login(staff)
    page = client.get(reverse("measures:submission-entry", args=[spelt.pk, 1])).content.decode()
    body = typed(result, staff, text="พิมพ์เพิ่ม", url=["ดูที่ www.office.go.th/a และ www.office.go.th/b", LOST])

    client.post(
        reverse("measures:result-save", args=[result.pk]),
        body | {"repair": "ดูที่ www.office.go.th/a และ www.office.go.th/b"},
    )

    assert 'name="repair"' in page
    fresh = results_of(spelt)[1]
    assert (fresh.text, [row.link.typed for row in fresh.result_links.all()]) == (
        "พิมพ์เพิ่ม", ["https://www.office.go.th/a", "https://www.office.go.th/b", LOST],
    )  # fmt: skip


def run(*args):
    out = StringIO()
    call_command("evidence_findings", *args, stdout=out)
    return out.getvalue()


def test_command_tells_the_findings_as_one_document(spelt, agency, staff):
    findings.dismiss(spelt, of_kind(spelt, "host_twin").key, by=staff, reason="เว็บไซต์เดิม")

    told = json.loads(run("--agency", agency.name, "--year", "2570", "--json"))

    assert told[0] == {
        "kind": "look_alike", "urls": [LOST, RIGHT], "measures": ["1.1", "1.2"], "message": told[0]["message"],
        "proposal": RIGHT,
    }  # fmt: skip
    assert [(one["kind"], one.get("decision"), one.get("reason")) for one in told[1:]] == [
        ("host_twin", "dismissed", "เว็บไซต์เดิม")
    ]


def test_command_tells_people_and_refuses_what_is_not_there(spelt, agency):
    assert "ข้อสังเกต 2 ข้อ" in run("--agency", agency.name, "--year", "2570", "--round", "6")
    with pytest.raises(CommandError, match="ไม่มีรายงาน"):
        run("--agency", agency.name, "--year", "2569")
    with pytest.raises(CommandError, match="ไม่พบหน่วยงาน"):
        run("--agency", "ไม่มีจริง", "--year", "2570")
    with pytest.raises(SystemExit) as refusal:
        run("--agency", "ไม่มีจริง", "--year", "2570", "--json")
    assert refusal.value.code == 1


def test_finding_on_a_page_of_one_measure_shows_only_what_is_its_own(spelt, staff):
    one, _two, three = results_of(spelt)
    authoring.set_links(one, (RIGHT, "https://www.office.gov.th/other"))
    now = timezone.now()
    seen = overview(Submission.objects.with_context().get(pk=spelt.pk), user=staff, now=now).report

    def twin(only):
        shown = findings.panel(seen, user=staff, now=now, only=only)
        return next(told for _label, group in shown.groups for told in group if told.finding.kind == "host_twin")

    both, own = twin(None), twin([three.pk])
    assert ([str(r.measure) for r in both.results], len(both.spellings), both.elsewhere) == (["1.1", "9.1"], 2, 0)
    assert ([str(r.measure) for r in own.results], own.elsewhere) == (["9.1"], 1)
    assert [one.typed for one in own.spellings] == [WRONG]


def test_links_of_a_finding_are_told_as_people_count(submission):
    numbered = tuple(f"https://www.office.gov.th/{n}.pdf" for n in (1, 10, 2, 11))
    authoring.set_links(results_of(submission)[0], (*numbered, "https://www.office.go.th/a"))
    (found,) = [one for one in findings.of_submission(submission) if one.kind == "host_twin"]

    assert found.urls == tuple(f"https://www.office.gov.th/{n}.pdf" for n in (1, 2, 10, 11))


def test_long_finding_stands_folded_behind_its_count(client, submission, staff):
    links = tuple(f"https://www.office.gov.th/{n}.pdf" for n in range(8))
    authoring.set_links(results_of(submission)[0], (*links, "https://www.office.go.th/a"))
    client.force_login(staff)
    page = client.get(reverse("measures:submission-detail", args=[submission.pk])).content.decode()

    assert "ดู 1 มาตรการ 8 ลิงก์" in page


def test_commands_speak_of_the_agencys_own_report_before_the_provinces(agency, make_plan, make_round):
    """Both plans have a 6-month round; the province's was opened later, and it alone has one of 12 months."""
    provinces, own = make_plan(), make_round(make_plan(agency=agency))
    later = [make_round(provinces), make_round(provinces, kind="12")]

    found = [report_of(agency, year=2570, kind=kind) for kind in ("", "6", "12")]
    assert [one and one.round for one in found] == [own, own, later[1]]
    assert report_of(agency, year=2569) is None
