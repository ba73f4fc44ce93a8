"""Invitations by mail: what the mail says, what becomes of the link, and that no live link stays in the outbox."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from agencies import authoring, invitations
from agencies.choices import Role
from agencies.models import Membership, OutboxMail
from agencies.posting import Poster, try_again

NEW = {"username": "mali", "display_name": "มะลิ ตัวอย่าง", "email": "mali@example.org", "phone": ""}
PASSWORD = "a-new-password-of-2570"


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def invited(agency, reviewer):
    return authoring.invite(Membership(role=Role.STAFF, agency=agency), **NEW, by=reviewer)


def path_in(mail):
    found = re.search(r"/invitation/\S+", mail.body)
    assert found
    return found[0]


def state_of(person):
    person.refresh_from_db()
    found = invitations.invitation_of(person, now=timezone.now())
    return found.state if found else ""


def test_invitation_goes_by_mail_where_that_is_ticked_and_nobody_else_sees_the_link(reviewer, agency, settings):
    typed = NEW | {"role": "staff", "agency": agency.pk, "by_mail": "on"}

    page = as_user(reviewer).post("/people/add/", typed, follow=True).content.decode()

    mail = OutboxMail.objects.get()
    assert (mail.to, mail.subject) == (NEW["email"], "[ITA มาตรการ] คำเชิญเข้าใช้ระบบ")
    link = f"{settings.SITE_URL}{path_in(mail)}"
    assert mail.body == (
        "คุณได้รับเชิญให้ใช้ระบบ ITA มาตรการ เพื่อรายงานและติดตามมาตรการของหน่วยงาน\nชื่อผู้ใช้: mali\n\n"
        f"เปิดลิงก์นี้เพื่อตั้งรหัสผ่าน ลิงก์ใช้ได้ครั้งเดียวภายใน 3 วัน\n{link}\n\nถ้าคุณไม่รู้จักคำเชิญนี้ ไม่ต้องทำอะไร"
    )
    assert ("อีเมลรอส่ง" in page, "/invitation/" in page) == (True, False)


def test_state_of_an_invitation_follows_its_link(invited, reviewer, client):
    states = [state_of(invited)]
    authoring.mail_link(invited, by=reviewer)
    path = path_in(OutboxMail.objects.get())
    states.append(state_of(invited))
    client.head(path)
    states.append(state_of(invited))
    client.get(path)
    client.get(path)
    states.append(state_of(invited))
    client.post(path, {"new_password1": PASSWORD, "new_password2": PASSWORD, "email": NEW["email"]})
    states.append(state_of(invited))

    assert states == ["", "sent", "sent", "opened", "used"]


def test_invitation_expires_by_time_and_by_a_change_of_roles(invited, reviewer, make_agency):
    authoring.issue_link(invited, by=reviewer)
    with time_machine.travel(timezone.now() + dt.timedelta(days=invitations.days_valid(), minutes=1)):
        late = state_of(invited)
    authoring.add_role(invited, Membership(role=Role.STAFF, agency=make_agency()), by=reviewer)
    changed = state_of(invited)
    authoring.issue_link(invited, by=reviewer)

    assert (late, changed, state_of(invited)) == ("expired", "expired", "sent")


def test_link_leaves_the_outbox_as_soon_as_it_is_sent(invited, reviewer, mailoutbox):
    authoring.mail_link(invited, by=reviewer)
    path = path_in(OutboxMail.objects.get())

    Poster().send_one()

    assert [path in one.body for one in mailoutbox] == [True]
    row = OutboxMail.objects.get()
    assert (row.sent_at is not None, row.body) == (True, "")


def test_link_that_could_not_be_sent_is_blanked_and_not_tried_again(invited, reviewer):
    authoring.mail_link(invited, by=reviewer)
    authoring.set_active(invited, False, by=reviewer)

    Poster().send_one()

    row = OutboxMail.objects.get()
    again = try_again(OutboxMail.objects.all(), now=timezone.now())
    assert (row.gave_up_at is not None, row.body, again) == (True, "", 0)


def test_invitation_is_sent_again_from_the_person_s_page(invited, reviewer):
    client = as_user(reviewer)
    client.post(f"/people/{invited.pk}/link/", {"by": "mail"})
    first = path_in(OutboxMail.objects.get())
    with time_machine.travel(timezone.now() + authoring.BETWEEN_MAILS + dt.timedelta(seconds=1)):
        client.post(f"/people/{invited.pk}/link/", {"by": "mail"})
    paths = [path_in(one) for one in OutboxMail.objects.order_by("pk")]

    assert (len(paths), paths[0]) == (2, first)
    assert [Client().get(path).status_code for path in paths] == [404, 200]
