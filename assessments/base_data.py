"""The data that every installation starts with: provinces, kinds of agencies, editions, suggested measures."""

import json
from dataclasses import dataclass
from pathlib import Path

import geothai
from django.conf import settings

from agencies.models import AgencyKind, Province
from assessments.edition_data import EditionError
from assessments.editions import EditionReport, load_edition
from assessments.library import load_suggestions
from assessments.merging import Mode


@dataclass(frozen=True)
class BaseReport:
    """What loading did; `skipped`: editions that stay as an administrator left them, and why.

    suggestions: how many entries of the library were added or renewed.
    """

    provinces: int
    kinds: int
    editions: tuple[EditionReport, ...]
    skipped: tuple[str, ...]
    suggestions: int = 0


def load_base() -> BaseReport:
    """Bring provinces (official codes, from geothai), kinds, editions and the library; run it as often as you like."""
    reports, skipped = [], []
    for path in sorted(fixture("editions").glob("*.json")):
        try:
            reports.append(load_edition(read_json(path), mode=Mode.ADD))
        except EditionError as error:
            skipped.append(f"{path.stem}: {error}")
    rows = read_json(fixture("suggestions.json"))
    assert isinstance(rows, list)
    return BaseReport(_provinces(), _kinds(), tuple(reports), tuple(skipped), load_suggestions(rows))


def fixture(*parts: str) -> Path:
    """A path under `fixtures/`."""
    return Path(settings.BASE_DIR, "fixtures", *parts)


def read_json(path: Path) -> object:
    """The decoded JSON of a UTF-8 file. Raises EditionError (Thai) where it is none."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise EditionError(f"เปิดไฟล์ {path.name} ไม่ได้ โปรดตรวจชื่อไฟล์ ({error.strerror})") from error
    return decode_json(content, path.name)


def decode_json(content: bytes, name: str) -> object:
    """Decode UTF-8 JSON; `name` is said in the refusal. Raises EditionError (Thai)."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
        # JSON can spell what no database keeps: infinite numbers and half characters (refused here), and NUL.
        if b"\\u0000" in json.dumps(document, ensure_ascii=False, allow_nan=False).encode():
            raise ValueError("NUL")
        return document
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise EditionError(f"อ่าน{name} ไม่ได้ ไฟล์ต้องเป็น JSON แบบ UTF-8 ({error})") from error


def _provinces() -> int:
    rows = [Province(code=one.code, name=one.name_th, name_en=one.name_en) for one in geothai.provinces()]
    Province.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _kinds() -> int:
    kinds = read_json(fixture("agency_kinds.json"))
    assert isinstance(kinds, list)
    AgencyKind.objects.bulk_create([AgencyKind(**kind) for kind in kinds], ignore_conflicts=True)
    return len(kinds)
