"""The only writer of the register: rule, version, history, rows and link checks in one transaction."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from agencies.actions import Action
from agencies.asking import too_long
from agencies.models import Agency, User
from agencies.rules import may
from assessments.carrying import problem_of
from assessments.choices import Presence
from assessments.models import Disclosure, DisclosureChange, DisclosureLink
from assessments.register.reading import items_of
from evidence.models import Link, WebPage
from evidence.schedule import request_check, unwatch, watch
from evidence.urls import MAX_LENGTH, Fault
from thai.dates import BANGKOK, fiscal_year_bounds

MAX_TEXT, MAX_UNIT, MAX_LINKS = 5_000, 200, 20
RECHECKS_AN_HOUR = 5
HOUR = dt.timedelta(hours=1)
# One page is cited by many: however many people ask, its host hears of it once in so long.
BETWEEN_RECHECKS = dt.timedelta(minutes=10)


class RegisterError(Exception):
    """A change of the register was refused; the message is Thai. `conflict`: what stands has moved on (409)."""

    conflict = False


class StaleItem(RegisterError):
    """Somebody saved the item in between. `current` is what stands now, `typed` what was to be saved."""

    conflict = True

    def __init__(self, current: dict[str, Any], typed: dict[str, Any]) -> None:
        super().__init__(_("มีผู้อื่นบันทึกข้อนี้ไปก่อนแล้ว โปรดเลือกข้อความที่จะใช้"))
        self.current, self.typed = current, typed


@dataclass(frozen=True)
class TypedItem:
    """What a person typed for one item. `urls`: as typed, in order, without empty ones."""

    presence: str = ""
    explanation: str = ""
    unit: str = ""
    urls: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return the same as JSON values."""
        return {
            "presence": self.presence, "explanation": self.explanation, "unit": self.unit, "urls": list(self.urls),
        }  # fmt: skip


def snapshot(row: Disclosure) -> dict[str, Any]:
    """Return what stands of an item, as TypedItem.as_json has it."""
    urls = [one.link.typed for one in row.disclosure_links.select_related("link")] if row.pk else []
    return {"presence": row.presence, "explanation": row.explanation, "unit": row.unit, "urls": urls}


@transaction.atomic
def save_item(row: Disclosure, typed: TypedItem, *, by: User, version: int, now: dt.datetime) -> Disclosure:
    """Store what was typed while the item still has that version; a copied item is thereby looked at.

    row: its agency, year and item count; it may be new. Returns the row fresh. Raises StaleItem with both texts when
    somebody saved in between, RegisterError when the role or the content does not allow it.
    """
    row = _locked(row, by=by)
    before, after = snapshot(row), typed.as_json()
    if before == after and not row.copied_from:
        return row
    if row.version != version:
        raise StaleItem(before, after)
    _check(typed)
    changes: dict[str, Any] = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if row.copied_from:
        changes["copied_from"] = [row.copied_from, ""]
    _store(row, typed, copied_from="", changes=changes, by=by, now=now)
    return Disclosure.objects.get(pk=row.pk)


@transaction.atomic
def carry(
    agency: Agency, fiscal_year: int, source_year: int, chosen: Mapping[str, str], *, by: User, now: dt.datetime
) -> list[str]:
    """Copy items of an earlier year's register into untouched ones; return the codes that were filled.

    chosen: this year's code → that year's code. What is copied is marked until a person has looked at it; an item
    that somebody has filled since stays as it is. Raises RegisterError when the role does not allow it, when one old
    item is chosen twice, or when a code is not of its year.
    """
    _allow(agency, by)
    if source_year >= fiscal_year:
        raise RegisterError(_("คัดลอกได้จากทะเบียนของปีก่อนหน้าเท่านั้น"))
    if twice := problem_of(chosen):
        raise RegisterError(
            _("ข้อ %(item)s ของปี %(year)s ถูกเลือกให้มากกว่าหนึ่งข้อ โปรดเลือกให้ข้อเดียว") % {"item": twice, "year": source_year}
        )
    known = {one.code for one in items_of(fiscal_year)}
    sources = {
        row.item: row
        for row in Disclosure.objects.of(agency, source_year).prefetch_related("disclosure_links__link")
    }  # fmt: skip
    if set(chosen) - known or set(chosen.values()) - set(sources):
        raise RegisterError(_("มีข้อที่ไม่อยู่ในทะเบียนของปีที่เลือก โปรดเปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง"))
    filled = []
    for new, old in chosen.items():
        row = _locked(Disclosure(agency=agency, fiscal_year=fiscal_year, item=new), by=by)
        if not is_untouched(row):
            continue
        last = sources[old]
        urls = tuple(one.link.typed for one in last.disclosure_links.all())
        typed = TypedItem(last.presence, last.explanation, last.unit, urls)
        origin = f"{source_year}:{old}"
        changes: dict[str, Any] = {"copied_from": ["", origin]}
        _store(row, typed, copied_from=origin, changes=changes, by=by, now=now)
        filled.append(new)
    return filled


def is_untouched(row: Disclosure) -> bool:
    """Say whether nothing stands in an item."""
    return not (row.presence or row.explanation or row.unit or row.disclosure_links.exists())


@transaction.atomic
def recheck(row: Disclosure, *, by: User, now: dt.datetime) -> int:
    """Let the item's links be checked now that were not checked within ten minutes; return how many are.

    Raises RegisterError when the role does not allow it or the person has asked five times within the hour.
    """
    _allow(row.agency, by)
    # Two clicks at one moment wait for each other here, and the second is counted.
    User.objects.select_for_update().get(pk=by.pk)
    asked = DisclosureChange.objects.filter(by=by, at__gt=now - HOUR, changes__has_key="recheck").count()
    if asked >= RECHECKS_AN_HOUR:
        raise RegisterError(_("ขอตรวจซ้ำได้ชั่วโมงละ 5 ครั้ง โปรดลองใหม่ภายหลัง ระบบยังตรวจให้เองตามรอบ"))
    pages = WebPage.objects.filter(links__in=[one.link_id for one in row.disclosure_links.all()]).distinct()
    waiting = [page for page in pages if page.checked_at is None or page.checked_at <= now - BETWEEN_RECHECKS]
    count = request_check(waiting, now)
    if count:
        DisclosureChange.objects.create(disclosure=row, by=by, at=now, changes={"recheck": count})
    return count


def _allow(agency: Agency, by: User) -> None:
    if not (verdict := may(by, Action.DISCLOSURE_EDIT, agency)):
        raise RegisterError(verdict.reason)


def _locked(row: Disclosure, *, by: User) -> Disclosure:
    """Ask the rule, make the row where it is missing, and hold it."""
    _allow(row.agency, by)
    made, _new = Disclosure.objects.get_or_create(
        agency_id=row.agency_id, fiscal_year=row.fiscal_year, item=row.item
    )  # fmt: skip
    return Disclosure.objects.select_for_update().get(pk=made.pk)


def _check(typed: TypedItem) -> None:
    if typed.presence not in Presence.values:
        raise RegisterError(_("คำตอบไม่ถูกต้อง โปรดเลือกมีหรือไม่มี"))
    if len(typed.explanation) > MAX_TEXT:
        raise RegisterError(str(too_long(MAX_TEXT)))
    if len(typed.unit) > MAX_UNIT:
        raise RegisterError(_("ชื่อหน่วยงานที่รับผิดชอบยาวเกิน %(most)s ตัวอักษร") % {"most": MAX_UNIT})
    if len(typed.urls) > MAX_LINKS:
        raise RegisterError(_("ใส่ลิงก์ได้ไม่เกิน %(most)s ลิงก์ต่อข้อ") % {"most": MAX_LINKS})
    if any(len(url) > MAX_LENGTH for url in typed.urls):
        raise RegisterError(str(Fault.LONG.label))


def _store(
    row: Disclosure, typed: TypedItem, *, copied_from: str, changes: dict[str, Any], by: User, now: dt.datetime
) -> None:
    Disclosure.objects.filter(pk=row.pk).update(
        presence=typed.presence, explanation=typed.explanation, unit=typed.unit, copied_from=copied_from,
        version=F("version") + 1, updated_at=now, updated_by=by,
    )  # fmt: skip
    _set_links(row, typed.urls, now)
    DisclosureChange.objects.create(disclosure=row, by=by, at=now, changes=changes)


def _set_links(row: Disclosure, urls: Iterable[str], now: dt.datetime) -> None:
    """Make the item's links these, in this order; new pages are checked at once, all weekly to the year's end."""
    if snapshot(row)["urls"] == list(urls):
        return
    before = set(row.disclosure_links.values_list("link__page", flat=True))
    row.disclosure_links.all().delete()
    links = [Link.objects.typed(row.agency_id, url) for url in urls]
    DisclosureLink.objects.bulk_create(
        DisclosureLink(disclosure=row, link=link, order=order) for order, link in enumerate(links)
    )
    pages = WebPage.objects.filter(pk__in={link.page_id for link in links if link.page_id})
    watch(pages, daily_until=None, weekly_until=_year_end(row.fiscal_year), now=now)
    unwatch(before - {link.page_id for link in links})


def _year_end(fiscal_year: int) -> dt.datetime:
    last = fiscal_year_bounds(fiscal_year)[1]
    return dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=BANGKOK)
