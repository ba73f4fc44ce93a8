"""The one door through which an edition is created or changed."""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from agencies.models import AccountEvent, User
from assessments.edition_data import (
    EditionData,
    EditionError,
    IndicatorData,
    InstrumentData,
    IssueData,
    QuestionData,
    parse_edition,
    problems_of,
    to_json,
)
from assessments.merging import Merge, Mode
from assessments.models import Edition, Indicator, Instrument, Issue, Question, SubIndicator
from assessments.references import locked_parts


@dataclass(frozen=True)
class EditionReport:
    """What loading did, in Thai phrases; `created` says that the year was new."""

    fiscal_year: int
    created: bool
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class StaleEditionError(EditionError):
    """Somebody else changed the edition since the person opened the page."""

    def __init__(self) -> None:
        super().__init__(gettext("มีผู้อื่นแก้ไขเกณฑ์ปีนี้ไปก่อนแล้ว ข้อความที่พิมพ์ยังอยู่ด้านล่าง โปรดเทียบกับข้อมูลปัจจุบันก่อนบันทึกอีกครั้ง"))


def fingerprint(edition: EditionData) -> str:
    """SHA-256 (hex) of the whole edition: tells whether it is still the one that a person saw."""
    return hashlib.sha256(json.dumps(to_json(edition), sort_keys=True).encode()).hexdigest()


def load_edition(data: Any, *, mode: Mode = Mode.MERGE, by: User | None = None, seen: str = "") -> EditionReport:
    """Store the edition of a decoded edition file; `by` is the person, None the command line.

    What is missing is added; what differs is decided by `mode`. `seen` is the fingerprint of the edition
    that the person saw. Raises EditionError, with nothing written, where the file or the edition that it
    would make is not valid, or it changes what is referenced; StaleEditionError where `seen` is outdated.
    """
    new = parse_edition(data)
    with transaction.atomic():
        edition = Edition.objects.select_for_update().filter(fiscal_year=new.fiscal_year).first()
        if edition is None:
            _write(Edition(fiscal_year=new.fiscal_year), new)
            report = EditionReport(new.fiscal_year, created=True)
        else:
            report = _merged(edition, new, mode, seen)
        _remember(report, by)
    return report


def copy_edition(source: Edition, fiscal_year: int, *, by: User | None = None) -> EditionReport:
    """Start `fiscal_year` as an unverified copy of `source`. Raises EditionError if that year exists."""
    if Edition.objects.filter(fiscal_year=fiscal_year).exists():
        raise EditionError(gettext("มีเกณฑ์ของปีงบประมาณ พ.ศ. %(year)s อยู่แล้ว") % {"year": fiscal_year})
    data = to_json(read_edition(source)) | {
        "fiscal_year": fiscal_year,
        "verified": False,
        "source": f"สร้างจากเกณฑ์ปี {source.fiscal_year} ยังไม่ได้ตรวจกับคู่มือของปี {fiscal_year}",
    }
    return load_edition(data, mode=Mode.ADD, by=by)


def copy_items(source: Edition, target: Edition, *, by: User | None = None) -> EditionReport:
    """Start the OIT items of an unverified year from those of another: the list is a beginning, to be checked.

    Raises EditionError if the source knows no items, or the target is verified or has items already.
    """
    document, known = to_json(read_edition(target)), to_json(read_edition(source))
    lists = {one["number"]: one for part in known["instruments"] if part["code"] == "OIT" for one in part["indicators"]}
    own = [one for part in document["instruments"] if part["code"] == "OIT" for one in part["indicators"]]
    if not any(_has_items(one) for one in lists.values()):
        raise EditionError(gettext("เกณฑ์ปี %(year)s ยังไม่มีรายการ OIT ให้นำมาใช้") % {"year": source.fiscal_year})
    if target.verified or any(_has_items(one) for one in own):
        raise EditionError(gettext("เกณฑ์ปี %(year)s มีรายการ OIT อยู่แล้ว") % {"year": target.fiscal_year})
    for one in own:
        if one["number"] in lists:
            one["sub_indicators"] = lists[one["number"]]["sub_indicators"]
            one["questions"] = lists[one["number"]]["questions"]
    note = f"รายการ OIT เริ่มจากเกณฑ์ปี {source.fiscal_year} ยังไม่ได้ตรวจกับคู่มือของปี {target.fiscal_year}"
    document["source"] = f"{document['source']} {note}".strip()
    return load_edition(document, mode=Mode.MERGE, by=by)


def _has_items(indicator: dict[str, Any]) -> bool:
    return bool(indicator["questions"]) or any(one.get("questions") for one in indicator["sub_indicators"])


def remove_part(edition: Edition, code: str, *, by: User | None = None) -> None:
    """Take out a question ("o27") or a sub-indicator without questions ("9.6").

    Raises EditionError if there is none, it is in use, or the edition is verified and so must be whole.
    """
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=edition.pk)
        parts = SubIndicator.objects if "." in code else Question.objects
        part = parts.filter(indicator__edition=edition, code=code).first()
        if part is None:
            raise EditionError(gettext("ไม่มีข้อ %(code)s ในเกณฑ์ปี %(year)s") % {"code": code, "year": edition.fiscal_year})
        if code in locked_parts(edition).codes:
            raise EditionError(gettext("ข้อ %(code)s ถูกใช้แล้ว จึงลบไม่ได้") % {"code": code})
        if isinstance(part, SubIndicator) and part.questions.exists():
            raise EditionError(gettext("ตัวชี้วัดย่อย %(code)s ยังมีข้อคำถาม โปรดย้ายหรือลบข้อคำถามก่อน") % {"code": code})
        if edition.verified and isinstance(part, Question):
            raise EditionError(gettext("เกณฑ์ที่ตรวจแล้วต้องครบทุกข้อ ยกเลิกสถานะ “ตรวจแล้ว” ก่อนจึงลบข้อได้"))
        part.delete()
        _remember(EditionReport(edition.fiscal_year, created=False, changed=(f"ลบข้อ {code}",)), by)


def read_edition(edition: Edition) -> EditionData:
    """The stored edition as data, whole: six queries."""
    issues = tuple(IssueData(one.number, one.name, tuple(one.aliases)) for one in edition.issues.order_by("number"))
    return replace(read_instruments(edition), issues=issues)


def read_instruments(edition: Edition) -> EditionData:
    """The stored edition as scores and weak points need it, without its issues: five queries."""
    indicators = edition.indicators.prefetch_related("sub_indicators", "questions__sub_indicator")
    by_instrument: dict[int, list[IndicatorData]] = {}
    for indicator in indicators.order_by("number"):
        by_instrument.setdefault(indicator.instrument_id, []).append(_indicator_data(indicator))
    return EditionData(
        edition.fiscal_year,
        edition.verified,
        edition.source,
        tuple(edition.level_rules),
        edition.bands,
        tuple(
            InstrumentData(one.code, one.name, one.weight.normalize() + 0, tuple(by_instrument.get(one.pk, ())))
            for one in edition.instruments.all()
        ),
    )


def _indicator_data(indicator: Indicator) -> IndicatorData:
    questions = [
        QuestionData(
            one.code,
            one.text,
            one.polarity,
            one.sub_questions,
            one.answer_kind,
            one.sub_indicator.code if one.sub_indicator else "",
        )
        for one in indicator.questions.all()
    ]
    return IndicatorData(
        indicator.number,
        indicator.name,
        tuple(indicator.aliases),
        indicator.question_range,
        tuple((one.code, one.name) for one in indicator.sub_indicators.all()),
        tuple(sorted(questions, key=lambda one: (one.code[0], int(one.code[1:])))),
    )


def _merged(edition: Edition, new: EditionData, mode: Mode, seen: str) -> EditionReport:
    old = read_edition(edition)
    if seen and seen != fingerprint(old):
        raise StaleEditionError
    merge = Merge(mode, locked_parts(edition))
    merged = merge.edition(old, new)
    problems = merge.refused + _moves(old, new) + problems_of(merged)
    if problems:
        raise EditionError(*problems)
    if merged != old:
        _write(edition, merged)
    return EditionReport(edition.fiscal_year, False, tuple(merge.added), tuple(merge.changed), tuple(merge.kept))


def _moves(old: EditionData, new: EditionData) -> list[str]:
    """Refuse what changes its place: an indicator's instrument, a question's indicator."""
    before, after = _homes(old), _homes(new)
    return [
        gettext("%(name)s ย้ายที่ไม่ได้ ให้ลบของเดิมก่อน") % {"name": name}
        for name in before
        if name in after and before[name] != after[name]
    ]


def _homes(edition: EditionData) -> dict[str, str | int]:
    homes: dict[str, str | int] = {}
    for instrument, indicator in edition.indicators():
        homes[f"ตัวชี้วัดที่ {indicator.number}"] = instrument.code
        homes |= {f"ข้อ {question.code}": indicator.number for question in indicator.questions}
    return homes


def _write(edition: Edition, data: EditionData) -> None:
    edition.verified, edition.source = data.verified, data.source
    edition.level_rules, edition.bands = list(data.level_rules), data.bands
    edition.save()
    instruments = Instrument.objects.bulk_create(
        [
            Instrument(edition=edition, code=one.code, name=one.name, weight=one.weight, order=place)
            for place, one in enumerate(data.instruments, start=1)
        ],
        update_conflicts=True,
        unique_fields=["edition", "code"],
        update_fields=["name", "weight", "order"],
    )
    by_code = {one.code: one for one in instruments}
    indicators = Indicator.objects.bulk_create(
        [_indicator_row(edition, by_code[parent.code], one) for parent, one in data.indicators()],
        update_conflicts=True,
        unique_fields=["edition", "number"],
        update_fields=["instrument", "name", "aliases", "question_range"],
    )
    _write_questions({one.number: one for one in indicators}, data)
    _write_issues(edition, data)


def _write_issues(edition: Edition, data: EditionData) -> None:
    edition.issues.exclude(number__in=[one.number for one in data.issues]).delete()
    Issue.objects.bulk_create(
        [Issue(edition=edition, number=one.number, name=one.name, aliases=list(one.aliases)) for one in data.issues],
        update_conflicts=True,
        unique_fields=["edition", "number"],
        update_fields=["name", "aliases"],
    )


def _indicator_row(edition: Edition, instrument: Instrument, one: IndicatorData) -> Indicator:
    return Indicator(
        edition=edition,
        instrument=instrument,
        number=one.number,
        name=one.name,
        aliases=list(one.aliases),
        question_range=one.question_range,
    )


def _write_questions(indicators: dict[int, Indicator], data: EditionData) -> None:
    subs = SubIndicator.objects.bulk_create(
        [
            SubIndicator(indicator=indicators[one.number], code=code, name=name)
            for _, one in data.indicators()
            for code, name in one.sub_indicators
        ],
        update_conflicts=True,
        unique_fields=["indicator", "code"],
        update_fields=["name"],
    )
    by_code = {one.code: one for one in subs}
    Question.objects.bulk_create(
        [
            Question(
                indicator=indicators[one.number],
                sub_indicator=by_code.get(question.sub_indicator),
                code=question.code,
                text=question.text,
                polarity=question.polarity,
                sub_questions=question.sub_questions,
                answer_kind=question.answer_kind,
            )
            for _, one in data.indicators()
            for question in one.questions
        ],
        update_conflicts=True,
        unique_fields=["indicator", "code"],
        update_fields=["sub_indicator", "text", "polarity", "sub_questions", "answer_kind"],
    )


def _remember(report: EditionReport, by: User | None) -> None:
    changes = {"created": report.created, "added": list(report.added), "changed": list(report.changed)}
    if report.created or report.added or report.changed:
        AccountEvent.objects.create(
            actor=by,
            action="edition.edit",
            subject_type="edition",
            subject_id=Edition.objects.values_list("pk", flat=True).get(fiscal_year=report.fiscal_year),
            changes=changes,
        )
