"""People: who may create, see and close whom; one-time links; sessions that end."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as portal_settings
from django.test import Client
from django.utils import timezone

from agencies import authoring, directory, invitations
from agencies.choices import Role
from agencies.models import AccountEvent, Agency, Membership, User
from agencies.rules import roles_at

NEW = {"username": "mali", "display_name": "มะลิ ตัวอย่าง", "email": "", "phone": ""}
PASSWORD = "a-new-password-of-2570"


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def path_of(link):
    return link.removeprefix(portal_settings.SITE_URL)


@pytest.fixture
def invited(agency, reviewer):
    return authoring.invite(Membership(role=Role.STAFF, agency=agency), **NEW, by=reviewer)


# creating people


@pytest.mark.parametrize("role", [Role.STAFF, Role.HEAD])
def test_reviewer_creates_heads_and_staff_and_sees_the_link_once(reviewer, agency, role):
    client = as_user(reviewer)

    answer = client.post("/people/add/", NEW | {"role": role, "agency": agency.pk}, follow=True)

    person = User.objects.get(username="mali")
    assert [(m.role, m.agency) for m in person.memberships.all()] == [(role, agency)]
    shown = re.search(r'value="([^"]+/invitation/[^"]+)"', answer.content.decode())
    assert shown
    assert invitations.person_of(*path_of(shown[1]).split("/")[2:4]) == person
    assert "/invitation/" not in client.get(f"/people/{person.pk}/").content.decode()
    assert list(AccountEvent.objects.values_list("actor", "action", "subject_id").order_by("pk")) == [
        (reviewer.pk, "user.invite", person.pk),
        (reviewer.pk, "role.add", person.pk),
        (reviewer.pk, "user.link", person.pk),
    ]


def test_events_of_people_hold_no_names(invited):
    assert not [event for event in AccountEvent.objects.all() if "มะลิ" in str(event.changes)]


def test_head_creates_own_staff_but_no_head(head, agency):
    authoring.invite(Membership(role=Role.STAFF, agency=agency), **NEW, by=head)

    with pytest.raises(authoring.Refused, match="ระดับต่ำกว่า"):
        authoring.invite(Membership(role=Role.HEAD, agency=agency), **NEW | {"username": "b"}, by=head)

    assert not User.objects.filter(username="b").exists()


def test_form_offers_a_head_the_role_of_staff_only(head, agency):
    answer = as_user(head).post("/people/add/", NEW | {"role": Role.HEAD, "agency": agency.pk})

    assert answer.status_code == 400
    assert not User.objects.filter(username="mali").exists()


def test_reviewer_creates_nobody_in_another_province(reviewer, make_agency, other_province):
    foreign = make_agency(province=other_province)

    answer = as_user(reviewer).post("/people/add/", NEW | {"role": Role.STAFF, "agency": foreign.pk})

    assert answer.status_code == 400
    with pytest.raises(authoring.Refused):
        authoring.invite(Membership(role=Role.STAFF, agency=foreign), **NEW, by=reviewer)
    assert not User.objects.filter(username="mali").exists()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.VIEWER, Role.ADMIN])
def test_only_an_administrator_creates_reviewers_viewers_and_administrators(admin, reviewer, province, role):
    place = {"province": province} if role == Role.REVIEWER else {}
    with pytest.raises(authoring.Refused):
        authoring.invite(Membership(role=role, **place), **NEW, by=reviewer)

    data = NEW | {"role": role} | ({"province": province.pk} if place else {})
    as_user(admin).post("/people/add/", data)

    assert [m.role for m in User.objects.get(username="mali").memberships.all()] == [role]


def test_staff_and_viewer_are_refused_the_people_pages_with_the_reason(staff, viewer):
    for user in (staff, viewer):
        answer = as_user(user).get("/people/")
        assert answer.status_code == 403
        assert "เฉพาะหัวหน้าหน่วยงานและสำนักงานจังหวัด" in answer.content.decode()


def test_an_address_belongs_to_one_account(reviewer, agency, staff):
    data = NEW | {"email": staff.email.upper(), "role": "staff", "agency": agency.pk}

    answer = as_user(reviewer).post("/people/add/", data)

    assert "มีบัญชีที่ใช้อีเมลนี้แล้ว" in answer.content.decode()


# lists


def test_lists_hold_exactly_the_people_in_the_asker_s_care(
    reviewer, head, admin, staff, make_user, make_agency, other_province
):
    neighbour = make_user(Role.STAFF, make_agency())
    foreigner = make_user(Role.STAFF, make_agency(province=other_province))

    assert set(directory.people_for(head)) == {head, staff}
    assert set(directory.people_for(reviewer)) == {reviewer, head, staff, neighbour}
    assert set(directory.people_for(admin)) == {admin, reviewer, head, staff, neighbour, foreigner}
    assert set(directory.people_for(staff)) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_people_list_asks_the_same_number_of_queries(count, reviewer, agency, make_user, django_assert_num_queries):
    for _ in range(count):
        make_user(Role.STAFF, agency)
    client = as_user(reviewer)

    with django_assert_num_queries(7):
        client.get("/people/")


def test_foreign_person_is_not_found(reviewer, make_user, make_agency, other_province):
    foreigner = make_user(Role.STAFF, make_agency(province=other_province))
    client = as_user(reviewer)

    assert client.get(f"/people/{foreigner.pk}/").status_code == 404
    for act in ("disable", "enable", "link", "clear-factor", "roles/add"):
        assert client.post(f"/people/{foreigner.pk}/{act}/").status_code == 404


# one-time links


def test_link_sets_the_password_once(invited, reviewer, client):
    path = path_of(authoring.issue_link(invited, by=reviewer))
    typed = {"new_password1": PASSWORD, "new_password2": PASSWORD}

    first = client.post(path, typed)
    second = client.post(path, typed | {"new_password1": "x" * 12, "new_password2": "x" * 12})

    assert (first.status_code, second.status_code) == (302, 404)
    assert client.get(path).status_code == 404
    assert User.objects.get(pk=invited.pk).check_password(PASSWORD)


def test_link_dies_after_its_days(invited, reviewer, client):
    path = path_of(authoring.issue_link(invited, by=reviewer))

    with time_machine.travel(timezone.now() + timedelta(days=invitations.days_valid() - 1)):
        assert client.get(path).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=invitations.days_valid() + 1)):
        assert client.get(path).status_code == 404


def test_second_link_kills_the_first_of_someone_who_never_came(invited, reviewer, client):
    old = path_of(authoring.issue_link(invited, by=reviewer))
    new = path_of(authoring.issue_link(invited, by=reviewer))

    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_link_of_a_disabled_person_is_dead(invited, reviewer, client):
    path = path_of(authoring.issue_link(invited, by=reviewer))
    authoring.set_active(invited, False, by=reviewer)

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("uid", ["x", "MQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OQ", "%00"])
def test_made_up_links_are_dead(uid, db, client):
    assert client.get(f"/invitation/{uid}/abc-def/").status_code == 404


def test_weak_password_is_refused_and_the_link_lives_on(invited, reviewer, client):
    path = path_of(authoring.issue_link(invited, by=reviewer))

    answer = client.post(path, {"new_password1": "12345", "new_password2": "12345"})

    assert answer.status_code == 400
    assert client.get(path).status_code == 200


# closing accounts, changing roles: sessions end


def test_disabled_person_is_out_at_the_next_request(staff, reviewer):
    client = as_user(staff)
    assert client.get("/account/").status_code == 200

    authoring.set_active(staff, False, by=reviewer)

    assert client.get("/account/").status_code == 302
    authoring.set_active(staff, True, by=reviewer)
    assert client.get("/account/").status_code == 302


def test_role_change_ends_open_sessions(staff, reviewer, make_agency):
    client = as_user(staff)

    authoring.add_role(staff, Membership(role=Role.STAFF, agency=make_agency()), by=reviewer)

    assert client.get("/account/").status_code == 302


def test_without_the_stamp_the_session_would_live_on(staff, reviewer, make_agency):
    client = as_user(staff)

    Membership.objects.create(user=staff, role=Role.STAFF, agency=make_agency())

    assert client.get("/account/").status_code == 200


def test_password_change_ends_the_other_sessions_only(staff):
    here, elsewhere = as_user(staff), as_user(staff)
    typed = {"oldpassword": "a-long-test-password-2570", "password1": PASSWORD, "password2": PASSWORD}

    here.post("/accounts/password/change/", typed)

    assert (here.get("/account/").status_code, elsewhere.get("/account/").status_code) == (200, 302)


def test_head_closes_own_staff_and_nobody_else(head, staff, reviewer, make_user, agency):
    second_head = make_user(Role.HEAD, agency)
    client = as_user(head)

    assert client.post(f"/people/{staff.pk}/disable/").status_code == 302
    assert client.post(f"/people/{second_head.pk}/disable/").status_code == 403
    assert client.post(f"/people/{reviewer.pk}/disable/").status_code == 404
    assert list(User.objects.filter(is_active=False)) == [staff]


def test_account_is_closed_only_by_someone_over_all_its_roles(staff, reviewer, admin, make_agency, other_province):
    Membership.objects.create(user=staff, role=Role.STAFF, agency=make_agency(province=other_province))

    with pytest.raises(authoring.Refused):
        authoring.set_active(User.objects.get(pk=staff.pk), False, by=reviewer)
    with pytest.raises(authoring.Refused):
        authoring.issue_link(User.objects.get(pk=staff.pk), by=reviewer)
    authoring.set_active(User.objects.get(pk=staff.pk), False, by=admin)

    assert not User.objects.get(pk=staff.pk).is_active


def test_nobody_closes_the_own_account_or_takes_the_last_role(admin, staff, reviewer):
    with pytest.raises(authoring.Refused, match="ตนเอง"):
        authoring.set_active(admin, False, by=admin)
    with pytest.raises(authoring.Refused, match="เหลือบทบาทเดียว"):
        authoring.remove_role(staff.memberships.get(), by=reviewer)


def test_role_is_added_and_taken_on_the_person_s_page(reviewer, staff, make_agency):
    second = make_agency()
    client = as_user(reviewer)

    client.post(f"/people/{staff.pk}/roles/add/", {"role": "staff", "agency": second.pk})
    added = staff.memberships.get(agency=second)
    client.post(f"/people/{staff.pk}/roles/{added.pk}/remove/")

    assert list(staff.memberships.values_list("agency__name", flat=True)) == ["หน่วยงานทดสอบ"]
    assert list(AccountEvent.objects.order_by("pk").values_list("action", flat=True)) == ["role.add", "role.remove"]


# own account


def test_person_switches_between_own_roles_only(staff, make_user, make_agency):
    second = make_agency("หน่วยงานที่สองของฉัน")
    mine = Membership.objects.create(user=staff, role=Role.STAFF, agency=second)
    other = make_user(Role.STAFF, second).memberships.get()
    client = as_user(staff)

    client.post("/account/switch/", {"membership": other.pk})
    assert "membership" not in client.session
    client.post("/account/switch/", {"membership": mine.pk})
    assert client.session["membership"] == mine.pk


@pytest.mark.parametrize("password", ["", "not-the-password"])
def test_address_changes_only_with_the_current_password(staff, password):
    typed = {"display_name": "ชื่อใหม่", "email": "thief@example.org", "current_password": password}

    answer = as_user(staff).post("/account/", typed)

    now = User.objects.get(pk=staff.pk)
    assert (answer.status_code, now.email, now.display_name) == (400, staff.email, staff.display_name)


def test_account_page_changes_the_own_facts_and_nothing_else(staff):
    typed = {"display_name": "ชื่อใหม่", "phone": "0 2000 0000", "email": "new@example.org"}
    hostile = {"is_superuser": "1", "is_staff": "1", "username": "root", "role_stamp": "9", "password": "x"}
    before = User.objects.values("username", "is_superuser", "is_staff", "password", "role_stamp").get(pk=staff.pk)

    as_user(staff).post("/account/", typed | hostile | {"current_password": "a-long-test-password-2570"})

    after = User.objects.get(pk=staff.pk)
    assert {name: getattr(after, name) for name in typed} == typed
    assert {name: getattr(after, name) for name in before} == before


def test_reviewer_is_nobody_at_an_agency_elsewhere_that_is_not_made_yet(reviewer, province, other_province):
    """Neither has a number of an agency: two blanks are no match."""
    here, there = (Agency(province=one, name="ใหม่") for one in (province, other_province))

    assert [roles_at(reviewer, agency=one) for one in (here, there)] == [{Role.REVIEWER}, frozenset()]
