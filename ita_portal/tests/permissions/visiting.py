"""Send requests as a persona, and see what they changed: write statements, and rows before and after."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from agencies.models import User
from ita_portal.tests.permissions.addresses import Route
from ita_portal.tests.permissions.cells import PERSONAS, Cell
from ita_portal.tests.permissions.world import World

WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
# Tables that any request may touch: sessions, throttle counters.
APART = {"django_session", "portal_cache"}
Rows = dict[tuple[str, Any], dict[str, Any]]


def clients(world: World) -> dict[str, Client]:
    """Return a signed-in client for each persona. REQUIRE_MFA must be on: `halfauth` alone has no app set up."""
    found = {}
    for persona in PERSONAS:
        found[persona] = Client(raise_request_exception=False)
        if persona == "anon":
            continue
        user = User.objects.get(pk=world.people[persona].pk)
        if persona != "halfauth":
            Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
        if persona == "disabled":
            User.objects.filter(pk=user.pk).update(is_active=True)
            user.is_active = True
        found[persona].force_login(user)
    User.objects.filter(pk=world.people["disabled"].pk).update(is_active=False)
    return found


def body(world: World, route: Route, cell: Cell) -> dict[str, Any]:
    """Return what a person would send with the route's form."""
    result = world.places[cell].submission.results.all()[0]
    typed = {"answer": "done", "text": "ถ้อยคำใหม่", "version": result.version}
    bodies: dict[str, dict[str, Any]] = {
        "measures:submission-submit": {"acknowledged": "yes"},
        "measures:submission-send-back": {"note": "ขาดหลักฐาน"},
        "measures:result-save": typed,
        "measures:result-confirm": typed,
        "measures:round-unlock": {"note": "แก้ไขข้อมูล"},
        # Refused for its date alone (400): what an opening makes is asked of the service.
        "measures:round-open": {"due_date": "ไม่ใช่วันที่", "due_time": "16.30"},
        "measures:result-comment": {"comment": "โปรดดูข้อนี้"},
    }
    return bodies.get(route.name, {})


def send(client: Client, world: World, route: Route, cell: Cell, **extra: Any) -> Any:
    """Send the request and return its answer."""
    url = route.url(world, cell)
    if route.method == "GET":
        return client.get(url, **extra)
    return client.post(url, body(world, route, cell), **extra)


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever the block writes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def writes() -> Iterator[set[str]]:
    """Collect the tables that the block writes to, also when it raises.

    A wrapper and not Django's query log: that log has an end, and forgets silently beyond it.
    """
    tables: set[str] = set()

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if (found := WRITE.match(sql)) and found[1] not in APART:
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables


def rows() -> Rows:
    """Return every row of the portal's own tables by table and key."""
    found: Rows = {}
    for label in ("agencies", "evidence", "measures", "assessments"):
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            for row in model._default_manager.values():
                found[model._meta.db_table, row["id"]] = row
    return found


def changed(before: Rows, after: Rows) -> dict[tuple[str, Any], set[str]]:
    """Return the changed columns of each row; "+" for a new row, "-" for one that is gone."""
    found = {}
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            found[key] = {"+" if old is None else "-"}
        elif columns := {name for name in new if new[name] != old[name]}:
            found[key] = columns
    return found
