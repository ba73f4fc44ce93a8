"""One backup file: a zip of every table as lines of JSON, every stored file, and a manifest with hashes.

Shape of the archive: `tables/<app>.<Model>.jsonl` (first line the column names, then one array a row,
ordered by key), `files/<stored name>`, and at the end `manifest.json` (`Manifest`). The rows are values,
not SQL, so a backup of SQLite can be restored into PostgreSQL and the other way round.
"""

import base64
import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, Model

FORMAT = 1
MANIFEST = "manifest.json"
# Log-ins do not outlive a restore: somebody dismissed since the backup must not come back signed in.
LEFT_OUT = {"sessions.Session", "agencies.SessionSeen"}


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: SHA-256 of every entry by its name in the zip, and rows of every table."""

    format: int
    made_at: str
    migrations: list[str]
    rows: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> "Manifest":
        """Read a manifest; ValueError, KeyError or TypeError when it is none."""
        return cls(**json.loads(raw))


def stored_models() -> list[type[Model]]:
    """Return every model with a table of its own, join tables included, in a fixed order."""
    models = apps.get_models(include_auto_created=True)
    own = [m for m in models if m._meta.managed and not m._meta.proxy and m._meta.label not in LEFT_OUT]
    return sorted(own, key=lambda model: model._meta.label)


def left_out_tables() -> list[str]:
    """Return the tables that no backup holds and every restore empties."""
    return [apps.get_model(label)._meta.db_table for label in sorted(LEFT_OUT)]


def stored_fields(model: type[Model]) -> list[Field]:
    """Return the columns that are written: those the database computes itself are left out."""
    return [f for f in model._meta.local_concrete_fields if not getattr(f, "generated", False)]


def applied_migrations() -> list[str]:
    """Return the applied migrations as "app.name", in order."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def plain(value: Any) -> Any:
    """Return a column value as JSON can hold it, without losing a microsecond or a digit.

    TypeError for a type that no column of the portal has.
    """
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, dt.timedelta):
        return str(value)
    raise TypeError(f"cannot write {type(value).__name__} into a backup")


def table_lines(model: type[Model]) -> Iterator[bytes]:
    """Yield the lines of a table: its column names, then its rows by key."""
    fields = stored_fields(model)
    yield json.dumps([f.attname for f in fields]).encode() + b"\n"
    rows = model._base_manager.order_by("pk").values_list(*(f.attname for f in fields))
    for row in rows.iterator(chunk_size=2000):
        yield json.dumps(row, default=plain, ensure_ascii=False, sort_keys=True).encode() + b"\n"


def table_hash(model: type[Model]) -> str:
    """Return the SHA-256 of a table's lines as they stand now."""
    digest = hashlib.sha256()
    for line in table_lines(model):
        digest.update(line)
    return digest.hexdigest()


def read_rows(model: type[Model], lines: Iterable[bytes]) -> Iterator[Model]:
    """Yield unsaved rows of a table from its lines.

    ValueError when the columns are not those of the model.
    """
    fields = stored_fields(model)
    lines = iter(lines)
    columns = json.loads(next(lines))
    if columns != [f.attname for f in fields]:
        raise ValueError(f"{model._meta.label} has other columns")
    for line in lines:
        row = model()
        for column, value in zip(fields, json.loads(line), strict=True):
            setattr(row, column.attname, None if value is None else column.to_python(value))
        yield row


def insert_rows(model: type[Model], rows: Iterator[Model]) -> None:
    """Insert rows as they are: own keys, own time stamps, no save(), no defaults."""
    fields = stored_fields(model)
    while batch := list(islice(rows, 500)):
        size = max(connection.ops.bulk_batch_size(fields, batch), 1)
        for start in range(0, len(batch), size):
            # raw=True keeps auto_now columns as they were; bulk_create would write the time of the restore.
            model._base_manager._insert(  # type: ignore[attr-defined]
                batch[start : start + size], fields=fields, using=connection.alias, raw=True
            )
