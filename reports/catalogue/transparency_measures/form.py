"""Form D: the plan of a province or agency to keep its work open, with the result that it answers.

Title and heads of the tables are those of the official papers (มาตรการส่งเสริมความโปร่งใสภายในหน่วยงาน); a paper of the
year N tells of the card of N − 1 and of the plan of N.
"""

from collections.abc import Iterator

from reports.blocks import Heading, Paragraph
from reports.catalogue.planned import cell, follow_lines, group_line, plan_opening, step_lines
from reports.catalogue.rows import labelled
from reports.catalogue.scores import (
    answer_table,
    by_instrument,
    charted,
    indicator_line,
    instrument_title,
    numbered_section,
    overall_line,
    ring_chart,
    section_table,
    sentence,
)
from reports.document import Block, Column, Document, Made, Row, Table, typed_lines
from reports.parts import Part, blocks_of
from reports.plan_facts import Planned
from reports.proposing.analysis import plan_analysis
from reports.proposing.background import plan_rationale
from reports.score_facts import IndicatorScore, ScoreYear
from reports.selectors import Gaps, Subject
from reports.year_papers import YearPaper, fetch_year_paper, unfinished_year, year_gaps
from thai.digits import Numerals
from thai.wording import gettext_noop

CODE = "transparency_measures"
NAME = gettext_noop("มาตรการส่งเสริมความโปร่งใสภายในหน่วยงาน")
SCOPES = ("agency", "province")
OF_ROUND = False
NUMERALS: Numerals = "thai"

PARTS = (
    Part("rationale", gettext_noop("หลักการและเหตุผล"), lambda data: plan_rationale(data.scores)),
    Part("analysis", gettext_noop("ผลการวิเคราะห์"), lambda data: plan_analysis(data.scores)),
)
TITLE = "มาตรการส่งเสริมความโปร่งใสภายในหน่วยงาน"
MEASURES = (
    Column("measure", "มาตรการ", 29),
    Column("steps", "แนวทางการดำเนินการ/ การปฏิบัติ", 27),
    Column("follow_up", "การกำกับติดตาม/ การรายงานผล", 22),
    Column("responsible", "ผู้รับผิดชอบ", 22),
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
    return Document(
        code=CODE,
        name=NAME,
        title=((TITLE, data.owner), (Made(f"ประจำปีงบประมาณ พ.ศ. {data.fiscal_year}"),)),
        sections=(
            numbered_section("1", "หลักการและเหตุผล", blocks_of(PARTS, data, "rationale")),
            numbered_section("2", "ผลการประเมิน", tuple(_results(data.scores))),
            numbered_section("3", "การวิเคราะห์", (Heading(("ผลการวิเคราะห์",), 2), *blocks_of(PARTS, data, "analysis"))),
            numbered_section("4", TITLE, tuple(_measures(data))),
        ),
        numerals=NUMERALS,
        landscape=False,
        draft=not data.is_whole,
        layout="report",
        author=data.owner,
        keywords=("ITA", "มาตรการ"),
    )


def _results(scores: ScoreYear) -> Iterator[Block]:
    if not scores.has_card:
        yield sentence(f"ยังไม่มีผลคะแนนปีงบประมาณ พ.ศ. {scores.fiscal_year}")
        return
    yield Paragraph(overall_line(scores))
    yield from charted(ring_chart(scores, NUMERALS))
    for place, (code, indicators) in enumerate(by_instrument(scores), start=1):
        yield Heading((Made(f"2.{place} "), *instrument_title(scores, code)), 2)
        for one in indicators:
            yield from _indicator(scores, one)
        loose = tuple(one for one in scores.told if not one.indicator and one.instrument == code)
        if loose:
            yield Heading(("ข้อคำถามที่เกณฑ์ของปียังไม่ได้จัดเข้าตัวชี้วัด",), 3)
            yield answer_table(loose)


def _indicator(scores: ScoreYear, one: IndicatorScore) -> Iterator[Block]:
    """Its score in one line, and what it is made of: answers, or the sub-indicators of OIT."""
    score = (Made(" "), one.score, Made(" คะแนน")) if one.score is not None else (Made(" ยังไม่มีคะแนน"),)
    yield Heading((*indicator_line(one), *score), 3)
    mine = tuple(question for question in scores.told if question.indicator == one.number)
    if mine:
        yield answer_table(mine)
    elif any(section.score is not None for section in one.sections):
        yield section_table(scores, one)
    elif one.advice:
        yield Paragraph((Made("ผลตามช่วงคะแนน: "), one.advice))


def _measures(data: YearPaper) -> Iterator[Block]:
    plan = data.plan
    yield from plan_opening(plan, data.fiscal_year)
    if plan is None:
        return
    for group, measures in plan.groups():
        yield Heading(group_line(group), 2)
        yield Table(MEASURES, tuple(map(_measure, measures)))


def _measure(one: Planned) -> Row:
    return (
        cell(labelled(one.label, one.text)),
        cell(step_lines(one)),
        cell(follow_lines(one)),
        cell(typed_lines(one.responsible)),
    )
