"""English: every page that the demo's people reach speaks it, but for what people wrote and official papers say."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

from agencies.models import User
from ita_portal.demo.seeding import seed
from measures.chasing import USUAL

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TODAY = dt.date(2026, 11, 21)
THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e7f]")  # without the sign of the baht
EACH = 2  # pages of one kind
SPOKEN = ("title", "aria-label", "placeholder", "alt", "value")
# Answers with a file.
LEFT_OUT = {"reports:paper-file", "measures:workbook-export", "measures:import-marked"}
# Papers, fields to copy into the commission's Thai form, the words of two rounds compared, the switch to Thai, and the
# Thai terms of the glossary.
NOT_OURS = (
    "//*[contains(concat(' ', @class, ' '), ' paper ')] | //*[@class='copy']/*[not(self::button)]"
    " | //*[@class='diff__body'] | //*[self::a or self::button][@lang='th'] | //td[@lang='th'] | //script"
)


@pytest.fixture(scope="module")
def said(django_db_setup, django_db_blocker):
    """Seed the demo once; return every Thai text of its database, whole and line by line, the longest first.

    The usual reminder counts as one: the writer is offered it in the language of those who will receive it.
    """
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            seed(agencies=12, measures=8, today=TODAY)
            lines = {" ".join(line.split()) for text in (*stored(), USUAL) for line in (text, *text.splitlines())}
            yield sorted((line for line in lines if THAI.search(line)), key=len, reverse=True)
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
            connection.close()


def stored() -> Iterator[str]:
    """Yield every text of the database."""
    for label in ("agencies", "assessments", "evidence", "measures", "ita_portal"):
        for model in apps.get_app_config(label).get_models():
            fields = model._meta.concrete_fields
            texts = [f.name for f in fields if isinstance(f, models.CharField | models.TextField | models.JSONField)]
            for row in model._default_manager.values_list(*texts) if texts else ():
                yield from leaves(list(row))


def leaves(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)


def left_thai(text: str, said: list[str]) -> str:
    """Return what is Thai in the text once the words of people are out of it."""
    words = " ".join(text.split())
    if words.endswith("…") and any(one.startswith(words[:-1].strip()) for one in said):
        return ""
    for one in said:
        if one in words:
            words = words.replace(one, " ")
            if not THAI.search(words):
                return ""
    return words.strip()


def spoken(page: str) -> Iterator[str]:
    """Yield what a reader sees or hears of a page."""
    tree = html.fromstring(page)
    for part in tree.xpath(NOT_OURS):
        part.drop_tree()
    yield from tree.itertext()
    for name in SPOKEN:
        yield from tree.xpath(f"//*/@{name}")


def crawl(username: str) -> Iterator[tuple[str, str]]:
    """Yield (address, page) of what the person reaches by links from the first page, EACH of a kind."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    client.cookies["django_language"] = "en"
    waiting, known, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path)
        if view_name(urlsplit(path).path).startswith("public:") and "lang=" not in path:
            # Everybody's page, whatever their cookie: its own switch is in the address.
            path = f"{path}{'&' if '?' in path else '?'}lang=en"
            answer = client.get(path)
        is_page = not answer.streaming and answer.headers["Content-Type"].startswith("text/html")
        page = answer.content.decode() if is_page else ""
        if page and answer.status_code == 200:
            yield path, page
        links = html.fromstring(page).xpath("//a/@href") if page else [answer.headers.get("Location", "")]
        for link in links:
            address = urlsplit(link)
            to = f"{address.path}?{address.query}" if address.query else address.path
            name = view_name(address.path)
            if name and not address.netloc and to not in known and name not in LEFT_OUT and kinds[name] < EACH:
                kinds[name] += 1
                known.add(to)
                waiting.append(to)


def view_name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def thai_on(pages: dict[str, str], said: list[str]) -> dict[str, str]:
    """Return {what is left of Thai: the first page that says it}."""
    seen: dict[str, str] = {}
    for path, page in pages.items():
        for text in spoken(page):
            if THAI.search(text):
                seen.setdefault(text, path)
    return {left: path for text, path in seen.items() if (left := left_thai(text, said))}


@pytest.mark.parametrize("username", ["demo-staff", "demo-head", "demo-province", "demo-viewer", "demo-admin"])
def test_pages_speak_english_but_for_what_people_and_papers_say(username, said):
    pages = dict(crawl(username))

    assert (thai_on(pages, said), len(pages) > 15) == ({}, True)


def test_thai_is_found_where_a_page_speaks_it(said):
    """The control: the same page in Thai."""
    client = Client()
    client.force_login(User.objects.get(username="demo-viewer"))

    assert len(thai_on({"/": client.get("/").content.decode()}, said)) > 10
