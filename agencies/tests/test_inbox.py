"""The inbox: what was told once, the count in the frame, one mail a day and only of what is still open."""

import datetime as dt

import pytest
from django.urls import reverse
from lxml import html

from agencies import inbox
from agencies.digests import make_digests
from agencies.models import Notice, NoticeKind, NoticeSetting, OutboxMail
from agencies.notices import Message, close, mark_read, tell, tell_all
from thai.dates import BANGKOK

# 07:30 in Bangkok on 20 November 2569.
MORNING = dt.datetime(2026, 11, 20, 7, 30, tzinfo=BANGKOK)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://portal.example.org"


def told(person, key="k", *, at=MORNING - HOUR, kind="returned", subject="เรื่อง", **fields):
    tell([person], **{"kind": kind, "subject": subject, "text": "", "url": f"/{key}/", "key": key, "now": at} | fields)
    return Notice.objects.get(user=person, key=key)


def test_notice_is_written_once_a_person_and_key_and_to_nobody_who_left(make_user):
    one, two, gone = make_user(username="a"), make_user(username="b"), make_user(username="c", is_active=False)

    counts = [
        tell([one, two, gone], kind="sent", subject="ก\nข", text="ค", url="/x/", key="k", now=MORNING, about="r:1:"),
        tell([one, two, gone], kind="sent", subject="อีก", text="", url="/x/", key="k", now=MORNING),
        tell_all([], now=MORNING),
        tell_all(
            [Message((one,), "sent", "s", "", "/", "k2"), Message((one,), "sent", "s", "", "/", "k")], now=MORNING
        ),
    ]

    assert counts == [2, 0, 0, 1]
    assert list(Notice.objects.order_by("pk").values_list("user__username", "subject", "text", "url", "about")) == [
        ("a", "ก ข", "ค", "/x/", "r:1:"), ("b", "ก ข", "ค", "/x/", "r:1:"), ("a", "s", "", "/", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "url", ["https://thief.example.net/", "//thief.example.net/", "/\\thief.example.net/", "javascript:x", ""]
)
def test_notice_never_leads_out_of_the_portal(staff, url):
    with pytest.raises(ValueError, match="path of this portal"):
        told(staff, url=url)


def test_closing_ends_what_is_about_a_thing_or_a_part_of_it(staff):
    rows = [
        told(staff, "a", about="round:1:submission:2:"), told(staff, "b", about="round:1:submission:22:"),
        told(staff, "c", about="round:1:"), told(staff, "d", about="round:1:submission:2:", kind="approved"),
    ]  # fmt: skip

    count = close("round:1:submission:2:", kinds=["returned"], now=MORNING)

    assert count == 1
    assert [Notice.objects.get(pk=row.pk).closed_at for row in rows] == [MORNING, None, None, None]


def mails():
    return [(mail.to, mail.subject, mail.body) for mail in OutboxMail.objects.order_by("pk")]


BODY = """เรื่องที่รอคุณอยู่ ณ วันที่ 20 พฤศจิกายน 2569

1. หนึ่ง
รายละเอียด
https://portal.example.org/a/

2. สอง
https://portal.example.org/b/

ระบบส่งอีเมลนี้อัตโนมัติ โปรดอย่าตอบกลับ
กล่องข้อความ: https://portal.example.org/inbox/
เลือกเรื่องที่ต้องการรับทางอีเมล: https://portal.example.org/inbox/settings/"""


def test_digest_brings_what_is_open_in_one_mail_a_day(staff, head):
    told(staff, "a", subject="หนึ่ง", text="รายละเอียด")
    told(staff, "b", subject="สอง")

    counts = [make_digests(MORNING - MINUTE), make_digests(MORNING), make_digests(MORNING + MINUTE)]
    OutboxMail.objects.update(sent_at=MORNING)
    told(staff, "c", at=MORNING + HOUR)
    counts += [make_digests(MORNING + 2 * HOUR), make_digests(MORNING + DAY)]
    OutboxMail.objects.update(sent_at=MORNING + DAY)
    counts.append(make_digests(MORNING + 2 * DAY))

    assert counts == [0, 1, 0, 0, 1, 0]
    first, second = mails()
    assert first == ("staff@example.org", "[ITA มาตรการ] หนึ่ง และอีก 1 เรื่อง", BODY)
    assert second[:2] == ("staff@example.org", "[ITA มาตรการ] เรื่อง")
    assert [row.mail.key for row in Notice.objects.order_by("key")] == [
        f"digest:{staff.pk}:2026-11-20", f"digest:{staff.pk}:2026-11-20", f"digest:{staff.pk}:2026-11-21",
    ]  # fmt: skip


def test_digest_that_no_server_took_is_part_of_the_next_and_no_second_mail(staff, head):
    told(staff, "a", subject="หนึ่ง")
    told(staff, "b", subject="ทำแล้ว", about="round:1:")
    told(head, "c", subject="กำลังส่ง")
    make_digests(MORNING)
    # A worker holds the head's mail: it may be on its way.
    OutboxMail.objects.filter(user=head).update(lease_token="held")
    close("round:1:", kinds=NoticeKind.values, now=MORNING + HOUR)
    told(staff, "d", subject="สอง", at=MORNING + HOUR)

    count = make_digests(MORNING + DAY)

    assert (count, [row[:2] for row in mails()]) == (1, [
        ("head@example.org", "[ITA มาตรการ] กำลังส่ง"), ("staff@example.org", "[ITA มาตรการ] หนึ่ง และอีก 1 เรื่อง"),
    ])  # fmt: skip


def test_nothing_open_makes_no_mail(staff, make_user):
    told(staff, "read")
    mark_read(staff, now=MORNING)
    told(staff, "done", about="round:1:")
    close("round:1:", kinds=NoticeKind.values, now=MORNING)
    told(staff, "unwanted", kind="approved")
    inbox.choose_kinds(staff, ["returned"])
    told(staff, "old", at=MORNING - 8 * DAY)
    told(make_user(username="gone"), "gone").user.__class__.objects.filter(username="gone").update(is_active=False)
    mute = make_user(username="mute")
    type(mute).objects.filter(pk=mute.pk).update(email="")
    told(mute, "nowhere")

    assert (make_digests(MORNING), mails()) == (0, [])


def test_what_came_after_the_hour_waits_for_tomorrow_but_not_what_is_of_the_day(staff, head):
    told(staff, "late", at=MORNING + MINUTE)
    told(head, "today", at=MORNING + MINUTE, kind="deadline")

    count = make_digests(MORNING + HOUR)

    assert (count, [row[0] for row in mails()]) == (1, ["head@example.org"])


def test_long_digest_names_the_first_twenty_and_counts_the_rest(staff):
    for number in range(23):
        told(staff, f"k{number:02}")
    make_digests(MORNING)

    ((_to, subject, body),) = mails()
    assert (subject, body.count("https://portal.example.org/k")) == ("[ITA มาตรการ] เรื่อง และอีก 22 เรื่อง", 20)
    assert "และอีก 3 เรื่องในกล่องข้อความ" in body.splitlines()
    assert Notice.objects.filter(mailed_at=MORNING).count() == 23


def test_mail_of_the_account_cannot_be_switched_off(staff):
    NoticeSetting.objects.create(user=staff, kind="account", by_mail=False)
    told(staff, kind="account")

    assert (make_digests(MORNING), "account" in inbox.kinds_by_mail(staff)) == (1, True)


def texts(page, name):
    """Return the words of the elements of a class, with what stands inside them."""
    found = html.fromstring(page.content).xpath("//*[contains(concat(' ', @class, ' '), $name)]", name=f" {name} ")
    return [" ".join(one.text_content().split()) for one in found]


def test_inbox_shows_the_own_notices_and_the_frame_counts_the_unread(client, staff, head):
    told(staff, "a", subject="หนึ่ง")
    told(staff, "b", subject="สอง", about="round:1:")
    told(head, "c", subject="ของหัวหน้า")
    close("round:1:", kinds=["returned"], now=MORNING)
    client.force_login(staff)

    page, narrow = client.get("/inbox/"), client.get("/inbox/?show=unread")

    assert (texts(page, "note-open"), texts(narrow, "note-open")) == (["สอง", "หนึ่ง"], ["หนึ่ง"])
    assert texts(page, "inbox-link") == texts(client.get("/account/"), "inbox-link") == ["1ข้อความที่ยังไม่อ่าน"]


def test_opening_a_notice_marks_it_read_and_leads_to_its_place(client, staff, head):
    mine, others = told(staff, "a", url="/account/"), told(head, "b")
    client.force_login(staff)

    answers = [client.post(reverse("agencies:notice-open", args=[row.pk])) for row in (mine, others)]

    assert [answer.status_code for answer in answers] == [302, 404]
    assert answers[0].url == "/account/"
    assert set(Notice.objects.filter(read_at=None).values_list("user__username", flat=True)) == {"head"}


def test_one_or_all_are_marked_read_and_never_those_of_others(client, staff, head):
    first, _second, others = told(staff, "a"), told(staff, "b"), told(head, "c")
    client.force_login(staff)

    def unread():
        return sorted(Notice.objects.filter(read_at=None).values_list("key", flat=True))

    seen = []
    for body in ({"notice": "x"}, {"notice": others.pk}, {"notice": "9" * 30}, {"notice": first.pk}, {}):
        assert client.post("/inbox/read/", body).url == "/inbox/"
        seen.append(unread())

    assert seen == [["a", "b", "c"]] * 3 + [["b", "c"], ["c"]]


def test_settings_keep_the_kinds_that_were_ticked(client, staff, head):
    client.force_login(staff)

    answers = [client.post("/inbox/settings/", {"kinds": kinds}) for kinds in (["deadline", "sent"], [], ["nonsense"])]
    after = inbox.kinds_by_mail(staff)
    client.post("/inbox/settings/", {"kinds": ["deadline"]})

    assert [answer.status_code for answer in answers] == [302, 302, 400]
    assert [sorted(kinds) for kinds in (after, inbox.kinds_by_mail(staff))] == [["account"], ["account", "deadline"]]
    assert inbox.kinds_by_mail(head) == set(NoticeKind.values)


@pytest.mark.parametrize("count", [1, 3])
def test_inbox_asks_the_same_number_of_queries(client, staff, django_assert_num_queries, count):
    for number in range(count):
        told(staff, f"k{number}")
    client.force_login(staff)
    client.get("/inbox/")

    with django_assert_num_queries(5):
        page = client.get("/inbox/")

    assert len(texts(page, "note-open")) == count


@pytest.mark.parametrize("count", [1, 3])
def test_digests_ask_the_same_number_of_queries_for_one_notice_and_three(staff, django_assert_num_queries, count):
    for number in range(count):
        told(staff, f"k{number}")

    with django_assert_num_queries(8):
        assert make_digests(MORNING) == 1
