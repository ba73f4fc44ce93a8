"""The OpenAPI document as a page shows it: sections of addresses with their parameters and fields. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

DEEPEST = 3


@dataclass(frozen=True)
class Row:
    """A parameter or a field: its name (dotted where it lies deeper), its type in words, what it is."""

    name: str
    kind: str
    words: str = ""


@dataclass(frozen=True)
class Address:
    """One address: anchor, path, what it gives, needed scope in words, whether open to all, rows to show."""

    anchor: str
    path: str
    summary: str
    description: str
    is_open: bool
    parameters: tuple[Row, ...]
    fields: tuple[Row, ...]


@dataclass(frozen=True)
class Section:
    """The addresses under one heading."""

    heading: str
    addresses: tuple[Address, ...]


def sections(document: Mapping[str, Any]) -> tuple[Section, ...]:
    """Return the document's addresses by heading, in its order."""
    found: dict[str, list[Address]] = {}
    for path, methods in document["paths"].items():
        operation = methods["get"]
        found.setdefault(operation["tags"][0], []).append(_address(document, path, operation))
    return tuple(Section(heading, tuple(addresses)) for heading, addresses in found.items())


def _address(document: Mapping[str, Any], path: str, operation: Mapping[str, Any]) -> Address:
    parameters = tuple(
        Row(one["name"], _kind(one["schema"]), one.get("description", ""))
        for one in operation.get("parameters", ()) if one["in"] == "query"
    )  # fmt: skip
    content = operation["responses"]["200"].get("content", {})
    schema: Mapping[str, Any] = next((body["schema"] for body in content.values()), {})
    return Address(
        operation["operationId"], path, operation.get("summary", ""), operation.get("description", ""),
        {} in operation.get("security", ()), parameters, tuple(_fields(document, schema)),
    )  # fmt: skip


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema behind a reference; of alternatives the first that says something."""
    for one in (schema, *schema.get("allOf", ()), *schema.get("oneOf", ())):
        if "$ref" in one:
            return document["components"]["schemas"][one["$ref"].rpartition("/")[2]]
    return schema


def _fields(document: Mapping[str, Any], schema: Mapping[str, Any], before: str = "", deep: int = 0) -> Iterator[Row]:
    for name, field in _resolved(document, schema).get("properties", {}).items():
        yield Row(before + name, _kind(field))
        inner = field.get("items", field)
        if deep < DEEPEST and "properties" in _resolved(document, inner):
            mark = f"{name}[]." if "items" in field else f"{name}."
            yield from _fields(document, inner, before + mark, deep + 1)


def _kind(schema: Mapping[str, Any]) -> str:
    """Return a type as programmers write it: "integer", "string (date-time)", "P | O"."""
    if "enum" in schema:
        return " | ".join(str(value) if value != "" else '""' for value in schema["enum"] if value is not None)
    kind = schema.get("type", "object")
    kinds = kind if isinstance(kind, list) else [kind]
    words = " | ".join(kinds)
    if "format" in schema:
        words += f" ({schema['format']})"
    if "minimum" in schema and "maximum" in schema:
        words += f" {schema['minimum']} – {schema['maximum']}"
    return words
