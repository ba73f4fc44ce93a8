"""Form A: an agency's report of its measures, with the addresses that prove them.

Title, column heads and fixed phrases are those of the official paper (แบบรายงานการดำเนินงานตามมาตรการ…).
"""

from collections.abc import Sequence
from itertools import groupby

from reports.catalogue.rows import block, indicator_lines, measure_lines, result_lines, runs
from reports.document import Cell, Column, Document, Line, Made, Row, Section, Table, typed_lines
from reports.facts import AgencyRound, Indicator, Measure, Reported
from reports.selectors import Gaps, Subject, agency_gaps, agency_round, agency_rounds
from thai.digits import Numerals
from thai.wording import gettext_noop

CODE = "agency_measures"
NAME = gettext_noop("แบบรายงานการดำเนินงานตามมาตรการของหน่วยงาน (ระบุ URL)")
SCOPES = ("agency",)
OF_ROUND = True
NUMERALS: Numerals = "arabic"

TITLE = "แบบรายงานการดำเนินงานตามมาตรการปรับปรุงและพัฒนาเพื่อยกระดับผลการประเมินคุณธรรมและความโปร่งใส"
COLUMNS = (
    Column("instrument", "แบบสำรวจ", 8, centred=True),
    Column("indicator", "ตัวชี้วัดที่", 13),
    Column("measure", "วิธีการ/ขั้นตอนการดำเนินการ", 31),
    Column("responsible", "หน่วยงาน/ผู้รับผิดชอบ", 15),
    Column("result", "ผลการดำเนินงาน (ระบุ URL)", 33),
)

Entry = tuple[Measure, Reported]


def fetch(subject: Subject) -> AgencyRound:
    """What the agency reported in the round."""
    return agency_round(subject.reported)


def fetch_many(subjects: Sequence[Subject]) -> list[AgencyRound]:
    """What each of several agencies reported in one round, fetched together."""
    return agency_rounds([subject.reported for subject in subjects])


def gaps(subject: Subject) -> Gaps:
    """The measures without an answer."""
    return agency_gaps(subject.reported)


def build(data: AgencyRound) -> Document:
    """The paper of one agency and round; `data.entries` in the plan's order."""
    sections = tuple(
        _section(indicator, tuple(entries))
        for indicator, entries in groupby(data.entries, key=lambda entry: entry[0].indicator)
    )
    place: Line = (
        Made("ในการดำเนินงานของหน่วยงานภาครัฐ ประจำปีงบประมาณ พ.ศ. "),
        Made(str(data.fiscal_year)),
        f" จังหวัด{data.province}",
    )
    return Document(
        code=CODE,
        name=NAME,
        title=((TITLE,), place),
        subtitle=((f"หน่วยงาน : {data.agency}",),),
        sections=sections or (Section((Made(NAME),), (Table(COLUMNS, ()),)),),
        numerals=NUMERALS,
        fresh_pages=True,
        draft=data.draft,
        author=data.agency,
    )


def _section(indicator: Indicator, entries: tuple[Entry, ...]) -> Section:
    whole = runs([indicator] * len(entries))
    shared = runs([measure.responsible.strip() for measure, _reported in entries])
    rows = tuple(map(_row, entries, whole, shared))
    return Section(indicator_lines(indicator)[0], (Table(COLUMNS, rows),))


def _row(entry: Entry, whole: int, shared: int) -> Row:
    measure, reported = entry
    return (
        block(((measure.indicator.instrument or None,),), whole),
        block(indicator_lines(measure.indicator), whole),
        Cell(measure_lines(measure)),
        block(typed_lines(measure.responsible), shared),
        Cell(result_lines(reported)),
    )
