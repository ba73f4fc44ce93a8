"""The browser, the people and the paper of the journeys."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from agencies.models import Agency, AgencyGroup, Province, User
from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from conftest import PASSWORD
from ita_portal.tests.journeys.paper import SERVICE

PATIENCE = 20_000  # milliseconds; a busy machine is no fault
SignIn = Callable[..., Page]


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Return a Chromium."""
    # Playwright keeps an event loop in this thread; the test asks the database in between.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    path = os.environ.get("CHROMIUM") or next(
        (p for p in ("/usr/bin/chromium", "/usr/bin/google-chrome") if Path(p).exists()), None
    )
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as tool:
        started = tool.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def sign_in(transactional_db: None, browser: Browser, live_server) -> SignIn:
    """Return a maker of fresh browsers: sign_in("staff") is a page at that person's home."""

    def start(username: str, *, script: bool = True) -> Page:
        context = browser.new_context(java_script_enabled=script, base_url=live_server.url, locale="th-TH")
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto("/")
        page.get_by_label("ชื่อผู้ใช้หรืออีเมล").fill(username)
        page.get_by_label("รหัสผ่าน").fill(PASSWORD)
        page.get_by_label("รหัสผ่าน").press("Enter")
        page.wait_for_selector("nav[aria-label=เมนูหลัก]")
        return page

    return start


@pytest.fixture
def people(transactional_db: None, agency: Agency, staff: User, head: User, reviewer: User) -> Agency:
    """Return the agency; its officer, its head and the province's reviewer are there, and the edition of 2570."""
    load_edition(read_json(fixture("editions", "2570.json")))
    return agency


@pytest.fixture
def service_group(province: Province, people: Agency) -> AgencyGroup:
    """Return a second group, of agencies that serve the public; the agency is in it."""
    group = AgencyGroup.objects.create(province=province, name=SERVICE)
    people.groups.add(group)
    return group
