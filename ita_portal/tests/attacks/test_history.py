"""History refuses every statement that would rewrite it (T24)."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agencies import authoring
from agencies.models import AccountEvent
from evidence.choices import Reach
from evidence.models import LinkCheck, WebPage
from measures import guard
from measures.models import Event

STATEMENTS = [
    "UPDATE {table} SET {column} = 'x'",
    "DELETE FROM {table}",
    "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET {column} = 'x'",
]
SQLITE = ["REPLACE INTO {table} SELECT * FROM {table}", "UPDATE OR REPLACE {table} SET {column} = 'x'"]
EVERY = STATEMENTS + (SQLITE if connection.vendor == "sqlite" else ["TRUNCATE {table} CASCADE"])


@pytest.fixture
def history(sent, agency, staff, head):
    """Let something stand in all tables."""
    authoring.set_active(staff, False, by=head)
    page = WebPage.objects.create(url="https://example.go.th/", host="example.go.th")
    LinkCheck.objects.create(page=page, at=timezone.now(), reach=Reach.ALIVE)
    # PostgreSQL truncates nothing while foreign keys wait to be checked: that refusal would not be the guard's.
    connection.check_constraints()
    return rows()


def rows():
    """Return all rows of all tables."""
    return [list(model.objects.order_by("pk").values()) for model in (Event, AccountEvent, LinkCheck)]


def words(statement, table):
    """Return the statement about that table and a column of it."""
    return statement.format(table=table, column="detail" if table == "evidence_linkcheck" else "action")


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
    assert (goes_through(words(statement, table)), rows()) == (False, history)


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["agencies_accountevent", "evidence_linkcheck"])
@pytest.mark.parametrize("statement", EVERY)
def test_without_the_guard_it_could(history, table, statement):
    guard.remove(connection)
    done = goes_through(words(statement, table))
    guard.install(connection)
    assert done
