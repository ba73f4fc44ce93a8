"""Form B: the province's consolidated report of a round, in its own words.

Title, column heads and fixed phrases are those of the official paper (แบบรายงานมาตรการปรับปรุงและพัฒนา…).
"""

from collections.abc import Sequence

from reports.catalogue.rows import block, indicator_lines, measure_lines, runs
from reports.document import Cell, Column, Document, Line, Made, Row, Section, Table, typed_lines
from reports.facts import LastScore, Measure, ProvinceRound
from reports.selectors import Gaps, Subject, province_gaps, province_round
from thai.digits import Numerals
from thai.wording import gettext_noop

CODE = "province_measures"
NAME = gettext_noop("แบบรายงานมาตรการปรับปรุงและพัฒนาของจังหวัด")
SCOPES = ("province",)
OF_ROUND = True
NUMERALS: Numerals = "thai"

FRONT = "จังหวัดรายงานข้อมูลการดำเนินการตามแผนการขับเคลื่อนเพื่อพัฒนาและยกระดับการประเมิน ITA ประจำปีงบประมาณ พ.ศ. "
TITLE = "แบบรายงานมาตรการปรับปรุงและพัฒนาเพื่อยกระดับผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ"
COLUMNS = (
    Column("instrument", "แบบสำรวจ", 8, centred=True),
    Column("indicator", "ตัวชี้วัดที่", 19),
    Column("measure", "วิธีการ/ขั้นตอนการดำเนินการ", 30),
    Column("responsible", "หน่วยงาน/ดำเนินการ", 15),
    Column("result", "ผลการดำเนินงาน", 28),
)


def fetch(subject: Subject) -> ProvinceRound:
    """The round with the province's narratives."""
    return province_round(subject.reporting, level=subject.level)


def gaps(subject: Subject) -> Gaps:
    """The measures that no narrative covers, and the agencies that have not sent."""
    return province_gaps(subject.reporting)


def build(data: ProvinceRound) -> Document:
    """The paper of one province and round; positions of `data.narratives` count in `data.measures`."""
    year = Made(str(data.fiscal_year))
    front: list[Line] = [] if data.level is None else [(Made(f"ระดับคะแนน {data.level}"),)]
    front.append((FRONT, year, Made(f" ({data.round_name})")))
    told = [_told(data, position) for position in range(len(data.measures))]
    return Document(
        code=CODE,
        name=NAME,
        front=tuple(front),
        title=((TITLE,), (Made("ประจำปีงบประมาณ พ.ศ. "), year, f" จังหวัด{data.province}")),
        sections=tuple(_section(data, told, part) for part in _parts(data.measures, told))
        or (Section((Made(NAME),), (Table(COLUMNS, ()),)),),
        numerals=NUMERALS,
        draft=data.draft,
        author=f"จังหวัด{data.province}",
    )


def score_lines(last: LastScore) -> tuple[Line, ...]:
    """ "ในปี {2565} ได้คะแนน {94.71}" and the wording of the band; a whole score has no decimals."""
    score = last.score.to_integral_value() if last.score == last.score.to_integral_value() else last.score
    line: Line = (Made(f"ในปี {last.fiscal_year} ได้คะแนน "), score)
    return (line, *typed_lines(last.advice))


def _told(data: ProvinceRound, position: int) -> tuple[int, ...]:
    """Which narratives speak of a measure; a measure of its own, below zero, where none does."""
    found = tuple(n for n, (_text, covers) in enumerate(data.narratives) if position in covers)
    return found or (-1 - position,)


def _parts(measures: Sequence[Measure], told: Sequence[tuple[int, ...]]) -> list[range]:
    """Positions that stand in one table: whole indicators, joined where a narrative goes over from one to the next."""
    parts: list[range] = []
    for here, measure in enumerate(measures):
        joined = here and (measures[here - 1].indicator == measure.indicator or told[here - 1] == told[here])
        if joined:
            parts[-1] = range(parts[-1].start, here + 1)
        else:
            parts.append(range(here, here + 1))
    return parts


def _section(data: ProvinceRound, told: Sequence[tuple[int, ...]], part: range) -> Section:
    measures = data.measures[part.start : part.stop]
    whole = runs([measure.indicator for measure in measures])
    shared = runs([(measure.indicator, measure.responsible.strip()) for measure in measures])
    narrated = runs([told[position] for position in part])
    scores = dict(data.scores)
    rows: list[Row] = []
    for offset, measure in enumerate(measures):
        last = scores.get(measure.indicator.number)
        lines = indicator_lines(measure.indicator) + (score_lines(last) if last else ())
        rows.append(
            (
                block(((measure.indicator.instrument or None,),), whole[offset]),
                block(lines, whole[offset]),
                Cell(measure_lines(measure)),
                block(typed_lines(measure.responsible), shared[offset]),
                _narrative(data, told[part[offset]], narrated[offset]),
            )
        )
    return Section(indicator_lines(measures[0].indicator)[0], (Table(COLUMNS, tuple(rows)),))


def _narrative(data: ProvinceRound, which: tuple[int, ...], rows: int) -> Cell | None:
    if not rows:
        return None
    lines = tuple(line for n in which if n >= 0 for line in typed_lines(data.narratives[n][0]))
    return Cell(lines or ((None,),), rows)
