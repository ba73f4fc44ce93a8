"""States, answers and actions of the work; words that people see are Thai."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class State(models.TextChoices):
    """Where a submission stands (permissions.md)."""

    DRAFT = "D", _("กำลังกรอก")
    ENDORSEMENT = "E", _("รอหัวหน้ารับรอง")
    SUBMITTED = "S", _("รอจังหวัดตรวจ")
    RETURNED = "R", _("ส่งกลับให้แก้ไข")
    APPROVED = "A", _("อนุมัติแล้ว")


# A report's words are the agency's own until it is sent (permissions.md row 3).
SENT = (State.SUBMITTED, State.RETURNED, State.APPROVED)


class RoundState(models.TextChoices):
    """Where a round stands. An open round counts as closed once its deadline has passed."""

    PLANNED = "P", _("เตรียมการ")
    OPEN = "O", _("เปิดรับ")
    CLOSED = "C", _("ปิดรับแล้ว")
    LOCKED = "L", _("ล็อกแล้ว")
    PUBLISHED = "X", _("เผยแพร่แล้ว")


class RoundKind(models.TextChoices):
    """The half-year rounds of a fiscal year, and free ones. Always Thai, as papers print; screens translate them."""

    SIX = "6", gettext_noop("รอบ 6 เดือน")
    TWELVE = "12", gettext_noop("รอบ 12 เดือน")
    FREE = "free", gettext_noop("รอบอื่น")


class Answer(models.TextChoices):
    """What an agency says of a measure; blank is "not answered yet". Thai, as papers print; screens translate."""

    BLANK = "", gettext_noop("ยังไม่ตอบ")
    DONE = "done", gettext_noop("ดำเนินการแล้ว")
    IN_PROGRESS = "in_progress", gettext_noop("กำลังดำเนินการ")
    NOT_STARTED = "not_started", gettext_noop("ยังไม่ดำเนินการ")
    NOT_APPLICABLE = "not_applicable", gettext_noop("ไม่เกี่ยวข้อง")


class Mark(models.TextChoices):
    """What the provincial office thinks of a result."""

    NONE = "", _("รอตรวจ")
    OK = "ok", _("ผ่าน")
    NEEDS_WORK = "needs_work", _("ต้องแก้ไข")


class Grouping(models.TextChoices):
    """How a plan orders its measures on paper."""

    INDICATOR = "indicator", _("ตามตัวชี้วัด")
    ISSUE = "issue", _("ตามประเด็น")


class NoteKind(models.TextChoices):
    """A reason that returns a result, or a remark beside it."""

    REASON = "reason", _("เหตุผลที่ส่งกลับ")
    COMMENT = "comment", _("ความเห็น")


class Decision(models.TextChoices):
    """What a person made of a finding about the evidence."""

    ACCEPTED = "accepted", _("แก้ตามข้อเสนอ")
    DISMISSED = "dismissed", _("ยืนยันว่าถูกต้อง")


class Action(models.TextChoices):
    """Everything a person may ask for; the numbers are the rows of docs/permissions.md."""

    ROUND_VIEW = "round.view", _("ดูรอบรายงาน")  # 1
    PROGRESS_VIEW = "submission.progress", _("ดูความคืบหน้า")  # 2
    RESULT_READ = "result.read", _("อ่านผลการดำเนินงาน")  # 3
    RESULT_READ_PUBLIC = "result.read_public", _("อ่านผลที่เผยแพร่")  # 4
    RESULT_EDIT = "result.edit", _("กรอกผล")  # 5
    FILE_EDIT = "file.edit", _("แนบหรือลบไฟล์")  # 6
    FILE_DOWNLOAD = "file.download", _("ดาวน์โหลดไฟล์")  # 7
    FILE_DOWNLOAD_PUBLIC = "file.download_public", _("ดาวน์โหลดไฟล์ที่เผยแพร่")  # 7, marked public
    SUBMIT = "submit", _("ส่งผล")  # 8
    RECALL = "recall", _("ดึงกลับมาแก้")  # 9
    ENDORSE = "endorse", _("รับรองและส่งจังหวัด")  # 10
    SEND_BACK = "send_back", _("ส่งคืนเจ้าหน้าที่")  # 11
    RETURN = "return", _("ส่งกลับให้หน่วยงานแก้ไข")  # 12
    APPROVE = "approve", _("อนุมัติ")  # 13
    REOPEN = "reopen", _("เปิดให้แก้ไขอีกครั้ง")  # 14
    COMMENT = "comment.add", _("แสดงความเห็น")  # 15
    EXTEND = "extension.grant", _("ขยายเวลา")  # 16
    ROUND_CLOSE = "round.close_early", _("ปิดรับก่อนกำหนด")  # 17
    ROUND_LOCK = "round.lock", _("ล็อกรอบ")  # 18
    ROUND_UNLOCK = "round.unlock", _("ปลดล็อกรอบ")  # 19
    ROUND_PUBLISH = "round.publish", _("เผยแพร่รอบ")  # 20
    EXPORT_AGENCY = "export.agency", _("ดาวน์โหลดเอกสารของหน่วยงาน")  # 21
    EXPORT_PROVINCE = "export.province", _("ดาวน์โหลดเอกสารของจังหวัด")  # 22
    EXPORT_PUBLIC = "export.public", _("ดาวน์โหลดข้อมูลที่เผยแพร่")  # 22, public fields
    LINK_RECHECK = "link.recheck", _("ตรวจลิงก์อีกครั้ง")  # 23
    IMPORT_RESULTS = "import.results", _("นำเข้าผลจากไฟล์")  # 24, own results
    IMPORT_PLAN = "import.plan", _("นำเข้าแผนจากไฟล์")  # 24, plan
    MEASURE_EDIT = "measure.edit", _("แก้ไขมาตรการ")  # 26
    AUDIT_READ = "audit.read", _("อ่านประวัติ")  # 27
    ROUND_OPEN = "round.open", _("เปิดรอบ")  # 29
    REVIEW_MARK = "review.mark", _("ให้ผลตรวจ")  # 30
    NARRATIVE_EDIT = "narrative.edit", _("เขียนผลภาพรวมของจังหวัด")  # 31
    FINDING_DECIDE = "finding.decide", _("ตัดสินข้อสังเกต")  # 35
    CHECK_WAIVE = "check.waive", _("ยกเว้นการตรวจ")  # 36
    BOARD_READ = "board.read", _("ดูภาพรวมหน่วยงาน")  # 42
    ROUND_EXTEND = "round.extend", _("เลื่อนกำหนดส่งของรอบ")  # 43
    PLAN_COPY = "plan.copy", _("คัดลอกแผนไปปีถัดไป")  # 44
    ROUND_CORRECT = "round.correct", _("เปิดแก้ไขรอบที่เผยแพร่แล้ว")  # 45
    REMIND = "reminder.send", _("ส่งข้อความเตือน")  # 41
    REMINDERS_READ = "reminder.read", _("ดูผลการส่งข้อความเตือน")  # 41
