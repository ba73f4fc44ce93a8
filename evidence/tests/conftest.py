"""Races between workers need rows that are locked one by one: that module is collected on PostgreSQL only."""

from django.conf import settings

# On SQLite whole processes race, in test_kills.py.
collect_ignore = [] if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") else ["test_claim_races.py"]
