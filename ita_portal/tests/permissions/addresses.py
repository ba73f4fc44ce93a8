"""The resolver's addresses, and routes.json, which says what each of them asks for."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.urls import URLResolver, get_resolver, reverse

from agencies.models import Agency
from ita_portal.tests.permissions.cells import Cell
from ita_portal.tests.permissions.world import World

METHODS = ("GET", "POST")


class Route(NamedTuple):
    """One address and method with the action that it asks for."""

    name: str
    method: str
    action: str
    also: str
    args: tuple[str, ...]
    writes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method}-{self.name}"

    def url(self, world: World, cell: Cell, agency: Agency | None = None) -> str:
        """Return the address of the objects that stand for the cell."""
        return reverse(self.name, args=[argument(world, cell, name) for name in self.args])


def argument(world: World, cell: Cell, name: str) -> Any:
    """Return what stands in an address for a word of 'args'; an unknown word stands for itself."""
    place = world.places[cell]
    known = {
        "submission": lambda: place.submission.pk,
        "result": lambda: place.submission.results.all()[0].pk,
        "file": lambda: place.submission.results.all()[0].result_attachments.all()[0].pk,
        "link": lambda: place.submission.results.all()[0].result_links.all()[0].link_id,
        "waiver": lambda: world.waiver.pk,
        "round": lambda: place.round.pk,
        "plan": lambda: place.plan.pk,
        "narrative": lambda: place.round.narratives.all()[0].pk,
        "measure": lambda: place.plan.measures.all()[0].pk,
        "agency": lambda: world.agency.pk,
        "owner": lambda: f"agency-{world.agency.pk}",
        "group": lambda: world.province.groups.all()[0].pk,
        "province": lambda: world.province.pk,
        "province code": lambda: world.province.code,
        "person": lambda: world.people["clerk"].pk,
        "role": lambda: world.people["clerk"].memberships.all()[0].pk,
        "intake": lambda: world.intake.pk,
        "job": lambda: world.job.pk,
        "notice": lambda: world.notice.pk,
        "people list": lambda: world.people_list.pk,
        "session": lambda: world.session.pk,
        "issued": lambda: world.issued.pk,
        "issued token": lambda: world.issued.token,
        "public year": lambda: world.published.fiscal_year,
        "public file": lambda: world.published.files.all()[0].pk,
        "uid": lambda: "Mg",
        "token": lambda: "abc-123",
    }
    return known[name]() if name in known else name


@cache
def mapped() -> dict[str, dict[str, Any]]:
    """Return routes.json by the name of the address."""
    return json.loads((Path(__file__).parent / "routes.json").read_text("utf-8"))["routes"]


def routes() -> list[Route]:
    """Return every mapped address and method."""
    return [
        Route(name, method, entry[method], entry.get("also", ""), tuple(entry.get("args", ())),
              tuple(entry.get("writes", ())))
        for name, entry in mapped().items() for method in METHODS if method in entry
    ]  # fmt: skip


def patterns(resolver: Any = None, space: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the name and the view of every address of the portal."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern.callback
