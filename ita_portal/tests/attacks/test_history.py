"""History refuses every statement that would rewrite it (T24)."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from agencies import authoring
from agencies.models import AccountEvent
from assessments.models import CardChange, Disclosure, DisclosureChange, ScoreCard
from evidence.choices import Reach
from evidence.models import LinkCheck, WebPage
from measures import guard
from measures.models import Event

STATEMENTS = [
    "UPDATE {table} SET {change}",
    "DELETE FROM {table}",
    "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET {change}",
]
SQLITE = ["REPLACE INTO {table} SELECT * FROM {table}", "UPDATE OR REPLACE {table} SET {change}"]
EVERY = STATEMENTS + (SQLITE if connection.vendor == "sqlite" else ["TRUNCATE {table} CASCADE"])


@pytest.fixture
def history(sent, agency, staff, head):
    """Let something stand in all tables."""
    authoring.set_active(staff, False, by=head)
    page = WebPage.objects.create(url="https://example.go.th/", host="example.go.th")
    LinkCheck.objects.create(page=page, at=timezone.now(), reach=Reach.ALIVE)
    card = ScoreCard.objects.create(province=agency.province, fiscal_year=2569)
    CardChange.objects.create(card=card, at=timezone.now(), changes={"1": [None, "95.00"]})
    item = Disclosure.objects.create(agency=agency, fiscal_year=2569, item="o1")
    DisclosureChange.objects.create(disclosure=item, at=timezone.now(), changes={"presence": ["", "yes"]})
    # PostgreSQL truncates nothing while foreign keys wait to be checked: that refusal would not be the guard's.
    connection.check_constraints()
    return rows()


def rows():
    """Return all rows of all tables."""
    models = (Event, AccountEvent, LinkCheck, CardChange, DisclosureChange)
    return [list(model.objects.order_by("pk").values()) for model in models]


CHANGES = {"evidence_linkcheck": "detail = 'x'", "assessments_disclosurechange": "changes = '{}'"}
CHANGES["assessments_cardchange"] = CHANGES["assessments_disclosurechange"]


def words(statement, table):
    """Return the statement about that table and a change of it."""
    return statement.format(table=table, change=CHANGES.get(table, "action = 'x'"))


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
@pytest.mark.parametrize("table", [table for table in guard.TABLES if table != "measures_event"])
@pytest.mark.parametrize("statement", EVERY)
def test_without_the_guard_it_could(history, table, statement):
    guard.remove(connection)
    done = goes_through(words(statement, table))
    guard.install(connection)
    assert done
