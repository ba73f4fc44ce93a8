"""Builds Word and Excel files of scores with the variants and defects that real ones have. None is a real paper."""

import io
import random
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from docx import Document
from openpyxl import Workbook

from assessments.cards.sheet import HEADINGS
from assessments.cards.tree import tree_of
from assessments.edition_data import EditionData
from assessments.scoring import OVERALL, Card, computed, distribution_score, rounded, scheme_of

NAMES = (
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร", "การปรับปรุงการทำงาน", "การเปิดเผยข้อมูล", "การป้องกันการทุจริต",
)  # fmt: skip
OF_2567 = (96.28, 98.04, 100, 65.29, 96.47, 98.19, 98.48, 90.95, 83.57, 100)
OF_2568 = (99.65, 99.3, 99.82, 97.02, 99.3, 98.75, 97.17, 96.71, 100, 100)
SIMPLE = ["ตัวชี้วัด", "รายละเอียดตัวชี้วัด", "คะแนน"]
Rows = Sequence[Sequence[Any]]


def title(year: object) -> list[str]:
    """Return the line above a table."""
    return [f"สรุปผลการประเมินรายตัวชี้วัด ประจำปีงบประมาณ พ.ศ. {year}"]


def simple(year: object, scores: Sequence[Any], overall: Any = None, level: str = "") -> list[list[Any]]:
    """Return the simple table of a year as rows, its title first."""
    rows: list[list[Any]] = [list(title(year)), list(SIMPLE)]
    rows += [[number, NAMES[number - 1], score] for number, score in enumerate(scores, start=1)]
    rows += [["", "คะแนนการประเมินในภาพรวม", overall]] if overall is not None else []
    return rows + ([["", "ระดับการประเมิน", level]] if level else [])


def excel(*sheets: Rows, names: Sequence[str] = (), merge: Sequence[str] = (), hidden: Sequence[int] = ()) -> bytes:
    """Return a workbook with those sheets."""
    book = Workbook()
    for number, rows in enumerate(sheets):
        page = book.active if number == 0 else book.create_sheet()
        assert page is not None
        page.title = names[number] if names else f"Sheet{number + 1}"
        for row in rows:
            page.append(list(row))
        for reference in merge:
            page.merge_cells(reference)
        if number in hidden:
            page.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def word(*parts: str | Rows) -> bytes:
    """Return a text: a string is a line, rows are a table."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=0, cols=max(len(row) for row in part))
        for row in part:
            for cell, value in zip(table.add_row().cells, row, strict=False):
                cell.text = str(value)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def full_card(edition: EditionData, seed: int = 1) -> Card:
    """Return a card of every question, sub-question and item of the edition that adds up."""
    scheme, chance = scheme_of(edition), random.Random(seed)
    leaves: dict[str, Decimal] = {}
    shares: dict[str, Any] = {}
    for node in tree_of(edition):
        if node.kind == "item":
            leaves[node.code] = Decimal(chance.choice((0, 100, 100, 100)))
        elif node.takes_shares:
            cuts = sorted(chance.randint(0, 10_000) for _ in range(3))
            shares[node.code] = tuple(Decimal(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, 10_000], strict=True))
            leaves[node.code] = rounded(distribution_score(shares[node.code], scheme.sign(node.code)))
    exact = computed(scheme, Card(leaves))
    printed = {code: rounded(value) for code, value in {**leaves, **exact}.items()}
    printed |= {code: rounded(value) for code, value in computed(scheme, Card(printed)).items()}
    return Card(printed, shares, "A")


def full_sheet(year: int, card: Card, names: Mapping[str, str] | None = None) -> list[list[Any]]:
    """Return the full sheet of a card as rows; figures are numbers, as a sheet has them."""
    rows: list[list[Any]] = [
        [f"ผลการประเมิน ปีงบประมาณ พ.ศ. {year}"],
        list(HEADINGS),
        ["ระดับ", "", "", "", "", "", card.level],
    ]
    for code, score in card.figures.items():
        shares: list[Any] = [float(share) for share in card.percents.get(code, ())] or [None] * 4
        rows.append(["รวม" if code == OVERALL else code, (names or {}).get(code, ""), *shares, float(score)])
    return rows
