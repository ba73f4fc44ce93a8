"""Idle accounts: warned once, closed after the warning, never the last who keeps an office going."""

import datetime as dt

import pytest
from django.utils import timezone

from agencies import authoring
from agencies.choices import Role
from agencies.digests import make_digests
from agencies.idle import Swept, sweep_idle
from agencies.models import AccountEvent, Notice, OutboxMail, User

DAY = dt.timedelta(days=1)
NOW = timezone.now().replace(hour=5, minute=0)


@pytest.fixture
def unused(make_user, agency):
    """Return a maker of people who were last here so many days ago."""

    def make(days, role=Role.STAFF, place=agency):
        user = make_user(role, place)
        User.objects.filter(pk=user.pk).update(date_joined=NOW - 900 * DAY, last_login=NOW - days * DAY)
        return User.objects.get(pk=user.pk)

    return make


def told(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("subject", flat=True))


def is_open(user):
    return User.objects.get(pk=user.pk).is_active


def test_account_is_warned_once_then_closed_thirty_days_later(unused, head, reviewer):
    User.objects.update(last_login=NOW)
    user = unused(149)
    days = (0, 1, 2, 29, 30, 31, 32)

    swept = [sweep_idle(NOW + day * DAY) for day in days]

    assert swept == [Swept(), Swept(), Swept(1), Swept(), Swept(), Swept(), Swept(0, 1)]
    assert (is_open(user), told(user)) == (False, ["บัญชีของคุณไม่มีการใช้งาน และจะถูกปิด"])
    assert (told(head), told(reviewer)) == (["ปิดบัญชีที่ไม่มีการใช้งานแล้ว"], ["ปิดบัญชีที่ไม่มีการใช้งานแล้ว"])
    event = AccountEvent.objects.get()
    assert (event.actor, event.action, event.subject_id, event.changes) == (
        None, "user.close_idle", user.pk, {"days": 181},
    )  # fmt: skip


def test_warning_comes_by_mail_once(unused):
    user = unused(151)
    for day in range(3):
        sweep_idle(NOW + day * DAY)
        make_digests(NOW + day * DAY)

    assert [(mail.user, mail.subject) for mail in OutboxMail.objects.all()] == [
        (user, "[ITA มาตรการ] บัญชีของคุณไม่มีการใช้งาน และจะถูกปิด")
    ]


def test_account_idle_for_years_is_warned_first_and_has_its_thirty_days(unused, head):
    User.objects.update(last_login=NOW)
    user = unused(500)

    swept = [sweep_idle(NOW + day * DAY) for day in (0, 29, 30)]

    assert swept == [Swept(1), Swept(), Swept(0, 1)]
    assert not is_open(user)


def test_log_in_after_the_warning_keeps_the_account(unused):
    user = unused(160)
    sweep_idle(NOW)
    User.objects.filter(pk=user.pk).update(last_login=NOW + DAY)

    assert sweep_idle(NOW + 60 * DAY) == Swept()
    assert is_open(user)


def test_account_that_was_opened_again_stays_open(unused, reviewer):
    User.objects.update(last_login=NOW)
    user = unused(400)
    sweep_idle(NOW - 40 * DAY)
    assert sweep_idle(NOW).closed == 1

    authoring.set_active(User.objects.get(pk=user.pk), True, by=reviewer)

    assert sweep_idle(timezone.now() + DAY) == Swept()
    assert is_open(user)


@pytest.mark.parametrize("role", [Role.HEAD, Role.REVIEWER, Role.ADMIN])
def test_last_of_an_office_stays_and_those_above_are_told_once(unused, agency, province, make_user, role):
    place = {Role.HEAD: agency, Role.REVIEWER: province}.get(role)
    last = unused(400, role, place)
    above = make_user(Role.REVIEWER, province) if role == Role.HEAD else make_user(Role.ADMIN)
    User.objects.filter(pk=above.pk).update(last_login=NOW, is_active=role != Role.ADMIN)
    sweep_idle(NOW - 40 * DAY)

    swept = [sweep_idle(NOW + day * DAY) for day in (0, 1)]

    alone = [] if role == Role.ADMIN else ["บัญชีสุดท้ายของหน่วยงานไม่มีการใช้งาน"]
    assert (swept, is_open(last), told(above)) == ([Swept(0, 0, len(alone)), Swept()], True, alone)


@pytest.mark.parametrize(("came", "stays"), [(None, True), (NOW, False)])
def test_only_who_has_been_here_can_take_the_place_of_the_last(unused, make_user, came, stays):
    """An invited administrator whose link has run out lets nobody in. The control: one who has logged in."""
    last, other = unused(400, Role.ADMIN, None), make_user(Role.ADMIN)
    User.objects.filter(pk=other.pk).update(last_login=came, date_joined=NOW)
    sweep_idle(NOW - 40 * DAY)

    sweep_idle(NOW)

    assert is_open(last) is stays


def test_of_two_idle_heads_the_one_who_was_here_last_stays(unused):
    older, newer = unused(420, Role.HEAD), unused(400, Role.HEAD)
    sweep_idle(NOW - 40 * DAY)

    sweep_idle(NOW)

    assert (is_open(older), is_open(newer)) == (False, True)


def test_nothing_is_closed_where_the_setting_says_so(unused, settings):
    settings.IDLE_CLOSE_DAYS = 0
    unused(900)

    assert sweep_idle(NOW) == Swept()
