"""Copies of public pages in the cache: one of each, the same for everybody, whoever asked first and however."""

import pytest
from django.conf import settings as portal_settings
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from django.urls import reverse

from reports.publishing import publish
from reports.tests.carded import put_card
from reports.tests.published import approve, lock
from reports.views import public

YEAR = 2570


@pytest.fixture
def published(agency, sent, reviewer):
    approve(sent, reviewer)
    put_card(agency, 2566, {"overall": "91.50", "IIT": "90", "EIT": "92", "OIT": "93"})
    lock(sent.round)
    publish(sent.round, by=reviewer)
    return sent


def page_of(agency):
    return reverse("public:year", args=[agency.province.code, agency.pk, YEAR])


ODD = ("", "?q=x", "?q=y", "?x=1", "?lang=xx", "?v=", "?v=&q=%00")


def kept_copies(client, agency, monkeypatch):
    """How many pages were asked for with odd words behind their address, and what the cache kept of it."""
    kept = []
    real = LocMemCache.set

    def noting(self, key, *rest):
        kept.append(key)
        real(self, key, *rest)

    monkeypatch.setattr(LocMemCache, "set", noting)
    pages = ["/public/", f"/public/91/{agency.pk}/", page_of(agency), "/public/data/", "/robots.txt"]
    codes = {client.get(one + query).status_code for one in pages for query in ODD}
    codes |= {client.get(f"/public/?v={word}").status_code for word in ("1", "a", "99999")}
    assert codes == {200}
    return len(pages), kept


def test_strangers_neither_fill_the_cache_nor_pass_it_by(client, published, agency, monkeypatch):
    """Wrong passwords are counted in the same cache: copies without end would push those counts out."""
    pages, kept = kept_copies(client, agency, monkeypatch)
    refused = [client.get(one).status_code for one in (
        f"/public/91/{agency.pk}/0{YEAR}/", f"/public/91/0{agency.pk}/", f"/public/91/province/0{YEAR}/",
        f"{page_of(agency)}?v=01", f"{page_of(agency)}data.csv?v=0001", f"{page_of(agency)}?v=0",
        f"/public/91/{'9' * 19}/{YEAR}/",
    )]  # fmt: skip

    assert (len(kept), len(set(kept)), refused) == (pages, pages, [404] * 7)


def test_cache_is_filled_where_the_whole_address_names_a_copy(client, published, agency, monkeypatch):
    """The control."""
    real = public.kept
    whole = lambda request, _name, make, **how: real(request, request.get_full_path(), make, **how)  # noqa: E731
    monkeypatch.setattr(public, "kept", whole)
    pages, kept = kept_copies(client, agency, monkeypatch)

    assert len(set(kept)) > 5 * pages


def copies_of(reader, agency):
    """Everybody's copies, as the reader gets them."""
    places = (page_of(agency), f"/public/91/province/{YEAR}/")
    names = [
        *(f"{one}data.{end}" for one in places for end in ("csv", "json")),
        *places,
        "/public/data/",
        "/public/91/",
    ]
    return [reader.get(one).content.decode() for one in names]


def test_language_of_whoever_asks_first_is_in_nobodys_copy(client, published, agency):
    officer = Client()
    officer.cookies[portal_settings.LANGUAGE_COOKIE_NAME] = "en"
    expected = copies_of(client, agency)
    cache.clear()

    assert (copies_of(officer, agency), copies_of(client, agency)) == (expected, expected)
    assert ("ดำเนินการแล้ว" in expected[0], "Done" in expected[0]) == (True, False)
