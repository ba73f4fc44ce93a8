"""Chips beside links, the page of a link's checks, and asking for a check: with and without a script."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from evidence.models import LinkCheck, WebPage
from measures import authoring
from measures.authoring import Typed
from measures.selectors.links import fresh_chips

pytestmark = pytest.mark.django_db
URL = "https://www.office.go.th/ita/1"


@pytest.fixture
def result(submission, staff):
    """Return a result with one link, checked an hour ago and gone."""
    result = submission.results.first()
    saved = authoring.save_result(result, Typed(answer="done", text="ทำแล้ว", urls=(URL, "ไม่มี")), by=staff, version=0)
    found(reach="gone", detail="not_found")
    return saved


def found(**columns):
    old = timezone.now() - dt.timedelta(hours=1)
    WebPage.objects.update(
        **({"checked_at": old, "urgent": False, "next_check_at": old + dt.timedelta(days=1)} | columns)
    )


def link_page(result, name="link-history"):
    link = result.result_links.get(link__typed=URL).link
    return reverse(f"measures:{name}", args=[result.pk, link.pk])


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"reach": "", "urgent": True, "checked_at": None}, ("กำลังตรวจ", "mute", True, "")),
        (
            {"reach": "", "next_check_at": None, "detail": "example"},
            ("ยังไม่ได้ตรวจ", "mute", False, "ที่อยู่ตัวอย่าง ระบบไม่ตรวจ"),
        ),
        ({"reach": "alive"}, ("เปิดได้", "ok", False, "")),
        ({"reach": "moved", "final_url": f"{URL}/2"}, ("ย้ายไปที่อื่น", "info", False, "")),
        ({"reach": "login"}, ("ต้องเข้าสู่ระบบ", "warn", False, "")),
        ({"reach": "gone", "detail": "not_found"}, ("ไม่พบหน้า", "bad", False, "เว็บไซต์ตอบว่าไม่มีหน้านี้")),
        ({"reach": "broken", "detail": "name"}, ("เปิดไม่ได้", "bad", False, "ไม่พบเว็บไซต์ชื่อนี้ โปรดตรวจตัวสะกด")),
        ({"reach": "unclear"}, ("ตรวจอัตโนมัติไม่ได้", "mute", False, "")),
        ({"reach": "gone", "urgent": True}, ("กำลังตรวจ", "mute", True, "")),
    ],
)
def test_chip_says_what_was_found(result, columns, expected):
    found(**({"detail": ""} | columns))

    chip, text = fresh_chips(result)

    assert (chip.words, chip.tone, chip.waiting, chip.why) == expected
    assert (text.words, text.waiting) == ("ไม่ใช่ที่อยู่เว็บไซต์", False)


def test_entry_read_view_and_review_show_the_chip(client, result, staff, head, submission):
    found(reach="gone", detail="not_found", alive_at=timezone.now() - dt.timedelta(days=3))
    pages = [
        (staff, reverse("measures:submission-entry", args=[submission.pk, result.measure.indicator])),
        (head, reverse("measures:submission-entry", args=[submission.pk, result.measure.indicator])),
        (head, reverse("measures:submission-endorse", args=[submission.pk])),
    ]
    for person, url in pages:
        client.force_login(person)
        page = client.get(url).content.decode()
        assert ("ไม่พบหน้า" in page, "เปิดได้ล่าสุดเมื่อ" in page, link_page(result) in page) == (True, True, True)


def test_review_shows_the_chip(client, sent, reviewer, staff):
    from evidence.models import Link
    from measures.models import ResultLink

    result = sent.results.first()
    ResultLink.objects.create(result=result, link=Link.objects.typed(sent.agency_id, URL))
    found(reach="login", detail="wall")
    client.force_login(reviewer)

    page = client.get(reverse("measures:review-result", args=[sent.pk, result.pk])).content.decode()

    assert ("ต้องเข้าสู่ระบบ" in page, link_page(result) in page) == (True, True)


def test_script_gets_the_chips_and_whether_to_ask_again(client, result, staff):
    client.force_login(staff)
    url = reverse("measures:link-chips", args=[result.pk])

    done = client.get(url).json()
    found(reach="", urgent=True)
    waiting = client.get(url).json()

    assert [row["typed"] for row in done["chips"]] == [URL, "ไม่มี"]
    assert ("ไม่พบหน้า" in done["chips"][0]["html"], done["waiting"]) == (True, False)
    assert ("กำลังตรวจ" in waiting["chips"][0]["html"], waiting["waiting"]) == (True, True)


def test_page_of_a_link_tells_every_check(client, result, staff):
    page = WebPage.objects.get()
    for day, reach in ((3, "alive"), (1, "gone")):
        LinkCheck.objects.create(page=page, at=timezone.now() - dt.timedelta(days=day), reach=reach)
    client.force_login(staff)

    html = client.get(link_page(result)).content.decode()

    table = html.partition("<tbody>")[2]
    assert table.index("ไม่พบหน้า") < table.index("เปิดได้")
    assert link_page(result, "link-recheck") in html


def test_recheck_without_a_script_leads_back_to_the_page(client, result, staff):
    client.force_login(staff)

    answer = client.post(link_page(result, "link-recheck"))

    assert (answer.status_code, answer.url) == (302, link_page(result))
    assert WebPage.objects.get().urgent


def test_recheck_of_a_script_is_told_why_not(client, result, staff):
    found(reach="gone", checked_at=timezone.now())
    client.force_login(staff)

    answer = client.post(link_page(result, "link-recheck"), headers={"X-Autosave": "1"})

    assert (answer.status_code, answer.json()) == (
        409, {"message": "เพิ่งตรวจลิงก์นี้ไปไม่ถึง 10 นาที ผลยังใช้ได้ โปรดลองใหม่ภายหลัง"}
    )  # fmt: skip


def test_link_of_another_result_is_not_found_here(client, result, staff, submission):
    other = submission.results.last()
    link = result.result_links.first().link
    client.force_login(staff)

    urls = [reverse(f"measures:{name}", args=[other.pk, link.pk]) for name in ("link-history", "link-recheck")]

    assert [client.get(urls[0]).status_code, client.post(urls[1]).status_code] == [404, 404]


def test_title_of_a_hostile_page_is_only_text(client, result, staff):
    found(reach="moved", title="<script>alert(1)</script>", final_url="https://x.go.th/%22onclick=%22")
    client.force_login(staff)

    html = client.get(link_page(result)).content.decode()

    assert ("<script>alert" in html, "&lt;script&gt;alert(1)" in html) == (False, True)


@pytest.mark.parametrize(("columns", "never"), [({"checked_at": None, "reach": ""}, True), ({"reach": "alive"}, False)])
def test_link_page_says_never_checked_only_of_a_page_that_never_was(client, staff, result, columns, never):
    found(detail="", next_check_at=None, **columns)
    client.force_login(staff)
    page = client.get(link_page(result)).content.decode()

    assert ("ยังไม่เคยตรวจลิงก์นี้" in page, "ตรวจเมื่อ" in page) == (never, not never)
