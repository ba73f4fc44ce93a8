"""Tokens: made after the password, shown once, kept as a hash, and dead as soon as the person's sessions are."""

import datetime as dt
import hashlib
import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies import authoring, tokens
from agencies.choices import Role
from agencies.models import AccountEvent, ApiToken, Notice, Scope
from conftest import PASSWORD
from ita_portal.api.tests.worlds import ALL_SCOPES, bearer, token_of

pytestmark = pytest.mark.django_db
LIST, NEW = "/account/tokens/", "/account/tokens/add/"
ME = "/api/v1/me/"
DAY = dt.timedelta(days=1)


def signed_in(user):
    """Log in through the page: the password was typed just now."""
    client = Client()
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    return client


def typed(client, **changed):
    """Return what a person sends with the form that the page shows."""
    page = client.get(NEW).content.decode()
    mark = re.search(r'name="form" value="(\w+)"', page)
    return {"name": "แดชบอร์ด", "scopes": [Scope.REPORTS], "days": "90", "form": mark and mark[1], **changed}


def answered(answer):
    """Return (status, code) of a refusal, or the status alone."""
    return (answer.status_code, answer.json()["code"]) if answer.status_code >= 400 else answer.status_code


def test_token_is_shown_once_kept_as_a_hash_and_told(staff):
    client = signed_in(staff)
    answer = client.post(NEW, typed(client))
    page = answer.content.decode()
    secret = re.search(r"ita_[A-Za-z0-9]{43}", page)[0]
    token = ApiToken.objects.get()

    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (200, True)
    assert (token.digest, token.hint, token.scopes) == (
        hashlib.sha256(secret.encode()).hexdigest(), secret[:8], ["read:reports"],
    )  # fmt: skip
    assert token.expires_at - token.created_at == 90 * DAY
    assert [value for value in ApiToken.objects.values().get().values() if secret in str(value)] == []
    assert secret not in client.get(LIST).content.decode()
    assert list(
        AccountEvent.objects.filter(action__startswith="token").values_list("action", "actor", "subject_id")
    ) == [("token.issue", staff.pk, staff.pk)]
    assert list(Notice.objects.values_list("user", "kind", "url")) == [(staff.pk, "account", LIST)]


def test_form_sent_twice_makes_one_token(staff):
    client = signed_in(staff)
    form = typed(client)
    client.post(NEW, form)

    again = client.post(NEW, form, follow=True)

    assert ApiToken.objects.count() == 1
    assert "แสดงได้ครั้งเดียว" in again.content.decode()


def test_password_is_asked_for_again_where_it_was_typed_long_ago(staff):
    with time_machine.travel(timezone.now() - dt.timedelta(hours=2), tick=True):
        client = signed_in(staff)

    shown = client.get(NEW)
    sent = client.post(NEW, {"name": "x", "scopes": [Scope.REPORTS], "days": "30", "form": "a" * 32})

    assert [(one.status_code, one.url.partition("?")[0]) for one in (shown, sent)] == [
        (302, reverse("account_reauthenticate"))
    ] * 2
    assert ApiToken.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"), ({"scopes": ["write:all"]}, "scopes"), ({"scopes": []}, "scopes"),
        ({"days": "366"}, "days"), ({"form": "short"}, "form"),
    ],
)  # fmt: skip
def test_wrong_form_makes_no_token(staff, changed, field):
    client = signed_in(staff)

    answer = client.post(NEW, typed(client, **changed))

    assert (answer.status_code, list(answer.context["form"].errors), ApiToken.objects.count()) == (400, [field], 0)


def test_eleventh_token_is_refused_until_one_is_taken_back(staff):
    for _number in range(tokens.MOST):
        token_of(staff)
    with pytest.raises(tokens.TokenRefused, match="10 รายการ"):
        token_of(staff)

    tokens.revoke(staff, ApiToken.objects.first().pk, now=timezone.now())
    token_of(staff)

    assert ApiToken.objects.filter(revoked_at=None).count() == tokens.MOST


def test_role_that_needs_a_second_factor_makes_no_token_without_one(reviewer, settings):
    settings.REQUIRE_MFA = True
    with pytest.raises(tokens.TokenRefused, match="สองขั้น"):
        token_of(reviewer)
    by_page = signed_in(reviewer).get(NEW)
    Authenticator.objects.create(user=reviewer, type=Authenticator.Type.TOTP, data={})

    assert (by_page.status_code, by_page.url) == (302, reverse("mfa_activate_totp"))
    assert bearer(token_of(reviewer)).get(ME).status_code == 200


def test_token_of_somebody_whose_second_factor_is_gone_opens_nothing(reviewer, settings):
    client = bearer(token_of(reviewer))
    settings.REQUIRE_MFA = True

    assert answered(client.get(ME)) == (401, "second_factor_required")


def test_token_dies_with_what_ends_sessions(staff, admin, agency):
    """Revoked, expired, account closed, closed and opened again, another role, another password: 401 each."""
    now = timezone.now()
    found = {}
    revoked = token_of(staff)
    tokens.revoke(staff, ApiToken.objects.get().pk, now=now)
    found["revoked"] = bearer(revoked)
    found["expired"] = bearer(token_of(staff, expires_at=now))
    found["garbled"] = bearer("ita_" + "x" * 43)
    found["long"] = bearer("x" * 100_000)
    living = bearer(token_of(staff))
    answers = {name: answered(client.get(ME)) for name, client in found.items()}
    answers["living"] = answered(living.get(ME))
    authoring.set_active(staff, False, by=admin)
    answers["closed"] = answered(living.get(ME))
    authoring.set_active(staff, True, by=admin)
    answers["opened again"] = answered(living.get(ME))
    staff.refresh_from_db()
    renewed = bearer(token_of(staff))
    answers["renewed"] = answered(renewed.get(ME))
    staff.set_password("another-long-password-2570")
    staff.save()
    answers["password"] = answered(renewed.get(ME))

    assert answers == {
        "revoked": (401, "token_revoked"), "expired": (401, "token_expired"), "garbled": (401, "invalid_token"),
        "long": (401, "invalid_token"), "living": 200, "closed": (401, "account_disabled"),
        "opened again": (401, "token_outdated"), "renewed": 200, "password": (401, "token_outdated"),
    }  # fmt: skip


def test_token_without_its_stamp_would_outlive_the_password(staff, monkeypatch):
    """The control: what ends it is the comparison of the session hash."""
    secret = token_of(staff)
    staff.set_password("another-long-password-2570")
    staff.save()
    monkeypatch.setattr(tokens, "constant_time_compare", lambda one, other: True)

    assert bearer(secret).get(ME).status_code == 200


def test_nobody_takes_back_the_token_of_another(staff, make_user, agency):
    secret, other = token_of(staff), make_user(Role.STAFF, agency)

    answer = signed_in(other).post(f"{LIST}{ApiToken.objects.get().pk}/revoke/")

    assert (answer.status_code, bearer(secret).get(ME).status_code) == (302, 200)


def test_token_is_taken_back_on_its_page(staff):
    secret = token_of(staff)
    client = signed_in(staff)

    client.post(f"{LIST}{ApiToken.objects.get().pk}/revoke/")

    assert answered(bearer(secret).get(ME)) == (401, "token_revoked")
    assert "ยกเลิกแล้ว" in client.get(LIST).content.decode()


def test_last_use_is_kept_to_ten_minutes(staff):
    secret = token_of(staff)
    start = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
    ApiToken.objects.update(expires_at=start + DAY)
    kept = []
    for minutes in (0, 9, 10):
        with time_machine.travel(start + dt.timedelta(minutes=minutes), tick=False):
            bearer(secret).get(ME)
            kept.append(ApiToken.objects.get().last_used_at)

    assert kept == [start, start, start + dt.timedelta(minutes=10)]


SCOPED = {
    "/api/v1/plans/": Scope.REPORTS, "/api/v1/rounds/": Scope.REPORTS, "/api/v1/submissions/": Scope.REPORTS,
    "/api/v1/results/": Scope.REPORTS, "/api/v1/links/": Scope.REPORTS, "/api/v1/events/": Scope.HISTORY,
    "/api/v1/scores/": Scope.SCORES, "/api/v1/disclosures/": Scope.SCORES, "/api/v1/papers/": Scope.PAPERS,
    "/api/v1/provinces/": "", "/api/v1/agencies/": "", "/api/v1/editions/": "", ME: "",
}  # fmt: skip


def test_token_opens_its_scopes_and_no_other(staff):
    found: dict = {}
    for scope in ALL_SCOPES:
        client = bearer(token_of(staff, (scope,)))
        found |= {(scope, address): answered(client.get(address)) for address in SCOPED}

    assert found == {
        (scope, address): 200 if needed in ("", scope) else (403, "scope_missing")
        for scope in ALL_SCOPES for address, needed in SCOPED.items()
    }  # fmt: skip


def test_me_says_who_asks_with_what(staff, agency):
    answer = bearer(token_of(staff, (Scope.SCORES,))).get(ME).json()
    token = ApiToken.objects.get()

    assert answer == {
        "username": "staff",
        "display_name": "ผู้ทดสอบ staff",
        "roles": [{"role": "staff", "agency": agency.pk, "agency_name": agency.name, "province": "91"}],
        "token": {
            "name": "ทดสอบ", "scopes": ["read:scores"],
            "expires_at": timezone.localtime(token.expires_at).isoformat(),
        },
    }  # fmt: skip
