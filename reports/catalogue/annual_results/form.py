"""Form E: the result report of a round with its memo: measures by issue or indicator, photos, scores, suggestions.

Title, column heads and fixed phrases are those of the official paper (รายงานผลการดำเนินการตามแผนงาน…).
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext

from measures.choices import Answer
from reports import letters
from reports.annual_facts import AnnualResults, Group, Told, annual_results
from reports.blocks import Heading, Paragraph, Photos
from reports.catalogue.rows import labelled, result_lines, runs
from reports.catalogue.scores import overall_line, strong
from reports.document import Block, Cell, Column, Document, Line, Made, Row, Section, Table, typed_lines
from reports.parts import Part, as_proposed, blocks_of
from reports.proposing import annual
from reports.score_facts import ScoreYear
from reports.selectors import Gaps, Subject
from thai.digits import Numerals
from thai.wording import gettext_noop

CODE = "annual_results"
NAME = gettext_noop("รายงานผลการดำเนินการประจำปีพร้อมบันทึกข้อความ")
SCOPES = ("agency", "province")
OF_ROUND = True
NUMERALS: Numerals = "thai"
HAS_MEMO = True
PHOTOS = "ภาพประกอบผลการดำเนินงานตามมาตรการ"
OVERALL = "ผลลัพธ์หรือความสำเร็จของการดำเนินการในภาพรวม"
SCORES = "สรุปผลการประเมินรายตัวชี้วัด"
SUGGESTED = "ข้อเสนอแนะ"
COLUMNS = (
    Column("measure", "มาตรการ/กิจกรรมที่ดำเนินการ", 20),
    Column("steps", "ขั้นตอน/วิธีปฏิบัติ", 21),
    Column("result", "สรุปผลการดำเนินงานตามมาตรการหรือกิจกรรม", 26),
    Column("outcome", "ผลลัพธ์หรือความสำเร็จ", 17),
    Column("responsible", "หน่วยงานผู้รับผิดชอบ", 16),
)
SCORE_COLUMNS = (
    Column("indicator", "ตัวชี้วัด", 15, centred=True),
    Column("name", "รายละเอียดตัวชี้วัด", 65),
    Column("score", "คะแนน", 20, centred=True),
)


def _work(data: AnnualResults) -> annual.Work:
    """What the plan came to, as the proposals tell it."""
    answers = Counter(one.reported.answer for one in data.told)
    return annual.Work(
        owner=data.owner,
        fiscal_year=data.fiscal_year,
        round_name=data.round_name,
        groups=tuple(group.name for group in data.groups if group.name),
        by_issue=data.by_issue,
        measures=len(data.told),
        done=answers[Answer.DONE],
        in_progress=answers[Answer.IN_PROGRESS],
        not_started=answers[Answer.NOT_STARTED],
        not_applicable=answers[Answer.NOT_APPLICABLE],
        blank=sum(map(_is_blank, data.told)),
        told=data.is_province,
        planner=data.planner,
    )


def _advice(data: AnnualResults) -> str:
    late = (Answer.IN_PROGRESS, Answer.NOT_STARTED)
    unfinished = tuple(
        f"{one.group}.{one.measure.label}" for one in data.told if one.reported.answer in late
    )  # fmt: skip
    return annual.recommendations(data.scores, _work(data), data.suggested, unfinished)


PARTS = (
    Part("opening", gettext_noop("บทนำ"), lambda data: annual.opening(_work(data))),
    Part("overall", gettext_noop("ผลลัพธ์หรือความสำเร็จของการดำเนินการในภาพรวม"), lambda data: annual.overall(data.scores)),
    Part("recommendations", gettext_noop("ข้อเสนอแนะ"), _advice),
)


def fetch(subject: Subject) -> AnnualResults:
    """What the agency reported in the round, or the province's own words of it."""
    return annual_results(subject, CODE)


def gaps(subject: Subject) -> Gaps:
    """Measures without a result; what else is missing or still as the portal proposes it."""
    return lacks(fetch(subject))


def lacks(data: AnnualResults) -> Gaps:
    """The same of data that is fetched already."""
    blank = tuple((one.group, one.measure.label) for one in data.told if _is_blank(one))
    return Gaps(blank=blank, said=tuple(_said(data)))


def build(data: AnnualResults) -> Document:
    """The paper; groups and their measures in the order in which they are printed."""
    memo = letters.blocks(data.letter, written=data.written, crest=data.crest)
    return Document(
        code=CODE,
        name=NAME,
        title=(),
        sections=(
            Section((letters.NAME,), memo, landscape=False),
            Section((Made(f"รายงานผล ประจำปีงบประมาณ พ.ศ. {data.fiscal_year}"),), _opening(data), True),
            *(_section(group, data) for group in data.groups),
            Section((OVERALL,), (Heading((OVERALL,)), *_outcome(data)), False, True),
        ),
        numerals=NUMERALS,
        landscape=False,
        draft=data.draft,
        layout="report",
        author=data.owner,
    )


def _opening(data: AnnualResults) -> tuple[Block, ...]:
    year: Line = (Made(f"ประจำปีงบประมาณ พ.ศ. {data.fiscal_year}"),)
    period: Line = () if data.is_whole_year else (Made(f" ({data.round_name})"),)
    place = f"จังหวัด{data.province}"
    whose: Line = (f"ของ{data.owner}" if data.owner.endswith(place) else f"ของ{data.owner} {place}",)
    title = ((letters.TITLE,), (*year, *period), whose)
    return (
        *(Paragraph(strong(line), centred=True) for line in title),
        *blocks_of(PARTS, data, "opening"),
    )


def _section(group: Group, data: AnnualResults) -> Section:
    """A heading and its table; photos stand after their measure, and the table goes on behind them."""
    kind = "ประเด็นที่" if data.by_issue else "ตัวชี้วัดที่"
    heading: Line = (Made(f"{kind} {group.number}. "), group.name)
    blocks: list[Block] = [Heading(heading)]
    for part in _between_photos(group.told):
        blocks.append(Table(COLUMNS, _rows(part)))
        if part[-1].photos:
            blocks.append(Photos((PHOTOS,), part[-1].photos, data.photos_a_page))
    return Section(heading, tuple(blocks), landscape=True)


def _between_photos(told: Sequence[Told]) -> Iterator[tuple[Told, ...]]:
    """The measures in pieces, each as far as one with photos."""
    start = 0
    for number, one in enumerate(told, start=1):
        if one.photos or number == len(told):
            yield tuple(told[start:number])
            start = number


def _rows(told: Sequence[Told]) -> tuple[Row, ...]:
    """A row a measure; a text of the province over several of them stands once beside all."""
    shared = runs([one.shared or -number for number, one in enumerate(told, start=1)])
    return tuple(map(_row, told, shared))


def _row(told: Told, rows: int) -> Row:
    measure = told.measure
    steps = tuple(line for label, text in measure.substeps for line in labelled(label, text))
    return (
        Cell(labelled(measure.label, measure.text) or ((None,),)),
        Cell(steps or ((None,),)),
        Cell(result_lines(told.reported), rows, block=rows > 1) if rows else None,
        Cell(typed_lines(told.outcome) or ((None,),), rows, block=rows > 1) if rows else None,
        Cell(typed_lines(measure.responsible) or ((None,),)),
    )


def _outcome(data: AnnualResults) -> tuple[Block, ...]:
    before = data.scores.previous
    return (
        *(_scores(before) if before else ()),
        *_scores(data.scores),
        *blocks_of(PARTS, data, "overall"),
        Heading((SUGGESTED,)),
        *blocks_of(PARTS, data, "recommendations"),
    )


def _scores(year: ScoreYear) -> tuple[Block, ...]:
    """The score table of a year with its sentence, or the words that there is none."""
    heading = Heading((SCORES, Made(f" ประจำปี พ.ศ.{year.fiscal_year}")), 2)
    if not year.has_card:
        return heading, Paragraph((Made(f"ยังไม่มีคะแนนการประเมิน ประจำปี พ.ศ.{year.fiscal_year}"),))
    rows = tuple(
        (Cell(((one.number,),)), Cell(((one.name,),)), Cell(((one.score,),))) for one in year.indicators
    )  # fmt: skip
    return heading, Table(SCORE_COLUMNS, rows), Paragraph(overall_line(year), indent=False)


def _is_blank(told: Told) -> bool:
    return not (told.reported.answer or told.reported.text)


def _said(data: AnnualResults) -> Iterator[str]:
    """What is missing beside results, a sentence each."""
    silent = [one for one in data.told if not _is_blank(one) and not one.outcome.strip() and _wants_outcome(one)]
    # A plan by indicator asks for no outcome: its column stays open, and nobody could fill it.
    if silent and data.by_issue:
        yield gettext("ยังไม่มีผลลัพธ์หรือความสำเร็จ %(count)s มาตรการ จะพิมพ์เป็น “-”") % {"count": len(silent)}
    bare = sum(not photo.caption.strip() for one in data.told for photo in one.photos)
    if bare:
        yield gettext("ภาพประกอบ %(count)s ภาพยังไม่มีคำบรรยาย") % {"count": bare}
    if not data.written:
        yield gettext("ยังไม่ได้เขียนบันทึกข้อความ จะพิมพ์ตามที่ระบบเสนอ โดยเว้นที่ไว้ให้เติมชื่อและวันที่")
    if parts := as_proposed(PARTS, data):
        titles = ", ".join(gettext(title) for title in parts)
        yield gettext("ข้อความต่อไปนี้ยังเป็นข้อความที่ระบบเสนอ: %(parts)s") % {"parts": titles}
    for year in filter(None, (data.scores.previous, data.scores)):
        if not year.has_card:
            yield gettext("ยังไม่มีคะแนนของปี %(year)s") % {"year": year.fiscal_year}


def _wants_outcome(told: Told) -> bool:
    return told.reported.answer != Answer.NOT_APPLICABLE
