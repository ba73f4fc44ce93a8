"""The pages of reminders: choose, look at the very mail and who gets it, send once, see what arrived."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from agencies.choices import Role
from agencies.models import Notice, OutboxMail
from measures import chasing
from measures.models import Round, Submission


@pytest.fixture
def desk(client, reviewer):
    """Return the reviewer's browser."""
    client.force_login(reviewer)
    return client


def address(name, round_):
    return reverse(f"measures:{name}", args=[round_.pk])


def lines(page, path):
    return [" ".join(one.text_content().split()) for one in html.fromstring(page.content).xpath(path)]


def ticked(page):
    boxes = html.fromstring(page.content).xpath("//input[@name='agency'][@checked]/@value")
    return [int(value) for value in boxes]


def sending(submission, **fields):
    return {"agency": [submission.agency_id], "text": "ถึง {agency}", "do": "send", "form": "t" * 32} | fields


def test_page_ticks_who_has_not_sent_or_whom_the_address_names(desk, make_agency, make_round, make_user):
    agencies = [make_agency(f"หน่วยงาน {letter}") for letter in "กขค"]
    for number, agency in enumerate(agencies[:2]):
        make_user(Role.STAFF, agency, username=f"officer{number}")
    round_ = make_round()
    Submission.objects.filter(agency=agencies[1]).update(state="R", was_returned=True)
    report = Submission.objects.get(agency=agencies[1])
    url = address("round-remind", round_)

    found = {query: ticked(desk.get(f"{url}{query}")) for query in (
        "", "?who=idle", "?who=returned", "?who=late", f"?agency={agencies[2].pk}", f"?report={report.pk}", "?agency=x",
    )}  # fmt: skip

    first, second, third = (agency.pk for agency in agencies)
    assert found == {
        "": [first, second], "?who=idle": [first], "?who=returned": [second], "?who=late": [],
        f"?agency={third}": [third], f"?report={report.pk}": [second], "?agency=x": [first, second],
    }  # fmt: skip


def test_preview_shows_the_mail_that_is_sent_and_writes_nothing(desk, submission, staff, settings):
    settings.SITE_URL = "https://portal.example.org"
    url = address("round-remind", submission.round)

    look = desk.post(url, sending(submission, do="look"))
    before = (Notice.objects.count(), OutboxMail.objects.count())
    done = desk.post(url, sending(submission))

    mail = OutboxMail.objects.get()
    assert (look.status_code, before, done.status_code) == (200, (0, 0), 200)
    assert lines(look, "//*[contains(@class, 'mail-look')]/p") == [mail.subject, mail.body.replace("\n", "")]
    assert lines(look, "//ul[contains(@class, 'remind-people')]//li/ul/li") == ["ผู้ทดสอบ staff staff@example.org"]
    assert lines(done, "//tbody/tr") == ["หน่วยงานทดสอบส่งแล้ว 1 คน · ทางอีเมล 1"]


def test_second_click_and_second_reminder_are_told_apart(desk, submission, staff):
    url = address("round-remind", submission.round)

    answers = [desk.post(url, sending(submission, form=token * 32)) for token in "aab"]

    rows = [lines(page, "//tbody/tr/td")[0] for page in answers]
    assert rows[:2] == ["ส่งแล้ว 1 คน · ทางอีเมล 1"] * 2
    assert rows[2].startswith("ไม่ได้ส่ง เตือนไปแล้วเมื่อ")
    assert (OutboxMail.objects.count(), Notice.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "fields", [{"agency": []}, {"agency": ["9" * 5000]}, {"agency": ["x"]}, {"text": ""}, {"text": "{x}"}]
)
def test_what_cannot_be_sent_comes_back_with_its_words(desk, submission, staff, fields):
    page = desk.post(address("round-remind", submission.round), sending(submission, **fields))

    assert (page.status_code, OutboxMail.objects.count()) == (400, 0)
    assert len(lines(page, "//*[contains(@class, 'error') or contains(@class, 'is-bad')]")) >= 1


def test_locked_round_answers_409_with_the_words(desk, submission, staff):
    Round.objects.filter(pk=submission.round_id).update(state="L")

    page = desk.post(address("round-remind", submission.round), sending(submission))

    assert (page.status_code, "ถึง {agency}" in page.content.decode()) == (409, True)


def test_text_of_a_reminder_is_shown_as_text(desk, submission, staff, client):
    evil = "<script>alert(1)</script>"

    look = desk.post(address("round-remind", submission.round), sending(submission, text=evil, do="look"))
    desk.post(address("round-remind", submission.round), sending(submission, text=evil))
    log = desk.get(address("reminder-log", submission.round))
    client.force_login(staff)

    assert [b"<script>alert" in page.content for page in (look, log, client.get("/inbox/"))] == [False] * 3


def test_days_are_stored_as_numbers_or_refused_with_what_was_typed(desk, submission):
    url = address("reminder-days", submission.round)

    answers = [desk.post(url, {"days": typed}).status_code for typed in ("๑๐, 5 2", "สาม", "0", "")]

    assert (answers, Round.objects.get().reminders) == ([302, 400, 400, 302], [])


def test_failed_mails_are_shown_and_sent_again(desk, submission, staff):
    desk.post(address("round-remind", submission.round), sending(submission))
    OutboxMail.objects.update(gave_up_at=timezone.now(), error="ติดต่อเซิร์ฟเวอร์อีเมลไม่ได้")
    log = address("reminder-log", submission.round)

    failed = lines(desk.get(f"{log}?show=failed"), "//tbody/tr/td[3]")
    answer = desk.post(address("reminder-retry", submission.round))

    assert failed[0].startswith("ส่งอีเมลไม่สำเร็จ")
    assert failed[0].endswith("ติดต่อเซิร์ฟเวอร์อีเมลไม่ได้")
    assert (answer.url, OutboxMail.objects.get().gave_up_at, lines(desk.get(f"{log}?show=failed"), "//tbody/tr")) == (
        log, None, []
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_number_of_queries(
    desk, reviewer, make_agency, make_round, make_user, django_assert_num_queries, count
):
    agencies = [make_agency() for _ in range(count)]
    for number, agency in enumerate(agencies):
        make_user(Role.STAFF, agency, username=f"officer{number}")
    round_ = make_round()
    chasing.remind(round_, agencies, "ข้อความ", reviewer, timezone.now())
    desk.get("/account/")

    with django_assert_num_queries(9):
        page = desk.get(address("round-remind", round_))
    with django_assert_num_queries(8):
        log = desk.get(address("reminder-log", round_))

    assert [len(lines(one, "//tbody/tr")) for one in (page, log)] == [count, count]
