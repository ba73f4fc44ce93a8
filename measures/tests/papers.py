"""Builds Word and Excel papers with the defects that real ones have. Nothing here is a real paper."""

import io
from collections.abc import Sequence

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl import Workbook

from assessments.matching import KnownIndicator
from measures.intake.catalogue import Catalogue

HEAD = ["แบบสำรวจ", "ตัวชี้วัดที่", "วิธีการ/ขั้นตอนการดำเนินการ", "หน่วยงาน/ผู้รับผิดชอบ", "ผลการดำเนินงาน (ระบุ URL)"]
TITLE_A = [
    "แบบรายงานการดำเนินงานตามมาตรการปรับปรุงและพัฒนาเพื่อยกระดับผลการประเมินคุณธรรมและความโปร่งใส",
    "ในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. 2566 จังหวัดตัวอย่าง",
    "หน่วยงาน : สำนักงานทดสอบจังหวัดตัวอย่าง",
]
TITLE_B = [
    "จังหวัดรายงานข้อมูลการดำเนินการตามแผนการขับเคลื่อนเพื่อพัฒนาและยกระดับการประเมิน ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ (รอบ ๖ เดือน)",
    "แบบรายงานมาตรการปรับปรุงและพัฒนาเพื่อยกระดับผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ",
    "ประจำปีงบประมาณ พ.ศ. ๒๕๖๖ จังหวัดตัวอย่าง",
]
ONE = "1. การปฏิบัติหน้าที่\n(ข้อคำถาม i1-i6)"
TWO = "2. การใช้งบประมาณ\n(ข้อคำถาม i7-i12)"
NINE = "9. การเปิดเผยข้อมูล\n(ข้อคำถาม o1-o30)"
ALL = "ทุกส่วนราชการ"
LINK = "https://example.go.th/plan-1"

# A row is a list of cells; None goes on with the cell above it (merged), "" is blank.
Line = Sequence[str | None]

CATALOGUE = Catalogue(
    2566,
    (
        KnownIndicator(1, "การปฏิบัติหน้าที่", (), "i1-i6"),
        KnownIndicator(2, "การใช้งบประมาณ", (), "i7-i12"),
        KnownIndicator(4, "การใช้ทรัพย์สินของราชการ", ("การใช้ทรัพย์สินของทางราชการ",), "i19-i24"),
        KnownIndicator(9, "การเปิดเผยข้อมูล", (), "o1-o30"),
        KnownIndicator(10, "การป้องกันการทุจริต", ("การป้องกันทุจริต",), "o31-o43"),
    ),
    {1: "IIT", 2: "IIT", 4: "IIT", 9: "OIT", 10: "OIT"},
    frozenset({"o1-o10", "o11-o18"}),
    {"o1-o33": (2563, 2564, 2565), "o34-o43": (2563, 2564, 2565), "o1-o9": (2563, 2564, 2565)},
)


def word(*tables: Sequence[Line], titles: Sequence[str] = TITLE_A) -> bytes:
    """A .docx with those tables, the titles before each; a line break in a cell is a soft one."""
    document = Document()
    document.styles["Normal"].font.size = Pt(10)
    for rows in tables:
        for title in titles:
            document.add_paragraph(title)
        table = document.add_table(rows=0, cols=max(len(row) for row in rows))
        for row in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                _merge(cell, restart=text is not None)
                cell.text = text or ""
    return saved(document)


def _merge(cell, *, restart: bool) -> None:
    merge = cell._tc.get_or_add_tcPr()._add_vMerge()
    if restart:
        merge.set(qn("w:val"), "restart")


def excel(*tables: Sequence[Line], titles: Sequence[str] = TITLE_A, sheet: str = "แบบรายงาน") -> bytes:
    """A .xlsx with those tables one under the other in one sheet, each with merged title lines."""
    book = Workbook()
    page = book.active
    page.title = sheet
    row_number = 1
    for rows in tables:
        for title in titles:
            page.cell(row_number, 1, title)
            page.merge_cells(start_row=row_number, end_row=row_number, start_column=1, end_column=5)
            row_number += 1
        starts: dict[int, int] = {}
        for row in rows:
            for column, text in enumerate(row, start=1):
                if text is not None:
                    starts[column] = row_number
                    page.cell(row_number, column, text or None)
                else:
                    _stretch(page, starts[column], row_number, column)
            row_number += 1
    return saved(book)


def _stretch(page, first: int, last: int, column: int) -> None:
    for known in list(page.merged_cells.ranges):
        if known.min_col == column and known.min_row == first:
            page.unmerge_cells(str(known))
    page.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)


def saved(document) -> bytes:
    """The bytes of a python-docx document or an openpyxl workbook."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def measure_row(number: int | str, result: str | None = LINK, *, indicator: str | None = None) -> list[str | None]:
    """One row of form A; without an indicator it goes on with the merged cells above."""
    first = "IIT" if indicator else None
    responsible = ALL if indicator else None
    return [first, indicator, f"{number}. ทำเรื่องที่ {number}", responsible, result]
