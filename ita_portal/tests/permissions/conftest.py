"""Races need rows that are locked one by one: those modules are collected on PostgreSQL only."""

import pytest
from django.conf import settings

# SQLite has one writer at a time, so there is nothing to race for.
POSTGRES = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
collect_ignore = [] if POSTGRES else ["test_races.py", "test_prose_races.py", "test_issue_races.py"]
# Worlds that a whole module shares.
SHARED = {"visited", "world"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of a shared world: a test database is made for marked tests only, else the real one is used."""
    for item in items:
        if SHARED & set(getattr(item, "fixturenames", ())) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)
