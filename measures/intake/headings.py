"""The heading row of the forms in its known variants, and what the title lines say."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from evidence.office.grid import Cell, Row
from measures.intake.shapes import Heading
from thai.digits import to_arabic_digits
from thai.wording import alike, bare, squeeze

Key = Literal[
    "instrument", "indicator", "label", "method", "responsible", "result", "outcome",
    "answer", "text", "links", "reason", "code",
]  # fmt: skip


def _bare(*words: str) -> tuple[str, ...]:
    return tuple(bare(word) for word in words)


# Beginnings, in the order in which they are tried; spaces and punctuation do not count.
_BEGINNINGS: tuple[tuple[Key, tuple[str, ...]], ...] = (
    ("instrument", _bare("แบบสำรวจ", "เครื่องมือ", "แบบวัด")),
    ("indicator", _bare("ตัวชี้วัด")),
    ("answer", _bare("คำตอบ")),
    ("links", _bare("ลิงก์หลักฐาน")),
    ("reason", _bare("เหตุผลที่ไม่เกี่ยวข้อง", "เหตุผล")),
    ("code", _bare("รหัสแถว")),
    ("text", _bare("ข้อความผลการดำเนินงาน")),
    ("method", _bare("วิธีการ", "ขั้นตอน", "แนวทาง", "มาตรการ")),
    ("responsible", _bare("หน่วยงาน", "ผู้รับผิดชอบ", "ส่วนราชการ")),
    ("outcome", _bare("ผลลัพธ์หรือความสำเร็จ")),
    ("result", _bare("ผลการดำเนิน", "ผลการปฏิบัติ", "ระบุURL", "URL", "ผลดำเนินงาน")),
    ("label", _bare("ลำดับ", "ข้อที่", "ที่")),
)
_TYPICAL: tuple[tuple[Key, str], ...] = (
    ("instrument", bare("แบบสำรวจ")),
    ("indicator", bare("ตัวชี้วัดที่")),
    ("method", bare("วิธีการ/ขั้นตอนการดำเนินการ")),
    ("responsible", bare("หน่วยงาน/ผู้รับผิดชอบ")),
    ("result", bare("ผลการดำเนินงาน (ระบุ URL)")),
)
# The heading of the group in a workbook of a plan by issue; "ประเด็นที่ควรพัฒนา" is a heading of other papers.
_ISSUE_HEADS = _bare("ประเด็น", "ประเด็นที่")
_LONGEST = 70
_LIKENESS = 0.8
_LONGEST_ISSUE = 300
_ISSUE_CELL = re.compile(r"^ประเด็น\s*ที่\s*[0-9๐-๙]{1,2}[.\s:)]")
_SUBHEADING = re.compile(r"^\(?(?:ระบุ)?\s*(?:URL|url)\)?$|^\(?[0-9๐-๙]\)?$|^หลักฐาน.{0,20}$|^\(.{0,30}\)$")
_TITLE = re.compile(
    r"^(?:แบบรายงาน|ในการดำเนินงานของหน่วยงาน|ประจำปีงบประมาณ|หน่วยงาน\s*[:：]|จังหวัด|ระดับคะแนน|"
    r"[-–—]\s*[0-9๐-๙]{1,3}\s*[-–—]$|หน้า(?:ที่)?\s*[0-9๐-๙])"
)
_YEAR = re.compile(r"ปี(?:งบประมาณ)?\s*(?:พ\s*\.?\s*ศ\s*\.?)?\s*(25\d\d)")
_ROUND = re.compile(r"รอบ\s*(6|12)\s*เดือน")
_PROVINCE = re.compile(r"(?:จังหวัด(?!รายงาน)\s*([ก-๎]{2,}?)|(กรุงเทพมหานคร))\s*(?=$|\(|หน่วยงาน|รอบ)")
_AGENCY = re.compile(r"(?:^|\s)หน่วยงาน\s*[:：]\s*(.+)$|^หน่วยงาน\s+([ก-๎].{3,})$")


def columns_of(row: Row) -> dict[Key, int]:
    """Key → column number where `row` is a heading row; {} where it is not one.

    A heading row names the method and the indicator, and one more column.
    """
    columns: dict[Key, int] = {}
    for cell in row.distinct():
        if cell.is_blank or len(cell.text) > _LONGEST:
            continue
        key = _key_of(cell.text)
        if key and key not in columns:
            columns[key] = cell.place.column
    complete = "method" in columns and "indicator" in columns and len(columns) >= 3
    return columns if complete else {}


def says_issues(row: Row) -> bool:
    """Whether the row's heading or its group is an issue: "ประเด็นที่", "ประเด็นที่ 1. …"."""
    return any(
        bare(cell.text) in _ISSUE_HEADS or _ISSUE_CELL.match(squeeze(cell.text))
        for cell in row.distinct()
        if not cell.is_blank and len(cell.text) <= _LONGEST_ISSUE and cell.place.column <= 2
    )


def further_columns(row: Row, columns: dict[Key, int]) -> dict[int, Key | None]:
    """The heading row's other columns: column → the key that they go on with, None for a heading of no key.

    A wide heading cell goes on in its columns, a blank one goes on with the heading on its left, and a second
    heading of one kind ("ผลการดำเนินงาน", "URL") with the first.
    """
    starts = {column: key for key, column in columns.items()}
    further: dict[int, Key | None] = {}
    current: Key | None = None
    for column in sorted(row.cells):
        cell = row.cells[column]
        if column in starts:
            current = starts[column]
            continue
        if cell.place.column == column and not cell.is_blank:
            current = _key_of(cell.text) or _evidence(cell.text)
            current = current if current in columns else None
        further[column] = current
    return further


def _evidence(text: str) -> Key | None:
    return "result" if re.match(r"(?:หลักฐาน|เอกสาร|ลิงก์|ลิงค์|เว็บไซต์|link)", squeeze(text), re.IGNORECASE) else None


@lru_cache(maxsize=4096)
def _key_of(text: str) -> Key | None:
    plain = squeeze(text)
    if re.match(r"(?:หน่วยงาน\s*[:：]|[0-9๐-๙])", plain):
        return None
    core = bare(plain)
    if core in _ISSUE_HEADS:
        return "indicator"
    for key, beginnings in _BEGINNINGS:
        if core.startswith(beginnings):
            # "ตัวชี้วัดที่ 1 …" names an indicator; the heading has no number.
            return None if key == "indicator" and re.search(r"[0-9๐-๙]", plain) else key
    for key, title in _TYPICAL:
        # Two texts can be no more alike than their lengths are.
        if 2 * min(len(core), len(title)) >= _LIKENESS * (len(core) + len(title)) and alike(core, title) >= _LIKENESS:
            return key
    return None


def is_subheading(row: Row) -> bool:
    """Whether a row under the heading only goes on with it: "(ระบุ URL)", column numbers."""
    texts = [squeeze(cell.text) for cell in row.distinct() if not cell.is_blank]
    return bool(texts) and all(_SUBHEADING.match(text) or _key_of(text) for text in texts)


def is_title(row: Row) -> bool:
    """Whether a row is a title line inside the table: one wide cell, or alone and worded like a title."""
    filled = [cell for cell in row.distinct() if not cell.is_blank]
    if len(filled) != 1:
        return False
    cell = filled[0]
    return (cell.width >= 3 and cell.width >= len(row.cells) / 2) or bool(_TITLE.match(squeeze(cell.text)))


def title_lines(cells: Iterable[Cell]) -> list[str]:
    """The lines of title cells."""
    return [line for cell in cells for line in cell.lines]


def read_heading(lines: Iterable[str], results: Iterable[Cell], *, many_in_a_cell: bool) -> Heading:
    """What the title lines say; the form is told by its title, else by what the result cells hold."""
    plain = [squeeze(to_arabic_digits(line)) for line in lines]
    year = round_ = None
    province = agency = ""
    for line in plain:
        year = year or _YEAR.search(line)
        round_ = round_ or _ROUND.search(line)
        agencys = _AGENCY.search(line)
        before = line[: agencys.start()] if agencys else line
        if (match := _PROVINCE.search(before)) and ("ประจำปี" in line or line.startswith("จังหวัด")):
            province = province or match[1] or match[2]
        if agencys:
            agency = agency or (agencys[1] or agencys[2]).strip(" ._…")
    form = _form_of(plain, agency, results, many_in_a_cell=many_in_a_cell)
    return Heading(form, int(year[1]) if year else None, round_[1] if round_ else "", province, agency)


def _form_of(lines: list[str], agency: str, results: Iterable[Cell], *, many_in_a_cell: bool) -> Literal["A", "B"]:
    title = bare(" ".join(lines))
    if bare("จังหวัดรายงานข้อมูลการดำเนินการตามแผน") in title or bare("แบบรายงานมาตรการปรับปรุง") in title:
        return "B"
    if agency or bare("แบบรายงานการดำเนินงานตามมาตรการ") in title:
        return "A"
    texts = [cell.text for cell in results if not cell.is_blank]
    linked = any(re.search(r"https?:|www\.|ไม่มี", text) for text in texts)
    return "B" if texts and not linked and (many_in_a_cell or min(map(len, texts)) > 30) else "A"
