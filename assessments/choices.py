"""Words of the assessment that rows choose from."""

from django.db import models


class InstrumentCode(models.TextChoices):
    """The three instruments of the commission's assessment."""

    IIT = "IIT", "IIT แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน"
    EIT = "EIT", "EIT แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก"
    OIT = "OIT", "OIT แบบตรวจการเปิดเผยข้อมูลสาธารณะ"


class AnswerKind(models.TextChoices):
    """How a question is answered."""

    SCALE = "scale", "สี่ระดับ"
    YES_NO = "yes_no", "มี/ไม่มี"
    DISCLOSURE = "disclosure", "เปิดเผยข้อมูล"
