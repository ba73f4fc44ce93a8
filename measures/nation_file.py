"""The central viewer's tables as a workbook or as CSV, in Thai: figures as figures, a name "=1+1" as a name."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from measures.board_file import NOT_BEGUN, STATES
from measures.choices import RoundKind, State
from measures.selectors.board import STAGES
from measures.selectors.nation import Figures, Nation, Scores
from measures.selectors.nation_counts import Period
from measures.selectors.nation_province import AgencyRow, ProvincePage
from thai.dates import short_datetime

Value = str | int | Decimal | None
NOTHING_ASKED, TOTAL, HEAD_ROW = "ไม่มีรายงานในรอบนี้", "รวม", 4
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """A table to be taken along: what it is, from when, its heads, its rows; the last row adds up the others."""

    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def nation_sheet(page: Nation, *, now: dt.datetime) -> Sheet:
    """Return the provinces as the page of the nation shows them, with their sum."""
    levels = page.scores.levels
    heads = (
        "จังหวัด", "หน่วยงาน", *_stage_heads(), NOTHING_ASKED, "เกินกำหนด", "มาตรการที่ครบ", "มาตรการทั้งหมด", "ร้อยละที่ครบ",
        *_score_heads(page.scores), *levels, "ข้อต้องแก้", "ลิงก์ที่เปิดไม่ได้",
    )  # fmt: skip
    rows = [(row.province.name, row.figures) for row in page.rows] + [(TOTAL, page.sums)]
    title = "ภาพรวมทั้งประเทศ " + _named(page.period, page.scores)
    return Sheet(
        title, f"{len(page.rows)} จังหวัด · ณ {short_datetime(now)}", heads,
        tuple((name, *_province_values(figures, levels)) for name, figures in rows),
    )  # fmt: skip


def _province_values(one: Figures, levels: Sequence[str]) -> tuple[Value, ...]:
    return (
        one.agencies, *(one.stages[stage] for stage in STAGES), one.unasked, one.late, *_work_values(one),
        one.cards.cards, one.cards.passed, one.share, one.average, one.change, *(one.levels[name] for name in levels),
        one.errors, one.dead,
    )  # fmt: skip


def _work_values(one: Figures) -> tuple[Value, ...]:
    return one.work.done, one.work.total, one.percent


def _stage_heads() -> tuple[str, ...]:
    return tuple(STATES[State(stage)] if stage else NOT_BEGUN for stage in STAGES)


def _score_heads(scores: Scores) -> tuple[str, ...]:
    mark = scores.mark or ""
    return ("มีคะแนน", f"ได้ {mark} ขึ้นไป", f"ร้อยละที่ได้ {mark} ขึ้นไป", "คะแนนเฉลี่ย", _change_head(scores))


def _change_head(scores: Scores) -> str:
    return f"เทียบกับปี {scores.before}" if scores.before else "เทียบกับปีก่อน"


def province_sheet(page: ProvincePage, *, now: dt.datetime) -> Sheet:
    """Return the agencies as the page of their province shows them, with their sum."""
    heads = (
        "หน่วยงาน", "ประเภท", "สถานะ", "เกินกำหนด", "มาตรการที่ครบ", "มาตรการทั้งหมด", "ร้อยละที่ครบ", "คะแนน",
        _change_head(page.scores), "ระดับ", "ที่มาของระดับ", "ข้อต้องแก้", "ลิงก์ที่เปิดไม่ได้",
    )  # fmt: skip
    sums = page.sums
    total: tuple[Value, ...] = (
        TOTAL, f"{sums.agencies} หน่วยงาน", "", str(sums.late), *_work_values(sums), sums.average, sums.change, "", "",
        sums.errors, sums.dead,
    )  # fmt: skip
    return Sheet(
        f"{page.province.printed_name} " + _named(page.period, page.scores), f"ณ {short_datetime(now)}", heads,
        (*(_agency_values(row) for row in page.rows), total),
    )  # fmt: skip


def _agency_values(row: AgencyRow) -> tuple[Value, ...]:
    one = row.figures
    state = NOTHING_ASKED if row.stage is None else STATES[State(row.stage)] if row.stage else NOT_BEGUN
    source = "" if not row.level else "คำนวณ" if row.hinted else "ตามเอกสาร"
    return (
        row.agency.name, row.agency.kind.name if row.agency.kind else "", state, "เกินกำหนด" if one.late else "",
        *_work_values(one), one.average, one.change, row.level, source, one.errors, one.dead,
    )  # fmt: skip


def _named(period: Period | None, scores: Scores) -> str:
    round_ = f"{RoundKind(period.kind).value} เดือน ปีงบประมาณ พ.ศ. {period.fiscal_year}" if period else ""
    told = [f"รอบ {round_}" if round_ else "", f"คะแนนปี {scores.year}" if scores.year else ""]
    return " · ".join(part for part in told if part)


def csv_bytes(sheet: Sheet) -> bytes:
    """Return the heads and rows as CSV that spreadsheets open in Thai (UTF-8 with its mark)."""
    stream = io.StringIO()
    lines = csv.writer(stream)
    lines.writerow([_plain(head) for head in sheet.heads])
    lines.writerows([[_plain(value) for value in row] for row in sheet.rows])
    return stream.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> Value:
    """Return text that no spreadsheet reads as a formula; figures stay as they are, also those below zero."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def workbook_bytes(sheet: Sheet) -> bytes:
    """Return the table as .xlsx."""
    book = Workbook()
    page: Any = book.active
    page.title = "ตาราง"
    _put(page, 1, 1, sheet.title).font = Font(bold=True, size=14)
    _put(page, 2, 1, sheet.note)
    for column, head in enumerate(sheet.heads, start=1):
        cell = _put(page, HEAD_ROW, column, head)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color="ECEBF9")
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        page.column_dimensions[get_column_letter(column)].width = 40 if column == 1 else 14
    for row, values in enumerate(sheet.rows, start=HEAD_ROW + 1):
        for column, value in enumerate(values, start=1):
            _put(page, row, column, value)
    last = HEAD_ROW + len(sheet.rows)
    for cell in page[last]:
        cell.font = Font(bold=True)
    page.freeze_panes = f"B{HEAD_ROW + 1}"
    # The sum stays where it is when somebody puts the rows in another order.
    page.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(sheet.heads))}{max(last - 1, HEAD_ROW)}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(page: Any, row: int, column: int, value: Value) -> Any:
    cell = page.cell(row=row, column=column)
    if isinstance(value, Decimal):
        cell.value, cell.number_format = float(value), "0.00"
    elif isinstance(value, str) and value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type, cell.quotePrefix = "s", value.startswith(FORMULA)
    elif value is not None and value != "":
        cell.value = value
    return cell
