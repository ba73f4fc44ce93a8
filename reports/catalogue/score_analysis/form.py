"""Form C: what a body makes of last year's result of the assessment: scores, analysis, weak points, measures.

The order of its parts and the heads of its tables are those of the official papers; a paper of the year N tells of
the card of N − 1 and of the plan of N.
"""

from collections.abc import Iterator

from reports.blocks import Cover, Heading, Paragraph
from reports.catalogue.planned import answer_line, cell, follow_lines, placed, places_of, plan_opening, step_lines
from reports.catalogue.scores import (
    bar_chart,
    by_instrument,
    charted,
    code_line,
    indicator_line,
    indicator_table,
    instrument_table,
    instrument_title,
    numbered,
    numbered_section,
    overall_line,
    part_line,
    radar_chart,
    ring_chart,
    score_cell,
    sentence,
    strong,
)
from reports.document import Block, Bold, Cell, Column, Document, Line, Made, Row, Section, Table, typed_lines
from reports.parts import Part, blocks_of
from reports.plan_facts import Planned, PlanYear
from reports.proposing.advice import recommendations
from reports.proposing.analysis import analysis
from reports.proposing.background import preface, rationale
from reports.score_facts import IndicatorScore, ItemScore, QuestionScore, ScoreYear
from reports.selectors import Gaps, Subject
from reports.year_papers import YearPaper, fetch_year_paper, unfinished_year, year_gaps
from thai.digits import Numerals
from thai.wording import gettext_noop

CODE = "score_analysis"
NAME = gettext_noop("รายงานการวิเคราะห์ผลการประเมิน ITA")
SCOPES = ("agency", "province")
OF_ROUND = False
NUMERALS: Numerals = "thai"

PARTS = (
    Part("preface", gettext_noop("คำนำ"), lambda data: preface(data.scores)),
    Part("rationale", gettext_noop("หลักการและเหตุผล"), lambda data: rationale(data.scores)),
    Part("analysis", gettext_noop("การวิเคราะห์"), lambda data: analysis(data.scores)),
    Part("recommendations", gettext_noop("ข้อเสนอแนะ"), lambda data: recommendations(data.scores, data.suggested)),
)
TITLE = (
    ("รายงานการวิเคราะห์ผลการประเมินคุณธรรมและความโปร่งใส",),
    ("ในการดำเนินงานของหน่วยงานภาครัฐ",),
    ("(Integrity and Transparency Assessment: ITA)",),
)
QUESTIONS = (
    Column("topic", "ประเด็นประเมิน", 52),
    Column("score", "คะแนน", 13, centred=True),
    Column("advice", "ประเด็นที่ควรพัฒนา", 35),
)
ITEMS = (
    Column("topic", "ประเด็นการตรวจ", 35),
    Column("score", "คะแนน", 14, centred=True),
    Column("unit", "สำนัก/กอง/หน่วย ที่รับผิดชอบข้อมูล", 23),
    Column("advice", "ประเด็นที่ควรพัฒนา", 28),
)
MEASURES = (
    Column("measure", "มาตรการ", 32),
    Column("steps", "ขั้นตอนหรือวิธีการ", 26),
    Column("responsible", "ผู้รับผิดชอบ", 21),
    Column("follow_up", "การกำกับติดตาม", 21),
)


def fetch(subject: Subject) -> YearPaper:
    """The card of the year before, the year's plan and the office's own words."""
    return fetch_year_paper(subject, CODE)


def gaps(subject: Subject) -> Gaps:
    """What is missing in card and plan, and the parts that nobody has written."""
    return lacks(fetch(subject))


def lacks(data: YearPaper) -> Gaps:
    """The same of data that is fetched already."""
    return year_gaps(data, PARTS)


unfinished = unfinished_year


def build(data: YearPaper) -> Document:
    """The paper of one body."""
    title: tuple[Line, ...] = (*TITLE, (Made(f"ประจำปีงบประมาณ พ.ศ. {data.scores.fiscal_year}"),))
    return Document(
        code=CODE,
        name=NAME,
        title=(),
        sections=(
            Section(("ปก",), (Cover(title, ((data.owner,),)),)),
            Section(("คำนำ",), (Heading(("คำนำ",)), *blocks_of(PARTS, data, "preface")), fresh=True),
            numbered_section("1", "หลักการและเหตุผล", blocks_of(PARTS, data, "rationale"), fresh=True),
            numbered_section("2", "ผลการประเมิน", tuple(_results(data.scores))),
            numbered_section("3", "การวิเคราะห์", blocks_of(PARTS, data, "analysis")),
            numbered_section("4", "ข้อเสนอแนะ", blocks_of(PARTS, data, "recommendations")),
            numbered_section("5", "ประเด็นที่หน่วยงานต้องพัฒนา", tuple(_weak_points(data))),
            numbered_section("6", "มาตรการ", tuple(_measures(data))),
        ),
        numerals=NUMERALS,
        landscape=False,
        draft=not data.is_whole,
        layout="report",
        author=data.owner,
        keywords=("ITA", "ผลการประเมิน"),
    )


def _results(scores: ScoreYear) -> Iterator[Block]:
    if not scores.has_card:
        yield sentence(f"ยังไม่มีผลคะแนนปีงบประมาณ พ.ศ. {scores.fiscal_year} จึงยังไม่มีตารางและแผนภูมิคะแนน")
        return
    yield Paragraph(overall_line(scores))
    if scores.instruments:
        yield numbered("2.1", "คะแนนตามแบบสำรวจ", 2)
        yield instrument_table(scores)
        yield from charted(ring_chart(scores, NUMERALS))
    if scores.indicators:
        yield numbered("2.2", "คะแนนรายตัวชี้วัด", 2)
        yield indicator_table(scores)
        yield from charted(bar_chart(scores, NUMERALS))
    if chart := radar_chart(scores, NUMERALS):
        yield numbered("2.3", "เปรียบเทียบกับปีก่อน", 2)
        yield chart


def _weak_points(data: YearPaper) -> Iterator[Block]:
    scores = data.scores
    if not scores.has_card:
        yield sentence(f"ยังไม่มีผลคะแนนปีงบประมาณ พ.ศ. {scores.fiscal_year} จึงยังไม่มีประเด็นที่ต้องพัฒนา")
        return
    if not scores.has_details:
        yield sentence("ยังไม่มีคะแนนรายตัวชี้วัดและรายข้อ จึงยังระบุประเด็นที่ต้องพัฒนาไม่ได้")
        return
    number = 0
    for code, indicators in by_instrument(scores):
        table = _item_table(data, indicators) if code == "OIT" else _question_table(data, code, indicators)
        if table.rows:
            number += 1
            yield Heading((Made(f"5.{number} "), *instrument_title(scores, code)), 2)
            yield table
    if not number:
        yield sentence("ไม่มีตัวชี้วัด ข้อคำถาม หรือรายการที่ต้องพัฒนาตามช่วงคะแนนที่กำหนด ให้รักษาระดับการปฏิบัติงานต่อไป")


def _question_table(data: YearPaper, code: str, indicators: tuple[IndicatorScore, ...]) -> Table:
    rows: list[Row] = []
    for one in indicators:
        questions = [question for question in data.scores.weak_questions if question.indicator == one.number]
        if one.weak or questions:
            rows.append(_indicator_row(data, one))
        rows += [row for question in questions for row in _question_rows(data, question)]
    loose = [one for one in data.scores.weak_questions if not one.indicator and one.instrument == code]
    rows += [row for question in loose for row in _question_rows(data, question)]
    return Table(QUESTIONS, tuple(rows))


def _indicator_row(data: YearPaper, one: IndicatorScore) -> Row:
    score = None if one.score is None else Bold(Made(f"{one.score}"))
    advice = _advice(data.plan, str(one.number), one.advice)
    return Cell((strong(indicator_line(one)),)), Cell(((score,),)), cell(advice)


def _question_rows(data: YearPaper, one: QuestionScore) -> Iterator[Row]:
    """The question with its score, then its sub-questions with theirs."""
    advice = cell(_advice(data.plan, one.code, one.advice))
    yield Cell((code_line(one.code, one.name),)), score_cell(one.score), advice
    for part in one.parts:
        if part.score is not None:
            yield Cell((part_line(part.number),)), score_cell(part.score), cell(typed_lines(part.advice))


def _item_table(data: YearPaper, indicators: tuple[IndicatorScore, ...]) -> Table:
    rows: list[Row] = []
    for one in indicators:
        items = [item for item in data.scores.lost_items if item.indicator == one.number]
        if one.weak or items:
            head, score, advice = _indicator_row(data, one)
            rows.append((head, score, Cell(()), advice))
        rows += [_item_row(data, item) for item in items]
    rows += [_item_row(data, item) for item in data.scores.lost_items if not item.indicator]
    return Table(ITEMS, tuple(rows))


def _item_row(data: YearPaper, one: ItemScore) -> Row:
    topic = (code_line(one.code, one.name), *(((f"({one.section})",),) if one.section else ()))
    advice = _advice(data.plan, one.code, one.advice)
    return Cell(topic), score_cell(one.score), cell(_units(data.plan, one)), cell(advice)


def _units(plan: PlanYear | None, one: ItemScore) -> tuple[Line, ...]:
    """Who answers for the item's data by the register, else by the measures that answer it."""
    if one.unit:
        return typed_lines(one.unit)
    named = dict.fromkeys(measure.responsible.strip() for measure in plan.answering(one.code)) if plan else {}
    return tuple(line for words in named for line in typed_lines(words))


def _advice(plan: PlanYear | None, code: str, advice: str) -> tuple[Line, ...]:
    """The wording of the band, and where in the plan the measures are that answer the point."""
    lines = typed_lines(advice)
    places = places_of(plan.answering(code)) if plan else ""
    return (*lines, (Made(f"(มาตรการ {places})"),)) if places else lines


def _measures(data: YearPaper) -> Iterator[Block]:
    plan = data.plan
    yield from plan_opening(plan, data.fiscal_year)
    if plan is None or not plan.measures:
        return
    codes = _weak_codes(data.scores)
    linked = [one for one in plan.measures if codes & set(one.answers)]
    others = [one for one in plan.measures if one not in linked]
    yield Table(MEASURES, tuple(_measure(one, codes) for one in (*linked, *others)))


def _weak_codes(scores: ScoreYear) -> frozenset[str]:
    weak = (*(str(one.number) for one in scores.weak_indicators), *(one.code for one in scores.weak_questions))
    return frozenset((*weak, *(one.code for one in scores.lost_items)))


def _measure(one: Planned, codes: frozenset[str]) -> Row:
    return (
        Cell((placed(one), *typed_lines(one.text), *answer_line(one, codes))),
        cell(step_lines(one)),
        cell(typed_lines(one.responsible)),
        cell(follow_lines(one)),
    )
