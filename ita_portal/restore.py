"""Reading a backup file back: first everything is verified, then everything is written, or nothing."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.utils import validate_file_name
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

from ita_portal.backup import CHUNK, BackupError
from ita_portal.backup_format import (
    FORMAT,
    MANIFEST,
    Manifest,
    applied_migrations,
    insert_rows,
    left_out_tables,
    read_rows,
    stored_models,
    table_hash,
)

PORTAL_APPS = ("agencies", "evidence", "assessments", "measures", "reports")
DAMAGED = "ไฟล์สำรองข้อมูลเสียหายหรือไม่ครบ ({what}) ระบบไม่ได้เปลี่ยนข้อมูลใด ๆ โปรดใช้ไฟล์สำรองชุดอื่น"


def entry_hash(archive: zipfile.ZipFile, name: str) -> str:
    """Return the SHA-256 of one entry."""
    digest = hashlib.sha256()
    with archive.open(name) as handle:
        while block := handle.read(CHUNK):
            digest.update(block)
    return digest.hexdigest()


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return the manifest; BackupError when there is none of this format."""
    try:
        manifest = Manifest.from_json(archive.read(MANIFEST))
    except (KeyError, TypeError, ValueError) as error:
        raise BackupError(DAMAGED.format(what=MANIFEST)) from error
    if manifest.format != FORMAT:
        raise BackupError(f"ไฟล์สำรองเป็นรูปแบบ {manifest.format} ระบบนี้อ่านได้เฉพาะรูปแบบ {FORMAT}")
    return manifest


def verify_archive(archive: zipfile.ZipFile) -> Manifest:
    """Compare every entry with its hash, and the list of entries with the manifest.

    BackupError names the first entry that is missing, unknown or changed.
    """
    manifest = read_manifest(archive)
    present = sorted(name for name in archive.namelist() if name != MANIFEST)
    expected = sorted([*manifest.hashes])
    if present != expected:
        raise BackupError(DAMAGED.format(what=sorted({*present} ^ {*expected})[:1] or "duplicate"))
    for name in expected:
        if entry_hash(archive, name) != manifest.hashes[name]:
            raise BackupError(DAMAGED.format(what=name))
    tables = sorted(f"tables/{model._meta.label}.jsonl" for model in stored_models())
    same_tables = tables == [name for name in expected if name.startswith("tables/")]
    if not same_tables or manifest.migrations != applied_migrations():
        differing = sorted({*manifest.migrations} ^ {*applied_migrations()})[:3]
        raise BackupError(
            f"ไฟล์สำรองมาจากระบบรุ่นอื่น โปรดติดตั้งรุ่นเดียวกัน สั่ง migrate แล้วกู้คืนอีกครั้ง (ต่างกันที่ {', '.join(differing)})"
        )
    return manifest


def first_filled_table() -> str:
    """Return the name of a table of the portal that has rows, or an empty text."""
    for app in PORTAL_APPS:
        for model in apps.get_app_config(app).get_models():
            if model._base_manager.exists():
                return model._meta.label
    return ""


@contextmanager
def triggers_off(cursor: CursorWrapper) -> Iterator[None]:
    """Put the triggers of all tables aside inside a transaction and set them back at its end.

    The triggers that keep the history append-only would refuse to empty it; a rollback brings them back too.
    """
    if connection.vendor == "postgresql":
        tables = [connection.ops.quote_name(model._meta.db_table) for model in stored_models()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        # PostgreSQL alters no table while a deferred check waits on it.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    else:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        connection.check_constraints()
        for _, sql in triggers:
            cursor.execute(sql)


def empty_tables(cursor: CursorWrapper) -> None:
    """Remove the rows of every stored table, and every session."""
    tables = [m._meta.db_table for m in stored_models()] + left_out_tables()
    names = [connection.ops.quote_name(table) for table in tables]
    if connection.vendor == "postgresql":
        cursor.execute(f"TRUNCATE {', '.join(names)}")
    else:
        for name in names:
            # The name is a table of our own, quoted.
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608  # nosec B608


def write_tables(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Replace all rows by those of the backup and compare every table with its hash; one transaction."""
    models = stored_models()
    with transaction.atomic(), connection.cursor() as cursor:
        with triggers_off(cursor):
            empty_tables(cursor)
            for model in models:
                with archive.open(f"tables/{model._meta.label}.jsonl") as lines:
                    insert_rows(model, read_rows(model, lines))
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
        for model in models:
            if table_hash(model) != manifest.hashes[f"tables/{model._meta.label}.jsonl"]:
                raise BackupError(f"ข้อมูลตาราง {model._meta.label} ไม่ตรงกับไฟล์สำรอง ระบบคืนค่าเดิมทั้งหมดแล้ว")


def write_files(archive: zipfile.ZipFile, names: list[str]) -> None:
    """Write the stored files under the names they had."""
    for entry in names:
        name = entry.removeprefix("files/")
        if default_storage.exists(name):
            default_storage.delete(name)
        with archive.open(entry) as handle:
            stored = default_storage.save(name, File(handle, name))
        if stored != name:
            raise BackupError(f"เขียนไฟล์แนบ {name} ไม่สำเร็จ โปรดตรวจ MEDIA_ROOT")


def restore_backup(path: Path, *, force: bool = False) -> Manifest:
    """Verify a backup file and bring all its rows and files back; return its manifest.

    BackupError (and an unchanged database) when the file is missing, damaged, of another version of the
    portal, or when the database has data and `force` is not given.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = verify_archive(archive)
            files = [name for name in manifest.hashes if name.startswith("files/")]
            for name in files:
                validate_file_name(name.removeprefix("files/"), allow_relative_path=True)
            if not force and (table := first_filled_table()):
                raise BackupError(f"ฐานข้อมูลมีข้อมูลอยู่แล้ว ({table}) หากต้องการแทนที่ทั้งหมดให้เพิ่ม --force")
            write_files(archive, files)
            write_tables(archive, manifest)
    except (zipfile.BadZipFile, zlib.error, EOFError, SuspiciousFileOperation) as error:
        raise BackupError(DAMAGED.format(what=type(error).__name__)) from error
    except DatabaseError as error:
        raise BackupError(f"เขียนลงฐานข้อมูลไม่สำเร็จ ระบบคืนข้อมูลเดิมทั้งหมดแล้ว ({error})") from error
    except OSError as error:
        raise BackupError(f"อ่านหรือเขียนไฟล์ไม่ได้ ({error}) โปรดตรวจที่อยู่ไฟล์และ MEDIA_ROOT") from error
    return manifest
