"""History refuses every statement that would rewrite it (T24)."""

import pytest
from django.db import DatabaseError, connection, transaction

from agencies import authoring
from agencies.models import AccountEvent
from measures import guard
from measures.models import Event

STATEMENTS = [
    "UPDATE {table} SET action = 'x'",
    "DELETE FROM {table}",
    "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET action = 'x'",
]
SQLITE = ["REPLACE INTO {table} SELECT * FROM {table}", "UPDATE OR REPLACE {table} SET action = 'x'"]
EVERY = STATEMENTS + (SQLITE if connection.vendor == "sqlite" else ["TRUNCATE {table} CASCADE"])


@pytest.fixture
def history(sent, agency, staff, head):
    """Let something stand in both tables."""
    authoring.set_active(staff, False, by=head)
    # PostgreSQL truncates nothing while foreign keys wait to be checked: that refusal would not be the guard's.
    connection.check_constraints()
    return rows()


def rows():
    """Return all rows of both tables."""
    return [list(model.objects.order_by("pk").values()) for model in (Event, AccountEvent)]


def goes_through(statement):
    """Say whether the database carries the statement out."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return False
    return True


@pytest.mark.django_db
@pytest.mark.parametrize("table", guard.TABLES)
@pytest.mark.parametrize("statement", EVERY)
def test_history_cannot_be_rewritten(history, table, statement):
    assert (goes_through(statement.format(table=table)), rows()) == (False, history)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", EVERY)
def test_without_the_guard_it_could(history, statement):
    guard.remove(connection)
    done = goes_through(statement.format(table="agencies_accountevent"))
    guard.install(connection)
    assert done
