"""Guessing passwords (T6), links that set one, and names that stand for two people."""

import pytest
from allauth.core import ratelimit
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from agencies import authoring
from agencies.choices import Role
from agencies.models import Membership, User
from conftest import PASSWORD
from ita_portal.settings import CACHES

A_DAYS_GUESSES = 20
SPRAY = 40


def throttle_of(settings, **options):
    """Count in the database as in production, with that many rows at most."""
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": f"{A_DAYS_GUESSES}/d/key"}
    settings.CACHES = {"default": CACHES["default"] | {"OPTIONS": options}} if options else CACHES
    call_command("createcachetable", verbosity=0)


def guesses_left(victim, *, spray):
    """Use up a day's guesses, spray made-up names, and say whether one more guess reaches the hasher."""
    request = RequestFactory().post("/")
    for _ in range(A_DAYS_GUESSES):
        assert ratelimit.consume(request, action="login_failed", key=f"person:{victim.pk}")
    for number in range(spray):
        ratelimit.consume(request, action="login_failed", key=f"name:made-up-{number}")
    return bool(ratelimit.consume(request, action="login_failed", key=f"person:{victim.pk}"))


@pytest.mark.django_db
def test_sprayed_names_do_not_push_a_persons_count_out(settings, make_user):
    throttle_of(settings)
    assert not guesses_left(make_user(), spray=SPRAY)


@pytest.mark.django_db
def test_sprayed_names_push_a_count_out_of_a_small_table(settings, make_user):
    throttle_of(settings, MAX_ENTRIES=6)
    assert guesses_left(make_user(), spray=SPRAY)


def wrong_tries(client, user, count):
    for _ in range(count):
        client.post(reverse("account_login"), {"login": user.username, "password": "wrong"})


def gets_in(client, user, password):
    answer = client.post(reverse("account_login"), {"login": user.username, "password": password})
    return answer.status_code == 302


@pytest.mark.django_db
def test_a_one_time_link_lets_a_throttled_person_in_again(client, make_user, agency, province):
    person, office = make_user(Role.STAFF, agency), make_user(Role.REVIEWER, province)
    wrong_tries(client, person, 6)
    assert not gets_in(client, person, PASSWORD)

    address = authoring.issue_link(person, by=office)
    new = {"new_password1": "another-long-word-2570", "new_password2": "another-long-word-2570"}
    client.post(f"/invitation/{address.partition('/invitation/')[2]}", new)

    assert gets_in(client, person, "another-long-word-2570")


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", [str.upper, str.title, "  {}  ".format, "{}@example.org".format])
def test_every_spelling_of_a_person_is_counted_together(client, make_user, spelling):
    person = make_user(username="somchai")
    wrong_tries(client, person, 5)
    answer = client.post(reverse("account_login"), {"login": spelling("somchai"), "password": PASSWORD})
    assert answer.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("size", [300, 100_000])
def test_an_endless_name_is_a_wrong_name(client, size):
    answer = client.post(reverse("account_login"), {"login": "ก" * size, "password": "x"})
    assert answer.status_code == 200


@pytest.mark.django_db
def test_a_link_dies_when_its_person_is_given_more(client, make_user, agency, province):
    person, office, admin = make_user(Role.STAFF, agency), make_user(Role.REVIEWER, province), make_user(Role.ADMIN)
    kept = authoring.issue_link(person, by=office).partition("/invitation/")[2]
    assert client.get(f"/invitation/{kept}").status_code == 200

    authoring.add_role(person, Membership(role=Role.REVIEWER, province=province), by=admin)

    assert client.get(f"/invitation/{kept}").status_code == 404


@pytest.mark.django_db
def test_a_link_stays_dead_when_a_closed_account_opens_again(client, make_user, agency, province):
    person, office = make_user(Role.STAFF, agency), make_user(Role.REVIEWER, province)
    kept = authoring.issue_link(person, by=office).partition("/invitation/")[2]
    authoring.set_active(person, False, by=office)
    authoring.set_active(person, True, by=office)
    assert client.get(f"/invitation/{kept}").status_code == 404


@pytest.mark.django_db
def test_a_name_may_not_be_another_persons_address(client, make_user, agency):
    head, other = make_user(Role.HEAD, agency), make_user()
    client.force_login(head)
    typed = {"display_name": "ผู้ทดสอบ", "username": other.email.upper(), "role": "staff", "agency": agency.pk}
    answer = client.post(reverse("agencies:person-invite"), typed)
    assert (answer.status_code, User.objects.filter(username__iexact=other.email).exists()) == (400, False)


@pytest.mark.django_db
def test_an_address_may_not_be_another_persons_name(client, make_user, agency):
    person = make_user(Role.STAFF, agency)
    make_user(username="boss@example.net")
    client.force_login(person)
    typed = {"display_name": "ผู้ทดสอบ", "email": "Boss@example.net"}
    assert client.post(reverse("agencies:account"), typed).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "status"), [("reviewer", 400), ("admin", 400), ("head", 400), ("staff", 302)])
def test_a_head_invites_staff_only(client, make_user, agency, province, role, status):
    client.force_login(make_user(Role.HEAD, agency))
    place = {"agency": agency.pk, "province": province.pk, "province_code": province.code}
    typed = {"display_name": "ผู้ทดสอบ", "username": "newcomer", "role": role} | place
    assert client.post(reverse("agencies:person-invite"), typed).status_code == status


@pytest.mark.django_db
def test_shown_links_stand_at_our_own_address_whatever_host_is_claimed(settings, make_user, agency, province):
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["*"], "https://portal.example.go.th"
    person, office = make_user(Role.STAFF, agency), make_user(Role.REVIEWER, province)
    client = Client(headers={"host": "evil.example"})
    client.force_login(office)
    shown = client.post(reverse("agencies:person-link", args=[person.pk]), follow=True).content.decode()
    assert ("https://portal.example.go.th/invitation/" in shown, "evil.example/invitation" in shown) == (True, False)


def test_the_throttle_counts_in_the_database_and_not_in_one_process():
    assert CACHES["default"]["BACKEND"].endswith("DatabaseCache")
