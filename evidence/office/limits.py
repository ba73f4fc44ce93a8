"""What a file must look like before anybody parses it (docs/security.md, T16 and T17)."""

import io
import re
import stat
import zipfile
from dataclasses import dataclass
from html import unescape

from evidence.sandbox import Refusal
from thai.wording import gettext_noop

PACKED = 10 * 1024 * 1024
UNPACKED = 60 * 1024 * 1024
RATIO = 100
MEMBERS = 500
ROWS = 20_000
CELLS = 120_000
ELEMENTS = 600_000  # of one part: what an XML reader can hold in 100 MB
CELL_TEXT = 100_000
_SMALL = 100 * 1024  # a tiny part may be very repetitive without being a bomb

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ACTIVE = re.compile(
    r"vbaproject|vbadata|/externallinks/|/embeddings/|/activex/|/ctrlprops/|/oleobject|/customui/|"
    r"/connections\.xml|/querytables/|/macrosheets/|/dialogsheets/|attachedtoolbars|/afchunk|/model/",
    re.IGNORECASE,
)
_RELATION = re.compile(
    rb"relationships/(?:oleObject|vbaProject|externalLink|attachedTemplate|package|aFChunk|control|frame|"
    rb"subDocument|mailMergeSource|connections|xlMacrosheet)\b",
    re.IGNORECASE,
)
_MACRO_TYPE = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject|oleObject", re.IGNORECASE)
_FIELD = re.compile(rb"\bDDE(?:AUTO)?\b|\bINCLUDE(?:TEXT|PICTURE)\b", re.IGNORECASE)
_FIELD_CODE = re.compile(rb"<w:instrText[^>]*>([^<]*)<|w:instr=\"([^\"]*)\"")
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_ROW = re.compile(rb"<(?:\w+:)?(?:row|tr)[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?(?:c|tc)[\s/>]")


class RefusedFile(Refusal):
    """A file that will not be opened; the message is Thai and says what to do."""


@dataclass(frozen=True)
class Container:
    """A file that passed: "docx" or "xlsx", and its parts by name."""

    kind: str
    parts: dict[str, bytes]


def open_container(data: bytes) -> Container:
    """The parts of the .docx or .xlsx in `data`.

    Raises RefusedFile for anything else, and for bombs, links, macros, embedded or linked content,
    DTDs and too many rows. Sizes are read from the directory of the zip and held while unpacking.
    """
    if data.startswith(_OLE):
        raise RefusedFile(gettext_noop("เป็นไฟล์รุ่นเก่า (.doc, .xls) หรือตั้งรหัสผ่านไว้ ให้เอารหัสออกแล้วบันทึกเป็น .docx หรือ .xlsx"))
    if len(data) > PACKED:
        raise RefusedFile(gettext_noop("ไฟล์ใหญ่เกิน 10 MB ให้ลบรูปภาพหรือแบ่งไฟล์"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive.infolist())
            parts = _unpacked(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as fault:
        raise RefusedFile(gettext_noop("ไฟล์เสียหรือไม่ใช่ Word (.docx) หรือ Excel (.xlsx) ให้บันทึกใหม่แล้วลองอีกครั้ง")) from fault
    kind = _kind(parts)
    _check_content(parts)
    return Container(kind, parts)


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MEMBERS:
        raise RefusedFile(gettext_noop("ไฟล์มีส่วนประกอบมากผิดปกติ ให้คัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่"))
    if len({member.filename.casefold() for member in members}) != len(members):
        raise RefusedFile(gettext_noop("ไฟล์มีส่วนประกอบชื่อซ้ำกัน ให้บันทึกใหม่จาก Word หรือ Excel"))
    if sum(member.file_size for member in members) > UNPACKED:
        raise RefusedFile(gettext_noop("ไฟล์คลายแล้วใหญ่เกิน 60 MB ให้คัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่"))
    for member in members:
        if member.flag_bits & 0x1:
            raise RefusedFile(gettext_noop("ไฟล์ตั้งรหัสผ่านไว้ ให้เอารหัสผ่านออกแล้วบันทึกใหม่"))
        if _leads_outside(member):
            raise RefusedFile(gettext_noop("ไฟล์มีส่วนประกอบที่ชี้ออกนอกไฟล์ ให้คัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่"))
        if member.file_size > _SMALL and member.file_size > RATIO * max(member.compress_size, 1):
            raise RefusedFile(gettext_noop("ไฟล์บีบอัดไว้ผิดปกติ ให้คัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่"))
        if _ACTIVE.search("/" + member.filename):
            raise RefusedFile(
                gettext_noop("ไฟล์มีมาโครหรือวัตถุที่ฝังหรือเชื่อมโยงไว้ ให้บันทึกเป็น .docx หรือ .xlsx ธรรมดาโดยไม่มีสิ่งเหล่านี้")
            )


def _leads_outside(member: zipfile.ZipInfo) -> bool:
    name = member.filename.replace("\\", "/")
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    return is_link or name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """All XML parts. The directory may lie, so each part is read to its stated size and no further."""
    parts: dict[str, bytes] = {}
    for member in archive.infolist():
        if not member.filename.lower().endswith((".xml", ".rels")):
            continue
        with archive.open(member) as stream:
            content = stream.read(member.file_size + 1)
        if len(content) > member.file_size:
            raise RefusedFile(gettext_noop("ไฟล์บอกขนาดไม่ตรงกับความจริง ให้บันทึกใหม่จาก Word หรือ Excel"))
        parts[member.filename] = content
    return parts


def _kind(parts: dict[str, bytes]) -> str:
    if "[Content_Types].xml" in parts:
        if "word/document.xml" in parts:
            return "docx"
        if "xl/workbook.xml" in parts:
            return "xlsx"
    raise RefusedFile(gettext_noop("ไม่ใช่ไฟล์ Word (.docx) หรือ Excel (.xlsx) ให้บันทึกเป็นชนิดใดชนิดหนึ่งแล้วลองอีกครั้ง"))


def _check_content(parts: dict[str, bytes]) -> None:
    for name, content in parts.items():
        _check_xml(content)
        if name.endswith(".rels") and _RELATION.search(_plain(content)):
            raise RefusedFile(gettext_noop("ไฟล์เชื่อมโยงหรือฝังวัตถุอื่นไว้ ให้คัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่"))
    if _MACRO_TYPE.search(_plain(parts["[Content_Types].xml"])):
        raise RefusedFile(gettext_noop("ไฟล์มีมาโคร ให้บันทึกเป็น .docx หรือ .xlsx ธรรมดา"))
    if _FIELD.search(_plain(_instructions(parts.get("word/document.xml", b"")))):
        raise RefusedFile(gettext_noop("เอกสารมีคำสั่งดึงข้อมูลจากที่อื่น (DDE, INCLUDE) ให้ลบแล้วบันทึกใหม่"))
    tables = [c for n, c in parts.items() if n == "word/document.xml" or n.startswith("xl/worksheets/")]
    if sum(_count(_ROW, content) for content in tables) > ROWS:
        raise RefusedFile(gettext_noop("ตารางมีเกิน 20,000 แถว ให้ลบแถวว่างหรือแบ่งไฟล์"))
    if any(content.count(b"<") - content.count(b"</") > ELEMENTS for content in parts.values()):
        raise RefusedFile(gettext_noop("ไฟล์มีส่วนประกอบมากผิดปกติ ให้คัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่"))
    if sum(_count(_CELL, content) for content in tables) > CELLS:
        raise RefusedFile(gettext_noop("ตารางมีช่องมากผิดปกติ ให้ลบแถวและคอลัมน์ว่างท้ายตารางแล้วบันทึกใหม่"))


def _count(pattern: re.Pattern[bytes], content: bytes) -> int:
    return sum(1 for _ in pattern.finditer(content))


def _plain(content: bytes) -> bytes:
    """The part with its character references read: they would hide a word from a search."""
    return unescape(content.decode("utf-8", "replace")).encode()


def _instructions(document: bytes) -> bytes:
    """The field codes of a Word text, in one piece: they may be spread over several runs."""
    return b"".join(one + two for one, two in _FIELD_CODE.findall(document))


def _check_xml(content: bytes) -> None:
    """Refuse a DTD in any encoding that an XML reader takes."""
    if b"\0" in content[:4] or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise RefusedFile(gettext_noop("ไฟล์ใช้รหัสอักขระที่ไม่รองรับ ให้บันทึกใหม่จาก Word หรือ Excel"))
    declared = _ENCODING.match(content[:200].removeprefix(b"\xef\xbb\xbf"))
    if declared and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise RefusedFile(gettext_noop("ไฟล์ใช้รหัสอักขระที่ไม่รองรับ ให้บันทึกใหม่จาก Word หรือ Excel"))
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise RefusedFile(gettext_noop("ไฟล์มีคำสั่งแฝง (DTD) ให้คัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่"))
