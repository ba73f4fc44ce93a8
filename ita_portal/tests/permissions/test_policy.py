"""The policy answers every cell of the matrix as the reviewed data file says (docs/permissions.md)."""

import random

import pytest
from django.db import transaction

from agencies import rules as agency_rules
from agencies.actions import Action as AgencyAction
from agencies.models import Membership, User
from ita_portal.tests.permissions.asking import answer
from ita_portal.tests.permissions.cells import CELLS, OWNED_ROWS, PAIRS, PERSONAS, ROWS, Cell, expand
from ita_portal.tests.permissions.corpus import SEED
from ita_portal.tests.permissions.world import build
from measures import planning, rules
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
    assert sorted({row.number for row in ROWS}) == list(range(1, 49))
    assert actions - nobody == {*Action.values, *AgencyAction.values} - {"people.read"}


def wrong_cells(world, row, *personas):
    found = {}
    for cell in CELLS:
        for persona in personas or PERSONAS:
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


@pytest.mark.parametrize("world", [False], indirect=True, ids=["province"])
def test_flipped_cells_of_the_policy_are_noticed(world, monkeypatch):
    """Take cells away and add others, row by row: the comparison above tells each time."""
    roles = {"staff": "staff", "head": "head", "rev": "reviewer", "viewer": "viewer", "admin": "admin"}
    chance, unnoticed, flips = random.Random(SEED), [], 0
    for row in ROWS:
        if row.action not in rules.GRANTED or "anyone" in rules.GRANTED[row.action]:
            continue
        for persona, role in roles.items():
            if row.on != "submission" and role in ("staff", "head"):
                continue  # The province's own plan and rounds are nobody's agency: these roles do not act there.
            granted = rules.GRANTED[row.action]
            cell = chance.choice([cell for cell in CELLS if not cell.extended and cell.state])
            pair = {(cell.round, cell.state), (cell.round, "-")}
            here = granted.get(role, frozenset())
            flipped = here - pair if pair & here else here | pair
            with monkeypatch.context() as patch:
                patch.setitem(rules.GRANTED, row.action, granted | {role: flipped})
                flips += 1
                if not wrong_cells(world, row, persona) and row.action != "round.lock":
                    unnoticed.append(f"{row} {persona} {cell}")

    assert unnoticed == []
    assert flips > 90


@pytest.mark.django_db
def test_account_with_a_role_elsewhere_is_not_the_heads_alone(head, make_user, agency, make_agency, reviewer):
    both = make_user("staff", agency)
    assert agency_rules.may(head, AgencyAction.USER_DISABLE, both)

    Membership.objects.create(user=both, role="staff", agency=make_agency())
    both = User.objects.get(pk=both.pk)

    assert not agency_rules.may(head, AgencyAction.USER_DISABLE, both)
    assert agency_rules.may(reviewer, AgencyAction.USER_DISABLE, both)


@pytest.mark.django_db
def test_plan_is_open_while_any_of_its_rounds_is(make_plan, make_round, agency):
    """A round planned beside an open one does not set the measures free."""
    plan = make_plan()
    make_round(plan)
    assert planning.wording_only(plan)

    make_round(plan, kind="12", opened=False)

    assert planning.wording_only(plan)
