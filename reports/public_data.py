"""The data of a public page as CSV, XLSX and JSON. Their columns: reports.public_columns.

Files are Thai whoever reads them; codes are English. No cell is ever a formula: in XLSX texts are stored as texts, in
CSV a text that a spreadsheet program would take for a formula has an apostrophe before it.
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from agencies.models import Province
from reports.public_columns import COLUMNS, NAMES
from reports.public_pages import Part, YearPage
from thai.dates import in_bangkok

COUNTED = ("done", "in_progress", "not_started", "not_applicable")
# What begins a formula in one spreadsheet program or another, wide forms of the signs included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Row = dict[str, Any]


def rows_of(page: YearPage) -> Iterator[Row]:
    """Yield one row a measure of each shown round, the newest round first. Call under the Thai language."""
    for part in page.parts:
        common = _common(page, part)
        for group in part.groups:
            told = {tuple(one["covers"][:1]): one for one in group.get("narratives", ())}
            for measure in group["measures"]:
                narrative = told.get(
                    (f"{group['number']}.{measure['label']}" if measure["label"] else str(group["number"]),)
                )
                yield (
                    common
                    | {
                        "group": group["number"],
                        "group_name": group["name"],
                        "label": measure["label"],
                        "measure": "\n".join([measure["text"], *(_step(one) for one in measure["steps"])]),
                    }
                    | _said(measure, narrative)
                )


def _common(page: YearPage, part: Part) -> Row:
    facts, row = page.facts, part.publication
    return {
        "province_code": facts.get("code", ""),
        "province": facts.get("province", ""),
        "agency_id": "" if isinstance(page.owner, Province) else page.owner.pk,
        "owner": facts.get("name", ""),
        "fiscal_year": page.fiscal_year,
        "round": row.round.kind,
        "round_name": row.round.printed_name,
        "version": row.version,
        "published_at": in_bangkok(row.published_at).isoformat(timespec="seconds"),
        "group_by": "issue" if part.by_issue else "indicator",
    }


def _step(step: dict[str, str]) -> str:
    return f"{step['label']} {step['text']}".strip()


def _said(measure: Row, narrative: Row | None) -> Row:
    counts = measure.get("counts", {})
    return {
        "answer": measure.get("answer", ""),
        "answer_words": measure["answer_words"] if "answer" in measure else "",
        "result": narrative["text"] if narrative else measure.get("result", ""),
        "covers": ", ".join(narrative["covers"]) if narrative else "",
        "outcome": measure.get("outcome", ""),
        "links": "\n".join(one["typed"] for one in measure.get("links", ())),
        "files": "\n".join(file_address(one.pk) for one in measure["photos"]),
    } | {f"agencies_{code}": counts.get(code, 0) if counts else "" for code in COUNTED}


def file_address(pk: int) -> str:
    """Return the whole address of a published file."""
    return settings.SITE_URL + reverse("public:file", args=[pk])


def as_csv(page: YearPage) -> bytes:
    """Return the rows as CSV in UTF-8 with a byte order mark, which Excel needs to read Thai."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(NAMES)
    with translation.override("th"):
        for row in rows_of(page):
            writer.writerow([harmless(row[name]) for name in NAMES])
    return ("\ufeff" + out.getvalue()).encode()


def harmless(value: str | int) -> str:
    """Return a cell that no spreadsheet program takes for a formula."""
    text = str(value).replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def as_json(page: YearPage) -> bytes:
    """Return the rows with the scores, the papers and the versions as one JSON document."""
    with translation.override("th"):
        facts = page.facts
        whole = {
            "source": settings.SITE_URL + address_of(page),
            "dictionary": settings.SITE_URL + reverse("public:dictionary"),
            "owner": {
                "id": None if isinstance(page.owner, Province) else page.owner.pk, "name": facts.get("name", ""),
                "kind": facts.get("kind", ""), "province": facts.get("province", ""), "code": facts.get("code", ""),
                "phone": facts.get("phone", ""), "websites": facts.get("websites", []),
            },
            "fiscal_year": page.fiscal_year, "version": page.version, "sha256": page.sha256,
            "published_at": in_bangkok(page.published_at).isoformat(timespec="seconds"),
            "versions": [
                {"version": one.number, "round": one.round, "note": one.note, "withdrawn": one.withdrawn,
                 "published_at": in_bangkok(one.published_at).isoformat(timespec="seconds")}
                for one in page.versions
            ],
            "measures": list(rows_of(page)),
            "scores": _scores(page),
            "papers": [
                {"name": one.name, "number": one.issued.number_words,
                 "issued_at": in_bangkok(one.issued.issued_at).isoformat(timespec="seconds"),
                 "files": [paper_address(one.issued.token, code) for code, _name, _size in one.files]}
                for one in page.papers
            ],
        }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def paper_address(token: str, format_: str) -> str:
    """Return the whole address of an issued paper's file."""
    return settings.SITE_URL + reverse("public:paper", args=[token, format_])


def address_of(page: YearPage) -> str:
    """Return the path of the page, without version."""
    if isinstance(page.owner, Province):
        return reverse("public:province-year", args=[page.owner.code, page.fiscal_year])
    return reverse("public:year", args=[page.owner.province.code, page.owner.pk, page.fiscal_year])


def _scores(page: YearPage) -> list[Row]:
    if page.scores is None:
        return []
    return [
        {"fiscal_year": year, "code": code, "name": name, "instrument": instrument,
         "score": None if figures[place] == "–" else float(figures[place])}
        for code, name, instrument, figures in page.scores.rows
        for place, year in enumerate(page.scores.years)
    ]  # fmt: skip


def as_xlsx(page: YearPage) -> bytes:
    """Return a workbook: the rows, the scores, and what each column holds."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "ผลการดำเนินงาน"
    with translation.override("th"):
        rows = [[row[name] for name in NAMES] for row in rows_of(page)]
        scores = [list(one.values()) for one in _scores(page)]
    _fill(sheet, [column.heading for column in COLUMNS], rows)
    for place, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    _fill(book.create_sheet("คะแนน"), ["ปีงบประมาณ", "รหัส", "ชื่อ", "แบบสำรวจ", "คะแนน"], scores)
    about = book.create_sheet("พจนานุกรมข้อมูล")
    _fill(
        about,
        ["ชื่อใน CSV และ JSON", "หัวตาราง", "ความหมาย"],
        [[column.name, column.heading, column.holds] for column in COLUMNS],
    )
    for letter, width in (("A", 26), ("B", 28), ("C", 90)):
        about.column_dimensions[letter].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, heads: list[str], rows: list[list[Any]]) -> None:
    for place, row in enumerate([heads, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(place, column)
            if isinstance(value, int | float) or value is None:
                cell.value = value
                continue
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(FORMULA)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color="ECEBF9")
    sheet.freeze_panes = "A2"
