"""Editions, links and items for the tests of the register."""

import datetime as dt
from typing import Any

from django.utils import timezone

from agencies.models import Agency, User
from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from assessments.models import Disclosure, Edition
from assessments.register.writing import TypedItem, save_item
from evidence.models import WebPage

NOW = dt.datetime(2026, 11, 21, 3, 0, tzinfo=dt.UTC)
SITE = "https://www.thotsop-buri.go.th"


def edition(year: int) -> Edition:
    """Return the shipped edition of that year, loaded when it is missing."""
    if not Edition.objects.filter(fiscal_year=year).exists():
        load_edition(read_json(fixture("editions", f"{year}.json")))
    return Edition.objects.get(fiscal_year=year)


def typed(presence: str = "yes", *urls: str, **words: str) -> TypedItem:
    """Return what a person typed; without links one of the agency's site."""
    return TypedItem(presence, urls=urls or ((f"{SITE}/oit",) if presence == "yes" else ()), **words)


def put(agency: Agency, by: User, year: int, item: str, what: TypedItem | None = None, **extra: Any) -> Disclosure:
    """Save one item whatever its version."""
    row = Disclosure.objects.filter(agency=agency, fiscal_year=year, item=item).first()
    blank = Disclosure(agency=agency, fiscal_year=year, item=item)
    version, now = row.version if row else 0, extra.get("now") or timezone.now()
    return save_item(row or blank, what or typed("yes", f"{SITE}/oit/{item}"), by=by, version=version, now=now)


def reach(url: str, what: str) -> None:
    """Say what the last check of an address found."""
    WebPage.objects.filter(url=url).update(reach=what, checked_at=NOW, next_check_at=None, urgent=False)
