"""Writing a memo: what is proposed, saved, refused; no typed word is lost, and the letter stands beside the form."""

import datetime as dt
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.choices import Role
from ita_portal.models import Draft
from ita_portal.tests.test_drafts import note_of
from measures import writing_memo
from measures.errors import StaleVersion, WorkflowError
from measures.models import Event, Memo
from measures.writing_memo import WORDS, save_memo

TYPED = {
    "office": "สำนักปลัด", "phone": "0 3600 0000", "number": "ทบ 71001/12", "date": "๑๓ ต.ค. ๖๘", "subject": "รายงานผล",
    "to": "ผู้ว่าราชการจังหวัด", "since": "ตามที่ได้กำหนดมาตรการ นั้น", "body": "บัดนี้เสร็จแล้ว\n\n1. ข้อหนึ่ง",
    "closing": "จึงเรียนมาเพื่อโปรดทราบ",
    "reporter_name": "นายตัวอย่าง ทดสอบ", "reporter_position": "นักวิชาการ", "deputy_name": "", "deputy_position": "",
    "head_name": "นางสมมุติ ทดลอง", "head_position": "หัวหน้าสำนักงาน",
}  # fmt: skip
STORED = TYPED | {"date": dt.date(2025, 10, 13)}


def words(memo: Memo) -> dict[str, object]:
    return {name: getattr(memo, name) for name in WORDS}


@pytest.fixture
def page(submission):
    return reverse("reports:agency-memo", args=[submission.round_id, submission.agency_id])


@pytest.fixture
def written(submission, head):
    return save_memo(submission.agency, submission.round, STORED, by=head, version=0)


def read(response) -> str:
    return unescape(response.content.decode())


def test_memo_not_written_yet_shows_what_is_proposed_and_writes_nothing(client, head, page):
    client.force_login(head)
    shown = client.get(page)
    form = shown.context["form"]

    assert (form["office"].value(), form["closing"].value()) == ("หน่วยงานทดสอบ", "จึงเรียนมาเพื่อโปรดทราบ และพิจารณาสั่งการ")
    assert (Memo.objects.count(), shown.context["version"]) == (0, 0)
    assert "ข้อความที่ระบบเสนอ" in read(shown)


def test_memo_is_saved_as_typed_with_its_event(client, head, page, submission):
    client.force_login(head)
    answer = client.post(page, TYPED | {"version": "0", "do": "save"})
    memo, event = Memo.objects.get(), Event.objects.filter(action=writing_memo.EVENT).get()

    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert (words(memo), memo.version, memo.updated_by) == (STORED, 1, head)
    assert (event.chain.agency, event.round, event.actor) == (submission.agency, submission.round, head)
    assert event.changes["date"] == ["", "2025-10-13"]
    assert sorted(event.changes) == sorted(name for name, value in STORED.items() if value)


def test_same_memo_again_changes_nothing(client, head, page, written):
    client.force_login(head)
    client.post(page, TYPED | {"version": "1", "do": "save"})

    assert (Memo.objects.get().version, Event.objects.filter(action=writing_memo.EVENT).count()) == (1, 1)


def test_stored_memo_is_offered_for_editing_with_its_date_in_thai_words(client, head, page, written):
    client.force_login(head)
    text = read(client.get(page))

    assert 'value="13 ตุลาคม 2568"' in text
    assert "๑๓ ตุลาคม ๒๕๖๘" in text


def test_second_saver_keeps_every_word_and_sees_the_others(client, head, page, written, make_user, submission):
    other = make_user(Role.HEAD, submission.agency)
    save_memo(submission.agency, submission.round, STORED | {"subject": "ของอีกคน"}, by=other, version=1)
    client.force_login(head)
    mine = TYPED | {"subject": "ของฉัน", "body": "เนื้อความของฉัน"}
    answer = client.post(page, mine | {"version": "1", "do": "save"})

    assert (answer.status_code, answer.context["version"]) == (409, 2)
    assert answer.context["others"] == [("เรื่อง", "ของอีกคน"), ("เนื้อความ", STORED["body"])]
    assert {name: answer.context["form"][name].value() for name in mine} == mine
    assert client.post(page, mine | {"version": "2", "do": "save"}).status_code == 302
    assert words(Memo.objects.get()) == STORED | {"subject": "ของฉัน", "body": "เนื้อความของฉัน"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"date": "31/2/2568"}, "date"), ({"subject": "ก" * 301}, "subject"), ({"body": "ก" * 20_001}, "body"),
        ({"number": "9" * 61}, "number"),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_stays_on_the_page_with_its_reason(client, head, page, wrong, field):
    client.force_login(head)
    answer = client.post(page, TYPED | wrong | {"version": "0"})

    assert (answer.status_code, list(answer.context["form"].errors), Memo.objects.count()) == (400, [field], 0)
    assert answer.context["form"][field].value() == wrong[field]


def test_preview_shows_the_typed_letter_and_writes_nothing(client, head, page):
    client.force_login(head)
    answer = client.post(page, TYPED | {"subject": "<script>alert(1)</script>", "version": "0", "do": "show"})
    letter = str(answer.context["letter"])

    assert (answer.status_code, Memo.objects.count()) == (200, 0)
    assert "๑๓ ตุลาคม ๒๕๖๘" in letter
    assert "<script" not in letter
    assert "&lt;script&gt;" in letter


def test_memo_of_a_province_is_its_offices(client, reviewer, head, submission):
    page = reverse("reports:province-memo", args=[submission.round_id])
    client.force_login(reviewer)
    answer = client.post(page, TYPED | {"version": "0"})
    memo = Memo.objects.get()
    client.force_login(head)

    assert (answer.status_code, memo.province, memo.agency) == (302, submission.agency.province, None)
    assert Event.objects.get(action=writing_memo.EVENT).chain.province == submission.agency.province
    assert client.get(page).status_code == 403


def test_round_of_an_own_plan_has_no_memo_of_a_province(client, reviewer, make_plan, make_round, agency):
    round_ = make_round(make_plan(2569, {1: 1}, agency=agency))
    client.force_login(reviewer)

    assert client.get(reverse("reports:province-memo", args=[round_.pk])).status_code == 404


def test_memo_typed_after_the_session_ended_waits_on_its_page(client, head, page):
    client.force_login(head)
    note = note_of(client, page)
    client.logout()
    gone = client.post(page, TYPED | {"version": "0", "writer": note})
    client.force_login(head)
    offered = read(client.get(f"{page}?draft={Draft.objects.get().pk}"))

    assert gone.status_code == 302
    assert all(value in offered for value in TYPED.values())


def test_service_refuses_a_round_that_is_not_the_owners(head, submission, make_agency, make_user):
    other = make_agency()
    with pytest.raises(WorkflowError):
        save_memo(submission.agency, submission.round, STORED, by=make_user(Role.HEAD, other), version=0)
    stranger = make_agency("หน่วยงานที่ไม่ได้รายงาน")
    with pytest.raises(WorkflowError, match="รอบนี้ไม่ใช่ของหน่วยงาน"):
        save_memo(stranger, submission.round, STORED, by=make_user(Role.HEAD, stranger), version=0)
    with pytest.raises(StaleVersion):
        save_memo(submission.agency, submission.round, STORED, by=head, version=3)

    assert Memo.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_as_many_queries_for_many_measures_as_for_one(
    client, head, agency, make_plan, make_round, django_assert_num_queries, count
):
    round_ = make_round(make_plan(shape={1: count, 9: count}))
    page = reverse("reports:agency-memo", args=[round_.pk, agency.pk])
    client.force_login(head)
    client.get(page)
    with django_assert_num_queries(QUERIES):
        client.get(page)


QUERIES = 12


def test_paper_leads_its_head_to_the_memo_and_nobody_else(client, head, staff, page, submission):
    paper = reverse("reports:agency-paper", args=["annual_results", submission.round_id, submission.agency_id])
    shown = {}
    for person in (head, staff):
        client.force_login(person)
        shown[person.username] = f'href="{page}"' in client.get(paper).content.decode()

    assert shown == {"head": True, "staff": False}


def test_paper_prints_the_written_memo(client, head, submission, written):
    Memo.objects.filter(pk=written.pk).update(updated_at=timezone.now())
    client.force_login(head)
    paper = reverse("reports:agency-paper", args=["annual_results", submission.round_id, submission.agency_id])
    text = read(client.get(paper))

    assert [word in text for word in ("ทบ 71001/12", "๑๓ ตุลาคม ๒๕๖๘", "ข้อหนึ่ง")] == [True, True, True]
