"""Mails: one row a key, nothing of ours in a header but what we put there, tries that end, never twice."""

import datetime as dt
import os
import smtplib
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from agencies import posting
from agencies.models import Notice, OutboxMail
from agencies.outbox import address_of, one_line, post
from agencies.posting import Poster, claim, message, sweep_mails
from agencies.tests.mailing import NOW, mail_server, put, tell_one

ROOT = Path(__file__).resolve().parents[2]
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.mark.django_db
def test_mail_is_stored_once_a_key_and_only_to_an_address(make_user):
    person, away = make_user(username="one"), make_user(username="two", is_active=False)
    unknown = make_user(username="three")
    unknown.email = ""

    rows = [put(person), put(person), put(away, key="a"), put(unknown, key="b"), put("not an address", key="c")]

    assert [row and row.key for row in rows] == ["k", "k", None, None, None]
    assert list(OutboxMail.objects.values_list("to", "user", "subject", "body", "due_at")) == [
        ("one@example.org", person.pk, "[ITA มาตรการ] เรื่อง", "ข้อความ", NOW)
    ]


@pytest.mark.django_db
def test_urgent_mail_goes_before_others(poster, server):
    put("first@example.org", key="1")
    put("second@example.org", key="2", urgent=True)
    sender = poster()
    sent = [sender.send_one(), sender.send_one(), sender.send_one()]
    sender.close()

    assert [row and row.to for row in sent] == ["second@example.org", "first@example.org", None]


@pytest.mark.django_db
def test_sent_mail_is_plain_text_with_the_id_of_its_row(poster, server, settings):
    settings.DEFAULT_FROM_EMAIL = "portal@example.org"
    row = put()

    poster().send_one()
    row.refresh_from_db()

    (mail,) = server.taken
    assert {name: str(mail[name]).strip() for name in ("From", "To", "Subject", "Message-ID", "Auto-Submitted")} == {
        "From": "portal@example.org", "To": "officer@example.org", "Subject": "[ITA มาตรการ] เรื่อง",
        "Message-ID": row.message_id, "Auto-Submitted": "auto-generated",
    }  # fmt: skip
    assert (mail.get_content_type(), mail.get_content().strip()) == ("text/plain", "ข้อความ")
    assert (row.sent_at, row.tries, row.lease_token, row.error) == (NOW, 1, "", "")


# What somebody types into a name, a title or a text to get a header of his own.
BREAKS = (
    "\r\n",
    "\n",
    "\r",
    "\n\n",
    "\r\n\r\n",
    "\x0b",
    "\x0c",
    "\x85",
    "\u2028",
    "\u2029",
    "\x00\n",
    "\r \n",
    "%0d%0a",
)
WISHES = (
    "Bcc: thief@example.net", "To: thief@example.net", "Subject: ปลอม", "From: thief@example.net",
    "Content-Type: text/html", "Reply-To: thief@example.net", "X-Own: 1", ".\r\nMAIL FROM:<thief@example.net>",
)  # fmt: skip
PAYLOADS = [f"เรื่อง{gap}{wish}" for gap in BREAKS for wish in WISHES]


@pytest.mark.django_db
def test_hundred_payloads_make_no_header_and_no_receiver_of_their_own(poster, server, make_user):
    assert len(PAYLOADS) >= 100
    person, sender = make_user(username="one"), poster()
    for number, payload in enumerate(PAYLOADS):
        post(person, subject=payload, text=payload, key=f"k{number}", now=NOW)
        post(f"a{payload}@example.org", subject="s", text="t", key=f"to{number}", now=NOW)
    while sender.send_one() is not None:
        continue
    sender.close()

    headers = {tuple(sorted(mail.keys())) for mail in server.taken}
    wanted = (
        "Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version", "Message-ID",
        "Subject", "To", "X-Auto-Response-Suppress",
    )  # fmt: skip
    assert (len(server.taken), headers) == (len(PAYLOADS), {wanted})
    assert {(str(mail["To"]), mail.get_content_type()) for mail in server.taken} == {("one@example.org", "text/plain")}


def test_a_subject_that_is_not_put_on_one_line_is_noticed():
    """The control: the same payload in a mail of Django's own raises, so that the corpus is no blank."""
    from django.core.mail import BadHeaderError, EmailMessage

    raw = [payload for payload in PAYLOADS if "\n" in payload or "\r" in payload]
    refused = 0
    for payload in raw:
        try:
            EmailMessage(payload, "x", "a@example.org", ["b@example.org"]).message()
        except BadHeaderError:
            refused += 1

    assert (refused, len(raw)) == (len(raw), len(raw))
    assert {one_line(payload).splitlines()[0] == one_line(payload) for payload in PAYLOADS} == {True}


def test_address_with_a_line_break_is_none():
    assert [address_of(text) for text in ("a@example.org\nBcc: b@example.org", "a@example.org\u2028", "ก@ข")] == [
        ""
    ] * 3


@pytest.mark.django_db
def test_failed_mail_is_tried_ever_later_and_then_given_up(poster):
    row, at, waits = put(), NOW, []
    with mail_server() as gone:
        port = gone.port
    while row.gave_up_at is None:
        poster(at, port=port).send_one()
        row.refresh_from_db()
        waits.append((row.tries, row.due_at - at if row.gave_up_at is None else None))
        at = max(at, row.due_at)

    assert waits == [(1, MINUTE), (2, 10 * MINUTE), (3, HOUR), (4, 6 * HOUR), (5, DAY), (6, None)]
    assert (row.sent_at, row.error, row.lease_token) == (None, posting.NO_SERVER, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rcpt", "data", "ends", "why"),
    [
        ("550 no such user", "250 ok", True, posting.REFUSED_ADDRESS),
        ("450 try later", "250 ok", False, posting.REFUSED_ADDRESS),
        ("250 ok", "554 spam", True, posting.REFUSED_MAIL),
        ("250 ok", "451 busy", False, posting.REFUSED_MAIL),
    ],
)
def test_refusal_for_good_ends_a_mail_and_another_does_not(poster, server, rcpt, data, ends, why):
    server.rcpt, server.data = rcpt, data
    row = put()

    poster().send_one()
    row.refresh_from_db()

    assert (row.gave_up_at == NOW, row.due_at > NOW, row.error) == (ends, not ends, why)


@pytest.mark.django_db
def test_mail_that_is_old_or_whose_reader_left_is_not_sent(poster, server, make_user):
    person = make_user(username="gone")
    old, left = put(key="old", at=NOW - 4 * DAY), put(person, key="left")
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    sender = poster()
    sender.send_one(), sender.send_one()

    assert [OutboxMail.objects.get(pk=row.pk).error for row in (old, left)] == [posting.TOO_OLD, posting.SWITCHED_OFF]
    assert server.taken == []


@pytest.mark.parametrize(
    ("problem", "found"),
    [
        (smtplib.SMTPSenderRefused(550, b"no", "a@example.org"), (posting.REFUSED_SENDER, True)),
        (smtplib.SMTPConnectError(554, b"go away"), (posting.NO_SERVER, True)),
        (smtplib.SMTPHeloError(550, b"who"), (posting.NO_SERVER, True)),
        (smtplib.SMTPAuthenticationError(535, b"no"), (posting.REFUSED_LOGIN, True)),
        (smtplib.SMTPDataError(554, b"spam"), (posting.REFUSED_MAIL, False)),
    ],
)
def test_what_is_wrong_with_the_server_ends_no_mail(problem, found):
    assert posting.reason_of(problem) == found


@pytest.mark.django_db
def test_mail_that_somebody_holds_is_left_until_the_lease_ends():
    row = put()
    first = claim(NOW)
    row.refresh_from_db()

    assert (first.pk, claim(NOW), claim(NOW + 4 * MINUTE), claim(NOW + 6 * MINUTE).pk) == (row.pk, None, None, row.pk)


@pytest.mark.django_db
def test_worker_that_lost_its_lease_writes_nothing(poster, server):
    """It was slower than its lease: another has the mail, and says how it ended."""
    row, sender = put(), poster()
    held = claim(NOW)
    OutboxMail.objects.filter(pk=row.pk).update(lease_token="another")

    posting._write(held, sent_at=NOW)

    row.refresh_from_db()
    assert (row.sent_at, row.lease_token, sender.send_one()) == (None, "another", None)


@pytest.mark.django_db
def test_words_of_old_mails_are_forgotten_and_the_mail_stays_sent(poster, server):
    row = put()
    poster().send_one()

    done = [sweep_mails(NOW + 89 * DAY), sweep_mails(NOW + 91 * DAY), sweep_mails(NOW + 91 * DAY)]

    row.refresh_from_db()
    assert (done, row.body, row.to, row.subject) == ([0, 1, 0], "", posting.ERASED, "")
    assert (put(at=NOW + 92 * DAY).pk, poster(NOW + 92 * DAY).send_one(), len(server.taken)) == (row.pk, None, 1)


@pytest.mark.django_db
def test_rolled_back_transaction_leaves_no_mail(make_user):
    person = make_user()
    with transaction.atomic():
        put(person)
        tell_one(person)
        transaction.set_rollback(True)

    assert (OutboxMail.objects.count(), Notice.objects.count()) == (0, 0)


def test_console_is_where_mails_go_unless_told_otherwise(settings, monkeypatch, capsys):
    backend = get_connection("django.core.mail.backends.console.EmailBackend")
    mail = OutboxMail(to="a@example.org", subject="s", body="b", message_id="<m@x>")

    sent = backend.send_messages([message(mail)])

    assert (sent, "Message-ID: <m@x>" in capsys.readouterr().out) == (1, True)


RACERS = 8


@pytest.mark.django_db(transaction=True)
def test_racing_writers_store_one_mail_and_one_notice(make_user):
    """On PostgreSQL with threads of their own connections; SQLite in memory has one connection for all."""
    person = make_user(username="one")
    barrier = threading.Barrier(RACERS)

    def write():
        try:
            barrier.wait(10)
            with transaction.atomic():
                put(person)
                tell_one(person)
        finally:
            connection.close()

    if connection.vendor == "postgresql":
        threads = [threading.Thread(target=write) for _ in range(RACERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    else:
        for _ in range(RACERS):
            put(person)
            tell_one(person)

    assert (OutboxMail.objects.count(), Notice.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_racing_workers_send_each_mail_once(server):
    keys = [f"k{number}" for number in range(24)]
    for key in keys:
        put(f"{key}@example.org", key=key)

    def work():
        sender = Poster(lambda: EmailBackend(host="127.0.0.1", port=server.port, timeout=10), clock=lambda: NOW)
        try:
            while sender.send_one() is not None:
                continue
        finally:
            sender.close()
            connection.close()

    many = 4 if connection.vendor == "postgresql" else 0
    threads = [threading.Thread(target=work) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    work()

    assert sorted(str(mail["To"]) for mail in server.taken) == sorted(f"{key}@example.org" for key in keys)
    assert OutboxMail.objects.filter(sent_at=NOW, tries=1).count() == len(keys)


SEND = (
    "import os, django; django.setup(); from agencies.posting import Poster; "
    "from django.core.mail.backends.smtp import EmailBackend; "
    "Poster(lambda: EmailBackend(host='127.0.0.1', port=int(os.environ['PORT']), timeout=20)).send_one()"
)


@pytest.mark.slow
def test_mail_of_a_worker_killed_after_the_server_took_it_goes_again_under_the_same_id(server, tmp_path):
    """What nobody can rule out is at least harmless: two copies, one Message-ID; and after that, no third."""
    env = {
        **os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'mail.sqlite3'}", "PORT": str(server.port),
        "DJANGO_SETTINGS_MODULE": "ita_portal.settings",
    }  # fmt: skip

    def python(program):
        return subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=env)

    setup = "import django; django.setup(); from django.core.management import call_command; "
    assert python(f"{setup}call_command('migrate', verbosity=0)").wait(300) == 0
    write = (
        "import django; django.setup(); from django.utils import timezone; from agencies.outbox import post; "
        "post('a@example.org', subject='s', text='t', key='k', now=timezone.now())"
    )
    assert python(write).wait(60) == 0
    first = python(SEND)
    server.before_answer = first.kill
    ended = first.wait(60)
    server.before_answer = lambda: None
    assert python(SEND).wait(60) == 0
    held = len(server.taken)
    free = (
        "import django; django.setup(); from agencies.models import OutboxMail; from django.utils import timezone; "
        "OutboxMail.objects.update(lease_until=timezone.now())"
    )
    assert python(free).wait(60) == 0
    assert [python(SEND).wait(60), python(SEND).wait(60)] == [0, 0]

    assert (ended, held, len(server.taken)) == (-9, 1, 2)
    assert len({str(mail["Message-ID"]) for mail in server.taken}) == 1
    assert timezone.is_aware(timezone.now())
