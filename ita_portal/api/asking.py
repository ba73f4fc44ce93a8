"""Query parameters: what they are called, what they may hold, and what they narrow. Nothing else is accepted."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ita_portal.api.errors import wrong_parameter

MOST_KEY = 9_999_999_999
FIRST_YEAR, LAST_YEAR = 2500, 2700
MOST_ROWS, USUAL_ROWS = 200, 50
Narrow = str | Callable[[QuerySet, Any], QuerySet]


@dataclass(frozen=True)
class Param:
    """One parameter: its name, what it is (in the reader's language), its JSON schema, and what it narrows.

    narrows: the lookup that the value is given to, or a function of (rows, value); "" where the view itself uses it.
    """

    name: str
    words: Any
    schema: Mapping[str, Any]
    narrows: Narrow = ""

    def read(self, text: str) -> Any:
        """Return the value that was typed. Raises Refused (400) with what it may be."""
        if "enum" in self.schema:
            if text in self.schema["enum"]:
                return text
            raise self._wrong(_("เลือกได้เฉพาะ %(choices)s") % {"choices": ", ".join(self.schema["enum"])})
        if self.schema["type"] == "string":
            if re.fullmatch(self.schema["pattern"].strip("^$"), text):
                return text
            raise self._wrong(_("รูปแบบไม่ถูกต้อง"))
        least, most = self.schema["minimum"], self.schema["maximum"]
        if re.fullmatch(r"[0-9]{1,10}", text) and least <= int(text) <= most:
            return int(text)
        raise self._wrong(_("ต้องเป็นจำนวนเต็ม %(least)s ถึง %(most)s") % {"least": least, "most": most})

    def _wrong(self, why: str) -> Exception:
        return wrong_parameter(f"{self.name}: {why}")

    def narrow(self, rows: QuerySet, value: Any) -> QuerySet:
        """Return the rows that fit the value."""
        if callable(self.narrows):
            return self.narrows(rows, value)
        return rows.filter(**{self.narrows: value}) if self.narrows else rows


def key(name: str, words: Any, narrows: Narrow) -> Param:
    """Return a parameter that holds the id of a row."""
    return Param(name, words, {"type": "integer", "minimum": 1, "maximum": MOST_KEY}, narrows)


def year(narrows: str = "fiscal_year") -> Param:
    """Return the parameter of the fiscal year (Buddhist era)."""
    schema = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    return Param("year", gettext_lazy("ปีงบประมาณ พ.ศ."), schema, narrows)


def province(narrows: Narrow = "province__code") -> Param:
    """Return the parameter of the province by its official code."""
    return Param("province", gettext_lazy("รหัสจังหวัด 2 หลัก"), {"type": "string", "pattern": "^[0-9]{2}$"}, narrows)


def choice(name: str, words: Any, values: Iterable[str], narrows: Narrow) -> Param:
    """Return a parameter that holds one of some words."""
    return Param(name, words, {"type": "string", "enum": list(values)}, narrows)


LIMIT = Param("limit", gettext_lazy("จำนวนแถวต่อหน้า"), {
    "type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": USUAL_ROWS,
})  # fmt: skip
AFTER = Param("after", gettext_lazy("แถวที่ id มากกว่านี้ (ระบบใส่ไว้ใน next ให้แล้ว)"), {
    "type": "integer", "minimum": 0, "maximum": MOST_KEY, "default": 0,
})  # fmt: skip
PAGING = (LIMIT, AFTER)


def read(query: QueryDict, known: Iterable[Param]) -> dict[str, Any]:
    """Return the values by name. Raises Refused (400) for an unknown, repeated or wrong parameter."""
    params = {param.name: param for param in known}
    if unknown := sorted(set(query) - set(params)):
        names = ", ".join(params) or "-"
        reason = _("ไม่รู้จักพารามิเตอร์ %(unknown)s ใช้ได้คือ %(known)s")
        shown = ", ".join(name[:40] for name in unknown)
        raise wrong_parameter(reason % {"unknown": shown, "known": names}, "unknown_parameter")
    found = {}
    for name in query:
        values = query.getlist(name)
        if len(values) != 1:
            raise wrong_parameter(_("%(name)s: ส่งได้ครั้งเดียว") % {"name": name})
        found[name] = params[name].read(values[0])
    return found
