"""Settings fail at start, not at noon; production is checked as a whole (T25)."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DEBUG": "False",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ-_",
    "ALLOWED_HOSTS": "portal.example.go.th",
    "SITE_URL": "https://portal.example.go.th",
}


def manage(*arguments, **env):
    """Run manage.py in an environment of its own; return the exit code and the last line it wrote to stderr."""
    answer = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"} | env,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return answer.returncode, answer.stderr.strip().split("\n")[-1]


def test_production_settings_pass_the_deployment_check():
    assert manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)[0] == 0


def test_deployment_check_notices_an_insecure_site():
    insecure = PRODUCTION | {"SITE_URL": "http://portal.example.go.th"}

    assert manage("check", "--deploy", "--fail-level", "WARNING", **insecure)[0] == 1


REFUSED = "django.core.exceptions.ImproperlyConfigured: "
KEY_REFUSED = f"{REFUSED}DEBUG=False needs a SECRET_KEY of its own, 40 characters or more"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"SECRET_KEY": "local-machine-only-key-never-used-in-production"}, KEY_REFUSED),
        ({"SECRET_KEY": "short"}, KEY_REFUSED),
        ({"DEBUG": "false"}, f"{REFUSED}DEBUG must be True or False, not 'false'"),
        (
            {"SITE_URL": "portal.example.go.th"},
            f"{REFUSED}SITE_URL must begin with http:// or https://, not 'portal.example.go.th'",
        ),
    ],
)
def test_portal_refuses_to_start_on_a_setting_that_is_wrong(change, reason):
    assert manage("check", **(PRODUCTION | change)) == (1, reason)


def test_portal_refuses_to_start_in_production_without_a_key_of_its_own():
    assert manage("check", **{name: PRODUCTION[name] for name in ("DEBUG", "ALLOWED_HOSTS")}) == (1, KEY_REFUSED)
