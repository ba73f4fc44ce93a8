"""Machine checks of the PDF/A-2b rules that matter for our papers. No certificate: veraPDF knows many more."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

_OUTLINE_FONTS = ("/TrueType", "/Type1", "/CIDFontType2", "/CIDFontType0")
_ACTIONS = ("/URI", "/GoTo", "/GoToR", "/Named")


def faults(pdf: bytes) -> list[str]:
    """What breaks the rules, with the number of the rule in ISO 19005-2; empty when nothing was found."""
    opened = pikepdf.open(io.BytesIO(pdf))
    return sorted({*_file(pdf, opened), *_metadata(opened), *_pages(opened), *_objects(opened)})


def _file(pdf: bytes, opened: pikepdf.Pdf) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.\d[\r\n]+%[\x80-\xff]{4}", pdf):
        yield "6.1.2 header without binary comment"
    if "/ID" not in opened.trailer:
        yield "6.1.3 no identifier"
    if "/Encrypt" in opened.trailer:
        yield "6.1.3 encrypted"
    intents: Any = opened.Root.get("/OutputIntents", [])
    if not any(str(i.get("/S")) == "/GTS_PDFA1" and "/DestOutputProfile" in i for i in intents):
        yield "6.2.3 no output intent with its profile"
    if "/JavaScript" in opened.Root.get("/Names", {}) or "/AA" in opened.Root:
        yield "6.5 actions"


def _metadata(opened: pikepdf.Pdf) -> Iterator[str]:
    packet = opened.Root.get("/Metadata")
    text = packet.read_bytes().decode() if packet is not None else ""
    if not re.search(r"pdfaid:part(>|=\")2", text) or not re.search(r"pdfaid:conformance(>|=\")[ABU]", text):
        yield "6.6.4 does not say PDF/A-2"
    title = opened.docinfo.get("/Title")
    if title is not None and str(title) not in text:
        yield "6.6.3 title differs in the metadata"


def _pages(opened: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(opened.pages, start=1):
        for note in page.get("/Annots", []):
            flags = int(note.get("/F", 0))
            if not flags & 4 or flags & 0b100011:
                yield f"6.3.2 annotation does not print, page {number}"
            if "/A" in note and str(note.A.S) not in _ACTIONS:
                yield f"6.5.1 action {note.A.S}"


def _objects(opened: pikepdf.Pdf) -> Iterator[str]:
    for thing in opened.objects:
        if isinstance(thing, pikepdf.Stream) and ("LZW" in str(thing.get("/Filter")) or "/F" in thing):
            yield "6.1.7 stream outside the file, or LZW"
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font":
            yield from _font(thing)


def _font(font: pikepdf.Dictionary) -> Iterator[str]:
    kind, name = str(font.get("/Subtype")), font.get("/BaseFont")
    described: Any = font.get("/FontDescriptor", {})
    if kind in _OUTLINE_FONTS and not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        yield f"6.2.11.4 font not embedded: {name}"
    if kind == "/CIDFontType2" and "/CIDToGIDMap" not in font:
        yield f"6.2.11.3.2 no glyph map: {name}"
    if kind == "/Type0" and "/ToUnicode" not in font:
        yield f"6.2.11.7 no text map: {name}"
