"""A person leaves: hand-over in one step, own data to take away, erasure of what is personal."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from agencies import authoring, leaving
from agencies.choices import Role
from agencies.models import AccountEvent, ApiToken, Membership, Notice, OutboxMail, User
from agencies.tokens import issue
from ita_portal.models import Draft
from ita_portal.people.leaving import open_work
from measures import workflow
from measures.choices import Action
from measures.models import Event, UnsavedText

PASSWORD = "a-long-test-password-2570"


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def fresh(user):
    return User.objects.get(pk=user.pk)


def places(user):
    return list(fresh(user).memberships.order_by("pk").values_list("role", "agency", "province"))


# hand-over


def test_work_goes_to_the_successor_and_the_account_closes_in_one_step(reviewer, staff, make_user, make_agency, agency):
    second = make_agency()
    Membership.objects.create(user=staff, role=Role.STAFF, agency=second)
    successor = make_user(Role.STAFF, agency)
    client, theirs = as_user(staff), as_user(successor)

    answer = as_user(reviewer).post(f"/people/{staff.pk}/hand-over/", {"successor": successor.pk})

    assert (answer.status_code, fresh(staff).is_active) == (302, False)
    assert places(successor) == [("staff", agency.pk, None), ("staff", second.pk, None)]
    assert [page.get("/account/").status_code for page in (client, theirs)] == [302, 302]
    assert list(AccountEvent.objects.order_by("pk").values_list("actor", "action", "subject_id", "changes")) == [
        (reviewer.pk, "role.add", successor.pk, {"role": "staff", "agency": second.pk}),
        (reviewer.pk, "user.hand_over", staff.pk, {"to": successor.pk}),
        (reviewer.pk, "user.disable", staff.pk, {}),
    ]
    assert [notice.subject for notice in Notice.objects.filter(user=successor)] == ["คุณรับช่วงงาน"]


def test_last_of_a_role_needs_a_successor_or_a_tick(reviewer, staff):
    client, path = as_user(reviewer), f"/people/{staff.pk}/hand-over/"

    page = client.get(path).content.decode()
    refused = client.post(path, {})
    still = fresh(staff).is_active
    done = client.post(path, {"acknowledged": "on"})

    assert "ไม่มีผู้อื่นเป็น เจ้าหน้าที่ผู้กรอกผล" in page
    assert f"/people/add/?role=staff&amp;agency={staff.held[0].agency_id}" in page
    assert (refused.status_code, still, done.status_code, fresh(staff).is_active) == (422, True, 302, False)


def test_successor_is_of_the_same_place_and_below_the_giver(head, staff, make_user, make_agency, agency):
    elsewhere, second_head = make_user(Role.STAFF, make_agency()), make_user(Role.HEAD, agency)
    colleague = make_user(Role.STAFF, agency)

    assert set(leaving.successors(head, staff)) == {second_head, colleague}
    for other in (elsewhere, second_head):
        Membership.objects.filter(user=staff).exclude(agency=agency).delete()
        with pytest.raises(authoring.Refused):
            leaving.hand_over(fresh(staff), other, acknowledged=True, by=head, now=timezone.now())
    assert (fresh(staff).is_active, places(elsewhere)) == (True, places(elsewhere)[:1])


@pytest.mark.parametrize("whom", ["head", "reviewer", "staff"])
def test_nobody_hands_over_the_own_rank_or_above(whom, head, reviewer, staff, request):
    asker = staff if whom == "head" else head
    target = request.getfixturevalue(whom) if whom != "staff" else head
    answer = as_user(asker).post(f"/people/{target.pk}/hand-over/", {"acknowledged": "on"})

    assert answer.status_code in (403, 404)
    assert fresh(target).is_active


def test_page_counts_what_is_open_and_shows_no_word(submission, fill, staff, head, reviewer):
    fill(submission)
    UnsavedText.objects.create(user=staff, result=submission.results.first(), payload={"text": "คำลับ"}, why="stale")
    Draft.objects.create(user=staff, page="/", action="/", title="แบบ", fields=[["text", "คำลับ"]])
    before = [(str(one.label), one.count) for one in open_work(staff)]
    page = as_user(reviewer).get(f"/people/{staff.pk}/hand-over/").content.decode()
    UnsavedText.objects.all().delete()
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)

    page += as_user(reviewer).get(f"/people/{staff.pk}/hand-over/").content.decode()

    assert before == [("ข้อความที่ยังไม่ถูกบันทึก", 2), ("รายงานที่กำลังกรอกหรือต้องแก้ไข", 1)]
    assert [(str(one.label), one.count) for one in open_work(head)] == [("รายงานที่รอหัวหน้ารับรอง", 1)]
    assert "คำลับ" not in page


def test_texts_that_were_never_sent_stay_the_leaver_s(submission, staff, make_user, agency, reviewer):
    kept = UnsavedText.objects.create(user=staff, result=submission.results.first(), payload={"text": "x"}, why="stale")
    successor = make_user(Role.STAFF, agency)

    leaving.hand_over(staff, successor, acknowledged=False, by=reviewer, now=timezone.now())

    assert UnsavedText.objects.get(pk=kept.pk).user == staff


# own data


def test_own_data_hold_the_own_and_nothing_of_others(sent, staff, head):
    Notice.objects.create(user=head, kind="account", subject="ของผู้อื่น", url="/", key="k", created_at=timezone.now())
    answer = as_user(staff).get("/account/data/file/")

    data = json.loads(answer.content)
    facts = ("username", "display_name", "email")
    assert {name: data["account"][name] for name in facts} == {name: getattr(staff, name) for name in facts}
    assert [one["action"] for one in data["history"]] == ["submit"]
    assert data["roles"] == [{"role": "staff", "place": "หน่วยงานทดสอบ"}]
    words = answer.content.decode()
    assert [word in words for word in ("ของผู้อื่น", head.email, head.display_name, "password")] == [False] * 4
    assert as_user(staff).get("/account/data/").status_code == 200


def test_own_data_name_the_tokens_and_no_mail_that_went_to_somebody_else(staff, head):
    """An address that was another's before, or was typed in to read along, brings no mail of theirs."""
    now = timezone.now()
    issue(staff, name="รายงานประจำเดือน", scopes=["read:reports"], days=30, form="x" * 32, now=now)
    for number, (user, to) in enumerate(((staff, "old@example.org"), (None, staff.email), (head, staff.email))):
        OutboxMail.objects.create(
            user=user, to=to, subject=f"ฉบับที่ {number}", body="-", key=f"k{number}", message_id=f"<{number}@x>",
            created_at=now, due_at=now,
        )  # fmt: skip

    data = json.loads(as_user(staff).get("/account/data/file/").content)

    assert [one["subject"] for one in data["mails"] if one["subject"].startswith("ฉบับที่")] == ["ฉบับที่ 0", "ฉบับที่ 1"]
    assert [(one["name"], one["scopes"]) for one in data["tokens"]] == [("รายงานประจำเดือน", ["read:reports"])]
    assert "digest" not in data["tokens"][0]


# erasure


@pytest.fixture
def left(staff, reviewer, sent):
    authoring.mail_link(staff, by=reviewer)
    issue(fresh(staff), name="โปรแกรมของฉัน", scopes=[], days=30, form="x" * 32, now=timezone.now())
    authoring.set_active(fresh(staff), False, by=reviewer)
    return fresh(staff)


def test_erasure_blanks_the_row_and_leaves_history_its_number(left, admin, sent, staff):
    path = f"/people/{left.pk}/erase/"
    client = as_user(admin)
    wrong = client.post(path, {"typed": "somebody"})

    done = client.post(path, {"typed": left.username}, follow=True)

    now = fresh(left)
    assert (wrong.status_code, done.status_code) == (422, 200)
    assert (now.username, now.email, now.phone, now.has_usable_password(), places(now)) == (
        f"erased#{left.pk}", "", "", False, [],
    )  # fmt: skip
    assert [(mail.to, mail.subject, mail.body) for mail in OutboxMail.objects.filter(user=left)] == [
        ("erased@example.invalid", "", "")
    ]
    assert {event.actor_id for event in Event.objects.filter(action="submit")} == {left.pk}
    assert (AccountEvent.objects.first().action, ApiToken.objects.count()) == ("user.erase", 0)
    assert client.post(path, {"typed": now.username}).status_code == 409


def test_only_an_administrator_erases_and_only_a_closed_account(left, reviewer, admin, head):
    answers = [as_user(user).post(f"/people/{left.pk}/erase/", {"typed": left.username}) for user in (reviewer, head)]
    of_open = as_user(admin).post(f"/people/{head.pk}/erase/", {"typed": head.username})

    assert ([one.status_code for one in answers], of_open.status_code) == ([403, 403], 409)
    assert (fresh(left).username, fresh(head).username) == (left.username, head.username)
