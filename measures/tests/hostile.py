"""Files made to harm whoever opens them (docs/security.md, T16 and T17), built from a harmless paper."""

import io
import stat
import zipfile
from collections.abc import Callable

from measures.tests.papers import HEAD, ONE, excel, measure_row, word

PAPER = [HEAD, measure_row(1, indicator=ONE)]
Change = Callable[[dict[str, bytes]], None]


def rebuilt(data: bytes, change: Change, *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The file with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    return packed(list(parts.items()), compression)


def packed(parts: list[tuple[str | zipfile.ZipInfo, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of those parts; a name may come twice, or be a ZipInfo."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def _with(name: str, content: bytes) -> Change:
    return lambda parts: parts.__setitem__(name, content)


def _replace(name: str, old: bytes, new: bytes) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)

    return change


DOC, SHEET, BOOK = "word/document.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
RELATION = (
    b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="x"/>'
)


def _prolog(dtd: bytes) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        name = DOC if DOC in parts else BOOK
        head, end, rest = parts[name].partition(b"?>")
        parts[name] = (head + end + dtd + rest) if end else dtd + parts[name]

    return change


def _relation(owner: str, kind: bytes) -> Change:
    def change(parts: dict[str, bytes]) -> None:
        parts[owner] = parts[owner].replace(b"</Relationships>", RELATION % kind + b"</Relationships>")

    return change


def _symlink() -> bytes:
    info = zipfile.ZipInfo("word/link.xml")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return packed([(info, b"/etc/passwd"), ("[Content_Types].xml", b"<Types/>"), (DOC, b"<x/>")])


def _lying_size() -> bytes:
    data = rebuilt(word(PAPER), _with("word/big.xml", b"<x>" + b"A" * 50_000 + b"</x>"))
    # Both directories say 16 bytes where 50 thousand come out.
    return data.replace((50_007).to_bytes(4, "little"), (16).to_bytes(4, "little"))


def _encrypted() -> bytes:
    data = bytearray(word(PAPER))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def corpus() -> dict[str, bytes]:
    """Name → hostile file. Each must be refused before anything of it is understood."""
    paper, book = word(PAPER), excel(PAPER)
    rows = b"<row>" + b"<c/>" * 3 + b"</row>"
    many_rows = (
        b"<worksheet><sheetData>" + b"".join(b'<row r="%d"/>' % n for n in range(20_001)) + b"</sheetData></worksheet>"
    )
    wide = b"<worksheet><sheetData>" + (b"<row>" + b"<c/>" * 15_000 + b"</row>") * 15 + b"</sheetData></worksheet>"
    return {
        "not a zip": b"hello" * 100,
        "old office or encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
        "truncated": paper[: len(paper) // 2],
        "pdf": b"%PDF-1.7\n" + b"0" * 500,
        "too large": b"PK\x03\x04" + b"\0" * (10 * 1024 * 1024),
        "other zip": packed([("readme.txt", b"hello")]),
        "ratio bomb": rebuilt(paper, _with("word/bomb.xml", b"<x>" + b" " * 20_000_000 + b"</x>")),
        "ratio bomb in strings": rebuilt(
            book, _with("xl/sharedStrings.xml", b"<sst>" + b"<si/>" * 4_000_000 + b"</sst>")
        ),
        "unpacks over 60 MB": rebuilt(book, _with("xl/media/a.bin", bytes(range(256)) * 260_000)),
        "too many members": packed([(f"word/{n}.xml", b"<x/>") for n in range(501)]),
        "same name twice": packed([("[Content_Types].xml", b"<Types/>"), (DOC, b"<x/>"), (DOC.upper(), b"<x/>")]),
        "symlink": _symlink(),
        "lying size": _lying_size(),
        "zip password": _encrypted(),
        "absolute path": rebuilt(paper, _with("/etc/cron.xml", b"<x/>")),
        "path upwards": rebuilt(paper, _with("word/../../x.xml", b"<x/>")),
        "windows path": rebuilt(paper, _with("C:\\x.xml", b"<x/>")),
        "laughs": rebuilt(paper, _prolog(LAUGHS)),
        "laughs in a workbook": rebuilt(book, _prolog(LAUGHS)),
        "external entity": rebuilt(paper, _prolog(b'<!DOCTYPE x SYSTEM "file:///etc/passwd">')),
        "utf-16 part": rebuilt(paper, _with(DOC, '<?xml version="1.0" encoding="utf-16"?><x/>'.encode("utf-16"))),
        "utf-7 part": rebuilt(paper, _with(DOC, b'<?xml version="1.0" encoding="utf-7"?>+ADw-x/+AD4-')),
        "macro in word": rebuilt(paper, _with("word/vbaProject.bin", b"x")),
        "macro in excel": rebuilt(book, _with("xl/vbaProject.bin", b"x")),
        "macro sheet": rebuilt(book, _with("xl/macrosheets/sheet1.xml", b"<x/>")),
        "macro type": rebuilt(paper, _replace("[Content_Types].xml", b"</Types>", b"<!-- macroEnabled --></Types>")),
        "external workbook": rebuilt(book, _with("xl/externalLinks/externalLink1.xml", b"<x/>")),
        "external relation": rebuilt(book, _relation("xl/_rels/workbook.xml.rels", b"externalLink")),
        "embedded object": rebuilt(paper, _with("word/embeddings/oleObject1.bin", b"x")),
        "embedded package": rebuilt(paper, _relation("word/_rels/document.xml.rels", b"package")),
        "ole relation": rebuilt(paper, _relation("word/_rels/document.xml.rels", b"oleObject")),
        "ole relation spelt in references": rebuilt(paper, _relation("word/_rels/document.xml.rels", b"ole&#79;bject")),
        "remote template": rebuilt(paper, _relation("word/_rels/document.xml.rels", b"attachedTemplate")),
        "altchunk": rebuilt(paper, _relation("word/_rels/document.xml.rels", b"aFChunk")),
        "active x": rebuilt(book, _with("xl/activeX/activeX1.xml", b"<x/>")),
        "data connection": rebuilt(book, _with("xl/connections.xml", b"<x/>")),
        "dde field": rebuilt(
            paper,
            _replace(DOC, b"<w:sectPr", b"<w:p><w:r><w:instrText>DDEAUTO c:\\cmd</w:instrText></w:r></w:p><w:sectPr"),
        ),
        "include field": rebuilt(
            paper,
            _replace(
                DOC, b"<w:sectPr", b"<w:p><w:r><w:instrText>INCLUDETEXT http://x</w:instrText></w:r></w:p><w:sectPr"
            ),
        ),
        "too many rows": rebuilt(book, _with(SHEET, many_rows), compression=zipfile.ZIP_STORED),
        "too many cells": rebuilt(book, _with(SHEET, wide), compression=zipfile.ZIP_STORED),
        "broken xml": rebuilt(book, _with(SHEET, b"<worksheet>" + rows)),
        "no workbook root": rebuilt(book, _with(BOOK, b"")),
    }
