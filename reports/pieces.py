"""Papers that are laid out already: the PDF of a document, kept under what decides its every byte.

A piece is found again by the SHA-256 of the document's words and of the templates, styles, fonts and engine that
printed it, so that it never has to be declared stale: what has changed has another key.
"""

import datetime as dt
import hashlib
import io
import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from reports.blocks import Photo
from reports.document import Document
from reports.models import PaperPiece
from reports.renderers import pdf
from reports.renderers.engine import ENGINE, Engine

logger = logging.getLogger(__name__)
_HERE = Path(__file__).resolve().parent
# What decides the bytes of a paper beside its words.
_MAKERS = ("renderers/**/*.py", "renderers/css/*", "templates/**/*", "catalogue/**/*.css", "fonts/**/*")
_ENGINES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "pillow", "segno", "python-docx", "openpyxl")
AGE = dt.timedelta(days=120)  # a piece that nobody wanted for so long is laid out anew
ROOM = 4 * 1024**3  # bytes of all pieces together
NOTED = dt.timedelta(hours=6)  # how exactly it is known when a piece was last wanted
BATCH = 500


@cache
def template_version() -> str:
    """The SHA-256 of everything but the words that decides a paper's bytes: templates, styles, fonts, engine."""
    digest = hashlib.sha256()
    for name in _ENGINES:
        digest.update(f"{name} {version(name)}\n".encode())
    for pattern in _MAKERS:
        for file in sorted(_HERE.glob(pattern)):
            if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".pyc":
                digest.update(f"{file.relative_to(_HERE).as_posix()} {_sha256(file.read_bytes())}\n".encode())
    return digest.hexdigest()


def words_digest(document: Document) -> str:
    """The SHA-256 of a document as data. A photo counts by its content, wherever it is stored."""
    return _sha256(json.dumps(document, default=_plain, ensure_ascii=False, separators=(",", ":")).encode())


def key_of(document: Document, *, accessible: bool = False) -> str:
    """The key of a document's PDF."""
    return _sha256(f"{template_version()} {words_digest(document)} {int(accessible)}".encode())


def find(key: str) -> bytes | None:
    """The kept PDF of that key, None where there is none (any more)."""
    piece = PaperPiece.objects.filter(key=key).first()
    if piece is None:
        return None
    now = timezone.now()
    if piece.used_at < now - NOTED:
        PaperPiece.objects.filter(pk=piece.pk).update(used_at=now)
    return _read(piece)


def _read(piece: PaperPiece) -> bytes | None:
    try:
        with piece.file.open("rb") as file:
            content: bytes = file.read()
    except OSError:
        # the row outlived its file: a folder restored without it, a store that is away
        logger.warning("Piece %s has no readable file; it is laid out anew", piece)
        return None
    if len(content) != piece.size:
        # cut short by a full disk or a broken copy: kept, it would spoil every bundle that holds it
        logger.warning("Piece %s is not as it was kept; it is laid out anew", piece)
        return None
    return content


def keep(key: str, content: bytes) -> None:
    """Keep a PDF under its key. A file that cannot be written is no fault: the paper is there, only not kept."""
    piece = PaperPiece(key=key, size=len(content), pages=count_pages(content), used_at=timezone.now())
    try:
        piece.file.save("piece.pdf", ContentFile(content), save=False)
        with transaction.atomic():
            old = PaperPiece.objects.filter(key=key).first()
            if old:
                PaperPiece.objects.filter(pk=old.pk).update(
                    file=piece.file.name, size=piece.size, pages=piece.pages, used_at=piece.used_at
                )
            else:
                piece.save()
        if old:
            _drop_file(old.file.name)
    except IntegrityError:  # somebody else kept the same bytes meanwhile
        _drop_file(piece.file.name)
    except OSError:
        logger.exception("A laid-out paper could not be kept")


def rendered(document: Document, *, accessible: bool = False, engine: Engine = ENGINE) -> bytes:
    """The PDF of a document, from what is kept or laid out now and kept. Raises PdfError (Thai)."""
    key = key_of(document, accessible=accessible)
    content = find(key)
    if content is None:
        content = pdf.render(document, accessible=accessible, engine=engine)
        keep(key, content)
    return content


def is_kept(key: str) -> bool:
    """Whether the PDF of that key is kept."""
    return PaperPiece.objects.filter(key=key).exists()


def find_many(keys: Sequence[str]) -> dict[str, bytes]:
    """The kept PDFs of these keys by key, those that are there: two queries for each five hundred."""
    found: dict[str, bytes] = {}
    for start in range(0, len(keys), BATCH):
        rows = PaperPiece.objects.filter(key__in=keys[start : start + BATCH])
        found |= {piece.key: content for piece in rows if (content := _read(piece)) is not None}
        now = timezone.now()
        PaperPiece.objects.filter(key__in=keys[start : start + BATCH], used_at__lt=now - NOTED).update(used_at=now)
    return found


def count_pages(content: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(content)) as file:
        return len(file.pages)


def sweep_pieces(now: dt.datetime, *, age: dt.timedelta = AGE, room: int = ROOM) -> int:
    """Drop the pieces that nobody wanted for `age`, then the longest unwanted beyond `room` bytes; return how many."""
    dropped = 0
    for piece in PaperPiece.objects.filter(used_at__lt=now - age).order_by("used_at")[:BATCH]:
        dropped += _drop(piece)
    over = (PaperPiece.objects.aggregate(all=Sum("size"))["all"] or 0) - room
    if over > 0:
        for piece in PaperPiece.objects.order_by("used_at")[:BATCH]:
            if over <= 0:
                break
            dropped, over = dropped + _drop(piece), over - piece.size
    return dropped


def _drop(piece: PaperPiece) -> int:
    piece.delete()
    _drop_file(piece.file.name)
    return 1


def _drop_file(name: str | None) -> None:
    try:
        if name:
            default_storage.delete(name)
    except OSError:
        logger.warning("A laid-out paper could not be deleted: %s", name)


def _plain(value: Any) -> Any:
    """A dataclass as its name and values; what JSON does not know by its class and words."""
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *_values(value)]
    return [type(value).__name__, str(value)]


def _values(value: Any) -> Iterator[Any]:
    for field in fields(value):
        if not (isinstance(value, Photo) and field.name == "name"):
            yield getattr(value, field.name)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
