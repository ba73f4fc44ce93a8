"""Races need rows that are locked one by one: that module is collected on PostgreSQL only."""

from django.conf import settings

# SQLite has one writer at a time, so there is nothing to race for.
collect_ignore = [] if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") else ["test_races.py"]
