"""Parts that the papers about scores share: how scores, weak points, answers and charts are written."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from assessments.charts import Arc, Bar, Shape, bars, radar, ring
from reports.blocks import Chart, Heading, Paragraph
from reports.catalogue.rows import block
from reports.document import Block, Bold, Cell, Column, Line, Made, Row, Section, Table
from reports.score_facts import IndicatorScore, QuestionScore, ScoreYear, SectionScore
from thai.digits import Numerals, in_numerals

INSTRUMENTS = (
    Column("instrument", "แบบสำรวจ", 46),
    Column("weight", "น้ำหนัก (ร้อยละ)", 18, centred=True),
    Column("previous", "คะแนนปีก่อน", 18, centred=True),
    Column("score", "คะแนน", 18, centred=True),
)
INDICATORS = (
    Column("instrument", "แบบสำรวจ", 10, centred=True),
    Column("indicator", "ตัวชี้วัด", 26),
    Column("previous", "คะแนนปีก่อน", 13, centred=True),
    Column("score", "คะแนน", 13, centred=True),
    Column("change", "เพิ่ม (ลด)", 13, centred=True),
    Column("advice", "แนวทางตามช่วงคะแนน", 25),
)
ANSWERS = (
    Column("topic", "หัวข้อการประเมิน", 35),
    Column("least", "น้อยที่สุดหรือไม่มีเลย", 15, centred=True),
    Column("little", "น้อย", 12, centred=True),
    Column("much", "มาก", 12, centred=True),
    Column("most", "มากที่สุด", 13, centred=True),
    Column("score", "คะแนน", 13, centred=True),
)
SECTIONS = (
    Column("section", "ตัวชี้วัดย่อย", 45),
    Column("score", "คะแนน", 15, centred=True),
    Column("lost", "ข้อที่ไม่ได้คะแนน", 40),
)


def sentence(text: str) -> Paragraph:
    """A sentence of the portal's own, as a paragraph."""
    return Paragraph((Made(text),))


def strong(line: Line) -> Line:
    """The line in bold."""
    return tuple(Bold(value) for value in line if isinstance(value, str | Made))


def score_cell(score: Decimal | None) -> Cell:
    """A score with its two places, "-" where it is not known."""
    return Cell(((score,),))


def code_line(code: str, name: str) -> Line:
    """A question or item by its code as these papers print it, and its name: "E๑ …", "O๒๗ …"."""
    return (Made(f"{code.upper()} "), name) if name else (Made(code.upper()),)


def part_line(number: str) -> Line:
    """A sub-question: "- ข้อย่อยที่ ๑"; editions have no words of theirs."""
    return (Made(f"- ข้อย่อยที่ {number}"),)


def indicator_line(one: IndicatorScore) -> Line:
    """ "ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่"."""
    return (Made(f"ตัวชี้วัดที่ {one.number} "), one.name)


def instrument_title(scores: ScoreYear, code: str) -> Line:
    """The instrument's name with its code: "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)"."""
    name = next((one.name for one in scores.instruments if one.code == code), "")
    return (f"{name} ({code})" if name and code not in name else name or code,)


def by_instrument(scores: ScoreYear) -> Iterator[tuple[str, tuple[IndicatorScore, ...]]]:
    """Each instrument's code with its indicators, in order; last "" with those that no edition knows.

    An instrument that has no indicators, but questions or items with scores, has none here either.
    """
    told = [one.instrument for one in scores.told] + ["OIT"] * bool(scores.lost_items)
    for code in dict.fromkeys((*(one.instrument for one in scores.indicators), *told)):
        yield code, tuple(one for one in scores.indicators if one.instrument == code)


def overall_line(scores: ScoreYear) -> Line:
    """The whole score and level in one sentence, as the official papers say it."""
    if scores.overall is None:
        return (Made(f"ยังไม่มีคะแนนการประเมินในภาพรวม ประจำปี พ.ศ.{scores.fiscal_year}"),)
    told = (
        Made(f"คะแนนการประเมินในภาพรวม ประจำปี พ.ศ.{scores.fiscal_year} คิดเป็น "), scores.overall, Made(" คะแนน"),
    )  # fmt: skip
    return (*told, Made(" ระดับการประเมิน "), scores.level) if scores.level else told


def _without_last_year(table: Table) -> Table:
    """The table without the columns about the year before, for a body of which nobody knows that year."""
    kept = [place for place, column in enumerate(table.columns) if column.key not in ("previous", "change")]
    room = 100 - sum(table.columns[place].share for place in kept)
    columns = [table.columns[place] for place in kept]
    widest = max(columns, key=lambda column: column.share)
    wider = tuple(replace(one, share=one.share + room) if one is widest else one for one in columns)
    return Table(wider, tuple(tuple(row[place] for place in kept) for row in table.rows))


def instrument_table(scores: ScoreYear) -> Table:
    """Each instrument with its weight and score, then the whole; the year before where anything is known of it."""
    rows: list[Row] = [
        (
            Cell((instrument_title(scores, one.code),)), score_cell(one.weight), score_cell(one.previous),
            score_cell(one.score),
        )
        for one in scores.instruments
    ]  # fmt: skip
    before = scores.previous.overall if scores.previous else None
    whole = sum((one.weight for one in scores.instruments), Decimal(0))
    rows.append((
        Cell(((Bold("คะแนนรวม"),),)), score_cell(whole), score_cell(before), Cell(((_bold(scores.overall),),)),
    ))  # fmt: skip
    table = Table(INSTRUMENTS, tuple(rows))
    return (
        table
        if before is not None or any(one.previous is not None for one in scores.instruments)
        else _without_last_year(table)
    )


def _bold(score: Decimal | None) -> Bold | None:
    return None if score is None else Bold(Made(f"{score}"))


def indicator_table(scores: ScoreYear) -> Table:
    """Each indicator with its score of the year before and its own, the change, and the wording of its band."""
    rows: list[Row] = []
    for code, ones in by_instrument(scores):
        for place, one in enumerate(ones):
            rows.append((
                block(((code or None,),), 0 if place else len(ones)),
                Cell(((Made(f"{one.number}. "), one.name),)),
                score_cell(one.previous),
                score_cell(one.score),
                Cell(((_change(one.change),),)),
                Cell(((one.advice or None,),)),
            ))  # fmt: skip
    table = Table(INDICATORS, tuple(rows))
    return table if any(one.previous is not None for one in scores.indicators) else _without_last_year(table)


def _change(change: Decimal | None) -> Made | None:
    """A rise as it is, a fall in brackets."""
    if change is None:
        return None
    return Made(f"{change}" if change >= 0 else f"({-change})")


def bar_chart(scores: ScoreYear, numerals: Numerals) -> Chart | None:
    """The indicators as bars with the lines of the bands; None where no score is known."""
    if all(one.score is None for one in scores.indicators):
        return None
    rows = [
        Bar(f"{in_numerals(one.number, numerals)}. {one.name}", one.instrument, one.score) for one in scores.indicators
    ]
    title = f"แผนภูมิคะแนนรายตัวชี้วัด ปีงบประมาณ พ.ศ. {scores.fiscal_year}"
    svg = bars(rows, title=title, ident="score-bars", lines=scores.marks or (), numerals=numerals)
    return Chart(svg, f"{title} ตัวเลขอยู่ในตารางก่อนหน้า", 110)


def ring_chart(scores: ScoreYear, numerals: Numerals) -> Chart | None:
    """The instruments as rings around the whole score; None where no instrument has one."""
    if all(one.score is None for one in scores.instruments):
        return None
    title = f"แผนภูมิคะแนนตามแบบสำรวจ ปีงบประมาณ พ.ศ. {scores.fiscal_year}"
    arcs = [Arc(one.code, one.code, one.score) for one in scores.instruments]
    svg = ring(arcs, overall=scores.overall, caption="คะแนนรวม", title=title, ident="score-ring", numerals=numerals)
    return Chart(svg, f"{title} ตัวเลขอยู่ในตารางก่อนหน้า", 90)


def radar_chart(scores: ScoreYear, numerals: Numerals) -> Chart | None:
    """This year's shape over that of the year before; None where there is nothing to compare."""
    then = {one.number: one.previous for one in scores.indicators}
    if len(scores.indicators) < 3 or all(score is None for score in then.values()):
        return None
    if all(one.score is None for one in scores.indicators):
        return None
    years = (scores.fiscal_year, scores.fiscal_year - 1)
    shapes = [
        Shape(f"ปี {in_numerals(years[0], numerals)}", tuple(one.score for one in scores.indicators)),
        Shape(f"ปี {in_numerals(years[1], numerals)}", tuple(then.values())),
    ]
    title = f"แผนภูมิเปรียบเทียบคะแนนรายตัวชี้วัด ปีงบประมาณ พ.ศ. {years[1]} และ {years[0]}"
    axes = [in_numerals(one.number, numerals) for one in scores.indicators]
    svg = radar(axes, shapes, title=title, ident="score-radar", lines=scores.marks or (), numerals=numerals)
    return Chart(svg, f"{title} ตัวเลขอยู่ในตารางก่อนหน้า", 85)


def answer_table(questions: tuple[QuestionScore, ...]) -> Table:
    """How people answered each question, in per cent, sub-questions below theirs."""
    rows: list[Row] = []
    for one in questions:
        rows.append(_answered(code_line(one.code, one.name), one.shares, one.score, silent=bool(one.parts)))
        rows += [_answered(part_line(part.number), part.shares, part.score) for part in one.parts]
    return Table(ANSWERS, tuple(rows))


def _answered(topic: Line, shares: tuple[Decimal, ...] | None, score: Decimal | None, *, silent: bool = False) -> Row:
    """silent: the shares stand at the sub-questions, so that none are missing here."""
    empty = Cell(()) if silent else Cell()
    four = [Cell(((share,),)) for share in shares] if shares else [empty] * 4
    return (Cell((topic,)), *four, score_cell(score))


def section_table(scores: ScoreYear, one: IndicatorScore) -> Table:
    """The sub-indicators of an OIT indicator with the items that got no points."""
    return Table(SECTIONS, tuple(_section(scores, one, section) for section in one.sections))


def _section(scores: ScoreYear, one: IndicatorScore, section: SectionScore) -> Row:
    mine = [item for item in scores.items if item.indicator == one.number and item.section == section.name]
    lost = tuple(code_line(item.code, item.name) for item in mine if item.score == 0)
    none: tuple[Line, ...] = ((Made("ไม่มี"),),) if any(item.score is not None for item in mine) else ((None,),)
    return Cell(((Made(f"{section.code} "), section.name),)), score_cell(section.score), Cell(lost or none)


def charted(*charts: Chart | None) -> tuple[Block, ...]:
    """Those of the charts that there are."""
    return tuple(chart for chart in charts if chart)


def numbered(number: str, title: str, level: int = 1) -> Heading:
    """A heading with its number: "๑ หลักการและเหตุผล"."""
    return Heading((Made(f"{number} {title}"),), level)


def numbered_section(number: str, title: str, blocks: tuple[Block, ...], *, fresh: bool = False) -> Section:
    """A section under its numbered heading; one without blocks says so."""
    told = blocks or (sentence("ยังไม่มีข้อความในส่วนนี้"),)
    return Section((Made(f"{number} {title}"),), (numbered(number, title), *told), fresh=fresh)
