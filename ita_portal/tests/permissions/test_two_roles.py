"""Somebody with two roles may do what either may; endorsement and approval still need two persons."""

from typing import Any

import pytest

from agencies.choices import Role
from agencies.models import Membership, User
from ita_portal.tests.permissions.cells import ROWS, Cell
from ita_portal.tests.permissions.world import build, pairs, person
from measures import authoring, workflow
from measures.choices import Action
from measures.errors import WorkflowError
from measures.rules import may

pytestmark = pytest.mark.django_db
MOVING = [row for row in ROWS if row.on == "submission" and row.number not in (10, 13, 28)]


def with_role(user: User, role: str, **place) -> User:
    Membership.objects.create(user=user, role=role, **place)
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        (("staff", "head"), (Role.STAFF, Role.HEAD)),
        (("staff", "rev"), (Role.STAFF, Role.REVIEWER)),
        (("head", "viewer"), (Role.HEAD, Role.VIEWER)),
    ],
)
def test_two_roles_are_the_union(names, roles):
    world = build(cells=pairs())
    places: dict[str, dict[str, Any]] = {
        Role.STAFF: {"agency": world.agency}, Role.HEAD: {"agency": world.agency},
        Role.REVIEWER: {"province": world.province}, Role.VIEWER: {},
    }  # fmt: skip
    both = person("both")
    for role in roles:
        both = with_role(both, role, **places[role])

    differing = [
        f"{row} {cell}"
        for row in MOVING
        for cell in pairs()
        if bool(may(both, row.action, world.target(row.on, cell))) != any(cell in row.allowed[name] for name in names)
    ]

    assert differing == []


def test_officer_and_head_in_one_does_not_endorse_the_own_report(submission, fill, staff, head, agency):
    fill(submission)
    both = with_role(staff, Role.HEAD, agency=agency)
    workflow.act(submission, Action.SUBMIT, by=both, acknowledged=True)

    with pytest.raises(WorkflowError, match="รับรองเองไม่ได้") as refused:
        workflow.act(submission, Action.ENDORSE, by=both)

    assert refused.value.conflict is False
    assert workflow.act(submission, Action.ENDORSE, by=head).state == "S"


@pytest.mark.parametrize("hand", ["staff", "head"])
def test_who_sent_or_endorsed_does_not_approve(sent, request, province, reviewer, hand):
    both = with_role(request.getfixturevalue(hand), Role.REVIEWER, province=province)

    with pytest.raises(WorkflowError, match="อนุมัติเองไม่ได้"):
        workflow.act(sent, Action.APPROVE, by=both)

    assert workflow.act(sent, Action.APPROVE, by=reviewer).state == "A"


def test_who_sent_it_once_does_not_approve_what_another_sent_again(
    sent, staff, head, make_user, agency, reviewer, province
):
    authoring.mark(sent.results.all()[0], "needs_work", by=reviewer, reason="ขาดหลักฐาน")
    workflow.act(sent, Action.RETURN, by=reviewer)
    colleague = make_user(Role.STAFF, agency)
    workflow.act(sent, Action.SUBMIT, by=colleague, acknowledged=True)
    workflow.act(sent, Action.ENDORSE, by=head)
    moved = with_role(staff, Role.REVIEWER, province=province)

    with pytest.raises(WorkflowError, match="อนุมัติเองไม่ได้"):
        workflow.act(sent, Action.APPROVE, by=moved)


def test_reviewer_without_a_hand_in_it_approves():
    """The control: the same place, another person."""
    world = build(cells=(Cell("O", "S"),))

    assert may(world.people["rev"], Action.APPROVE, world.places[Cell("O", "S")].submission)
