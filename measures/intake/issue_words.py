"""What doubts say of papers by issue (form E). `…_issue`: the words of a doubt that else speaks of indicators."""

from evidence.office.doubts import Severity, Words
from thai.wording import gettext_noop

_E: Severity = "error"
_W: Severity = "warning"

ISSUE_WORDS: Words = {
    "unknown_indicator_issue": (
        _E,
        gettext_noop("ไม่รู้จักประเด็น “{value}” ในเกณฑ์ปี {year} ให้แก้เป็นเลขและชื่อประเด็นตามเกณฑ์ เช่น “ประเด็นที่ 1. …”"),
    ),
    "indicator_missing_issue": (_E, gettext_noop("แถวนี้ไม่บอกว่าอยู่ในประเด็นใด ให้เติมบรรทัด “ประเด็นที่ …” ก่อนมาตรการแรก")),
    "label_twice_issue": (
        _E,
        gettext_noop("ประเด็นที่ {indicator} มีมาตรการข้อ “{value}” ซ้ำกัน (ข้อแรกอยู่ที่ {first}) ให้แก้เลขข้อหรือลบแถวที่ซ้ำ"),
    ),
    "labels_missing_issue": (
        _E,
        gettext_noop("ประเด็นที่ {indicator} มีมาตรการที่ไม่มีเลขข้อมากกว่าหนึ่งข้อ (ข้อแรกอยู่ที่ {first}) จึงแยกจากกันไม่ได้ ให้เติมเลขข้อ"),
    ),
    "indicator_differs_issue": (
        _W,
        gettext_noop("เลขประเด็น {typed} ไม่ตรงกับชื่อ จึงใช้ประเด็นที่ {indicator} ตามชื่อ ให้ตรวจและแก้เลขในเอกสาร"),
    ),
    "issue_named_otherwise": (
        _W,
        gettext_noop("ชื่อประเด็น “{value}” ไม่ตรงกับเกณฑ์ปี {year} จึงใช้ประเด็นที่ {indicator} ตามเลข ให้ตรวจว่าเป็นประเด็นเดียวกัน"),
    ),
    "responsible_blank_issue": (_W, gettext_noop("ไม่ได้ระบุหน่วยงานผู้รับผิดชอบของประเด็นที่ {indicator} ให้เติมในแผนหลังนำเข้า")),
    "wording_differs_issue": (
        _W,
        gettext_noop("ข้อ {label} ของประเด็นที่ {indicator} เขียนไม่ตรงกับแผนที่มีอยู่ แผนเดิมคงไว้ ให้ตรวจว่าเป็นข้อเดียวกัน"),
    ),
    "wordings_differ_issue": (
        _W,
        gettext_noop("มาตรการ {count} ข้อเขียนไม่ตรงกับแผนที่มีอยู่ แผนเดิมคงไว้ ให้ตรวจว่าเป็นแผนเดียวกัน (ประเด็น.ข้อ): {measures}"),
    ),
    "measure_extra_issue": (
        _W,
        gettext_noop("แผนที่มีอยู่ไม่มีข้อ {label} ของประเด็นที่ {indicator} จึงไม่นำเข้าข้อนี้ ให้เพิ่มในแผนก่อนหากต้องการ"),
    ),
    "measures_extra_issue": (
        _W,
        gettext_noop("แผนที่มีอยู่ไม่มีมาตรการ {count} ข้อของไฟล์ จึงไม่นำเข้า ให้เพิ่มในแผนก่อนหากต้องการ (ประเด็น.ข้อ): {measures}"),
    ),
    "measure_missing_issue": (
        _W,
        gettext_noop("แผนที่มีอยู่มีข้อ {label} ของประเด็นที่ {indicator} แต่ในไฟล์ไม่มี แผนเดิมคงไว้ ให้ตรวจว่าไฟล์ครบ"),
    ),
    "measures_missing_issue": (
        _W,
        gettext_noop("แผนที่มีอยู่มีมาตรการ {count} ข้อที่ไม่มีในไฟล์ แผนเดิมคงไว้ ให้ตรวจว่าไฟล์ครบ (ประเด็น.ข้อ): {measures}"),
    ),
    "result_kept_issue": (
        _W,
        gettext_noop("ข้อ {label} ของประเด็นที่ {indicator} มีผลที่บันทึกไว้แล้วและต่างจากไฟล์ คงผลเดิมไว้ ให้แก้ในระบบหากต้องการเปลี่ยน"),
    ),
    "result_newer_issue": (
        _W,
        gettext_noop("ข้อ {label} ของประเด็นที่ {indicator} ถูกแก้ในระบบหลังดาวน์โหลดไฟล์นี้ คงผลในระบบไว้ ให้เทียบและแก้ในระบบ"),
    ),
    "no_issues": (_E, gettext_noop("เกณฑ์ปี {year} ยังไม่มีรายชื่อประเด็น ให้ผู้ดูแลระบบเติมในหน้าเกณฑ์ของปีก่อนนำเข้าแผนตามประเด็น")),
    "measure_of_issue": (
        _W,
        gettext_noop("ประเด็นนี้ไม่มีข้อมาตรการ (ในช่องเขียน “{value}”) จึงใช้ชื่อประเด็นเป็นมาตรการ ให้เติมถ้อยคำในแผนหากต้องการ"),
    ),
    "answer_split": (
        _W,
        gettext_noop("แถวนี้มีมาตรการหลายข้อ จึงแบ่งข้อความในช่องนี้ตามเลข {labels} ให้ตรวจว่าแบ่งตรงกับมาตรการ"),
    ),
    "pictures_left": (
        _W,
        gettext_noop("ในไฟล์มีภาพ {count} ภาพ ระบบไม่นำเข้าภาพ ให้แนบภาพพร้อมคำบรรยายในหน้ากรอกผลของแต่ละมาตรการ"),
    ),
    "grouping_differs": (
        _E,
        gettext_noop("แผนที่มีอยู่จัดกลุ่มมาตรการ{there} แต่ไฟล์นี้จัดกลุ่ม{here} จึงนำเข้าในแผนนี้ไม่ได้ ให้เลือกไฟล์ที่จัดกลุ่มแบบเดียวกับแผน"),
    ),
}  # fmt: skip
