"""Links of results are watched: at once when typed, daily while open, weekly to the year's end; rechecks are few."""

import datetime as dt

import pytest
from django.utils import timezone

from evidence.models import Link, WebPage
from measures import authoring, linking, workflow
from measures.authoring import Typed
from measures.choices import Action
from measures.errors import WorkflowError
from measures.models import Event, Round
from thai.dates import BANGKOK

pytestmark = pytest.mark.django_db
URL = "https://www.office.go.th/ita/1"
YEAR_END = dt.datetime(2027, 10, 1, tzinfo=BANGKOK)


@pytest.fixture
def result(submission):
    return submission.results.first()


def type_links(result, staff, *urls, version=0):
    return authoring.save_result(result, Typed(answer="done", text="ทำแล้ว", urls=urls), by=staff, version=version)


def test_typed_link_is_checked_next_and_watched(result, staff):
    before = timezone.now()
    type_links(result, staff, URL, "ยังไม่มีลิงก์")

    page = WebPage.objects.get()
    assert (page.url, page.urgent, page.daily_until, page.weekly_until) == (
        URL, True, result.submission.round.due_at, YEAR_END
    )  # fmt: skip
    assert before - dt.timedelta(seconds=5) < page.next_check_at <= timezone.now()


def test_link_that_was_checked_today_is_not_asked_again(result, staff):
    checked = timezone.now() - dt.timedelta(hours=2)
    page = Link.objects.typed(result.submission.agency_id, URL).page
    WebPage.objects.update(checked_at=checked, reach="alive", next_check_at=None)

    type_links(result, staff, URL)

    page.refresh_from_db()
    assert (page.urgent, page.next_check_at) == (False, checked + dt.timedelta(days=1))


def test_link_that_was_taken_out_is_checked_no_more(result, staff):
    saved = type_links(result, staff, URL, f"{URL}?a=1", f"{URL}?a=2")

    type_links(saved, staff, URL, version=saved.version)

    watched = {page.url: page.next_check_at is not None for page in WebPage.objects.filter(weekly_until=YEAR_END)}
    assert watched == {URL: True}
    assert set(WebPage.objects.exclude(url=URL).values_list("next_check_at", "urgent", "daily_until")) == {
        (None, False, None)
    }


def test_link_that_is_cited_elsewhere_stays_watched_when_it_is_taken_out(result, staff):
    other = result.submission.results.exclude(pk=result.pk).first()
    type_links(other, staff, URL)
    saved = type_links(result, staff, URL)

    type_links(saved, staff, version=saved.version)

    page = WebPage.objects.get()
    assert (page.urgent, page.weekly_until) == (True, YEAR_END)


def test_link_that_comes_back_is_watched_again(result, staff):
    saved = type_links(result, staff, URL)
    saved = type_links(saved, staff, version=saved.version)

    type_links(saved, staff, URL, version=saved.version)

    page = WebPage.objects.get()
    assert (page.urgent, page.weekly_until) == (True, YEAR_END)


def test_without_the_guard_every_address_ever_typed_is_asked_for_a_year(result, staff, monkeypatch):
    monkeypatch.setattr(authoring, "unwatch", lambda pages: 0)
    for number in range(3):
        result = type_links(result, staff, f"{URL}?a={number}", version=result.version)

    assert WebPage.objects.filter(urgent=True, weekly_until=YEAR_END).count() == 3


def test_refused_save_asks_no_check(result, reviewer):
    with pytest.raises(WorkflowError):
        type_links(result, reviewer, URL)

    assert not WebPage.objects.exists()


def test_round_closed_early_lets_its_pages_go_to_weekly(result, staff, reviewer):
    type_links(result, staff, URL)

    workflow.move_round(result.submission.round, Action.ROUND_CLOSE, by=reviewer)

    page = WebPage.objects.get()
    assert (page.daily_until <= timezone.now(), page.weekly_until) == (True, YEAR_END)


def test_page_that_another_open_round_cites_stays_daily(result, staff, reviewer, make_round):
    type_links(result, staff, URL)
    round_ = result.submission.round
    other = make_round(round_.plan, kind="12", days=100).submissions.get(agency=result.submission.agency)
    type_links(other.results.first(), staff, URL)

    workflow.move_round(round_, Action.ROUND_CLOSE, by=reviewer)

    assert WebPage.objects.get().daily_until == Round.objects.get(pk=other.round_id).due_at


def test_sweep_finds_pages_that_nobody_put_on_the_list(result, staff):
    type_links(result, staff, URL, "https://www.srinathi.example/a")
    WebPage.objects.update(daily_until=None, weekly_until=None, next_check_at=None, urgent=False)

    assert linking.sweep_links(timezone.now()) == 1

    page = WebPage.objects.get(url=URL)
    assert (page.daily_until, page.weekly_until) == (result.submission.round.due_at, YEAR_END)
    assert page.next_check_at is not None
    assert linking.sweep_links(timezone.now()) == 0


@pytest.fixture
def checked(result, staff):
    """Return the result with six links that were checked an hour ago."""
    type_links(result, staff, *(f"{URL}{number}" for number in range(6)))
    old = timezone.now() - dt.timedelta(hours=1)
    WebPage.objects.update(checked_at=old, reach="gone", urgent=False, next_check_at=old + dt.timedelta(days=1))
    return result


def links(result):
    return list(Link.objects.filter(agency=result.submission.agency).select_related("page").order_by("pk"))


def test_recheck_puts_the_page_first_and_tells_history(checked, staff):
    link = links(checked)[0]

    linking.recheck(checked, link, by=staff)

    page = WebPage.objects.get(pk=link.page_id)
    assert (page.urgent, page.next_check_at <= timezone.now()) == (True, True)
    assert list(Event.objects.filter(action="link.recheck").values_list("actor", "note")) == [(staff.pk, link.url)]


def test_second_click_on_recheck_is_one_recheck(checked, staff):
    link = links(checked)[0]

    linking.recheck(checked, link, by=staff)
    linking.recheck(checked, link, by=staff)

    assert Event.objects.filter(action="link.recheck").count() == 1


def test_person_may_ask_five_times_an_hour(checked, staff):
    for link in links(checked)[:5]:
        linking.recheck(checked, link, by=staff)

    with pytest.raises(WorkflowError, match="ชั่วโมงละ 5 ครั้ง"):
        linking.recheck(checked, links(checked)[5], by=staff)
    assert WebPage.objects.filter(urgent=True).count() == 5


@pytest.mark.parametrize(
    ("typed", "message"),
    [("ไม่มีลิงก์", "ไม่ใช่ที่อยู่เว็บไซต์"), ("https://www.srinathi.example/", "ชื่อตัวอย่าง"), (URL, "ไม่ถึง 10 นาที")],
)
def test_recheck_says_why_it_is_of_no_use(result, staff, typed, message):
    type_links(result, staff, typed)
    WebPage.objects.update(checked_at=timezone.now())

    with pytest.raises(WorkflowError, match=message):
        linking.recheck(result, links(result)[0], by=staff)
    assert not Event.objects.filter(action="link.recheck").exists()


def test_recheck_is_not_for_those_who_only_read(checked, head, viewer):
    for person in (head, viewer):
        with pytest.raises(WorkflowError):
            linking.recheck(checked, links(checked)[0], by=person)
