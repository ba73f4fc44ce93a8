"""Looks through a PDF in the sandbox and writes it anew: what runs, calls out or hides files is refused.

Runs without Django. Refusals are codes (`evidence.files` has the words): `pdf_locked`, `pdf_active`, `pdf_files`,
`pdf_link`, `pdf_pages`, `pdf`.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from evidence.sandbox import Refusal

MAX_PAGES = 300
# Keys that stand for something that runs or moves by itself, wherever they are.
ACTIVE_KEYS = {
    "/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent", "/RichMediaSettings", "/3DD", "/3DA", "/Renditions",
}  # fmt: skip
FILE_KEYS = {"/EF", "/EmbeddedFiles", "/Collection", "/RF"}
ACTIVE_ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute", "/GoTo3DView", "/GoToR", "/GoToE", "/ResetForm", "/Hide", "/Trans",
}  # fmt: skip
ACTIVE_SUBTYPES = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/U3D", "/PRC", "/TrapNet"}
LINK_SCHEMES = ("", "http", "https", "mailto", "tel")


def work(words: dict[str, Any], data: bytes) -> bytes:
    """Return a line of JSON (pages) and the paper, written anew. Raises Refusal."""
    try:
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            pages = look_through(pdf)
            return json.dumps({"pages": pages}).encode() + b"\n" + written_anew(pdf)
    except pikepdf.PasswordError as locked:
        raise Refusal("pdf_locked") from locked
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError) as broken:
        raise Refusal("pdf") from broken


def look_through(pdf: Pdf) -> int:
    """Return the number of pages. Raises Refusal at the first thing that is not inert."""
    if pdf.is_encrypted:
        raise Refusal("pdf_locked")
    pages = len(pdf.pages)
    if not 1 <= pages <= MAX_PAGES:
        raise Refusal("pdf_pages")
    _look_at_opening(pdf.Root.get("/OpenAction"))
    for thing in _things(pdf):
        if isinstance(thing, Stream) and "/F" in thing:
            raise Refusal("pdf_files")  # its bytes lie in another file
        _look_at(thing)
    return pages


def _things(pdf: Pdf) -> Iterator[Object]:
    """Yield every dictionary and stream of the file, those inside others included, each once."""
    for whole in (*pdf.objects, pdf.trailer):
        waiting: list[Any] = [whole]
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, Array):
                inside = [item for item in thing if isinstance(item, Object)]
            elif isinstance(thing, Dictionary | Stream):
                yield thing
                inside = [item for _key, item in thing.items() if isinstance(item, Object)]
            else:
                continue
            # What has a number of its own comes in its own turn.
            waiting += [item for item in inside if not item.is_indirect]


def _look_at(thing: Object) -> None:
    keys = set(thing.keys())
    if keys & ACTIVE_KEYS or _name(thing, "/S") in ACTIVE_ACTIONS or _name(thing, "/Subtype") in ACTIVE_SUBTYPES:
        raise Refusal("pdf_active")
    if keys & FILE_KEYS or _name(thing, "/Type") == "/EmbeddedFile" or _name(thing, "/Subtype") == "/FileAttachment":
        raise Refusal("pdf_files")
    # A file's name as text: a paper that lies elsewhere, which a reader's machine would fetch.
    if any(isinstance(thing.get(key), String) for key in ("/F", "/UF")):
        raise Refusal("pdf_files")
    for target in (thing.get("/URI"), thing.get("/Base")):
        if isinstance(target, String) and not _is_plain_link(str(target)):
            raise Refusal("pdf_link")


def _look_at_opening(action: Object | None) -> None:
    """Let a file open at a place in itself; whatever else happens at opening is refused."""
    if isinstance(action, Dictionary) and (_name(action, "/S") not in ("/GoTo", "") or "/Next" in action):
        raise Refusal("pdf_active")


def _name(thing: Object, key: str) -> str:
    value = thing.get(key)
    return str(value) if isinstance(value, Name) else ""


def _is_plain_link(target: str) -> bool:
    # Two strokes before a name are a share of another machine: a reader's machine would log in there.
    shown = "".join(letter for letter in target if letter.isprintable()).strip().lower()
    if shown.startswith(("\\", "//")):
        return False
    try:
        return urlsplit(shown).scheme in LINK_SCHEMES
    except ValueError:
        return False


def written_anew(pdf: Pdf) -> bytes:
    """Return the file put together anew: no earlier versions, no bytes before or after, no names of its writers."""
    if "/Metadata" in pdf.Root:
        del pdf.Root["/Metadata"]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    out = BytesIO()
    # The same paper gives the same bytes: sent twice it is one.
    pdf.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()
