"""The frame: language, menu, headers, error pages, pictures."""

import re

import pytest
from django.conf import settings as portal_settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from agencies.choices import Role
from agencies.models import Membership
from ita_portal import menu

INLINE = re.compile(r"<style\b|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE)


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("asked", ["en-US,en;q=0.9", "fr", "th", ""])
def test_pages_are_thai_whatever_the_browser_asks(asked, db, client):
    answer = client.get("/accounts/login/", headers={"Accept-Language": asked})

    assert '<html lang="th">' in answer.content.decode()
    assert "เข้าสู่ระบบ" in answer.content.decode()


def test_switch_in_the_header_turns_the_page_english_and_back(db, client):
    client.post("/language/setlang/", {"language": "en", "next": "/accounts/login/"})
    english = client.get("/accounts/login/").content.decode()
    client.post("/language/setlang/", {"language": "th", "next": "/accounts/login/"})
    thai = client.get("/accounts/login/").content.decode()

    assert ('<html lang="en">' in english, ">Log in</h1>" in english) == (True, True)
    assert ('<html lang="th">' in thai, ">เข้าสู่ระบบ</h1>" in thai) == (True, True)


def test_language_switch_leads_nowhere_else(db, client):
    answer = client.post("/language/setlang/", {"language": "en", "next": "https://evil.example/"})

    assert "evil" not in answer["Location"]


def test_policy_allows_nothing_inline_and_no_other_host(db, client):
    policy = client.get("/accounts/login/")["Content-Security-Policy"]

    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert (rules["default-src"], rules["script-src"], rules["style-src"]) == ("'none'", "'self'", "'self'")
    assert rules["frame-ancestors"] == rules["base-uri"] == rules["object-src"] == "'none'"
    assert "unsafe" not in policy


PATHS = (
    "/account/", "/agencies/", "/agencies/groups/", "/agencies/add/91/", "/people/", "/people/add/", "/provinces/",
    "/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/", "/accounts/reauthenticate/", "/nothing/",
)  # fmt: skip


def test_no_page_carries_anything_inline(admin, province, everyone):
    client = as_user(admin)

    found = {path: INLINE.findall(client.get(path).content.decode()) for path in PATHS}

    assert found == {path: [] for path in PATHS}


def test_names_are_escaped_wherever_they_are_shown(reviewer, make_agency, make_user):
    hostile = '"><script>alert(1)</script>'
    agency = make_agency(hostile)
    person = make_user(Role.STAFF, agency)
    person.display_name = hostile
    person.save()
    client = as_user(reviewer)

    for path in ("/agencies/", f"/agencies/{agency.pk}/", "/people/", f"/people/{person.pk}/", "/people/add/"):
        assert "<script>alert" not in client.get(path).content.decode()


FRAME_FOLDERS = ("account", "agencies", "mfa", "parts")


def test_every_word_of_the_frame_has_its_english(db):
    root = portal_settings.BASE_DIR / "templates"
    files = [*root.glob("*.html"), *(f for folder in FRAME_FOLDERS for f in (root / folder).rglob("*.*"))]
    words = {word for file in files for word in re.findall(r"{% translate [\"'](.+?)[\"']", file.read_text())}

    with translation.override("en"):
        missing = {word for word in words if translation.gettext(word) == word}

    assert (len(words) > 200, missing) == (True, set())


@pytest.mark.parametrize("persona", ["staff", "head", "reviewer", "viewer", "admin"])
def test_menu_shows_exactly_what_opens(db, persona, request):
    user = request.getfixturevalue(persona)
    place = user.held[0]
    client = as_user(user)

    shown = {tab.url for tab in menu.tabs(user, place, "/account/")}
    opening = {
        reverse(entry.name)
        for entry in menu.ENTRIES
        if entry.name != "home" and client.get(reverse(entry.name), follow=True).status_code == 200
    }

    assert shown - {"/"} == opening


@pytest.mark.parametrize(
    ("persona", "path", "current"),
    [
        ("reviewer", "/agencies/groups/", "/agencies/"),
        ("reviewer", "/rounds/1/narratives/", "/plans/"),
        ("reviewer", "/imports/new/", "/plans/"),
        ("reviewer", "/submissions/1/", "/review/"),
        ("reviewer", "/results/1/history/", "/review/"),
        ("staff", "/submissions/1/indicator/1/", "/"),
        ("viewer", "/submissions/1/", "/"),
        ("viewer", "/rounds/1/", "/plans/"),
        ("admin", "/rounds/1/", "/"),
        ("admin", "/plans/1/", "/"),
        ("staff", "/rounds/1/", "/"),
    ],
)
def test_menu_marks_the_page_one_stands_on(request, persona, path, current):
    user = request.getfixturevalue(persona)

    tabs = menu.tabs(user, user.held[0], path)

    assert [tab.url for tab in tabs if tab.current] == [current]


def test_head_of_an_agency_with_its_own_plan_has_the_list_of_reports(head, agency, make_plan):
    place = head.held[0]
    before = [tab.url for tab in menu.tabs(head, place, "/")]
    assert (as_user(head).get("/review/").status_code, "/review/" in before) == (403, False)

    make_plan(agency=agency)

    assert as_user(head).get("/review/").status_code == 200
    current = [tab.url for tab in menu.tabs(head, place, "/submissions/1/review/") if tab.current]
    assert current == ["/review/"]


def test_several_roles_can_be_switched_in_the_header(staff, make_agency):
    assert "สลับบทบาท" not in as_user(staff).get("/account/").content.decode()

    Membership.objects.create(user=staff, role=Role.STAFF, agency=make_agency("อีกหน่วยงาน"))

    assert "สลับบทบาท" in as_user(staff).get("/account/").content.decode()


@pytest.mark.parametrize("debug", [True, False])
def test_demo_logins_stand_on_the_login_page_in_debug_only(debug, make_user, agency, settings, client):
    settings.DEBUG = debug
    make_user(Role.STAFF, agency, username="demo-staff")

    page = client.get("/accounts/login/").content.decode()

    assert ("demo-staff" in page) == debug


# error pages


def test_page_not_found_is_thai_and_leads_on(db, client):
    answer = client.get("/nothing/")

    assert answer.status_code == 404
    assert ("ไม่พบหน้านี้" in answer.content.decode(), 'href="/"' in answer.content.decode()) == (True, True)


def test_public_page_not_found_leads_to_the_public_pages(db, client):
    answers = [client.get(path) for path in ("/public/zz/", "/public/99/7/2570/", "/public/nothing/at/all/here/")]

    assert [one.status_code for one in answers] == [404, 404, 404]
    assert ['class="btn btn--main" href="/public/"' in one.content.decode() for one in answers] == [True, True, True]


def test_stale_form_token_is_explained_in_thai(db):
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {})

    assert answer.status_code == 403
    assert "หน้านี้เปิดค้างไว้นานเกินไป" in answer.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_worst_error_pages_need_neither_request_nor_database(name):
    page = render_to_string(name)

    assert ("กลับหน้าหลัก" in page, "{%" in page) == (True, False)


def test_conflict_page_keeps_both_texts(db):
    request = RequestFactory().get("/")
    context = {"message": "มีผู้อื่นแก้ไข", "yours": "ของฉัน <b>", "theirs": "ของเขา"}

    page = render_to_string("409.html", context, request=request)

    assert ("ของฉัน &lt;b&gt;" in page, "ของเขา" in page) == (True, True)


# pictures


def draw(source):
    return Template("{% load frame %}" + source).render(Context())


def test_every_icon_that_a_template_uses_is_in_the_sprite():
    drawn = (portal_settings.BASE_DIR / "static" / "icons.svg").read_text()
    there = set(re.findall(r'<symbol id="([^"]+)"', drawn))
    used = {
        name
        for file in portal_settings.BASE_DIR.glob("templates/**/*.html")
        for name in re.findall(r'\{% icon "([^"]+)"|\bicon="([^"]+)"', file.read_text())
        for name in name
        if name
    }

    assert used - there == set()


def test_icon_speaks_only_with_a_label():
    silent = '<svg class="i" aria-hidden="true"><use href="/static/icons.svg#check"></use></svg>'

    assert draw('{% icon "check" %}') == silent
    assert 'role="img" aria-label="ผ่าน"' in draw('{% icon "check" "ผ่าน" %}')


@pytest.mark.parametrize(
    ("tag", "widths"),
    [
        ("{% bar 9 13 %}", [("bar__bg", "100"), ("bar__info", "69.2")]),
        ("{% bar 4 4 %}", [("bar__bg", "100"), ("bar__ok", "100.0")]),
        ("{% bar 0 0 %}", [("bar__bg", "100"), ("bar__info", "0.0")]),
        ("{% bar 53 56 3 %}", [("bar__bg", "100"), ("bar__info", "94.6"), ("bar__warn", "5.4")]),
    ],
)
def test_bar_is_as_long_as_the_share(tag, widths):
    assert re.findall(r'class="(bar__\w+)"[^>]*?width="([\d.]+)"', draw(tag)) == widths


def test_ring_says_its_figures():
    page = draw('{% ring 53 56 "ผ่านแล้ว" 3 %}')

    assert re.findall(r'stroke-dasharray="([\d.]+) 100"', page) == ["94.6", "5.4"]
    assert 'aria-label="ผ่านแล้ว 53 จาก 56 · ส่งกลับ 3"' in page
