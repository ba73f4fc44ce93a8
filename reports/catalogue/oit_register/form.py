"""Form F: the register of an agency's public disclosure, item by item, ready to be typed into the commission's system.

The commission prints no form of its own for this: title and columns are ours, in the words of the assessment
(แบบตรวจการเปิดเผยข้อมูลสาธารณะ, OIT).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agencies.models import Agency, Province
from assessments.choices import Presence
from reports.disclosures import AgencyRegister, Disclosed, DisclosedPart, register_gaps, registers_for, registers_of
from reports.document import Cell, Codes, Column, Document, Line, Link, Made, Row, Section, Table, typed_lines
from reports.selectors import Gaps, Subject
from thai.digits import Numerals
from thai.wording import gettext_noop

CODE = "oit_register"
NAME = gettext_noop("แบบรายงานการเปิดเผยข้อมูลสาธารณะ (OIT)")
SCOPES = ("agency", "province")
OF_ROUND = False
COLLECTS = True  # a province's paper is that of its agencies one after another, and nothing else
NUMERALS: Numerals = "thai"

COLUMNS = (
    Column("item", "ข้อ", 7, centred=True),
    Column("name", "รายการ", 25),
    Column("presence", "มี/ไม่มี", 8, centred=True),
    Column("url", "URL", 34),
    Column("explanation", "คำอธิบาย", 26),
)
EMPTY = Cell(())  # beside the name of a sub-indicator: nothing is said, and nothing is missing
SPELT = {Presence.YES: "มี", Presence.NO: "ไม่มี"}


@dataclass(frozen=True)
class Registers:
    """All of form F: one agency's register, or those of a province's agencies one after another."""

    fiscal_year: int
    owner: str
    registers: tuple[AgencyRegister, ...]
    is_province: bool = False


def fetch(subject: Subject) -> Registers:
    """The register of the agency, or of every agency of the province that has one."""
    owner = subject.owner
    found = registers_for(owner, subject.fiscal_year)
    return Registers(subject.fiscal_year, owner.printed_name, found, isinstance(owner, Province))


def fetch_many(subjects: Sequence[Subject]) -> list[Registers]:
    """The registers of several agencies in one year, fetched together."""
    agencies = [subject.owner for subject in subjects if isinstance(subject.owner, Agency)]
    year = subjects[0].fiscal_year
    return [Registers(year, one.agency, (one,)) for one in registers_of(agencies, year)]


def gaps(subject: Subject) -> Gaps:
    """The items without an answer; for a province the agencies without a register."""
    return register_gaps(subject.owner, subject.fiscal_year)


def build(data: Registers) -> Document:
    """The paper; `data.registers` in the order in which they are printed."""
    sections = tuple(section for one in data.registers for section in _sections(one, data))
    return Document(
        code=CODE,
        name=NAME,
        title=(
            ("แบบรายงานการเปิดเผยข้อมูลสาธารณะ (OIT)",),
            (Made("ประจำปีงบประมาณ พ.ศ. "), Made(str(data.fiscal_year))),
        ),
        subtitle=((data.owner if data.is_province else f"หน่วยงาน : {data.owner}",),),
        sections=sections or (Section((Made(NAME),), (Table(COLUMNS, ()),)),),
        numerals=NUMERALS,
        fresh_pages=data.is_province,
        author=data.owner,
        keywords=("ITA", "OIT"),
    )


def _sections(register: AgencyRegister, data: Registers) -> Iterator[Section]:
    """One section a register: its parts as rows in one table, an agency's name above them in a province's paper."""
    rows: list[Row] = []
    if data.is_province:
        rows.append((EMPTY, Cell(((f"หน่วยงาน : {register.agency}",),)), EMPTY, EMPTY, EMPTY))
    for part in register.parts:
        rows.append(_part_row(part))
        rows += [_row(one) for one in part.items]
    bookmark: Line = (register.agency,)
    yield Section(bookmark, (Table(COLUMNS, tuple(rows)),))


def _part_row(part: DisclosedPart) -> Row:
    name: Line = (part.name,)
    count: Line = (Made(f"มี {part.yes} จาก {len(part.items)} ข้อ"),)
    return Cell(((Made(part.code),),)), Cell((name, count)), EMPTY, EMPTY, EMPTY


def _row(one: Disclosed) -> Row:
    links: tuple[Line, ...] = tuple((Link(url, url.strip()),) for url in one.urls)
    return (
        Cell(((Codes(one.code),),)),
        Cell(((one.name,),)),
        Cell(((SPELT.get(Presence(one.presence)),),)),
        Cell(links or ((None,),)),
        Cell(typed_lines(one.explanation) or ((None,),)),
    )
