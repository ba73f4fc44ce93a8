"""Two writers of one part at one moment: one is stored, the other is shown both texts (PostgreSQL only)."""

import threading
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from ita_portal.tests.permissions.test_races import race
from measures.errors import StaleVersion
from measures.history import first_broken_link
from measures.models import Event, Prose
from measures.writing import save_prose

pytestmark = pytest.mark.django_db(transaction=True)

PLACE = (2568, "score_analysis", "preface")
TIMES = 20
BOTH_LOOKED = threading.Barrier(2, timeout=30)


def guarded(owner, by, text, version) -> Any:
    return save_prose(owner, *PLACE, text, version=version, by=by)


def naive(owner, by, text, version) -> Any:
    """Look first, then write."""
    year, paper, part = PLACE
    place = {"agency": owner, "fiscal_year": year, "paper": paper, "part": part}
    row = Prose.objects.filter(**place).first() or Prose(**place)
    if row.version != version:
        raise StaleVersion("", current={}, typed={})
    BOTH_LOOKED.wait()
    row.text, row.version, row.updated_by, row.updated_at = text, version + 1, by, timezone.now()
    row.save()
    return row


def outcomes(owner, by, save):
    """How many of two writers were stored, race after race, the first of a part and the next ones."""
    stored = []
    for number in range(TIMES):
        works = [partial(save, owner, by, f"{text} {number}", number) for text in ("หนึ่ง", "สอง")]
        stored.append(sum(isinstance(answer, Prose) for answer in race(*works)))
        Prose.objects.update(version=number + 1)
    return stored


def test_one_of_two_writers_is_stored_and_the_other_told(agency, head):
    assert outcomes(agency, head, guarded) == [1] * TIMES
    assert (Event.objects.filter(action="prose.edit").count(), first_broken_link()) == (TIMES, "")


def test_writers_without_the_guard_write_over_each_other(agency, head):
    """The control."""
    assert outcomes(agency, head, naive) != [1] * TIMES
