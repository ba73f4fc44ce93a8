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


def ua_faults(pdf: bytes) -> list[str]:
    """What breaks the basics of PDF/UA-1 (ISO 14289-1), with the number of the rule; empty when nothing was found."""
    opened = pikepdf.open(io.BytesIO(pdf))
    return sorted({*_told(opened), *_tree(opened), *_reading(opened)})


def _told(opened: pikepdf.Pdf) -> Iterator[str]:
    text = opened.Root.Metadata.read_bytes().decode() if "/Metadata" in opened.Root else ""
    root: Any = opened.Root
    shown, marked = root.get("/ViewerPreferences"), root.get("/MarkInfo")
    if not re.search(r"pdfuaid:part(>|=\")1", text):
        yield "5 does not say PDF/UA-1"
    if "dc:title" not in text or not (shown and bool(shown.get("/DisplayDocTitle", False))):
        yield "7.1 no title, or not shown"
    if not (marked and bool(marked.get("/Marked", False))) or "/StructTreeRoot" not in root:
        yield "7.1 not tagged"
    if not str(root.get("/Lang", "")):
        yield "7.2 no language"
    for page in opened.pages:
        if "/Annots" in page and str(page.get("/Tabs")) != "/S":
            yield "7.18.3 tabs do not follow the structure"
        if any("/Contents" not in note for note in page.get("/Annots", [])):
            yield "7.18.5 a link without description"


def elements(opened: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the tag tree in reading order."""
    waiting: list[Any] = [opened.Root.StructTreeRoot] if "/StructTreeRoot" in opened.Root else []
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        kids: Any = element.get("/K", [])
        inner = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting += [kid for kid in reversed(inner) if isinstance(kid, pikepdf.Dictionary)]


def _tree(opened: pikepdf.Pdf) -> Iterator[str]:
    for element in elements(opened):
        kind = str(element.S)
        if kind == "/Figure" and not str(element.get("/Alt", "")):
            yield "7.3 a figure without alternative text"
        if kind == "/TH" and "/ID" not in element:
            yield "7.5 a head that no cell can name"
        about: Any = element.get("/A")
        if kind == "/TD" and not (about and list(about.get("/Headers", []))):
            yield "7.5 a cell without its head"


def _reading(opened: pikepdf.Pdf) -> Iterator[str]:
    ranks = [int(str(one.S)[2]) for one in elements(opened) if re.fullmatch(r"/H[1-6]", str(one.S))]
    if any(rank > before + 1 for before, rank in zip([0, *ranks], ranks, strict=False)):
        yield "7.4 a heading skips a rank"
