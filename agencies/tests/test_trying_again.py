"""Mails that failed, once more: at today's address, only of what is still to do, and no second digest a day."""

import datetime as dt

import pytest

from agencies import posting
from agencies.models import Notice, OutboxMail
from agencies.posting import try_again
from agencies.tests.mailing import NOW, put, tell_one

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.mark.django_db
def test_failed_mail_can_be_tried_again(poster, server):
    server.rcpt = "550 no"
    row = put()
    poster().send_one()
    server.rcpt = "250 ok"

    count = try_again(OutboxMail.objects.all(), now=NOW + 5 * DAY)
    poster(NOW + 5 * DAY).send_one()
    again = try_again(OutboxMail.objects.all(), now=NOW + 6 * DAY)

    row.refresh_from_db()
    assert (count, again, len(server.taken), row.gave_up_at) == (1, 0, 1, None)


@pytest.mark.django_db
def test_mail_that_is_tried_again_goes_to_the_address_of_today(poster, server, make_user):
    person = make_user(username="moved")
    mail = put(person)
    OutboxMail.objects.update(gave_up_at=NOW, error=posting.REFUSED_ADDRESS)
    type(person).objects.filter(pk=person.pk).update(email="right@example.org")

    try_again(OutboxMail.objects.all(), now=NOW + HOUR)
    poster(NOW + HOUR).send_one()

    assert (mail.to, [one["To"] for one in server.taken]) == ("moved@example.org", ["right@example.org"])


@pytest.mark.django_db
def test_mail_of_what_is_done_meanwhile_is_not_sent_nor_tried_again(poster, server, make_user):
    person = make_user(username="done")
    keys = ("done", "half", "open")
    mails = {key: put(person, key=key) for key in keys}
    for key, closed in (("done", [NOW]), ("half", [NOW, None]), ("open", [None])):
        for number, at in enumerate(closed):
            tell_one(person, key=f"{key}{number}", about="round:1:")
            Notice.objects.filter(key=f"{key}{number}").update(mail=mails[key], mailed_at=NOW, closed_at=at)
    sender = poster()

    ends = [sender.send_one().error for _ in keys]
    again = try_again(OutboxMail.objects.all(), now=NOW + HOUR)

    assert (ends, again, len(server.taken)) == ([posting.DONE_MEANWHILE, "", ""], 0, 2)


@pytest.mark.django_db
def test_failed_digest_of_an_earlier_day_is_left_to_the_next_one(make_user):
    person = make_user(username="late")
    keys = [f"digest:{person.pk}:2026-11-19", f"digest:{person.pk}:2026-11-20"]
    for key, at in zip(keys, (NOW - DAY, NOW), strict=True):
        tell_one(person, key=key, at=at)
        Notice.objects.filter(key=key).update(mail=put(person, key=key, at=at), mailed_at=at)
    OutboxMail.objects.update(gave_up_at=NOW)

    count = try_again(OutboxMail.objects.all(), now=NOW + HOUR)

    assert (count, list(posting.waiting().values_list("key", flat=True))) == (2, keys[1:])
    assert list(Notice.objects.filter(mailed_at=None).values_list("key", flat=True)) == keys[:1]
