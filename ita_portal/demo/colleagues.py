"""What the pages of people show in the demo: invitations on their way, an idle account, a list not yet stored."""

import datetime as dt
import io
from typing import Any

from django.utils import timezone
from openpyxl import Workbook

from agencies import authoring
from agencies.choices import Role
from agencies.idle import sweep_idle
from agencies.models import Membership, User
from ita_portal.demo.people import Cast
from ita_portal.people.columns import COLUMNS
from ita_portal.people.lists import bring

IDLE = dt.timedelta(days=160)
FILE = "รายชื่อผู้ใช้ใหม่ (ตัวอย่าง).xlsx"
SHOWN = ("agency", "username", "display_name", "email", "role")
NAME = "ผู้มาใหม่ สาธิต {:02d}"
LOGIN = "demo-new-{:02d}"
LINES = ((11, "srinathi.example", "เจ้าหน้าที่"), (12, "srinathi", "เจ้าหน้าที่"), (13, "", "หัวหน้า"), (1, "", "เจ้าหน้าที่"))


def invite_colleagues(cast: Cast) -> None:
    """Let the provincial office invite two people and bring a list; leave one account unused for long."""
    now = timezone.now()
    authoring.mail_link(_invited(cast, 1), by=cast.reviewer)
    opened = _invited(cast, 2)
    authoring.issue_link(opened, by=cast.reviewer)
    authoring.note_opened(opened)
    idle = User(username=LOGIN.format(3), display_name=NAME.format(3), email="demo-new-03@srinathi.example")
    idle.set_unusable_password()
    idle.date_joined, idle.last_login = now - 2 * IDLE, now - IDLE
    idle.save()
    Membership.objects.create(user=idle, role=Role.STAFF, agency=cast.agencies[0])
    sweep_idle(now)
    bring(_list(cast.agencies[0].name), FILE, by=cast.reviewer, province=cast.province, now=now)


def _invited(cast: Cast, number: int) -> User:
    return authoring.invite(
        Membership(role=Role.STAFF, agency=cast.agencies[0]), username=LOGIN.format(number),
        display_name=NAME.format(number), email=f"{LOGIN.format(number)}@srinathi.example", phone="", by=cast.reviewer,
    )  # fmt: skip


def _list(agency: str) -> bytes:
    """Return a list with a new person, a mistake, a person without an address, and one who is there already."""
    book = Workbook()
    page: Any = book.active
    page.title = "รายชื่อ"
    page.append([COLUMNS[name][0] for name in SHOWN])
    for number, host, role in LINES:
        login = LOGIN.format(number)
        page.append([agency, login, NAME.format(number), f"{login}@{host}" if host else "", role])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
