"""Taking a commit back: what it made goes, the round that it opened too, as long as nobody has touched it."""

import pytest

from agencies.choices import Role
from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from measures import authoring, history, importing, planning, workflow
from measures.authoring import Typed
from measures.choices import Action
from measures.errors import WorkflowError
from measures.importing import Request
from measures.models import Measure, Narrative, Plan, Result, Round, Submission
from measures.tests.papers import ALL, HEAD, ONE, TITLE_A, TITLE_B, measure_row, word

ROWS = [HEAD, measure_row(1, indicator=ONE), measure_row(4, "ไม่มีการให้บริการ")]
NARRATED = [HEAD, ["IIT", ONE, "๑. เรื่องแรก", ALL, "ทำครบทุกหน่วยงาน"]]


@pytest.fixture(autouse=True)
def base(province):
    load_edition(read_json(fixture("editions", "2566.json")))


def committed(province, data, *, by=None, **fields):
    request, reading = importing.examine(data, Request(province, 2566, **fields))
    return importing.commit(importing.preview(data, request, filename="แผน.docx", by=by, reading=reading), by=by)


def with_results(province, agency):
    return committed(province, word(ROWS, titles=TITLE_A[:1]), agency=agency, with_results=True, round_kind="12")


def stored():
    return [model.objects.count() for model in (Plan, Measure, Round, Submission, Result, Narrative)]


def test_undo_takes_the_round_that_the_import_opened(province, agency, reviewer):
    intake = with_results(province, agency)
    assert stored() == [1, 2, 1, 1, 2, 0]

    importing.undo(intake, by=reviewer)

    assert stored() == [0, 0, 0, 0, 0, 0]
    assert history.first_broken_link() == ""


def test_undo_of_results_leaves_the_plan_that_was_there(province, agency, reviewer):
    committed(province, word(ROWS, titles=TITLE_A[:1]), by=reviewer)
    importing.undo(with_results(province, agency), by=reviewer)

    assert stored() == [1, 2, 0, 0, 0, 0]


def test_undo_takes_narratives_with_their_round(province, reviewer):
    intake = committed(province, word(NARRATED, titles=TITLE_B), with_results=True, round_kind="6")
    assert stored() == [1, 1, 1, 0, 0, 1]

    importing.undo(intake, by=reviewer)

    assert stored() == [0, 0, 0, 0, 0, 0]


def type_over(intake, make_user, agency):
    staff = make_user(Role.STAFF, agency)
    authoring.save_result(Result.objects.first(), Typed("done", "แก้เอง"), by=staff, version=1)


def close(intake, make_user, agency):
    workflow.move_round(Round.objects.get(), Action.ROUND_CLOSE, by=None)


def bring_another(intake, make_user, agency):
    other = agency.__class__.objects.create(province=agency.province, name="อีกแห่ง")
    with_results(agency.province, other)


def open_another(intake, make_user, agency):
    planned = planning.plan_round(Plan.objects.get(), by=None, kind="6")
    workflow.move_round(planned, Action.ROUND_OPEN, by=None)


@pytest.mark.parametrize("touch", [type_over, close, bring_another, open_another])
def test_undo_is_refused_once_somebody_went_on(province, agency, reviewer, make_user, touch):
    intake = with_results(province, agency)
    touch(intake, make_user, agency)
    before = stored()

    with pytest.raises(WorkflowError, match=r"จึง.*ไม่ได้"):
        importing.undo(intake, by=reviewer)
    assert stored() == before


def test_undo_is_not_for_staff(province, agency, staff):
    intake = with_results(province, agency)

    with pytest.raises(WorkflowError):
        importing.undo(intake, by=staff)
    assert stored() == [1, 2, 1, 1, 2, 0]
