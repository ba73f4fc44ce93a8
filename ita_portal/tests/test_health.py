"""/healthz says the process lives, /readyz that it can work."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_answers_when_every_migration_is_applied(client):
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (200, b"ready\n")


@pytest.mark.django_db
def test_readyz_names_waiting_migrations(client):
    MigrationRecorder(connection).record_unapplied("ita_portal", "0003_people_lists")

    response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"1 migrations wait\n")


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_pages_refuse_to_be_posted_to(client, address):
    assert client.post(address).status_code == 405
