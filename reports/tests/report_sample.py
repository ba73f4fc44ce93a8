"""A flowing paper with a block of every kind, and pictures to stand in it; no database needed."""

import hashlib
import io
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw

from assessments.charts.bars import Bar, bars
from reports.blocks import (
    Chart,
    Cover,
    Field,
    Fields,
    Heading,
    Letterhead,
    Paragraph,
    Photo,
    Photos,
    Signature,
    Signatures,
    Stamp,
)
from reports.document import Block, Bold, Cell, Codes, Column, Document, Link, Made, Qr, Row, Section, Table

LONG = (
    "หน่วยงานนำผลการประเมินของปีที่ผ่านมามาวิเคราะห์ร่วมกันทุกส่วน กำหนดมาตรการให้ตรงกับข้อที่ได้คะแนนต่ำ "
    "มอบหมายผู้รับผิดชอบ ติดตามทุกเดือน และเผยแพร่ผลให้ประชาชนตรวจสอบได้ที่เว็บไซต์ของหน่วยงาน"
)
URL = "https://www.agency.example/open-data/2568-files/annual-report_summary.pdf?view=full&id="
ISSUE = Made("กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ")
STAMP = Stamp(Made("ITA 2568/00042"), (Made("ออกเมื่อวันที่ 21 พฤศจิกายน 2568"),), "https://ita.example/verify/7f3a9c2e5b")


def address(number: int) -> Link:
    """A long address, different for each number."""
    return Link(f"{URL}{number}", f"{URL}{number}")


def photo(number: int, caption: str = "", *, upright: bool = False) -> Photo:
    """The photo of that number, as large as a photo of evidence."""
    width, height = (1200, 1600) if upright else (1600, 1067)
    name = f"evidence/{number:02d}/sample.jpg"
    digest = hashlib.sha256(name.encode()).hexdigest()
    return Photo(name, digest, caption or f"ภาพที่ {number} การประชุมชี้แจงมาตรการ", width, height)


def store(*photos: Photo) -> None:
    """Put pictures of these names into the storage."""
    for one in photos:
        picture = Image.new("RGB", (one.width, one.height), "#cfe6f2")
        draw, bottom = ImageDraw.Draw(picture), one.height
        draw.rectangle((0, bottom * 2 // 3, one.width, bottom), fill="#8a6f4d")
        draw.ellipse((one.width // 3, bottom // 4, one.width * 2 // 3, bottom * 3 // 4), fill="#33508c")
        target = io.BytesIO()
        picture.save(target, "JPEG", quality=85)
        if not default_storage.exists(one.name):
            default_storage.save(one.name, ContentFile(target.getvalue()))


PHOTOS = (
    photo(1),
    photo(2, "พิธีประกาศเจตจำนงสุจริตของผู้บริหาร เจ้าหน้าที่ และผู้แทนชุมชนทุกหมู่บ้าน ณ หอประชุมของหน่วยงาน เมื่อต้นปีงบประมาณ"),
    photo(3, upright=True),
    photo(4),
    photo(5, "ป้ายประชาสัมพันธ์ช่องทางร้องเรียน"),
)


def paper(rows: int = 6, *, a_page: int = 4, draft: bool = False, stamp: Stamp | None = STAMP) -> Document:
    """A paper with every block; `rows` of its long tables, 0 for empty ones. Put PHOTOS into the storage with
    `store(*PHOTOS)`, or see how a paper with lost photos looks."""
    return Document(
        code="transparency_measures",
        name="เอกสารตัวอย่าง",
        title=(("รายงานตัวอย่างของหน่วยงานทดสอบ",), (Made("ประจำปีงบประมาณ พ.ศ. 2568"),)),
        subtitle=(("หน่วยงาน : สำนักงานทดสอบจังหวัดศรีนที",),),
        sections=(
            Section(("หลักการและเหตุผล",), _prose()),
            Section(("บันทึกข้อความ",), _memo(), fresh=True),
            Section(("ปก",), (_cover(),), fresh=True),
            Section((Made("ผลการประเมินปี 2568"),), _scores(rows), fresh=True),
            Section(("ผลการดำเนินงาน",), (Heading((ISSUE,), 2), results(rows)), landscape=True),
            Section(("ภาพประกอบ",), (Photos((Bold("ภาพประกอบผลการดำเนินงานตามมาตรการ"),), PHOTOS, a_page),), fresh=True),
            Section(("ภาคผนวก",), (Heading(("ภาคผนวก",)), evidence(rows)), fresh=True),
        ),
        landscape=False,
        draft=draft,
        layout="report",
        stamp=stamp,
        author="สำนักงานทดสอบจังหวัดศรีนที",
    )


def _memo() -> tuple[Block, ...]:
    return (
        Letterhead("บันทึกข้อความ"),
        Fields(
            (
                (Field("ส่วนราชการ", ("สำนักงานทดสอบจังหวัดศรีนที โทร. 0 2000 0000",)),),
                (Field("ที่", ("ศน 74201/12",), 50), Field("วันที่", (Made("13 ตุลาคม 2568"),), 50)),
                (Field("เรื่อง", ("รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",)),),
            )
        ),
        Paragraph((Bold("เรียน"), "  นายกเทศมนตรีตำบลทดสอบ"), indent=False),
        Paragraph((f"ตามที่หน่วยงานได้ประกาศมาตรการไว้ นั้น {LONG}",)),
        Paragraph(("บัดนี้สิ้นปีงบประมาณแล้ว มี", Bold("ผลการดำเนินงาน"), "ดังนี้")),
        *(Paragraph((words,), marker=(Made(f"{n}."),)) for n, words in enumerate((LONG, "เผยแพร่ผลแล้ว"), start=1)),
        Paragraph(("จึงเรียนมาเพื่อโปรดทราบ และพิจารณาสั่งการ",)),
        Signatures((Signature("นายตัวอย่าง ทดสอบ", "นักวิเคราะห์นโยบายและแผนชำนาญการ"),)),
        Signatures(
            (
                Signature("", "ปลัดเทศบาลตำบลทดสอบ", (Bold("ความเห็นปลัดเทศบาล"),), 3),
                Signature("นางสาวสมมุติ ทดลอง", "นายกเทศมนตรีตำบลทดสอบ", (Bold("ความเห็นนายกเทศมนตรี"),), 3),
            )
        ),
    )


def _cover() -> Cover:
    lines = (("มาตรการส่งเสริมความโปร่งใสภายในหน่วยงาน",), (Made("ประจำปีงบประมาณ พ.ศ. 2568"),))
    return Cover(lines, (("สำนักงานทดสอบจังหวัดศรีนที",), ("อำเภอเมืองทดสอบ จังหวัดศรีนที",)))


def _prose() -> tuple[Block, ...]:
    return (
        Heading((Made("1. หลักการและเหตุผล"),)),
        Paragraph((LONG,)),
        Paragraph((LONG, Bold("ข้อความตัวหนา"), " ต่อท้ายด้วยคำธรรมดา ดูเพิ่มที่ ", address(1))),
        Paragraph((LONG,), marker=(Made("1)"),)),
        Paragraph((LONG,), marker=(Made("1.1)"),), depth=1),
        Paragraph((LONG,), marker=("-",), depth=1),
        Paragraph((Bold(Made("ได้คะแนน 92.84")),), centred=True),
        Heading((Made("1.1 วัตถุประสงค์"),), 2),
        Paragraph((LONG,), indent=False),
        Heading(("ข้อย่อย",), 3),
        Paragraph((LONG,)),
    )


def _scores(rows: int) -> tuple[Block, ...]:
    names = ("การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ")
    made = tuple(Bar(name, "IIT", Decimal("88.5") + n) for n, name in enumerate(names))
    svg = bars(made, title="คะแนนรายตัวชี้วัด", ident="sample", numerals="thai")
    alt = "แผนภูมิแท่งคะแนนรายตัวชี้วัด ตัวเลขอยู่ในตาราง"
    columns = (
        Column("topic", "ประเด็นประเมิน", 50),
        Column("score", "คะแนน", 15, True),
        Column("weak", "ประเด็นที่ควรพัฒนา", 35),
    )
    found: tuple[Row, ...] = tuple(
        (
            Cell(((Codes(f"e{n}"), Bold(Made(" ท่านเห็นว่าหน่วยงานเปิดเผยข้อมูลเพียงใด"))), (f"- คำถามย่อย {names[n % 3]}",))),
            Cell(((Decimal(9000 + n) / 100,), (None,))),
            Cell(((LONG,),)) if n % 3 == 1 else Cell(),
        )
        for n in range(1, rows + 1)
    )
    return (
        Heading((Made("2. ผลการประเมินปีงบประมาณ พ.ศ. 2568"),)),
        Chart(svg, alt),
        Table(columns, found),
        Paragraph((Made("คะแนนการประเมินในภาพรวม ประจำปี พ.ศ.2568 คิดเป็น 92.84 คะแนน ระดับการประเมิน ผ่าน"),)),
    )


def results(rows: int = 6) -> Table:
    """Form E's table: measures over up to three rows each, in five columns."""
    heads = (
        ("measure", "มาตรการ/กิจกรรมที่ดำเนินการ", 22),
        ("steps", "ขั้นตอน/วิธีปฏิบัติ", 24),
        ("result", "สรุปผลการดำเนินงานตามมาตรการหรือกิจกรรม", 24),
        ("outcome", "ผลลัพธ์หรือความสำเร็จ", 16),
        ("office", "หน่วยงานผู้รับผิดชอบ", 14),
    )
    found: list[Row] = []
    for first in range(0, rows, 3):
        over = min(3, rows - first)
        for n in range(first, first + over):
            top = n == first
            found.append((
                Cell(((Made(f"{n // 3 + 1}. "), "จัดทำคู่มือสำหรับประชาชน"),), over, True) if top else None,
                Cell(((Made(f"{n % 3 + 1}) "), f"แต่งตั้งคณะทำงาน ลำดับที่ {n + 1}"), ("- ประชุมทุกเดือน",))),
                Cell(((f"ดำเนินการครบถ้วน ครั้งที่ {n + 1} {LONG * (n % 2)}".strip(),), (address(n),))),
                Cell(((None,),) if n % 2 else (("ประชาชนได้รับบริการเร็วขึ้น",),)),
                Cell((("สำนักปลัด",),), over, True) if top else None,
            ))  # fmt: skip
    return Table(tuple(Column(key, heading, share) for key, heading, share in heads), tuple(found))


def evidence(rows: int = 6) -> Table:
    """The appendix's table: numbered links with QR codes."""
    columns = (
        Column("number", "ลำดับ", 10, True), Column("measure", "มาตรการ", 30), Column("link", "หลักฐาน", 40),
        Column("qr", "QR", 20, True),
    )  # fmt: skip
    found = (
        (
            Cell(((n,),)), Cell((("เผยแพร่รายงานผล",),)), Cell(((address(n),), ("เปิดได้",))),
            Cell(((Qr(address(n).target),),)),
        )
        for n in range(1, rows + 1)
    )  # fmt: skip
    return Table(columns, tuple(found))
