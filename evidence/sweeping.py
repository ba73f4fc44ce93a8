"""Finds files in the storage that no row knows: what a process left behind that died between file and row."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from django.core.files.storage import default_storage
from django.db.models import Q

from evidence.models import Attachment

FOLDER = "evidence"
# A file is written before its row: one younger than this may still get it.
GRACE = dt.timedelta(hours=24)
BATCH = 500


def _all_files() -> Iterator[str]:
    try:
        folders = default_storage.listdir(FOLDER)[0]
    except FileNotFoundError:
        return
    for folder in sorted(folders):
        for name in sorted(default_storage.listdir(f"{FOLDER}/{folder}")[1]):
            yield f"{FOLDER}/{folder}/{name}"


def orphans(now: dt.datetime) -> list[str]:
    """Return the names of old files without a row."""
    found: list[str] = []
    files = _all_files()
    while names := list(islice(files, BATCH)):
        rows = Attachment.objects.filter(Q(file__in=names) | Q(thumbnail__in=names))
        known = {name for row in rows.values_list("file", "thumbnail") for name in row}
        found += [name for name in names if name not in known and _is_old(name, now)]
    return found


def _is_old(name: str, now: dt.datetime) -> bool:
    try:
        return now - default_storage.get_modified_time(name) > GRACE
    except FileNotFoundError:
        return False


def lost_files() -> list[str]:
    """Return the names that rows have and the storage has not."""
    names = Attachment.objects.order_by("pk").values_list("file", "thumbnail").distinct()
    return [
        name for row in names.iterator(chunk_size=2000) for name in row if name and not default_storage.exists(name)
    ]


def sweep(now: dt.datetime) -> int:
    """Delete old files without a row; return how many."""
    found = orphans(now)
    for name in found:
        default_storage.delete(name)
    return len(found)
