"""States, answers and actions of the work; words that people see are Thai."""

from django.db import models


class State(models.TextChoices):
    """Where a submission stands (permissions.md)."""

    DRAFT = "D", "กำลังกรอก"
    ENDORSEMENT = "E", "รอหัวหน้ารับรอง"
    SUBMITTED = "S", "รอจังหวัดตรวจ"
    RETURNED = "R", "ส่งกลับให้แก้ไข"
    APPROVED = "A", "อนุมัติแล้ว"


class RoundState(models.TextChoices):
    """Where a round stands. An open round counts as closed once its deadline has passed."""

    PLANNED = "P", "เตรียมการ"
    OPEN = "O", "เปิดรับ"
    CLOSED = "C", "ปิดรับแล้ว"
    LOCKED = "L", "ล็อกแล้ว"
    PUBLISHED = "X", "เผยแพร่แล้ว"


class RoundKind(models.TextChoices):
    """The half-year rounds of a fiscal year, and free ones."""

    SIX = "6", "รอบ 6 เดือน"
    TWELVE = "12", "รอบ 12 เดือน"
    FREE = "free", "รอบอื่น"


class Answer(models.TextChoices):
    """What an agency says of a measure; blank is "not answered yet"."""

    BLANK = "", "ยังไม่ตอบ"
    DONE = "done", "ดำเนินการแล้ว"
    IN_PROGRESS = "in_progress", "กำลังดำเนินการ"
    NOT_STARTED = "not_started", "ยังไม่ดำเนินการ"
    NOT_APPLICABLE = "not_applicable", "ไม่เกี่ยวข้อง"


class Mark(models.TextChoices):
    """What the provincial office thinks of a result."""

    NONE = "", "รอตรวจ"
    OK = "ok", "ผ่าน"
    NEEDS_WORK = "needs_work", "ต้องแก้ไข"


class Grouping(models.TextChoices):
    """How a plan orders its measures on paper."""

    INDICATOR = "indicator", "ตามตัวชี้วัด"
    ISSUE = "issue", "ตามประเด็น"


class NoteKind(models.TextChoices):
    """A reason that returns a result, or a remark beside it."""

    REASON = "reason", "เหตุผลที่ส่งกลับ"
    COMMENT = "comment", "ความเห็น"


class Action(models.TextChoices):
    """Everything a person may ask for; the numbers are the rows of docs/permissions.md."""

    ROUND_VIEW = "round.view", "ดูรอบรายงาน"  # 1
    PROGRESS_VIEW = "submission.progress", "ดูความคืบหน้า"  # 2
    RESULT_READ = "result.read", "อ่านผลการดำเนินงาน"  # 3
    RESULT_READ_PUBLIC = "result.read_public", "อ่านผลที่เผยแพร่"  # 4
    RESULT_EDIT = "result.edit", "กรอกผล"  # 5
    FILE_EDIT = "file.edit", "แนบหรือลบไฟล์"  # 6
    FILE_DOWNLOAD = "file.download", "ดาวน์โหลดไฟล์"  # 7
    FILE_DOWNLOAD_PUBLIC = "file.download_public", "ดาวน์โหลดไฟล์ที่เผยแพร่"  # 7, marked public
    SUBMIT = "submit", "ส่งผล"  # 8
    RECALL = "recall", "ดึงกลับมาแก้"  # 9
    ENDORSE = "endorse", "รับรองและส่งจังหวัด"  # 10
    SEND_BACK = "send_back", "ส่งคืนเจ้าหน้าที่"  # 11
    RETURN = "return", "ส่งกลับให้หน่วยงานแก้ไข"  # 12
    APPROVE = "approve", "อนุมัติ"  # 13
    REOPEN = "reopen", "เปิดให้แก้ไขอีกครั้ง"  # 14
    COMMENT = "comment.add", "แสดงความเห็น"  # 15
    EXTEND = "extension.grant", "ขยายเวลา"  # 16
    ROUND_CLOSE = "round.close_early", "ปิดรับก่อนกำหนด"  # 17
    ROUND_LOCK = "round.lock", "ล็อกรอบ"  # 18
    ROUND_UNLOCK = "round.unlock", "ปลดล็อกรอบ"  # 19
    ROUND_PUBLISH = "round.publish", "เผยแพร่รอบ"  # 20
    EXPORT_AGENCY = "export.agency", "ดาวน์โหลดเอกสารของหน่วยงาน"  # 21
    EXPORT_PROVINCE = "export.province", "ดาวน์โหลดเอกสารของจังหวัด"  # 22
    EXPORT_PUBLIC = "export.public", "ดาวน์โหลดข้อมูลที่เผยแพร่"  # 22, public fields
    LINK_RECHECK = "link.recheck", "ตรวจลิงก์อีกครั้ง"  # 23
    IMPORT_RESULTS = "import.results", "นำเข้าผลจากไฟล์"  # 24, own results
    IMPORT_PLAN = "import.plan", "นำเข้าแผนจากไฟล์"  # 24, plan
    MEASURE_EDIT = "measure.edit", "แก้ไขมาตรการ"  # 26
    AUDIT_READ = "audit.read", "อ่านประวัติ"  # 27
    ROUND_OPEN = "round.open", "เปิดรอบ"  # 29
    REVIEW_MARK = "review.mark", "ให้ผลตรวจ"  # 30
    NARRATIVE_EDIT = "narrative.edit", "เขียนผลภาพรวมของจังหวัด"  # 31
    FINDING_DECIDE = "finding.decide", "ตัดสินข้อสังเกต"  # 35
    CHECK_WAIVE = "check.waive", "ยกเว้นการตรวจ"  # 36
