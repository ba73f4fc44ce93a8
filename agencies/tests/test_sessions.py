"""Own sessions: noted at log-in, touched seldom, listed, ended with the password alone."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies import sessions
from agencies.devices import UNKNOWN, device_of, network_of
from agencies.models import AccountEvent, SessionSeen

PASSWORD = "a-long-test-password-2570"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"

OWN_PAGES = ["/account/sessions/", "/account/tokens/", "/account/data/", "/inbox/settings/"]


def logged_in(user, agent=CHROME, address="203.0.113.9"):
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    answer = client.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def row_of(client):
    return SessionSeen.objects.get(session_key=client.session.session_key)


def is_in(client):
    return client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome · Windows"),
        (f"{CHROME} Edg/120.0.0.0", "Edge · Windows"),
        (IPHONE, "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "Firefox · Linux"),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36 Line/13",
            "Line · Android",
        ),
        ("curl/8.0", UNKNOWN),
        ("", UNKNOWN),
        ("x" * 100_000, UNKNOWN),
    ],
)
def test_device_is_said_in_a_few_words(agent, words):
    assert device_of(agent) == words


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("203.0.113.9", "203.0.x.x"),
        ("::ffff:203.0.113.9", "203.0.x.x"),
        ("2001:db8:1:2::3", "2001:db8::"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_address_is_kept_without_its_last_part(address, words):
    assert network_of(address) == words


def test_page_lists_the_own_open_sessions_and_marks_this_one(staff, head):
    here, phone, gone = logged_in(staff), logged_in(staff, IPHONE), logged_in(staff)
    logged_in(head)
    gone.post("/accounts/logout/")

    page = here.get("/account/sessions/")

    shown = [(row.device, row.address, is_this) for row, is_this in page.context["rows"]]
    assert sorted(shown) == [("Chrome · Windows", "203.0.x.x", True), ("Safari · iPhone", "203.0.x.x", False)]
    assert row_of(phone).user == staff


def test_one_session_ends_with_the_password_and_the_others_go_on(staff):
    here, phone, third = logged_in(staff), logged_in(staff, IPHONE), logged_in(staff)
    path = f"/account/sessions/{row_of(phone).pk}/end/"

    wrong = here.post(path, {"current_password": "not-the-password"})
    before = is_in(phone)
    right = here.post(path, {"current_password": PASSWORD})

    assert (wrong.status_code, before, right.status_code) == (422, True, 302)
    assert (is_in(here), is_in(phone), is_in(third)) == (True, False, True)
    assert [event.action for event in AccountEvent.objects.filter(subject_id=staff.pk)] == ["session.end"]


def test_all_others_end_at_once_also_those_that_no_list_knows(staff):
    here, phone, unlisted = logged_in(staff), logged_in(staff, IPHONE), Client()
    unlisted.force_login(staff)

    here.post("/account/sessions/end-others/", {"current_password": PASSWORD})

    assert (is_in(here), is_in(phone), is_in(unlisted)) == (True, False, False)
    assert [row.pk for row in SessionSeen.objects.all()] == [row_of(here).pk]


def test_session_of_somebody_else_is_not_found(staff, head):
    mine, theirs = logged_in(staff), logged_in(head)

    answer = mine.post(f"/account/sessions/{row_of(theirs).pk}/end/", {"current_password": PASSWORD})

    assert (answer.status_code, is_in(theirs)) == (404, True)


def test_session_is_touched_at_most_once_in_five_minutes(staff, monkeypatch):
    client = logged_in(staff)
    row, began = row_of(client), timezone.now()
    SessionSeen.objects.filter(pk=row.pk).update(seen_at=began)
    seen = []
    for minutes in (1, 4, 6, 7):
        with time_machine.travel(began + dt.timedelta(minutes=minutes), tick=False):
            client.get("/account/")
        row.refresh_from_db()
        seen.append(round((row.seen_at - began).total_seconds() / 60))

    assert seen == [0, 0, 6, 6]


def test_requests_in_between_ask_no_query_more(staff, django_assert_num_queries):
    plain = Client()
    plain.force_login(staff)
    noted = logged_in(staff)
    from django.db import connection

    for client in (plain, noted):
        client.get("/account/")
    with CaptureQueriesContext(
        connection,
    ) as without:
        plain.get("/account/")

    with django_assert_num_queries(len(without)):
        noted.get("/account/")


def test_password_change_elsewhere_takes_the_others_off_the_list(staff):
    here, phone = logged_in(staff), logged_in(staff, IPHONE)
    typed = {"oldpassword": PASSWORD, "password1": "another-password-2570", "password2": "another-password-2570"}

    here.post("/accounts/password/change/", typed)

    assert (is_in(here), is_in(phone)) == (True, False)
    rows = here.get("/account/sessions/").context["rows"]
    assert [(row.device, is_this) for row, is_this in rows] == [("Chrome · Windows", True)]


def test_rows_of_long_gone_sessions_are_swept(staff):
    client = logged_in(staff)
    now = timezone.now()

    counts = [sessions.sweep_sessions(now + dt.timedelta(days=days)) for days in (1, 3)]

    assert (counts, is_in(client)) == ([0, 1], True)


def test_account_leads_to_devices_mail_tokens_and_own_data(client, staff):
    client.force_login(staff)

    page = client.get("/account/").content.decode()

    assert [path for path in OWN_PAGES if f'href="{path}"' not in page] == []
    assert [client.get(path).status_code for path in OWN_PAGES] == [200] * len(OWN_PAGES)
