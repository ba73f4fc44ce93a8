"""A list of people as a probe: what it must not tell of accounts elsewhere, and what it must not do to accounts."""

import pytest
from django.test import Client
from django.utils import timezone

from agencies import authoring
from agencies.actions import Action
from agencies.choices import Role
from agencies.invitations import LINK_SHOWN, invitation_of
from agencies.models import Membership, User
from agencies.roster import fresh_links, store
from agencies.rules import may
from ita_portal.people.examining import examine
from ita_portal.people.lines import Found, Line

FIELDS = ("agency", "username", "display_name", "email", "phone", "role")
AT = {name: number for number, name in enumerate(FIELDS, start=1)}


def found(row):
    """One line, as it is read."""
    return Found((Line("รายชื่อ", 2, {name: (text, AT[name]) for name, text in row.items() if text}, AT),))


def codes(judged):
    return [(one.code, one.where.row, one.where.column) for one in judged.doubts]


def guesses(person):
    """Lines about an account: what stands there asked for, and guessed right."""
    asked = {"username": person.username, "role": ""}
    return [asked | one for one in (
        {"email": "guess@example.org"}, {"email": person.email}, {"phone": "0"}, {"phone": person.phone},
        {"display_name": "ใคร"}, {"display_name": person.display_name}, {}, {"role": "เจ้าหน้าที่", "agency": "ใหม่"},
    )]  # fmt: skip


@pytest.mark.parametrize("state", ["open", "closed", "never came"])
def test_list_tells_nothing_of_an_account_elsewhere_not_even_whether_a_guess_is_right(
    state, reviewer, make_user, make_agency, other_province
):
    stranger = make_user(Role.HEAD, make_agency(province=other_province), phone="0 9999 9999")
    changed = {"closed": {"is_active": False}, "never came": {"password": "!"}}.get(state, {})
    User.objects.filter(pk=stranger.pk).update(**changed)

    told = [examine(found(row), by=reviewer, province=None) for row in guesses(stranger)]

    why = may(reviewer, Action.USER_INVITE, User.objects.get(pk=stranger.pk)).reason
    answer = ([("person_refused", 2, AT["username"])], [f"แก้ไขหรือเพิ่มบทบาทให้บัญชี “{stranger.username}” ไม่ได้: {why}"])
    assert [(codes(one), [doubt.message for doubt in one.doubts]) for one in told] == [answer] * len(told)


def test_list_tells_what_stands_there_where_the_guard_is_off(
    monkeypatch, reviewer, make_user, make_agency, other_province
):
    """The control."""
    stranger = make_user(Role.HEAD, make_agency(province=other_province), phone="0 9999 9999")
    monkeypatch.setattr("ita_portal.people.knowing._shown", lambda by, users: frozenset(users))

    told = [examine(found(row), by=reviewer, province=None) for row in guesses(stranger)]

    assert [[one.code for one in judged.doubts] for judged in told[:3]] == [["person_owns"], [], ["person_owns"]]
    assert stranger.email in told[0].doubts[0].message


def test_new_address_ends_the_link_that_went_to_the_old_one(reviewer, agency, everyone):
    person = authoring.invite(
        Membership(role=Role.STAFF, agency=agency), username="mali", display_name="มะลิ", email="wrong@example.org",
        phone="", by=reviewer,
    )  # fmt: skip
    link = authoring.issue_link(person, by=reviewer).partition("/invitation/")[2]
    row = {"agency": agency.name, "username": "mali", "role": "เจ้าหน้าที่"}
    opened = []
    for facts in ({}, {"phone": "0 1"}, {"email": "right@example.org"}):
        store(examine(found(row | facts), by=reviewer, province=None).roster, by=reviewer)
        opened.append(Client().get(f"/invitation/{link}").status_code)

    invitation = invitation_of(User.objects.get(pk=person.pk), now=timezone.now())
    assert (opened, invitation and invitation.state) == ([200, 200, 404], "expired")


def test_password_that_was_set_a_moment_ago_is_not_taken_away_by_a_new_link(reviewer, agency, everyone):
    """The rows were read before: who looks only at them makes a link to somebody's account."""
    person = authoring.invite(
        Membership(role=Role.STAFF, agency=agency), username="mali", display_name="มะลิ", email="mali@example.org",
        phone="", by=reviewer,
    )  # fmt: skip
    head = Membership.objects.create(user=User.objects.create(username="head2"), role=Role.HEAD, agency=agency).user
    uid, token = authoring.issue_link(person, by=reviewer).rstrip("/").split("/")[-2:]
    stale = User.objects.get(pk=person.pk)
    authoring.accept_invitation(uid, token, "a-long-test-password-2570")

    made = fresh_links([stale], action=LINK_SHOWN, by=reviewer)
    with pytest.raises(authoring.Refused):
        authoring.issue_link(stale, by=head)

    assert (made, User.objects.get(pk=person.pk).check_password("a-long-test-password-2570")) == ([], True)
