"""The appendix of a round: every link and file that proves its results, numbered, with QR codes and last verdicts.

No official form prints this; title and columns are ours.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils.translation import ngettext

from reports.blocks import Heading, Paragraph
from reports.document import Block, Cell, Column, Document, Line, Link, Made, Qr, Row, Section, Table
from reports.evidence_facts import AgencyEvidence, CitedFile, CitedLink, Evidence, Place, evidence_of
from reports.selectors import Gaps, Subject
from thai.dates import short_date
from thai.digits import Numerals
from thai.wording import gettext_noop

CODE = "evidence_appendix"
NAME = gettext_noop("ภาคผนวก: หลักฐานอ้างอิง")
SCOPES = ("agency", "province")
OF_ROUND = True
NUMERALS: Numerals = "thai"

LINKS, FILES = "ลิงก์หลักฐาน", "ไฟล์แนบ"
NO_LINKS, NO_FILES = "ไม่มีลิงก์หลักฐานในรอบนี้", "ไม่มีไฟล์แนบในรอบนี้"
LINK_COLUMNS = (
    Column("number", "ลำดับ", 7, centred=True),
    Column("places", "ตัวชี้วัด/ข้อ", 19),
    Column("link", "ลิงก์", 41),
    Column("qr", "QR", 11, centred=True),
    Column("verdict", "ผลการตรวจ", 12, centred=True),
    Column("checked", "วันที่ตรวจ", 10, centred=True),
)
FILE_COLUMNS = (
    Column("number", "ลำดับ", 7, centred=True),
    Column("places", "ตัวชี้วัด/ข้อ", 19),
    Column("file", "ไฟล์", 28),
    Column("caption", "คำบรรยาย", 36),
    Column("pages", "จำนวนหน้า", 10, centred=True),
)


def fetch(subject: Subject) -> Evidence:
    """The evidence of the agency's report, or of the reports of the round that were sent."""
    return evidence_of(subject)


def gaps(subject: Subject) -> Gaps:
    """What the verdicts leave open: links that do not open, links that nobody has checked."""
    links = [one for agency in evidence_of(subject).agencies for one in agency.links]
    unchecked = sum(one.href != "" and one.checked is None for one in links)
    return Gaps(said=tuple(_said(sum(one.broken for one in links), unchecked)))


def build(data: Evidence) -> Document:
    """The paper; links and files are numbered through, agency after agency."""
    return Document(
        code=CODE,
        name=NAME,
        title=(
            ("ภาคผนวก",),
            ("หลักฐานอ้างอิงประกอบรายงานผลการดำเนินการ",),
            (Made(f"{data.round_name} ประจำปีงบประมาณ พ.ศ. {data.fiscal_year}"),),
        ),
        subtitle=((data.owner if data.is_province else f"หน่วยงาน : {data.owner}",),),
        sections=tuple(_sections(data)),
        numerals=NUMERALS,
        landscape=True,
        draft=data.draft,
        layout="report",
        author=data.owner,
        keywords=("ITA", "มาตรการ", "หลักฐาน"),
    )


def _sections(data: Evidence) -> Iterator[Section]:
    links = files = 0
    for agency in data.agencies or (AgencyEvidence(data.owner),):
        name: Line = (f"หน่วยงาน : {agency.agency}",)
        level = 2 if data.is_province and data.agencies else 1
        blocks: list[Block] = [Heading(name)] if level == 2 else []
        blocks += [Heading((LINKS,), level), _link_table(agency.links, links)]
        blocks += [Heading((FILES,), level), _file_table(agency.files, files)]
        links, files = links + len(agency.links), files + len(agency.files)
        yield Section(name if level == 2 else (NAME,), tuple(blocks))


def _link_table(links: tuple[CitedLink, ...], before: int) -> Block:
    if not links:
        return Paragraph((NO_LINKS,))
    return Table(LINK_COLUMNS, tuple(_link_row(one, number) for number, one in enumerate(links, start=before + 1)))


def _link_row(one: CitedLink, number: int) -> Row:
    checked = Made(short_date(one.checked)) if one.checked else None
    return (
        Cell(((number,),)),
        Cell(_places(one.places)),
        Cell(((Link(one.typed, one.href),),)),
        Cell(((Qr(one.href),),)) if one.href else Cell(),
        Cell(((one.verdict,),)),
        Cell(((checked,),)),
    )


def _file_table(files: tuple[CitedFile, ...], before: int) -> Block:
    if not files:
        return Paragraph((NO_FILES,))
    return Table(FILE_COLUMNS, tuple(_file_row(one, number) for number, one in enumerate(files, start=before + 1)))


def _file_row(one: CitedFile, number: int) -> Row:
    return (
        Cell(((number,),)),
        Cell(_places(one.places)),
        Cell(((one.name,),)),
        Cell(((one.caption or None,),)),
        Cell((("ภาพ" if one.pages is None else one.pages,),)),
    )


def _places(places: Iterable[Place]) -> tuple[Line, ...]:
    """One line a group: "ตัวชี้วัดที่ ๑ ข้อ ๒, ๓"."""
    return tuple(
        (Made(f"{'ประเด็นที่' if by_issue else 'ตัวชี้วัดที่'} {number} ข้อ {', '.join(one.label for one in group)}"),)
        for (by_issue, number), group in groupby(places, key=lambda place: (place.by_issue, place.number))
    )


def _said(bad: int, unchecked: int) -> Iterator[str]:
    if bad:
        words = ngettext("%(count)s ลิงก์เปิดไม่ได้เมื่อตรวจครั้งล่าสุด", "%(count)s ลิงก์เปิดไม่ได้เมื่อตรวจครั้งล่าสุด", bad)
        yield words % {"count": bad}
    if unchecked:
        words = ngettext("%(count)s ลิงก์ยังไม่ได้ตรวจ", "%(count)s ลิงก์ยังไม่ได้ตรวจ", unchecked)
        yield words % {"count": unchecked}
