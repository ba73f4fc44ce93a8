"""Template filters: one-liners over the `thai` package."""

import datetime as dt

from django import template

from thai import dates

register = template.Library()


@register.filter
def long_date(value: dt.date | None) -> str:
    return dates.long_date(_local_day(value)) if value else "-"


@register.filter
def short_date(value: dt.date | None) -> str:
    return dates.short_date(_local_day(value)) if value else "-"


@register.filter
def short_datetime(value: dt.datetime | None) -> str:
    return dates.short_datetime(value) if value else "-"


def _local_day(value: dt.date) -> dt.date:
    return dates.in_bangkok(value) if isinstance(value, dt.datetime) else value
