"""The services refuse what the table refuses, whatever page calls them: every cell, and nothing is written."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from ita_portal.tests.permissions.cells import PERSONAS, ROWS, Cell
from ita_portal.tests.permissions.corpus import sample
from ita_portal.tests.permissions.visiting import changed, rows, undone, writes
from ita_portal.tests.permissions.world import build, pairs
from measures import authoring, planning, waiving, workflow
from measures.authoring import Typed
from measures.choices import Action, NoteKind
from measures.errors import WorkflowError
from measures.models import Result, ReviewNote, Round
from measures.planning import MeasureTyped

TABLE = {row.action: row for row in ROWS}
BY = [persona for persona in PERSONAS if persona != "anon"]
MOVES = ("submit", "recall", "endorse", "send_back", "return", "approve", "reopen")
ROUND_MOVES = ("round.open", "round.close_early", "round.lock", "round.unlock", "round.publish")
EVENT = {"measures_event", "measures_eventchain"}


def in_a_day() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=1)


def move(action):
    return lambda place, user: workflow.act(place.submission, action, by=user, note="เหตุผล", acknowledged=True)


def move_round(action):
    return lambda place, user: workflow.move_round(
        place.round, action, by=user, note="เหตุผล", due_at=in_a_day() if action == "round.open" else None
    )


def result_of(place) -> Result:
    return place.submission.results.get()


def reworded(place) -> Typed:
    """Return new words beside the links that are there."""
    return Typed("done", "ใหม่", urls=tuple(row.link.typed for row in result_of(place).result_links.all()))


def edit_measure(place, user):
    measure = place.plan.measures.get()
    typed = MeasureTyped(1, "1", "ถ้อยคำใหม่ของมาตรการ", groups=tuple(measure.groups.all()))
    planning.save_measure(place.plan, typed, by=user, measure=measure, version=measure.version)


# The service of each action, and the tables that it writes when it is allowed.
SERVICES = (
    {action: (move(action), {*EVENT, "measures_submission"}) for action in MOVES}
    | {action: (move_round(action), {*EVENT, "measures_round"}) for action in ROUND_MOVES}
    | {
        "result.edit": (
            lambda place, user: authoring.save_result(result_of(place), reworded(place), by=user, version=0),
            {"measures_result", "measures_editsitting"},
        ),
        "review.mark": (
            lambda place, user: authoring.mark(result_of(place), "ok", by=user), {*EVENT, "measures_result"},
        ),
        "comment.add": (
            lambda place, user: authoring.comment(result_of(place), "ความเห็น", by=user),
            {*EVENT, "measures_reviewnote"},
        ),
        "check.waive": (
            lambda place, user: waiving.waive(
                place.submission, "home_page", by=user, reason="หน่วยงานมีหน้าเดียว", until=in_a_day().date()
            ),
            {*EVENT, "measures_checkwaiver"},
        ),
        "extension.grant": (
            lambda place, user: workflow.extend(place.submission, by=user, until=in_a_day(), reason="น้ำท่วม"),
            {*EVENT, "measures_extension"},
        ),
        "narrative.edit": (
            lambda place, user: authoring.save_narrative(
                place.round, "ภาพรวม", by=user, covers=list(place.round.measures.all())
            ),
            {*EVENT, "measures_narrative", "measures_narrative_covers"},
        ),
        "measure.edit": (edit_measure, {*EVENT, "measures_measure"}),
    }
)  # fmt: skip
MORE = {
    "submit": {"evidence_webpage", "measures_evidenceproof"},
    "return": {"measures_result"}, "approve": {"measures_result"}, "reopen": {"measures_result"},
    "round.open": {"measures_roundmeasure", "measures_submission", "measures_result"},
}  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(cells=pairs())
        transaction.set_rollback(True)


def prepare(world, action: str, cell: Cell) -> None:
    """Make the content right, so that the role and the state alone decide."""
    place = world.places[cell]
    if action == Action.RETURN:
        place.submission.results.update(mark="needs_work")
        ReviewNote.objects.create(
            result=result_of(place), kind=NoteKind.REASON, author=world.people["rev"], text="ขาดหลักฐาน"
        )
    if action == Action.ROUND_OPEN and cell.round == "P":
        # What an opening makes must not be there yet.
        Round.objects.get(pk=place.round.pk).measures.all().delete()
        place.round.submissions.all().delete()


def outcome(world, action: str, persona: str, cell: Cell):
    """Return "yes" with the tables that changed, or "no" or "not now" with the tables that were written to."""
    service, _tables = SERVICES[action]
    with undone():
        prepare(world, action, cell)
        place = world.places[cell]
        if action != Action.ROUND_OPEN:
            place.submission.refresh_from_db()
        before = rows() if cell in TABLE[action].allowed[persona] else {}
        try:
            with writes() as wrote:
                service(place, world.people[persona])
        except WorkflowError as refusal:
            return ("not now" if refusal.conflict else "no"), wrote
        return "yes", {table for table, _key in changed(before, rows())}


def misjudged(world, action, cells):
    """Return where the service answers otherwise than the table, or writes although it refuses."""
    row, found = TABLE[action], {}
    kept = {"measures_unsavedtext"} if action == Action.RESULT_EDIT else set()
    for persona, cell in cells:
        answer, tables = outcome(world, action, persona, cell)
        expected = row.answer(persona, cell)
        if answer != expected or not (answer == "yes" or tables <= kept):
            found[f"{persona} {cell}"] = (answer, expected, tables)
    return found


@pytest.mark.parametrize("action", SERVICES)
def test_service_obeys_the_table(world, action):
    """The fast part: each persona where somebody may, and one cell in six of all."""
    row = TABLE[action]
    someone = next(cell for persona in BY for cell in pairs() if cell in row.allowed[persona])
    every = [(persona, cell) for persona in BY for cell in pairs()]

    assert misjudged(world, action, [*((persona, someone) for persona in BY), *sample(every, 6)]) == {}


@pytest.mark.slow
@pytest.mark.parametrize("action", SERVICES)
def test_service_obeys_the_table_in_every_cell(world, action):
    """One agency's own people, the province's, and everybody else: refused means that nothing was written."""
    assert misjudged(world, action, [(persona, cell) for persona in BY for cell in pairs()]) == {}


@pytest.mark.parametrize("action", SERVICES)
def test_allowed_service_changes_its_tables_and_no_other(world, action):
    row = TABLE[action]
    persona = next(name for name in BY if row.allowed[name])
    cell = next(cell for cell in pairs() if cell in row.allowed[persona])

    assert outcome(world, action, persona, cell) == ("yes", SERVICES[action][1] | MORE.get(action, set()))
