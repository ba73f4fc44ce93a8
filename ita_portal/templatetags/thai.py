"""Template filters: one-liners over the `thai` package, in the reader's language.

English readers see both eras: "30 September 2025 (2568)". Papers do not use these filters.
"""

import datetime as dt

from django import template
from django.utils.translation import get_language

from thai import dates

register = template.Library()


@register.filter
def long_date(value: dt.date | None) -> str:
    if not value:
        return "-"
    day = _local_day(value)
    return dates.english_date(day) if _in_english() else dates.long_date(day)


@register.filter
def full_date(value: dt.date | None) -> str:
    """Return a long date in Arabic numerals, as public pages write figures."""
    if not value:
        return "-"
    day = _local_day(value)
    return dates.english_date(day) if _in_english() else dates.long_date(day, "arabic")


@register.filter
def short_date(value: dt.date | None) -> str:
    if not value:
        return "-"
    day = _local_day(value)
    return dates.english_date(day, short=True) if _in_english() else dates.short_date(day)


@register.filter
def month_year(value: dt.date) -> str:
    words = dates.english_date(value) if _in_english() else dates.long_date(value, "arabic")
    return words.partition(" ")[2]


@register.filter
def short_datetime(value: dt.datetime | None) -> str:
    if not value:
        return "-"
    return dates.english_datetime(value) if _in_english() else dates.short_datetime(value)


def _in_english() -> bool:
    return get_language() == "en"


def _local_day(value: dt.date) -> dt.date:
    return dates.in_bangkok(value) if isinstance(value, dt.datetime) else value
