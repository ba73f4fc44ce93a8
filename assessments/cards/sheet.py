"""The full sheet of a year to fill in: every code with its name, as an Excel file."""

from io import BytesIO

from django.utils import translation
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from assessments.cards.tree import tree_of
from assessments.edition_data import EditionData
from assessments.scoring import OVERALL

HEADINGS = ("รหัส", "รายการ", "น้อยที่สุดหรือไม่มีเลย", "น้อย", "มาก", "มากที่สุด", "คะแนน")
_WIDTHS = (10, 70, 14, 10, 10, 12, 12)
_GREY = PatternFill("solid", start_color="ECEDF3")


def sheet(edition: EditionData, owner: str) -> bytes:
    """Return the sheet of the edition's year for the owner named; answer shares are open where there may be some.

    Its words are Thai whoever's screen it was made on.
    """
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = f"คะแนน {edition.fiscal_year}"
    page.append([f"ผลการประเมิน ITA ปีงบประมาณ พ.ศ. {edition.fiscal_year} {owner}"])
    page.append(list(HEADINGS))
    page.append(["รวม", "คะแนนรวม"])
    page.append(["ระดับ", "ระดับผลการประเมิน"])
    with translation.override("th"):
        nodes = tree_of(edition)
    for node in nodes:
        if node.code == OVERALL:
            continue
        page.append([node.code, node.name])
        if not node.takes_shares:
            for column in range(3, 7):
                page.cell(page.max_row, column).fill = _GREY
        if node.depth < 2:
            page.cell(page.max_row, 2).font = Font(bold=True)
    for row in page.iter_rows(min_row=3, max_col=2):
        for cell in row:
            # A code stays text: a sheet would make a number of 9.1, and a formula of a name that begins with "=".
            cell.data_type, cell.number_format = "s", "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for number, width in enumerate(_WIDTHS, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
        page.cell(2, number).font = Font(bold=True)
        page.cell(2, number).alignment = Alignment(wrap_text=True)
    page["A1"].font = Font(bold=True, size=14)
    page["A1"].data_type = "s"
    page.freeze_panes = "C3"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
