"""What may be wrong with a list, how grave it is, and what to do about it. Pure, runs without Django."""

from typing import Any

from evidence.office.doubts import NOWHERE, Doubt, Place, Words, raised
from thai.wording import gettext_noop

WORDS: Words = {
    # the file
    "hostile_file": ("error", "{why}"),
    "word_file": ("error", gettext_noop("รายชื่อต้องเป็นไฟล์ Excel (.xlsx) ให้ดาวน์โหลดแบบกรอกแล้วคัดลอกรายชื่อลงไป")),
    "no_table": (
        "error", gettext_noop("ไม่พบหัวตารางที่มีคอลัมน์ “หน่วยงาน” หรือ “ชื่อผู้ใช้” ให้ใช้หัวตารางตามแบบกรอก"),
    ),
    "no_lines": ("error", gettext_noop("ตารางไม่มีรายการ ให้กรอกอย่างน้อยหนึ่งแถวใต้หัวตาราง")),
    "too_many": ("error", gettext_noop("รายการเกิน 2,000 แถว ให้แบ่งเป็นหลายไฟล์แล้วนำเข้าทีละไฟล์")),
    "heading_twice": ("error", gettext_noop("มีคอลัมน์ “{value}” ซ้ำกัน ให้ลบหรือเปลี่ยนชื่อคอลัมน์ที่ไม่ใช้")),
    "heading_unknown": ("warning", gettext_noop("ไม่รู้จักคอลัมน์ “{value}” ข้อมูลในคอลัมน์นี้จะไม่ถูกนำเข้า ให้ใช้ชื่อคอลัมน์ตามแบบกรอก")),
    "sheet_skipped": ("warning", gettext_noop("แผ่นงาน “{value}” ไม่มีหัวตารางรายชื่อ จึงไม่ถูกอ่าน")),
    "sheet_hidden": ("warning", gettext_noop("แผ่นงาน “{value}” ซ่อนอยู่ จึงไม่ถูกอ่าน ให้เลิกซ่อนถ้าต้องการนำเข้า")),
    # agencies
    "province_missing": ("error", gettext_noop("ไม่รู้ว่าอยู่จังหวัดใด ให้กรอกช่องจังหวัด หรือเลือกจังหวัดก่อนอ่านไฟล์")),
    "province_unknown": ("error", gettext_noop("ไม่พบจังหวัด “{value}” ให้ตรวจตัวสะกด")),
    "province_foreign": ("error", gettext_noop("จังหวัด “{value}” ไม่อยู่ในความดูแลของคุณ ให้ลบแถวนี้ออก")),
    "agency_missing": ("error", gettext_noop("บทบาทนี้ต้องมีหน่วยงาน ให้กรอกชื่อหน่วยงาน")),
    "agency_not_needed": ("warning", gettext_noop("บทบาทนี้ไม่ขึ้นกับหน่วยงาน ชื่อหน่วยงานในแถวนี้จะใช้เพิ่มหน่วยงานเท่านั้น")),
    "agency_spelled": ("warning", gettext_noop("มีหน่วยงาน “{there}” ซึ่งต่างกันเพียงการเว้นวรรค จะใช้หน่วยงานเดิมนั้น")),
    "agency_closed": ("warning", gettext_noop("หน่วยงานนี้เลิกใช้งานแล้ว เปิดใช้ได้ที่หน้าหน่วยงาน")),
    "agency_differs": (
        "error", gettext_noop("หน่วยงานนี้อยู่ในแถว {first} ด้วยประเภทอื่น ให้กรอกประเภทให้ตรงกันทุกแถว"),
    ),
    "kind_unknown": ("warning", gettext_noop("ไม่รู้จักประเภท “{value}” จะเว้นว่างไว้ ให้เลือกจากรายการในแผ่นคำอธิบาย")),
    "group_unknown": ("warning", gettext_noop("ไม่มีกลุ่ม “{value}” ในจังหวัด จะไม่ใส่กลุ่มนี้ ให้สร้างกลุ่มที่หน้าหน่วยงานก่อน")),
    "domain_wrong": ("error", gettext_noop("“{value}” ไม่ใช่ชื่อเว็บไซต์ ให้พิมพ์เช่น www.example.go.th")),
    # people
    "row_empty": ("error", gettext_noop("แถวนี้ไม่มีทั้งหน่วยงานและชื่อผู้ใช้ ให้กรอกอย่างน้อยหนึ่งช่อง หรือลบแถว")),
    "username_missing": ("error", gettext_noop("ไม่มีชื่อผู้ใช้ ให้กรอกตัวอักษรอังกฤษหรือตัวเลข")),
    "username_wrong": ("error", gettext_noop("ชื่อผู้ใช้ “{value}” ใช้ไม่ได้ ให้ใช้ตัวอักษรอังกฤษ ตัวเลข และ @ . + - _ เท่านั้น")),
    "username_is_email": ("error", gettext_noop("“{value}” เป็นอีเมลของบัญชีอื่น ให้ใช้ชื่อผู้ใช้อื่น")),
    "name_missing": ("error", gettext_noop("ผู้ใช้ใหม่ต้องมีชื่อที่แสดง ให้กรอกชื่อ-สกุล")),
    "email_wrong": ("error", gettext_noop("“{value}” ไม่ใช่อีเมล ให้ตรวจตัวสะกด หรือเว้นว่าง")),
    "email_taken": ("error", gettext_noop("อีเมล “{value}” เป็นของบัญชีอื่นแล้ว ให้ใช้อีเมลของผู้ใช้คนนี้เอง หรือเว้นว่าง")),
    "email_twice": ("error", gettext_noop("อีเมล “{value}” อยู่ในแถว {first} ของผู้ใช้อื่นแล้ว หนึ่งอีเมลใช้ได้กับบัญชีเดียว")),
    "email_none": ("warning", gettext_noop("ไม่มีอีเมล ต้องส่งลิงก์ตั้งรหัสผ่านให้ผู้ใช้เอง")),
    "role_missing": ("error", gettext_noop("ไม่มีบทบาท ให้กรอก เจ้าหน้าที่ หรือ หัวหน้า")),
    "role_unknown": ("error", gettext_noop("ไม่รู้จักบทบาท “{value}” ให้เลือกจากรายการในแผ่นคำอธิบาย")),
    "role_refused": ("error", gettext_noop("ให้บทบาท “{value}” ไม่ได้: {why}")),
    "person_refused": ("error", gettext_noop("แก้ไขหรือเพิ่มบทบาทให้บัญชี “{value}” ไม่ได้: {why}")),
    "person_closed": ("error", gettext_noop("บัญชี “{value}” ปิดอยู่ ให้เปิดบัญชีที่หน้าผู้ใช้ก่อน หรือลบแถว")),
    "person_differs": ("error", gettext_noop("ผู้ใช้ “{value}” อยู่ในแถว {first} ด้วยข้อมูลอื่น ให้กรอกให้ตรงกันทุกแถว")),
    "person_owns": ("warning", gettext_noop("ผู้ใช้ใช้บัญชีนี้อยู่ ข้อมูลเดิม “{there}” จะคงไว้ ผู้ใช้แก้เองได้ที่หน้าบัญชีของฉัน")),
    "row_twice": ("warning", gettext_noop("ซ้ำกับแถว {first} แถวนี้จึงไม่เพิ่มสิ่งใด")),
    "too_long": ("error", gettext_noop("ข้อความยาวเกิน {most} ตัวอักษร ให้ย่อ")),
}  # fmt: skip


def doubt(code: str, where: Place = NOWHERE, value: str = "", **filled: Any) -> Doubt:
    """The doubt of that code at that place."""
    return raised(WORDS, code, where, value, **filled)
