"""Four ways to guess passwords all day (T6): what reaches the hasher, and who still gets in beside it."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.core.internal.ratelimit import RateLimitUsage
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from agencies.models import User
from conftest import PASSWORD
from ita_portal.auth import throttle
from ita_portal.settings import CACHES
from ita_portal.tests.permissions.corpus import FULL, SEED

MORNING = datetime(2026, 11, 2, 1, tzinfo=UTC)
TRIES = 10_000 if FULL else 500
NAMES, ADDRESSES = TRIES // 100, TRIES // 10
# Tries a name: 10 where each comes from one address (5 in 5 minutes, 10 a day), 20 from all addresses together.
PATTERNS = {
    "one name, one address": (1, 1, 10),
    "one name, many addresses": (1, ADDRESSES, 20),
    "many names, one address": (NAMES, 1, 10),
    "many names, many addresses": (NAMES, ADDRESSES, 20),
}
OFFICE = "192.0.2.9"


def address(number):
    return f"198.{51 + number // 65_536}.{number // 256 % 256}.{number % 256}"


def log_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.username, "password": password}).status_code


@pytest.fixture(autouse=True)
def room_for_counts(settings, tmp_path):
    """Keep as many counts as the real table does; in memory, for speed."""
    memory = settings.CACHES["default"] | {"OPTIONS": CACHES["default"]["OPTIONS"]}
    settings.CACHES = {"default": memory}


@pytest.fixture
def reached(monkeypatch):
    """Return how many words were tried on each person's password; one word compared twice is one guess."""
    found: Counter[str] = Counter()
    seen, compare = set(), User.check_password

    def counting(self, raw):
        found[self.username] += (self.pk, raw) not in seen
        seen.add((self.pk, raw))
        return compare(self, raw)

    monkeypatch.setattr(User, "check_password", counting)
    return found


@pytest.fixture
def unguarded(monkeypatch):
    """Take the throttle away."""
    monkeypatch.setattr(throttle, "count", lambda request, name: RateLimitUsage([]))


def attack(victims, addresses, tries=TRIES):
    """Spread that many wrong tries evenly over a day: more gets through than in a burst."""
    chance = random.Random(SEED)
    clients = [Client(REMOTE_ADDR=address(number)) for number in range(addresses)]
    with time_machine.travel(MORNING, tick=False) as clock:
        for number in range(tries):
            client = clients[number % addresses] if len(victims) == 1 else chance.choice(clients)
            log_in(client, victims[number % len(victims)], f"wrong-{number}")
            clock.shift(timedelta(seconds=86_000 / tries))


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.slow
def test_no_way_of_guessing_reaches_the_hasher_more_than_20_times_a_name(make_user, reached, pattern):
    names, addresses, bound = PATTERNS[pattern]
    victims = [make_user() for _ in range(names)]

    attack(victims, addresses)

    assert reached == {victim.username: bound for victim in victims}


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.slow
def test_without_the_throttle_every_guess_reaches_it(make_user, reached, unguarded, pattern):
    names, addresses, _bound = PATTERNS[pattern]
    victims = [make_user() for _ in range(min(names, 5))]

    attack(victims, min(addresses, 50), tries=150)

    assert reached.total() == 150


# who still gets in


def surrounded(make_user, at):
    """Return a person who logged in yesterday from the office, the browser of that, and let the whole world guess."""
    owner, browser = make_user(), Client(REMOTE_ADDR=OFFICE)
    with time_machine.travel(MORNING - timedelta(days=1)):
        assert log_in(browser, owner) == 302
        browser.post(reverse("account_logout"))
    attack([owner], 40, tries=120)
    browser.defaults["REMOTE_ADDR"] = at
    return owner, browser


def in_the_evening(client, user):
    with time_machine.travel(MORNING + timedelta(seconds=86_100), tick=False):
        return log_in(client, user)


@pytest.mark.django_db
@pytest.mark.slow
def test_a_known_browser_gets_in_from_anywhere_while_the_whole_world_guesses(make_user):
    owner, browser = surrounded(make_user, at="203.0.113.77")
    assert in_the_evening(browser, owner) == 302


@pytest.mark.django_db
def test_the_known_address_gets_in_while_the_whole_world_guesses(make_user):
    owner, _browser = surrounded(make_user, at=OFFICE)
    assert in_the_evening(Client(REMOTE_ADDR=OFFICE), owner) == 302


@pytest.mark.django_db
def test_a_stranger_with_the_right_password_has_to_wait_then(make_user):
    owner, _browser = surrounded(make_user, at=OFFICE)
    assert in_the_evening(Client(REMOTE_ADDR="203.0.113.77"), owner) == 200


@pytest.mark.django_db
def test_without_the_known_places_the_owner_is_locked_out(make_user, monkeypatch):
    monkeypatch.setattr(throttle, "known", lambda request, name: "")
    owner, browser = surrounded(make_user, at=OFFICE)
    assert in_the_evening(browser, owner) == 200


@pytest.mark.django_db
def test_a_name_is_free_again_when_a_day_has_passed(make_user):
    owner = make_user()
    attack([owner], 40, tries=120)
    with time_machine.travel(MORNING + timedelta(days=2)):
        assert log_in(Client(REMOTE_ADDR="203.0.113.77"), owner) == 302


@pytest.mark.django_db
def test_one_address_cannot_use_a_names_day_up(make_user):
    owner = make_user()
    attack([owner], 1, tries=120)
    assert in_the_evening(Client(REMOTE_ADDR="203.0.113.77"), owner) == 302


@pytest.mark.django_db
def test_without_its_own_rate_one_address_uses_it_up(make_user, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_here": ""}
    owner = make_user()
    attack([owner], 1, tries=120)
    assert in_the_evening(Client(REMOTE_ADDR="203.0.113.77"), owner) == 200


@pytest.mark.django_db
@pytest.mark.slow
def test_200_neighbours_behind_the_attackers_address_get_in(make_user):
    victim, neighbours = make_user(), [make_user() for _ in range(200)]
    attacker = Client(REMOTE_ADDR=OFFICE)
    got_in = []
    with time_machine.travel(MORNING, tick=True):
        for neighbour in neighbours:
            log_in(attacker, victim, "wrong")
            log_in(attacker, User(username=f"made-up-{neighbour.pk}"), "wrong")
            got_in.append(log_in(Client(REMOTE_ADDR=OFFICE), neighbour))
    assert got_in == [302] * 200


def flooded(make_user, settings, **rates):
    """Let made-up names flood in from an address, and say what a neighbour is answered who logged in there before."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_ip": "30/m/ip"} | rates
    neighbour = make_user()
    with time_machine.travel(MORNING, tick=False) as clock:
        log_in(Client(REMOTE_ADDR=OFFICE), neighbour)
        for number in range(35):
            clock.shift(timedelta(milliseconds=50))
            log_in(Client(REMOTE_ADDR=OFFICE), User(username=f"made-up-{number}"), "wrong")
        return log_in(Client(REMOTE_ADDR=OFFICE), neighbour)


@pytest.mark.django_db
def test_a_flood_of_names_does_not_keep_out_who_was_there_before(make_user, settings):
    assert flooded(make_user, settings) == 302


@pytest.mark.django_db
def test_counting_addresses_alone_would_keep_them_out(make_user, settings):
    assert flooded(make_user, settings, login="30/m/ip") == 429


# what makes a place known


def known_after(client, user):
    return sorted(name for name in client.cookies if name == f"known-person-{user.pk}")


@pytest.mark.django_db
def test_only_a_good_log_in_makes_a_browser_known(make_user):
    user, client = make_user(), Client()
    log_in(client, user, "wrong")
    before = known_after(client, user)
    log_in(client, user)
    cookie = client.cookies[f"known-person-{user.pk}"]

    assert (before, known_after(client, user)) == ([], [f"known-person-{user.pk}"])
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/accounts/")


@pytest.mark.django_db
def test_a_made_up_or_foreign_cookie_makes_nobody_known(make_user, rf):
    mine, other, client = make_user(), make_user(), Client()
    log_in(client, other)
    stolen = client.cookies[f"known-person-{other.pk}"].value
    for value in (stolen, "abc", "abc:def:ghi", ""):
        request = rf.post("/", REMOTE_ADDR="203.0.113.5")
        request.user = AnonymousUser()
        request.COOKIES[f"known-person-{mine.pk}"] = value
        assert throttle.known(request, throttle.name_of(mine.pk)) == ""


@pytest.mark.django_db
def test_a_stolen_cookie_gives_ten_guesses_a_day(make_user, reached):
    owner, browser = make_user(), Client(REMOTE_ADDR=OFFICE)
    log_in(browser, owner)
    browser.post(reverse("account_logout"))
    reached.clear()
    with time_machine.travel(MORNING, tick=False) as clock:
        for number in range(100):
            log_in(browser, owner, f"wrong-{number}")
            clock.shift(timedelta(minutes=14))
    assert reached == {owner.username: 10}


def guess_inside(browser, tries):
    """Guess in an open session: on the own account, where the password is asked for again, and where it is changed."""
    new = {"password1": "a-new-password-2570", "password2": "a-new-password-2570"}
    with time_machine.travel(MORNING, tick=False) as clock:
        for n in range(tries):
            typed = {"display_name": "ชื่อ", "email": "thief@example.org", "current_password": f"account-{n}"}
            browser.post(reverse("agencies:account"), typed)
            browser.post(reverse("account_reauthenticate"), {"password": f"again-{n}"})
            browser.post(reverse("account_change_password"), new | {"oldpassword": f"change-{n}"})
            clock.shift(timedelta(minutes=10))


@pytest.mark.django_db
def test_guessing_from_an_open_session_is_held_too(make_user, reached):
    owner, browser = make_user(), Client()
    browser.force_login(owner)
    guess_inside(browser, 60)
    assert reached == {owner.username: 20}


@pytest.mark.django_db
@pytest.mark.slow
def test_without_the_throttle_an_open_session_guesses_on(make_user, reached, unguarded, settings):
    settings.ACCOUNT_RATE_LIMITS = {"change_password": ""}
    owner, browser = make_user(), Client()
    browser.force_login(owner)
    guess_inside(browser, 60)
    assert reached == {owner.username: 180}


def test_the_throttles_table_holds_a_days_spray_from_one_address(settings):
    per_minute = int(settings.ACCOUNT_RATE_LIMITS["login_failed_ip"].split("/")[0])
    # Two rows of a made-up name live for a day: the name's, and the name's from that address.
    assert CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= per_minute * 60 * 24 * 2
