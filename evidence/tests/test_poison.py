"""One page of a hostile server does not stop the checker: the other pages of the batch are written all the same."""

import threading
import time
import urllib.parse

import pytest
from django.utils import timezone
from w3lib.encoding import html_to_unicode

from evidence import net, urls, words
from evidence.choices import Reach, Why
from evidence.models import WebPage
from evidence.models.page import host_of
from evidence.net import Guard, NoCourtesy
from evidence.tests.checking import check, due_page, own_checker
from evidence.tests.webserver import redirect, serving, text
from ita_portal import link_worker

# Python looks these up, yet none is a charset of the web: the first five raise, the last makes half letters.
CHARSETS = ("zlib", "rot13", "undefined", "idna", "hex", "unicode_escape")
LOCATIONS = ("http://[::1", "http://[bad]/", "//[", "http://\u2100.com/", "http://a\uff0fb.com/")
LONG_HOST = f"http://{'a.' * 150}example.org/"


def poisoned(charset):
    return text("<title>\\ud800 \\x00</title>", kind=f"text/html; charset={charset}")


@pytest.fixture
def site():
    pages = {f"/charset/{name}": poisoned(name) for name in CHARSETS}
    pages |= {f"/meta/{name}": text(f'<meta charset="{name}"><title>x</title>', kind="text/html") for name in CHARSETS}
    pages |= {f"/location/{number}": redirect(place) for number, place in enumerate(LOCATIONS)}
    pages |= {"/long": redirect(LONG_HOST), "/good": text("<title>ประกาศ</title>")}
    with serving(pages) as server:
        server.url = f"http://127.0.0.1:{server.port}"
        yield server


def reached():
    return dict(WebPage.objects.values_list("url", "detail"))


@pytest.mark.django_db
def test_hostile_pages_keep_no_other_page_from_being_written(site):
    for path in site.pages:
        due_page(f"{site.url}{path}")

    assert check(site.port) == len(site.pages)

    names = {f"{site.url}/{kind}/{name}": Why.NONE for kind in ("charset", "meta") for name in CHARSETS}
    # Bad answers are seen three times before they are told: nothing is known of these yet.
    others = {f"{site.url}/location/{number}": "" for number in range(len(LOCATIONS))} | {f"{site.url}/long": ""}
    assert reached() == names | others | {f"{site.url}/good": Why.NONE}
    assert WebPage.objects.get(url=f"{site.url}/good").title == "ประกาศ"


@pytest.mark.django_db
def test_page_that_cannot_be_understood_is_odd_and_the_others_are_written(site, monkeypatch, caplog):
    """The net below the guards: whatever else makes us stumble costs the one page only."""
    monkeypatch.setattr(words, "_decoded", lambda body, kind: html_to_unicode(kind, body)[1])
    due_page(f"{site.url}/charset/zlib")
    due_page(f"{site.url}/good")

    assert check(site.port) == 2

    assert WebPage.objects.get(url=f"{site.url}/charset/zlib").detail == Why.ODD
    assert WebPage.objects.get(url=f"{site.url}/good").reach == Reach.ALIVE
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        f"Page {WebPage.objects.get(url=f'{site.url}/charset/zlib').pk} could not be understood"
    ]


@pytest.mark.parametrize("charset", CHARSETS)
def test_without_the_guard_a_charset_raises_or_makes_half_letters(charset):
    with pytest.raises((LookupError, UnicodeError)):
        html_to_unicode(f"text/html; charset={charset}", b"<title>\\ud800</title>")[1].encode()


@pytest.mark.django_db
def test_without_the_guard_a_redirect_stops_the_checker(site, monkeypatch):
    monkeypatch.setattr(net, "_target", lambda visit: urls.canonical(
        urllib.parse.urljoin(visit.url, visit.headers["location"])))  # fmt: skip
    due_page(f"{site.url}/location/0")

    with pytest.raises(ValueError, match="Invalid IPv6 URL"):
        check(site.port)


def test_host_longer_than_any_name_is_not_asked():
    # The table of hosts has room for 253 letters: PostgreSQL refuses more, and the worker would begin anew for ever.
    assert Guard().refusal(LONG_HOST) == "name"
    assert Guard().refusal(f"http://{'a.' * 125}th/") == ""


def test_host_with_the_dot_of_the_root_is_no_second_host():
    assert {host_of(url) for url in ("http://a.th/", "http://a.th./", "https://A.TH.:443/x")} == {"a.th"}
    asked = []

    class Full(NoCourtesy):
        def take(self, host):
            asked.append(host)
            return net.PATIENCE + 1

    fetcher = net.Fetcher(agent="test", courtesy=Full())
    for url in ("http://a.th/", "http://a.th./"):
        fetcher.add(url, url)
    fetcher.close()

    assert asked == ["a.th", "a.th"]


class Twice(threading.Event):
    """Stops at the second pause."""

    pauses = 0

    def wait(self, timeout=None):
        self.pauses += 1
        if self.pauses == 2:
            self.set()
        return self.is_set()


@pytest.mark.django_db(transaction=True)
def test_worker_lives_on_and_puts_off_what_made_it_stumble(site, monkeypatch, caplog):
    monkeypatch.setattr(link_worker, "AFTER_FAILURE", 0.0)
    monkeypatch.setattr(net, "_target", lambda visit: urllib.parse.urljoin(visit.url, visit.headers["location"]))
    due_page(f"{site.url}/location/0", next_check_at=timezone.now())

    link_worker.check_links(Twice(), make=lambda: own_checker(site.port), pause=0)

    said = [record.getMessage() for record in caplog.records if record.name == link_worker.__name__]
    assert said == ["A link made the checker stumble; next try in 0.0 s"]
    assert WebPage.objects.get().lease_until > timezone.now()


@pytest.mark.parametrize("wrong", ["a." * 50_000, "a-" * 50_000, "htp" * 30_000])
def test_text_longer_than_a_link_field_is_not_looked_through(wrong):
    began = time.process_time()

    assert urls.repair(wrong) == urls.Repair((), False, urls.Fault.LONG)

    assert time.process_time() - began < 0.5


@pytest.mark.slow
def test_without_the_guard_a_long_text_takes_long(monkeypatch):
    monkeypatch.setattr(urls, "MAX_TEXT", 10**9)
    began = time.process_time()

    urls.repair("a." * 25_000)

    assert time.process_time() - began > 0.5
