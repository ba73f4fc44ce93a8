"""Reminders: by the day and by hand, only to who has something open, each once, with a log of what arrived."""

import datetime as dt

import pytest
from django.utils import timezone

from agencies import inbox, posting
from agencies.choices import Role
from agencies.models import Notice, NoticeKind, OutboxMail, User
from evidence import kinds
from evidence.choices import Reach
from evidence.citations import Kind, key_of
from evidence.models import LinkCheck, WebPage
from measures import authoring, chasing, workflow
from measures.choices import Action, Decision, State
from measures.errors import WorkflowError
from measures.models import Event, Result, Round, Submission
from measures.selectors.chasing import asked, deliveries, log_of
from measures.telling import about
from thai.dates import BANGKOK

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
# A deadline in Bangkok on 30 November 2569; the round opened 30 days before.
DUE = dt.datetime(2026, 11, 30, 16, 30, tzinfo=BANGKOK)


@pytest.fixture
def timed(submission):
    """Return the draft in a round of that deadline."""
    Round.objects.filter(pk=submission.round_id).update(due_at=DUE, opened_at=DUE - 30 * DAY)
    return Submission.objects.with_context().get(pk=submission.pk)


def told(kind):
    rows = Notice.objects.filter(kind=kind).order_by("pk")
    return [(row.user.username, row.subject, row.key) for row in rows]


def state(submission, value):
    Submission.objects.filter(pk=submission.pk).update(state=value)


def test_deadline_is_told_on_the_days_of_the_round_and_once_each(timed, staff, head, reviewer, viewer):
    counts = {}
    for before in range(20, -1, -1):
        at = DUE.replace(hour=6) - before * DAY
        counts[before] = (chasing.remind_of_deadlines(at), chasing.remind_of_deadlines(at + HOUR))

    assert {day: count for day, count in counts.items() if count != (0, 0)} == {
        14: (1, 0), 7: (1, 0), 3: (1, 0), 1: (1, 0)
    }  # fmt: skip
    assert told("deadline") == [
        ("staff", f"หน่วยงานทดสอบ: รอบ 6 เดือน เหลืออีก {days} วัน", f"deadline:{timed.pk}:20261130:{days}")
        for days in (14, 7, 3, 1)
    ]
    assert Notice.objects.last().text == (
        "โปรดกรอกและส่งรายงานรอบ 6 เดือน ปีงบประมาณ พ.ศ. 2570 ของหน่วยงานทดสอบ กำหนดส่ง 30 พ.ย. 69 เวลา 16.30 น. "
        "(เหลืออีก 14 วัน)"
    )


@pytest.mark.parametrize(
    ("days", "reminders", "span", "step"),
    [
        (14, [14, 7], 30, 14), (15, [14, 7], 30, None), (12, [14, 7], 30, 14), (7, [14, 7], 30, 7), (0, [1], 30, 1),
        (-1, [1], 30, None), (14, [14, 7], 14, None), (10, [14, 7], 12, None), (6, [14, 7], 12, 7), (5, [], 30, None),
    ],
)  # fmt: skip
def test_step_is_the_nearest_that_has_come_since_the_deadline_was_set(days, reminders, span, step):
    assert chasing.step_before(days, reminders, span) == step


def test_only_who_has_something_open_is_reminded(timed, staff, head):
    at = DUE.replace(hour=6) - 7 * DAY
    seen = {}
    for value in State.values:
        state(timed, value)
        seen[value] = [[person.username for person in one.people] for one in asked(timed.round, now=at)]
    state(timed, State.DRAFT)
    timed.results.all().delete()

    assert seen == {"D": [["staff"]], "E": [["head"]], "S": [], "R": [["staff"]], "A": []}
    assert chasing.remind_of_deadlines(at) == 0


def test_round_that_is_not_open_or_has_no_deadline_reminds_nobody(timed, staff):
    at, counts = DUE.replace(hour=6) - 7 * DAY, []
    for columns in ({"state": "L"}, {"state": "C"}, {"state": "O", "due_at": None}, {"due_at": DUE, "reminders": []}):
        Round.objects.filter(pk=timed.round_id).update(**columns)
        counts.append(chasing.remind_of_deadlines(at))

    assert counts == [0, 0, 0, 0]


def test_head_is_told_where_no_officer_is_left(timed, head):
    chasing.remind_of_deadlines(DUE.replace(hour=6) - DAY)

    assert [row[0] for row in told("deadline")] == ["head"]


def test_extension_has_reminders_of_its_own(timed, staff, reviewer):
    timed.extensions.create(until=DUE + 10 * DAY, reason="น้ำท่วม", granted_by=reviewer)
    timed.extensions.update(granted_at=DUE + DAY)

    counts = [chasing.remind_of_deadlines(DUE.replace(hour=6) + day * DAY) for day in range(2, 11)]

    late = [chasing.remind_of_deadlines(DUE.replace(hour=6) + day * DAY) for day in range(11, 18)]

    # On the second and third day the reviewers hear of the round, too.
    assert counts == [1, 2, 0, 0, 0, 1, 0, 1, 0]
    assert [row[2] for row in told("deadline")] == [f"deadline:{timed.pk}:20261210:{days}" for days in (7, 3, 1)]
    assert late == [1, 0, 1, 0, 0, 0, 0]
    assert [row[::2] for row in told("overdue") if row[0] == "staff"] == [
        ("staff", f"overdue:{timed.pk}:20261210:1"), ("staff", f"overdue:{timed.pk}:20261210:3")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "does"), [(State.DRAFT, "ขอขยายเวลาจากผู้ตรวจ แล้วกรอกและส่ง"), (State.RETURNED, "แก้ไขตามที่ส่งกลับและส่ง")]
)
def test_after_the_deadline_those_who_have_not_sent_and_the_reviewers_are_told(timed, staff, reviewer, value, does):
    state(timed, value)
    counts = [chasing.remind_of_deadlines(DUE.replace(hour=6) + day * DAY) for day in range(1, 8)]

    assert counts == [2, 0, 2, 0, 0, 0, 0]
    assert told("overdue") == [
        (who, subject.format(days), f"overdue:{key}:20261130:{days}") for days in (1, 3) for who, subject, key in (
            ("staff", "หน่วยงานทดสอบ: รอบ 6 เดือน เลยกำหนดมาแล้ว {} วัน", timed.pk),
            ("reviewer", "ยังไม่ส่งรอบ 6 เดือน 1 หน่วยงาน", f"round:{timed.round_id}"),
        )
    ]  # fmt: skip
    assert Notice.objects.filter(user=staff).last().text.startswith(f"โปรด{does}รายงานรอบ 6 เดือน")


def test_next_step_takes_the_place_of_the_one_before(timed, staff):
    """Nobody is told in one breath that 14 days and that 7 days are left; what is late is not near any more."""
    waits = []
    for day in (-14, -10, -7, 0, 1, 2, 3, 20):
        chasing.remind_of_deadlines(DUE.replace(hour=17) + day * DAY)
        waits.append([row.key.partition(f":{timed.pk}:")[2] for row in Notice.objects.filter(closed_at=None)])

    assert waits == [["20261130:14"], ["20261130:14"], ["20261130:7"], [], *[["20261130:1"]] * 2, *[["20261130:3"]] * 2]


def test_rounds_far_from_their_deadline_are_not_looked_at(timed, staff, django_assert_num_queries):
    with django_assert_num_queries(1):
        count = chasing.remind_of_deadlines(DUE - 70 * DAY)

    assert count == 0


def test_sending_ends_the_reminder_so_that_no_mail_follows(timed, staff, head, fill):
    fill(timed)
    Round.objects.filter(pk=timed.round_id).update(due_at=timezone.now() + 7 * DAY, opened_at=timezone.now() - 30 * DAY)
    chasing.remind_of_deadlines(timezone.now())

    workflow.act(timed, Action.SUBMIT, by=staff, acknowledged=True)

    assert list(Notice.objects.filter(closed_at=None).values_list("user__username", "kind")) == [("head", "endorse")]


@pytest.fixture
def linked(sent, reviewer):
    """Return an approved report that cites one page."""
    result = Result.objects.with_context().filter(submission=sent).first()
    sent.results.filter(pk=result.pk).update(flagged=False)
    authoring.set_links(result, ("https://www.office.go.th/plan",))
    workflow.act(sent, Action.APPROVE, by=reviewer)
    Notice.objects.all().delete()
    return sent


def dies(at, *, alive=None, found_for=DAY):
    """Let the page be found gone since `at`, for that long."""
    WebPage.objects.update(reach=Reach.GONE, checked_at=at, alive_at=alive)
    for when in (at, at + found_for):
        LinkCheck.objects.create(page=WebPage.objects.get(), at=when, reach=Reach.GONE)


def test_dead_link_of_an_approved_report_is_told_once_a_death(linked, staff, head, reviewer):
    now, counts = timezone.now(), []
    WebPage.objects.update(reach=Reach.ALIVE, alive_at=now)
    counts.append(chasing.tell_dead_links(now))
    dies(now + HOUR, alive=now)
    counts += [chasing.tell_dead_links(now), chasing.tell_dead_links(now + HOUR), chasing.tell_dead_links(now + DAY)]
    # It came back and went again.
    dies(now + 4 * DAY, alive=now + 3 * DAY)
    counts.append(chasing.tell_dead_links(now + 5 * DAY))

    assert counts == [0, 3, 0, 0, 3]
    assert [row[:2] for row in told("dead_link")][:3] == [
        ("staff", "ลิงก์หลักฐานข้อ 1.1 เปิดไม่ได้แล้ว"), ("head", "ลิงก์หลักฐานข้อ 1.1 เปิดไม่ได้แล้ว"),
        ("reviewer", "หน่วยงานทดสอบ: ลิงก์หลักฐานเปิดไม่ได้ 1 ลิงก์"),
    ]  # fmt: skip


def test_server_that_is_away_for_an_hour_is_no_dead_link(linked, staff):
    dies(timezone.now(), found_for=HOUR)

    assert chasing.tell_dead_links(timezone.now()) == 0


def test_page_that_opens_again_ends_what_was_told_of_it(linked, staff, head, reviewer):
    User.objects.filter(pk=reviewer.pk).update(is_active=False)
    now, waits = timezone.now(), []
    dies(now)
    for reach in (Reach.GONE, Reach.ALIVE):
        WebPage.objects.update(reach=reach)
        chasing.tell_dead_links(now + DAY)
        waits.append({row.user.username for row in Notice.objects.filter(closed_at=None)})

    assert waits == [{"staff", "head"}, set()]


def test_link_of_which_somebody_said_why_it_is_right_is_not_told(linked, staff):
    dies(timezone.now())
    key = key_of(Kind.DEAD, Reach.GONE, kinds.page_key("https://www.office.go.th/plan"))
    linked.finding_decisions.create(
        kind=Kind.DEAD, key=key, decision=Decision.DISMISSED, reason="เปิดได้จากในหน่วยงาน", by=staff,
        at=timezone.now(),
    )  # fmt: skip

    assert chasing.tell_dead_links(timezone.now()) == 0


def test_dead_link_of_an_agency_without_people_is_told_to_the_reviewers_once(linked, staff, head, reviewer):
    User.objects.exclude(pk=reviewer.pk).update(is_active=False)
    dies(timezone.now())

    counts = [chasing.tell_dead_links(timezone.now() + day * DAY) for day in range(3)]

    assert counts == [1, 0, 0]
    assert [row[:2] for row in told("dead_link")] == [("reviewer", "ลิงก์หลักฐานข้อ 1.1 เปิดไม่ได้แล้ว")]


def test_dead_link_of_a_report_that_is_not_approved_is_not_told(linked):
    dies(timezone.now())
    state(linked, State.RETURNED)

    assert chasing.tell_dead_links(timezone.now()) == 0


TEXT = "เรียน {agency} กำหนด {deadline} {days} {agency}"


def remind(submission, by, *, text=TEXT, at=None, **options):
    now = at or timezone.now()
    return [
        (row.agency.name, row.people, row.by_mail, row.problem)
        for row in chasing.remind(submission.round, [submission.agency_id], text, by, now, **options)
    ]


def test_reminder_by_hand_goes_to_inbox_and_mail_at_once(submission, staff, reviewer, settings):
    settings.SITE_URL = "https://portal.example.org"
    Round.objects.filter(pk=submission.round_id).update(due_at=DUE + 3650 * DAY)

    rows = remind(submission, reviewer)

    days = (DUE + 3650 * DAY - timezone.now().astimezone(BANGKOK)).days
    mail, notice, event = OutboxMail.objects.get(), Notice.objects.get(), Event.objects.get(action="reminder.send")
    words = notice.text
    assert rows == [("หน่วยงานทดสอบ", 1, 1, "")]
    assert (mail.to, mail.subject) == (
        "staff@example.org", "[ITA มาตรการ] จังหวัดทดสอบบุรี: รอบ 6 เดือน ปีงบประมาณ พ.ศ. 2570"
    )  # fmt: skip
    assert words.startswith("เรียน หน่วยงานทดสอบ กำหนด 27 พ.ย. 79 เวลา 16.30 น. เหลืออีก ")
    assert abs(int(words.split("เหลืออีก ")[1].split()[0]) - days) <= 1
    assert mail.body.startswith(f"{words}\n\nเปิดรายงาน: https://portal.example.org/submissions/{submission.pk}/\n\n")
    assert (notice.mail, notice.kind, event.note, event.actor) == (mail, "manual", words, reviewer)


def test_second_reminder_within_twelve_hours_needs_a_word(submission, staff, reviewer):
    now = timezone.now()
    first, second = remind(submission, reviewer, at=now), remind(submission, reviewer, at=now)
    third = remind(submission, reviewer, at=now, confirmed=True)
    later = remind(submission, reviewer, at=now + 13 * HOUR)

    assert [bool(rows[0][3]) for rows in (first, second, third, later)] == [False, True, False, False]
    assert "ยังไม่ถึง 12 ชั่วโมง" in second[0][3]
    assert OutboxMail.objects.count() == 3


def test_second_click_of_the_same_form_sends_nothing_more(submission, staff, reviewer):
    rows = [remind(submission, reviewer, confirmed=True, token="t" * 32) for _ in range(2)]

    assert rows[0] == rows[1] == [("หน่วยงานทดสอบ", 1, 1, "")]
    assert (OutboxMail.objects.count(), Notice.objects.count()) == (1, 1)


def test_who_wants_no_mail_has_it_in_the_inbox_alone(submission, staff, reviewer):
    inbox.choose_kinds(staff, [])

    assert remind(submission, reviewer) == [("หน่วยงานทดสอบ", 1, 0, "")]
    assert (OutboxMail.objects.count(), Notice.objects.get().mail) == (0, None)


def test_agency_without_people_or_without_work_is_named_and_not_reminded(submission, reviewer, fill):
    nobody = remind(submission, reviewer)
    state(submission, State.APPROVED)
    done = remind(submission, reviewer)

    assert nobody == [("หน่วยงานทดสอบ", 0, 0, "ยังไม่มีผู้ใช้ที่จะรับข้อความ โปรดเพิ่มเจ้าหน้าที่ของหน่วยงาน")]
    assert done == [("หน่วยงานทดสอบ", 0, 0, "ไม่มีรายงานที่ต้องทำ")]
    assert Event.objects.filter(action="reminder.send").count() == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("  ", "โปรดพิมพ์ข้อความเตือน"),
        ("ก" * 2001, "ยาวเกิน 2,000"),
        ("{agency.pk} {secret}", "ไม่รู้จัก {agency.pk}, {secret}"),
    ],
)
def test_text_that_cannot_be_sent_is_refused(submission, staff, reviewer, text, says):
    with pytest.raises(WorkflowError, match=says):
        remind(submission, reviewer, text=text)


def test_only_who_reviews_the_round_reminds(submission, staff, head, viewer, admin, make_user, other_province):
    others = [staff, head, viewer, admin, make_user(Role.REVIEWER, other_province, username="stranger")]
    refused = []
    for person in others:
        with pytest.raises(WorkflowError) as refusal:
            remind(submission, person)
        refused.append(refusal.value.conflict)

    assert (refused, Notice.objects.count()) == ([False] * 5, 0)


def test_mail_of_one_agency_holds_no_word_of_another(make_agency, make_user, make_round, reviewer):
    agencies = [make_agency(f"ก{number}-canary-{number}") for number in range(3)]
    for number, agency in enumerate(agencies):
        make_user(Role.STAFF, agency, username=f"officer{number}")
    round_ = make_round()
    for submission in round_.submissions.select_related("agency"):
        submission.results.update(text=f"secret-{submission.agency.name}")

    chasing.remind(round_, agencies, TEXT, reviewer, timezone.now())
    Round.objects.filter(pk=round_.pk).update(opened_at=timezone.now() - 30 * DAY, due_at=timezone.now() + 7 * DAY)
    chasing.chase(timezone.now())

    def canaries(text):
        return {number for number in range(3) if f"canary-{number}" in text}

    mails = {mail.to[:8]: canaries(f"{mail.subject}{mail.body}") for mail in OutboxMail.objects.all()}
    notices = [(row.user.username, canaries(f"{row.subject}{row.text}")) for row in Notice.objects.all()]
    assert mails == {f"officer{number}": {number} for number in range(3)}
    assert sorted(notices) == sorted((f"officer{number}", {number}) for number in range(3) for _ in range(2))
    assert [row for row in Notice.objects.all() if "secret" in row.text] == []


def test_log_says_of_each_message_what_became_of_it(submission, staff, head, reviewer, make_user):
    make_user(Role.STAFF, submission.agency, username="second")
    make_user(Role.STAFF, submission.agency, username="third")
    remind(submission, reviewer)
    failed, sent = (OutboxMail.objects.get(user__username=name) for name in ("staff", "second"))
    now = timezone.now()
    OutboxMail.objects.filter(pk=failed.pk).update(gave_up_at=now, error=posting.REFUSED_ADDRESS)
    OutboxMail.objects.filter(pk=sent.pk).update(sent_at=now)
    Notice.objects.create(
        user=head, kind=NoticeKind.ENDORSE, subject="s", url="/", key="x", about=about(submission.round, submission),
        created_at=now - HOUR,
    )  # fmt: skip
    Notice.objects.create(
        user=head, kind=NoticeKind.SENT, subject="s", url="/", key="y", about="round:9:", created_at=now
    )

    rows = [(one.notice.user.username, one.agency, one.state, one.why) for one in deliveries(log_of(submission.round))]

    here = submission.agency.name
    assert sorted(rows) == [
        ("head", here, "อยู่ในกล่องข้อความ", ""), ("second", here, "ส่งอีเมลแล้ว", ""),
        ("staff", here, "ส่งอีเมลไม่สำเร็จ", "เซิร์ฟเวอร์ปฏิเสธที่อยู่อีเมลนี้"), ("third", here, "รอส่งอีเมล", ""),
    ]  # fmt: skip
    assert [log_of(submission.round, show=show).count() for show in ("failed", "waiting", "")] == [1, 1, 4]
    assert (chasing.retry(submission.round, by=reviewer), chasing.retry(submission.round, by=reviewer)) == (1, 0)
    OutboxMail.objects.filter(pk=failed.pk).update(gave_up_at=now, error=posting.DONE_MEANWHILE)
    states = {one.notice.user.username: one.state for one in deliveries(log_of(submission.round))}
    assert (states["staff"], log_of(submission.round, show="failed").count()) == ("ไม่ต้องส่งแล้ว", 0)


def test_days_of_reminders_are_the_rounds_own(submission, reviewer, staff):
    kept = chasing.set_reminders(submission.round, [5, 30, 5], by=reviewer).reminders
    for days, by in (([0], reviewer), ([61], reviewer), (range(1, 10), reviewer), ([3], staff)):
        with pytest.raises(WorkflowError):
            chasing.set_reminders(submission.round, days, by=by)

    assert (kept, Round.objects.get().reminders) == ([30, 5], [30, 5])
    assert Event.objects.filter(action="reminder.send").count() == 1
