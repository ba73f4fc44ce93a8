"""Writing a backup file of the whole portal."""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.core.files.storage import Storage, default_storage
from django.db import connection, transaction
from django.utils import timezone

from evidence.models import Attachment
from ita_portal.backup_format import (
    FORMAT,
    MANIFEST,
    Manifest,
    applied_migrations,
    stored_models,
    table_lines,
)

CHUNK = 1 << 20
# Laid-out papers (reports/pieces.py): gigabytes that the rows make again when somebody wants them.
MADE_ANEW = "pieces"


class BackupError(Exception):
    """A backup cannot be written or restored; the message is Thai and says what to do."""


def stored_files(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the names of all files of a storage that a backup holds, in order."""
    if folder == MADE_ANEW:
        return
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from stored_files(storage, f"{folder}/{name}" if folder else name)


def file_chunks(name: str) -> Iterator[bytes]:
    """Yield the bytes of a stored file."""
    with default_storage.open(name) as handle:
        while block := handle.read(CHUNK):
            yield block


def add_entry(archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes], manifest: Manifest) -> int:
    """Write one entry and its hash; return the number of chunks."""
    digest, count = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as handle:
        for chunk in chunks:
            digest.update(chunk)
            handle.write(chunk)
            count += 1
    manifest.hashes[name] = digest.hexdigest()
    return count


def write_archive(path: Path) -> Manifest:
    """Write all tables, as of one moment, and all files into a new zip."""
    manifest = Manifest(FORMAT, timezone.now().isoformat(), applied_migrations())
    # Nobody but the owner may read it: it holds password hashes and personal data.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            for model in stored_models():
                lines = add_entry(archive, f"tables/{model._meta.label}.jsonl", table_lines(model), manifest)
                manifest.rows[model._meta.label] = lines - 1
        for name in stored_files(default_storage):
            # A file that was taken away since it was listed is nobody's any more.
            if default_storage.exists(name):
                add_entry(archive, f"files/{name}", file_chunks(name), manifest)
        archive.writestr(MANIFEST, manifest.to_json())
        archive.close()
        raw.flush()
        os.fsync(raw.fileno())
    return manifest


def unlike_their_rows(manifest: Manifest) -> list[str]:
    """Return the files that are missing in a backup, or are not those of which the rows keep the hash."""
    rows = Attachment.objects.order_by("pk").values_list("file", "thumbnail", "sha256")
    found = []
    for file, thumbnail, sha256 in rows.iterator(chunk_size=2000):
        found += [file] if manifest.hashes.get(f"files/{file}") != sha256 else []
        found += [thumbnail] if thumbnail and f"files/{thumbnail}" not in manifest.hashes else []
    return sorted({*found})


def write_backup(path: Path) -> Manifest:
    """Write a backup file that is either whole or absent; return its manifest.

    BackupError when the file exists already or its folder cannot be written.
    """
    if path.exists():
        raise BackupError(f"มีไฟล์ {path} อยู่แล้ว โปรดตั้งชื่อใหม่")
    unfinished = path.with_name(path.name + ".part")
    try:
        manifest = write_archive(unfinished)
        unfinished.replace(path)
    except OSError as error:
        raise BackupError(f"เขียนไฟล์ {path} ไม่ได้ ({error.strerror}) โปรดตรวจโฟลเดอร์และพื้นที่ว่าง") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest
