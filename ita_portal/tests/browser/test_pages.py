"""axe-core finds nothing on any page in any state, and no window loses a word of it: desk, tablet, phone, 200 %."""

import zlib
from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page

from ita_portal.tests.browser.looking import AXE_FILE, WINDOWS, faults_in
from ita_portal.tests.browser.shelf import Shelf, shelf
from ita_portal.tests.browser.states import Shot, all_shots
from ita_portal.tests.permissions.corpus import FULL

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def shots(django_db_setup, django_db_blocker):
    """Return the pages of every state, gathered once."""
    with django_db_blocker.unblock():
        yield all_shots(UNOPENED)
        connection.close()


@pytest.fixture
def desk(browser: Browser) -> Iterator[tuple[Page, Shelf]]:
    """Return a browser's page, and the shelf that it reads from."""
    with shelf() as laid:
        context = browser.new_context(locale="th-TH", reduced_motion="reduce")
        context.add_init_script(path=AXE_FILE)
        yield context.new_page(), laid
        context.close()


# What they show is made first by a press or by a worker: news of a link, an order, the picture of a page, a kept paper.
SHUT = {
    "assessments:register-chips", "public:paper", "reports:job-new", "reports:year-agency-paper-page",
    "reports:year-province-paper-page",
}  # fmt: skip
UNOPENED: set[str] = set()


def windows_of(shot: Shot) -> list[str]:
    """Return every window in a full run, else one, always the same for a page."""
    names = list(WINDOWS)
    return names if FULL else [names[zlib.crc32(f"{shot.state} {shot.name}".encode()) % len(names)]]


def look(desk: tuple[Page, Shelf], shots: list[Shot]) -> dict[str, list[str]]:
    """Return {page and window: its faults} of the pages that have any."""
    page, laid = desk
    found = {}
    for shot in shots:
        page.goto(laid.lay(shot.path, shot.content, shot.headers))
        for window in windows_of(shot):
            if faults := faults_in(page, window):
                found[f"{shot} at {window}"] = faults
    return found


def test_pages_have_no_fault_in_any_state_and_window(shots, desk):
    assert look(desk, shots) == {}


# The controls: what the look is there for is found where it is planted, and only that.

SOUND = """<!doctype html><html lang="th"><head><title>หน้า</title>
<meta name="viewport" content="width=device-width"></head>
<body><header>ส่วนหัว</header><main><h1>หน้า</h1>{}</main></body></html>"""
PLANTED = {
    "": [],
    '<input name="x">': ["label"],
    '<p style="color:#bbb;background:#fff">อ่านยาก</p>': ["color-contrast"],
    '<img src="/none.png">': ["image-alt"],
    '<button></button>': ["button-name"],
    '<p><a href="/a" style="display:inline-block;width:9px;height:9px">ก</a> <a href="/b" '
    'style="display:inline-block;width:9px;height:9px">ข</a></p>': ["target-size"],
    '<div style="height:40px;overflow-y:scroll"><p style="height:300px">เลื่อน</p><p>ต่อ</p></div>': [
        "scrollable-region-focusable"
    ],
    '<p style="width:2000px">กว้าง</p>': ["sideways"],
    '<div style="width:30px;overflow:hidden"><p style="width:400px;white-space:nowrap">คำที่ถูกตัด</p></div>': ["lost"],
    '<p style="position:absolute;left:-300px">อยู่นอกจอ</p>': ["lost"],
}  # fmt: skip


def test_planted_faults_are_found_in_every_window_and_no_others(desk):
    page, laid = desk
    found = {}
    for markup in PLANTED:
        page.goto(laid.lay("/", SOUND.format(markup).encode(), {"Content-Type": "text/html; charset=utf-8"}))
        for window in WINDOWS:
            found[markup, window] = sorted({fault.partition(":")[0] for fault in faults_in(page, window)})

    assert found == {(markup, window): rules for markup, rules in PLANTED.items() for window in WINDOWS}


def test_page_is_looked_at_with_its_own_styles_and_scripts(desk):
    page, laid = desk
    body = (
        b'<!doctype html><title>x</title><link rel="stylesheet" href="/static/css/tokens.css">'
        b'<script src="/static/js/copy.js"></script>'
    )
    with page.expect_response("**/css/tokens.css") as styles, page.expect_response("**/js/copy.js") as script:
        page.goto(laid.lay("/", body, {"Content-Type": "text/html"}))

    assert (styles.value.status, script.value.status) == (200, 200)
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--s-4').trim()") == "1rem"


def test_every_mapped_address_opens_to_somebody(shots):
    """A new address is looked at without a word here."""
    assert sorted(UNOPENED - SHUT) == []
