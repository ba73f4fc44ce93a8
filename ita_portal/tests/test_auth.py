"""Log-in: closed sign-up, second factor, mails, throttle, safe way back."""

import re
import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from agencies import authoring
from agencies.models import OutboxMail, User

PASSWORD = "a-long-test-password-2570"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def plain_home(settings):
    # The home page has tests of its own; here log-in leads to the account page.
    settings.LOGIN_REDIRECT_URL = "agencies:account"


def log_in(client, user, password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": user.username, "password": password}, **extra)


def link_in_mail():
    found = re.search(r"https?://[^/\s]+(\S+)", OutboxMail.objects.get().body)
    assert found
    return found[1]


def code_now():
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def test_login_works_by_user_name_and_by_address(staff):
    for name in (staff.username, staff.email):
        client = Client()
        answer = client.post("/accounts/login/", {"login": name, "password": PASSWORD})
        assert (answer.status_code, answer["Location"]) == (302, "/account/")


def test_login_makes_a_new_session_key(staff):
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key or ""
    client.cookies["sessionid"] = before

    log_in(client, staff)

    assert client.session.session_key != before


def test_wrong_password_and_unknown_name_are_answered_alike(staff):
    wrong = Client().post("/accounts/login/", {"login": staff.username, "password": "wrong"}).content.decode()
    unknown = Client().post("/accounts/login/", {"login": "nobody", "password": "wrong"}).content.decode()

    said = "ชื่อผู้ใช้ อีเมล หรือรหัสผ่านไม่ถูกต้อง"
    assert (said in wrong, said in unknown) == (True, True)


def test_guessing_is_slowed_down(staff):
    client = Client()
    for _ in range(6):
        log_in(client, staff, "wrong")

    answer = log_in(client, staff)

    assert answer.status_code == 200
    assert "พิมพ์รหัสผิดหลายครั้งเกินไป" in answer.content.decode()


def test_a_neighbour_behind_the_same_address_still_gets_in(staff, head):
    client = Client()
    for _ in range(6):
        log_in(client, staff, "wrong")

    assert log_in(client, head).status_code == 302


def test_user_name_and_address_of_one_person_are_counted_together(staff):
    client = Client()
    for name in [staff.username, staff.email.upper(), staff.username.upper()] * 2:
        client.post("/accounts/login/", {"login": name, "password": "wrong"})

    assert "พิมพ์รหัสผิดหลายครั้งเกินไป" in log_in(client, staff).content.decode()


def test_password_reset_frees_a_person_whom_others_locked_out(staff):
    for _ in range(6):
        log_in(Client(), staff, "wrong")
    Client().post("/accounts/password/reset/", {"email": staff.email})
    client = Client()
    page = client.get(link_in_mail(), follow=True)
    typed = {"password1": "another-password-2570", "password2": "another-password-2570"}
    client.post(page.request["PATH_INFO"], typed)

    assert log_in(Client(), staff, "another-password-2570").status_code == 302


def test_sign_up_is_closed(db, client):
    page = client.get("/accounts/signup/")
    typed = {"username": "intruder", "email": "i@example.org", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", typed)

    assert "ระบบนี้ไม่เปิดให้สมัครเอง" in page.content.decode()
    assert not User.objects.filter(username="intruder").exists()


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\thttps://evil.example"],
)
def test_way_back_never_leaves_the_portal(staff, target):
    answer = Client().post("/accounts/login/", {"login": staff.username, "password": PASSWORD, "next": target})

    assert answer["Location"] == "/account/"


def test_login_leads_back_to_where_the_session_ended(staff):
    client = Client()
    asked = client.get("/people/add/?role=staff")
    back = client.get(asked["Location"])
    answer = client.post(
        "/accounts/login/",
        {"login": staff.username, "password": PASSWORD, "next": back.context["redirect_field_value"]},
    )

    assert answer["Location"] == "/people/add/?role=staff"


def test_script_without_session_gets_401_not_a_login_page(db):
    asked = Client().get("/account/", headers={"Accept": "application/json"})
    partial = Client().get("/account/", headers={"HX-Request": "true"})
    page = Client().get("/account/")

    assert (asked.status_code, partial.status_code, page.status_code) == (401, 401, 302)
    assert "หมดเวลาการเข้าสู่ระบบ" in asked.json()["message"]


# password reset by mail


def test_reset_mail_carries_our_own_address_whatever_the_request_claims(staff, settings):
    settings.ALLOWED_HOSTS = ["*"]

    Client().post("/accounts/password/reset/", {"email": staff.email}, headers={"Host": "evil.example"})

    sent = OutboxMail.objects.get()
    assert "evil.example" not in f"{sent.body} {sent.subject}"
    assert sent.subject == "[ITA มาตรการ] ลิงก์ตั้งรหัสผ่านใหม่"
    assert re.findall(r"https?://[^/\s]+", str(sent.body)) == [settings.SITE_URL]


def test_reset_mail_sets_a_new_password_once(staff, settings):
    Client().post("/accounts/password/reset/", {"email": staff.email})
    path = link_in_mail()
    client = Client()
    page = client.get(path, follow=True)
    form_path = page.request["PATH_INFO"]

    done = client.post(form_path, {"password1": "another-password-2570", "password2": "another-password-2570"})

    assert done.status_code == 302
    assert User.objects.get(pk=staff.pk).check_password("another-password-2570")
    assert "ลิงก์นี้ใช้ไม่ได้แล้ว" in Client().get(path, follow=True).content.decode()


def test_reset_for_an_unknown_address_says_the_same_and_sends_nothing(db):
    answer = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True)

    assert "โปรดเปิดอีเมล" in answer.content.decode()
    assert list(OutboxMail.objects.all()) == []


# second factor


@pytest.mark.parametrize("persona", ["head", "reviewer", "viewer", "admin"])
def test_roles_that_need_it_get_nothing_before_the_second_factor(persona, request, settings):
    settings.REQUIRE_MFA = True
    client = Client()
    client.force_login(request.getfixturevalue(persona))

    for path in ("/account/", "/people/", "/agencies/", "/accounts/password/change/", "/accounts/2fa/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/totp/activate/")
    asked = client.get("/people/", headers={"Accept": "application/json"})
    assert asked.status_code == 403
    assert client.post("/accounts/logout/").status_code == 302


def test_staff_needs_no_second_factor(staff, settings):
    settings.REQUIRE_MFA = True
    client = Client()
    client.force_login(staff)

    assert client.get("/account/").status_code == 200


def test_without_the_guard_a_head_gets_in_with_the_password_alone(head, settings):
    settings.REQUIRE_MFA = False
    client = Client()
    client.force_login(head)

    assert client.get("/account/").status_code == 200


def test_head_sets_up_the_app_and_then_works(head, settings):
    settings.REQUIRE_MFA = True
    client = Client()
    log_in(client, head)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    done = client.post("/accounts/2fa/totp/activate/", {"code": code})

    assert (done.status_code, done["Location"]) == (302, "/accounts/2fa/recovery-codes/")
    assert client.get(done["Location"]).status_code == 200
    assert client.get("/account/").status_code == 200


def test_an_older_session_is_asked_for_the_password_before_the_app_is_set_up(head):
    client = Client()
    log_in(client, head)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        asked = client.get("/accounts/2fa/totp/activate/")
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        opened = client.get("/accounts/2fa/totp/activate/")

    assert (asked.status_code, asked["Location"].partition("?")[0]) == (302, "/accounts/reauthenticate/")
    assert opened.status_code == 200


@pytest.mark.parametrize(("required", "shown"), [(True, False), (False, True)])
def test_taking_the_app_off_is_offered_only_where_it_may_be(head, settings, required, shown):
    settings.REQUIRE_MFA = required
    TOTP.activate(head, SECRET)
    client = Client()
    log_in(client, head)
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})

    assert ("/accounts/2fa/totp/deactivate/" in client.get("/accounts/2fa/").content.decode()) == shown
    button = "ปิดการใช้</button>"
    assert (button in client.get("/accounts/2fa/totp/deactivate/").content.decode()) == shown


def test_a_recovery_code_opens_once(head):
    TOTP.activate(head, SECRET)
    codes = RecoveryCodes.activate(head).get_unused_codes()
    answers = []
    for code in (codes[0], codes[0], codes[1]):
        client = Client()
        log_in(client, head)
        answers.append(client.post("/accounts/2fa/authenticate/", {"code": code}).status_code)

    assert answers == [302, 200, 302]


def test_wrong_codes_are_held_at_twenty_a_day_and_freed_by_a_new_password(head, reviewer):
    TOTP.activate(head, SECRET)
    client = Client()
    log_in(client, head)
    for _ in range(20):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    held = client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    link = authoring.issue_link(head, by=reviewer).partition("/invitation/")[2]
    new = "another-password-2570"
    Client().post(f"/invitation/{link}", {"new_password1": new, "new_password2": new})
    log_in(client, head, new)
    freed = client.post("/accounts/2fa/authenticate/", {"code": code_now()})

    assert "พิมพ์รหัสผิดหลายครั้งเกินไป" in held.content.decode()
    assert freed.status_code == 302


def test_password_alone_opens_nothing_where_the_app_is_set_up(head):
    TOTP.activate(head, SECRET)
    client = Client()

    first = log_in(client, head)

    assert first["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/account/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert client.get("/account/").status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert client.get("/account/").status_code == 200


def test_required_second_factor_cannot_be_taken_off(head, settings):
    settings.REQUIRE_MFA = True
    TOTP.activate(head, SECRET)
    client = Client()
    log_in(client, head)
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    client.post("/accounts/2fa/totp/deactivate/")

    assert Authenticator.objects.filter(user=head, type="totp").exists()


def test_lost_telephone_is_cleared_by_the_provincial_office(head, reviewer):
    TOTP.activate(head, SECRET)
    client = Client()
    client.force_login(reviewer)

    client.post(f"/people/{head.pk}/clear-factor/")

    assert not Authenticator.objects.filter(user=head).exists()
