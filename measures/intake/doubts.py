"""Every doubt that a reading can raise: its code, how grave it is, and what it says to people."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from evidence.office.doubts import NOWHERE, Doubt, Place, Severity, Words, raised, told_of
from measures.intake.issue_words import ISSUE_WORDS
from measures.intake.shapes import Reading
from thai.wording import gettext_noop

_E: Severity = "error"
_W: Severity = "warning"

WORDS: Words = {
    "hostile_file": (_E, gettext_noop("ไม่รับไฟล์นี้: {why}")),
    "no_table": (
        _E,
        gettext_noop(
            "ไม่พบตารางมาตรการในไฟล์ ต้องมีหัวตาราง “ตัวชี้วัดที่” “วิธีการ/ขั้นตอนการดำเนินการ” และ “ผลการดำเนินงาน” "
            "ให้ตรวจว่าเลือกไฟล์ถูกและหัวตารางไม่เป็นรูปภาพ"
        ),
    ),
    "no_measure": (_E, gettext_noop("พบหัวตารางแต่ไม่พบมาตรการแม้แต่ข้อเดียว ให้ตรวจว่าตารางมีข้อมูลใต้หัวตาราง")),
    "unknown_indicator": (
        _E,
        gettext_noop("ไม่รู้จักตัวชี้วัด “{value}” ในเกณฑ์ปี {year} ให้แก้ช่องตัวชี้วัดเป็นหมายเลขและชื่อทางการ เช่น “1. การปฏิบัติหน้าที่”"),
    ),
    "indicator_missing": (_E, gettext_noop("แถวนี้ไม่บอกว่าอยู่ในตัวชี้วัดใด ให้เติมช่องตัวชี้วัดของแถวแรก")),
    "label_twice": (
        _E,
        gettext_noop("ตัวชี้วัดที่ {indicator} มีมาตรการข้อ “{value}” ซ้ำกัน (ข้อแรกอยู่ที่ {first}) ให้แก้เลขข้อหรือลบแถวที่ซ้ำ"),
    ),
    "labels_missing": (
        _E,
        gettext_noop("ตัวชี้วัดที่ {indicator} มีมาตรการที่ไม่มีเลขข้อมากกว่าหนึ่งข้อ (ข้อแรกอยู่ที่ {first}) จึงแยกจากกันไม่ได้ ให้เติมเลขข้อ"),
    ),
    "label_missing": (_W, gettext_noop("มาตรการนี้ไม่มีเลขข้อ ให้เติมเลขข้อหน้าข้อความ หรือตรวจว่าเป็นข้อความต่อจากแถวก่อนหรือไม่")),
    "text_before": (_W, gettext_noop("ข้อความนี้อยู่หน้าเลขข้อแรกของช่อง จึงไม่นำเข้าเป็นมาตรการ หากเป็นมาตรการให้เติมเลขข้อ")),
    "text_missing": (_W, gettext_noop("มาตรการข้อ {label} มีแต่เลขข้อ ไม่มีข้อความ ให้เติมข้อความจากต้นฉบับ")),
    "label_inline": (_W, gettext_noop("แยกมาตรการข้อ {value} ออกจากข้อความบรรทัดเดียวกัน ให้ตรวจว่าแยกถูก")),
    "label_restart": (_W, gettext_noop("เลข {value} ในช่องเดียวกันเริ่มนับใหม่ จึงเก็บเป็นขั้นตอนย่อย ให้ตรวจว่าไม่ใช่มาตรการใหม่")),
    "substep_number": (_W, gettext_noop("ขั้นตอนย่อย {value} ไม่ตรงกับเลขข้อ {label} ของมาตรการ เก็บไว้ตามที่พิมพ์ ให้ตรวจเลขข้อ")),
    "row_continued": (_W, gettext_noop("แถวนี้ไม่มีเลขข้อ จึงต่อเข้ากับมาตรการข้อ {label} ที่อยู่ก่อนหน้า ให้ตรวจว่าต่อถูก")),
    "text_cut": (_W, gettext_noop("ข้อความน่าจะขาดตอนท้าย ให้เติมข้อความให้ครบจากต้นฉบับ")),
    "responsible_blank": (_W, gettext_noop("ไม่ได้ระบุหน่วยงานผู้รับผิดชอบของตัวชี้วัดที่ {indicator} ให้เติมในแผนหลังนำเข้า")),
    "indicator_differs": (
        _W,
        gettext_noop("หมายเลขตัวชี้วัด {typed} ไม่ตรงกับชื่อ จึงใช้ตัวชี้วัดที่ {indicator} ตามชื่อ ให้ตรวจและแก้หมายเลขในเอกสาร"),
    ),
    "instrument_differs": (
        _W,
        gettext_noop("ตัวชี้วัดที่ {indicator} อยู่ในแบบ {own} แต่เอกสารเขียน “{value}” ให้ตรวจช่องแบบสำรวจ"),
    ),
    "range_older": (
        _W,
        gettext_noop("ช่วงข้อคำถาม {value} เป็นของปี {older} เกณฑ์ปี {year} ใช้ช่วง {own} ให้ตรวจว่าเนื้อหามาตรการเป็นของปีนี้"),
    ),
    "range_unknown": (_W, gettext_noop("ช่วงข้อคำถาม {value} ไม่ตรงกับเกณฑ์ปี {year} ซึ่งใช้ช่วง {own} ให้ตรวจตัวเลข")),
    "answer_blank": (_W, gettext_noop("ยังไม่มีผลการดำเนินงานของข้อ {label} ให้กรอกผล หรือระบุเหตุผลหากไม่เกี่ยวข้อง")),
    "answer_spread": (_W, gettext_noop("ช่องผลช่องเดียวใช้กับมาตรการข้อ {labels} ทุกข้อ ให้ตรวจว่าเป็นผลของทุกข้อจริง")),
    "not_applicable": (_W, gettext_noop("อ่านว่า “ไม่เกี่ยวข้อง” โดยใช้ข้อความนี้เป็นเหตุผล ให้ยืนยันหรือเปลี่ยนคำตอบ")),
    "answer_mixed": (_W, gettext_noop("ช่องผลบอกว่าไม่มี แต่มีลิงก์ด้วย จึงอ่านว่า “ดำเนินการแล้ว” ให้ยืนยันหรือเปลี่ยนคำตอบ")),
    "not_done_yet": (_W, gettext_noop("อ่านว่า “{answer}” จากข้อความนี้ ให้ยืนยันหรือเปลี่ยนคำตอบ")),
    "text_for_link": (_W, gettext_noop("ช่องผลมีข้อความแต่ไม่มีลิงก์หลักฐาน ให้เติม URL ของหลักฐาน")),
    "link_cut": (_W, gettext_noop("ลิงก์น่าจะขาดตอนท้าย เปิดไม่ได้ ให้คัดลอกลิงก์เต็มมาใส่ใหม่")),
    "link_joined": (_W, gettext_noop("ลิงก์ถูกแบ่งหลายบรรทัด จึงต่อเป็น “{value}” ให้ลองเปิดลิงก์นี้")),
    "link_glued": (_W, gettext_noop("ลิงก์หลายรายการพิมพ์ติดกัน จึงแยกออกจากกัน ให้ลองเปิดทีละลิงก์")),
    "link_scheme": (_W, gettext_noop("ลิงก์พิมพ์ส่วนต้นผิด (ต้องเป็น https:// หรือ http://) ให้แก้เป็นลิงก์ที่เปิดได้")),
    "link_target": (_W, gettext_noop("ลิงก์ที่พิมพ์ไม่ตรงกับปลายทางเมื่อคลิก ({target}) เก็บ “{kept}” ให้ตรวจว่าลิงก์ใดถูก")),
    "link_long": (_W, gettext_noop("ลิงก์ยาวเกิน 2,048 ตัวอักษร เก็บไว้เป็นข้อความ ให้ใช้ลิงก์แบบสั้น")),
    "answer_unknown": (_W, gettext_noop("ไม่รู้จักคำตอบ “{value}” ให้เลือกจากรายการในช่องคำตอบ")),
    "reason_missing": (_W, gettext_noop("ตอบว่าไม่เกี่ยวข้องแต่ไม่มีเหตุผล ให้เติมเหตุผล")),
    "narrative_blank": (_W, gettext_noop("ช่องผลในภาพรวมว่าง ให้เขียนผลของจังหวัดหลังนำเข้า")),
    "narrative_goes_on": (
        _W,
        gettext_noop("ช่องผลของข้อ {labels} ว่าง จึงถือว่าข้อความของแถวก่อนหน้าใช้กับข้อนี้ด้วย ให้ตรวจว่าเป็นผลของข้อนี้จริง"),
    ),
    "column_unread": (_W, gettext_noop("ช่องนี้อยู่ในคอลัมน์ที่ไม่มีในแบบรายงาน จึงไม่นำเข้า หากต้องการให้ย้ายไปไว้ในคอลัมน์ของแบบ")),
    "row_unread": (_W, gettext_noop("ข้อความนี้ไม่มีมาตรการหรือผลในแถวเดียวกัน จึงไม่นำเข้า หากต่อจากแถวก่อนหน้าให้รวมเป็นช่องเดียว")),
    "text_covered": (_W, gettext_noop("ข้อความนี้ถูกช่องที่ผสานบังอยู่จึงมองไม่เห็นในเอกสาร และไม่นำเข้า หากต้องการให้เลิกผสานช่อง")),
    "score_twice": (_W, gettext_noop("ตัวชี้วัดที่ {indicator} มีคะแนนปี {year} สองค่า ใช้ {kept} ให้ตรวจว่าค่าใดถูก")),
    "score_out_of_range": (_W, gettext_noop("คะแนน {value} ไม่อยู่ระหว่าง 0 ถึง 100 จึงไม่นำเข้า ให้ตรวจตัวเลข")),
    "hidden_sheet": (_W, gettext_noop("ข้ามแผ่นงานที่ซ่อนไว้ “{value}” หากต้องการนำเข้าให้เลิกซ่อนก่อน")),
    "formula": (_W, gettext_noop("ช่องนี้เป็นสูตร ใช้เฉพาะค่าที่คำนวณไว้ล่าสุด ให้วางเป็นค่าแทนสูตร")),
    "year_differs": (_W, gettext_noop("เอกสารเขียนปี {paper} แต่กำลังนำเข้าปี {chosen} ใช้ปี {chosen} ให้ตรวจว่าเลือกไฟล์ถูก")),
    "round_differs": (
        _W,
        gettext_noop("เอกสารเขียนรอบ {paper} เดือน แต่กำลังนำเข้ารอบ {chosen} เดือน ใช้รอบ {chosen} ให้ตรวจว่าเลือกไฟล์ถูก"),
    ),
    "province_differs": (
        _W,
        gettext_noop("เอกสารเขียนจังหวัด{paper} แต่กำลังนำเข้าจังหวัด{chosen} ใช้{chosen} ให้ตรวจว่าเลือกไฟล์ถูก"),
    ),
    "agency_differs": (
        _W,
        gettext_noop("เอกสารเขียนหน่วยงาน “{paper}” แต่กำลังนำเข้า “{chosen}” ใช้ “{chosen}” ให้ตรวจว่าเลือกไฟล์ถูก"),
    ),
    "wording_differs": (
        _W,
        gettext_noop("ข้อ {label} ของตัวชี้วัดที่ {indicator} เขียนไม่ตรงกับแผนที่มีอยู่ แผนเดิมคงไว้ ให้ตรวจว่าเป็นข้อเดียวกัน"),
    ),
    "measure_extra": (
        _W,
        gettext_noop("แผนที่มีอยู่ไม่มีข้อ {label} ของตัวชี้วัดที่ {indicator} จึงไม่นำเข้าข้อนี้ ให้เพิ่มในแผนก่อนหากต้องการ"),
    ),
    "wordings_differ": (
        _W,
        gettext_noop("มาตรการ {count} ข้อเขียนไม่ตรงกับแผนที่มีอยู่ แผนเดิมคงไว้ ให้ตรวจว่าเป็นแผนเดียวกัน (ตัวชี้วัด.ข้อ): {measures}"),
    ),
    "measures_extra": (
        _W,
        gettext_noop("แผนที่มีอยู่ไม่มีมาตรการ {count} ข้อของไฟล์ จึงไม่นำเข้า ให้เพิ่มในแผนก่อนหากต้องการ (ตัวชี้วัด.ข้อ): {measures}"),
    ),
    "measure_missing": (
        _W,
        gettext_noop("แผนที่มีอยู่มีข้อ {label} ของตัวชี้วัดที่ {indicator} แต่ในไฟล์ไม่มี แผนเดิมคงไว้ ให้ตรวจว่าไฟล์ครบ"),
    ),
    "measures_missing": (
        _W,
        gettext_noop("แผนที่มีอยู่มีมาตรการ {count} ข้อที่ไม่มีในไฟล์ แผนเดิมคงไว้ ให้ตรวจว่าไฟล์ครบ (ตัวชี้วัด.ข้อ): {measures}"),
    ),
    "label_long": (_E, gettext_noop("เลขข้อ “{value}” ยาวเกิน {longest} ตัวอักษร ให้แก้เลขข้อในเอกสารให้สั้นลง")),
    "text_long": (_E, gettext_noop("ข้อความยาว {length} ตัวอักษร รับได้ไม่เกิน {longest} ให้ย่อหรือแบ่งข้อความในเอกสาร")),
    "form_differs": (
        _E,
        gettext_noop("ไฟล์นี้เป็นแบบรายงานของจังหวัด ไม่ใช่ผลของหน่วยงาน ให้เลือกแบบของหน่วยงาน หรือไฟล์ Excel ที่ดาวน์โหลดจากระบบ"),
    ),
    "result_kept": (
        _W,
        gettext_noop("ข้อ {label} ของตัวชี้วัดที่ {indicator} มีผลที่บันทึกไว้แล้วและต่างจากไฟล์ คงผลเดิมไว้ ให้แก้ในระบบหากต้องการเปลี่ยน"),
    ),
    "result_newer": (
        _W,
        gettext_noop("ข้อ {label} ของตัวชี้วัดที่ {indicator} ถูกแก้ในระบบหลังดาวน์โหลดไฟล์นี้ คงผลในระบบไว้ ให้เทียบและแก้ในระบบ"),
    ),
    "narrative_kept": (
        _W,
        gettext_noop("ผลภาพรวมของข้อ {measures} ที่บันทึกไว้ต่างจากไฟล์ คงข้อความเดิมไว้ ให้แก้ในระบบหากต้องการเปลี่ยน"),
    ),
    "score_kept": (
        _W,
        gettext_noop("คะแนนตัวชี้วัดที่ {indicator} ปี {year} ในระบบคือ {kept} ต่างจากเอกสาร คงค่าเดิมไว้ ให้ตรวจว่าค่าใดถูก"),
    ),
    "round_frozen": (_E, gettext_noop("นำเข้าผลรอบนี้ไม่ได้: {why}")),
    "name_unknown": (_E, "{why}"),
    **ISSUE_WORDS,
    "name_new": (_W, gettext_noop("ยังไม่มีหน่วยงาน “{value}” ในจังหวัด{province} จะสร้างให้เมื่อยืนยันการนำเข้า")),
}


# What is doubtful of results alone: of no matter where only the plan is wanted.
_OF_RESULTS = frozenset({
    "answer_blank", "answer_spread", "not_applicable", "answer_mixed", "not_done_yet", "text_for_link", "link_cut",
    "link_joined", "link_glued", "link_scheme", "link_target", "link_long", "answer_unknown", "reason_missing",
    "narrative_blank", "narrative_goes_on", "formula", "answer_split", "pictures_left",
})  # fmt: skip


def about_the_plan(reading: Reading) -> Reading:
    """The reading without the warnings about answers, links and narratives."""
    kept = (one for one in reading.doubts if one.severity == "error" or one.code not in _OF_RESULTS)
    return replace(reading, doubts=tuple(kept))


def told(one: Doubt, say: Callable[[str], str] = str) -> str:
    """The message of a doubt, put into the reader's language by `say` (Thai text → its translation)."""
    return told_of(WORDS, one, say)


def code_of(code: str, *, by_issue: bool) -> str:
    """The code of the same doubt in a paper by issue, where its message speaks of indicators."""
    return f"{code}_issue" if by_issue and f"{code}_issue" in WORDS else code


def doubt(code: str, where: Place = NOWHERE, value: str = "", **words: Any) -> Doubt:
    """The doubt of that code at that place; `words` fill its message, `value` too."""
    return raised(WORDS, code, where, value, **words)


def refusal(code: str, value: str = "", **words: Any) -> Reading:
    """A reading that understood nothing, for that one reason."""
    return Reading(doubts=(doubt(code, NOWHERE, value, **words),))
