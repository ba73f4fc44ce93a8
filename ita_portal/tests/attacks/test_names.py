"""Names that stand for two people, look alike, have no end, or hold NUL; each time with the guard taken away."""

from contextlib import contextmanager

import pytest
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import EmailValidator, MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from agencies import forms
from agencies.models import User
from agencies.views import agencies
from conftest import PASSWORD
from ita_portal.auth import adapters

ALIKE = ["sоmchai", "ｓomchai", "ѕomchai", "somcha\u0131", "som\u200bchai", "somchaí"]
LONG = "a" * 64 + "@" + ".".join(["b" * 60] * 4) + ".com"


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def invite(head, agency):
    """Return a sender of the form that makes an account."""

    def send(**typed):
        data = {"display_name": "ผู้ทดสอบ", "username": "newcomer", "role": "staff", "agency": agency.pk} | typed
        return signed_in(head).post(reverse("agencies:person-invite"), data).status_code

    return send


@contextmanager
def sent_to_the_database(fragment):
    """Yield a list that is no longer empty once that text was among the parameters of a statement."""
    found = []

    def look(execute, sql, params, many, context):
        if any(fragment in str(value) for value in params or ()):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def answering_to(name):
    return User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).count()


@pytest.mark.parametrize("spelling", [str.lower, str.upper, str.title])
def test_a_name_is_given_once_whatever_its_case_or_column(invite, staff, spelling):
    assert [invite(username=spelling(taken)) for taken in (staff.username, staff.email)] == [400, 400]


@pytest.mark.parametrize("spelling", [str.upper, str.title])
def test_without_the_guard_a_name_stands_for_two(invite, staff, monkeypatch, spelling):
    monkeypatch.setattr(forms.InviteForm, "clean_username", lambda self: self.cleaned_data["username"])
    assert invite(username=spelling(staff.email)) == 302
    assert answering_to(staff.email) == 2


def takes_address(person, address):
    typed = {"display_name": "ผู้ทดสอบ", "email": address, "current_password": PASSWORD}
    return signed_in(person).post(reverse("agencies:account"), typed).status_code


def test_an_address_is_given_once(staff, head):
    assert takes_address(head, staff.email.upper()) == 400


def test_without_the_guard_an_address_stands_for_two(staff, head, monkeypatch):
    monkeypatch.setattr(forms, "free_email", lambda email, owner: email)
    assert (takes_address(head, staff.email.upper()), answering_to(staff.email)) == (302, 2)


@pytest.mark.parametrize("name", ALIKE)
def test_a_name_that_looks_like_another_is_refused(invite, make_user, name):
    make_user(username="somchai")
    assert (invite(username=name), User.objects.filter(username=name).exists()) == (400, False)


# PostgreSQL finds the one with the dotless i by itself: in capitals it is the same.
@pytest.mark.parametrize("name", ["sоmchai", "ｓomchai", "ѕomchai", "somchaí"])
def test_without_the_guard_two_people_look_like_one(invite, make_user, monkeypatch, name):
    make_user(username="somchai")
    # What Django itself would let in.
    unguarded(monkeypatch, forms.InviteForm, "username", type(forms.PLAIN_NAME), UnicodeUsernameValidator())
    assert (invite(username=name), User.objects.filter(username=name).exists()) == (302, True)


def unguarded(monkeypatch, form, name, kind, *instead):
    """Take the validators of that kind off a field of the form."""
    field = form.base_fields[name]
    kept = [validator for validator in field.validators if not isinstance(validator, kind)]
    assert len(kept) < len(field.validators)
    monkeypatch.setattr(field, "validators", [*kept, *instead])


# without end


def test_an_address_longer_than_its_column_is_refused(staff):
    with sent_to_the_database(LONG) as sent:
        assert (takes_address(staff, LONG), sent) == (400, [])


def test_without_the_guard_it_reaches_the_database(staff, monkeypatch):
    unguarded(monkeypatch, forms.AccountForm, "email", (MaxLengthValidator, EmailValidator))
    with sent_to_the_database(LONG) as sent:
        assert takes_address(staff, LONG) != 400
    assert sent != []


def tries_to_log_in(name):
    client = Client(raise_request_exception=False)
    return client.post(reverse("account_login"), {"login": name, "password": "x"}).status_code


@pytest.mark.django_db
def test_an_endless_name_never_reaches_the_database():
    with sent_to_the_database("ก" * 300) as sent:
        assert (tries_to_log_in("ก" * 100_000), sent) == (200, [])


@pytest.mark.django_db
def test_without_the_guard_an_endless_name_does(monkeypatch):
    monkeypatch.setattr(adapters, "LONGEST_NAME", 10**9)
    with sent_to_the_database("ก" * 300) as sent:
        tries_to_log_in("ก" * 100_000)
    assert sent != []


# NUL


@pytest.mark.parametrize("field", ["display_name", "username", "phone"])
def test_nul_in_a_field_is_refused(invite, field):
    with sent_to_the_database("\0") as sent:
        assert (invite(**{field: "a\0b"}), sent) == (400, [])


@pytest.mark.parametrize("field", ["display_name", "phone"])
def test_without_the_guard_nul_in_a_field_reaches_the_database(invite, monkeypatch, field):
    unguarded(monkeypatch, forms.InviteForm, field, ProhibitNullCharactersValidator)
    with sent_to_the_database("a\0b") as sent:
        assert invite(**{field: "a\0b"}) != 400
    assert sent != []


def asks_with_nul(admin):
    client = signed_in(admin)
    with sent_to_the_database("\0") as sent:
        client.get(reverse("agencies:agency-list"), {"query": "a\0b"})
        client.get(reverse("agencies:agency-add", args=["9\0"]))
    return len(sent)


def test_nul_in_an_address_never_reaches_the_database(admin):
    assert asks_with_nul(admin) == 0


def test_without_the_guard_nul_in_an_address_does(admin, monkeypatch):
    monkeypatch.setattr(agencies, "without_nul", lambda word: word)
    assert asks_with_nul(admin) >= 2


@pytest.mark.django_db
def test_nul_in_a_log_in_never_reaches_the_database():
    with sent_to_the_database("\0") as sent:
        assert (tries_to_log_in("a\0b"), sent) == (200, [])


@pytest.mark.django_db
def test_without_the_guard_nul_in_a_log_in_does(monkeypatch):
    monkeypatch.setattr(ProhibitNullCharactersValidator, "__call__", lambda self, value: None)
    with sent_to_the_database("\0") as sent:
        tries_to_log_in("a\0b")
    assert sent != []
