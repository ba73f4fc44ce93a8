"""Being two persons at once: by a link to somebody else's account, or by a role given to one above (row 25, T4)."""

import re

import pytest
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.test import Client
from django.urls import reverse

from agencies import authoring, directory, rules
from agencies.choices import Role
from agencies.models import AccountEvent, Membership, OutboxMail, User
from agencies.posting import Poster
from agencies.tests.mailing import mail_server
from agencies.verdict import YES
from measures import workflow
from measures.choices import Action
from measures.models import Submission

NEW = {"new_password1": "another-long-word-2570", "new_password2": "another-long-word-2570"}
LINK = re.compile(r"/invitation/[^\"\s<]+")


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def asks_for_a_link(asker, person):
    """Press the button on the person's page; return the page that follows."""
    answer = signed_in(asker).post(reverse("agencies:person-link", args=[person.pk]), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def sends_as(asker, clerk, submission):
    """Try to open the clerk's account by a link and to send the report with it; say who is noted as sender."""
    shown = LINK.search(asks_for_a_link(asker, clerk))
    if shown:
        Client().post(shown[0], NEW)
        clerk = User.objects.get(pk=clerk.pk)
        assert clerk.check_password(NEW["new_password1"])
        workflow.act(submission, Action.SUBMIT, by=clerk, acknowledged=True)
        workflow.act(submission, Action.ENDORSE, by=asker)
    return Submission.objects.get(pk=submission.pk).state


def test_a_head_cannot_be_the_own_clerk_too(submission, fill, staff, head):
    fill(submission)
    assert sends_as(head, staff, submission) == "D"


def test_without_the_guard_one_head_sends_and_endorses_alone(submission, fill, staff, head, monkeypatch):
    monkeypatch.setattr(directory, "may_see_link", directory.manages)
    monkeypatch.setattr(authoring, "may_see_link", directory.manages)
    fill(submission)
    assert sends_as(head, staff, submission) == "S"


def test_a_head_has_a_link_sent_to_the_persons_own_address(staff, head):
    page = asks_for_a_link(head, staff)

    sent = OutboxMail.objects.get()
    assert (sent.to, LINK.search(page)) == (staff.email, None)
    assert "ส่งลิงก์ตั้งรหัสผ่านไปที่อีเมลของผู้ใช้แล้ว" in page
    found = LINK.search(str(sent.body))
    assert found
    Client().post(found[0], NEW)
    now = User.objects.get(pk=staff.pk)
    assert (now.check_password(NEW["new_password1"]), now.email) == (True, staff.email)
    assert list(AccountEvent.objects.order_by("pk").values_list("actor", "action")) == [
        (head.pk, "user.link_mail"),
        (staff.pk, "user.password"),
    ]


def test_a_person_without_an_address_is_sent_to_the_provincial_office(staff, head):
    User.objects.filter(pk=staff.pk).update(email="")

    page = asks_for_a_link(head, staff)

    assert "โปรดติดต่อสำนักงานจังหวัดให้ออกลิงก์ตั้งรหัสผ่าน" in page
    assert (OutboxMail.objects.count(), LINK.search(page)) == (0, None)


def test_nobody_is_flooded_with_mails(staff, head):
    asks_for_a_link(head, staff)
    assert "เพิ่งส่งลิงก์ไปทางอีเมลแล้ว" in asks_for_a_link(head, staff)
    assert OutboxMail.objects.count() == 1


def test_a_mail_server_that_is_down_is_told(staff, head):
    asks_for_a_link(head, staff)
    sent = OutboxMail.objects.get()

    with mail_server() as server:
        server.rcpt = "451 later"
        Poster(lambda: SmtpBackend(host="127.0.0.1", port=server.port, timeout=5)).send_one()

    page = signed_in(head).get(reverse("agencies:person-detail", args=[staff.pk])).content.decode()
    assert "อีเมลรอส่ง" in page
    assert OutboxMail.objects.get(pk=sent.pk).error in page


@pytest.mark.parametrize("office", ["reviewer", "admin"])
@pytest.mark.parametrize("below", ["staff", "head"])
def test_those_above_the_agency_see_the_link_of_a_taken_account(request, office, below):
    asker, person = request.getfixturevalue(office), request.getfixturevalue(below)
    assert LINK.search(asks_for_a_link(asker, person))


def test_a_head_sees_the_link_of_a_new_account_until_it_is_taken(head, agency):
    place = Membership(role=Role.STAFF, agency=agency)
    person = authoring.invite(place, username="mali", display_name="มะลิ", email="", phone="", by=head)
    shown = LINK.search(asks_for_a_link(head, person))
    assert shown
    Client().post(shown[0], NEW)

    assert LINK.search(asks_for_a_link(head, person)) is None


def test_who_takes_an_account_over_says_which_address_is_theirs(head, agency):
    """Whoever makes the account types an address; kept, it would receive every later reset."""
    place = Membership(role=Role.STAFF, agency=agency)
    planted = "second-address-of-the-head@example.org"
    person = authoring.invite(place, username="mali", display_name="มะลิ", email=planted, phone="", by=head)
    path = LINK.search(authoring.issue_link(person, by=head))
    assert path
    shown = Client().get(path[0]).content.decode()
    Client().post(path[0], NEW | {"email": "mali@example.org"})

    assert planted in shown
    assert User.objects.get(pk=person.pk).email == "mali@example.org"


# roles for people of the own rank or above


def gives_a_role(giver, person, agency):
    """Say what the giver is answered, and whether the person has the role of staff at the agency then."""
    typed = {"role": "staff", "agency": agency.pk}
    answer = signed_in(giver).post(reverse("agencies:role-add", args=[person.pk]), typed)
    return answer.status_code, person.memberships.filter(role=Role.STAFF, agency=agency).exists()


@pytest.fixture
def above(make_user, agency, province):
    """Return people whom head and provincial office can see, of their own rank or above."""
    second = make_user(Role.HEAD, agency)
    reviewer = make_user(Role.STAFF, agency)
    Membership.objects.create(user=reviewer, role=Role.REVIEWER, province=province)
    national = make_user(Role.STAFF, agency)
    Membership.objects.create(user=national, role=Role.ADMIN)
    return {"head": second, "reviewer": reviewer, "admin": national}


@pytest.mark.parametrize("whom", ["head", "reviewer", "admin"])
def test_a_head_gives_no_role_to_one_of_the_own_rank_or_above(head, above, make_agency, whom):
    second = make_agency()
    Membership.objects.create(user=head, role=Role.HEAD, agency=second)
    assert gives_a_role(User.objects.get(pk=head.pk), above[whom], second) == (403, False)


@pytest.mark.parametrize("whom", ["reviewer", "admin"])
def test_a_provincial_office_gives_no_role_to_one_of_the_own_rank_or_above(reviewer, above, make_agency, whom):
    assert gives_a_role(reviewer, above[whom], make_agency()) == (403, False)


def test_nobody_below_the_administrator_gives_a_role_to_oneself(reviewer, agency):
    """A reviewer who made the own account staff would fill in the report that the office judges."""
    assert gives_a_role(reviewer, reviewer, agency) == (403, False)


def test_without_the_guard_a_reviewer_becomes_staff_of_the_agency(reviewer, agency, monkeypatch):
    monkeypatch.setattr(rules, "_above_all", lambda user, other: YES)
    assert gives_a_role(reviewer, reviewer, agency) == (302, True)


def test_the_service_refuses_it_too(reviewer, above, agency):
    with pytest.raises(authoring.Refused):
        authoring.add_role(above["admin"], Membership(role=Role.HEAD, agency=agency), by=reviewer)


@pytest.mark.parametrize("whom", ["head", "reviewer", "admin"])
@pytest.mark.parametrize("act", ["person-disable", "person-link", "person-clear-factor"])
def test_a_head_acts_on_nobody_of_the_own_rank_or_above(head, above, whom, act):
    answer = signed_in(head).post(reverse(f"agencies:{act}", args=[above[whom].pk]))
    found = (answer.status_code, User.objects.get(pk=above[whom].pk).is_active, OutboxMail.objects.count())
    assert found == (403, True, 0)


def test_without_the_guard_a_head_closes_the_account_of_the_office(head, above, monkeypatch):
    monkeypatch.setattr(rules, "_above", lambda user, target: YES)
    signed_in(head).post(reverse("agencies:person-disable", args=[above["reviewer"].pk]))
    assert not User.objects.get(pk=above["reviewer"].pk).is_active


def test_pages_offer_no_role_where_none_may_be_given(head, reviewer, above, staff):
    def offers(asker, person):
        page = signed_in(asker).get(reverse("agencies:person-detail", args=[person.pk])).content.decode()
        return reverse("agencies:role-add", args=[person.pk]) in page

    assert (offers(head, staff), offers(head, above["head"]), offers(reviewer, reviewer)) == (True, False, False)
