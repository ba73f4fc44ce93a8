"""Papers issued at the same moment get numbers in a row: none twice, none left out (PostgreSQL only)."""

from dataclasses import replace

import pytest
from django.db import IntegrityError

from assessments.register.writing import TypedItem
from assessments.tests.registers import SITE, edition, put
from ita_portal.tests.permissions.test_races import race
from measures.errors import WorkflowError
from measures.history import first_broken_link
from measures.models import Plan, Round, Submission
from reports import issuing
from reports.issued import damaged
from reports.issuing import NothingChanged, issue
from reports.models import IssuedReport
from reports.output import FORMATS
from reports.wanted import Wanted

pytestmark = pytest.mark.django_db(transaction=True)
YEAR, PEOPLE = 2566, 6


@pytest.fixture
def register(agency, staff, monkeypatch):
    """The agency's register of the year. Laying out is no part of the race: a stand-in prints the number alone."""
    edition(YEAR)
    put(agency, staff, YEAR, "o1", TypedItem("yes", "ครบ", "", (f"{SITE}/a",)))
    printed = replace(FORMATS["pdf"], render=lambda document: f"{document.stamp.number.text}".encode())
    monkeypatch.setitem(FORMATS, "pdf", printed)
    return Wanted("oit_register", fiscal_year=YEAR, agency_pk=agency.pk)


def test_one_paper_issued_by_many_at_once_is_issued_once(register, head):
    answers = race(*[lambda: issue(register, [], by=head)] * PEOPLE)

    assert sorted(type(answer).__name__ for answer in answers) == ["IssuedReport", *["NothingChanged"] * (PEOPLE - 1)]
    issued = IssuedReport.objects.get()
    assert {answer.issued for answer in answers if isinstance(answer, NothingChanged)} == {issued}


def test_papers_issued_at_once_get_numbers_in_a_row(register, agency, make_plan, head):
    wanted = [register, *(_approved(agency, make_plan) for _ in range(PEOPLE - 1))]
    answers = race(*(lambda one=one: issue(one, [], by=head) for one in wanted))

    assert [answer for answer in answers if not isinstance(answer, IssuedReport)] == []
    found = IssuedReport.objects.order_by("number")
    assert [one.number for one in found] == list(range(1, PEOPLE + 1))
    assert [kept.file.open().read().decode() for one in found for kept in one.files.all()] == [
        one.number_words for one in found
    ]
    assert (list(damaged()), first_broken_link()) == ([], "")


def _approved(agency, make_plan):
    """An approved report of the year in a round of its own."""
    plan = Plan.objects.filter(fiscal_year=YEAR).first() or make_plan(YEAR)
    round_ = Round.objects.create(plan=plan, kind="free", title="รอบพิเศษ", state="L")
    Submission.objects.create(round=round_, agency=agency, state="A")
    return Wanted("agency_measures", round_pk=round_.pk, agency_pk=agency.pk)


def test_naive_numbering_loses_the_race(register, agency, make_plan, head, monkeypatch):
    """The control: without the lock and the second look two papers want the same number."""
    wanted = [register, *(_approved(agency, make_plan) for _ in range(PEOPLE - 1))]
    first = issuing._ready
    seen: dict[Wanted, object] = {}

    def look_once(one, *, by):
        return seen.setdefault(one, first(one, by=by))

    monkeypatch.setattr(issuing, "_lock", lambda subject: None)
    monkeypatch.setattr(issuing, "_ready", look_once)
    answers = race(*(lambda one=one: issue(one, [], by=head) for one in wanted))

    assert [type(answer) for answer in answers if isinstance(answer, IntegrityError | WorkflowError)] != []
