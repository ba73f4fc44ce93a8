"""Lists around the register: whose registers a person may read, and who changed what of an item."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from agencies.choices import Role
from agencies.models import Agency, Province, User
from assessments.choices import Presence
from assessments.models import Disclosure, DisclosureChange

SHOWN = 100


@dataclass(frozen=True)
class Change:
    """One change of an item: when, by whom, and (what, before, after) in words."""

    at: dt.datetime
    by: str
    lines: tuple[tuple[str, str, str], ...]


def agencies_of(user: User, *, query: str = "", province: str = "") -> QuerySet[Agency]:
    """Return the agencies in use whose registers the person may read, by province and name.

    query: part of a name; province: code of a province. Empty means all.
    """
    found = Agency.objects.visible_to(user).active().select_related("province")
    if query:
        found = found.filter(name__icontains=query)
    if province:
        found = found.filter(province__code=province)
    return found.order_by("province__name", "name", "pk")


def provinces_of(user: User) -> QuerySet[Province]:
    """Return the provinces whose registers the person may read as a whole: the reviewed ones, all for the nation."""
    if not user.is_authenticated:
        return Province.objects.none()
    if user.roles & {Role.VIEWER, Role.ADMIN}:
        return Province.objects.all()
    return Province.objects.filter(pk__in=[m.province_id for m in user.held if m.role == Role.REVIEWER])


def query_string(asked: dict[str, str]) -> str:
    """Return what was asked for as the beginning of a query, for the links to other pages."""
    return "".join(f"{urlencode({name: value})}&" for name, value in asked.items() if value)


def changes_of(row: Disclosure) -> list[Change]:
    """Return the last 100 changes of an item, the newest first: 1 query."""
    if not row.pk:
        return []
    rows = DisclosureChange.objects.filter(disclosure=row).select_related("by")[:SHOWN]
    return [Change(one.at, str(one.by or _("คำสั่งของผู้ดูแลระบบ")), _lines(one.changes)) for one in rows]


def _lines(changes: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    labels = {
        "presence": _("มี/ไม่มี"), "explanation": _("คำอธิบาย"), "unit": _("หน่วยงานที่รับผิดชอบข้อมูล"), "urls": _("ลิงก์"),
        "copied_from": _("คัดลอกจาก"), "recheck": _("ขอให้ตรวจลิงก์"),
    }  # fmt: skip
    found = []
    for name, value in changes.items():
        before, after = value if isinstance(value, list) and len(value) == 2 else ("", value)
        found.append((labels.get(name, name), _shown(name, before), _shown(name, after)))
    return tuple(found)


def _shown(name: str, value: Any) -> str:
    if name == "presence" and value in Presence.values:
        return _(str(Presence(value).label))
    if name == "copied_from" and value:
        year, _colon, code = str(value).partition(":")
        return _("ปี %(year)s ข้อ %(item)s") % {"year": year, "item": code}
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
