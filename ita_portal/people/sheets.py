"""The Excel files that go out: the list to fill in, and the one-time links of new people. Thai, as all files are."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from agencies.choices import Role
from agencies.models import AgencyGroup, AgencyKind, User
from agencies.roster import Fresh
from ita_portal.people.columns import COLUMNS, GUIDE, HEADINGS
from ita_portal.people.lines import MOST_LINES
from ita_portal.people.persons import ROLE_WORDS

TITLE, LINKS = "รายชื่อ", "ลิงก์ตั้งรหัสผ่าน"
_WIDTHS = (16, 40, 24, 26, 26, 20, 28, 28, 16, 18)
_HEAD = PatternFill("solid", start_color="ECEBF9")
_HELP = (
    ("หนึ่งแถวคือหนึ่งคน หน่วยงานเดียวกันมีได้หลายแถว แถวที่ไม่มีชื่อผู้ใช้จะเพิ่มหรือแก้ไขเฉพาะหน่วยงาน"),
    ("ช่องที่เว้นว่างจะคงค่าเดิมไว้ กลุ่มและโดเมนหลายรายการให้คั่นด้วยเครื่องหมาย ,"),
    ("ชื่อผู้ใช้ใช้ตัวอักษรอังกฤษ ตัวเลข และ @ . + - _ ไม่ซ้ำกับผู้อื่น"),
    (f"ไม่เกิน {MOST_LINES:,} แถวต่อไฟล์ ระบบแสดงสิ่งที่จะเปลี่ยนก่อนเสมอ และนำเข้าไฟล์เดิมซ้ำได้โดยไม่เปลี่ยนอะไร"),
)


def template(kinds: Iterable[AgencyKind], groups: Iterable[AgencyGroup], roles: Iterable[Role]) -> bytes:
    """Return the list to fill in: headings, choices for kind and role, and a sheet that explains."""
    book = Workbook()
    page: Any = book.active
    page.title = TITLE
    _heads(page, HEADINGS, _WIDTHS)
    guide = book.create_sheet(GUIDE)
    words = [ROLE_WORDS[role][0] for role in roles]
    columns = [("วิธีกรอก", list(_HELP)), ("บทบาท", words), ("ประเภท", [one.name for one in kinds]),
               ("กลุ่ม", list(dict.fromkeys(one.name for one in groups)))]  # fmt: skip
    _heads(guide, [name for name, _values in columns], (80, 24, 40, 40))
    for number, (_name, values) in enumerate(columns, start=1):
        for row, value in enumerate(values, start=2):
            _text(guide, row, number, value).alignment = Alignment(wrap_text=True, vertical="top")
    for field, column, count in (("role", "B", len(words)), ("kind", "C", len(columns[2][1]))):
        if count:
            _choices(page, field, f"'{GUIDE}'!${column}$2:${column}${count + 1}")
    for number in range(1, len(HEADINGS) + 1):
        # Text, so that a telephone keeps its first zero.
        for row in range(2, 202):
            page.cell(row, number).number_format = "@"
    return _bytes(book)


def link_sheet(links: Iterable[Fresh], days: int) -> bytes:
    """Return the sheet of one-time links, one person a row."""
    book = Workbook()
    page: Any = book.active
    page.title = LINKS
    _text(page, 1, 1, f"ลิงก์ใช้ได้ครั้งเดียวภายใน {days} วัน ส่งให้เจ้าของบัญชีโดยตรง แล้วลบไฟล์นี้")
    heads = ("หน่วยงาน", "ชื่อที่แสดง", "ชื่อผู้ใช้", "บทบาท", "ลิงก์ตั้งรหัสผ่าน")
    _heads(page, heads, (40, 28, 20, 22, 90), row=2)
    for number, one in enumerate(links, start=3):
        for column, value in enumerate(_line(one.person, one.link), start=1):
            _text(page, number, column, value)
    page.freeze_panes = "A3"
    return _bytes(book)


def _line(person: User, link: str) -> tuple[str, ...]:
    held = person.held
    places, roles = (", ".join(dict.fromkeys(words)) for words in (
        [one.place for one in held], [str(Role(one.role).label) for one in held]
    ))  # fmt: skip
    return places, person.display_name, person.username, roles, link


def _heads(page: Any, heads: Iterable[str], widths: Iterable[int], row: int = 1) -> None:
    for number, (words, wide) in enumerate(zip(heads, widths, strict=True), start=1):
        cell = _text(page, row, number, words)
        cell.font, cell.fill = Font(bold=True), _HEAD
        page.column_dimensions[get_column_letter(number)].width = wide
    page.freeze_panes = f"A{row + 1}"


def _choices(page: Any, field: str, source: str) -> None:
    letter = get_column_letter(list(COLUMNS).index(field) + 1)
    chosen = DataValidation(type="list", formula1=f"={source}", allow_blank=True, showErrorMessage=False)
    chosen.add(f"{letter}2:{letter}{MOST_LINES + 1}")
    page.add_data_validation(chosen)


def _text(page: Any, row: int, column: int, text: str) -> Any:
    """Write text as text: a name "=1+1" stays those four signs."""
    cell = page.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in tuple("=+-@") and len(text) > 1
    return cell


def _bytes(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
