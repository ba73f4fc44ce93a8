"""The columns of the public data: what stands in CSV, XLSX and JSON, and what it means (docs/public-data.md)."""

from dataclasses import dataclass

from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class Column:
    """One column: its English name, its Thai heading, what it holds (Thai; pages translate), its width in XLSX."""

    name: str
    heading: str
    holds: str
    width: int = 12


COLUMNS = (
    Column(
        "province_code",
        gettext_noop("รหัสจังหวัด"),
        gettext_noop("รหัสจังหวัด 2 หลักของกรมการปกครอง"),
        8,
    ),
    Column(
        "province",
        gettext_noop("จังหวัด"),
        gettext_noop("ชื่อจังหวัด"),
        16,
    ),
    Column(
        "agency_id",
        gettext_noop("เลขหน่วยงาน"),
        gettext_noop("เลขของหน่วยงานในระบบนี้ ไม่เปลี่ยนเมื่อเปลี่ยนชื่อ ว่างเมื่อเป็นผลภาพรวมของจังหวัด"),
        8,
    ),
    Column(
        "owner",
        gettext_noop("เจ้าของข้อมูล"),
        gettext_noop("ชื่อหน่วยงานหรือจังหวัด ณ วันที่เผยแพร่"),
        32,
    ),
    Column(
        "fiscal_year",
        gettext_noop("ปีงบประมาณ"),
        gettext_noop("ปีงบประมาณ พ.ศ. (1 ตุลาคมปีก่อน ถึง 30 กันยายน)"),
        8,
    ),
    Column(
        "round",
        gettext_noop("รหัสรอบ"),
        gettext_noop("6 = รอบ 6 เดือน, 12 = รอบ 12 เดือน, free = รอบอื่น"),
        8,
    ),
    Column(
        "round_name",
        gettext_noop("รอบ"),
        gettext_noop("ชื่อรอบรายงาน"),
        14,
    ),
    Column(
        "version",
        gettext_noop("ฉบับที่"),
        gettext_noop("ฉบับที่เผยแพร่ นับต่อกันตลอดปีของเจ้าของข้อมูล"),
        8,
    ),
    Column(
        "published_at",
        gettext_noop("เผยแพร่เมื่อ"),
        gettext_noop("วันเวลาที่เผยแพร่ ตาม ISO 8601 เวลาประเทศไทย"),
        20,
    ),
    Column(
        "group_by",
        gettext_noop("จัดกลุ่มตาม"),
        gettext_noop("indicator = ตัวชี้วัด, issue = ประเด็น"),
        10,
    ),
    Column(
        "group",
        gettext_noop("เลขกลุ่ม"),
        gettext_noop("เลขตัวชี้วัดหรือเลขประเด็น"),
        8,
    ),
    Column(
        "group_name",
        gettext_noop("ชื่อกลุ่ม"),
        gettext_noop("ชื่อตัวชี้วัดหรือประเด็น"),
        28,
    ),
    Column(
        "label",
        gettext_noop("ข้อ"),
        gettext_noop("ข้อของมาตรการตามแผน เป็นข้อความ อาจไม่เรียงต่อกัน"),
        8,
    ),
    Column(
        "measure",
        gettext_noop("มาตรการ"),
        gettext_noop("ถ้อยคำของมาตรการและขั้นตอนย่อย"),
        50,
    ),
    Column(
        "answer",
        gettext_noop("รหัสคำตอบ"),
        gettext_noop(
            "done = ดำเนินการแล้ว, in_progress = กำลังดำเนินการ, not_started = ยังไม่ดำเนินการ, "
            "not_applicable = ไม่เกี่ยวข้อง, ว่าง = ไม่ได้ตอบ"
        ),
        14,
    ),
    Column(
        "answer_words",
        gettext_noop("คำตอบ"),
        gettext_noop("คำตอบเป็นถ้อยคำ"),
        16,
    ),
    Column(
        "result",
        gettext_noop("ผลการดำเนินงาน"),
        gettext_noop("ผลตามที่รายงานและอนุมัติแล้ว ถ้าไม่เกี่ยวข้องคือเหตุผล ของจังหวัดคือผลภาพรวม อยู่ที่ข้อแรกที่กล่าวถึง"),
        60,
    ),
    Column(
        "covers",
        gettext_noop("ผลนี้กล่าวถึงข้อ"),
        gettext_noop("ข้อทั้งหมดที่ผลภาพรวมของจังหวัดกล่าวถึง ว่างเมื่อเป็นผลของหน่วยงาน"),
        14,
    ),
    Column(
        "outcome",
        gettext_noop("ผลลัพธ์หรือความสำเร็จ"),
        gettext_noop("ผลลัพธ์ที่เกิดขึ้น"),
        40,
    ),
    Column(
        "links",
        gettext_noop("ลิงก์หลักฐาน"),
        gettext_noop("ลิงก์ตามที่รายงาน บรรทัดละหนึ่งลิงก์"),
        40,
    ),
    Column(
        "files",
        gettext_noop("ไฟล์หลักฐาน"),
        gettext_noop("ที่อยู่ของไฟล์ที่หน่วยงานให้เผยแพร่ บรรทัดละหนึ่งไฟล์"),
        40,
    ),
    Column(
        "agencies_done",
        gettext_noop("จำนวนที่ดำเนินการแล้ว"),
        gettext_noop("ของจังหวัด: จำนวนหน่วยงานที่ตอบว่าดำเนินการแล้ว ในรายงานที่อนุมัติแล้ว"),
        10,
    ),
    Column(
        "agencies_in_progress",
        gettext_noop("จำนวนที่กำลังดำเนินการ"),
        gettext_noop("ของจังหวัด: จำนวนหน่วยงานที่กำลังดำเนินการ"),
        10,
    ),
    Column(
        "agencies_not_started",
        gettext_noop("จำนวนที่ยังไม่ดำเนินการ"),
        gettext_noop("ของจังหวัด: จำนวนหน่วยงานที่ยังไม่ดำเนินการ"),
        10,
    ),
    Column(
        "agencies_not_applicable",
        gettext_noop("จำนวนที่ไม่เกี่ยวข้อง"),
        gettext_noop("ของจังหวัด: จำนวนหน่วยงานที่ตอบว่าไม่เกี่ยวข้อง"),
        10,
    ),
)
NAMES = tuple(column.name for column in COLUMNS)
