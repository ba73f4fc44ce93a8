"""One-time links: used twice, too late, by somebody whose account is closed; each time with its guard taken away."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from agencies import authoring, invitations
from agencies.choices import Role
from agencies.models import Membership, User

MINE, THIEFS = "the-persons-own-word-2570", "the-word-of-a-thief-2570"


@pytest.fixture
def invited(agency, reviewer):
    return authoring.invite(
        Membership(role=Role.STAFF, agency=agency), username="mali", display_name="มะลิ", email="", phone="", by=reviewer
    )


@pytest.fixture
def link(invited, reviewer):
    return "/invitation/" + authoring.issue_link(invited, by=reviewer).partition("/invitation/")[2]


def opens(link, person, password=THIEFS):
    """Say whether the link sets that password."""
    Client().post(link, {"new_password1": password, "new_password2": password})
    return User.objects.get(pk=person.pk).check_password(password)


@pytest.fixture
def unbound(monkeypatch):
    """Let tokens speak of nothing but the person: neither password nor state nor roles."""
    monkeypatch.setattr(invitations.InvitationTokens, "_make_hash_value", lambda self, user, timestamp: f"{user.pk}")


def test_a_used_link_opens_nothing(invited, link):
    assert (opens(link, invited, MINE), opens(link, invited)) == (True, False)


def test_without_the_guard_a_used_link_takes_the_account(unbound, invited, link):
    assert (opens(link, invited, MINE), opens(link, invited)) == (True, True)


def later():
    return time_machine.travel(timezone.now() + timedelta(days=invitations.days_valid() + 1))


def test_an_old_link_opens_nothing(invited, link):
    with later():
        assert not opens(link, invited)


def test_without_the_guard_an_old_link_opens(invited, link, settings):
    with later():
        settings.PASSWORD_RESET_TIMEOUT = 10**9
        assert opens(link, invited)


def test_the_link_of_a_closed_account_opens_nothing(invited, link, reviewer):
    authoring.set_active(invited, False, by=reviewer)
    assert not opens(link, invited)


def test_without_the_guards_the_link_of_a_closed_account_opens(invited, reviewer, unbound, monkeypatch):
    link = "/invitation/" + authoring.issue_link(invited, by=reviewer).partition("/invitation/")[2]
    authoring.set_active(invited, False, by=reviewer)
    assert not opens(link, invited)
    monkeypatch.setattr(invitations, "_open", lambda user: True)
    assert opens(link, invited)


def test_a_link_kept_since_before_a_role_opens_nothing(invited, link, admin, province):
    authoring.add_role(invited, Membership(role=Role.REVIEWER, province=province), by=admin)
    assert not opens(link, invited)


def test_without_the_guard_a_kept_link_opens_what_was_given_since(invited, unbound, admin, province, reviewer):
    link = "/invitation/" + authoring.issue_link(invited, by=reviewer).partition("/invitation/")[2]
    authoring.add_role(invited, Membership(role=Role.REVIEWER, province=province), by=admin)
    assert opens(link, invited)
