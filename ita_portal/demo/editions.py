"""Lists of questions for the demo's years whose real ones nobody has published: borrowed, and said so."""

from collections.abc import Iterable
from typing import Any

from assessments.edition_data import to_json
from assessments.editions import load_edition, read_edition
from assessments.merging import Mode
from assessments.models import Edition


def borrow_questions(source: int, years: Iterable[int]) -> None:
    """Let years without any question have those of `source`, for full cards and papers; they stay unverified."""
    lists = {one["number"]: one for one in _indicators(_document(source))}
    for year in years:
        document = _document(year)
        own = _indicators(document)
        if any(one["questions"] or one["sub_indicators"] for one in own):
            continue
        for one in own:
            one |= {key: lists[one["number"]][key] for key in ("question_range", "sub_indicators", "questions")}
        note = f"ข้อมูลสาธิต: ใช้ข้อคำถามของปี {source} แทน ยังไม่ได้ตรวจกับคู่มือของปี {year}"
        load_edition(document | {"source": f"{document['source']} {note}".strip()}, mode=Mode.MERGE)


def _document(year: int) -> dict[str, Any]:
    return to_json(read_edition(Edition.objects.get(fiscal_year=year)))


def _indicators(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for part in document["instruments"] for one in part["indicators"]]
