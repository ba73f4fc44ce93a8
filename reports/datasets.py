"""A paper as JSON data and back, so that what an issued paper was printed from outlives the rows it came from.

What Python and JSON share stays as it is; a tuple becomes a list, a dataclass {"is": its name, its values}, and what
JSON does not know {"is": "date" or "Decimal", "as": its words}. `from_data(to_data(document)) == document`.
"""

import datetime as dt
import hashlib
import json
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from reports import blocks, document, values
from reports.document import Document

KIND, WORDS = "is", "as"
_SPELT: dict[str, Any] = {"date": dt.date.fromisoformat, "Decimal": Decimal}


class NotADataset(ValueError):
    """The data are no document's: an unknown kind, or values that do not fit it."""


def to_data(document: Document) -> dict[str, Any]:
    """The document as what JSON knows: dicts, lists, texts, whole numbers, True, False and None."""
    data: dict[str, Any] = _plain(document)
    return data


def from_data(data: dict[str, Any]) -> Document:
    """The document of `to_data`, equal in every value. Raises NotADataset."""
    try:
        found = _typed(data)
    except (KeyError, TypeError, ValueError, ArithmeticError) as problem:
        raise NotADataset(str(problem)) from problem
    if not isinstance(found, Document):
        raise NotADataset(type(found).__name__)
    return found


def digest(data: dict[str, Any]) -> str:
    """The SHA-256 (hex) of data, whatever the order in which a database keeps its keys."""
    spelt = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelt.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _kinds() -> dict[str, type]:
    """Every dataclass that a document may be made of, by its name."""
    return {
        name: kind
        for module in (values, blocks, document)
        for name, kind in vars(module).items()
        if is_dataclass(kind) and isinstance(kind, type)
    }


def _plain(value: Any) -> Any:
    match value:
        case None | str() | bool() | int():
            return value
        case tuple():
            return [_plain(item) for item in value]
        case Decimal():
            return {KIND: "Decimal", WORDS: str(value)}
        case dt.date() if type(value) is dt.date:
            return {KIND: "date", WORDS: value.isoformat()}
    name = type(value).__name__
    kind: Any = _kinds().get(name)
    if type(value) is not kind:
        raise TypeError(f"a paper cannot hold a {name}")
    return {KIND: name} | {field.name: _plain(getattr(value, field.name)) for field in fields(kind)}


def _typed(data: Any) -> Any:
    match data:
        case list():
            return tuple(_typed(item) for item in data)
        case dict():
            name = data[KIND]
            if name in _SPELT:
                return _SPELT[name](data[WORDS])
            held = {key: _typed(item) for key, item in data.items() if key != KIND}
            return _kinds()[name](**held)
    return data
