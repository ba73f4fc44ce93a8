"""Ask the policy about one cell, whichever of its two rooms answers."""

from typing import Any

from agencies import rules as agency_rules
from agencies.actions import Action as AgencyAction
from ita_portal.tests.permissions.cells import Cell, Row
from ita_portal.tests.permissions.world import World
from measures import rules


def ask(world: World, row: Row, persona: str, cell: Cell) -> Any:
    """Return the policy's verdict."""
    user, target = world.people[persona], world.target(row.on, cell)
    room = agency_rules if row.action in AgencyAction.values else rules
    return room.may(user, row.action, target)


def answer(world: World, row: Row, persona: str, cell: Cell) -> str:
    """Return the verdict in the words of the data file: "yes", "not now" or "no"."""
    verdict = ask(world, row, persona, cell)
    if verdict:
        return "yes"
    return "not now" if verdict.conflict else "no"
