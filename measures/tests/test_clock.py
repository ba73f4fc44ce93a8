import datetime as dt

import pytest

from measures.clock import database_now, told

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2025, 3, 31, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def test_the_clock_is_the_databases():
    before = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=5)
    assert before < database_now() < dt.datetime.now(dt.UTC) + dt.timedelta(seconds=5)


def test_a_told_time_holds_inside_its_block_only():
    with told(MOMENT):
        assert (database_now(), database_now().tzinfo) == (MOMENT, dt.UTC)
    assert database_now() > MOMENT + dt.timedelta(days=1)


def test_a_told_time_ends_with_an_error_too():
    with pytest.raises(ZeroDivisionError), told(MOMENT):
        raise ZeroDivisionError
    assert database_now() > MOMENT + dt.timedelta(days=1)
