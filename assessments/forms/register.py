"""What a person types for one OIT item, and which items are chosen to be copied."""

from typing import Any

from django.http import QueryDict

from assessments.register.writing import TypedItem
from evidence.fields import mended, plain, typed_urls

# No item ever has this version: a form without a number is stale.
STALE = 2_000_000_000
NONE = ""


def typed(data: QueryDict) -> TypedItem:
    """Return what was typed, whatever it is: the service judges it."""
    return TypedItem(
        presence=plain(data.get("presence", ""))[:20],
        explanation=plain(data.get("explanation", "")),
        unit=" ".join(plain(data.get("unit", "")).split()),
        urls=mended(typed_urls(data.getlist("url")), plain(data.get("repair", ""))),
    )


def as_typed(values: dict[str, Any]) -> TypedItem:
    """Return what `TypedItem.as_json` holds."""
    return TypedItem(values["presence"], values["explanation"], values["unit"], tuple(values["urls"]))


def version(data: QueryDict) -> int:
    """Return the version that the form was made of; STALE where it is missing or no number."""
    raw = data.get("version", "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else STALE


def chosen(data: QueryDict) -> dict[str, str]:
    """Return this year's code → last year's code of what is to be copied: fields "from-o24" with "o22" in them."""
    pairs = ((name.removeprefix("from-"), plain(data.get(name, ""))) for name in data if name.startswith("from-"))
    return {new[:6]: old[:6] for new, old in pairs if old != NONE}


def fiscal_year(data: QueryDict, name: str = "year") -> int | None:
    """Return the fiscal year of a field, or None where it is no year."""
    raw = data.get(name, "")
    return int(raw) if raw.isascii() and raw.isdecimal() and len(raw) == 4 else None
