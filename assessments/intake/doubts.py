"""Every doubt that a file of scores can raise: its code, how grave it is, and what it says to people."""

from typing import Any

from evidence.office.doubts import NOWHERE, Doubt, Place, Severity, Words, raised
from thai.wording import gettext_noop

_E: Severity = "error"
_W: Severity = "warning"

WORDS: Words = {
    "hostile_file": (_E, gettext_noop("ไม่รับไฟล์นี้: {why}")),
    "owner_unknown": (_E, "{why}"),
    "no_scores": (
        _E,
        gettext_noop(
            "ไม่พบคะแนนในไฟล์ ต้องมีตารางที่กรอกคะแนนแล้ว หัวตาราง “ตัวชี้วัด | รายละเอียดตัวชี้วัด | คะแนน” "
            "หรือ “รหัส | รายการ | … | คะแนน” หรือข้อความ เช่น “ในปี ๒๕๖๕ ได้คะแนน ๙๔.๗๑” ในช่องตัวชี้วัด "
            "ให้ตรวจว่าเลือกไฟล์ถูกและตารางไม่เป็นรูปภาพ หรือใช้แบบที่ดาวน์โหลดจากระบบ"
        ),
    ),
    "year_not_found": (_E, gettext_noop("ไฟล์นี้ไม่มีคะแนนปี {year} พบเฉพาะปี {years} ให้เลือกปีที่มีในไฟล์ หรือเลือกไฟล์ของปี {year}")),
    "edition_missing": (_E, "{why}"),
    "score_unreadable": (_E, gettext_noop("อ่านคะแนน “{value}” ของ{of} ไม่ได้ ให้แก้เป็นตัวเลข 0 ถึง 100")),
    "score_out_of_range": (_E, gettext_noop("คะแนน {value} ของ{of} ไม่อยู่ระหว่าง 0 ถึง 100 ให้ตรวจกับเอกสารต้นฉบับ")),
    "code_unreadable": (_E, gettext_noop("ไม่รู้จักรหัส “{value}” ให้ใช้รหัสเช่น รวม, IIT, 1, 9.1, i1, i1.1, e1 หรือ o1")),
    "code_twice": (_E, gettext_noop("คะแนนของ{of} มีสองค่า คือ {kept} (ที่ {first}) และ {value} ให้ลบค่าที่ผิด")),
    "row_twice": (_E, gettext_noop("รหัส {written} อยู่สองแถวในตารางเดียวกัน (แถวแรกอยู่ที่ {first}) ให้ลบแถวที่ซ้ำ")),
    "indicator_unknown": (_E, gettext_noop("เกณฑ์ปี {year} ไม่มีตัวชี้วัดที่ {value} ให้ตรวจเลขตัวชี้วัด")),
    "level_long": (_E, gettext_noop("ระดับ “{value}” ยาวเกิน 60 ตัวอักษร ให้เหลือเฉพาะชื่อระดับ")),
    "owner_differs": (_W, gettext_noop("เอกสารเขียน “{value}” แต่กำลังนำเข้า “{chosen}” ใช้ “{chosen}” ให้ตรวจว่าเลือกไฟล์ถูก")),
    "year_missing": (_W, gettext_noop("ไฟล์ไม่ได้บอกปี จึงถือว่าเป็นคะแนนปี {year} ที่เลือก ให้ตรวจว่าเลือกปีถูก")),
    "row_without_year": (_W, gettext_noop("แถวนี้ไม่บอกว่าเป็นคะแนนของปีใด จึงไม่นำเข้า ให้เติมปีที่หัวตาราง")),
    "row_unread": (_W, gettext_noop("ไม่รู้ว่าแถวนี้เป็นคะแนนของอะไร จึงไม่นำเข้า ให้เติมเลขตัวชี้วัดหรือรหัส")),
    "name_unknown": (
        _W,
        gettext_noop("ชื่อ “{value}” ไม่ใช่ชื่อของตัวชี้วัดที่ {indicator} ({own}) ใช้เลขตัวชี้วัดเป็นหลัก ให้ตรวจว่าเป็นตัวชี้วัดนี้"),
    ),
    "name_differs": (
        _W,
        gettext_noop("เลขตัวชี้วัด {indicator} แต่ชื่อ “{value}” เป็นของตัวชี้วัดที่ {other} ใช้เลขเป็นหลัก ให้ตรวจว่าตัวใดถูก"),
    ),
    "code_unknown": (_W, gettext_noop("เกณฑ์ปี {year} ไม่มีรหัส {value} เก็บไว้แต่ไม่รวมคำนวณ ให้ตรวจรหัส")),
    "level_unknown": (_W, gettext_noop("ระดับ “{value}” ไม่อยู่ในเกณฑ์ระดับของปี {year} เก็บไว้ตามที่พิมพ์ ให้ตรวจตัวสะกด")),
    "comma_decimal": (_W, gettext_noop("คะแนน “{value}” ใช้จุลภาคแทนจุด อ่านเป็น {kept} ให้ตรวจ")),
    "rounded": (_W, gettext_noop("คะแนน {count} ช่องมีทศนิยมเกินสองตำแหน่ง ปัดเป็นสองตำแหน่งแล้ว ช่องแรกคือ {value} เป็น {kept}")),
    "shares_incomplete": (_W, gettext_noop("ร้อยละของคำตอบของ{of} มีไม่ครบสี่ช่อง จึงไม่นำเข้าร้อยละ ให้เติมให้ครบ")),
    "shares_unused": (_W, gettext_noop("{of} ไม่มีร้อยละของคำตอบ จึงไม่นำเข้าสี่ช่องนั้น ให้ตรวจว่าอยู่ถูกแถว")),
    "formula_blank": (_W, gettext_noop("ช่องคะแนนของ{of} เป็นสูตรที่ยังไม่มีค่า ให้เปิดไฟล์ด้วย Excel แล้วบันทึกใหม่ หรือวางเป็นค่า")),
    "hidden_sheet": (_W, gettext_noop("ข้ามแผ่นงานที่ซ่อนไว้ “{value}” หากต้องการนำเข้าให้เลิกซ่อนก่อน")),
    "figure_replaced": (_W, gettext_noop("ในระบบมีค่าที่ต่างจากไฟล์ {count} ค่า เมื่อบันทึกจะใช้ค่าในไฟล์ ให้ตรวจก่อน: {changes}")),
    "kept_disagrees": (
        _W,
        gettext_noop("คะแนนเดิมในระบบที่ไฟล์ไม่ได้กล่าวถึงจะคงไว้ แต่ไม่ตรงกับไฟล์: {names} ให้แก้หรือลบค่าเดิมในตารางหลังบันทึก"),
    ),
    "name_new": (_W, gettext_noop("ยังไม่มีหน่วยงาน “{value}” ในจังหวัด{province} จะสร้างให้เมื่อยืนยันการนำเข้า")),
}


def doubt(code: str, where: Place = NOWHERE, value: str = "", **words: Any) -> Doubt:
    """The doubt of that code at that place; `words` fill its message, `value` too."""
    return raised(WORDS, code, where, value, **words)
