"""The memo (บันทึกข้อความ) that leads a result report: its words, what the portal proposes, and its blocks. Pure.

The layout is that of official correspondence (ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ, บันทึกข้อความ). What a person
typed is printed as typed; the portal's own proposals follow the paper's numerals (reports.prose).
"""

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any

from reports.blocks import Field, Fields, Letterhead, Paragraph, Photo, Signature, Signatures
from reports.document import Block, Document, Section
from reports.prose import cited, offered, proposed_blocks, written_blocks
from reports.values import Bold, Line, Made
from thai.wording import gettext_noop

NAME = "บันทึกข้อความ"
TITLE = "รายงานผลการดำเนินการตามแผนงานเสริมสร้างคุณธรรม จริยธรรม ธรรมาภิบาลเพื่อป้องกันการทุจริต"
CLOSING = "จึงเรียนมาเพื่อโปรดทราบ และพิจารณาสั่งการ"
ROOM = 3  # dotted lines below "ความเห็น…"
# What last year's memo hands on: the same office, the same posts.
CARRIED = (
    "office", "phone", "to", "reporter_name", "reporter_position", "deputy_name", "deputy_position", "head_name",
    "head_position",
)  # fmt: skip
# Titles that the law gives to the heads of local bodies and districts, by how the body's name begins:
# beginning, what the head and the deputy are called, how much of the name their titles repeat.
_POSTS = (
    ("องค์การบริหารส่วน", "นายก", "ปลัด", ""),
    ("เทศบาล", "นายกเทศมนตรี", "ปลัด", "เทศบาล"),
    ("ที่ว่าการอำเภอ", "นายอำเภอ", "", "ที่ว่าการอำเภอ"),
    ("อำเภอ", "นายอำเภอ", "", "อำเภอ"),
)


@dataclass(frozen=True)
class Letter:
    """The places of a memo as text, "" where nothing stands; `since` is the whole paragraph "ตามที่ … นั้น"."""

    office: str = ""
    phone: str = ""
    number: str = ""
    date: dt.date | None = None
    subject: str = ""
    to: str = ""
    since: str = ""
    body: str = ""
    closing: str = ""
    reporter_name: str = ""
    reporter_position: str = ""
    deputy_name: str = ""
    deputy_position: str = ""
    head_name: str = ""
    head_position: str = ""

    def as_typed(self) -> "Letter":
        """A proposal as a person goes on writing it: Thai digits in the portal's own words, no marks of citing."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        texts: dict[str, Any] = {name: offered(words, "thai") for name, words in said.items() if isinstance(words, str)}
        return replace(self, **texts)


@dataclass(frozen=True)
class Reporting:
    """What a proposal is made from. round_name as proposals say it (a typed title `cited`); planner: whose plan it is,
    "" where it is the owner's own; `measures` of the round, and how many of them are `done` (of a province: told in
    its own words); `last`: the memo before this one."""

    owner: str
    fiscal_year: int
    round_name: str
    planner: str = ""
    is_province: bool = False
    phone: str = ""
    number: str = ""
    measures: int = 0
    done: int = 0
    last: Letter | None = None


def proposed(of: Reporting) -> Letter:
    """A whole memo from what is known: posts by the body's name, counts, and what last year's memo hands on.

    Names of persons come from that memo alone; a date is never proposed.
    """
    carried = {name: value for name in CARRIED if of.last and (value := getattr(of.last, name))}
    head, deputy = posts(of.owner)
    own = {
        "office": of.owner.replace("จังหวัด", "สำนักงานจังหวัด", 1) if of.is_province else of.owner,
        "phone": of.phone,
        "to": head,
        "head_position": head,
        "deputy_position": deputy,
        "reporter_position": f"หัวหน้าสำนักงาน{of.owner}" if of.is_province else "",
    } | carried
    known: dict[str, Any] = {name: cited(words) for name, words in own.items() if words}
    return Letter(
        **known,
        number=cited(of.number),
        subject=f"{TITLE} ประจำปีงบประมาณ พ.ศ. {of.fiscal_year} ({of.round_name})",
        since=_since(of),
        body=_body(of),
        closing=CLOSING,
    )


def posts(owner: str) -> tuple[str, str]:
    """What the head of a body and the deputy are called, by the body's name; "" where the name does not tell."""
    if owner.startswith("จังหวัด"):
        return f"ผู้ว่าราชการ{owner}", f"รองผู้ว่าราชการ{owner}"
    for beginning, head, deputy, left_out in _POSTS:
        if owner.startswith(beginning):
            return f"{head}{owner.removeprefix(left_out)}", f"{deputy}{owner}" if deputy else ""
    return "", ""


def _since(of: Reporting) -> str:
    aim = "เพื่อเสริมสร้างคุณธรรมและความโปร่งใสในการดำเนินงาน"
    year = f"ประจำปีงบประมาณ พ.ศ. {of.fiscal_year}"
    count = f"จำนวน {of.measures:,} มาตรการ"
    if of.planner:
        given = f"ให้หน่วยงานดำเนินการ โดย{cited(of.owner)}รับผิดชอบ{count}"
        return f"ตามที่{cited(of.planner)}ได้กำหนดมาตรการ{aim} {year} {given} นั้น"
    return f"ตามที่{cited(of.owner)}ได้กำหนดมาตรการ{aim} {year} {count} นั้น"


def _body(of: Reporting) -> str:
    told = "มีผลการดำเนินการในภาพรวม" if of.is_province else "ดำเนินการแล้ว"
    return (
        f"ในการนี้ {cited(of.owner)}ขอรายงานผลการดำเนินการตามมาตรการดังกล่าว {of.round_name} "
        f"โดย{told} {of.done:,} มาตรการ จากทั้งหมด {of.measures:,} มาตรการ รายละเอียดปรากฏตามรายงานที่แนบมาพร้อมนี้"
    )


def blocks(letter: Letter, *, written: bool, name: str = NAME, crest: Photo | None = None) -> tuple[Block, ...]:
    """The memo's blocks. written: a person typed it, else it is a proposal, whose digits follow the numerals."""
    read = written_blocks if written else proposed_blocks
    said = {one: _line(getattr(letter, one), written=written) for one in ("office", "phone", "number", "subject", "to")}
    paragraphs = (*read(letter.since), *read(letter.body), *read(letter.closing))
    return (
        Letterhead(name, crest),
        Fields((
            (Field("ส่วนราชการ", said["office"], 68), Field("โทร.", said["phone"], 32)),
            (Field("ที่", said["number"], 50), Field("วันที่", (letter.date or "",), 50)),
            (Field("เรื่อง", said["subject"]),),
        )),
        Paragraph((Bold("เรียน"), "  ", *said["to"]), indent=False),
        *paragraphs,
        Signatures((_signature(letter, "reporter", (), 0, written=written),)),
        Signatures(_opinions(letter, written=written)),
    )  # fmt: skip


def _line(text: str, *, written: bool) -> Line:
    """The words of one line: typed, or proposed with the portal's own digits apart."""
    if written or not text:
        return (text,)
    return tuple(value for one in proposed_blocks(text) for value in one.line)


def _opinions(letter: Letter, *, written: bool) -> tuple[Signature, ...]:
    """The deputy's place, where there is such a post, and the head's."""
    found = []
    for post in ("deputy", "head"):
        position = offered(getattr(letter, f"{post}_position"), "thai")
        if post == "head" or position or getattr(letter, f"{post}_name"):
            heading: Line = (Bold(f"ความเห็น{position or 'หัวหน้าหน่วยงาน'}"),)
            found.append(_signature(letter, post, heading, ROOM, written=written))
    return tuple(found)


def _signature(letter: Letter, post: str, opinion: Line, room: int, *, written: bool) -> Signature:
    name, position = getattr(letter, f"{post}_name"), getattr(letter, f"{post}_position")
    if not written:
        name, position = offered(name, "thai"), offered(position, "thai")
    return Signature(name, position, opinion, room)


def preview(letter: Letter, *, crest: Photo | None = None, owner: str = "") -> Document:
    """The memo alone, as the page where it is written shows it."""
    section = Section((Made(NAME),), blocks(letter, written=True, crest=crest), landscape=False)
    return Document(
        code="memo", name=gettext_noop("บันทึกข้อความ"), title=(), sections=(section,), landscape=False, layout="report",
        author=owner,
    )  # fmt: skip
