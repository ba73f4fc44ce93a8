"""Send requests as a persona, and see what they changed: write statements, and rows before and after."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from agencies.models import User
from evidence.citations import key_of
from evidence.models import Attachment, Link
from ita_portal.tests.permissions.addresses import Route
from ita_portal.tests.permissions.cells import PERSONAS, Cell
from ita_portal.tests.permissions.world import Place, World, attach_photo
from measures.copying import state_of
from measures.models import FindingDecision, Measure, Plan, ResultLink, ReviewNote, Submission
from thai.dates import in_bangkok

WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
# Tables that any request may touch: sessions, throttle counters, papers that are laid out already.
APART = {"django_session", "portal_cache", "reports_paperpiece"}
# What is suspicious once `ready` has put a mistyped host beside the right one.
SUSPICION = key_of("host_twin", "thotsop-buri.gov.th", "thotsop-buri.go.th")
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
    """Return what a person would send with the route's form: complete, so that role and state alone decide."""
    if route.name == "measures:round-open":
        # Asked before there is any report.
        return {"due_date": thai_day(30), "due_time": "16.30"}
    if route.name == "measures:plan-regroup":
        # Asked of a plan without measures.
        return {"grouping": "issue"}
    place = world.places[cell]
    if route.name == "measures:plan-copy":
        return {"seen": state_of(list(place.plan.measures.all()), [])}
    result = place.submission.results.all()[0]
    typed_urls = [row.link.typed for row in result.result_links.all()]
    typed = {"answer": "done", "text": "ถ้อยคำใหม่", "version": result.version, "url": typed_urls}
    bodies: dict[str, dict[str, Any]] = {
        "submission-submit": {"acknowledged": "yes"},
        "submission-send-back": {"note": "ขาดหลักฐาน"},
        "result-save": typed,
        "result-confirm": typed,
        "result-comment": {"comment": "โปรดดูข้อนี้"},
        "result-mark": {"mark": "needs_work", "reason": "ขาดหลักฐาน", "version": result.version},
        "review-bulk": {"result": [result.pk], f"version-{result.pk}": result.version},
        "submission-approve": {"acknowledged": "yes"},
        "submission-reopen": {"note": "พบข้อผิดพลาด"},
        "submission-extend": {"until_date": thai_day(3), "until_time": "16.30", "reason": "น้ำท่วม"},
        "file-upload": {"files": photo()},
        "file-caption": {"caption": "คำบรรยายใหม่"},
        "file-move": {"place": "1"},
        "file-public": {"public": "yes"},
        "finding-accept": {"key": SUSPICION},
        "finding-dismiss": {"key": SUSPICION, "reason": "เป็นหน้าของหน่วยงานจริง"},
        "finding-undo": {"key": "0" * 64},
        "check-waivers": {"code": "home_page", "until": thai_day(3), "reason": "หน่วยงานมีหน้าเดียว"},
        "round-unlock": {"note": "แก้ไขข้อมูล"},
        "round-correct": {"note": "พบข้อผิดพลาด"},
        "round-remind": {"agency": [world.agency.pk], "text": "โปรดส่งรายงาน", "do": "send", "form": "f" * 32},
        "reminder-days": {"days": "5, 2"},
        "round-new": {"kind": "12"},
        "round-extend": {"due_date": thai_day(20), "due_time": "16.30", "reason": "น้ำท่วม"},
        "bundle": {"codes": ["province_measures"], "shape": "pdf"},
    }
    return bodies.get(route.name.partition(":")[2], {}) or planned(world, route, place)


def planned(world: World, route: Route, place: Place) -> dict[str, Any]:
    """Return the forms of measures and of the province's texts, with the keys of the cell's own rows."""
    measure, narrative = place.plan.measures.all()[0], place.round.narratives.all()[0]
    groups = [group.pk for group in world.province.groups.all()]
    covered = [row.pk for row in place.round.measures.all()]
    words = {"indicator": measure.indicator, "label": measure.label, "text": "ถ้อยคำใหม่ของมาตรการ", "groups": groups}
    bodies: dict[str, dict[str, Any]] = {
        "plan-assign": {"measure": [measure.pk], "group": groups, "do": "clear"},
        "measure-new": words | {"label": "2"},
        "plan-suggest": {
            "do": "create",
            "drafts": 1,
            "d0-key": "library-1",
            "d0-indicator": measure.indicator,
            "d0-label": "2",
            "d0-text": "มาตรการที่เสนอ",
            "d0-groups": groups,
        },
        "plan-bands": {
            "do": "save",
            "version": place.plan.version,
            "bands-TOTAL_FORMS": 1,
            "bands-INITIAL_FORMS": 1,
            "bands-0-at_least": "0",
            "bands-0-wording": "ต้องปรับปรุง",
        },
        "measure-edit": words | {"version": measure.version},
        "measure-move": {"to": "down"},
        "narrative-new": {"text": "ผลในภาพรวมใหม่", "measure": covered},
        "narrative-edit": {"text": "ผลในภาพรวมใหม่", "measure": covered, "version": narrative.version},
    }
    return bodies.get(route.name.partition(":")[2], {})


def photo() -> SimpleUploadedFile:
    """Return a small photo to upload."""
    content = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(content, "JPEG")
    return SimpleUploadedFile("ภาพ.jpg", content.getvalue(), "image/jpeg")


def lay(world: World, cell: Cell) -> None:
    """Put the bytes of the cell's file into the storage: the words of its caption."""
    row = world.places[cell].submission.results.all()[0].result_attachments.all()[0].attachment
    for name in (row.file.name, row.thumbnail.name):
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(row.caption.encode()))


def thai_day(ahead: int) -> str:
    """Return the day so many days from now as a Thai office writes it."""
    day = in_bangkok(timezone.now() + dt.timedelta(days=ahead))
    return f"{day.day}/{day.month}/{day.year + 543}"


def ready(world: World, route: Route, cell: Cell) -> None:
    """Bring the content into the shape that the request needs; undo it with what the request did."""
    place = world.places[cell]
    match route.name:
        case "measures:submission-return":
            result = place.submission.results.all()[0]
            place.submission.results.update(mark="needs_work")
            ReviewNote.objects.create(result=result, kind="reason", author=world.people["rev"], text="ขาดหลักฐาน")
        case "measures:round-open" if cell.round == "P":
            # What an opening makes must not be there yet.
            place.round.measures.all().delete()
            place.round.submissions.all().delete()
        case "measures:finding-accept" | "measures:finding-dismiss":
            wrong = Link.objects.typed(world.agency.pk, "https://www.thotsop-buri.gov.th/plan")
            ResultLink.objects.create(result=place.submission.results.all()[0], link=wrong, order=1)
        case "measures:finding-undo":
            about = {"results": [result.pk for result in place.submission.results.all()]}
            FindingDecision.objects.create(
                submission=place.submission, kind="weak", key="0" * 64, decision="dismissed", reason="ถูกแล้ว",
                about=about, by=world.people["staff"], at=timezone.now(),
            )  # fmt: skip
        case "measures:file-move":
            row = attach_photo(place.submission.results.all()[0], world.people["staff"], pk=10**6)
            Attachment.objects.filter(pk=row.attachment_id).update(name="other.jpg")
        case "measures:plan-regroup":
            # Only a plan without measures may be grouped anew.
            place.round.measures.all().delete()
            place.plan.measures.all().delete()
        case "measures:round-remind":
            # Only who has still to send is reminded.
            Submission.objects.filter(pk=place.submission.pk).update(state="D")
        case "measures:plan-copy":
            # The year after it has no plan yet.
            Plan.objects.filter(pk=place.plan.pk).update(fiscal_year=2690)
        case "measures:measure-move":
            # A key of its own: PostgreSQL counts on after a rollback, and two tries are compared.
            Measure.objects.create(pk=10**6, plan=place.plan, indicator=1, label="2", text="มาตรการที่ 2", order=1)


def send(client: Client, world: World, route: Route, cell: Cell, **extra: Any) -> Any:
    """Send the request and return its answer."""
    url = route.url(world, cell)
    if route.action == "file.download":
        lay(world, cell)
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
    for label in ("agencies", "evidence", "measures", "assessments", "reports"):
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
