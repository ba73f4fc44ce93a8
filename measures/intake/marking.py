"""The person's own file back, with the doubtful cells coloured and what to do written beside them."""

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from evidence.office.doubts import Doubt, Place
from evidence.office.grid import noted
from evidence.office.limits import open_container

YELLOW = "FFF2A8"
RED = "F8C9C4"
_AUTHOR = "ระบบ ITA"


def work(words: dict[str, Any], data: bytes) -> bytes:
    """What the child process answers: the marked copy. Raises RefusedFile."""
    return marked(data, open_container(data).kind, [Doubt.from_store(one) for one in words["doubts"]])


def marked(data: bytes, kind: str, doubts: Sequence[Doubt]) -> bytes:
    """`data` (a "docx" or "xlsx" that passed `limits`) with every doubt that has a place marked in it."""
    placed = sorted((one for one in doubts if one.where.row), key=_by_place)
    by_place = {place: list(group) for place, group in groupby(placed, key=lambda one: one.where)}
    return _marked_word(data, by_place) if kind == "docx" else _marked_excel(data, by_place)


def _by_place(one: Doubt) -> tuple[str, int, int, int]:
    return one.where.sheet, one.where.table, one.where.row, one.where.column


def _note(doubts: list[Doubt]) -> str:
    return "\n".join(f"• {one.message}" for one in doubts)


def _colour(doubts: list[Doubt]) -> str:
    return RED if any(one.severity == "error" for one in doubts) else YELLOW


def _marked_excel(data: bytes, by_place: dict[Place, list[Doubt]]) -> bytes:
    book = load_workbook(io.BytesIO(data))
    for place, doubts in by_place.items():
        if place.sheet not in book.sheetnames:
            continue
        cell = book[place.sheet].cell(place.row, place.column)
        if isinstance(cell, MergedCell):
            continue
        cell.fill = PatternFill("solid", start_color=_colour(doubts))
        before = f"{cell.comment.text}\n" if cell.comment else ""
        cell.comment = Comment(before + _note(doubts), _AUTHOR, width=420, height=40 + 45 * len(doubts))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _marked_word(data: bytes, by_place: dict[Place, list[Doubt]]) -> bytes:
    document = Document(io.BytesIO(data))
    tables = list(document.element.body.iter(qn("w:tbl")))
    for place, doubts in by_place.items():
        cell = _word_cell(tables, place)
        if cell is not None:
            _shade(cell, _colour(doubts))
            cell.append(_paragraph(_note(doubts)))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _word_cell(tables: list[Any], place: Place) -> Any | None:
    """The cell that begins at the place's column, in the row as the reader counts rows."""
    if not 0 < place.table <= len(tables):
        return None
    path = "w:tr | w:sdt/w:sdtContent/w:tr | w:ins/w:tr"
    rows = [row for row in tables[place.table - 1].xpath(path) if not row.xpath("w:trPr/w:del")]
    if place.row > len(rows):
        return None
    row = rows[place.row - 1]
    column = 1 + int((row.xpath("w:trPr/w:gridBefore/@w:val") or ["0"])[0])
    for cell in row.xpath("w:tc | w:sdt/w:sdtContent/w:tc"):
        width = int((cell.xpath("w:tcPr/w:gridSpan/@w:val") or ["1"])[0])
        if column <= place.column < column + width:
            return cell
        column += width
    return None


def _shade(cell: Any, colour: str) -> None:
    properties = cell.get_or_add_tcPr()
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    # The schema wants the shading before these.
    later = {qn(f"w:{name}") for name in ("noWrap", "tcMar", "textDirection", "tcFitText", "vAlign", "hideMark")}
    following = next((child for child in properties if child.tag in later), None)
    if following is None:
        properties.append(shading)
    else:
        following.addprevious(shading)


def _paragraph(text: str) -> Any:
    paragraph, run = OxmlElement("w:p"), OxmlElement("w:r")
    look = OxmlElement("w:rPr")
    for name, value in (("color", "9A1B12"), ("sz", "20"), ("szCs", "20")):
        part = OxmlElement(f"w:{name}")
        part.set(qn("w:val"), value)
        look.append(part)
    run.append(look)
    for number, line in enumerate(text.splitlines()):
        if number:
            run.append(OxmlElement("w:br"))
        words = OxmlElement("w:t")
        words.text = noted(line.removeprefix("• "))
        run.append(words)
    paragraph.append(run)
    return paragraph
