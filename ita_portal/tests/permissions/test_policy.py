"""The policy answers every cell of the matrix as the reviewed data file says (docs/permissions.md)."""

import pytest
from django.db import transaction

from agencies.actions import Action as AgencyAction
from ita_portal.tests.permissions.asking import answer
from ita_portal.tests.permissions.cells import CELLS, OWNED_ROWS, PAIRS, PERSONAS, ROWS, Cell, expand
from ita_portal.tests.permissions.world import build
from measures.choices import Action


def test_cell_texts_are_read_as_their_words_say():
    assert expand("O:D,R; C:R; ext:D,R") == {
        Cell("O", "D"), Cell("O", "R"), Cell("O", "D", True), Cell("O", "R", True),
        Cell("C", "R"), Cell("C", "R", True), Cell("C", "D", True),
    }  # fmt: skip
    assert expand("P") == {Cell("P", "")}
    assert expand("C-:A") == {Cell("C", "A")}
    assert len(expand("any:S")) == 8
    assert (len(expand("all")), expand("")) == (41, frozenset())


def test_matrix_names_every_action_and_every_row():
    actions = {row.action for row in ROWS}
    nobody = {"audit.alter", "impersonate", "submission.delete"}

    assert len(PAIRS) == 21
    assert sorted({row.number for row in ROWS}) == list(range(1, 40))
    assert actions - nobody == {*Action.values, *AgencyAction.values} - {"people.read"}


def wrong_cells(world, row):
    found = {}
    for cell in CELLS:
        for persona in PERSONAS:
            expected, given = row.answer(persona, cell), answer(world, row, persona, cell)
            if given != expected and (not row.allowed["anon"] or "yes" in (given, expected)):
                found[f"{persona} {cell}"] = (given, expected)
    return found


@pytest.fixture(scope="module")
def world(request, django_db_setup, django_db_blocker):
    """One world for all rows of a kind: asking changes nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(owned=request.param)
        transaction.set_rollback(True)


@pytest.mark.parametrize("world", [False], indirect=True, ids=["province"])
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_policy_answers_every_cell(world, row):
    assert wrong_cells(world, row) == {}


@pytest.mark.parametrize("world", [True], indirect=True, ids=["agency"])
@pytest.mark.parametrize("row", OWNED_ROWS, ids=str)
def test_policy_answers_every_cell_of_an_agency_that_plans_for_itself(world, row):
    assert wrong_cells(world, row) == {}
