"""Due pages are checked once, by one worker, politely; a bad answer counts only when it has come again."""

import datetime as dt
import time
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from evidence.checking import AGAIN_KNOWN, AGAIN_NEW, claim, excerpt_of, request_check, settle
from evidence.choices import Reach, Why
from evidence.courtesy import SharedCourtesy
from evidence.models import LinkCheck, WebHost, WebPage
from evidence.reading import Found
from evidence.schedule import DAY, WEEK, is_example, sweep, watch
from evidence.tests.checking import NOW, check, due_page, own_checker
from evidence.tests.webserver import redirect, serving, status, text

pytestmark = pytest.mark.django_db
LEASE = dt.timedelta(minutes=3)
GOOD = text("<title>ประกาศ</title><p>เจตนารมณ์</p>")


@pytest.fixture
def site():
    with serving({"/": GOOD, "/dead": status(404), "/moved": redirect("/", 301)}) as server:
        server.url = f"http://127.0.0.1:{server.port}"
        WebHost.objects.create(name="elsewhere.go.th", answered_at=NOW)
        yield server


def state(page, *names):
    return tuple(WebPage.objects.values_list(*names).get(pk=page.pk))


def test_check_writes_page_and_history(site):
    page = due_page(f"{site.url}/", daily_until=NOW + 30 * DAY)

    assert check(site.port) == 1

    assert state(page, "reach", "status", "title", "checked_at", "alive_at", "next_check_at", "lease_token") == (
        Reach.ALIVE, 200, "ประกาศ", NOW, NOW, NOW + DAY, ""
    )  # fmt: skip
    kept = LinkCheck.objects.get()
    assert (kept.page_id, kept.at, kept.reach, kept.excerpt, len(kept.content_hash)) == (
        page.pk, NOW, Reach.ALIVE, "เจตนารมณ์", 64
    )  # fmt: skip
    assert [ask[:2] for ask in site.asked] == [("HEAD", "/"), ("GET", "/")]


@pytest.mark.slow
def test_ten_thousand_equal_links_are_one_check(site):
    """T14: however many cite an address, its host hears of it once: one HEAD and one GET."""
    variants = ("", "#a", "#ข้อ-2")
    pages = {WebPage.objects.at(f"{site.url}/{variants[number % 3]}").pk for number in range(10_000)}
    asked = [request_check(WebPage.objects.filter(pk__in=pages), NOW) for _ in range(3)]

    assert (len(pages), asked) == (1, [1, 0, 0])
    assert [check(site.port), check(site.port)] == [1, 0]
    assert [ask[0] for ask in site.asked] == ["HEAD", "GET"]


def test_page_is_taken_by_one_worker_only_until_its_lease_ends():
    page = due_page("http://office.go.th/", next_check_at=NOW)

    first = claim(NOW, 10, lease=LEASE, polite=False)
    second = claim(NOW, 10, lease=LEASE, polite=False)
    late = claim(NOW + LEASE + dt.timedelta(seconds=1), 10, lease=LEASE, polite=False)

    assert ([p.pk for p in first], second, [p.pk for p in late]) == ([page.pk], [], [page.pk])
    found = Found(Reach.ALIVE, status=200)
    assert [settle(first[0], found, NOW), settle(late[0], found, NOW), settle(late[0], found, NOW)] == [
        False, True, False,
    ]  # fmt: skip


def test_slow_worker_whose_lease_was_lost_writes_nothing(site):
    page = due_page(f"{site.url}/")
    slow = own_checker(site.port)
    slow.take(timezone.now(), 5)
    WebPage.objects.filter(pk=page.pk).update(lease_token="another")

    while len(slow):
        assert slow.turn(0.05) == 0
    slow.close()

    assert (LinkCheck.objects.count(), state(page, "reach", "lease_token")) == (0, ("", "another"))


def test_stopped_worker_gives_its_pages_back(site):
    page = due_page(f"{site.url}/")
    stopped = own_checker(site.port)
    stopped.take(timezone.now(), 5)
    assert state(page, "lease_token") != ("",)

    stopped.close()

    assert state(page, "lease_token", "lease_until", "reach") == ("", None, "")


def test_bad_answer_counts_after_it_came_three_times(site):
    page = due_page(f"{site.url}/dead", urgent=True)
    told, moment = [], NOW
    for pause in (*AGAIN_NEW, dt.timedelta()):
        check(site.port, moment)
        told.append(state(page, "reach", "tries", "next_check_at"))
        moment += pause

    assert told == [
        ("", 1, NOW + AGAIN_NEW[0]),
        ("", 2, NOW + AGAIN_NEW[0] + AGAIN_NEW[1]),
        (Reach.GONE, 0, None),
    ]
    assert [one.reach for one in LinkCheck.objects.all()] == [Reach.GONE] * 3


def test_page_that_was_there_keeps_its_good_word_while_it_is_tried_again(site):
    page = due_page(f"{site.url}/dead", reach=Reach.ALIVE, alive_at=NOW, checked_at=NOW)

    check(site.port, NOW + DAY)

    assert state(page, "reach", "tries", "alive_at", "next_check_at") == (
        Reach.ALIVE, 1, NOW, NOW + DAY + AGAIN_KNOWN[0]
    )  # fmt: skip
    site.pages["/dead"] = GOOD
    check(site.port, NOW + 2 * DAY)
    assert state(page, "reach", "tries", "alive_at") == (Reach.ALIVE, 0, NOW + 2 * DAY)


def test_dead_page_that_comes_back_is_alive_at_once(site):
    page = due_page(f"{site.url}/", reach=Reach.GONE, detail=Why.NOT_FOUND, checked_at=NOW)

    check(site.port)

    assert state(page, "reach", "detail") == (Reach.ALIVE, "")


def test_nothing_is_said_against_a_page_while_our_own_network_is_away():
    """No host at all answered within the hour: what fails is unclear and tried again, what was known stays."""
    fresh = due_page("http://nowhere.invalid/a")
    known = due_page("http://nowhere.invalid/b", reach=Reach.ALIVE, alive_at=NOW, checked_at=NOW)

    assert check(80) == 2

    pause = NOW + dt.timedelta(minutes=10)
    assert state(fresh, "reach", "detail", "next_check_at") == (Reach.UNCLEAR, Why.OFFLINE, pause)
    assert state(known, "reach", "detail", "next_check_at", "checked_at") == (Reach.ALIVE, "", pause, NOW)
    assert not LinkCheck.objects.exists()


def test_name_that_leads_nowhere_is_broken_once_other_hosts_answer(site):
    page = due_page("http://nowhere.invalid/", tries=2)

    check(site.port)

    assert state(page, "reach", "detail") == (Reach.BROKEN, Why.NAME)


def test_worker_remembers_that_a_host_answered(site):
    due_page(f"{site.url}/")

    check(site.port)

    assert WebHost.objects.get(name="127.0.0.1").answered_at == NOW


def test_one_host_is_asked_once_a_second_by_all_workers_together(site):
    """Three workers, three pages of a host: their requests come a second apart, HEAD and GET counted alike."""
    for number in range(2):
        site.pages[f"/{number}"] = GOOD
        due_page(f"{site.url}/{number}", urgent=True)
    workers = [own_checker(site.port, polite=True, courtesy=SharedCourtesy()) for _ in range(3)]
    began = time.monotonic()
    while WebPage.objects.exclude(checked_at=None).count() < 2 and time.monotonic() - began < 20:
        for worker in workers:
            worker.take(timezone.now(), 10)
            worker.turn(0.05)
    for worker in workers:
        worker.close()

    moments = [moment for _method, _path, moment in site.asked]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert len(moments) == 4
    assert min(gaps) > 0.95


def test_impolite_workers_ask_at_once(site):
    """The control of the politeness: without it the same pages come in far less than a second."""
    for number in range(4):
        site.pages[f"/{number}"] = GOOD
        due_page(f"{site.url}/{number}")

    check(site.port)

    moments = [moment for _method, _path, moment in site.asked]
    assert (len(moments), max(moments) - min(moments) < 0.9) == (8, True)


def test_host_gives_two_connections_and_no_more():
    first, second, third = SharedCourtesy(), SharedCourtesy(), SharedCourtesy()
    assert first.take("office.go.th") == 0.0
    assert 0.5 < second.take("office.go.th") <= 1.0
    WebHost.objects.update(next_free_at=NOW)
    assert second.take("office.go.th") == 0.0
    WebHost.objects.update(next_free_at=NOW)
    assert third.take("office.go.th") == 0.5

    first.give_back("office.go.th")

    assert third.take("office.go.th") == 0.0


def test_killed_worker_holds_its_connections_for_seconds_only():
    killed, other = SharedCourtesy(), SharedCourtesy()
    for _ in range(2):
        WebHost.objects.update(next_free_at=NOW)
        killed.take("office.go.th")
    WebHost.objects.update(next_free_at=NOW)
    assert other.take("office.go.th") > 0

    WebHost.objects.update(lane_one=NOW)

    assert other.take("office.go.th") == 0.0


def test_busy_host_does_not_keep_other_hosts_waiting():
    for number in range(30):
        due_page(f"http://busy.go.th/{number}", next_check_at=NOW)
    quiet = due_page("http://quiet.go.th/", next_check_at=NOW + dt.timedelta(seconds=1))
    now = NOW + dt.timedelta(seconds=2)

    taken = claim(now, 8, lease=LEASE, polite=True)
    more = claim(now, 8, lease=LEASE, polite=True)

    assert {page.host for page in taken + more} == {"busy.go.th", "quiet.go.th"}
    assert quiet.pk in {page.pk for page in taken + more}
    waiting = WebPage.objects.filter(host="busy.go.th", lease_token="").values_list("next_check_at", flat=True)
    assert len(set(waiting)) >= len(waiting) - 1


def test_link_that_somebody_waits_for_goes_before_what_only_falls_due():
    for number in range(20):
        due_page(f"http://office.go.th/{number}", next_check_at=NOW - DAY)
    typed = due_page("http://office.go.th/typed", next_check_at=NOW, urgent=True)

    assert [page.pk for page in claim(NOW, 1, lease=LEASE, polite=True)] == [typed.pk]


def test_pages_are_watched_daily_then_weekly_then_never(site):
    page = due_page(f"{site.url}/")
    watch([page], daily_until=NOW + DAY, weekly_until=NOW + 3 * WEEK, now=NOW)
    told = []
    for moment in (NOW, NOW + DAY, NOW + DAY + 2 * WEEK, NOW + DAY + 3 * WEEK):
        check(site.port, moment)
        told.append(state(page, "next_check_at")[0])

    assert told == [NOW + DAY, NOW + DAY + WEEK, NOW + DAY + 3 * WEEK, None]


def test_watch_asks_for_new_pages_only_and_keeps_the_longer_wish():
    new = WebPage.objects.at("http://office.go.th/new")
    known = due_page("http://office.go.th/known", checked_at=NOW, next_check_at=NOW + DAY, daily_until=NOW + 9 * DAY)

    asked = watch([new, known], daily_until=NOW + 2 * DAY, weekly_until=NOW + WEEK, now=NOW)

    assert asked == 1
    assert state(new, "next_check_at", "urgent", "daily_until") == (NOW, True, NOW + 2 * DAY)
    assert state(known, "next_check_at", "urgent", "daily_until", "weekly_until") == (
        NOW + DAY, False, NOW + 9 * DAY, NOW + WEEK
    )  # fmt: skip


@pytest.mark.parametrize(
    ("host", "expected"),
    [("www.srinathi.example", True), ("example.com", True), ("a.example.org", True), ("localhost", True),
     ("a.test", True), ("www.go.th", False), ("example.go.th", False), ("myexample.com", False)],
)  # fmt: skip
def test_reserved_names_are_examples(host, expected):
    assert is_example(host) is expected


def test_examples_are_never_asked_for():
    page = WebPage.objects.at("https://www.srinathi.example/a")
    real = WebPage.objects.at("https://www.go.th/a")

    asked = watch([page, real], daily_until=timezone.now() + DAY, weekly_until=None, now=timezone.now())
    WebPage.objects.update(next_check_at=None, daily_until=timezone.now() + DAY)
    swept = sweep(timezone.now())

    assert (asked, swept, state(page, "next_check_at", "detail")) == (1, 1, (None, Why.EXAMPLE))


def test_words_of_a_page_are_kept_once_for_each_content(site):
    page = due_page(f"{site.url}/")
    for day in range(3):
        WebPage.objects.update(next_check_at=NOW)
        if day == 2:
            site.pages["/"] = text("<p>ถ้อยคำใหม่</p>")
        check(site.port, NOW + day * DAY)

    checks = list(LinkCheck.objects.filter(page=page).order_by("at"))
    assert [one.excerpt for one in checks] == ["เจตนารมณ์", "", "ถ้อยคำใหม่"]
    assert [excerpt_of(one) for one in checks] == ["เจตนารมณ์", "เจตนารมณ์", "ถ้อยคำใหม่"]


TAMPERING = {
    "update": "UPDATE evidence_linkcheck SET reach = 'alive'",
    "delete": "DELETE FROM evidence_linkcheck",
    "replace": "INSERT OR REPLACE INTO evidence_linkcheck SELECT * FROM evidence_linkcheck",
    "truncate": "TRUNCATE evidence_linkcheck CASCADE",
}


@pytest.mark.parametrize("verb", TAMPERING)
def test_history_of_checks_is_not_to_be_changed(verb):
    """Every statement is refused; a dialect that does not know one refuses it, too."""
    page = WebPage.objects.at("http://office.go.th/")
    kept = LinkCheck.objects.create(page=page, at=NOW, reach=Reach.GONE)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAMPERING[verb])

    assert list(LinkCheck.objects.values_list("pk", "reach")) == [(kept.pk, Reach.GONE)]


def test_history_of_checks_can_be_changed_without_the_triggers():
    """The control: it is the triggers that refuse."""
    from measures import guard

    page = WebPage.objects.at("http://office.go.th/")
    LinkCheck.objects.create(page=page, at=NOW, reach=Reach.GONE)
    with transaction.atomic():
        guard.remove(connection, ("evidence_linkcheck",))
        with connection.cursor() as cursor:
            cursor.execute(TAMPERING["update"])
        guard.install(connection, ("evidence_linkcheck",))

    assert list(LinkCheck.objects.values_list("reach", flat=True)) == [Reach.ALIVE]
