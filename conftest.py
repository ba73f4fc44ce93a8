"""Fixtures for all tests: a small province with its people, plan and round, made by the real services."""

import datetime as dt
import inspect
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import TransactionTestCase, override_settings
from django.utils import timezone, translation
from hypothesis import settings as hypothesis_settings

from agencies.choices import ALL_AGENCIES_GROUP, Role
from agencies.models import Agency, AgencyGroup, Membership, Province, User
from measures import guard, planning, workflow
from measures.choices import Action, Answer, Grouping
from measures.models import Plan, Result, Round, Submission

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# A slow machine is no fault: no example of a property test is timed.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

PASSWORD = "a-long-test-password-2570"
PATIENCE = 20_000  # milliseconds that a browser waits; a busy machine is no fault
CHROMIUMS = ("/usr/bin/chromium", "/usr/bin/google-chrome")  # Playwright's own where there is none


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `./test` run the tests that touch no database on one database only."""
    parser.addoption("--with-database", action="store_true", help="leave out the tests that touch no database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what asks for no database, where that was wanted."""
    if not config.getoption("--with-database"):
        return
    apart = {item for item in items if not _asks_for_a_database(item)}
    items[:] = [item for item in items if item not in apart]
    config.hook.pytest_deselected(items=list(apart))


def _asks_for_a_database(item: Any) -> bool:
    """A test that takes `request` picks its fixtures while it runs: it counts as asking."""
    asking = {"db", "transactional_db", "django_db_setup", "live_server"}
    picks = "request" in inspect.signature(item.obj).parameters
    return picks or bool(asking & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session", autouse=True)
def history_can_be_emptied_between_tests() -> Iterator[None]:
    """Take the append-only triggers away while a transactional test's tables are flushed."""
    case: Any = TransactionTestCase
    original = case._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        guard.remove(connection)
        original(self)
        guard.install(connection)

    case._fixture_teardown = teardown
    yield
    case._fixture_teardown = original


@pytest.fixture(scope="session", autouse=True)
def live_server_takes_turns() -> Iterator[None]:
    """Let a live server answer one request at a time: SQLite in memory is one connection for all its threads."""
    original, turn = WSGIHandler.__call__, threading.Lock()

    def answer(self: WSGIHandler, environ: Any, start_response: Any) -> Any:
        with turn:
            return original(self, environ, start_response)

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            patch.setattr(WSGIHandler, "__call__", answer)
        yield


@pytest.fixture(scope="session", autouse=True)
def files_stay_out_of_the_tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep files in a folder of the session where a fixture wider than one test makes them (the demo's photos)."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(autouse=True)
def quick_and_private(settings: Any, tmp_path: Any) -> None:
    """Hash passwords cheaply, keep files in the test's own folder, and count no throttles across tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }


@pytest.fixture(autouse=True)
def language_ends_with_its_test() -> Iterator[None]:
    """Forget the language of a test's last page: the thread keeps it, and the next test would read English."""
    yield
    translation.deactivate()


@pytest.fixture
def province(db: None) -> Province:
    """Return a province."""
    return Province.objects.create(code="91", name="ทดสอบบุรี", name_en="Thotsop Buri")


@pytest.fixture
def other_province(db: None) -> Province:
    """Return another province."""
    return Province.objects.create(code="92", name="ต่างถิ่น", name_en="Tang Thin")


@pytest.fixture
def everyone(province: Province) -> AgencyGroup:
    """Return the group of all the province's agencies."""
    return AgencyGroup.objects.create(province=province, name=ALL_AGENCIES_GROUP)


@pytest.fixture
def make_agency(province: Province, everyone: AgencyGroup) -> Callable[..., Agency]:
    """Return a maker of agencies, in the group of all unless told otherwise."""
    names = iter(f"หน่วยงานทดสอบที่ {n}" for n in range(1, 9999))

    def make(name: str = "", *, grouped: bool = True, **fields: Any) -> Agency:
        agency = Agency.objects.create(**({"province": province, "name": name or next(names)} | fields))
        if grouped and agency.province_id == province.pk:
            agency.groups.add(everyone)
        return agency

    return make


@pytest.fixture
def agency(make_agency: Callable[..., Agency]) -> Agency:
    """Return the agency under test."""
    return make_agency("หน่วยงานทดสอบ")


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """Return a maker of people: make_user(Role.STAFF, agency) or make_user(Role.REVIEWER, province)."""
    numbers = iter(range(1, 9999))

    def make(role: str = "", place: Agency | Province | None = None, **fields: Any) -> User:
        name = fields.pop("username", f"person{next(numbers)}")
        user = User.objects.create_user(
            username=name,
            email=f"{name}@example.org",
            password=PASSWORD,
            display_name=f"ผู้ทดสอบ {name}",
            **fields,
        )
        if role:
            Membership.objects.create(
                user=user, role=role,
                agency=place if isinstance(place, Agency) else None,
                province=place if isinstance(place, Province) else None,
            )  # fmt: skip
        return user

    return make


@pytest.fixture
def staff(make_user: Callable[..., User], agency: Agency) -> User:
    """Return the agency's officer."""
    return make_user(Role.STAFF, agency, username="staff")


@pytest.fixture
def head(make_user: Callable[..., User], agency: Agency) -> User:
    """Return the agency's head."""
    return make_user(Role.HEAD, agency, username="head")


@pytest.fixture
def reviewer(make_user: Callable[..., User], province: Province) -> User:
    """Return the provincial office's reviewer."""
    return make_user(Role.REVIEWER, province, username="reviewer")


@pytest.fixture
def viewer(make_user: Callable[..., User]) -> User:
    """Return the central viewer."""
    return make_user(Role.VIEWER, username="viewer")


@pytest.fixture
def admin(make_user: Callable[..., User]) -> User:
    """Return the administrator."""
    return make_user(Role.ADMIN, username="admin")


@pytest.fixture
def make_plan(province: Province, everyone: AgencyGroup) -> Callable[..., Plan]:
    """Return a maker of plans: make_plan(2570, {1: 2, 9: 1}) has measures 1.1, 1.2 and 9.1, for all agencies.

    grouping="issue": the numbers are issues.
    """

    def make(fiscal_year: int = 2570, shape: dict[int, int] | None = None, **fields: Any) -> Plan:
        plan = planning.create_plan(by=None, fiscal_year=fiscal_year, **({"province": province} | fields))
        for number, count in (shape or {1: 2, 9: 1}).items():
            indicator, issue = (0, number) if plan.grouping == Grouping.ISSUE else (number, 0)
            for label in range(1, count + 1):
                planning.save_measure(
                    plan,
                    planning.MeasureTyped(
                        indicator=indicator, issue=issue, label=str(label),
                        text=f"มาตรการที่ {number}.{label} ของปี {fiscal_year}",
                        responsible=everyone.name, groups=(everyone,),
                    ),
                    by=None,
                )  # fmt: skip
        return plan

    return make


@pytest.fixture
def make_round(make_plan: Callable[..., Plan]) -> Callable[..., Round]:
    """Return a maker of open rounds; agencies must be there before."""

    def make(plan: Plan | None = None, *, kind: str = "6", days: int = 14, opened: bool = True, **shape: Any) -> Round:
        round_ = planning.plan_round(plan or make_plan(**shape), by=None, kind=kind)
        if not opened:
            return round_
        due = timezone.now() + dt.timedelta(days=days)
        return workflow.move_round(round_, Action.ROUND_OPEN, by=None, due_at=due)

    return make


@pytest.fixture
def submission(agency: Agency, make_round: Callable[..., Round]) -> Submission:
    """Return the agency's draft in an open 6-month round of three measures: 1.1, 1.2 and 9.1."""
    return Submission.objects.with_context().get(round=make_round(), agency=agency)


@pytest.fixture
def fill() -> Callable[..., None]:
    """Return a filler: every blank result of the submission becomes done, with a text (no history)."""

    def fill(submission: Submission, answer: str = Answer.DONE) -> None:
        for result in submission.results.select_related("measure"):
            Result.objects.filter(pk=result.pk).update(
                answer=answer, text=f"ดำเนินการตามข้อ {result.measure} แล้ว", confirmed=True
            )

    return fill


@pytest.fixture
def sent(submission: Submission, fill: Callable[..., None], staff: User, head: User) -> Submission:
    """Return the submission filled, sent and endorsed: with the province."""
    fill(submission)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    return workflow.act(submission, Action.ENDORSE, by=head)


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    """Return a Chromium for a whole module; a test takes `browser`, and leaves no window open to the next."""
    from playwright.sync_api import expect, sync_playwright  # slow to import, and few tests need it

    path = os.environ.get("CHROMIUM") or next((found for found in CHROMIUMS if Path(found).exists()), None)
    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as tool:
        # Playwright keeps an event loop in this thread; the test asks the database in between.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = tool.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def browser(chromium: "Browser") -> "Iterator[Browser]":
    """Return the module's Chromium without a window; what a test opens is closed after it."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture
def sign_in(transactional_db: None, browser: "Browser", live_server: Any) -> "Callable[..., Page]":
    """Return a maker of fresh browsers: sign_in("staff") is a page at that person's home.

    `script=False` leaves JavaScript out; `width` and `height` are those of the window.
    """

    def start(username: str, *, script: bool = True, width: int = 1280, height: int = 900) -> "Page":
        context = browser.new_context(
            java_script_enabled=script,
            base_url=live_server.url,
            locale="th-TH",
            viewport={"width": width, "height": height},
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto("/")
        page.get_by_label("ชื่อผู้ใช้หรืออีเมล").fill(username)
        page.get_by_label("รหัสผ่าน").fill(PASSWORD)
        page.get_by_label("รหัสผ่าน").press("Enter")
        page.wait_for_selector("nav[aria-label=เมนูหลัก]")
        return page

    return start
